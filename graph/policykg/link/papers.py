"""Texts of papers -> papers: what is one paper twice, what are two papers that only read alike.

A number is a paper's name: two texts with different numbers are two papers, however alike they read.
Papers of different places are two as well. A text that lacks a number or a place joins another only
when that is the one paper it can be; it never brings together two that are not one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from policykg.link.twins import fold, merge, pair_alike, pair_parts
from policykg.model import Issue
from policykg.records import DocumentInfo, Record

#: What a person decided of two papers: one (True), two (False), or nothing (None).
Ruling = Callable[[DocumentInfo, DocumentInfo], bool | None]
#: Two papers share most of their tasks from this share of the smaller one's items on.
MOST = 0.5
#: How many of the papers alike a hint names.
NAMED = 3
#: Signs an item's text must have to count as shared: short ones (加强领导) stand in many papers.
LONG = 8


#: Letters of text from which two papers without number or title are no longer alike by chance: a task has twenty and more.
_BY_CHANCE = 20


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paper as one file has it: who it is and its items in order."""

    info: DocumentInfo
    rows: tuple[Record, ...]


@dataclass(slots=True)
class _Group:
    """One paper with all its texts so far."""

    info: DocumentInfo
    rows: list[Record]
    members: list[int]


def no_ruling(a: DocumentInfo, b: DocumentInfo) -> bool | None:
    """Decide nothing."""
    return None


def may_be_one(a: DocumentInfo, b: DocumentInfo) -> bool:
    """Tell whether two papers may be one: neither their numbers nor their places speak against it."""
    return not (a.number and b.number and a.number != b.number) and not (
        a.jurisdiction and b.jurisdiction and a.jurisdiction != b.jurisdiction
    )


def bring_together(
    texts: Sequence[PaperText], ruled: Ruling = no_ruling
) -> tuple[tuple[DocumentInfo, ...], tuple[Record, ...], tuple[Issue, ...]]:
    """Make one paper of the texts that are one; return papers by key, their items, and what the report must tell.

    Items of a twin text attest those of the first. Of two texts with one number that read otherwise the
    first stays and the second is reported. Papers of one title but another issuer get keys of their own.
    """
    return _Joiner(texts, ruled).run()


class _Joiner:
    """Texts on their way to papers, those that name themselves best first."""

    def __init__(self, texts: Sequence[PaperText], ruled: Ruling) -> None:
        self.ruled = ruled
        self.texts = sorted(texts, key=lambda t: (not t.info.number, -len(t.rows), t.info.key, t.info.sources[0].path))
        self.groups: dict[str, _Group] = {}
        self.issues: list[Issue] = []
        self.near: list[list[int]] = [[] for _ in self.texts]

    def run(self) -> tuple[tuple[DocumentInfo, ...], tuple[Record, ...], tuple[Issue, ...]]:
        self._find_twins()
        for n in range(len(self.texts)):
            self._place(n)
        kept = [self.groups[k] for k in sorted(self.groups)]
        self.issues += _alike_papers(kept)
        return tuple(g.info for g in kept), tuple(x for g in kept for x in g.rows), tuple(self.issues)

    def _find_twins(self) -> None:
        """Note for each text those that read as it does (or as a part of it) and may be the same paper."""
        for n, text in enumerate(self.texts):
            for m in range(n):
                other = self.texts[m]
                may = self.ruled(other.info, text.info)
                if (
                    may is not False
                    and (may or may_be_one(other.info, text.info))
                    and (pairs := _part_pairs(other.rows, text.rows))
                    and (may or _tells(other.info, text.info, pairs))
                ):
                    self.near[n].append(m)
                    self.near[m].append(n)

    def _sure(self, n: int) -> bool:
        """Tell whether all that read as this text may be one paper, so that it is no bridge between two."""
        near = self.near[n]
        return all(may_be_one(self.texts[a].info, self.texts[b].info) for i, a in enumerate(near) for b in near[:i])

    def _place(self, n: int) -> None:
        text = self.texts[n]
        for group in self.groups.values():
            if any(self.ruled(self.texts[m].info, text.info) for m in group.members):
                self._join(group, n, pair_alike(group.rows, text.rows))
                return
        namesake = self.groups.get(text.info.key)
        if namesake is not None:
            if not self._apart(namesake, n):
                pairs = pair_parts(namesake.rows, text.rows) or _part_pairs(namesake.rows, text.rows)
                self._join(namesake, n, pairs)
                return
            text = self.texts[n] = _renamed(text, self.groups)
        twin = next((g for g in map(self._group_of, sorted(self.near[n])) if g and self._fits(g, n)), None)
        if twin is not None:
            pairs = _part_pairs(twin.rows, text.rows) or pair_alike(twin.rows, text.rows)
            self._join(twin, n, pairs, named=False)
            return
        self.groups[text.info.key] = _Group(text.info, list(text.rows), [n])

    def _group_of(self, m: int) -> _Group | None:
        return next((g for g in self.groups.values() if m in g.members), None)

    def _fits(self, group: _Group, n: int) -> bool:
        """Tell whether a twin text belongs to a paper: nothing speaks against it, and neither may be another's."""
        info = self.texts[n].info
        ties = [m for m in group.members if m in self.near[n]]
        return (
            self._sure(n)
            and any(map(self._sure, ties))
            and all(may_be_one(self.texts[m].info, info) for m in group.members)
            and not any(self.ruled(self.texts[m].info, info) is False for m in group.members)
        )

    def _apart(self, group: _Group, n: int) -> bool:
        """Tell whether a text of the same key is another paper: by decision, or one title of two issuers."""
        text = self.texts[n]
        if any(self.ruled(self.texts[m].info, text.info) is False for m in group.members):
            return True
        if text.info.number:
            return False
        others = [self.texts[m].info for m in group.members]
        if any(not may_be_one(o, text.info) for o in others):
            return True
        issuers = {o.issuer_key for o in others if o.issuer_key}
        same = pair_parts(group.rows, text.rows)
        return bool(text.info.issuer_key and issuers and text.info.issuer_key not in issuers and not same)

    def _join(self, group: _Group, n: int, pairs: Sequence[tuple[Record, Record]], named: bool = True) -> None:
        """Let a text attest the items of a paper. What has no partner comes in where its place is free and the text is
        ``named`` as the paper is; else the report tells of it.
        """
        text = self.texts[n]
        group.members.append(n)
        group.info = replace(group.info, sources=tuple(dict.fromkeys((*group.info.sources, *text.info.sources))))
        merged, differing = merge(pairs, group.info.title)
        self.issues += differing
        group.rows = [merged.get(x.key, x) for x in group.rows]
        paired = {x.key for _, x in pairs}
        rest = [_moved(x, text.info.key, group.info.key) for x in text.rows if x.key not in paired]
        taken = {x.key for x in group.rows}
        left_out = [x for x in rest if x.key in taken or not named]
        if left_out:
            self.issues.append(_one_number_two_texts(text.info, group.info, left_out))
        group.rows += [x for x in rest if x not in left_out]


