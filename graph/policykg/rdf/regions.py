"""Where words are printed: the pages and boxes that a span of a text covers, as PDF viewers address them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from policykg.model import Region

#: A page (from 1), and left, top, right, bottom in points from its upper left corner.
Box = tuple[int, float, float, float, float]


def boxes(regions: Sequence[Region], start: int, end: int) -> Iterator[Box]:
    """Yield the boxes of the printed lines that ``start``..``end`` touches, in the order of the text.

    Lines below one another on a page make one box; where the text goes on higher up (in the next
    column, on the next page) another begins. ``regions`` are in the order of the text.

    >>> a, b, c = Region(0, 9, 1, 72, 80, 300, 96), Region(9, 18, 1, 72, 100, 200, 116), Region(19, 25, 2, 72, 80, 100, 96)
    >>> list(boxes((a, b, c), 5, 21))
    [(1, 72, 80, 300, 116), (2, 72, 80, 100, 96)]
    """
    at = max(0, bisect_right(regions, start, key=lambda r: r.start) - 1)
    box: Box | None = None
    for region in regions[at:]:
        if region.start >= end:
            break
        if region.end <= start:
            continue
        page, left, top, right, bottom = region.page, region.left, region.top, region.right, region.bottom
        if box is not None and page == box[0] and bottom > box[2]:
            box = (page, min(left, box[1]), min(top, box[2]), max(right, box[3]), max(bottom, box[4]))
            continue
        if box is not None:
            yield box
        box = (page, left, top, right, bottom)
    if box is not None:
        yield box


def fragment(box: Box) -> str:
    """Return a box as the fragment that opens a PDF there (RFC 8118, section 3): page, left, top, width, height.

    >>> fragment((3, 72.0, 80.5, 300.0, 96.5))
    'page=3&viewrect=72,80.5,228,16'
    """
    page, left, top, right, bottom = box
    return f"page={page}&viewrect=" + ",".join(f"{round(x, 1):g}" for x in (left, top, right - left, bottom - top))
