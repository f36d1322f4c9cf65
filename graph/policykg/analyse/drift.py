"""Responsibility compared by function, level against level, and the load of each body by quarter.

Bodies of two levels are one line when their functions are (省财政厅 and 市财政局: 财政), or when the function of one is
part of the other's, by its name (教育 in 教育体育) or by the lexicon (水务 is narrower than 水利). In charge are the bodies that lead; where a paper names none that leads, those it
makes responsible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.analyse.tables import Report, Sheet, Value, pick
from policykg.analyse.ties import Tie, named, taken_up, ties
from policykg.analyse.verdicts import adds_up
from policykg.lexicon import load_lexicon
from policykg.records import Assignment, Corpus, Record

Finding = Literal[
    "kept",
    "lead-to-assist",
    "lead-to-responsible",
    "dropped",
    "assist-to-lead",
    "added",
    "split",
    "merged",
    "no-lead",
    "no-body",
]

WORDS: dict[str, tuple[str, str]] = {
    "kept": ("条线一致", "same line"),
    "lead-to-assist": ("牵头变配合", "lead turned assist"),
    "lead-to-responsible": ("牵头未保留，仅列为责任单位", "lead turned responsible"),
    "dropped": ("条线缺失", "line missing below"),
    "assist-to-lead": ("配合变牵头", "assist turned lead"),
    "added": ("新增条线", "line added below"),
    "split": ("一家牵头变多家", "one lead split"),
    "merged": ("多家牵头变一家", "leads merged"),
    "no-lead": ("未明确牵头", "nobody leads"),
    "no-body": ("未写明单位", "nobody named"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One finding about one row: the function it is about ("" for the whole row) and the bodies of both levels."""

    item: str
    upper: str
    finding: Finding
    function: str
    above: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed in ``compared`` rows, and rows that cannot be compared: nobody named above (``silent``)."""

    document: str
    compared: int
    silent: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What a body carries in a quarter (2025Q4; "" without a date): items it leads, assists, targets, and money (yuan).

    ``money`` is given once, ``yearly`` each year; what is given for each of many (各奖励20万元) or at most is in neither.
    """

    body: str
    name: str
    quarter: str
    leads: int
    assists: int
    responsible: int
    targets: int
    money: float
    yearly: float = 0.0


def drift(corpus: Corpus, document: str = "") -> Drift:
    """Compare the bodies of every item that takes up an upper-level one with those named above; ``document`` is the lower paper.

    Order: items as in the corpus; for an item what is lost, then what is new, then what holds for the whole item.
    Raises NotFoundError when no item of such a paper takes up anything.
    """
    found = ties(corpus, document)
    compared = [t for t in found if _in_charge(t.roles)]
    changes = tuple(c for t in compared for c in _changes(t))
    return Drift(document, len(compared), len(found) - len(compared), changes)


def _functions(roles: Iterable[Assignment]) -> dict[str, str]:
    """Return function -> label of the first body that has it."""
    found: dict[str, str] = {}
    for a in roles:
        if a.agency.function:
            found.setdefault(a.agency.function, a.agency.label or a.agency.name)
    return found


def _in_charge(roles: Sequence[Assignment]) -> dict[str, str]:
    return _functions([a for a in roles if a.role == "leads"] or [a for a in roles if a.role == "responsible"])


def same_line(a: str, b: str) -> bool:
    """Tell whether two functions are one line.

    >>> same_line("教育", "教育体育"), same_line("水务", "水利"), same_line("财政", "发展改革")
    (True, True, False)
    """
    return a in b or b in a or b in _broader(a) or a in _broader(b)


def _broader(function: str) -> frozenset[str]:
    """Return the functions that a function is part of, by the table of functions."""
    labels = load_lexicon().function_labels
    found: set[str] = set()
    above = labels[function][1] if function in labels else ""
    while above and above not in found:
        found.add(above)
        above = labels[above][1] if above in labels else ""
    return frozenset(found)


