"""One indicator through the levels: what the upper level asks, what the place below sets, what it leaves unsaid.

An item that takes up an upper-level one holds both ends of a rung: the quantities of the upper item (as its paper says
them where that was read, else as quoted) and its own. They are paired when unit and mode are equal and the indicators
share most of their signs. What a place says word for word as the level above is kept; a row whose local cell is empty
sets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from policykg.analyse.tables import LEVELS, Report, Sheet, Value, number, pick, squeezed
from policykg.analyse.ties import Tie, bound, every, taken_up, wordless
from policykg.analyse.verdicts import ALIKE, WORDS, Verdict, adds_up, compare, due, likeness
from policykg.errors import NotFoundError
from policykg.lexicon import load_lexicon
from policykg.model import Quantity
from policykg.records import Corpus

_LEVEL_WORDS = {
    "country": ("国家", "state"),
    "province": ("省", "province"),
    "city": ("市", "city"),
    "county": ("县", "county"),
    "township": ("乡镇", "township"),
    "": ("", ""),
}


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
    """Values of one level added up against the level above: ``stated`` of ``places`` places state one.

    ``share`` is the sum divided by the value above.
    """

    above: int
    stated: int
    places: int
    total: float
    share: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of the indicators that hold a phrase: each upper one, then those below that answer it."""

    indicator: str
    rungs: tuple[Rung, ...]
    sums: tuple[Sum, ...]


def ladder(corpus: Corpus, indicator: str = "") -> Ladder:
    """Return the rungs of all indicators that hold ``indicator``; with "" those that an upper level sets.

    Order: papers by key, items by place in the text, each rung followed by those that answer it. A place that is bound
    by the upper paper and sets nothing gets a rung without a quantity. Raises NotFoundError when no indicator holds the phrase.
    """
    phrase = squeezed(indicator)
    web = _Web(corpus)
    rungs: list[Rung] = []
    for root in web.roots():
        tree = tuple(web.tree(root))
        if any(_holds(r, phrase) for _, r in tree) and (phrase or len(tree) > 1):
            at: dict[_Mark, int] = {}
            for mark, rung in tree:
                above = web.above.get(mark)
                at[mark] = len(rungs)
                rungs.append(rung if above is None else _judged(rung, rungs[at[above]], at[above]))
    if not rungs:
        raise NotFoundError(f"{indicator!r}: no target or sum of money is of such an indicator")
    return Ladder(indicator, tuple(rungs), tuple(_sums(rungs, web.repeating)))


_Mark = tuple[str, ...]
"""What names a rung: its item, and its quantity or the place that sets none."""


class _Web:
    """All rungs of a corpus and which answers which."""

    def __init__(self, corpus: Corpus) -> None:
        self.papers = {d.key: d for d in corpus.documents}
        self.names = {p.code: p.name for p in corpus.places}
        self.rungs: dict[_Mark, Rung] = {}
        self.above: dict[_Mark, _Mark] = {}
        self.below: dict[_Mark, list[_Mark]] = {}
        self.cited = {c.key: c for d in corpus.documents for c in d.cites if c.level}
        found = every(corpus)
        empty = wordless(corpus)
        self.repeating = frozenset(t.item.key for t in found if squeezed(t.local) == squeezed(t.text))
        self.own: dict[str, list[_Mark]] = {}
        uppers: dict[_Mark, str] = {}
        takers: dict[tuple[_Mark, str], str] = {}
        for tie in sorted(found, key=lambda t: t.read is None):
            for mark in self._upper(tie):
                uppers[mark] = tie.document
        places = bound(corpus)
        for record in corpus.records:
            own = [] if record.key in empty else [q for q in record.quantities if q.column == "text"]
            self.own[record.key] = [self._add(record.key, q, self._place(record.document)) for q in own]
        for tie in found:
            free = [m for m in self.own[tie.item.key] if m not in self.above]
            place = self.papers[tie.item.document].jurisdiction
            asked = self._upper(tie)
            for mark in asked:
                takers.setdefault((mark, place), tie.item.key)
            alike = ((self._like(m, u), -i, -j) for i, u in enumerate(asked) for j, m in enumerate(free))
            paired: tuple[set[int], set[int]] = (set(), set())
            for score, i, j in sorted(alike, reverse=True):
                if score >= ALIKE and -i not in paired[0] and -j not in paired[1]:
                    paired[0].add(-i)
                    paired[1].add(-j)
                    self._answer(free[-j], asked[-i])
        followed = {paper for _, paper in places}
        uppers |= {m: r.document for r in corpus.records if r.document in followed for m in self.own[r.key]}
        self._silent(uppers, takers, places)

    def _upper(self, tie: Tie) -> list[_Mark]:
        """Return the quantities of a tie's upper item: those of the paper where it was read, else those of the quote."""
        if tie.read is not None:
            own = [q for q in tie.read.quantities if q.column == "text"]
        else:
            same = squeezed(tie.local) == squeezed(tie.text)
            quoted = [q for q in tie.item.quantities if q.column == "upstream"]
            own = quoted or ([q for q in tie.item.quantities if q.column == "text"] if same else [])
        return [self._add(tie.upper, q, self._place(tie.document)) for q in own]

    def _add(self, item: str, q: Quantity, place: tuple[str, str, str]) -> _Mark:
        said = (q.kind, q.indicator, q.comparator, str(q.value), str(q.value_max), q.unit, q.deadline or "", q.mode)
        mark = (item, *said)
        self.rungs.setdefault(mark, Rung(*place, item, q.indicator, q))
        return mark

    def _place(self, document: str) -> tuple[str, str, str]:
        """Return level, code and name of the place that issued a paper, as far as it or its citations tell."""
        paper = self.papers.get(document) or self.cited.get(document)
        return (paper.level, paper.jurisdiction, self.names.get(paper.jurisdiction, "")) if paper else ("", "", "")

    def _like(self, one: _Mark, two: _Mark) -> float:
        a, b = self.rungs[one].quantity, self.rungs[two].quantity
        return likeness(a, b) if a is not None and b is not None else 0.0

    def _answer(self, mark: _Mark, above: _Mark) -> None:
        self.above[mark] = above
        self.below.setdefault(above, []).append(mark)

    def _silent(
        self, uppers: dict[_Mark, str], takers: dict[tuple[_Mark, str], str], bound_places: Sequence[tuple[str, str]]
    ) -> None:
        """Add a rung without a quantity for each bound place that does not answer an upper one."""
        levels = {d.jurisdiction: d.level for d in self.papers.values()}
        for mark, document in uppers.items():
            answered = {self.rungs[m].place for m in self.below.get(mark, ())}
            for place in (
                p
                for p, paper in bound_places
                if paper == document and p not in answered and p != self.rungs[mark].place
            ):
                item = takers.get((mark, place), "")
                silent = (*mark, place)
                rung = Rung(levels.get(place, ""), place, self.names.get(place, ""), item, mark[2], None)
                self.rungs[silent] = rung
                self._answer(silent, mark)

    def roots(self) -> tuple[_Mark, ...]:
        """Return the rungs that answer none."""
        return tuple(m for m in self.rungs if m not in self.above)

    def tree(self, mark: _Mark) -> Iterator[tuple[_Mark, Rung]]:
        """Yield a rung and all that hang on it, each right behind the one it answers."""
        yield mark, self.rungs[mark]
        for below in self.below.get(mark, ()):
            yield from self.tree(below)


