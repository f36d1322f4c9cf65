"""Upper-level items against the places that must carry them out: who took up what, who did not, who added what.

Known are the upper-level items that a read paper quotes, and those of upper papers that were read themselves. A
place takes an item up that a paper of its quotes or surely re-writes (what ``ladder``, ``drift`` and ``copy-map``
compare too), or a paper above it does which it takes up in turn. It perhaps does where the score is lower, or where it
is based on the upper paper and its item is like that of a sister that quotes. A place no paper of which is based on
the upper one, as the place that issued it, owes nothing, and nothing is said of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.analyse.tables import Report, Sheet, Value, counted, cut, pick, squeezed
from policykg.analyse.ties import bound as bound_places
from policykg.analyse.ties import bound_through, slipped, slipped_lines, taken_up
from policykg.errors import NotFoundError
from policykg.records import Corpus, Record

State = Literal["quoted", "rewritten", "perhaps", "lead-only", "suspect", "none", "unbound"]

STATES: tuple[State, ...] = ("quoted", "rewritten", "perhaps", "lead-only", "suspect", "none", "unbound")

WORDS: dict[str, tuple[str, str]] = {
    "quoted": ("引述并有本级任务", "quoted, with a local task"),
    "rewritten": ("改写", "re-written"),
    "perhaps": ("疑似改写", "perhaps re-written"),
    "lead-only": ("仅明确责任单位", "only lead named"),
    "suspect": ("上级原文有出入或已修改", "suspect: upper text differs or was changed since"),
    "none": ("无本级任务", "no local task"),
    "unbound": ("不以其为依据", "not based on it"),
    "invention": ("本级自设", "local task without upper item"),
}

ROWS = ("task", "row")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a place did with an item: its state and the keys of the local items that show it."""

    state: State
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An upper-level item with one cell a place."""

    key: str
    document: str
    ordinal: str
    text: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Invention:
    """A local task that no upper-level item is known for; ``nearest`` is the item most like it below the bar, "" when none is."""

    place: str
    key: str
    text: str
    nearest: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix: places (code, name) in order of their codes, lines in order of papers and of the quoting tables.

    ``unread`` are places left out because no paper of theirs says anything about these items.
    """

    document: str
    bar: float
    places: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    inventions: tuple[Invention, ...]
    unread: tuple[tuple[str, str], ...]
    slipped: tuple[tuple[str, str], ...] = ()

    def totals(self) -> dict[str, dict[str, int]]:
        """Return place code -> state -> number of items; the numbers of a place add up to the number of lines."""
        return {
            code: dict(zip(STATES, counted([line.cells[n].state for line in self.lines], STATES), strict=True))
            for n, (code, _) in enumerate(self.places)
        }


def coverage(corpus: Corpus, document: str = "", bar: float = 0.5) -> Coverage:
    """Return what became of the upper-level items of a paper (key, number or part of its title), of all when "".

    Alignments count from the score ``bar`` on. Raises NotFoundError when nothing quotes such a paper.
    """
    bound = bound_through(corpus)
    uppers = _uppers(corpus, {paper for _, paper in bound})
    chosen = _chosen(corpus, sorted({u for u, _ in uppers.values()}), document)
    takers = _Takers(corpus, bound, bar)
    names = {p.code: p.name for p in corpus.places}
    codes = sorted({code for code, paper in bound if paper in {u for u, _ in uppers.values()}})
    lines = []
    for key, (paper, first) in uppers.items():
        if paper not in chosen:
            continue
        upper = first.upstream
        text, ordinal = (upper.text, upper.ordinal) if upper and upper.key == key else (first.text, first.ordinal)
        cells = tuple(takers.cell(key, paper, code, text) for code in codes)
        lines.append(Line(key, paper, ordinal, text, cells))
    shown = [n for n in range(len(codes)) if any(line.cells[n].state != "unbound" for line in lines)]
    kept = tuple(Line(x.key, x.document, x.ordinal, x.text, tuple(x.cells[n] for n in shown)) for x in lines)
    places = tuple((codes[n], names.get(codes[n], codes[n])) for n in shown)
    left = tuple((c, names.get(c, c)) for n, c in enumerate(codes) if n not in shown)
    quoters = {r.document for r in corpus.records if r.upstream and r.upstream.document in chosen}
    return Coverage(document, bar, places, kept, takers.inventions(chosen), left, slipped(corpus, quoters))


