"""大事记: a chronicle -> one item an event, with its date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policykg.model import Item, Paragraph, Passage

_MONTH = re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月")
_DAY = re.compile(
    r"^\s*(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})(?:日?\s*[-—－–至到~～]\s*(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2}))?日[，,]?\s*"
)
_SAME_DAY = re.compile(r"^\s*[△▲●◆○·※]\s*")


def read_chronicle(paragraphs: Sequence[Paragraph], part: str) -> tuple[tuple[Item, ...], str]:
    """Return the events in order and the month (YYYY-MM); an item's section is its date or interval (ISO 8601).

    An entry opens with its day (3日， or 14-15日，) or with △ for another event of the same day; a
    paragraph that opens with neither goes on with the one before it.
    """
    year, month = "", 0
    entries: list[list[Passage]] = []
    dates: list[str] = []
    now = ""
    for paragraph in paragraphs:
        text = paragraph.text
        head = _MONTH.search(text)
        if head and len(text) < 40 and not _DAY.match(text):
            year, month = head["y"], int(head["m"])
            continue
        day, same = _DAY.match(text), _SAME_DAY.match(text)
        if day:
            first_month = int(day["m"] or month or 0)
            last_month = int(day["m2"] or first_month)
            month = last_month
            first, last = _iso(year, first_month, day["d"]), _iso(year, last_month, day["d2"] or day["d"])
            now = first if first == last else f"{first}/{last}"
            entries.append([paragraph.passage[day.end() :]])
            dates.append(now)
        elif same:
            entries.append([paragraph.passage[same.end() :]])
            dates.append(now)
        elif entries:
            entries[-1].append(paragraph.passage)
    items = tuple(
        Item("event", part, when, str(n), "", (str(n),), Passage("", ()), Passage.join(e).strip())
        for n, (e, when) in enumerate(zip(entries, dates, strict=True), 1)
    )
    return items, f"{year}-{month:02d}" if year and month else ""


def _iso(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02d}-{int(day):02d}" if year and 1 <= month <= 12 and 1 <= int(day) <= 31 else ""
