"""Dates and periods as policy papers print them, as civil dates in China.

A date of a paper is a year, a half, a quarter, a month or a day; a range has a start and a deadline; a plan period
(“十四五”期间) is the range of its years; 三年内 and 今年 count from the paper's own date and are left out
when that is not known. The search runs over text without white space, punctuation folded (``fold`` of
``policykg.extract.quantities_text``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policykg.extract.numerals import parse_chinese

Part = Literal["scope", "start", "past"]

_DASH = r"[-—–~～至到]+"
_YEAR = r"(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
_DAY = rf"{_YEAR}年(?:底|末)?(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?)?"
_FROM_TO = re.compile(
    rf"(?P<a>{_YEAR})年?(?P<am>\d{{1,2}}月)?(?P<ad>\d{{1,2}}日)?{_DASH}(?P<b>{_YEAR})年(?P<bm>\d{{1,2}}月)?(?P<bd>\d{{1,2}}日)?度?"
)
_YEAR_ONLY = re.compile(rf"(?P<y>{_YEAR})年")
_PART = re.compile(
    r"(?P<end>年?(?:底|末|终)|全年)"
    r"|(?P<half>[上下]半年)"
    r"|第?(?P<quarter>[一二三四1-4])季度末?"
    r"|(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份|(?P<day>\d{1,2})[日号])?(?P<monthend>底|末)?"
    r"|度(?!假|过)"
)
_AFTER = re.compile(r"(?:[(（]含[)）])?(?P<start>起|以来|以后|之后)|(?P<before>以前|之前|前|内|以内)")
_PLAN = re.compile(r"[“\"']?(?P<n>十[一二三四五六七八九]?|二十)五[”\"']?(?P<tail>期间|末期?|时期|期末)?")
_SPAN = re.compile(
    r"(?P<lead>近|前|满|每|连续|后|首|未来|过去)?(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})(?P<unit>年|个月)(?P<in>之内|以内|内|左右时间)"
)
#: 三年累计完成: over years that the sentence does not name.
_TOGETHER = re.compile(r"(?<![近前过\d第每十])(?P<n>[两二三四五])年(?=共计?|累计|合计)")
_PER_PERIOD = re.compile(r"最高|累计|最多|只|不得|不超过|享受|的|缴纳")
_RELATIVE = re.compile(
    r"(?P<word>今年|本年度?|当前年度|明年|(?:(?<=[，。；、：(\n到在])|^)后年(?![均度])|(?<![一二两三四五六七八九十\d])年内|今明两年|(?<!年)年底(?:前|之前)?|"
    r"(?<![\d年])(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<third>[上中下])旬|底)?(?:之?前)|"
    r"(?<![\d年每当])(?P<half>[上下])半年(?=[^，。；度])|(?<![\d年每各上])第?(?P<quarter>[一二三四])季度末?(?=[^，。；、])|(?<![\d年每])(?:1[-—~至到])(?P<through>\d{1,2})月)(?P<since>以来)?"
)
#: The last day of a third of a month; the last third ends with the month.
_THIRDS = {"上": 10, "中": 20}
#: How far back in its sentence a month without a year looks for one.
_SAME_YEAR = 160
_FREQUENCY = re.compile(
    r"(?P<other>每(?:半年|季度?|两年|[二三四五]年|[周天日旬]))|(?P<year>每一?年度?|年均|逐年|年人均|(?<![\d当本上下一该跨近年全同某])年度(?!假|计划|投资|重点|任务|目标|工作|预算)|每个?年度|一个年度|一年内)|(?P<month>每个?月|月均|按月)"
)
_NOT_PLAN = re.compile(r"[个名项家人大类]")


@dataclass(frozen=True, slots=True)
class When:
    """A date at ``begin``..``end``: what must be reached by ``deadline``, counted from ``start``.

    ``part`` is scope for a date that numbers after it may belong to, start when the paper only says since
    when, past for 截至 and 以来.
    """

    begin: int
    end: int
    deadline: str | None
    start: str | None = None
    part: Part = "scope"


@dataclass(frozen=True, slots=True)
class Often:
    """A frequency at ``begin``..``end``, None for one that is neither a year's nor a month's (每半年).

    ``carries`` to the clauses behind it (每年 does, 年均 and 年度 do not).
    """

    begin: int
    end: int
    frequency: Literal["year", "month"] | None
    carries: bool


def find_dates(text: str, document_date: str = "") -> list[When]:
    """Return the dates of a text in order, none inside another.

    >>> [(d.deadline, d.start) for d in find_dates("到2025年，2023—2025年，2024年年底，2023年上半年，“十四五”期间")]
    [('2025', None), ('2025', '2023'), ('2024-12-31', None), ('2023-06-30', None), ('2025', '2021')]
    >>> [d.deadline for d in find_dates("三年内建成", "2023-08-25")]
    ['2026-08-25']
    """
    found: list[When] = []
    for match in _FROM_TO.finditer(text):
        start = _civil(match["a"], match["am"], match["ad"])
        found.append(When(match.start(), match.end(), _civil(match["b"], match["bm"], match["bd"]), start))
    taken = _Taken(found)
    for match in _YEAR_ONLY.finditer(text):
        if not taken.free(match.start()):
            continue
        found.append(_single(text, match))
    found += [When(m.start(), m.end(), None) for m in _TOGETHER.finditer(text) if not _counts_up(found, m)]
    for match in _PLAN.finditer(text):
        if when := _plan(text, match):
            found.append(when)
    if document_date:
        found.extend(_relative(text, document_date))
    found.sort(key=lambda w: (w.begin, -w.end))
    kept: list[When] = []
    for when in found:
        if not kept or when.begin >= kept[-1].end:
            kept.append(when)
    return kept


def _counts_up(ranges: list[When], match: re.Match[str]) -> bool:
    """Tell whether 三年共 sums up the range of years named last (2022—2024年每年…，三年共…)."""
    before = [w for w in ranges if w.end <= match.start() and w.start and w.deadline]
    if not before or match.start() - before[-1].end > _SAME_YEAR:
        return False
    first, last = before[-1].start, before[-1].deadline
    return int((last or "0")[:4]) - int((first or "0")[:4]) + 1 == (parse_chinese(match["n"]) or 0)


def find_frequencies(text: str) -> list[Often]:
    """Return 每年, 年均, 年度 and 每月 with their places.

    >>> [(f.frequency, f.carries) for f in find_frequencies("每年培训30人，年均增长6%，2023年度，每月")]
    [('year', True), ('year', False), ('month', True)]
    """
    return [
        Often(
            m.start(),
            m.end(),
            None if m["other"] else "year" if m["year"] else "month",
            not m.group().endswith(("均", "年度")) or m.group().startswith("每"),
        )
        for m in _FREQUENCY.finditer(text)
    ]


class _Taken:
    """Spans in order, asked from left to right."""

    def __init__(self, spans: list[When]) -> None:
        self._spans = list(spans)
        self._next = 0

    def free(self, at: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next].end <= at:
            self._next += 1
        return self._next == len(self._spans) or at < self._spans[self._next].begin


def _civil(year: str, month: str | None, day: str | None) -> str:
    y = _year(year)
    if not month:
        return y
    m = int(month.rstrip("月"))
    return f"{y}-{m:02d}-{int(day.rstrip('日号')):02d}" if day else f"{y}-{m:02d}"


def _year(text: str) -> str:
    return text if text.isascii() else str(parse_chinese(text.replace("○", "〇")))


def _month_end(year: str, month: int) -> str:
    leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    last = 30 if month in (4, 6, 9, 11) else 31 if month != 2 else 29 if leap else 28
    return f"{year}-{month:02d}-{last}"


def _single(text: str, match: re.Match[str]) -> When:
    year = _year(match["y"])
    end = match.end()
    deadline = year
    part = _PART.match(text, end)
    if part:
        end = part.end()
        if part["end"]:
            deadline = f"{year}-12-31" if part["end"] != "全年" else year
        elif part["half"]:
            deadline = f"{year}-06-30" if part["half"][0] == "上" else f"{year}-12-31"
        elif part["quarter"]:
            number = "一二三四".find(part["quarter"]) + 1 or int(part["quarter"])
            deadline = _month_end(year, number * 3)
        elif part["month"]:
            month = int(part["month"]) if part["month"].isascii() else parse_chinese(part["month"]) or 1
            if 1 <= month <= 12:
                deadline = f"{year}-{month:02d}-{int(part['day']):02d}" if part["day"] else _month_end(year, month)
    after = _AFTER.match(text, end)
    if after:
        end = after.end()
        if after["start"]:
            past: Part = "past" if after["start"] == "以来" else "start"
            return When(match.start(), end, None, deadline, past)
    before = text[max(0, match.start() - 2) : match.start()]
    return When(match.start(), end, deadline, part="past" if before in ("截至", "截止") else "scope")


def _plan(text: str, match: re.Match[str]) -> When | None:
    quoted = text[match.start()] in "“\"'" or match["tail"]
    if not quoted or _NOT_PLAN.match(text, match.end()):
        return None
    number = parse_chinese(match["n"]) or 0
    if not 10 <= number <= 20:
        return None
    first, final = plan_years(number)
    tail = match["tail"] or ""
    if "末" in tail:
        return When(match.start(), match.end(), f"{final}-12-31")
    # without 期间 it is the name of a plan (“十四五”规划), and numbers after it are not due by its end
    return When(match.start(), match.end(), str(final), str(first)) if tail else None


def _running_year(text: str, at: int, year: int) -> int:
    """Return the year that a month or a quarter without one belongs to: the last of its sentence, else the paper's."""
    printed = _YEAR_ONLY.findall(text, max(text.rfind("。", 0, at) + 1, at - _SAME_YEAR), at)
    last = int(_year(printed[-1])) if printed else 0
    return last if year <= last <= year + 15 else year


