"""What a person should look at: mended names, weak resolutions, names nobody could place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.records import Assignment, Corpus, Record

Kind = Literal["unresolved", "repaired", "weak"]
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
    """A printed name and what was made of it; ``where`` is a paper's key when other papers make something else of it."""

    mention: str
    where: str
    kind: Kind
    read_as: str
    score: float
    times: int
    item: str
    text: str


def review(corpus: Corpus, bar: float = WEAK) -> tuple[Case, ...]:
    """List names to decide, the most frequent first, then by kind and name. What was decided is left out."""
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
    return tuple(sorted(listed, key=lambda c: (-c.times, _ORDER.index(c.kind), c.mention, c.where, c.read_as)))


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
    text = "".join(record.text.split())
    read_as = "" if kind == "unresolved" else first.agency.label or first.agency.name
    shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return Case(mention, where, kind, read_as, min(a.score for a, _ in cases), len(cases), record.key, shown)


def review_rows(cases: Sequence[Case]) -> list[tuple[str, ...]]:
    """Return cases as rows under ``COLUMNS``; decision, value, who, when and why are empty."""
    return [
        (c.mention, c.where, "", "", "", "", "", c.kind, c.read_as, f"{c.score:g}", str(c.times), c.item, c.text)
        for c in cases
    ]


def review_csv(cases: Sequence[Case]) -> str:
    """Return cases as the CSV that ``policykg build --curation`` reads, header first, ready to be decided."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([f"'{c}" if c[:1] in tuple("=+-@\t\r") and c else c for c in row] for row in review_rows(cases))
    return out.getvalue()
