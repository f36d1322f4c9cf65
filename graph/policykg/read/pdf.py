"""PDF -> layout: the text layer in reading order, tables as tables; pages that are pictures through OCR.

pdfplumber gives signs and ruled tables with their places; ``pdf_lines`` makes lines, columns and
paragraphs of them. A form feed stands in the text where a page ends.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from policykg.read import limits
from policykg.read.layout import Aside, Grid, Layout, PageEnd, Piece, Problem, Run, bounded, failed
from policykg.read.pdf_columns import without_rules
from policykg.read.pdf_flow import column_lines, flow, printed_rows
from policykg.read.pdf_lines import Box, Line, Page, Sign, joins, margins
from policykg.read.pdf_tables import grid_of, is_table, open_ends
from policykg.read.privacy import mask
from policykg.read.radicals import whole

#: What a PDF with pages to recognise has for a problem when it is read without recognition.
SCANNED = "scanned"
_NUMBER = re.compile(
    r"[\s\-—–－·•]*(?:第\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*页)?(?:[,，]?\s*共\s*\d+\s*页)?[\s\-—–－·•]*"
)
#: What browsers print over and under a page: date and title, address and page.
_BROWSER = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}:\d{2}.*|(?:https?|file):/\S*(?:\s+\d+/\d+)?", re.S)
#: Share of a page's height, from its top and its bottom, in which headers and footers stand.
_EDGE = 0.12
_SENTENCE = re.compile(r"[。；！？;][”’）)]?$|[）)]$")
#: Slope from which signs stand aslant: pages scanned askew lie below it (3 in 100 is 1.7 degrees), watermarks far above.
_ASLANT = 0.05
#: What the report quotes of signs that were left out.
_QUOTED = 20
#: A page with fewer signs than this and a picture over half of it is a scan.
_FEW_SIGNS = 20


def read_pdf(data: bytes, recognise: bool = True) -> Layout:
    """Read a PDF. Raises what pdfminer raises when it is damaged.

    Without ``recognise`` one that has pages to recognise comes back with nothing but the problem
    ``SCANNED``: that takes longer than other files may.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            return failed("encrypted")
        raise
    pages: list[Page] = []
    problems: list[Problem] = []
    scans: list[tuple[int, Any]] = []
    aslant: list[tuple[int, str]] = []
    with pdf:
        for number, page in enumerate(pdf.pages, 1):
            if number > limits.PAGES:
                problems.append(("too-many-pages", (str(len(pdf.pages)), str(limits.PAGES))))
                break
            if _is_scan(page):
                scans.append((number, (float(page.width), float(page.height))))
            else:
                aslant += ((number, c["text"]) for c in page.chars if not _is_level(c) and not c["text"].isspace())
                pages.append(_page(number, page, problems))
            page.close()
    if aslant:
        on = sorted({n for n, _ in aslant})
        shown = mask("".join(t for _, t in aslant))[:_QUOTED]
        problems.append(("signs-aslant", (str(len(aslant)), _ranges(on), shown)))
    confidence = 1.0
    if scans:
        from policykg.read.ocr import installed, recognise_pages

        if installed() and not recognise:
            return failed(SCANNED)
        recognised, confidence, wrong = recognise_pages(data, scans[: limits.OCR_PAGES])
        if len(scans) > limits.OCR_PAGES:
            problems.append(("too-many-pages", (str(len(scans)), str(limits.OCR_PAGES))))
        problems += wrong
        pages += [Page(n, size[1], tuple(lines)) for (n, size), lines in zip(scans, recognised, strict=False)]
        pages.sort(key=lambda p: p.number)
    pages, unclear = without_rules(_without_edges(pages))
    return Layout(tuple(_pieces(pages)), (*problems, *unclear), confidence)


def _is_scan(page: Any) -> bool:
    """Tell whether a page is a picture with no text of its own."""
    if len(page.chars) >= _FEW_SIGNS:
        return False
    covered = sum(max(0, i["x1"] - i["x0"]) * max(0, i["bottom"] - i["top"]) for i in page.images)
    return bool(covered > 0.5 * page.width * page.height)


def _is_level(char: Any) -> bool:
    """Tell whether a sign stands in a level line, not turned and not aslant as those of a watermark."""
    a, b, *_ = char["matrix"]
    return bool(char["upright"] and abs(b) <= _ASLANT * abs(a))


