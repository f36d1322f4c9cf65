"""Items that charge the same matter in other words, found by their text.

Compared are an item and those of a paper above that its own paper is based on, the narrative of a paper and its
annexes, and two papers of sister places (one level, one place above, issued within two calendar years), each of
which is based on a paper from above. One item may answer to many.

The measure (docs/alignment.md has the others and the figures): cosine of character 2- to 4-grams, each counted
once and weighed by the cube of its idf, of the items' own texts (0.7) and of their texts with what they quote
(0.3), raised by half of itself when a body in charge of one has the function of any body of the other.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Literal

from policykg.records import Alignment, DocumentInfo, Record
from policykg.resources import read_table

MAIN = "正文"
"""The part of a paper that is its narrative (policykg.segment)."""

BAR = 0.0295
"""What two texts of the same matter reach: the bar of best F1 on tests/cases/alignment.csv, leave one group out."""

FLOOR = 0.016
"""What a candidate for review reaches; below it nothing is kept."""

_IDF_POWER = 3
_OWN_SHARE = 0.7
_SAME_FUNCTION = 0.5
_YEARS = 2
_SHORTEST_MATCH = 4
_MATCHES = 8
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]+")
_LEVELS = ("country", "province", "city", "county", "township")

Vector = Mapping[str, float]
Kind = Literal["upper", "annex", "sister"]


@cache
def _wordings() -> tuple[tuple[str, str], ...]:
    """Return (long, short) wordings of one thing, longest first."""
    rows = ((row["long"], row["short"]) for row in read_table("wordings.csv"))
    return tuple(sorted(rows, key=lambda x: (-len(x[0]), x)))


def words(text: str) -> tuple[str, ...]:
    r"""Return the runs of letters and digits of a text without white space, long wordings made short.

    >>> words("跨境电子商务，\n园区 5个")
    ('跨境电商', '园区5个')
    """
    flat = "".join(text.split())
    for long, short in _wordings():
        flat = flat.replace(long, short)
    return tuple(_WORD.findall(flat))


def grams(text: str) -> frozenset[str]:
    """Return the character 2- to 4-grams of a text, none across punctuation or a number.

    Numbers and years say how much and when, not what.

    >>> sorted(grams("到2025年，园区"))
    ['园区']
    """
    runs = (run for word in words(text) for run in _NUMBER.split(word))
    return frozenset(run[i : i + n] for run in runs for n in (2, 3, 4) for i in range(len(run) - n + 1))


def passages(a: str, b: str) -> tuple[str, ...]:
    """Return the longest runs that two texts share, longest first, each sign of ``a`` in at most one.

    >>> passages("高标准推动大学科技园建设，力争优秀。", "推动大学科技园建设")
    ('推动大学科技园建设',)
    """
    there = "|".join(words(b))
    found: dict[str, None] = {}
    for word in words(a):
        i = 0
        while i + _SHORTEST_MATCH <= len(word):
            j = i + _SHORTEST_MATCH
            if word[i:j] not in there:
                i += 1
                continue
            while j < len(word) and word[i : j + 1] in there:
                j += 1
            found[word[i:j]] = None
            i = j
    return tuple(sorted(found, key=lambda x: (-len(x), x)))[:_MATCHES]


class Measure:
    """How alike the matters of two items are, weighed by all items of a corpus."""

    def __init__(self, records: Iterable[Record]) -> None:
        rows = [r for r in records if r.kind in ("task", "row")]
        self._own = _vectors({r.key: r.text for r in rows})
        self._whole = _vectors({r.key: f"{r.text}。{_quoted(r)}" for r in rows})
        self._charged = {r.key: frozenset(a.agency.function for a in r.roles if a.agency.function) for r in rows}
        self._in_charge = {
            r.key: frozenset(a.agency.function for a in r.roles if a.agency.function and a.role != "assists")
            for r in rows
        }

    def raw(self, left: str, right: str) -> float:
        """Return the measure of two items, by key; the order does not matter."""
        alike = _OWN_SHARE * _cosine(self._own[left], self._own[right])
        alike += (1 - _OWN_SHARE) * _cosine(self._whole[left], self._whole[right])
        same = self._in_charge[left] & self._charged[right] or self._charged[left] & self._in_charge[right]
        return alike * (1 + _SAME_FUNCTION) if same else alike

    def score(self, left: str, right: str) -> float:
        """Return the measure as a score in [0, 1): 0.5 at the bar."""
        raw = self.raw(left, right)
        return raw / (raw + BAR)


def _quoted(record: Record) -> str:
    upper = record.upstream.text if record.upstream else ""
    return "" if words(upper) == words(record.text) else upper


def _vectors(texts: Mapping[str, str]) -> dict[str, Vector]:
    """Return unit vectors of the texts' grams; what every text has weighs nothing."""
    found = {key: grams(text) for key, text in texts.items()}
    count = Counter(g for each in found.values() for g in each)
    weight = {g: math.log((len(found) + 1) / (n + 1)) ** _IDF_POWER for g, n in count.items()}
    out: dict[str, Vector] = {}
    for key, each in found.items():
        length = math.sqrt(sum(weight[g] ** 2 for g in sorted(each))) or 1.0
        out[key] = {g: weight[g] / length for g in sorted(each) if weight[g]}
    return out


