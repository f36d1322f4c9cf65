"""Upper-level items against the places that must carry them out: who took up what, who did not, who added what.

Known are the upper-level items that a read paper quotes, and those of upper papers that were read themselves. A
place's state for an item is the best that its papers show; where no paper of the place that is based on the upper
paper was read, nothing can be said, and nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.analyse.tables import LEVELS, Report, Sheet, Value, counted, pick, short, squeezed
from policykg.analyse.ties import bound as bound_places
from policykg.analyse.ties import slipped, slipped_lines
from policykg.errors import NotFoundError
from policykg.records import Alignment, Corpus, DocumentInfo, Record

State = Literal["quoted", "rewritten", "lead-only", "suspect", "none", "unread"]

STATES: tuple[State, ...] = ("quoted", "rewritten", "lead-only", "suspect", "none", "unread")

WORDS: dict[str, tuple[str, str]] = {
    "quoted": ("引述并有本级任务", "quoted, with a local task"),
    "rewritten": ("改写", "re-written"),
    "lead-only": ("仅明确责任单位", "only lead named"),
    "suspect": ("上级原文有出入", "suspect: upper text differs"),
    "none": ("无本级任务", "no local task"),
    "unread": ("未读入相关文件", "no paper read"),
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
    uppers = _uppers(corpus)
    chosen = _chosen(corpus, sorted({u for u, _ in uppers.values()}), document)
    papers = {d.key: d for d in corpus.documents}
    records = {r.key: r for r in corpus.records}
    quoting: dict[str, list[Record]] = defaultdict(list)
    for record in corpus.records:
        if record.upstream is not None:
            quoting[record.upstream.key].append(record)
    partners = _partners(corpus.alignments, bar)
    names = {p.code: p.name for p in corpus.places}
    bound = frozenset(x for x in bound_places(corpus) if x[1] in {u for u, _ in uppers.values()})
    codes = sorted({code for code, _ in bound})
    levels: dict[str, str] = {c.key: c.level for d in corpus.documents for c in d.cites if c.level}
    levels |= {key: d.level for d in corpus.documents for key in (d.key, d.jurisdiction)}
    lines = []
    for key, (paper, first) in uppers.items():
        if paper not in chosen:
            continue
        cells = tuple(
            _cell(key, paper, code, quoting[key], records, partners, papers, (code, paper) in bound)
            if (code, paper) in bound or _above(levels.get(paper, ""), levels.get(code, ""))
            else Cell("unread")
            for code in codes
        )
        upper = first.upstream
        text, ordinal = (upper.text, upper.ordinal) if upper and upper.key == key else (first.text, first.ordinal)
        lines.append(Line(key, paper, ordinal, text, cells))
    shown = [n for n in range(len(codes)) if any(line.cells[n].state != "unread" for line in lines)]
    kept = tuple(Line(x.key, x.document, x.ordinal, x.text, tuple(x.cells[n] for n in shown)) for x in lines)
    places = tuple((codes[n], names.get(codes[n], codes[n])) for n in shown)
    unread = tuple((c, names.get(c, c)) for n, c in enumerate(codes) if n not in shown)
    quoters = {r.document for rows in quoting.values() for r in rows if r.upstream and r.upstream.document in chosen}
    inventions = _inventions(corpus, chosen, partners, papers)
    return Coverage(document, bar, places, kept, inventions, unread, slipped(corpus, quoters))


def _above(one: str, other: str) -> bool:
    """Tell whether a level is above another; an unknown one may be."""
    return one not in LEVELS or other not in LEVELS or LEVELS.index(one) < LEVELS.index(other)


def _uppers(corpus: Corpus) -> dict[str, tuple[str, Record]]:
    """Return key -> (paper, record that shows it) of all known upper-level items, in order of papers and tables."""
    found: dict[str, tuple[str, Record]] = {}
    based = {c.key for d in corpus.documents for c in d.cites if c.citation.relation == "based_on"}
    for record in corpus.records:
        if record.document in based and record.kind in ROWS:
            found.setdefault(record.key, (record.document, record))
    for record in corpus.records:
        if record.upstream is not None:
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


def _partners(alignments: Iterable[Alignment], bar: float) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for a in alignments:
        if a.score >= bar:
            found[a.left].append(a.right)
            found[a.right].append(a.left)
    return {k: tuple(v) for k, v in found.items()}


def _cell(
    key: str,
    paper: str,
    code: str,
    quoting: Sequence[Record],
    records: dict[str, Record],
    partners: dict[str, tuple[str, ...]],
    papers: dict[str, DocumentInfo],
    bound: bool,
) -> Cell:
    own = [r for r in quoting if papers[r.document].jurisdiction == code]
    if own:
        return Cell(_state(own, key, paper, records, papers), tuple(r.key for r in own))
    like = [p for source in (key, *(r.key for r in quoting)) for p in partners.get(source, ())]
    like = [p for p in dict.fromkeys(like) if papers[records[p].document].jurisdiction == code]
    if like:
        return Cell("rewritten", tuple(sorted(like)))
    return Cell("none" if bound else "unread")


def _state(
    own: Sequence[Record], key: str, paper: str, records: dict[str, Record], papers: dict[str, DocumentInfo]
) -> State:
    """Return what rows that quote an item say: suspect wins, for then the rest rests on other words."""
    if paper in papers:
        said = squeezed(records[key].text) if key in records else ""
        if not all(r.upstream and squeezed(r.upstream.text).rstrip("。") in said for r in own):
            return "suspect"
    if any(r.text and r.upstream and squeezed(r.text) != squeezed(r.upstream.text) for r in own):
        return "quoted"
    return "lead-only" if any(r.roles for r in own) else "none"


def _inventions(
    corpus: Corpus, chosen: frozenset[str], partners: dict[str, tuple[str, ...]], papers: dict[str, DocumentInfo]
) -> tuple[Invention, ...]:
    """Return tasks of papers that quote or are based on one of ``chosen`` which neither quote nor answer to an item that does."""
    quoting = {r.document for r in corpus.records if r.upstream is not None and r.upstream.document in chosen}
    quoting |= {
        d.key for d in corpus.documents for c in d.cites if c.citation.relation == "based_on" and c.key in chosen
    }
    derived = {r.key for r in corpus.records if r.document in chosen or (r.upstream and r.upstream.document in chosen)}
    nearest: dict[str, tuple[str, float]] = {}
    for a in sorted(corpus.alignments, key=lambda a: (-a.score, a.left, a.right)):
        for key, other in ((a.left, a.right), (a.right, a.left)):
            if other in derived:
                nearest.setdefault(key, (other, a.score))
    return tuple(
        Invention(papers[r.document].jurisdiction, r.key, r.text, *nearest.get(r.key, ("", 0.0)))
        for r in corpus.records
        if r.document in quoting
        and r.kind in ROWS
        and r.upstream is None
        and not any(p in derived for p in partners.get(r.key, ()))
    )


def coverage_report(found: Coverage, lang: str = "zh") -> Report:
    """Return the matrix, its totals and the local inventions as tables."""
    said = {k: pick(lang, *w) for k, w in WORDS.items()}
    names = dict(found.places)
    rows: list[tuple[Value, ...]] = []
    marks: list[tuple[str, ...]] = []
    for line in found.lines:
        cells = tuple(said[c.state] + (f" ×{len(c.items)}" if len(c.items) > 1 else "") for c in line.cells)
        rows.append((line.document, line.ordinal, short(line.text, 60), *cells))
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
            (names.get(i.place, i.place), i.key, short(i.text, 60), i.nearest, i.score or "") for i in found.inventions
        ),
        tuple(("", "invention", "", "", "") for _ in found.inventions),
    )
    filters = [
        pick(lang, "上级文件：", "upper paper: ") + (found.document or pick(lang, "全部", "all")),
        pick(lang, "对应分值不低于 ", "alignments of a score of at least ") + f"{found.bar:g}",
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
