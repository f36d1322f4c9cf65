"""A result as one offline page: filters, legend, tables coloured by state, and where there are any bars or texts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policykg.analyse.copymap import WORDS as COPY_WORDS
from policykg.analyse.copymap import CopyMap, Piece, pieces
from policykg.analyse.ladder import Ladder, said
from policykg.analyse.tables import Report
from policykg.analyse.verdicts import WORDS as LADDER_WORDS
from policykg.view.page import asset, digest, environment

BAR_WIDTH = 420
BAR_HEIGHT = 22
"""Length of the longest bar and distance of two bars (pixels)."""

_WORDS = {
    "zh": {
        "filters": "筛选条件",
        "legend": "图例",
        "above": "上级",
        "below": "本级",
        "chart": "数值比较（每组以最大值为满格）",
    },
    "en": {
        "filters": "Filters",
        "legend": "Legend",
        "above": "upper level",
        "below": "local",
        "chart": "Values compared (the largest of a group fills the scale)",
    },
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what stands before it, how long it is, what stands behind it, its mark, and where it stands."""

    label: str
    width: float
    value: str
    mark: str
    y: int
    indent: int


@dataclass(frozen=True, slots=True)
class Side:
    """A comparison: heading, state, its name, and the runs of both texts."""

    item: str
    mark: str
    state: str
    above: tuple[Piece, ...]
    below: tuple[Piece, ...]


def report_html(
    report: Report, lang: str = "zh", bars: Sequence[Bar] = (), sides: Sequence[Side] = (), hide_first: bool = False
) -> str:
    """Return the page of a result; the same result gives the same bytes. ``hide_first`` leaves out the main table."""
    style = asset("report.css")
    words = _WORDS["zh" if lang == "zh" else "en"]
    return (
        environment()
        .get_template("report.html")
        .render(
            lang="zh-Hans" if lang == "zh" else "en",
            words=words,
            report=report,
            sheets=report.sheets[1:] if hide_first else report.sheets,
            bars=bars,
            chart_height=(bars[-1].y + BAR_HEIGHT + 6) if bars else 0,
            bar_width=BAR_WIDTH,
            sides=sides,
            style=style,
            style_hash=digest(style),
        )
    )


def ladder_bars(found: Ladder, lang: str = "zh") -> tuple[Bar, ...]:
    """Return a bar for each value of a ladder, those that answer one below it and on its scale."""
    out: list[Bar] = []
    y = 4
    largest: dict[int, float] = {}
    roots: list[int] = []  # a rung stands behind the one it answers
    for n, rung in enumerate(found.rungs):
        root = roots[rung.above] if rung.above >= 0 else n
        roots.append(root)
        if rung.quantity is not None:
            largest[root] = max(largest.get(root, 0.0), abs(rung.quantity.value))
    for root, rung in zip(roots, found.rungs, strict=True):
        if rung.above < 0 and out:
            y += 8
        scale = largest.get(root) or 1.0
        size = abs(rung.quantity.value) / scale if rung.quantity is not None else 0.0
        words = LADDER_WORDS[rung.verdict][0 if lang == "zh" else 1]
        value = " · ".join(x for x in (said(rung.quantity), words) if x)
        label = rung.name or "—"
        if rung.above < 0:
            label = f"{label} {rung.indicator}"
        out.append(
            Bar(label, round(size * BAR_WIDTH, 1), value, rung.verdict or "above", y, 0 if rung.above < 0 else 18)
        )
        y += BAR_HEIGHT
    return tuple(out)


def copy_sides(found: CopyMap, lang: str = "zh") -> tuple[Side, ...]:
    """Return the texts of a copy map side by side, in order."""
    out = []
    for copy in found.copies:
        runs = pieces(copy)
        name = f"{COPY_WORDS[copy.state][0 if lang == 'zh' else 1]} {copy.share:.0%}"
        above = tuple(p for p in runs if p.tag != "below")
        below = tuple(p for p in runs if p.tag != "above")
        out.append(Side(copy.item, copy.state, name, above, below))
    return tuple(out)