def _changes(tie: Tie) -> list[Change]:
    row, above, key = tie.item, tie.roles, tie.upper
    upper, lower = _in_charge(above), _in_charge(row.roles)
    led = any(a.role == "leads" for a in above)
    besides = {role: _functions(a for a in row.roles if a.role == role) for role in ("assists", "responsible")}
    bodies = tuple(upper.values()), tuple(lower.values())

    def say(finding: Finding, function: str, one: Iterable[str], two: Iterable[str]) -> Change:
        return Change(row.key, key, finding, function, tuple(one), tuple(two))

    if not row.roles:
        return [say("no-body", "", bodies[0], ())]
    nobody_leads = led and not any(a.role == "leads" for a in row.roles)
    out: list[Change] = []
    for function, body in upper.items():
        if any(same_line(function, f) for f in lower):
            continue
        helping, answering = (
            [label for f, label in besides[role].items() if same_line(function, f)]
            for role in ("assists", "responsible")
        )
        finding: Finding = "lead-to-assist" if helping else "lead-to-responsible" if answering else "dropped"
        out.append(say(finding, function, (body,), helping or answering))
    helpers = _functions(a for a in above if a.role == "assists")
    for function, body in lower.items():
        if not any(same_line(function, other) for other in upper):
            helped = [label for f, label in helpers.items() if same_line(function, f)]
            out.append(say("assist-to-lead" if helped else "added", function, helped, (body,)))
    if nobody_leads:
        out.append(say("no-lead", "", *bodies))
        out += [
            say("lead-to-responsible", f, (body,), (label,))
            for f, body in upper.items()
            for g, label in lower.items()
            if same_line(f, g)
        ]
    elif len(upper) == 1 < len(lower):
        out.append(say("split", "", *bodies))
    elif len(upper) > 1 == len(lower):
        out.append(say("merged", "", *bodies))
    return out or [say("kept", "", *bodies)]


def workload(corpus: Corpus, document: str = "") -> tuple[Load, ...]:
    """Return what each body carries a quarter, by body and quarter, from all items or those of one paper.

    An item counts in the quarter of its time limit, else of each deadline of its targets, once; a year counts as
    its last quarter. An item without any date stands under "".
    """
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0.0, 0.0])
    names: dict[str, str] = {}
    at = {"leads": 0, "assists": 1, "responsible": 2}
    papers = {d.key for d in corpus.documents if named(d, document)}
    for record in corpus.records:
        if record.kind not in ("task", "row") or record.document not in papers:
            continue
        own = [q for q in record.quantities if q.column == "text"]
        limit = quarter(record.deadline_date or record.deadline)
        quarters = quarters_of(record)
        for agency, role in dict.fromkeys((a.agency, a.role) for a in record.roles if a.agency.kind == "agency"):
            names[agency.key] = agency.label or agency.name
            for q in quarters:
                line = sums[agency.key, q]
                line[at[role]] += 1
                due = [x for x in own if limit or quarter(x.deadline or "") == q]
                if role != "assists":
                    line[3] += sum(x.kind == "target" for x in due)
                    sums_up = [x for x in due if x.unit == "元" and x.kind == "funding" and adds_up(x)]
                    line[4] += sum(x.value for x in sums_up if x.frequency is None)
                    line[5] += sum(x.value for x in sums_up if x.frequency == "year")
    return tuple(
        Load(body, names[body], q, int(v[0]), int(v[1]), int(v[2]), int(v[3]), float(v[4]), float(v[5]))
        for (body, q), v in sorted(sums.items())
    )


def quarters_of(record: Record) -> frozenset[str]:
    """Return the quarters in which an item counts: that of its time limit, else those of its targets, else {""}."""
    if limit := quarter(record.deadline_date or record.deadline):
        return frozenset((limit,))
    own = (q for q in record.quantities if q.column == "text")
    return frozenset(quarter(q.deadline or "") for q in own) - {""} or frozenset(("",))


