"""A number in its surroundings: what the rules about quantities read, and the spans that only set conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policykg.extract import quantities_words as words
from policykg.extract.quantities_measure import Measure
from policykg.extract.quantities_text import Prepared, Spans

Kind = Literal["target", "funding"]
WINDOW = 90
#: How far the number before may stand for the two to be one list.
_GAP = 24


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a number is: kind, the rule that says so and how sure it is. ``ahead`` when what it counts follows it."""

    kind: Kind
    rule: str
    score: float
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """The quantity accepted before: its measure, verdict and sentence."""

    measure: Measure
    verdict: Verdict
    sentence: int


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate's surroundings: text before and behind it in its clause, and the sentence so far.

    ``own`` is the text of its clause behind the number before it, ``gap`` all that lies between the two, when it is short.
    """

    left: str
    own: str
    right: str
    clause: str
    before: str
    after: str
    sentence: int
    dated: bool
    outer: str = ""
    gap: str = ""


_GIFT_BEGINS = re.compile(r"[，；](?:[^，；。\d]{0,14}(?:给予|予以|奖励|补助|补贴|资助)|一次性|最高|单个|每[家个])")

#: The first step of a cap (总额超过500万元的按500万元兑现).
_EXCEEDS = re.compile(r"(?:超过|超出|高于)\d[^，；。]{0,12}的(?=[^，；。\d]{0,6}，?[^，；。\d]{0,6}按\d)")


#: A threshold with its gift in one clause (投资1亿元以上的奖励300万元).
_FROM = re.compile(
    r"(?:以上|以下|以内)□*的(?=(?:分别|再)?(?:给予|予以|奖励|补助|补贴|资助|奖补|一次性)[^，；。\d]{0,8}\d)"
)


def conditions(prepared: Prepared) -> Spans:
    """Return the spans that say for whom or when something holds: 对…的, and clauses that end in 的 before a gift."""
    found: list[tuple[int, int]] = []
    text = prepared.context
    marks = prepared.clauses
    index = 0
    start = 0
    open_for = -1
    while index <= len(marks):
        end = marks[index] if index < len(marks) else len(text)
        clause = text[start:end]
        if index and text[start - 1] in "。！？\n；":
            open_for = -1
        match = words.FOR.search(clause) if "对" in clause else None
        if match:
            then = words.THEN.search(clause, match.end())
            stop = start + then.start() if then else end
            found.append((start + match.start(), stop))
            open_for = -1 if then else start + match.start()
        elif open_for >= 0 and words.THEN.search(clause[:40]):
            open_for = -1
        if (
            end < len(text)
            and text[end] == "，"
            and "的" in clause[-16:]
            and re.search(r"的(?:[^，；。\d]{0,14})?$", clause[-16:])
        ):
            following = text[end + 1 : (marks[index + 1] if index + 1 < len(marks) else len(text))][:60]
            gift = re.search(words.GIVE_SHARE + r"|最高|奖|补|一次性", following)
            if open_for >= 0 and (gift or clause.endswith("的")):
                found.append((open_for, end))
            elif clause.endswith("的") and gift:
                found.append((start, end))
        if shut := words.SHUT_OUT.search(clause):
            found.append((start, start + shut.end()))
        start = end + 1
        index += 1
    return Spans.of([*found, *_eligible(prepared)])


def _eligible(prepared: Prepared) -> list[tuple[int, int]]:
    """Return what a sentence asks of those who apply, up to the first gift."""
    text = prepared.context
    found: list[tuple[int, int]] = []
    for match in words.ELIGIBLE.finditer(text):
        end = prepared.sentence(match.start())[1]
        gift = _GIFT_BEGINS.search(text, match.end(), end)
        found.append((match.end(), gift.start() if gift else end))
    found += [m.span() for m in _EXCEEDS.finditer(text)]
    found += [(prepared.clause(m.start())[0], m.end()) for m in _FROM.finditer(text)]
    return found


def place(prepared: Prepared, measure: Measure, previous_end: int, dated: bool) -> Place:
    """Collect what the rules read around a candidate; windows are bounded, so that long lines cost no more."""
    view = prepared.view(measure.start)
    start, end = prepared.clause(measure.start)
    begin, over = prepared.sentence(measure.start)
    low = max(start, measure.start - WINDOW)
    left = view[low : measure.start]
    own = view[max(low, previous_end) : measure.start]
    high = min(end, measure.tail + 60)
    right = view[measure.tail : high]
    held = prepared.brackets.holding(measure.start)
    gap = view[max(begin, previous_end) : measure.start] if 0 < measure.start - previous_end < _GAP else ""
    outer = prepared.context[max(begin, held[0] - 24) : held[0]] if held else ""
    return Place(left, own, right, view[max(start, measure.start - WINDOW) : high],
                 view[max(begin, measure.start - 160) : measure.start], view[measure.tail : min(over, measure.tail + 40)], begin, dated, outer, gap)  # fmt: skip


def is_name(right: str) -> bool:
    """Whether a noun follows directly (亿元以上项目): then the number describes it."""
    return bool(right) and not words.CLOSING.match(right)
