"""Tables -> items: a row is a task; headers repeat, cells are merged, rows run over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policykg.clauses import read_clause
from policykg.lexicon import Lexicon, fold
from policykg.model import Cell, ColumnCell, Issue, Item, Level, Passage, Table
from policykg.names import NameBook
from policykg.segment.columns import ROLES, Layout, header_strength, read_layout, read_legend
from policykg.segment.continued import BLANK, EMPTY, ENDED, Row, assigned_whole, inherit, runs_on, weld
from policykg.segment.marks import read_mark
from policykg.segment.ordinals import true_ordinals

_SECTION = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[章部])"
)
_HAN_ORDINAL = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[)）]?、?$")
_PROSE = re.compile(r"[。，；：、\d]")
_TOTAL = re.compile(r"\s*(?:合|总|小|共)\s*计\s*[:：]?\s*")
_NOTE = re.compile(r"^\s*(?:注|备注|说明)\s*[:：]")


def read_rows(
    tables: Sequence[tuple[Table, str]],
    part: str,
    lexicon: Lexicon,
    own: Level,
    path: str,
    book: NameBook,
    said: str = "",
) -> tuple[tuple[Item, ...], tuple[Issue, ...], tuple[Passage, ...]]:
    """Read the tables of a part, in order, each with the heading that stands above it.

    Tables with the same header are one table printed over several pages. Returns items, issues and
    the text of rows that are notes. ``said`` is the prose around the tables (notes on how to read them).
    """
    rows: list[Row] = []
    says_blank = bool(BLANK.search(said)) or any(BLANK.search(c.text) for t, _ in tables for r in t.rows for c in r)
    issues: list[Issue] = []
    notes: list[Passage] = []
    layout: Layout | None = None
    for table, heading in ((_upright(t, lexicon), h) for t, h in tables):
        layout = _read_table(table, heading, layout, lexicon, own, rows, issues, notes, path, book)
    inherit(rows, says_blank)
    legend = read_legend(said)
    return _items(rows, part, path, legend), tuple(issues), tuple(notes)


def _read_table(
    table: Table,
    heading: str,
    layout: Layout | None,
    lexicon: Lexicon,
    own: Level,
    rows: list[Row],
    issues: list[Issue],
    notes: list[Passage],
    path: str,
    book: NameBook,
) -> Layout | None:
    section = heading or (rows[-1].section if rows else "")
    fresh = bool(heading) or not rows
    width = max((len(r) for r in table.rows), default=0)
    body = list(table.rows)
    skip = 0
    top = 0  # the first row of a page, which may go on with the last of the page before
    for i, cells in enumerate(body):
        if i < skip:
            continue
        if layout is not None and not cells[0].text.strip() and _is_subheader(cells, lexicon):
            continue
        if header_strength(cells, lexicon) >= 2:
            header, used = _header(body, i, lexicon)
            found = read_layout(header, body[i + used :], lexicon, own)
            if found is not None:
                fresh = fresh or layout is None or found.headers != layout.headers
                layout = found
                skip = top = i + used
                continue
        filled = [c for c in cells if c.text.strip(" -—－\u3000\u00a0")]
        if not filled:
            continue
        if layout is None:
            continue
        if _TOTAL.fullmatch(filled[0].text):
            notes += [c.passage for c in filled]
            continue
        if (name := _section_row(cells, filled, layout)) is not None:
            section, fresh = name, True
            continue
        if len({c.text for c in filled}) == 1 and _NOTE.match(filled[0].text):
            notes.append(filled[0].passage)
            continue
        placed = _place(list(cells), layout, book)
        row = Row(placed, layout, section, fresh)
        fresh = False
        if len(cells) < len(layout.headers):
            issues.append(
                Issue(
                    path,
                    0,
                    "short-row",
                    *_span(cells),
                    values=(str(len(cells)), str(len(layout.headers)), filled[0].text[:24]),
                )
            )
            if len(cells) == 1 and cells[0].text.strip().isdecimal():
                continue  # nothing but an ordinal: reported, and no item
        elif len(cells) > len(layout.headers) and any(c.text.strip() for c in cells[len(layout.headers) :]):
            issues.append(
                Issue(
                    path,
                    0,
                    "long-row",
                    *_span(cells),
                    values=(str(len(cells)), str(len(layout.headers)), filled[0].text[:24]),
                )
            )
        if (
            rows
            and rows[-1].layout.headers == layout.headers
            and not (i > top and assigned_whole(row, book) and assigned_whole(rows[-1], book))
            and runs_on(rows[-1], row)
        ):
            weld(rows[-1], row)
        else:
            rows.append(row)
    if layout is None and width > 1:
        issues.append(
            Issue(
                path,
                0,
                "table-without-header",
                table.start,
                table.end,
                values=(str(len(body)), body[0][0].text[:24] if body[0] else ""),
            )
        )
    return layout


def _upright(table: Table, lexicon: Lexicon) -> Table:
    """Turn a card (header and value side by side, one pair a line) into a header row and a row."""
    pairs = [r for r in table.rows if len(r) == 2]
    if (
        len(pairs) != len(table.rows)
        or len(pairs) < 3
        or sum(lexicon.is_header(r[0].text) for r in pairs) < max(3, len(pairs) - 1)
    ):
        return table
    return replace(table, rows=(tuple(r[0] for r in pairs), tuple(r[1] for r in pairs)))


def _marked(cell: Cell, legend: dict[str, str]) -> str:
    """Return what a sign in a matrix of bodies means for the body that heads the column, "" for no sign."""
    role = legend.get(cell.text.strip())
    return f"matrix-{role}" if role else ""


def _span(cells: Sequence[Cell]) -> tuple[int, int]:
    spans = [c.passage.span() for c in cells if c.passage.at]
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else (0, 0)


def _header(body: Sequence[Sequence[Cell]], i: int, lexicon: Lexicon) -> tuple[list[Cell], int]:
    """Return the header at row ``i`` and how many rows it takes: sub-headers below it fill in and refine it."""
    header = list(body[i])
    used = 1
    while used < 3 and i + used < len(body) and _is_subheader(body[i + used], lexicon):
        below = body[i + used]
        merged = [
            b if b.text.strip() and (lexicon.column(b.text).meaning or not h.text.strip()) else h
            for h, b in zip(header, below, strict=False)
        ]
        header = [*merged, *below[len(header) :], *header[len(below) :]]
        used += 1
    return header, used


def _is_subheader(cells: Sequence[Cell], lexicon: Lexicon) -> bool:
    """Tell whether a row is a second or third row of headers: short words without ordinal, some known."""
    printed = [c for c in cells if c.text.strip() and not c.inherited]
    return (
        len(printed) >= 2
        and header_strength(printed, lexicon) >= 1
        and all(len(c.text.strip()) <= 8 and not _PROSE.search(c.text) for c in printed)
        and not any(ordinal_text(c.text) for c in printed)
    )


def _section_row(cells: Sequence[Cell], filled: Sequence[Cell], layout: Layout) -> str | None:
    """Return the heading a row holds: one text, alone or spread over merged cells, that opens like a heading."""
    texts = {fold(c.text) for c in filled}
    if (
        len(filled) == 2
        and filled[0] is cells[0]
        and _HAN_ORDINAL.match(filled[0].text.strip())
        and len(filled[1].text) < 40
    ):
        return f"{filled[0].text.strip().rstrip('、')}、{filled[1].text.strip()}"
    if len(texts) != 1:
        return None
    text = filled[0].text.strip()
    first = next(i for i, c in enumerate(cells) if c.text.strip())
    if _SECTION.match(text) and len(text) < 60:
        return text
    spread = len(filled) == len(cells) > 2
    alone = len(filled) == 1 and first == 0 and len(cells) >= 2 and first != layout.text
    if (spread or alone) and 2 < len(text) < 40 and not text.isdigit() and not ENDED.search(text):
        return text
    return None


def ordinal_text(text: str) -> bool:
    """Tell whether a cell holds nothing but an ordinal."""
    return bool(re.fullmatch(r"\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.、．]?\s*", text))


def _place(cells: list[Cell], layout: Layout, book: NameBook) -> list[Cell]:
    """Bring a row to the header's width.

    Where a merged first cell left the row short, its cells stand too far left: they move right when
    that brings bodies under the column of bodies.
    """
    width = len(layout.headers)
    filled = len(cells) - next((k for k, c in enumerate(reversed(cells)) if c.text.strip()), len(cells))
    short = width - filled
    roles = [k for k in range(width) if layout.meaning(k) in ROLES]
    if 0 < short <= 2 and roles and layout.ordinal is None:
        role = roles[0]
        here = cells[role].text if role < len(cells) else ""
        left = cells[role - short].text if 0 <= role - short < len(cells) else ""
        if not _names_bodies(here, book) and _names_bodies(left, book):
            return [EMPTY] * short + cells[:filled]
    if len(cells) > width and not any(c.text.strip() for c in cells[width:]):
        return cells[:width]
    return cells + [EMPTY] * (width - len(cells))


def _names_bodies(text: str, book: NameBook) -> bool:
    clause = (
        read_clause(Passage.of(text), book, default="responsible") if 0 < len(text) < 120 and "。" not in text else None
    )
    return clause is not None and bool(clause.mentions) and not clause.strays


def _items(rows: Sequence[Row], part: str, path: str, legend: dict[str, str]) -> tuple[Item, ...]:
    counted = [r for r in rows if not r.continued]
    printed = [fold(r.at(r.layout.ordinal).text).strip(".、．") for r in counted]
    true = iter(true_ordinals(printed, [r.new_section for r in counted]))
    items: list[Item] = []
    ordinal, count = "", 0
    for row in rows:
        layout = row.layout
        if row.continued and ordinal:
            count += 1
            printed_ordinal = ""
        else:
            ordinal, count = next(true), 1
            printed_ordinal = fold(row.at(layout.ordinal).text).strip(".、．")
        issues: tuple[Issue, ...] = ()
        if printed_ordinal and printed_ordinal != ordinal:
            issues = (
                Issue(
                    path,
                    0,
                    "ordinal-misread",
                    *row.at(layout.ordinal).passage.span(),
                    values=(printed_ordinal, ordinal),
                ),
            )
        text = row.at(layout.text).passage
        mark = read_mark(text.text) if layout.ordinal is None else None
        if mark is not None:
            text = text[mark.length :]
            ordinal = printed_ordinal = mark.printed
        upper = row.at(layout.upper)
        title = row.at(layout.title).passage if layout.title is not None else Passage("", ())
        columns = tuple(
            ColumnCell(layout.headers[i], layout.meaning(i) or _marked(cell, legend), layout.columns[i].level, cell)
            for i, cell in enumerate(row.cells[: len(layout.headers)])
        )
        category = next((c.cell.text for c in columns if c.meaning == "category"), "")
        items.append(
            Item(
                kind="formula" if any(c.meaning == "formula" for c in columns) else "row",
                part=part,
                section=row.section or " ".join(category.split()),
                ordinal=ordinal,
                printed_ordinal=printed_ordinal,
                path=(ordinal,) if count == 1 else (f"{ordinal}-{count}",),
                title=title,
                text=next((p for p in (text, upper.passage, title) if p.text.strip()), text),
                upstream=upper.passage if layout.upper is not None and upper.text.strip() else None,
                upstream_inherited=upper.inherited,
                columns=columns,
                continued=row.continued,
                issues=issues,
            )
        )
    return tuple(items)
