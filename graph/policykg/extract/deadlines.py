"""Time limits as printed in a column or a clause, as the civil day they mean.

A year means its last day, a month its last; a month without a year belongs to the paper's year, or to the next one
when that day was past when the paper was issued. Limits that recur or never end (每月, 长期, 持续推进) mean no day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from policykg.extract.dates import find_dates
from policykg.extract.quantities_text import fold
from policykg.model import Quantity

_PARTS = re.compile(r"[；;。]")
#: Recurs, never ends, or waits for another's word.
_OPEN = re.compile(r"^(?:每|汛期|长期|常态|持续|立即|适时|依据|按照|根据|视情|视|随时)|每[年月日周季]")
#: A season of a year is no day (2024年采暖季前).
_SEASON = re.compile(r"(?:采暖季|供暖季|汛期|春节|雨季|丰水期|枯水期)")
_DIGITS = re.compile(r"\s*(?P<year>20\d\d)(?P<sign>[-/.])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?(?![\d.])")
_MONTH = re.compile(r"(?<![\d年])(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号])?")
_HALF = re.compile(r"^(?P<half>[上下])半年|^第?(?P<quarter>[一二三四1-4])季度")
_YEAR_END = re.compile(r"^(?:今年|本年)?(?:年?(?:底|末)|年内|全年|当年)")
_ENDS = ("01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31")


def civil_deadline(printed: str, issued: str = "", year: str = "") -> str:
    """Return the day (ISO 8601) that a time limit means, "" when it means none.

    ``issued`` is the paper's date; ``year`` its year where only that is known (a number, a title).

    >>> [civil_deadline(x) for x in ("2023年12月31日前取得成效", "2025年底", "2024年6月底前完成；持续推进", "长期")]
    ['2023-12-31', '2025-12-31', '2024-06-30', '']
    >>> [civil_deadline(x) for x in ("2024-12-31", "2024/6/3", "2024.2", "2024.13", "2024-2-30")]
    ['2024-12-31', '2024-06-03', '2024-02-29', '', '']
    >>> civil_deadline("11月底", "2023-08-25"), civil_deadline("3月底前", "2023-08-25"), civil_deadline("11月底")
    ('2023-11-30', '2024-03-31', '')
    """
    year = issued[:4] or year
    for part in _PARTS.split(fold(printed)[0]):
        if not part or _OPEN.search(part):
            continue
        if _SEASON.search(part):
            return ""
        if (digits := _DIGITS.match(part)) and (day := _digit_day(digits)):
            return day
        due = [d.deadline for d in find_dates(part) if d.deadline]
        if due:
            return last_day(due[-1])
        if day := _within_year(part, year, issued):
            return day
    return ""


def _digit_day(digits: re.Match[str]) -> str:
    """Return the last day that 2024-12-31, 2024/12 or 2024.12 means, "" when there is no such day."""
    month = int(digits["month"])
    if not 1 <= month <= 12:
        return ""
    end = _end_of_month(digits["year"], month)
    if digits["day"] is None:
        return end
    return f"{end[:8]}{int(digits['day']):02}" if 1 <= int(digits["day"]) <= int(end[8:]) else ""


def last_day(date: str) -> str:
    """Return the last day of a year, a month or a day.

    >>> last_day("2025"), last_day("2024-02"), last_day("2024-02-10")
    ('2025-12-31', '2024-02-29', '2024-02-10')
    """
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return _end_of_month(date[:4], int(date[5:]))
    return date


def inherit(found: Iterable[Quantity], due: str) -> tuple[Quantity, ...]:
    """Give quantities whose text says no deadline that of their item, as inherited; ``due`` may be ""."""
    return tuple(replace(q, deadline_inherited=due) if due and q.deadline is None else q for q in found)


def _within_year(part: str, year: str, issued: str) -> str:
    if not year:
        return ""
    if month := _MONTH.search(part):
        number = int(month["month"])
        if not 1 <= number <= 12:
            return ""
        day = f"-{int(month['day']):02d}" if month["day"] else ""
        date = f"{year}-{number:02d}{day}" if day else _end_of_month(year, number)
        if len(issued) == 10 and date < issued:
            later = str(int(year) + 1)
            date = f"{later}{date[4:]}" if day else _end_of_month(later, number)
        return date
    if half := _HALF.match(part):
        if half["half"]:
            return f"{year}-06-30" if half["half"] == "上" else f"{year}-12-31"
        quarter = "一二三四".find(half["quarter"]) + 1 or int(half["quarter"])
        return _end_of_month(year, quarter * 3)
    return f"{year}-12-31" if _YEAR_END.match(part) else ""


def _end_of_month(year: str, month: int) -> str:
    leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    return f"{year}-02-29" if month == 2 and leap else f"{year}-{_ENDS[month - 1]}"


def paper_year(number: str, title: str) -> str:
    """Return the year that a paper's number or title names, "" when neither does.

    >>> paper_year("某政办〔2024〕6号", ""), paper_year("", "某市2023年工作要点任务分工"), paper_year("", "某方案")
    ('2024', '2023', '')
    """
    found = re.search(r"[〔\[（(](?P<y>(?:19|20)\d\d)[〕\]）)]", number) or re.search(r"(?P<y>(?:19|20)\d\d)年", title)
    return found["y"] if found else ""
