"""Items that charge the same matter in other words, found by their text.

Compared are an item and those of a paper above that its own paper is based on, the narrative of a paper and its
annexes, and two papers of sister places (one level, one place above, issued within two calendar years), each of
which is based on a paper from above. One item may answer to many. How alike two items are: policykg.link.likeness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Literal

from policykg.link.likeness import FLOOR, Measure, passages, score_of
from policykg.link.rivals import contested, elsewhere
from policykg.records import Alignment, DocumentInfo, Record

MAIN = "正文"
"""The part of a paper that is its narrative (policykg.segment)."""

DECIDED = "curation"
"""The rule of what a person has decided."""

_YEARS = 2
_LEVELS = ("country", "province", "city", "county", "township")

Kind = Literal["upper", "annex", "sister"]


def align(
    documents: Sequence[DocumentInfo], records: Sequence[Record], decided: Mapping[frozenset[str], bool] | None = None
) -> tuple[Alignment, ...]:
    """Return the pairs of items that are alike, candidates for review included, by left and right key.

    A pair that a paper states itself (a row and the item it quotes) is left out. Scores have four decimals.
    ``decided`` are pairs that a person has called the same (score 1) or not (left out), whatever the measure says.
    """
    measure = Measure(records)
    by_key = {r.key: r for r in records}
    known = decided or {}
    found: dict[tuple[str, str], Alignment] = {}
    papers = {d.key: d for d in documents}
    for kind, left, right in _pairs(documents, records):
        alike = {
            (a.key, b.key): raw
            for a in left
            for b in right
            if (a.upstream is None or a.upstream.key != b.key) and (raw := measure.raw(a.key, b.key)) >= FLOOR
        }
        lost = contested(alike, cache(measure.raw), by_key) if kind == "upper" else frozenset()
        for (a, b), raw in alike.items():
            score, shared = round(score_of(raw), 4), passages(by_key[a].text, by_key[b].text)
            other = kind == "upper" and elsewhere(by_key[b], papers[by_key[a].document].jurisdiction)
            found[a, b] = Alignment(a, b, score, kind, shared, f"aligned-{kind}", other or (a, b) in lost)
    kept = {k: a for k, a in found.items() if frozenset(k) not in known}
    for pair in (p for p, same in known.items() if same and len(p) == 2 and p <= by_key.keys()):
        one, two = (by_key[k] for k in sorted(pair))
        made = _decided(one, two, documents)
        kept[made.left, made.right] = made
    return tuple(kept[k] for k in sorted(kept))


def _decided(one: Record, two: Record, documents: Sequence[DocumentInfo]) -> Alignment:
    """Return a pair that a person has called the same; an item of a paper above stands right, an annex's too."""
    papers = {d.key: d for d in documents}
    shared = passages(one.text, two.text)
    made = Alignment(one.key, two.key, 1.0, "sister", shared, DECIDED)
    for a, b in ((one, two), (two, one)):
        if b.document in _based(papers[a.document]) and _rank(papers[b.document]) < _rank(papers[a.document]):
            return replace(made, left=a.key, right=b.key, kind="upper")
        if a.document == b.document and a.part == MAIN:
            return replace(made, left=a.key, right=b.key, kind="annex")
    return made


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
        for upper in ordered:
            if upper.key in _based(document) and _rank(upper) < _rank(document):
                yield "upper", rows[document.key], rows[upper.key]
    for one, two in combinations(ordered, 2):
        if _sisters(one, two):
            yield "sister", rows[one.key], rows[two.key]


def _based(document: DocumentInfo) -> frozenset[str]:
    return frozenset(c.key for c in document.cites if c.citation.relation == "based_on")


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
