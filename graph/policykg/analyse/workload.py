"""The workload as a heat map: bodies against quarters, the heaviest bodies first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from policykg.analyse.drift import Load, quarters_of
from policykg.analyse.tables import Report, Sheet, Value, pick
from policykg.analyse.ties import named
from policykg.records import Corpus, Record

STEPS = (1, 3, 6, 10)
"""Items in charge of from which on a cell has the mark w1, w2 …; more than the bound asked for is ``over``, no date ``undated``."""


EVERY, UNDATED = "all", "none"
"""Quarters that are none: all of them, and that of items without a date."""


def tasks_of(corpus: Corpus, body: str, quarter: str, document: str = "") -> tuple[tuple[Record, tuple[str, ...]], ...]:
    """Return the items behind a cell, each with the roles that ``body`` (a key) has in it, in the order of the corpus.

    ``quarter`` is one as 2025Q4, ``EVERY`` or ``UNDATED``; ``document`` as for the workload.
    """
    papers = {d.key for d in corpus.documents if named(d, document)}
    wanted = "" if quarter == UNDATED else quarter
    found = []
    for record in corpus.records:
        if record.kind not in ("task", "row") or record.document not in papers:
            continue
        roles = tuple(dict.fromkeys(a.role for a in record.roles if a.agency.key == body))
        if roles and (quarter == EVERY or wanted in quarters_of(record)):
            found.append((record, roles))
    return tuple(found)


def workload_report(
    loads: Sequence[Load], body: str = "", year: str = "", over: int = 10, lang: str = "zh", document: str = ""
) -> tuple[Report, tuple[str, ...], tuple[str, ...]]:
    """Return bodies against quarters, the keys of the bodies in order of the rows, and the quarters of the columns.

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
        pick(lang, "一次性金额（元）", "yuan given once"),
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
    bounds = [b for b in STEPS if b <= over]
    steps = [
        (f"w{n}", f"{b}–{after - 1}" if after - 1 > b else str(b))
        for n, (b, after) in enumerate(zip(bounds, [*bounds[1:], over + 1], strict=True), 1)
    ]
    legend = (*steps, ("over", pick(lang, f"超过 {over} 项", f"more than {over}")), ("undated", undated))
    sheet = Sheet(name, columns, tuple(rows), tuple(marks))
    return Report(name, filters, (sheet,), legend), tuple(keys), tuple(q or UNDATED for q in quarters)


def _charge(load: Load) -> int:
    return load.leads + load.responsible


def _said(charge: int, assists: int) -> str:
    return f"{charge} + {assists}" if assists else str(charge)


def _mark(load: Load, quarter: str, over: int) -> str:
    charge = _charge(load)
    if not quarter:
        return "undated"
    if charge > over:
        return "over"
    step = sum(charge >= bound for bound in STEPS)
    return f"w{step}" if step else ""
