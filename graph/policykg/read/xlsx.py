"""XLSX -> layout: each visible sheet a table, merged cells kept, numbers and dates as the sheet shows them."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

from policykg.read import limits
from policykg.read.layout import Grid, Layout, Piece, Problem, Spot, bounded, failed
from policykg.read.package import check_package

#: Parts of a number format that are no digits: colours, conditions, literals, padding.
_DRESS = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.")
_PERCENT = re.compile(r"0(?:\.(0+))?%")
_DECIMALS = re.compile(r"[0#](?:\.(0+))?(?:;|$)")


def read_xlsx(data: bytes) -> Layout:
    """Read a workbook. Raises what openpyxl raises when it is damaged."""
    if (problem := check_package(data)) is not None:
        return failed(problem[0], *problem[1])
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    pieces: list[Piece] = []
    problems: list[Problem] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            if sheet.max_row > 1 or sheet.max_column > 1:
                problems.append(("hidden-sheet", (sheet.title,)))
            continue
        for rows in _tables(sheet, problems):
            grid, wrong = bounded(Grid(tuple(rows), "xlsx"), sheet.title)
            problems += wrong
            pieces += [grid] if grid is not None else []
    return Layout(tuple(pieces), tuple(problems))


def _tables(sheet: Any, problems: list[Problem]) -> Iterator[list[tuple[Spot, ...]]]:
    """Yield the tables of a sheet: runs of rows that empty rows part where a title stands behind them.

    Only cells that hold something are looked at: a sheet may be formatted down to row 1,048,576.
    """
    rows: dict[int, list[Any]] = {}
    for cell in sheet._cells.values():  # the one way to the cells that are there
        if cell.value is not None and str(cell.value).strip():
            rows.setdefault(cell.row, []).append(cell)
    widest = max((c.column for row in rows.values() for c in row), default=0)
    if len(rows) > limits.ROWS:
        problems.append(("too-many-rows", (str(len(rows)), str(limits.ROWS), sheet.title)))
        return
    if widest > limits.COLUMNS:
        problems.append(("too-many-columns", (str(widest), str(limits.COLUMNS), sheet.title)))
        return
    merged = {(m.min_row, m.min_col): m for m in sheet.merged_cells.ranges}
    hidden = {n for n, d in sheet.row_dimensions.items() if d.hidden}
    visible = sorted(n for n in rows if n not in hidden)
    place = {n: i for i, n in enumerate(visible)}
    held: list[tuple[Spot, ...]] = []
    before = 0
    for n in visible:
        spots: list[Spot] = []
        for cell in sorted(rows[n], key=lambda c: c.column):
            area = merged.get((n, cell.column))
            across = area.max_col - area.min_col + 1 if area else 1
            down = sum(r in place for r in range(n, min(area.max_row, n + limits.ROWS) + 1)) if area else 1
            spots.append(Spot(cell.column - 1, show(cell.value, cell.number_format), max(1, down), across))
        if held and n > before + 1 and len(spots) == 1 and spots[0].across > 1:
            yield _flush(held)
            held = []
        held.append(tuple(spots))
        before = n
    if held:
        yield _flush(held)


def _flush(rows: list[tuple[Spot, ...]]) -> list[tuple[Spot, ...]]:
    """Return rows moved left by the empty columns before them; merged cells end where the table does."""
    shift = min(s.column for row in rows for s in row)
    width = max(s.column + (s.across if len(row) > 1 else 1) for row in rows for s in row)
    return [
        tuple(Spot(s.column - shift, s.text, s.down, max(1, min(s.across, width - s.column))) for s in row)
        for row in rows
    ]


def show(value: object, form: str = "General") -> str:
    """Return a cell's value as the sheet prints it.

    >>> show(3.0), show(0.95, "0%"), show(dt.datetime(2024, 6, 1), 'yyyy"年"m"月"'), show(12.50, "0.00")
    ('3', '95%', '2024年6月', '12.50')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date):
        return _date(value, form)
    if isinstance(value, int | float):
        return _number(value, _DRESS.sub("", form))
    return str(value).replace("\t", " ").replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _number(value: int | float, form: str) -> str:
    if (percent := _PERCENT.search(form)) is not None:
        return f"{value * 100:.{len(percent[1] or '')}f}%"
    decimals = _DECIMALS.search(form)
    if decimals is not None and form not in ("General", "@"):
        return f"{value:.{len(decimals[1] or '')}f}"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.12g}"


def _date(value: dt.date, form: str) -> str:
    bare = form.lower()
    if "年" in bare or "reserved-0x1f" in bare or bare.startswith("[$-804]") or "yyyy\\年" in bare:
        day = f"{value.day}日" if "d" in re.sub(r"\[[^\]]*\]", "", bare) else ""
        return f"{value.year}年{value.month}月{day}" if "m" in bare else f"{value.year}年"
    if "d" not in bare and "y" in bare:
        return f"{value.year}-{value.month:02d}"
    return f"{value.year}-{value.month:02d}-{value.day:02d}"
