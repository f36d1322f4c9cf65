"""A table as an XLSX workbook whose bytes depend on its cells alone: no clock, no formulas."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_EPOCH = (1980, 1, 1, 0, 0, 0)
#: What openpyxl writes of the clock.
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
#: Signs that XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDTHS = (8, 60)

Cell = str | float | int | None


def to_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet: a bold frozen header, numbers as numbers, every text as text.

    ``title`` is cut to the 31 signs that a sheet's name may have. Same cells, same bytes.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    widths = [len(c) for c in columns]
    for at, name in enumerate(columns, 1):
        _put(sheet.cell(1, at), name).font = Font(bold=True)
    for line, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            cell = _put(sheet.cell(line, at), value)
            cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
            widths[at - 1] = max(widths[at - 1], 2 * len(str(value or "")))
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(max(width, _WIDTHS[0]), _WIDTHS[1])
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _put(cell, value: Cell):  # type: ignore[no-untyped-def]  # openpyxl has no types
    cell.value = _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with = is run
    return cell


def _timeless(data: bytes) -> bytes:
    """Pack a workbook again without the times at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            text = old.read(name)
            if name == "docProps/core.xml":
                text = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", text)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
