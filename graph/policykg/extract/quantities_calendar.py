"""Which date and which frequency hold for a number: those of its sentence before it, unless a bracket behind says else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from policykg.extract import quantities_words as words
from policykg.extract.dates import Often, When
from policykg.extract.quantities_measure import Measure
from policykg.extract.quantities_shared import Run, year_of
from policykg.extract.quantities_text import Prepared, Spans

#: A list of aims, whose date holds from sentence to sentence.
_GOALS = re.compile(r"[^，；。]{0,12}目标(?:任务)?[。：]")
#: What may stand before the date that opens a sentence; a sentence with figures keeps its date to itself.
_OPENING = re.compile(r"(?:力争|确保|争取|通过[^，；。\d]{0,10}努力，)?到.?")
#: A year that something starts from: 在2023年规上工业企业1350家的基础上.
_BASE = re.compile(r"[^，；。]{0,24}基础上")
#: One number a year; 分别 alone may hand a list to anybody else (对国家级、省级园区，分别给予).
_YEARLY = re.compile(r"[^。；]{0,24}(?:依次|逐年|分年度)|，?分别")


class Calendar:
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
        self._at = self._earlier = self._begin = -1

    def _counts(self, date: When, fenced: Spans) -> bool:
        view = self._prepared.context
        if date.part == "past" or fenced.holding(date.begin):
            return False
        named = self._prepared.names.holding(date.begin)
        if named and named[0] != date.begin:  # “十四五”期间 begins with its quotation mark, a title's year does not
            return False
        if words.BASIS.search(view[max(0, date.begin - 3) : date.begin]) and date.part != "start":
            return False
        return not (words.DATED.match(view, date.end) or _BASE.match(view, date.end))

    def _opens(self, when: When) -> bool:
        """Whether a date opens a sentence of words alone, whose numbers stand in the next (到2025年，全面建成。占比达到4%)."""
        start = self._prepared.sentence(when.begin)[0]
        view = self._prepared.context
        opens = when.deadline and not when.start and _OPENING.fullmatch(view, start, when.begin + 1)
        return bool(opens) and self._earlier < when.begin

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

    def year_in(self, run: Run | None, measures: Sequence[Measure], index: int) -> When | None:
        """Return the year of one of a list: of as many years (2024年、2025年分别达到), or of a span (2022—2025年依次为)."""
        if run is None:
            return None
        if own := year_of(self._prepared, self._dates, run, measures, index):
            return own
        when = self._dates[self._date - 1] if self._date else None
        if when is None or not when.start or not when.deadline:
            return None
        lead = self._prepared.context[when.end : measures[run.first].start]
        years = range(int(when.start[:4]), int(when.deadline[:4]) + 1)
        if len(years) != run.size or not _YEARLY.match(lead):
            return None
        year = str(years[index - run.first])
        return When(when.begin, when.end, year, year)

    def at(self, measure: Measure) -> tuple[When | None, Literal["year", "month"] | None]:
        """Return the date and the frequency that hold for a number: the last of its sentence before it."""
        at = measure.start
        while self._date < len(self._dates) and self._dates[self._date].end <= at:
            self._date += 1
        while self._frequency < len(self._often) and self._often[self._frequency].end <= at:
            self._frequency += 1
        begin = self._prepared.sentence(at)[0]
        if begin > self._begin:
            self._begin, self._earlier = begin, self._at
        self._at = at
        floor = 0 if self._goals else begin
        when = self._dates[self._date - 1] if self._date else None
        if when and when.begin < floor and not self._opens(when):
            when = None
        often = self._often[self._frequency - 1] if self._frequency else None
        if often and (often.begin < begin or (when and when.begin > often.end)):
            often = None
        clause = self._prepared.clause(at)[0]
        if often and often.begin < clause and re.search(r"累计|总数|共计|合计", self._prepared.context[clause:at]):
            often = None
        if (
            often
            and (not often.carries or "；" in self._prepared.context[often.end : at][-120:])
            and self._prepared.clause(at)[0] > often.begin
        ):
            often = None
        return when, (often.frequency if often else None)