def _tells(a: DocumentInfo, b: DocumentInfo, pairs: Sequence[tuple[Record, Record]]) -> bool:
    """Tell whether texts that read alike are one paper: named both, or long enough that chance made no two of them."""
    return all(x.number or x.title for x in (a, b)) or sum(len(fold(x.text)) for _, x in pairs) >= _BY_CHANCE


def _part_pairs(main: Sequence[Record], rows: Sequence[Record]) -> tuple[tuple[Record, Record], ...]:
    """Pair all of ``rows`` with the part of ``main`` that is the same text; () when none is."""
    for part in dict.fromkeys(x.part for x in main):
        pairs = pair_parts([x for x in main if x.part == part], rows)
        if pairs:
            return pairs
    return ()


def _renamed(text: PaperText, taken: Iterable[str]) -> PaperText:
    """Give a paper whose key is another's a key of its own: with its issuer, else its place, then a count."""
    old, used = text.info.key, set(taken)
    sign = (text.info.issuer_key or text.info.jurisdiction).replace(".", "-")
    key = f"{old}-{sign}" if sign and not text.info.number else old
    n = 2
    while key in used:
        key, n = f"{old}-{n}", n + 1
    rows = tuple(_moved(x, old, key) for x in text.rows)
    return PaperText(replace(text.info, key=key), rows)


def _moved(row: Record, old: str, new: str) -> Record:
    """Return an item as one of the paper ``new``."""
    if old == new:
        return row
    upper = row.upstream
    if upper is not None and upper.document.startswith(f"{old}-"):
        document = new + upper.document.removeprefix(old)
        upper = replace(upper, document=document, key=document + upper.key.removeprefix(upper.document))
    return replace(row, key=new + row.key.removeprefix(old), document=new, upstream=upper)


def _one_number_two_texts(info: DocumentInfo, kept: DocumentInfo, rows: Sequence[Record]) -> Issue:
    """Report a text left out because another of the same number (or title) reads otherwise."""
    shown = "、".join(x.ordinal or x.key.rsplit(".", 1)[-1] for x in rows[:5]) + ("…" if len(rows) > 5 else "")
    name = info.number or info.title
    return Issue(
        info.sources[0].path, 0, "one-number-two-texts", values=(name, kept.sources[0].path, str(len(rows)), shown)
    )


def _alike_papers(groups: Sequence[_Group]) -> list[Issue]:
    """Report once a paper which others most of its tasks stand in, word for word: a hint, not a merge."""
    holders: dict[str, set[int]] = {}
    sizes: list[int] = []
    for n, group in enumerate(groups):
        texts = {fold(x.text) for x in group.rows if x.kind in ("task", "row", "clause")}
        long = {t for t in texts if len(t) >= LONG}
        sizes.append(len(long))
        for text in long:
            holders.setdefault(text, set()).add(n)
    shared = Counter((a, b) for ns in holders.values() for a in ns for b in ns if a < b)
    others: dict[int, list[int]] = {}
    for (a, b), count in sorted(shared.items()):
        if count > MOST * min(sizes[a], sizes[b]):
            others.setdefault(a, []).append(b)
            others.setdefault(b, []).append(a)
    return [_alike_hint(groups[n].info, [groups[m].info for m in ms]) for n, ms in sorted(others.items())]


def _alike_hint(info: DocumentInfo, others: Sequence[DocumentInfo]) -> Issue:
    names = "、".join(f"{o.number or o.title}（{o.sources[0].path}）" for o in others[:NAMED])
    more = "…" if len(others) > NAMED else ""
    return Issue(
        info.sources[0].path, 0, "papers-alike", values=(info.number or info.title, names + more, str(len(others)))
    )
