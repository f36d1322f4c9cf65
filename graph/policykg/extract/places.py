"""Places named in a text, each once, where it stands first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from policykg.lexicon import Lexicon
from policykg.model import Passage, Place, PlaceMention
from policykg.placenames import PlaceToken, scan_places


def find_places(
    passage: Passage,
    lexicon: Lexicon,
    short_names: Collection[str],
    decide: Callable[[Sequence[PlaceToken]], Sequence[Place | None]],
) -> tuple[PlaceMention, ...]:
    """Return the places a text names, each once, where it stands first, in order.

    ``short_names`` are the names other than full ones that may mean a place in this paper; ``decide`` tells which
    place each name means (None: none, or undecided).
    """
    tokens = scan_places(passage.text, lexicon, short_names)
    found: dict[str, PlaceMention] = {}
    for token, place in zip(tokens, decide(tokens), strict=True):
        if place is not None:
            found.setdefault(place.code, _mention(passage, token, place))
    return tuple(sorted(found.values(), key=lambda m: (m.start, m.end, m.code)))


def _mention(passage: Passage, token: PlaceToken, place: Place) -> PlaceMention:
    piece = passage[token.start : token.end]
    rule, score = ("place", 0.95) if token.full or token.zone else ("place-short", 0.8)
    if not token.full and place.kind != "zone" and token.name != place.short and token.name not in place.name:
        rule, score = "place-repaired", 0.85
    return PlaceMention(place.code, place.name, piece.text, *piece.span(), rule, score)
