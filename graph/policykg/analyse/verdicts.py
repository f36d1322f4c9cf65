"""Two quantities of one thing: whether they are one indicator, what became of the upper one, and which add up."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Literal

from policykg.model import Quantity
from policykg.resources import read_table

Verdict = Literal["raised", "kept", "lowered", "tightened", "loosened", "part", "not-stated", ""]

WORDS: dict[str, tuple[str, str]] = {
    "raised": ("提高", "raised"),
    "kept": ("持平", "kept"),
    "lowered": ("降低", "lowered"),
    "tightened": ("收紧", "tightened"),
    "loosened": ("放宽", "loosened"),
    "part": ("分解", "a part of it"),
    "not-stated": ("未提出", "not stated"),
    "": ("", ""),
}

ALIKE = 0.5
"""What two indicators reach that are one: the share of character pairs they have in common (Dice)."""

WITHIN = 0.6
"""Share of the pairs of the shorter indicator that stand in the longer one, when they are one though Dice is lower …"""

_FEWEST = 4
"""… and how many pairs that are at least."""

_STRICT = {"~": 0, "=": 1, "range": 1, ">=": 2, "<=": 2}


def likeness(a: Quantity, b: Quantity) -> float:
    """Grade in [0, 1] whether two quantities measure one thing: 0 unless unit, kind and mode are equal.

    An indicator of which the other is a longer name (国家级专精特新“小巨人”企业 of “小巨人”企业总数) reaches ALIKE.
    """
    if (a.kind, a.mode, a.unit) != (b.kind, b.mode, b.unit):
        return 0.0
    one, two = _pairs(a.indicator), _pairs(b.indicator)
    if not one or not two:
        return 1.0 if a.indicator == b.indicator else 0.0
    shared = (one & two).total()
    dice = 2 * shared / (one.total() + two.total())
    held = shared >= _FEWEST and shared >= WITHIN * min(one.total(), two.total())
    return max(dice, ALIKE) if held else dice


def _pairs(text: str) -> Counter[str]:
    flat = "".join(c for c in text if c.isalnum())
    return Counter(flat[i : i + 2] for i in range(len(flat) - 1))


def due(q: Quantity) -> str:
    """Return the day, month or year by which a quantity is due: what its sentence says, else its item's time limit."""
    return q.deadline or q.deadline_inherited or ""


def compare(above: Quantity, below: Quantity) -> Verdict:
    """Say what a place made of a quantity asked from above.

    Of equal values, an earlier deadline or a stricter comparator tightens and the reverse loosens. Of a ceiling
    (at most), whatever its unit, a lower value tightens and a higher one loosens. Else what does not add up
    (rates, concentrations, days) is raised or lowered; a count or a sum of money below the upper one is a part of it,
    for a place carries only its own.
    """
    if (above.value, above.value_max) == (below.value, below.value_max):
        said = (due(above) or "9999", due(below) or "9999")
        ends = tuple(d + "-12-31"[len(d) - 4 :] if len(d) < 10 else d for d in said)
        strict = _STRICT[below.comparator] - _STRICT[above.comparator]
        if ends[1] < ends[0] or (ends[1] == ends[0] and strict > 0):
            return "tightened"
        return "loosened" if ends[1] > ends[0] or strict < 0 else "kept"
    more = below.value > above.value or (
        below.value == above.value and (below.value_max or below.value) > (above.value_max or above.value)
    )
    if "<=" in (above.comparator, below.comparator):
        return "loosened" if more else "tightened"
    return "raised" if more else "part" if adds_up(above) and adds_up(below) else "lowered"


def adds_up(q: Quantity) -> bool:
    """Tell whether such quantities of several places can be summed: by unit, indicator, and what they are counted for.

    Ceilings, shares, rates, means, concentrations, time limits and ranks do not, nor does what is given for each of many.
    """
    if q.comparator == "<=" or q.mode == "rate" or q.per or not q.unit or "/" in q.unit:
        return False
    dimensions, never, units = _table()
    # a unit that no table knows counts things
    return units.get(q.unit, "count") in dimensions and never.search("".join(q.indicator.split())) is None


@cache
def _table() -> tuple[frozenset[str], re.Pattern[str], dict[str, str]]:
    """Return the dimensions that add up, what an indicator says that does not, and the dimension of each unit."""
    rows = read_table("sums.csv")
    said = [row["value"] for row in rows if row["kind"] == "not"]
    units = {row["base"]: row["dimension"] for row in read_table("units.csv")}
    units |= {row["unit"]: row["dimension"] for row in read_table("units.csv")}
    return frozenset(r["value"] for r in rows if r["kind"] == "dimension"), re.compile("|".join(said)), units