def quarter(date: str) -> str:
    """Return the quarter of a civil date or month, the last one of a year, "" for anything else.

    >>> quarter("2023-05"), quarter("2025"), quarter("2024-12-31"), quarter("长期")
    ('2023Q2', '2025Q4', '2024Q4', '')
    """
    year, _, rest = date.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit()):
        return ""
    month = rest[:2]
    if rest and not (month.isascii() and month.isdigit()):
        return ""
    return f"{year}Q{(int(month) + 2) // 3 if month else 4}"


def drift_report(found: Drift, loads: Sequence[Load], over: int, lang: str = "zh", limit: int = 60) -> Report:
    """Return changes, their totals and the workload as tables; bodies with more than ``over`` leads in a quarter are marked.

    Of the workload at most ``limit`` lines, the heaviest first.
    """
    said = {k: pick(lang, *w) for k, w in WORDS.items()}
    comma = pick(lang, "、", ", ")
    shown = [c for c in found.changes if c.finding != "kept"]
    changes = Sheet(
        pick(lang, "责任变化", "changes"),
        (
            pick(lang, "条目", "item"),
            pick(lang, "变化", "finding"),
            pick(lang, "职能", "function"),
            pick(lang, "上级单位", "bodies above"),
            pick(lang, "本级单位", "bodies below"),
        ),
        tuple((c.item, said[c.finding], c.function, comma.join(c.above), comma.join(c.below)) for c in shown),
        tuple(("", c.finding, "", "", "") for c in shown),
    )
    rows: list[tuple[Value, ...]] = [
        (
            said[f],
            len({(c.item, c.upper) for c in found.changes if c.finding == f}),
            sum(c.finding == f for c in found.changes),
        )
        for f in WORDS
    ]
    changed = len({(c.item, c.upper) for c in shown})
    rows.append((pick(lang, "有变化的条目", "rows with a change"), changed, ""))
    rows.append(
        (pick(lang, "可比的条目（一致与有变化之和）", "rows compared: same line and changed"), found.compared, "")
    )
    rows.append((pick(lang, "上级未写明单位，不可比", "nobody named above: not compared"), found.silent, ""))
    totals = Sheet(
        pick(lang, "合计", "totals"),
        (pick(lang, "变化", "finding"), pick(lang, "条目数", "rows"), pick(lang, "次数", "times")),
        tuple(rows),
        tuple((f, "", "") for f in (*WORDS, "", "", "")),
    )
    heavy = sorted(loads, key=lambda x: (-(x.leads + x.responsible), -x.assists, x.body, x.quarter))[:limit]
    zh = ("单位", "季度", "牵头", "负责", "配合", "目标", "资金（元，一次）", "资金（元，每年）")
    en = ("body", "quarter", "leads", "responsible", "assists", "targets", "money (yuan, once)", "money (yuan a year)")
    undated = pick(lang, "未定时限", "no date")
    load = Sheet(
        pick(lang, "负荷", "workload"),
        zh if lang == "zh" else en,
        tuple(
            (
                x.name,
                x.quarter or undated,
                x.leads,
                x.responsible,
                x.assists,
                x.targets,
                round(x.money),
                round(x.yearly),
            )
            for x in heavy
        ),
        tuple(("over" if x.quarter and x.leads + x.responsible > over else "", *[""] * 7) for x in heavy),
    )
    filters = (
        pick(lang, "下级文件：", "lower paper: ") + (found.document or pick(lang, "全部", "all")),
        taken_up(lang),
        pick(
            lang,
            f"标出一季度内牵头或负责超过 {over} 项的单位",
            f"bodies in charge of more than {over} in a quarter are marked",
        ),
        pick(lang, f"负荷表最多 {limit} 行，共 {len(loads)} 行", f"workload: at most {limit} of {len(loads)} lines"),
    )
    title = pick(lang, "责任在层级之间的变化", "How responsibility changes between levels")
    return Report(title, filters, (changes, totals, load), tuple((k, w) for k, w in said.items()))
