"""What a list of numbers shares out one by one: 2024年、2025年分别达到10所、20所; 对博士、硕士分别给予10万元、5万元.

分别 (依次, 各自) says that as many years, things or receivers stand before it as numbers behind it. Only when the counts
agree is anything shared out; else the list keeps what it has in common.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policykg.extract import quantities_words as words
from policykg.extract.dates import When
from policykg.extract.quantities_measure import Measure
from policykg.extract.quantities_text import Prepared

Span = tuple[int, int]

_EACH = re.compile(r"分别|依次")
_LINK = re.compile(r"[、，]?(?:和|及|与|以及|或者?)?(?:到|至)?")
_SPLIT = re.compile(r"、(?!区\)|市\)|州\)|旗\))|(?<=.)(?:以及|和|及|与|或)(?=.)")
#: What ends the phrase that 分别 hands out: marks before it, and verbs of the giver.
_LEAD_END = re.compile(r"[，：]?(?:(?:中央|[省市县区州旗]级?)财政|由|应|可|要|将|的|每[亩人户年月吨]|，)*$")
#: A mark that the members of an enumeration share (国家级、省级、市级园区): what follows it belongs to all of them.
_SHARED_MARK = "级类档等期线元亿万倍星"
_BOUNDS = "，；。：！？\n"
#: No enumeration of things is longer (characters).
_LONGEST = 60
_BARE_YEARS = re.compile(r"(?<!\d)(?:(?:19|20)\d\d[、和及与])+$")
#: A former value inside an enumeration of things (发明专利由4.2万件、商标由30万件分别增至…).
_FORMER_OF = re.compile(r"(?:分别)?[由从](?:[\d.]+[十百千万亿]*[^\d，；。、]{0,4}[、和及与]?)+$")
_CONTINUES = re.compile(
    r"(?:到?(?:19|20)\d\d年(?:年?底|末)?)?(?:力争|确保|要)?分别(?:达到|达|提[高升]到|提[高升]至|增加到|不低于|超过|突破|降[至到]|控制在)"
)
#: A member that is a number or a date is no name.
_NUMBER = re.compile(r".*(?:\d[万亿]?[%元年]|年?底|末)|[\d.]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A bare list of numbers ``first``..``last`` (indices) and the place of the 分别 before it, -1 without."""

    first: int
    last: int
    each: int

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return self.last - self.first + 1


def run_of(prepared: Prepared, measures: Sequence[Measure], index: int) -> Run | None:
    """Return the bare list that a number stands in, None when it stands alone."""
    first = last = index
    while first and measures[first].listed:
        first -= 1
    while last + 1 < len(measures) and measures[last + 1].listed:
        last += 1
    if first == last:
        return None
    before = first
    size = last - first + 1
    if first >= size and words.CHANGES.match(prepared.context[measures[first - 1].tail : measures[first].start]):
        before = first - size  # 分别由4.2万件、30万件增至6万件、45万件
    begin = max(prepared.sentence(measures[first].start)[0], measures[before - 1].tail if before else 0)
    said = [m.start() for m in _EACH.finditer(prepared.context, begin, measures[first].start)]
    behind = _EACH.match(prepared.context, measures[last].tail)
    return Run(first, last, said[-1] if said else behind.start() if behind else -1)


def compared(prepared: Prepared, measures: list[Measure]) -> list[Measure]:
    """Hand the comparator behind the last number of a list to all of it (分别控制在4‰和5‰以下)."""
    made = list(measures)
    for i, last in enumerate(made):
        if not last.listed or last.prefixed or last.comparator == "=" or (i + 1 < len(made) and made[i + 1].listed):
            continue
        run = run_of(prepared, made, i)
        if run is None or run.each < 0 or any(m.comparator != "=" for m in made[run.first : i]):
            continue
        for k in range(run.first, i):
            made[k] = replace(made[k], comparator=last.comparator)
    return made