def _uppers(corpus: Corpus, papers: Collection[str]) -> dict[str, tuple[str, Record]]:
    """Return key -> (paper, record that shows it) of all known items of ``papers``, in order of papers and tables."""
    found: dict[str, tuple[str, Record]] = {}
    for record in corpus.records:
        if record.document in papers and record.kind in ROWS:
            found.setdefault(record.key, (record.document, record))
    for record in corpus.records:
        if record.upstream is not None and record.upstream.document in papers:
            found.setdefault(record.upstream.key, (record.upstream.document, record))
    return dict(sorted(found.items(), key=lambda x: x[1][0]))


def _chosen(corpus: Corpus, papers: Sequence[str], asked: str) -> frozenset[str]:
    if not asked:
        return frozenset(papers)
    named: dict[str, set[str]] = {p: {p} for p in papers}
    for document in corpus.documents:
        for paper, number, title in (
            (document.key, document.number, document.title),
            *((c.key, c.number, c.title) for c in document.cites),
        ):
            if paper in named:
                named[paper] |= {number, title}
    exact = frozenset(p for p, names in named.items() if asked in names)
    found = exact or frozenset(p for p, names in named.items() if any(asked in n for n in names))
    if not found:
        raise NotFoundError(f"{asked!r}: no known upper-level item is of such a paper; known are {', '.join(papers)}")
    return found


class _Takers:
    """What the items of a corpus take up, surely or perhaps, and who must."""

    def __init__(self, corpus: Corpus, bound: frozenset[tuple[str, str]], bar: float) -> None:
        self.corpus, self.bound = corpus, bound
        self.papers = {d.key: d for d in corpus.documents}
        self.records = {r.key: r for r in corpus.records}
        self.quoting: dict[str, list[Record]] = defaultdict(list)
        self.below: dict[str, dict[str, None]] = defaultdict(dict)
        self.like: dict[str, list[str]] = defaultdict(list)
        self.answering: set[str] = set()
        said = {key: {r.text for r in rows} for key, rows in ((d.key, rows) for d, rows in corpus.by_document())}
        self.changed: dict[str, list[set[str]]] = defaultdict(list)
        for d in corpus.documents:
            for c in d.cites:
                if c.citation.relation == "changes" and d.jurisdiction == self._home(c.key, c.jurisdiction):
                    self.changed[c.key].append(said[d.key])
        for record in corpus.records:
            if record.upstream is not None:
                self.quoting[record.upstream.key].append(record)
                self.below[record.upstream.key][record.key] = None
        for a in corpus.alignments:
            if a.score < bar or not a.accepted:
                continue
            if a.derives:
                self.below[a.right][a.left] = None
            if a.kind == "upper":
                self.like[a.right].append(a.left)
                self.answering.add(a.left)
                continue
            for one, other in ((a.left, a.right), (a.right, a.left)):
                upper = self.records[other].upstream
                if upper is not None and self._owes(one, upper.document):
                    self.like[upper.key].append(one)
                    self.answering.add(one)

    def _home(self, paper: str, told: str) -> str:
        return self.papers[paper].jurisdiction if paper in self.papers else told

    def _owes(self, item: str, paper: str) -> bool:
        """Tell whether an item's paper is based on an upper paper, or is the one that quotes it."""
        return (self._place(item), paper) in self.bound

    def _place(self, item: str) -> str:
        return self.papers[self.records[item].document].jurisdiction

    def cell(self, key: str, paper: str, code: str, text: str) -> Cell:
        """Return what a place made of an upper item; what it took up is suspect when a later paper of the issuer no longer says ``text``."""
        found = self._cell(key, paper, code)
        changed = found.items and any(text not in said for said in self.changed[paper])
        return Cell("suspect", found.items) if changed else found

    def _cell(self, key: str, paper: str, code: str) -> Cell:
        if (code, paper) not in self.bound:
            return Cell("unbound")
        own = [r for r in self.quoting[key] if self.papers[r.document].jurisdiction == code]
        if own:
            return Cell(self._state(own, key, paper), tuple(r.key for r in own))
        sure = [x for x in self._all_below(key) if self._place(x) == code]
        if sure:
            return Cell("rewritten", tuple(sorted(sure)))
        like = sorted({x for x in self.like[key] if self._place(x) == code})
        return Cell("perhaps", tuple(like)) if like else Cell("none")

    def _all_below(self, key: str) -> dict[str, None]:
        """Return the items that take up an item, and those that take these up, level by level."""
        found: dict[str, None] = {}
        todo = [key]
        while todo:
            new = [x for x in self.below.get(todo.pop(), ()) if x not in found]
            found |= dict.fromkeys(new)
            todo += new
        return found

    def _state(self, own: Sequence[Record], key: str, paper: str) -> State:
        """Return what rows that quote an item say: suspect wins, for then the rest rests on other words."""
        if paper in self.papers:
            said = squeezed(self.records[key].text) if key in self.records else ""
            if not all(r.upstream and squeezed(r.upstream.text).rstrip("。") in said for r in own):
                return "suspect"
        if any(r.text and r.upstream and squeezed(r.text) != squeezed(r.upstream.text) for r in own):
            return "quoted"
        return "lead-only" if any(r.roles for r in own) else "none"

    def inventions(self, chosen: frozenset[str]) -> tuple[Invention, ...]:
        """Return tasks of papers that quote or are based on one of ``chosen`` which answer to no upper item, not even perhaps."""
        direct = frozenset(bound_places(self.corpus))
        followers = {
            r.document for r in self.corpus.records if r.upstream is not None and r.upstream.document in chosen
        }
        followers |= {
            d.key
            for d in self.corpus.documents
            for c in d.cites
            if c.citation.relation == "based_on" and c.key in chosen and (d.jurisdiction, c.key) in direct
        }
        taking = {x for below in self.below.values() for x in below}
        known = {
            r.key for r in self.corpus.records if r.document in chosen or (r.upstream and r.upstream.document in chosen)
        }
        nearest: dict[str, tuple[str, float]] = {}
        for a in sorted(self.corpus.alignments, key=lambda a: (-a.score, a.left, a.right)):
            for key, other in ((a.left, a.right), (a.right, a.left)):
                if other in known:
                    nearest.setdefault(key, (other, a.score))
        return tuple(
            Invention(self.papers[r.document].jurisdiction, r.key, r.text, *nearest.get(r.key, ("", 0.0)))
            for r in self.corpus.records
            if r.document in followers and r.kind in ROWS and r.key not in taking and r.key not in self.answering
        )


