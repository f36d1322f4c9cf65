"""Places named in a text, told apart by the paper's own place."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Passage, Place, PlaceMention

_ENDS = "省市区县州旗盟"
#: Names that are also common words (城区, 郊区) count only behind their city's name.
_COMMON = frozenset({"城区", "郊区", "矿区", "新区", "市区", "郊县", "朝阳", "平安区"})
_NOT_BEHIND = re.compile(r"^[域间划块位内]")
#: Behind a county's short name: a zone, a place of its own (东阿经济开发区).
_ZONE = re.compile(
    r"(?:经济|高新|工业|化工|产业|技术|国际|现代|绿色|循环|[、和])*(?:技术)*(?:开发区|产业园区?|工业园区?|高新区|新区|度假区|园区)"
)

#: Behind a county's short name: the rest of a company's name in a list of companies (阳谷华泰、祥光铜业等…企业).
_COMPANY = re.compile(r"[^、，,；;。（(\s]+(?:、[^、，,；;。等]+)*等[^，,；;。]{0,16}(?:企业|公司|集团)")


@cache
def _lengths(lexicon: Lexicon) -> dict[str, tuple[int, ...]]:
    """Return, for each first sign, the lengths of full place names that begin with it, longest first."""
    lengths: dict[str, set[int]] = {}
    for place in lexicon.places.values():
        if place.name[-1] in _ENDS and place.name not in _COMMON:
            lengths.setdefault(place.name[0], set()).add(len(place.name))
    return {k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()}


def find_places(
    passage: Passage, lexicon: Lexicon, decide: Callable[[str], Place | None], own: dict[str, Place] | None = None
) -> tuple[PlaceMention, ...]:
    """Return the places a text names in full, each once, where it stands first.

    ``decide`` tells which place a name means in this paper (None: undecided, left out); ``own`` are
    other names of the paper's own places, short (东阿) or misprinted (在平区), with the place they mean.
    """
    text = passage.text
    starts = _lengths(lexicon)
    found: dict[str, PlaceMention] = {}
    i = 0
    while i < len(text):
        step = 1
        for k in starts.get(text[i], ()):
            name = text[i : i + k]
            if name[-1] in _ENDS and name in lexicon.places_by_name and not _NOT_BEHIND.match(text[i + k : i + k + 1]):
                place = decide(name)
                if place is not None and place.kind != "country":
                    found.setdefault(place.code, _mention(passage, i, k, place, "place", 0.95))
                step = k
                break
        i += step
    for printed, place in (own or {}).items():
        behind = ((m.start(), m.end()) for m in re.finditer(re.escape(printed), text))
        at = next((i for i, end in behind if not _ZONE.match(text, end) and not _COMPANY.match(text, end)), -1)
        if at >= 0:
            rule, score = ("place-short", 0.8) if printed == place.short else ("place-repaired", 0.85)
            found.setdefault(place.code, _mention(passage, at, len(printed), place, rule, score))
    return tuple(sorted(found.values(), key=lambda m: (m.start, m.end, m.code)))


def _mention(passage: Passage, i: int, k: int, place: Place, rule: str, score: float) -> PlaceMention:
    piece = passage[i : i + k]
    return PlaceMention(place.code, place.name, piece.text, *piece.span(), rule, score)
