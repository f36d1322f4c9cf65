"""What a person should look at: mended names, weak resolutions, names nobody could place, and pairs of items that may be one matter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.records import Alignment, Assignment, Corpus, Record

Kind = Literal["unresolved", "repaired", "weak", "candidate"]
#: Below this score a resolution is weak.
WEAK = 0.8
#: The rule of what a person has decided (``policykg.resolve.curation``).
DECIDED = "curation"
#: The first seven are what a curation file holds; the others say what is to be decided.
COLUMNS = (
    "mention", "where", "decision", "value", "who", "when", "why", "kind", "read_as", "score", "times", "item", "text",
)  # fmt: skip
#: Signs of the item that are shown.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A printed name and what was made of it; ``where`` is a paper's key when other papers make something else of it.

    Of a pair of items (kind candidate), ``mention`` and ``value`` are the two, ``read_as`` how they stand to each other.
    """

    mention: str
    where: str
    kind: Kind
    read_as: str
    score: float
    times: int
    item: str
    text: str
    value: str = ""


def review(corpus: Corpus, bar: float = WEAK) -> tuple[Case, ...]:
    """List names to decide, the most frequent first, then by kind and name; then pairs of items, the likest first.

    What was decided is left out. Pairs are those below the bar, and those of a paper above that are too weak to derive.
    """
    found: dict[tuple[str, str, Kind, str], list[tuple[Assignment, Record]]] = {}
    readings: dict[str, set[str]] = {}
    for record, a in _assignments(corpus):
        mention = "".join(a.printed.split())
        readings.setdefault(mention, set()).add(a.agency.key)
        kind = _kind(a, bar)
        if kind:
            found.setdefault((mention, record.document, kind, a.agency.key), []).append((a, record))
    merged: dict[tuple[str, str, Kind, str], list[tuple[Assignment, Record]]] = {}
    for (mention, document, kind, key), cases in found.items():
        where = document if len(readings[mention]) > 1 else ""
        merged.setdefault((mention, where, kind, key), []).extend(cases)
    listed = [_case(mention, where, kind, cases) for (mention, where, kind, _), cases in merged.items()]
    names = sorted(listed, key=lambda c: (-c.times, _ORDER.index(c.kind), c.mention, c.where, c.read_as))
    return (*names, *_candidates(corpus))


def _candidates(corpus: Corpus) -> Iterator[Case]:
    rows = {r.key: r for r in corpus.records}
    weak = [a for a in corpus.alignments if a.rule != DECIDED and not (a.derives if a.kind == "upper" else a.accepted)]
    for a in sorted(weak, key=lambda a: (-a.score, a.left, a.right)):
        yield _pair(a, rows[a.left], rows[a.right])


def _pair(a: Alignment, left: Record, right: Record) -> Case:
    shown = " ⇔ ".join(_short(r.text) for r in (left, right))
    return Case(f"item:{a.left}", "", "candidate", a.kind, a.score, 1, a.left, shown, f"item:{a.right}")


def _short(text: str) -> str:
    flat = "".join(text.split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"


_ORDER: tuple[Kind, ...] = ("unresolved", "repaired", "weak")


def _assignments(corpus: Corpus) -> Iterator[tuple[Record, Assignment]]:
    for record in corpus.records:
        for a in (*record.roles, *(record.upstream.roles if record.upstream else ())):
            yield record, a


def _kind(a: Assignment, bar: float) -> Kind | None:
    if a.rule == DECIDED:
        return None
    if a.agency.kind == "unresolved":
        return "unresolved"
    return "repaired" if a.repair else "weak" if a.score < bar else None


def _case(mention: str, where: str, kind: Kind, cases: Sequence[tuple[Assignment, Record]]) -> Case:
    first, record = min(cases, key=lambda c: (c[1].key, c[0].start))
    read_as = "" if kind == "unresolved" else first.agency.label or first.agency.name
    score = min(a.score for a, _ in cases)
    return Case(mention, where, kind, read_as, score, len(cases), record.key, _short(record.text))


def review_rows(cases: Sequence[Case]) -> list[tuple[str, ...]]:
    """Return cases as rows under ``COLUMNS``; decision, who, when and why are empty, value is set for pairs only."""
    return [
        (c.mention, c.where, "", c.value, "", "", "", c.kind, c.read_as, f"{c.score:g}", str(c.times), c.item, c.text)
        for c in cases
    ]


def review_csv(cases: Sequence[Case]) -> str:
    """Return cases as the CSV that ``policykg build --curation`` reads, header first, ready to be decided."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([f"'{c}" if c[:1] in tuple("=+-@\t\r") and c else c for c in row] for row in review_rows(cases))
    return out.getvalue()
