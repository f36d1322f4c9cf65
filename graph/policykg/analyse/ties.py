"""What each local item takes up: the upper-level item it quotes, and those of a read paper that it surely re-writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.analyse.tables import pick
from policykg.errors import NotFoundError
from policykg.link.likeness import task
from policykg.link.shifted import shifted
from policykg.records import Assignment, Corpus, DocumentInfo, Record


@dataclass(frozen=True, slots=True)
class Tie:
    """A local item and an upper-level item it takes up.

    ``text`` is the upper-level text as the local paper quotes it, of an aligned tie as the upper paper says it (without
    the brackets that name bodies); so is ``local``. ``roles`` are the bodies the local paper names for the upper item,
    else those of the upper paper. ``read`` is the upper item where its paper was read.
    """

    item: Record
    upper: str
    document: str
    local: str
    text: str
    roles: tuple[Assignment, ...]
    kind: Literal["quoted", "aligned"]
    read: Record | None


def ties(corpus: Corpus, document: str = "") -> tuple[Tie, ...]:
    """Return the ties of the local papers that ``document`` names (key, number or part of the title; all when ""), in order.

    Raises NotFoundError when none of their items takes up anything.
    """
    papers = {d.key for d in corpus.documents if named(d, document)}
    found = tuple(t for t in every(corpus) if t.item.document in papers)
    if not found:
        raise NotFoundError(f"{document!r}: no item of such a paper takes up an upper-level item")
    return found


def named(paper: DocumentInfo, asked: str) -> bool:
    """Tell whether a key, a number or a part of a title names a paper; "" names all."""
    return not asked or asked in (paper.key, paper.number) or asked in paper.title


def every(corpus: Corpus) -> tuple[Tie, ...]:
    """Return all ties, in order; () when there are none."""
    return tuple(_all(corpus))


def _all(corpus: Corpus) -> Iterator[Tie]:
    records = {r.key: r for r in corpus.records}
    derived: dict[str, list[str]] = {}
    for a in corpus.alignments:
        if a.derives:
            derived.setdefault(a.left, []).append(a.right)
    for record in corpus.records:
        if (upper := record.upstream) is not None:
            read = records.get(upper.key)
            roles = upper.roles or (read.roles if read else ())
            yield Tie(record, upper.key, upper.document, record.text, upper.text, roles, "quoted", read)
        for key in derived.get(record.key, ()):
            other = records[key]
            yield Tie(record, key, other.document, task(record), task(other), other.roles, "aligned", other)


def wordless(corpus: Corpus) -> frozenset[str]:
    """Return the keys of rows whose local cell is empty in a table that has such cells: their text is the upper-level one."""
    parts: dict[tuple[str, str], list[Record]] = {}
    for record in corpus.records:
        if record.upstream is not None and record.upstream.kind == "quoted":
            parts.setdefault((record.document, record.part), []).append(record)
    found: set[str] = set()
    for rows in parts.values():
        lent = {r.key for r in rows if r.upstream and (r.start, r.end) == (r.upstream.start, r.upstream.end)}
        found |= lent if len(lent) < len(rows) else set()
    return frozenset(found)


def slipped(corpus: Corpus, papers: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return (key of a row, key of the row beside it whose upper-level text its local text fits better) of papers, in order."""
    return tuple((row.key, beside.key) for row, beside in shifted([r for r in corpus.records if r.document in papers]))


def bound(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Return (place, paper above) for all papers that are based on a paper from above or quote one, each once, in order.

    Above is a paper of a place around the one that cites it; a paper of the same place, a sister or one below binds nobody.
    """
    above = _Above(corpus)
    papers = {d.key: d for d in corpus.documents}
    found = {(d.jurisdiction, c): None for d in corpus.documents for c in _basis(d)}
    found |= {(papers[r.document].jurisdiction, r.upstream.document): None for r in corpus.records if r.upstream}
    return tuple(x for x in found if above(*x))


def bound_through(corpus: Corpus) -> frozenset[tuple[str, str]]:
    """Return (place, paper above) as :func:`bound` does, and what these papers are based on in turn, level by level."""
    above = _Above(corpus)
    basis: dict[str, set[str]] = {d.key: set(_basis(d)) for d in corpus.documents}
    for record in corpus.records:
        if record.upstream is not None:
            basis[record.document].add(record.upstream.document)
    found: set[tuple[str, str]] = set()
    for paper in corpus.documents:
        reached: set[str] = set()
        todo = [paper.key]
        while todo:
            new = basis.get(todo.pop(), set()) - reached
            reached |= new
            todo += sorted(new)
        found |= {(paper.jurisdiction, key) for key in reached}
    return frozenset(x for x in found if above(*x))


def _basis(paper: DocumentInfo) -> tuple[str, ...]:
    return tuple(c.key for c in paper.cites if c.citation.relation == "based_on")


class _Above:
    """Tells whether a paper is one of a place around another place; of a paper nobody knows the place of, it may be."""

    def __init__(self, corpus: Corpus) -> None:
        self._within = {p.code: p.parent for p in corpus.places}
        self._home = {c.key: c.jurisdiction for d in corpus.documents for c in d.cites}
        self._home |= {d.key: d.jurisdiction for d in corpus.documents}

    def __call__(self, place: str, paper: str) -> bool:
        home, at, seen = self._home.get(paper, ""), place, set[str]()
        if not place or not home:
            return bool(place)
        while at and at not in seen:
            seen.add(at)
            at = self._within.get(at, "")
            if at == home:
                return True
        return False


def taken_up(lang: str) -> str:
    """Return the line that says which ties a result rests on."""
    return pick(
        lang,
        "承接关系：引述，或分值不低于 0.9 的对应",
        "what counts as taken up: quoted, or aligned with a score of at least 0.9",
    )


def slipped_lines(rows: Sequence[tuple[str, str]], lang: str) -> tuple[str, ...]:
    """Return a line that names rows in which the columns may have slipped; () when there are none."""
    if not rows:
        return ()
    said = pick(lang, "两栏可能错行，请核对原件：", "rows in which the columns may have slipped, see the original: ")
    like = pick(lang, "（更像 {0}）", " (fits {0})")
    return (said + pick(lang, "、", ", ").join(row + like.format(beside) for row, beside in rows),)
