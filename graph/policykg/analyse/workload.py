"""The workload as a heat map: bodies against quarters, the heaviest bodies first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from policykg.analyse.drift import Load
from policykg.analyse.tables import Report, Sheet, Value, pick

STEPS = (1, 3, 6, 10)
"""Items in charge of from which on a cell has the mark w1, w2 …; more than the bound asked for is ``over``."""


def workload_report(
    loads: Sequence[Load], body: str = "", year: str = "", over: int = 10, lang: str = "zh", document: str = ""
) -> tuple[Report, tuple[str, ...]]:
    """Return bodies against quarters, and the keys of the bodies in order of the rows.

    A cell says "in charge of + assists", the sum of all quarters stands at the end; ``body`` is any words of the
    name, ``year`` four digits, "" all.
    """
    kept = [x for x in loads if body in x.name and (not year or x.quarter.startswith(year))]
    quarters = sorted({x.quarter for x in kept}, key=lambda q: (not q, q))
    by_body: dict[str, dict[str, Load]] = defaultdict(dict)
    for load in kept:
        by_body[load.body][load.quarter] = load
    keys = sorted(by_body, key=lambda k: (-sum(_charge(x) for x in by_body[k].values()), k))
    rows: list[tuple[Value, ...]] = []
    marks: list[tuple[str, ...]] = []
    for key in keys:
        mine = by_body[key]
        cells = [_said(mine[q].leads + mine[q].responsible, mine[q].assists) if q in mine else "" for q in quarters]
        total = _said(sum(_charge(x) for x in mine.values()), sum(x.assists for x in mine.values()))
        targets, money = sum(x.targets for x in mine.values()), round(sum(x.money for x in mine.values()))
        rows.append((next(iter(mine.values())).name, *cells, total, targets, money))
        marks.append(("", *(_mark(mine[q], q, over) if q in mine else "" for q in quarters), "", "", ""))
    undated = pick(lang, "未定时限", "no date")
    columns = (
        pick(lang, "单位", "body"),
        *(q or undated for q in quarters),
        pick(lang, "合计", "in all"),
        pick(lang, "目标", "targets"),
        pick(lang, "涉及金额（元）", "yuan named"),
    )
    every = pick(lang, "全部", "all")
    filters = (
        pick(lang, "文件：", "paper: ") + (document or every),
        pick(lang, "单位含：", "body: ") + (body or every),
        pick(lang, "年份：", "year: ") + (year or every),
        pick(lang, f"一季度内牵头或负责超过 {over} 项的标红", f"more than {over} in charge of in a quarter is marked"),
        pick(lang, "每格：牵头或负责 + 配合", "each cell: in charge of + assists"),
    )
    name = pick(lang, "负荷", "Workload")
    return Report(name, filters, (Sheet(name, columns, tuple(rows), tuple(marks)),)), tuple(keys)


def _charge(load: Load) -> int:
    return load.leads + load.responsible


def _said(charge: int, assists: int) -> str:
    return f"{charge} + {assists}" if assists else str(charge)


def _mark(load: Load, quarter: str, over: int) -> str:
    charge = _charge(load)
    if quarter and charge > over:
        return "over"
    step = sum(charge >= bound for bound in STEPS)
    return f"w{step}" if step else ""
