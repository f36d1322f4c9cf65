"""What differs between two papers: number, title, issuer, date; item by item words, bodies in roles, targets,
deadlines; the words around the items (whom a paper is sent to, from when it counts, what it repeals).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from difflib import SequenceMatcher
from typing import Literal

from policykg.errors import NotFoundError
from policykg.lexicon import fold
from policykg.link.twins import fold as letters
from policykg.records import Assignment, Corpus, DocumentInfo, Record

What = Literal[
    "number",
    "paper-title",
    "issuer",
    "date",
    "item",
    "ordinal",
    "title",
    "text",
    "upstream",
    "role",
    "upstream-role",
    "target",
    "deadline",
    "field",
    "around",
]
#: How alike two items must be to be one item that changed.
SAME = 0.6
#: From this share of its items on, a paper is the text of one part of the other.
PART = 0.8
#: Longer texts are compared line by line.
LONG = 20_000
_DATE = re.compile(
    "(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
)
#: Signs of context on either side of a change.
CONTEXT = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: ``old`` and ``new`` are the changed signs (one of them "" when signs only came or went).

    ``part`` and ``ordinal`` name the item (in the old paper, in the new one when it is new);
    ``before`` and ``behind`` are the signs around the change in the old text, white space removed;
    ``old_at`` and ``new_at`` count its place in the item's words so read, -1 where there is none.
    """

    part: str
    ordinal: str
    what: What
    old: str
    new: str
    before: str = ""
    behind: str = ""
    old_at: int = -1
    new_at: int = -1


def diff_corpora(old: Corpus, new: Corpus) -> tuple[Difference, ...]:
    """Compare two corpora: papers of the same key, else all with all; items in the old order, new ones last.

    White space never counts. Where the new side is the text of one part of the old (an annex filed
    separately), only that part is compared, and the other way round; such a part has no number, issuer
    or date of its own to compare.
    """
    before, after = {d.key: d for d in old.documents}, {d.key: d for d in new.documents}
    if not before.keys() & after.keys():
        heads = _heads(old.documents[0], new.documents[0]) if len(before) == len(after) == 1 else ()
        return (*heads, *diff_items(old.records, new.records), *_around(old, new))
    found: list[Difference] = []
    mine, theirs = dict(_papers(old)), dict(_papers(new))
    for key in dict.fromkeys([*mine, *theirs]):
        if key in before and key in after:
            found += _heads(before[key], after[key])
        found += diff_items(mine.get(key, ()), theirs.get(key, ()))
    return (*found, *_around(old, new))


def _around(old: Corpus, new: Corpus) -> Iterator[Difference]:
    """Yield how the words outside the items of two papers differ, each paper alone in its corpus and with a head."""
    if not all(len(c.documents) == len(c.texts) == 1 for c in (old, new)):
        return
    if not all(d.number or d.issuer or d.date for c in (old, new) for d in c.documents):
        return
    told = [_squeeze(x) for c in (old, new) for d in c.documents for x in (d.title, d.number, d.issuer)]
    told += [_squeeze(x) for c in (old, new) for r in c.records for x in (r.text, r.title, *_beside(r))]
    known = "\n".join(told)
    a, b = ([x for x in _outside(c) if x not in known] for c in (old, new))
    if max(sum(map(len, a)), sum(map(len, b))) <= LONG:
        yield from _runs("", "", "around", "".join(a), "".join(b))
        return
    for tag, i, i2, j, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference("", "", "around", "".join(a[i:i2]), "".join(b[j:j2]))


def _outside(corpus: Corpus) -> Iterator[str]:
    """Yield the lines of a corpus's one paper that hold no item and no date alone, without white space."""
    spans = sorted((r.start, r.end) for r in corpus.records)
    at = 0
    for line in corpus.texts[0][1].splitlines(keepends=True):
        start, at = at, at + len(line)
        words = _squeeze(line)
        if words and not _DATE.fullmatch(words) and not any(s < at and e > start for s, e in spans):
            yield words


def _beside(record: Record) -> Iterator[str]:
    """Yield what a row prints beside its text: its other cells and the upper level's words."""
    yield from (value for _, value in record.fields)
    if record.upstream:
        yield record.upstream.text