def coverage_report(found: Coverage, lang: str = "zh", whole: bool = False) -> Report:
    """Return the matrix, its totals and the local inventions as tables; texts are cut for the eye unless ``whole``."""
    said = {k: pick(lang, *w) for k, w in WORDS.items()}
    names = dict(found.places)
    rows: list[tuple[Value, ...]] = []
    marks: list[tuple[str, ...]] = []
    for line in found.lines:
        cells = tuple(said[c.state] + (f" ×{len(c.items)}" if len(c.items) > 1 else "") for c in line.cells)
        rows.append((line.document, line.ordinal, cut(line.text, 60, whole), *cells))
        marks.append(("", "", "", *(c.state for c in line.cells)))
    heads = (
        pick(lang, "上级文件", "upper paper"),
        pick(lang, "序号", "no."),
        pick(lang, "上级条目", "upper-level item"),
    )
    matrix = Sheet(
        pick(lang, "覆盖", "coverage"), (*heads, *(name for _, name in found.places)), tuple(rows), tuple(marks)
    )
    totals = found.totals()
    sums: list[tuple[Value, ...]] = [(said[s], *(totals[code][s] for code, _ in found.places)) for s in STATES]
    sums.append((pick(lang, "上级条目合计", "upper-level items in all"), *(len(found.lines) for _ in found.places)))
    count = [sum(i.place == code for i in found.inventions) for code, _ in found.places]
    sums.append((said["invention"], *count))
    total = Sheet(
        pick(lang, "合计", "totals"),
        (pick(lang, "状态", "state"), *(name for _, name in found.places)),
        tuple(sums),
        tuple((s, *("" for _ in found.places)) for s in (*STATES, "", "invention")),
    )
    own = Sheet(
        said["invention"],
        (
            pick(lang, "地区", "place"),
            pick(lang, "条目", "item"),
            pick(lang, "文字", "text"),
            pick(lang, "最相近的条目", "most like it"),
            pick(lang, "分值", "score"),
        ),
        tuple(
            (names.get(i.place, i.place), i.key, cut(i.text, 60, whole), i.nearest, i.score or "")
            for i in found.inventions
        ),
        tuple(("", "invention", "", "", "") for _ in found.inventions),
    )
    filters = [
        pick(lang, "上级文件：", "upper paper: ") + (found.document or pick(lang, "全部", "all")),
        taken_up(lang),
        pick(lang, "疑似改写：分值不低于 ", "perhaps re-written: a score of at least ") + f"{found.bar:g}",
    ]
    if found.unread:
        left = pick(lang, "、", ", ").join(name for _, name in found.unread)
        filters.append(pick(lang, "未列（没有相关文件）：", "left out (no paper that says anything): ") + left)
    filters += slipped_lines(found.slipped, lang)
    return Report(
        pick(lang, "上级条目的落实情况", "What became of upper-level items"),
        tuple(filters),
        (matrix, total, own),
        tuple((s, said[s]) for s in (*STATES, "invention")),
    )