def _ranges(numbers: Sequence[int]) -> str:
    """Write numbers as ranges.

    >>> _ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    out: list[list[int]] = []
    for n in numbers:
        if out and n == out[-1][1] + 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in out)


def _page(number: int, page: Any, problems: list[Problem]) -> Page:
    if len(page.chars) > limits.PAGE_SIGNS:
        problems.append(("too-many-signs", (str(number), str(limits.PAGE_SIGNS))))
        return Page(number, float(page.height), ())
    left, upper, right, lower = map(float, page.cropbox)  # what is shown of the page; offsets count from there
    signs = [
        Sign(whole(c["text"]), c["x0"] - left, c["x1"] - left, c["top"] - upper, c["bottom"] - upper, c["size"])
        for c in page.dedupe_chars(tolerance=1).chars
        if _is_level(c) and left <= (c["x0"] + c["x1"]) / 2 <= right and upper <= c["top"] <= lower
    ]
    grids: list[tuple[Box, Grid | Aside]] = []
    for table in page.find_tables({"explicit_horizontal_lines": open_ends(page.edges)}):
        if not is_table(table.cells):
            continue
        cells = [(c[0] - left, c[1] - upper, c[2] - left, c[3] - upper) for c in table.cells]
        x0, top, x1, bottom = box = (
            min(c[0] for c in cells),
            min(c[1] for c in cells),
            max(c[2] for c in cells),
            max(c[3] for c in cells),
        )
        inside = [s for s in signs if x0 <= s.middle <= x1 and top <= s.centre <= bottom]
        grid, wrong = bounded(grid_of(cells, inside, number))
        problems += wrong
        taken = set(map(id, inside))
        signs = [s for s in signs if id(s) not in taken]
        if grid is not None:
            grids.append((box, grid))
    return Page(number, lower - upper, tuple(column_lines(signs, number)), tuple(grids))


def _without_edges(pages: Sequence[Page]) -> list[Page]:
    """Drop page numbers, and what stands at the edges of pages that other pages repeat there."""
    rows = {page.number: printed_rows(page.lines) for page in pages}
    seen: dict[tuple[str, bool], dict[int, str]] = {}
    for page in pages:
        for row in rows[page.number]:
            if (key := _edge(row, page)) is not None:
                seen.setdefault(key, {})[page.number] = row.text
    running = {k for k, found in seen.items() if _is_running(found, len(pages))}

    def stays(row: Line, page: Page) -> bool:
        key = _edge(row, page)
        return key is None or not (
            key in running or _NUMBER.fullmatch(row.text) or _BROWSER.fullmatch(row.text.strip())
        )

    kept: list[Page] = []
    for page in pages:
        gone = [(r.top, r.bottom) for r in rows[page.number] if not stays(r, page)]
        lines = tuple(x for x in page.lines if not any(t <= (x.top + x.bottom) / 2 <= b for t, b in gone))
        kept.append(Page(page.number, page.height, lines, page.tables))
    return kept


def _is_running(found: Mapping[int, str], pages: int) -> bool:
    """Tell whether what stands (by page) at the same edge of several pages, the same but for digits, are a running header or footer.

    Their numbers are the same, or rise with the page; a sentence that ends there is the paper's own text.
    """
    if len(found) < max(2, 0.3 * pages) or any(map(_SENTENCE.search, found.values())):
        return False
    printed = [(n, [int(x) for x in re.findall(r"\d+", text)]) for n, text in found.items()]
    for values in zip(*((n, *numbers) for n, numbers in printed), strict=True):
        if len(set(values)) > 1 and len({v - n for v, (n, _) in zip(values, printed, strict=True)}) > 1:
            return False
    return True


def _edge(line: Line, page: Page) -> tuple[str, bool] | None:
    """Return what a line at a page's edge says, digits as #, and whether it is the upper edge; None for others."""
    above, below = line.bottom < _EDGE * page.height, line.top > (1 - _EDGE) * page.height
    if not above and not below:
        return None
    return re.sub(r"\d+", "#", "".join(line.text.split())), above


def _pieces(pages: Sequence[Page]) -> list[Piece]:
    """Write the objects of all pages one behind the other; lines that belong together are joined."""
    ordered = [(p, flow(p.lines, p.tables)) for p in pages]
    edges = margins([o for _, things in ordered for o in things if isinstance(o, Line)])
    pieces: list[Piece] = []
    run = Run()
    last: Line | None = None
    at = 1
    for page, things in ordered:
        for item in things:
            feed, at = "\f" * (page.number - at), page.number
            if isinstance(item, Line):
                glue = joins(last, item, edges) if last is not None else "\n"
                run.say((glue if run.length else "") + feed)
                run.say(item.text, (item.region(0),))
                last = item
                continue
            pieces += run.prose()
            run, last = Run(), None
            pieces += [PageEnd()] * len(feed)
            pieces.append(item)
    return [*pieces, *run.prose()]
