"""CSV -> layout: delimiter and code page told from the bytes, title lines over the table left as running text."""

from __future__ import annotations

import csv
import io
from collections import Counter

from policykg.read import limits
from policykg.read.decode import decode
from policykg.read.layout import Grid, Layout, Problem, Prose, Spot, bounded, failed, table_name

_DELIMITERS = (",", "\t", ";", "|", "，")


def read_csv(data: bytes) -> Layout:
    """Read a table of separated values; one that cannot be cut into cells comes back as lines."""
    decoded = decode(data)
    problems: tuple[Problem, ...] = ((decoded.problem, decoded.values),) if decoded.problem else ()
    if not decoded.text:
        return Layout((), problems)
    text = decoded.text
    delimiter = _delimiter(text)
    rows: list[tuple[Spot, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) > limits.ROWS or len(row) > limits.COLUMNS:
                break
            rows.append(tuple(Spot(i, cell.strip()) for i, cell in enumerate(row) if cell.strip()))
        else:
            row = []
    except csv.Error:
        return failed("corrupt-file", "CSV")
    if len(row) > limits.COLUMNS:
        problems = (*problems, ("too-many-columns", (str(len(row)), str(limits.COLUMNS), table_name(row))))
        return Layout((), problems)
    if len(rows) > limits.ROWS:
        problems = (
            *problems,
            ("too-many-rows", (f">{limits.ROWS}", str(limits.ROWS), table_name(s.text for s in rows[0]))),
        )
        return Layout((), problems)
    if all(len(r) <= 1 for r in rows):
        return Layout((Prose("\n".join("".join(s.text for s in r) for r in rows)),), problems)
    grid, wrong = bounded(Grid(tuple(rows), "csv"))
    return Layout((grid,) if grid else (), (*problems, *wrong))


def _delimiter(text: str) -> str:
    r"""Return the sign that cuts most lines into the same number of cells; a comma when none cuts a third of them.

    >>> _delimiter("a;b,c\nd;e\n"), _delimiter("甲，乙，丙。\n丁，戊。\n己\n庚\n")
    (';', ',')
    """

    def steadiness(sign: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=sign)
        counts = Counter(len(row) for row, _ in zip(reader, range(60), strict=False) if row)
        width, lines = max(((w, n) for w, n in counts.items() if w > 1), key=lambda x: (x[1], x[0]), default=(0, 0))
        return (lines, width) if 3 * lines > sum(counts.values()) else (0, 0)

    try:
        return max(_DELIMITERS, key=steadiness)
    except csv.Error:
        return ","