def year_of(
    prepared: Prepared, dates: Sequence[When], run: Run, measures: Sequence[Measure], index: int
) -> When | None:
    """Return the year of one number of a list: as many years stand before it, joined by 、 and 和, as it has numbers."""
    if run.each < 0:
        return None
    start = measures[run.first].start
    begin = prepared.sentence(start)[0]
    near = [d for d in dates if begin <= d.begin and d.end <= start]
    chain: list[When] = near[-1:]
    for date in reversed(near[:-1]):
        if not _LINK.fullmatch(prepared.context, date.end, chain[0].begin):
            break
        chain.insert(0, date)
    bare = _BARE_YEARS.search(prepared.context, max(begin, chain[0].begin - 40), chain[0].begin) if chain else None
    if bare and len(chain) == 1:  # 2023、2024、2025年分别…
        years = [m.group() for m in re.finditer(r"\d{4}", bare.group())]
        chain = [When(chain[0].begin, chain[0].end, y, None) for y in years] + chain
    return chain[index - run.first] if len(chain) == run.size > 1 else None


def members(prepared: Prepared, stop: int, size: int) -> tuple[Span, ...]:
    """Return the spans of an enumeration of ``size`` things that ends at ``stop``, () when there is none.

    >>> from policykg.extract.quantities_text import prepare
    >>> p = prepare("到2025年，自然村通硬化路比例、供水一体化率分别达到95%和85%")
    >>> [p.text[a:b] for a, b in members(p, p.text.index("分别"), 2)]
    ['自然村通硬化路比例', '供水一体化率']
    """
    view = prepared.context
    low = max(prepared.sentence(stop)[0], stop - _LONGEST)
    end = stop - len(_LEAD_END.search(view[low:stop]).group())  # type: ignore[union-attr]
    bound = max((view.rfind(mark, low, end) for mark in _BOUNDS), default=-1)
    low = max(low, bound + 1)
    spans: list[Span] = []
    at = low
    for match in _SPLIT.finditer(view, low, end):
        spans.append((at, match.start()))
        at = match.end()
    spans.append((at, end))
    spans = [(a, b - (len(m.group()) if (m := _FORMER_OF.search(view[a:b])) else 0)) for a, b in spans]
    if len(spans) != size or size < 2 or any(_NUMBER.fullmatch(view[a:b]) or b <= a for a, b in spans[1:]):
        return ()
    return tuple(spans)


def pieces(spans: Sequence[Span], prepared: Prepared) -> tuple[tuple[Span, ...], ...]:
    """Return what makes up each name of an enumeration: its own span, and what its last member prints for all of them.

    >>> from policykg.extract.quantities_text import prepare
    >>> p = prepare("国家级、省级、市级园区分别")
    >>> [joined(p, some) for some in pieces(members(p, 11, 3), p)]
    ['国家级园区', '省级园区', '市级园区']
    """
    text = prepared.text
    names = [text[a:b] for a, b in spans]
    mark = next(
        (
            names[-2][-k:]
            for k in range(len(names[-2]), 0, -1)
            if names[-2][-k:] in names[-1] and (k > 1 or names[-2][-1] in _SHARED_MARK)
        ),
        "",
    )
    if mark and all(n.endswith(mark) for n in names[:-1]):
        start, end = spans[-1]
        tail = (start + names[-1].index(mark) + len(mark), end)
        return (*(((a, b), tail) if tail[1] > tail[0] else ((a, b),) for a, b in spans[:-1]), (spans[-1],))
    return tuple((span,) for span in spans)


def joined(prepared: Prepared, some: Sequence[Span]) -> str:
    """Return the folded text of pieces."""
    return "".join(prepared.text[a:b] for a, b in some)


def former(prepared: Prepared, measures: Sequence[Measure], run: Run | None, index: int) -> float | None:
    """Return what a number was before (由30%提高至40%; 由17%和11%分别调整为16%、10%), in the same unit; None when not said."""
    first, size = (run.first, run.size) if run else (index, 1)
    if first < size:
        return None
    old, before = measures[index - size], measures[first - size]
    between = prepared.context[measures[first - 1].tail : measures[first].start]
    clause = prepared.clause(measures[first].start)[0]
    raised = words.CHANGES.match(between) and not re.search(r"[，；。]", between)
    said = re.search(
        r"[由从](?:原来的?|目前的?|现在的?|(?:19|20)\d\d年(?:底)?的?)?[^，；。]{0,24}$",
        prepared.context[clause : before.start],
    )
    return old.value if raised and said and old.unit == measures[index].unit else None


def goes_on(prepared: Prepared, run: Run, measures: Sequence[Measure]) -> bool:
    """Tell whether a list takes up, in order, what the numbers before it measure (…；到2027年，分别达到90%和60%)."""
    start = measures[run.first].start
    left = prepared.context[prepared.clause(start)[0] : start]
    return _CONTINUES.fullmatch(left) is not None