def _cosine(a: Vector, b: Vector) -> float:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return math.fsum(w * large[g] for g, w in small.items() if g in large)


def align(documents: Sequence[DocumentInfo], records: Sequence[Record]) -> tuple[Alignment, ...]:
    """Return the pairs of items that are alike, candidates for review included, by left and right key.

    A pair that a paper states itself (a row and the item it quotes) is left out. Scores have four decimals.
    """
    measure = Measure(records)
    by_key = {r.key: r for r in records}
    found: dict[tuple[str, str], Alignment] = {}
    for kind, left, right in _pairs(documents, records):
        for a in left:
            for b in right:
                if a.upstream is not None and a.upstream.key == b.key:
                    continue
                if (raw := measure.raw(a.key, b.key)) >= FLOOR:
                    score = round(raw / (raw + BAR), 4)
                    shared = passages(by_key[a.key].text, by_key[b.key].text)
                    found[a.key, b.key] = Alignment(a.key, b.key, score, kind, shared)
    return tuple(found[k] for k in sorted(found))


def _pairs(
    documents: Sequence[DocumentInfo], records: Sequence[Record]
) -> Iterator[tuple[Kind, Sequence[Record], Sequence[Record]]]:
    """Yield (kind, items, items) of the parts and papers that are compared."""
    rows: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.kind in ("task", "row"):
            rows[record.document].append(record)
    ordered = sorted((d for d in documents if rows[d.key]), key=lambda d: d.key)
    for document in ordered:
        narrative = [r for r in rows[document.key] if r.part == MAIN]
        annexes = [r for r in rows[document.key] if r.part != MAIN]
        if narrative and annexes:
            yield "annex", narrative, annexes
        based = {c.key for c in document.cites if c.citation.relation == "based_on"}
        for upper in ordered:
            if upper.key in based and _rank(upper) < _rank(document):
                yield "upper", rows[document.key], rows[upper.key]
    for one, two in combinations(ordered, 2):
        if _sisters(one, two):
            yield "sister", rows[one.key], rows[two.key]


def _rank(document: DocumentInfo) -> int:
    return _LEVELS.index(document.level) if document.level in _LEVELS else len(_LEVELS)


def _sisters(one: DocumentInfo, two: DocumentInfo) -> bool:
    """Tell whether two papers carry out something of the place above, side by side.

    The first two digits of a city's code, the first four of a county's are those of the place above (GB/T 2260).
    """
    digits = {"city": 2, "county": 4}.get(one.level, 0)
    if not digits or one.level != two.level or one.jurisdiction == two.jurisdiction:
        return False
    if one.jurisdiction[:digits] != two.jurisdiction[:digits] or not (one.date and two.date):
        return False
    near = abs(int(one.date[:4]) - int(two.date[:4])) <= _YEARS
    return near and all(any(c.citation.relation == "based_on" for c in d.cites) for d in (one, two))
