"""PDF -> layout: the text layer in reading order, tables as tables; pages that are pictures through OCR.

pdfplumber gives signs and ruled tables with their places; ``pdf_lines`` makes lines, columns and
paragraphs of them. A form feed stands in the text where a page ends.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from policykg.read import limits
from policykg.read.layout import Grid, Layout, PageEnd, Piece, Problem, Run, bounded, failed
from policykg.read.pdf_lines import Box, Line, Sign, flow, joins, lines_of, margins
from policykg.read.pdf_tables import grid_of, is_table, open_ends
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
#: A page with fewer signs than this and a picture over half of it is a scan.
_FEW_SIGNS = 20


@dataclass(frozen=True, slots=True)
class Page:
    """A page's objects in reading order: lines, and tables as (grid, top, bottom)."""

    number: int
    height: float
    objects: tuple[Line | Grid, ...]


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
    with pdf:
        for number, page in enumerate(pdf.pages, 1):
            if number > limits.PAGES:
                problems.append(("too-many-pages", (str(len(pdf.pages)), str(limits.PAGES))))
                break
            if _is_scan(page):
                scans.append((number, (float(page.width), float(page.height))))
            else:
                pages.append(_page(number, page, problems))
            page.close()
    confidence = 1.0
    if scans:
        from policykg.read.ocr import installed, recognise_pages

        if installed() and not recognise:
            return failed(SCANNED)
        recognised, confidence, wrong = recognise_pages(data, scans[: limits.OCR_PAGES])
        if len(scans) > limits.OCR_PAGES:
            problems.append(("too-many-pages", (str(len(scans)), str(limits.OCR_PAGES))))
        problems += wrong
        pages += [Page(n, size[1], tuple(flow(lines, []))) for (n, size), lines in zip(scans, recognised, strict=False)]
        pages.sort(key=lambda p: p.number)
    return Layout(tuple(_pieces(_without_edges(pages))), tuple(problems), confidence)


def _is_scan(page: Any) -> bool:
    """Tell whether a page is a picture with no text of its own."""
    if len(page.chars) >= _FEW_SIGNS:
        return False
    covered = sum(max(0, i["x1"] - i["x0"]) * max(0, i["bottom"] - i["top"]) for i in page.images)
    return bool(covered > 0.5 * page.width * page.height)


def _page(number: int, page: Any, problems: list[Problem]) -> Page:
    if len(page.chars) > limits.PAGE_SIGNS:
        problems.append(("too-many-signs", (str(number), str(limits.PAGE_SIGNS))))
        return Page(number, float(page.height), ())
    left, upper, right, lower = map(float, page.cropbox)  # what is shown of the page; offsets count from there
    signs = [
        Sign(whole(c["text"]), c["x0"] - left, c["x1"] - left, c["top"] - upper, c["bottom"] - upper, c["size"])
        for c in page.dedupe_chars(tolerance=1).chars
        if c["upright"] and left <= (c["x0"] + c["x1"]) / 2 <= right and upper <= c["top"] <= lower
    ]
    grids: list[tuple[Box, Grid]] = []
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
    return Page(number, lower - upper, tuple(flow(lines_of(signs, number), grids)))


def _without_edges(pages: Sequence[Page]) -> list[Page]:
    """Drop page numbers, and lines at the edges of pages that other pages repeat there."""
    seen: Counter[tuple[str, bool]] = Counter()
    for page in pages:
        seen.update({key for o in page.objects if (key := _edge(o, page)) is not None})
    often = {k for k, n in seen.items() if n >= max(2, 0.3 * len(pages))}

    def stays(item: Line | Grid, page: Page) -> bool:
        key = _edge(item, page)
        if key is None or not isinstance(item, Line):
            return True
        return not (key in often or _NUMBER.fullmatch(item.text) or _BROWSER.fullmatch(item.text.strip()))

    return [Page(p.number, p.height, tuple(o for o in p.objects if stays(o, p))) for p in pages]


def _edge(item: Line | Grid, page: Page) -> tuple[str, bool] | None:
    """Return what a line at a page's edge says, digits as #, and whether it is the upper edge; None for others."""
    if not isinstance(item, Line):
        return None
    above, below = item.bottom < _EDGE * page.height, item.top > (1 - _EDGE) * page.height
    if not above and not below:
        return None
    return re.sub(r"\d+", "#", "".join(item.text.split())), above


def _pieces(pages: Sequence[Page]) -> list[Piece]:
    """Write the objects of all pages one behind the other; lines that belong together are joined."""
    edges = margins([o for p in pages for o in p.objects if isinstance(o, Line)])
    pieces: list[Piece] = []
    run = Run()
    last: Line | None = None
    at = 1
    for page in pages:
        for item in page.objects:
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