def _heads(old: DocumentInfo, new: DocumentInfo) -> Iterator[Difference]:
    """Yield how two papers name themselves otherwise: number, title, issuer, date."""
    if not (old.number or old.issuer or old.date) or not (new.number or new.issuer or new.date):
        return  # an annex filed alone says nothing of these
    pairs: tuple[tuple[What, str, str], ...] = (
        ("number", old.number, new.number),
        ("paper-title", _squeeze(old.title), _squeeze(new.title)),
        ("issuer", old.issuer, new.issuer),
        ("date", old.date, new.date),
    )
    yield from (Difference("", "", what, a, b) for what, a, b in pairs if a != b)


def diff_documents(corpus: Corpus, old: str, new: str) -> tuple[Difference, ...]:
    """Compare two papers of one corpus, each named by number, title or key; raises InputError when unknown."""
    papers = dict(_papers(corpus))
    left, right = _paper(corpus, old), _paper(corpus, new)
    return (*_heads(left, right), *diff_items(papers[left.key], papers[right.key]))


def diff_items(old: Sequence[Record], new: Sequence[Record]) -> tuple[Difference, ...]:
    """Compare two lists of items, each in the order of its paper."""
    pairs = _pairs(old, new)
    if old and new and not len(pairs) < PART * min(len(old), len(new)):
        old, new = _whole_parts(old, new, pairs)
    partner = {id(a): b for a, b in pairs}
    taken = {id(b) for _, b in pairs}
    found: list[Difference] = []
    for a in old:
        match = partner.get(id(a))
        found += (
            _compare(a, match) if match is not None else [Difference(a.part, a.ordinal, "item", _squeeze(a.text), "")]
        )
    found += [Difference(b.part, b.ordinal, "item", "", _squeeze(b.text)) for b in new if id(b) not in taken]
    return tuple(found)


def _papers(corpus: Corpus) -> Iterator[tuple[str, tuple[Record, ...]]]:
    for document, records in corpus.by_document():
        yield document.key, records


def _paper(corpus: Corpus, wanted: str) -> DocumentInfo:
    name = fold(wanted).removeprefix("doc:").translate(_BRACKETS)
    for document in corpus.documents:
        if name in (fold(x).translate(_BRACKETS) for x in (document.key, document.number, document.title) if x):
            return document
    known = "、".join(d.number or d.title for d in corpus.documents)
    raise NotFoundError(f"{wanted}: the graph holds no such paper; it has {known}")


_BRACKETS = str.maketrans("〔〕［］【】（）", "[][][][]")


def _pairs(old: Sequence[Record], new: Sequence[Record]) -> list[tuple[Record, Record]]:
    """Pair items: the same words first, then whatever is most alike, rather under its old ordinal."""
    pairs = _equal(old, new)
    done = {id(x) for pair in pairs for x in pair}
    rest_old, rest_new = [a for a in old if id(a) not in done], [b for b in new if id(b) not in done]
    words = [(b, letters(b.text)) for b in rest_new]
    near: list[tuple[float, int, int]] = []
    for i, a in enumerate(rest_old):
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(letters(a.text))
        for j, (b, text) in enumerate(words):
            placed = a.ordinal == b.ordinal and a.part == b.part
            score = _alike(matcher, text, SAME / 2 if placed else SAME)
            if score:
                near.append((score + 0.2 * placed, -i, -j))
    used: set[int] = set()
    for _, i, j in sorted(near, reverse=True):
        a, b = rest_old[-i], rest_new[-j]
        if not used & {id(a), id(b)}:
            used |= {id(a), id(b)}
            pairs.append((a, b))
    return pairs


def _equal(old: Sequence[Record], new: Sequence[Record]) -> list[tuple[Record, Record]]:
    """Pair items of the same words, those of the same ordinal first."""
    pairs: list[tuple[Record, Record]] = []
    done: set[int] = set()
    for strict in (True, False):
        free: dict[tuple[str, str], list[Record]] = {}
        for b in reversed(new):
            if id(b) not in done:
                free.setdefault((letters(b.text), b.ordinal if strict else ""), []).append(b)
        for a in old:
            match = free.get((letters(a.text), a.ordinal if strict else ""))
            if match and id(a) not in done:
                b = match.pop()
                done |= {id(a), id(b)}
                pairs.append((a, b))
    return pairs


def _alike(matcher: SequenceMatcher[str], text: str, bar: float) -> float:
    """Return how alike two texts are when that is ``bar`` or more, else 0; cheap bounds first."""
    matcher.set_seq1(text)
    if matcher.real_quick_ratio() < bar or matcher.quick_ratio() < bar:
        return 0.0
    score = matcher.ratio()
    return score if score >= bar else 0.0


