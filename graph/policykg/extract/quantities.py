"""Targets and funding of one item: every number that somebody is to reach or that a government side gives.

The text is folded (``quantities_text``), its dates (``dates``) and numbers (``numerals``) are read, numbers get
their unit and comparator (``quantities_measure``), ``quantities_rules`` says which of them are quantities, and each
gets its indicator (``quantities_indicator``), deadline, frequency and mode here. Every step is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from policykg.extract import quantities_words as words
from policykg.extract.dates import Often, When, find_dates, find_frequencies
from policykg.extract.grants import read_grant
from policykg.extract.quantities_indicator import Phrase, before, behind, given_before, purse
from policykg.extract.quantities_measure import Measure, base_value, find_measures, may_measure
from policykg.extract.quantities_place import Last, Verdict, conditions, place
from policykg.extract.quantities_rules import judge
from policykg.extract.quantities_text import Prepared, Spans, prepare
from policykg.model import Quantity

_RATE = re.compile(r"(?:增长|增速|增幅|递增|增长率)[^，；。\d]{0,8}$")
_INCREASE = re.compile(
    r"(?:新增|净增|增加(?!值)|提高|(?<!改造)提升|增长|上升|新增加|培育新增|扩大)(?!到|至|为)[^，；。、\d]{0,16}$"
)
_GIFT = re.compile(rf"(?:{words.GIFT}|税|租金|费)(?:金额|总和|上限|额)?$")
#: What joins two gifts under one 最高: 最高给予5000万元资助或6000万元股权投资.
_OR = re.compile(r"[^，；。、\d]{0,12}或者?")
#: A list of aims, whose date holds from sentence to sentence.
_GOALS = re.compile(r"[^，；。]{0,12}目标(?:任务)?[。：]")
#: What a share is taken of (按照保费不低于50%的比例给予补贴) is not what is given.
_SHARE_OF = re.compile(r"按照?[^，；。：\d]{1,24}$")
#: Joining words are no indicator (100万元和30万元: the second shares that of the first).
_JOINS = re.compile(r"[和及与或、，并再且]+|以及|或者")
#: One number a year; 分别 alone may hand a list to anybody else (对国家级、省级园区，分别给予).
_YEARLY = re.compile(r"[^。；]{0,24}(?:依次|逐年|分年度)|，?分别")


def find_quantities(
    text: str, column: Literal["text", "upstream"] = "text", document_date: str = ""
) -> tuple[Quantity, ...]:
    """Return the quantities of an item's text in order; offsets count in ``text`` as given.

    ``document_date`` (ISO 8601) resolves 三年内, 今年 and 年底前, which give no deadline without it.

    >>> q = find_quantities("到 2025 年年底，全市高新技术企业达到 1000 家以上。")[0]
    >>> q.kind, q.indicator, q.comparator, q.value, q.unit, q.deadline, q.quote
    ('target', '高新技术企业', '>=', 1000.0, '家', '2025-12-31', '高新技术企业达到1000家')
    """
    if not may_measure(text):
        return ()
    prepared = prepare(text)
    dates = find_dates(prepared.text, document_date)
    measures = find_measures(prepared, Spans.of((d.begin, d.end) for d in dates))
    if not measures:
        return ()
    often = find_frequencies(prepared.text)
    fenced = conditions(prepared)
    calendar = _Calendar(prepared, dates, often, fenced)
    found: list[Quantity] = []
    last: Last | None = None
    phrase: Phrase | None = None
    previous = 0
    for i, measure in enumerate(measures):
        when, frequency = calendar.at(measure)
        when = when or calendar.behind(measure)
        here = place(prepared, measure, previous, when is not None or frequency is not None)
        if fenced.holding(measure.start):
            continue
        verdict = judge(measure, here, last)
        if verdict is None:
            continue
        if (
            when
            and when.deadline
            and document_date
            and verdict.kind == "target"
            and when.deadline[:4] < document_date[:4]
        ):
            continue
        following = measures[i + 1].start if i + 1 < len(measures) else len(prepared.text)
        same = last is not None and last.sentence == here.sentence
        if (
            last is not None
            and same
            and last.measure.prefixed
            and measure.comparator == "="
            and _OR.fullmatch(here.own)
        ):
            measure = replace(measure, comparator=last.measure.comparator, prefixed=True)
        if verdict.kind == "funding" and frequency and not calendar.beside(measure):
            frequency = None
        phrase = _phrase(prepared, measure, verdict, previous, following, phrase if same else None, here.left)
        when = calendar.year_of_series(measure, measures, i) or when
        made = _quantity(prepared, text, column, measure, verdict, phrase, when, frequency, here.left)
        if verdict.kind == "funding":
            made = replace(made, grant=read_grant(prepared, measure.start, measure.tail, made.indicator, fenced))
        found.append(made)
        last = Last(measure, verdict, here.sentence)
        previous = measure.tail
    return tuple(found)


def _phrase(
    prepared: Prepared, measure: Measure, verdict: Verdict, previous: int, following: int, last: Phrase | None, left: str,
) -> Phrase:  # fmt: skip
    """Choose the indicator: behind or before the number, else that of the number before it."""
    gift = verdict.kind == "funding"
    made = before(prepared, measure, previous, gift)
    if gift and (not _GIFT.search(made.text) or made.text == "一次性" or _SHARE_OF.search(left)):
        after = behind(prepared, measure, gift, len(prepared.text))
        if after.text:
            return after
    elif verdict.ahead:
        after = behind(prepared, measure, gift, following)
        if after.text:
            return after
    if gift and not _GIFT.search(made.text):
        own = purse(prepared, measure)
        made = own if own.text and not made.text else given_before(prepared, measure) or made
    if made.text and re.search(r"[一-龥A-Za-z]", made.text) and not _JOINS.fullmatch(made.text):
        return made
    if last is not None and last.text:
        return last
    made = behind(prepared, measure, gift, following)
    if gift and not made.text:
        made = purse(prepared, measure)
    return made if made.text else Phrase("", measure.start, measure.start)


def _quantity(
    prepared: Prepared, text: str, column: Literal["text", "upstream"], measure: Measure, verdict: Verdict,
    phrase: Phrase, when: When | None, frequency: Literal["year", "month"] | None, left: str,
) -> Quantity:  # fmt: skip
    start, end = measure.start, measure.end
    if phrase.text:
        start, end = min(start, phrase.start), max(end, phrase.end)
    begin, stop = prepared.at[start], prepared.at[end - 1] + 1
    base = base_value(measure.value, measure.unit)
    top = None if measure.value_max is None else base_value(measure.value_max, measure.unit)
    return Quantity(
        kind=verdict.kind,
        column=column,
        indicator=_printed(text, prepared, phrase.start, phrase.end),
        comparator=measure.comparator,
        value=measure.value,
        value_max=measure.value_max,
        unit=measure.unit,
        deadline=when.deadline if when else None,
        start=when.start if when else None,
        frequency={"年": "year", "月": "month"}.get(measure.per, frequency),  # type: ignore[arg-type]
        mode=_mode(measure, verdict, left),
        quote="".join(text[begin:stop].split()),
        quote_start=begin,
        quote_end=stop,
        rule=verdict.rule,
        score=round(verdict.score, 2),
        base_value=base[0] if base else None,
        base_max=top[0] if top else None,
        base_unit=base[1] if base else "",
    )


def _printed(text: str, prepared: Prepared, start: int, end: int) -> str:
    return "".join(text[prepared.at[start] : prepared.at[end - 1] + 1].split()) if end > start else ""


def _mode(measure: Measure, verdict: Verdict, left: str) -> Literal["level", "increase", "rate"]:
    if verdict.kind == "funding":
        return "level"
    if measure.dimension == "ratio" and _RATE.search(left):
        return "rate"
    return "increase" if _INCREASE.search(left) else "level"


class _Calendar:
    """Deadlines and frequencies, asked for numbers from left to right."""

    def __init__(self, prepared: Prepared, dates: Sequence[When], often: Sequence[Often], fenced: Spans) -> None:
        self._prepared = prepared
        self._dates = [d for d in dates if self._counts(d, fenced)]
        self._all = list(self._dates)
        self._begins = [d.begin for d in self._all]
        self._often = [o for o in often if not fenced.holding(o.begin)]
        self._goals = _GOALS.match(prepared.context) is not None
        self._date = 0
        self._frequency = 0

    def _counts(self, date: When, fenced: Spans) -> bool:
        view = self._prepared.context
        if date.part == "past" or fenced.holding(date.begin):
            return False
        named = self._prepared.names.holding(date.begin)
        if named and named[0] != date.begin:  # “十四五”期间 begins with its quotation mark, a title's year does not
            return False
        if words.BASIS.search(view[max(0, date.begin - 3) : date.begin]) and date.part != "start":
            return False
        return not words.DATED.match(view, date.end)

    def beside(self, measure: Measure) -> bool:
        """Whether the frequency last asked for stands in the number's own clause."""
        return self._frequency > 0 and self._often[self._frequency - 1].begin >= self._prepared.clause(measure.start)[0]

    def behind(self, measure: Measure) -> When | None:
        """Return the date of the bracket right behind a number (2户（2024年底前投产）), which is when it is due."""
        held = self._prepared.brackets.holding(measure.tail)
        if held is None or held[0] != measure.tail:
            return None
        dates = (d for d in self._all[bisect_left(self._begins, held[0]) :] if d.begin < held[1])
        first = next(dates, None)
        due = first is not None and first.begin <= held[0] + 2 and next(dates, None) is None
        view = self._prepared.text[first.end - 1 : held[1]] if first else ""
        return first if due and re.match(r".?(?:前|底|末|之前|完成|建成|投)", view) else None

    def year_of_series(self, measure: Measure, measures: Sequence[Measure], index: int) -> When | None:
        """Return the year of one of a series (2022—2025年依次为每公斤4元、3元、2元、1元): as many numbers as years."""
        first = last = index
        while first and measures[first].listed:
            first -= 1
        while last + 1 < len(measures) and measures[last + 1].listed:
            last += 1
        when = self._dates[self._date - 1] if self._date else None
        if first == last or when is None or not when.start or not when.deadline:
            return None
        lead = self._prepared.context[when.end : measures[first].start]
        years = range(int(when.start[:4]), int(when.deadline[:4]) + 1)
        if len(years) != last - first + 1 or not _YEARLY.match(lead):
            return None
        year = str(years[index - first])
        return When(when.begin, when.end, year, year)

    def at(self, measure: Measure) -> tuple[When | None, Literal["year", "month"] | None]:
        """Return the date and the frequency that hold for a number: the last of its sentence before it."""
        at = measure.start
        while self._date < len(self._dates) and self._dates[self._date].end <= at:
            self._date += 1
        while self._frequency < len(self._often) and self._often[self._frequency].end <= at:
            self._frequency += 1
        begin = self._prepared.sentence(at)[0]
        floor = 0 if self._goals else begin
        when = self._dates[self._date - 1] if self._date else None
        if when and when.begin < floor:
            when = None
        often = self._often[self._frequency - 1] if self._frequency else None
        if often and (often.begin < begin or (when and when.begin > often.end)):
            often = None
        if (
            often
            and (not often.carries or "；" in self._prepared.context[often.end : at][-120:])
            and self._prepared.clause(at)[0] > often.begin
        ):
            often = None
        return when, (often.frequency if often else None)
