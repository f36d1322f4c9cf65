"""One indicator through the levels: what the upper level asks, what the place below sets, what it leaves unsaid.

A row that quotes an upper-level item holds both ends of a rung: the quantities of the upper-level column and its
own. They are paired when unit and mode are equal and the indicators share most of their signs. A row that only
repeats the upper-level text sets nothing of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.analyse.tables import LEVELS, Report, Sheet, Value, number, pick, squeezed
from policykg.errors import NotFoundError
from policykg.lexicon import load_lexicon
from policykg.model import Quantity
from policykg.records import Corpus, DocumentInfo, Record

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
_LEVEL_WORDS = {
    "country": ("国家", "state"),
    "province": ("省", "province"),
    "city": ("市", "city"),
    "county": ("县", "county"),
    "township": ("乡镇", "township"),
    "": ("", ""),
}
ALIKE = 0.5
"""Share of character pairs two indicators have in common when they are one (Dice)."""

_STRICT = {"~": 0, "=": 1, "range": 1, ">=": 2, "<=": 2}
_SHARES = frozenset({"%", "百分点", "个百分点", "‰"})


@dataclass(frozen=True, slots=True)
class Rung:
    """A quantity at a level, and how it stands to the one above that it answers.

    ``item`` is the item it belongs to; ``quantity`` is None where the place states none; ``above`` is the index of
    the rung above in the ladder, -1 when none is known. ``ratio`` is the value divided by that above.
    """

    level: str
    place: str
    name: str
    item: str
    indicator: str
    quantity: Quantity | None
    above: int = -1
    ratio: float | None = None
    verdict: Verdict = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Values of one level added up against the level above: ``stated`` of ``places`` places state one."""

    above: int
    stated: int
    places: int
    total: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of the indicators that hold a phrase: each upper one, then those below that answer it."""

    indicator: str
    rungs: tuple[Rung, ...]
    sums: tuple[Sum, ...]


def ladder(corpus: Corpus, indicator: str = "") -> Ladder:
    """Return the rungs of all indicators that hold ``indicator``; with "" those that an upper level sets.

    Order: papers by key, items by place in the text, a rung below right behind the one above. Raises NotFoundError
    when no indicator holds the phrase.
    """
    phrase = squeezed(indicator)
    papers = {d.key: d for d in corpus.documents}
    names = {p.code: p.name for p in corpus.places}
    rungs: list[Rung] = []
    at: dict[tuple[str, Quantity], int] = {}
    for record in corpus.records:
        if not record.quantities and record.upstream is None:
            continue
        found = list(_of(record, papers[record.document], names))
        # an upper rung belongs to the ladder when its own words or those of an answer hold the phrase
        asked = {(r.item, r.quantity) for r, source in found if source is None and _holds(r, phrase)}
        asked |= {source for r, source in found if source is not None and _holds(r, phrase)}
        for rung, source in found:
            mark = (rung.item, rung.quantity) if source is None else source
            if mark not in asked or (not phrase and source is None and rung.item == record.key):
                continue
            if source is not None:
                rungs.append(_judged(rung, rungs[at[source]], at[source]))
            elif rung.quantity is not None and mark not in at:
                at[rung.item, rung.quantity] = len(rungs)
                rungs.append(rung)
    if not rungs:
        raise NotFoundError(f"{indicator!r}: no target or sum of money is of such an indicator")
    return Ladder(indicator, tuple(rungs), tuple(_sums(rungs)))


def _holds(rung: Rung, phrase: str) -> bool:
    return phrase in squeezed(rung.indicator) or bool(rung.quantity and phrase in rung.quantity.quote)


def _of(
    record: Record, paper: DocumentInfo, names: dict[str, str]
) -> Iterator[tuple[Rung, tuple[str, Quantity] | None]]:
    """Yield the rungs of a row with what each answers: upper ones first, each followed by its answer or by none."""
    own = [q for q in record.quantities if q.column == "text"]
    place = (paper.level, paper.jurisdiction, names.get(paper.jurisdiction, ""))
    if (upper := record.upstream) is None:
        for q in own:
            yield Rung(*place, record.key, q.indicator, q), None
        return
    above = [q for q in record.quantities if q.column == "upstream"]
    if squeezed(upper.text) == squeezed(record.text):
        above, own = own, []
    high = _above(paper, upper.document, names)
    free = list(own)
    for q in above:
        source = (upper.key, q)
        yield Rung(*high, upper.key, q.indicator, q), None
        answer = max(free, key=lambda x: likeness(x, q), default=None)
        if answer is not None and likeness(answer, q) >= ALIKE:
            free.remove(answer)
            yield Rung(*place, record.key, answer.indicator, answer), source
        else:
            yield Rung(*place, record.key, q.indicator, None), source
    for q in free:
        yield Rung(*place, record.key, q.indicator, q), None


def _above(paper: DocumentInfo, document: str, names: dict[str, str]) -> tuple[str, str, str]:
    """Return level, code and name of the place that issued an upper paper, as far as its citation tells."""
    for cited in paper.cites:
        if cited.key == document and cited.level:
            return cited.level, cited.jurisdiction, names.get(cited.jurisdiction, "")
    return "", "", ""


def likeness(a: Quantity, b: Quantity) -> float:
    """Grade in [0, 1] whether two quantities measure one thing: 0 unless unit, kind and mode are equal."""
    if (a.kind, a.mode, a.unit) != (b.kind, b.mode, b.unit):
        return 0.0
    one, two = _pairs(a.indicator), _pairs(b.indicator)
    if not one or not two:
        return 1.0 if a.indicator == b.indicator else 0.0
    return 2 * (one & two).total() / (one.total() + two.total())


def _pairs(text: str) -> Counter[str]:
    flat = "".join(c for c in text if c.isalnum())
    return Counter(flat[i : i + 2] for i in range(len(flat) - 1))


def _judged(rung: Rung, above: Rung | None, at: int) -> Rung:
    if above is None or above.quantity is None:
        return rung
    if rung.quantity is None:
        return Rung(rung.level, rung.place, rung.name, rung.item, rung.indicator, None, at, None, "not-stated")
    ratio = rung.quantity.value / above.quantity.value if above.quantity.value else None
    verdict = compare(above.quantity, rung.quantity)
    return Rung(rung.level, rung.place, rung.name, rung.item, rung.indicator, rung.quantity, at, ratio, verdict)


def compare(above: Quantity, below: Quantity) -> Verdict:
    """Say what a place made of a quantity asked from above.

    Of equal values, an earlier deadline or a stricter comparator tightens and the reverse loosens. Of rates, a
    higher one is raised, a lower one lowered; where less is better (at most), the other way round. A count or a sum
    of money below the upper one is a part of it, for a place carries only its own.
    """
    if (above.value, above.value_max) == (below.value, below.value_max):
        due = (above.deadline or "9999", below.deadline or "9999")
        ends = tuple(d + "-12-31"[len(d) - 4 :] if len(d) < 10 else d for d in due)
        strict = _STRICT[below.comparator] - _STRICT[above.comparator]
        if ends[1] < ends[0] or (ends[1] == ends[0] and strict > 0):
            return "tightened"
        return "loosened" if ends[1] > ends[0] or strict < 0 else "kept"
    more = below.value > above.value
    if above.unit in _SHARES or above.mode == "rate":
        if above.comparator == "<=":
            return "loosened" if more else "tightened"
        return "raised" if more else "lowered"
    return "raised" if more else "part"


def _sums(rungs: Sequence[Rung]) -> Iterator[Sum]:
    """Yield for each count asked from above what the places right below state together, and how many they are."""
    answered: dict[int, list[Rung]] = {}
    for rung in rungs:
        if rung.above >= 0 and rungs[rung.above].quantity is not None:
            answered.setdefault(rung.above, []).append(rung)
    for at, below in answered.items():
        above = rungs[at]
        stated = {r.place: r.quantity.value for r in below if r.quantity is not None and r.level == below[0].level}
        if (
            above.quantity is None
            or above.quantity.comparator == "range"
            or above.quantity.unit in _SHARES
            or not stated
        ):
            continue
        yield Sum(at, len(stated), _places_below(above.place, below[0].level), sum(stated.values()))


def _places_below(code: str, level: str) -> int:
    """Return how many divisions of a level in force lie in a place (GB/T 2260)."""
    places = load_lexicon().places
    found = 0
    for place in places.values():
        if place.kind == level and not place.end:
            up = place.parent
            while up and up != code:
                up = places[up].parent if up in places else ""
            found += bool(up)
    return found


def said(q: Quantity | None) -> str:
    """Return a quantity as people read it, "" for none: ≥85 %, 1–2 处."""
    if q is None:
        return ""
    sign = {"=": "", ">=": "≥", "<=": "≤", "~": "≈", "range": ""}[q.comparator]
    upper = f"–{number(q.value_max)}" if q.value_max is not None else ""
    return f"{sign}{number(q.value)}{upper} {q.unit}".strip()


def ladder_report(found: Ladder, lang: str = "zh") -> Report:
    """Return the ladder as tables: the rungs, and sums against the level above where any place states a count."""
    verdicts = {k: pick(lang, *w) for k, w in WORDS.items()}
    rows: list[tuple[Value, ...]] = []
    for n, r in enumerate(found.rungs):
        q = r.quantity
        rows.append(
            (
                n + 1,
                pick(lang, *_LEVEL_WORDS[r.level]),
                r.name,
                r.indicator,
                said(q),
                (q.deadline or "") if q else "",
                "" if r.above < 0 else r.above + 1,
                "" if r.ratio is None else f"{r.ratio:.4g}",
                verdicts[r.verdict],
                r.item,
                q.quote if q else "",
            )
        )
    zh = ("号", "层级", "地区", "指标", "数值", "期限", "对应", "与上级之比", "变化", "条目", "原文")
    en = (
        "no.",
        "level",
        "place",
        "indicator",
        "value",
        "due",
        "answers",
        "ratio",
        "what became of it",
        "item",
        "quote",
    )
    columns = zh if lang == "zh" else en
    marks = tuple(tuple(r.verdict if i == 8 else "" for i in range(len(columns))) for r in found.rungs)
    sheets = [Sheet(pick(lang, "阶梯", "ladder"), columns, tuple(rows), marks)]
    if found.sums:
        head = (
            pick(lang, "上级指标", "upper indicator"),
            pick(lang, "上级数值", "upper value"),
            pick(lang, "下级合计", "sum below"),
            pick(lang, "已提出的地区", "places that state it"),
            pick(lang, "地区总数", "places in all"),
        )
        body = tuple(
            (found.rungs[s.above].indicator, said(found.rungs[s.above].quantity), number(s.total), s.stated, s.places)
            for s in found.sums
        )
        sheets.append(Sheet(pick(lang, "合计", "sums"), head, body))
    asked = pick(lang, "指标：", "indicator: ") + (
        found.indicator or pick(lang, "上级提出的全部指标", "all that an upper level sets")
    )
    legend = tuple((k, w) for k, w in verdicts.items() if k)
    return Report(pick(lang, "指标阶梯", "Indicator ladder"), (asked,), tuple(sheets), legend)


def levels(rungs: Iterable[Rung]) -> tuple[str, ...]:
    """Return the levels of rungs, the state first; unknown ones last."""
    found = {r.level for r in rungs}
    return tuple(sorted(found, key=lambda x: LEVELS.index(x) if x in LEVELS else len(LEVELS)))
