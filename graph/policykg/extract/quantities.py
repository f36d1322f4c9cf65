"""Targets and funding of one item: every number that somebody is to reach or that a government side gives.

The text is folded (``quantities_text``), its dates (``dates``) and numbers (``numerals``) are read, numbers get
their unit and comparator (``quantities_measure``), ``quantities_rules`` says which of them are quantities, and each
gets its indicator (``quantities_indicator``), deadline, frequency and mode here. Every step is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from policykg.extract import quantities_words as words
from policykg.extract.dates import When, find_dates, find_frequencies
from policykg.extract.grants import Share, read_grant
from policykg.extract.quantities_calendar import Calendar
from policykg.extract.quantities_indicator import Phrase, before, behind, given_before, opened, purse
from policykg.extract.quantities_measure import Measure, find_measures, may_measure
from policykg.extract.quantities_past import reported
from policykg.extract.quantities_place import Last, Verdict, conditions, is_name, place
from policykg.extract.quantities_rules import judge, planned_number
from policykg.extract.quantities_shared import Run, compared, former, goes_on, joined, members, pieces, run_of
from policykg.extract.quantities_text import Prepared, Spans, prepare
from policykg.extract.quantities_units import RATIO, base_value
from policykg.model import Grant, Quantity

_RATE = re.compile(r"(?:增长|增速|增幅|递增|增长率)[^，；。\d]{0,8}$|年均(?:下降|降低|递减|减少|压减)[^，；。\d]{0,4}$")
#: What a sum is counted for (每吨补贴300元, 每人每月发放100元).
_PER = re.compile(
    r"每(?:个|一)?(?P<per>平方公里|平方米|立方米|千瓦时|千瓦|公里|公斤|公顷|架次|标箱|床位|[人户亩吨头只羽株棵台套辆件米斤次例名班列家张场项])(?:每[年月天日]|·[年月])?"
    r"(?:补贴|补助|奖励|资助|奖补|发放|给予|按|最高|不超过|再|一次性|标准为?|、)*$"
)
_INCREASE = re.compile(
    r"(?:新增|净增|增加(?!值)|提高|(?<!改造)提升|增长|上升|前移|前进|进位|升位|晋位|新增加|培育新增|扩大)(?!到|至|为)[^，；。、\d]{0,16}$"
)
#: What falls says so in its name (单位GDP能耗下降13.5%), or its fall would read as its level.
_FALLS = re.compile(r"(?P<how>(?:年均|累计|同比|平均)?(?:下降|降低|减少|压减|削减|下调|缩短|压缩))(?![到至为在])")
#: The next of a list of rates (增长10%、力争12%).
_SAME_RATE = re.compile(r"[、，]?(?:和|及|与|以及|或)?(?:力争|争取|冲刺|确保)?")
_GIFT = re.compile(rf"(?:{words.GIFT}|税|租金|费)(?:金额|总和|上限|总额|额)?$")
_YEARLY_RATIO = re.compile(r"增|提高(?!到|至)|提升(?!到|至)|下降(?!到|至)|降低(?!到|至)|减少(?!到|至)")
_REACHED = re.compile(r"达到?|提高到|保持|稳定|控制|突破|超过|建成|完成|实现|累计|总")
#: What joins two gifts under one 最高: 最高给予5000万元资助或6000万元股权投资.
_OR = re.compile(r"[^，；。、\d]{0,12}或者?")
#: What a share is taken of (按照保费不低于50%的比例给予补贴) is not what is given.
_SHARE_OF = re.compile(r"按照?[^，；。：\d]{1,24}$")
#: Places before a number are where the things are that follow it (完成蓝田县、周至县两处供水设施).
_PLACES = re.compile(words.PLACES)
#: Joining words are no indicator (100万元和30万元: the second shares that of the first).
_JOINING = re.compile(r"[和及与或、，并再且]+|以及|或者|完成|建成|实施|新增")
_JOINS = re.compile(
    r"[和及与或、，并再且]+|以及|或者|再?新?[建增设]|(?:新建|改建|扩建|续建|改造|提升|新增|完成|建成|实施)+"
)


def find_quantities(
    text: str, column: Literal["text", "upstream"] = "text", document_date: str = "", planned: bool = False
) -> tuple[Quantity, ...]:
    """Return the quantities of an item's text in order; offsets count in ``text`` as given.

    ``document_date`` (ISO 8601) resolves 三年内, 今年 and 年底前, which give no deadline without it. ``planned`` says that
    the text is a plan's own cell, where a bare number (总投资1.8亿元) is aimed at.

    >>> q = find_quantities("到 2025 年年底，全市高新技术企业达到 1000 家以上。")[0]
    >>> q.kind, q.indicator, q.comparator, q.value, q.unit, q.deadline, q.quote
    ('target', '高新技术企业', '>=', 1000.0, '家', '2025-12-31', '高新技术企业达到1000家')
    """
    if not may_measure(text):
        return ()
    prepared = prepare(text)
    dates = find_dates(prepared.text, document_date)
    measures = compared(prepared, find_measures(prepared, Spans.of((d.begin, d.end) for d in dates)))
    if not measures:
        return ()
    often = find_frequencies(prepared.text)
    fenced = conditions(prepared)
    calendar = Calendar(prepared, dates, often, fenced)
    past = reported(
        prepared,
        [d.begin for d in dates if d.deadline and d.part == "scope" and d.deadline[:4] >= document_date[:4] > ""],
    )
    found: list[Quantity] = []
    phrases: list[Phrase] = []
    last: Last | None = None
    phrase: Phrase | None = None
    previous = 0
    for i, measure in enumerate(measures):
        when, frequency = calendar.at(measure)
        when = when or calendar.behind(measure)
        if found and prepared.sentence(measure.start)[0] > prepared.sentence(measures[i - 1].start)[0]:
            phrase = None
        here = place(prepared, measure, previous, when is not None or frequency is not None)
        if fenced.holding(measure.start):
            continue
        verdict = judge(measure, here, last) or (planned_number(measure, here) if planned else None)
        if verdict is None:
            continue
        if verdict.kind == "target" and past.holding(measure.start):
            phrase, previous = _passed_over(prepared, measure, verdict, previous, here.left), measure.tail
            continue
        run = run_of(prepared, measures, i)
        when = calendar.year_in(run, measures, i) or when
        if (
            when
            and when.deadline
            and document_date
            and verdict.kind == "target"
            and when.deadline[:4] < document_date[:4]
        ):
            phrase, previous = _passed_over(prepared, measure, verdict, previous, here.left), measure.tail
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
        if verdict.rule == "give-cap" and measure.comparator == "=" and words.PAID.match(here.right):
            measure = replace(measure, comparator="<=", prefixed=True)
        level = measure.dimension in RATIO and not _YEARLY_RATIO.search(here.left)
        if frequency and (verdict.kind == "funding" or level) and not calendar.beside(measure):
            frequency = None
        phrase = _phrase(prepared, measure, verdict, previous, following, phrase, here.left)
        if verdict.kind == "target" and run is not None:
            phrase = _handed_out(prepared, measures, run, i, phrase, phrases)
        falls = _FALLS.match(prepared.context, phrase.end, max(phrase.end, measure.start))
        if falls and verdict.kind == "target" and phrase.text and not phrase.pieces:
            phrase = replace(phrase, text=phrase.text + falls["how"], end=falls.end())
        indicator = "".join(_printed(text, prepared, *s) for s in phrase.pieces or ((phrase.start, phrase.end),))
        grant = None
        if verdict.kind == "funding":
            share = Share(run, i - run.first, measures[run.first].start) if run else None
            grant = read_grant(prepared, measure, previous, indicator, fenced, share)
        before_it = former(prepared, measures, run, i)
        made = _quantity(
            prepared, text, column, measure, verdict, phrase, indicator, when, frequency, here.left, grant, before_it
        )
        if verdict.rule == "list" and last is not None and found and found[-1].mode == "increase":
            made = replace(made, mode="increase") if not _REACHED.search(here.own) else made
        if verdict.rule == "list" and found and found[-1].mode == "rate" and _SAME_RATE.fullmatch(here.own):
            made = replace(made, mode="rate")
        found.append(made)
        phrases.append(phrase)
        last = Last(measure, verdict, here.sentence)
        previous = measure.tail
    return tuple(found)


def _passed_over(prepared: Prepared, measure: Measure, verdict: Verdict, previous: int, left: str) -> Phrase | None:
    """Return what a number measures that only reports, for those behind it that look ahead (…1300万吨，今年要稳定在…)."""
    made = _phrase(prepared, measure, verdict, previous, len(prepared.text), None, left)
    return made if made.text and not re.search(r"\d|^占", made.text) else None


def _phrase(
    prepared: Prepared, measure: Measure, verdict: Verdict, previous: int, following: int, last: Phrase | None, left: str,
) -> Phrase:  # fmt: skip
    """Choose the indicator: behind or before the number, else that of the number before it."""
    gift = verdict.kind == "funding"
    if gift and verdict.rule in ("waive", "relief") and verdict.ahead:
        waived = behind(prepared, measure, False, following)
        if waived.text:
            return waived
    made = before(prepared, measure, previous, gift)
    if verdict.rule == "budget" or (
        not gift and _PLACES.fullmatch(made.text) and is_name(prepared.context[measure.tail : measure.tail + 4])
    ):
        after = behind(prepared, measure, False, following)
        if after.text:
            return after
    if gift and (not _GIFT.search(made.text) or made.text == "一次性" or _SHARE_OF.search(left)):
        after = behind(prepared, measure, gift, len(prepared.text))
        if after.text and not (after.text == "标准" and _GIFT.search(made.text)):
            return after
    elif verdict.ahead:
        after = behind(prepared, measure, gift, following)
        if after.text:
            return after
    if gift and measure.listed and last is not None and last.text:
        return last
    if gift and not _GIFT.search(made.text):
        own = purse(prepared, measure)
        made = own if own.text and not made.text else given_before(prepared, measure) or made
    if made.text and re.search(r"[一-龥A-Za-z]", made.text) and not _JOINS.fullmatch(made.text):
        return made
    if last is not None and last.text:
        return last
    alone = made
    made = behind(prepared, measure, gift, following)
    if gift and not made.text:
        made = purse(prepared, measure)
    if not made.text and re.fullmatch(r"[一-龥]{2,}", alone.text) and not _JOINING.fullmatch(alone.text):
        return alone  # for lack of a noun, the verb: 完成改造20处
    return made if made.text else Phrase("", measure.start, measure.start)


def _handed_out(
    prepared: Prepared, measures: list[Measure], run: Run, index: int, phrase: Phrase, before: list[Phrase]
) -> Phrase:
    """Give each number of a list that 分别 hands out what it alone measures; ``before`` are the phrases so far."""
    at = index - run.first
    if run.each < 0:
        return phrase
    if goes_on(prepared, run, measures) and len(before) >= run.size:
        return before[-run.size]
    spans = members(prepared, run.each, run.size)
    if not spans:
        return phrase
    first = opened(prepared.context, *spans[0])
    if first >= spans[0][1]:
        return phrase
    spans = ((first, spans[0][1]), *spans[1:])
    own = pieces(spans, prepared)[at]
    if phrase.text and phrase.start >= run.each and not phrase.pieces:
        own = (*own, (phrase.start, phrase.end))
    elif phrase.pieces and phrase.pieces[-1][0] >= run.each:
        own = (*own, phrase.pieces[-1])
    return Phrase(joined(prepared, own), min(a for a, _ in own), max(b for _, b in own), own)


def _quantity(
    prepared: Prepared, text: str, column: Literal["text", "upstream"], measure: Measure, verdict: Verdict,
    phrase: Phrase, indicator: str, when: When | None, frequency: Literal["year", "month"] | None, left: str,
    grant: Grant | None, former_value: float | None,
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
        indicator=indicator,
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
        grant=grant,
        former_value=former_value or None,
        per=_per(measure, left) if verdict.kind == "funding" else "",
    )


def _printed(text: str, prepared: Prepared, start: int, end: int) -> str:
    return "".join(text[prepared.at[start] : prepared.at[end - 1] + 1].split()) if end > start else ""


def _per(measure: Measure, left: str) -> str:
    said = _PER.search(left) if measure.dimension.startswith("money") else None
    return said["per"] if said else measure.per if measure.per not in ("年", "月") else ""


def _mode(measure: Measure, verdict: Verdict, left: str) -> Literal["level", "increase", "rate"]:
    if verdict.kind == "funding":
        return "level"
    if measure.dimension == "ratio" and _RATE.search(left):
        return "rate"
    return "increase" if _INCREASE.search(left) else "level"
