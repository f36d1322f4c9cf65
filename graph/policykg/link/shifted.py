"""Rows whose upper-level cell seems to be that of a row beside them: a table in which the two columns slipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from policykg.link.likeness import passages
from policykg.link.twins import fold
from policykg.model import Issue
from policykg.records import Record

FITS = 0.3
"""Share of a local text that stands in the upper text of the row beside it …"""

BETTER = 2.0
"""… and how many times as much that is as what stands in the upper text of its own row."""


def shifted(records: Sequence[Record]) -> tuple[tuple[Record, Record], ...]:
    """Return (row, row beside it whose upper text its local text fits better), in the order of ``records``.

    A row that repeats its upper text fits it; a row under a merged cell is looked at too.
    """
    return tuple(_each(records))


def issues(records: Sequence[Record]) -> tuple[Issue, ...]:
    """Tell each row that :func:`shifted` suspects; line 0, as only the file knows its lines."""
    return tuple(
        Issue(
            row.source.path,
            0,
            "row-shifted",
            row.start,
            row.end,
            (row.ordinal, beside.ordinal, "".join(row.text.split())[:20]),
        )
        for row, beside in shifted(records)
    )


def _each(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    for _, part in groupby(records, key=lambda r: (r.document, r.part)):
        rows = [r for r in part if r.upstream is not None]
        for at, row in enumerate(rows):
            own = _share(row, row)
            beside = [rows[n] for n in (at - 1, at + 1) if 0 <= n < len(rows) and _upper(rows[n]) != _upper(row)]
            best = max(beside, key=lambda r: _share(row, r), default=None)
            if best is not None and _share(row, best) >= max(FITS, BETTER * own):
                yield row, best


def _upper(record: Record) -> str:
    return fold(record.upstream.text) if record.upstream else ""


def _share(row: Record, other: Record) -> float:
    """Return the share of a row's local text that stands in the upper text of another row."""
    local, upper = fold(row.text), other.upstream.text if other.upstream else ""
    return sum(map(len, passages(row.text, upper))) / len(local) if local else 0.0
