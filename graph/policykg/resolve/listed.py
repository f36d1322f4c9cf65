"""Listed bodies (bodies.csv) -> the body of one place, under its one name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from policykg.lexicon import Body, Lexicon
from policykg.model import Place
from policykg.records import Agency
from policykg.resolve.naming import level_sign, slug

#: How the names of national organisations begin whose branches are named by their place alone (全国妇联, 中国科协).
_NATIONAL = ("全国", "中国", "中华全国")

#: Names that are not longer do not tell of what kind a body is.
_SHORT = 2


@cache
def listed_bodies(lexicon: Lexicon) -> Mapping[str, Body]:
    """Return the listed bodies by pattern."""
    return MappingProxyType({b.pattern: b for b in lexicon.bodies})


def body_of_place(body: Body, place: Place, lexicon: Lexicon) -> Agency:
    """Return the body that a row with {place} is in a place.

    A prefecture's Party bodies are named 地委…, not 地区委…, a region's 自治区党委…. A body whose kind has a name of its own at the place's level
    has that name: 市法院 is the 中级人民法院 of a city, 省法院 the 高级人民法院.
    """
    tail = body.name.removeprefix("{place}")
    own = next((e for e in _ranked(lexicon, place.kind) if len(tail) > _SHORT and e != tail and e.endswith(tail)), "")
    body = listed_bodies(lexicon).get("{place}" + own, body)
    sign, full = level_sign(place) or place.name, place.name
    if sign == "自治区" and body.name.startswith("{place}委"):
        body = replace(body, name=body.name.replace("{place}委", "{place}党委"))
    rest = body.name.replace("{place}", "")
    if rest.startswith("委") and full.endswith("地区"):
        sign, full = sign.removesuffix("区"), full.removesuffix("区")
    written = {"full": full, "short": place.short, "level": sign}[body.place or "level"]
    shown = body.name.replace("{place}", written)
    label = body.name.replace("{place}", place.short if body.place == "short" else full)
    key = f"{written}{rest}" if rest.startswith("委") else rest
    return Agency(f"{place.code}.{slug(key)}", shown, label, "agency", place.code, body.function)


@cache
def _ranked(lexicon: Lexicon, kind: str) -> tuple[str, ...]:
    """Return the listed bodies, without place, whose ending only places of one level have (中级人民法院)."""
    bodies = (b.pattern.removeprefix("{place}") for b in lexicon.bodies if b.pattern == b.name)
    return tuple(e for e in bodies if lexicon.suffix_levels.get(e) == kind and lexicon.suffix_functions.get(e))


def national(body: Body, lexicon: Lexicon) -> Body | None:
    """Return the nation's body that a name without its place means in a national paper: 妇联 is 全国妇联; None when none."""
    tail = body.name.replace("{place}", "")
    bodies = listed_bodies(lexicon)
    return next((bodies[head + tail] for head in _NATIONAL if head + tail in bodies), None)