def _holds(rung: Rung, phrase: str) -> bool:
    return phrase in squeezed(rung.indicator) or bool(rung.quantity and phrase in rung.quantity.quote)


def _judged(rung: Rung, above: Rung | None, at: int) -> Rung:
    if above is None or above.quantity is None:
        return rung
    if rung.quantity is None:
        return Rung(rung.level, rung.place, rung.name, rung.item, rung.indicator, None, at, None, "not-stated")
    ratio = rung.quantity.value / above.quantity.value if above.quantity.value else None
    verdict = compare(above.quantity, rung.quantity)
    return Rung(rung.level, rung.place, rung.name, rung.item, rung.indicator, rung.quantity, at, ratio, verdict)


def _sums(rungs: Sequence[Rung], repeating: frozenset[str]) -> Iterator[Sum]:
    """Yield for each count asked from above what the places right below state together, and how many they are.

    What does not add up, and what an item of ``repeating`` only says after the level above, is left out.
    """
    answered: dict[int, list[Rung]] = {}
    for rung in rungs:
        if rung.above >= 0 and rungs[rung.above].quantity is not None:
            answered.setdefault(rung.above, []).append(rung)
    for at, below in answered.items():
        above = rungs[at]
        asked, level = above.quantity, below[0].level
        if asked is None or asked.comparator == "range" or not adds_up(asked):
            continue
        stated = {
            r.place: r.quantity.value
            for r in below
            if r.quantity is not None
            and r.level == level
            and r.item not in repeating
            and r.quantity.frequency == asked.frequency
            and adds_up(r.quantity)
        }
        if stated:
            total, places = sum(stated.values()), _places_below(above.place, level)
            yield Sum(at, len(stated), places, total, total / asked.value if asked.value else 0.0)


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


def parted(found: Ladder) -> tuple[Ladder, Ladder]:
    """Return a ladder without the values that no place below answers, and these alone; sums stay with the first."""
    roots: list[int] = []
    for n, rung in enumerate(found.rungs):
        roots.append(roots[rung.above] if rung.above >= 0 else n)
    below = [(root, rung.quantity) for root, rung in zip(roots, found.rungs, strict=True) if rung.above >= 0]
    silent = {root for root, _ in below} - {root for root, quantity in below if quantity is not None}

    def part(unanswered: bool) -> tuple[Rung, ...]:
        kept = {n: i for i, n in enumerate(n for n, root in enumerate(roots) if (root in silent) == unanswered)}
        return tuple(replace(found.rungs[n], above=kept.get(found.rungs[n].above, -1)) for n in kept)

    return replace(found, rungs=part(False)), replace(found, rungs=part(True), sums=())


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
                due(q) if q else "",
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
            pick(lang, "合计与上级之比", "sum / upper"),
            pick(lang, "是否齐全", "all there"),
        )
        yes, no = pick(lang, "是", "yes"), pick(lang, "否", "no")
        body = tuple(
            (
                found.rungs[s.above].indicator,
                said(found.rungs[s.above].quantity),
                number(s.total),
                s.stated,
                s.places,
                f"{s.share:.4g}",
                yes if s.stated == s.places else no,
            )
            for s in found.sums
        )
        sheets.append(Sheet(pick(lang, "合计", "sums"), head, body))
    asked = pick(lang, "指标：", "indicator: ") + (
        found.indicator or pick(lang, "上级提出的全部指标", "all that an upper level sets")
    )
    legend = tuple((k, w) for k, w in verdicts.items() if k)
    return Report(pick(lang, "指标阶梯", "Indicator ladder"), (asked, taken_up(lang)), tuple(sheets), legend)


def levels(rungs: Iterable[Rung]) -> tuple[str, ...]:
    """Return the levels of rungs, the state first; unknown ones last."""
    found = {r.level for r in rungs}
    return tuple(sorted(found, key=lambda x: LEVELS.index(x) if x in LEVELS else len(LEVELS)))