def _relative(text: str, document_date: str) -> list[When]:
    paper_year = int(document_date[:4])
    made: list[When] = []
    for match in _SPAN.finditer(text):
        if _PER_PERIOD.match(text, match.end()) or text[max(0, match.start() - 1) : match.start()] in (
            "每",
            "个",
            "后",
        ):
            continue
        if match["lead"] in ("近", "前", "满", "每", "后", "连续", "过去", "首"):
            continue
        n = int(match["n"]) if match["n"].isdigit() else parse_chinese(match["n"]) or 0
        if match["unit"] == "年" and 0 < n <= 30:
            made.append(When(match.start(), match.end(), f"{paper_year + n}{document_date[4:]}", document_date))
    for match in _RELATIVE.finditer(text):
        word = match["word"]
        year = paper_year
        if match["month"] or match["half"] or match["quarter"] or match["through"]:
            year = _running_year(text, match.start(), paper_year)
        if match["since"] or text[max(0, match.start() - 2) : match.start()] in ("截至", "截止"):
            made.append(When(match.start(), match.end(), None, None, "past"))
        elif match["month"] or match["through"]:
            month = int(match["month"] or match["through"])
            if 1 <= month <= 12:
                date = match["day"] or _THIRDS.get(match["third"] or "")
                day = f"{year}-{month:02d}-{int(date):02d}" if date else _month_end(str(year), month)
                made.append(When(match.start(), match.end(), day))
        elif match["half"]:
            made.append(When(match.start(), match.end(), f"{year}-{'06-30' if match['half'] == '上' else '12-31'}"))
        elif match["quarter"]:
            made.append(
                When(match.start(), match.end(), _month_end(str(year), 3 * ("一二三四".find(match["quarter"]) + 1)))
            )
        elif "底" in word or word == "年内":
            made.append(When(match.start(), match.end(), f"{year}-12-31"))
        else:
            ahead = {"明": 1, "后": 2}.get(word[0], 1 if "明" in word else 0)
            made.append(When(match.start(), match.end(), str(year + ahead)))
    return made


def plan_years(number: int) -> tuple[int, int]:
    """Return the first and last year of the five-year plan of that number (from the sixth on).

    >>> plan_years(14)
    (2021, 2025)
    """
    first = 1981 + 5 * (number - 6)
    return first, first + 4
