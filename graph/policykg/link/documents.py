"""The same paper named by its number in one place and by its title alone in another -> one paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from policykg.model import Level
from policykg.records import WEIGHT, CitedDocument, DocumentInfo, Record

_FOLD = re.compile(r"[\W_]+")
_ISSUED = re.compile(r"(?:印发|转发|批转|下发|公布)(?P<what>.{4,}?)的?(?:通知|函|公告|决定)$")


@dataclass(frozen=True, slots=True)
class _Known:
    """A paper of which number and title are known."""

    key: str
    number: str
    issuer: str
    level: Level
    jurisdiction: str
    issuer_key: str


def core(title: str) -> str:
    """Return what a title is about, folded: a notice that issues a plan is named by the plan.

    >>> core("某省人民政府关于印发〈某省某某规划（2018—2022年）〉的通知"), core("某省某某规划(2018-2022年)")
    ('某省某某规划20182022年', '某省某某规划20182022年')
    """
    folded = _FOLD.sub("", title)
    match = _ISSUED.search(folded)
    return match["what"] if match else folded


def unite(
    documents: Sequence[DocumentInfo], records: Sequence[Record], names_place: Callable[[str], bool]
) -> tuple[tuple[DocumentInfo, ...], tuple[Record, ...]]:
    """Give papers cited by title the key and number that go with the title elsewhere, in order.

    Inside one paper a title is enough; across papers it must open with a place (``names_place``),
    as 关于…的意见 is the title of many. A title with two numbers stays by itself.
    """
    everywhere = _numbered(documents, [c for d in documents for c in d.cites] + [c for r in records for c in r.cites])
    grouped: dict[str, list[Record]] = {d.key: [] for d in documents}
    for record in records:
        grouped[record.document].append(record)
    renamed: dict[tuple[str, str], str] = {}
    made: list[DocumentInfo] = []
    rows: dict[str, Record] = {}
    for document in documents:
        own = grouped[document.key]
        here = _numbered((), [*document.cites, *(c for r in own for c in r.cites)])

        def meant(cited: CitedDocument, here: dict[str, set[_Known]] = here) -> CitedDocument:
            about = core(cited.title)
            if cited.number or not about:
                return cited
            known = here.get(about) or (everywhere.get(about) if names_place(about) else None)
            if known is None or len({k.key for k in known}) != 1:
                return cited
            best = max(known, key=lambda k: (k.issuer_key, k.issuer, k.jurisdiction, k.level))
            return replace(
                cited,
                key=best.key,
                number=best.number,
                issuer=best.issuer or cited.issuer,
                level=best.level or cited.level,
                jurisdiction=best.jurisdiction or cited.jurisdiction,
                issuer_key=best.issuer_key or cited.issuer_key,
            )

        cites = tuple(map(meant, document.cites))
        renamed |= {(document.key, a.key): b.key for a, b in zip(document.cites, cites, strict=True) if a.key != b.key}
        made.append(replace(document, cites=_each_once(cites, document.key)))
        for record in own:
            rows[record.key] = replace(record, cites=_each_once(tuple(map(meant, record.cites)), document.key))
    return tuple(made), tuple(_follow(rows[r.key], renamed) for r in records)


def _numbered(documents: Iterable[DocumentInfo], cites: Iterable[CitedDocument]) -> dict[str, set[_Known]]:
    found: dict[str, set[_Known]] = {}
    papers: list[DocumentInfo | CitedDocument] = [*documents, *cites]
    for paper in papers:
        if paper.number and paper.title:
            known = _Known(paper.key, paper.number, paper.issuer, paper.level, paper.jurisdiction, paper.issuer_key)
            found.setdefault(core(paper.title), set()).add(known)
    return found


def _each_once(cites: Iterable[CitedDocument], own: str) -> tuple[CitedDocument, ...]:
    """Keep the first mention of each paper, what it changes before its basis, that before cites; a paper does not cite itself."""
    kept: dict[str, CitedDocument] = {}
    for cited in cites:
        first = kept.get(cited.key)
        if first is None or WEIGHT[cited.citation.relation] > WEIGHT[first.citation.relation]:
            kept[cited.key] = cited
    return tuple(c for c in kept.values() if c.key != own)


def _follow(record: Record, renamed: dict[tuple[str, str], str]) -> Record:
    """Let the upper-level item of a row stand in the paper under its new key."""
    upper = record.upstream
    key = renamed.get((record.document, upper.document)) if upper else None
    if upper is None or key is None:
        return record
    return replace(record, upstream=replace(upper, document=key, key=key + upper.key.removeprefix(upper.document)))
