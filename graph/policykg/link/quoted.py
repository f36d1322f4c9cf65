"""Who an upper-level text belongs to: one item, whoever quotes it, and the upper paper's own once that is read.

A quoted item has no number of the upper paper that could be trusted (a table of a city counts for itself), so its
words name it: the key of the upper paper and the first twelve letters and digits of the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import Match, SequenceMatcher

from policykg.link.likeness import task
from policykg.link.twins import alike, differences, fold
from policykg.model import Issue
from policykg.records import Record, Upstream

HEAD = 12
"""How many letters and digits of a text name it."""

ALIKE = 0.85
"""How alike two wordings of one item are (policykg.link.twins.alike)."""

_SHORTEST_PART = 10


@dataclass(slots=True)
class _Said:
    """A text that an upper paper says, by its letters and digits, and the rows that quote it."""

    text: str
    wording: str
    rows: list[Record] = field(default_factory=list)
    papers: set[str] = field(default_factory=set)
    key: str = ""


def identify(records: Sequence[Record]) -> tuple[tuple[Record, ...], tuple[Issue, ...]]:
    """Give each quoted upper-level text the key of its item; say where wordings of one item differ.

    Inside one paper only equal texts (a merged cell) are one item; two papers may print an item a little
    differently, as two scans do. The order of ``records`` is kept; it does not change the keys.
    """
    papers: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.upstream is not None and record.upstream.kind == "quoted":
            papers[record.upstream.document].append(record)
    read: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.document in papers and record.kind in ("task", "row", "clause"):
            read[record.document].append(record)
    keyed: dict[str, Upstream] = {}
    issues: list[Issue] = []
    for paper in sorted(papers):
        rows = sorted(papers[paper], key=lambda r: (r.document, r.start, r.end, r.key))
        said = _gather(rows)
        owned = {id(s): _own(s, read[paper]) for s in said} if read[paper] else {}
        for s in said:
            own = owned.get(id(s))
            s.key = own.key if own is not None else ""
            if own is not None:
                s.wording = task(own)
        _name([s for s in said if not s.key], paper)
        for s in said:
            for row in s.rows:
                if (upper := row.upstream) is not None:
                    keyed[row.key] = replace(upper, key=s.key)
                    issues += _differing(row, upper, s, s.key, bool(read[paper]), owned.get(id(s)) is not None)
    kept = tuple(replace(r, upstream=keyed[r.key]) if r.key in keyed else r for r in records)
    return kept, tuple(issues)


def _gather(rows: Sequence[Record]) -> list[_Said]:
    """Bring rows together that quote one text; the first paper by key and place gives the wording."""
    found: dict[str, _Said] = {}
    for row in rows:
        if row.upstream is None:
            continue
        text = fold(row.upstream.text)
        said = found.get(text) or next(
            (s for s in found.values() if row.document not in s.papers and alike(s.text, text) >= ALIKE), None
        )
        said = said or _Said(text, row.upstream.text)
        found[text] = said
        said.rows.append(row)
        said.papers.add(row.document)
    return list({id(s): s for s in found.values()}.values())


def _own(said: _Said, items: Sequence[Record]) -> Record | None:
    """Find the item of the upper paper that says a quoted text: the same, one that holds it, or nearly the same."""
    folded = [(fold(task(r)), r) for r in items]
    for text, record in folded:
        if text == said.text:
            return record
    if len(said.text) >= _SHORTEST_PART:
        holding = [(len(text), r) for text, r in folded if said.text in text]
        if holding:
            return min(holding, key=lambda x: (x[0], x[1].start, x[1].key))[1]
    near = [(alike(text, said.text), r) for text, r in folded]
    best = max(near, key=lambda x: (x[0], -x[1].start), default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None


def _name(said: Sequence[_Said], paper: str) -> None:
    heads: dict[str, list[_Said]] = defaultdict(list)
    for s in said:
        heads[s.text[:HEAD]].append(s)
    for head, same in heads.items():
        for n, s in enumerate(sorted(same, key=lambda s: s.text), 1):
            s.key = f"{paper}.{head}" if n == 1 else f"{paper}.{head}-{n}"


def _differing(row: Record, upper: Upstream, said: _Said, key: str, was_read: bool, owned: bool) -> list[Issue]:
    """Say what differs between a quote and the words of its item, or that the upper paper does not have it."""
    path = row.source.path
    if was_read and not owned:
        return [Issue(path, 0, "quote-not-found", upper.start, upper.end, (upper.text[:20], upper.document))]
    a, b = fold(said.wording), fold(upper.text)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    blocks = [m for m in matcher.get_matching_blocks() if m.size]
    if not blocks:
        return []
    # a quote may leave out how an item begins or ends (the bodies in brackets)
    a = a[blocks[0].a if not blocks[0].b else 0 : blocks[-1].a + blocks[-1].size if _ends(blocks[-1], b) else len(a)]
    return [Issue(path, 0, "quote-differs", upper.start, upper.end, (*d, key)) for d in differences(a, b)]


def _ends(block: Match, text: str) -> bool:
    return block.b + block.size == len(text)


def by_key(records: Sequence[Record]) -> Mapping[str, tuple[Record, ...]]:
    """Return the rows that quote each upper-level item, by its key, in the order of ``records``."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.upstream is not None:
            found[record.upstream.key].append(record)
    return {k: tuple(v) for k, v in found.items()}