def _whole_parts(
    old: Sequence[Record], new: Sequence[Record], pairs: Sequence[tuple[Record, Record]]
) -> tuple[Sequence[Record], Sequence[Record]]:
    """Leave out the parts of the longer side that the shorter one does not hold at all."""
    if len(new) < len(old):
        parts = {(a.document, a.part) for a, _ in pairs}
        return [a for a in old if (a.document, a.part) in parts], new
    if len(old) < len(new):
        parts = {(b.document, b.part) for _, b in pairs}
        return old, [b for b in new if (b.document, b.part) in parts]
    return old, new


def _compare(a: Record, b: Record) -> Iterator[Difference]:
    def one(what: What, old: str, new: str) -> Iterator[Difference]:
        if old != new:
            yield Difference(a.part, a.ordinal, what, old, new)

    yield from one("ordinal", a.ordinal, b.ordinal)
    if not (_squeeze(a.text).startswith(_squeeze(a.title)) and _squeeze(b.text).startswith(_squeeze(b.title))):
        yield from _words(a, "title", a.title, b.title)
    yield from _words(a, "text", a.text, b.text)
    upper = (a.upstream.text if a.upstream else "", b.upstream.text if b.upstream else "")
    if (_squeeze(upper[0]), _squeeze(upper[1])) != (_squeeze(a.text), _squeeze(b.text)):
        yield from _words(a, "upstream", *upper)
    yield from _sets(a, "role", _roles(a.roles), _roles(b.roles))
    yield from _sets(
        a,
        "upstream-role",
        _roles(a.upstream.roles if a.upstream else ()),
        _roles(b.upstream.roles if b.upstream else ()),
    )
    yield from _sets(a, "target", _targets(a), _targets(b))
    yield from one("deadline", a.deadline, b.deadline)
    mine, theirs = dict(a.fields), dict(b.fields)
    for header in dict.fromkeys([*mine, *theirs]):
        old, new = _squeeze(mine.get(header, "")), _squeeze(theirs.get(header, ""))
        if old != new:
            yield Difference(a.part, a.ordinal, "field", f"{header}：{old}", f"{header}：{new}")


def _words(item: Record, what: What, old: str, new: str) -> Iterator[Difference]:
    """Yield the runs of signs in which two texts of an item differ."""
    yield from _runs(item.part, item.ordinal, what, old, new)


def _runs(part: str, ordinal: str, what: What, old: str, new: str) -> Iterator[Difference]:
    a, b = _squeeze(old), _squeeze(new)
    if a == b:
        return
    for tag, i, i2, j, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            around = a[max(0, i - CONTEXT) : i], a[i2 : i2 + CONTEXT]
            yield Difference(part, ordinal, what, a[i:i2], b[j:j2], *around, i, j)


def _sets(item: Record, what: What, old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    yield from (Difference(item.part, item.ordinal, what, x, "") for x in old if x not in new)
    yield from (Difference(item.part, item.ordinal, what, "", x) for x in new if x not in old)


def _roles(roles: Iterable[Assignment]) -> list[str]:
    return [f"{a.role} {a.agency.label or a.agency.name}" for a in roles]


_SIGNS: Mapping[str, str] = {"=": "=", ">=": "≥", "<=": "≤", "~": "≈", "range": "="}


def _targets(record: Record) -> list[str]:
    """Return what is measured, each as one line: indicator, comparison, value, unit, deadline."""
    return [
        f"{q.indicator} {_SIGNS[q.comparator]} {q.value:.12g}"
        + (f"–{q.value_max:.12g}" if q.value_max is not None else "")
        + q.unit
        + (f" ({q.deadline})" if q.deadline else "")
        for q in record.quantities
    ]


def _squeeze(text: str) -> str:
    return "".join(text.split())


# --- forms ----------------------------------------------------------------------------------------


def diff_json(found: Sequence[Difference]) -> str:
    """Return differences as a JSON list, one object a difference, with a line end behind it."""
    return json.dumps([asdict(d) for d in found], ensure_ascii=False, indent=1) + "\n"


def diff_csv(found: Sequence[Difference]) -> str:
    """Return differences as CSV, one row a difference, header first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [f.name for f in fields(Difference)]
    writer.writerow(names)
    writer.writerows([_plain(getattr(d, n)) for n in names] for d in found)
    return out.getvalue()


def _plain(value: object) -> object:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") and value else value
