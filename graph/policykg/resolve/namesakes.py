"""Labels of bodies whose place shares its name with others (鼓楼区 is four districts)."""

from __future__ import annotations

from dataclasses import replace

from policykg.lexicon import Lexicon
from policykg.records import Agency


def told_apart(agency: Agency, lexicon: Lexicon) -> Agency:
    """Return the body with its city in front of its label where other places share its place's name."""
    place = lexicon.places.get(agency.jurisdiction)
    if place is None or place.kind != "county" or not agency.label.startswith(place.name):
        return agency
    above = lexicon.places.get(place.parent)
    alike = {p.code for p in lexicon.places_by_name.get(place.name, ()) if p.name == place.name}
    return replace(agency, label=above.name + agency.label) if above is not None and len(alike) > 1 else agency
