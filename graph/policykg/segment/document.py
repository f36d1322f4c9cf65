"""A read document -> its instruments, each with heading, items and the prose outside items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policykg.lexicon import Lexicon
from policykg.model import Block, Document, Heading, Instrument, Issue, Item, Level, Paragraph, Passage, Table
from policykg.names import NameBook
from policykg.segment.acts import Act, split_acts
from policykg.segment.chronicle import read_chronicle
from policykg.segment.heading import looks_like_title, read_date, read_heading, tight
from policykg.segment.marks import read_mark
from policykg.segment.outline import read_outline
from policykg.segment.parts import MAIN, Part, split_parts
from policykg.segment.personnel import appoints, is_personnel, read_personnel, read_table, unread_entries
from policykg.segment.rows import read_rows


@dataclass(frozen=True, slots=True)
class Segmented:
    """The instruments of a document, in order."""

    instruments: tuple[Instrument, ...]
    issues: tuple[Issue, ...]


def segment(document: Document, lexicon: Lexicon, book: NameBook, own: Level = "") -> Segmented:
    """Cut a document into instruments. ``own`` is the level of its issuer when known beforehand.

    A document in which nothing is recognised yields an ``unknown-form`` issue, never an exception.
    """
    acts = split_acts(document.blocks)
    instruments: list[Instrument] = []
    issues: list[Issue] = []
    cover = Heading()
    for act in acts:
        instrument, found = _instrument(act, document, lexicon, book, own, cover)
        cover = instrument.heading if act.kind == "cover" else cover
        instruments.append(instrument)
        issues += found
    if not any(i.items for i in instruments):
        issues.append(Issue(document.source.path, 0, "unknown-form", 0, 0, (tight(document.text[:60])[:24],)))
    return Segmented(tuple(instruments), tuple(issues))


def _instrument(
    act: Act, document: Document, lexicon: Lexicon, book: NameBook, own: Level, cover: Heading
) -> tuple[Instrument, list[Issue]]:
    prose = [b for b in act.blocks if isinstance(b, Paragraph)]
    if act.kind == "cover":
        return Instrument("gazette", _cover(prose), (), tuple(p.passage for p in prose)), []
    if act.kind == "chronicle":
        items, month = read_chronicle(prose[1:], "大事记")
        title = tight(prose[0].text)
        return Instrument("chronicle", Heading(title=title, date=month, passages=(prose[0].passage,)), items), []
    if act.kind == "personnel":
        heading, blocks = _section(act, cover)
        return _appointments(heading, blocks, prose[1:], document.source.path)
    lead = next((i for i, b in enumerate(act.blocks) if isinstance(b, Table)), len(act.blocks))
    heading, after = read_heading([b for b in act.blocks[:lead] if isinstance(b, Paragraph)] or prose[:4])
    if lead < len(act.blocks):
        signed, _ = read_heading(prose)
        heading = replace(heading, date=heading.date or signed.date, issuer=heading.issuer or signed.issuer)
    own = own or _level(heading, book)
    annexed = _is_annex(act.blocks, after)
    blocks = act.blocks[0 if annexed else after :]
    said = [b for b in blocks if isinstance(b, Paragraph)]
    if is_personnel(heading.title) or (len(said) == len(blocks) and appoints(heading.title, said)):
        return _appointments(heading, blocks, said, document.source.path)
    items_all: list[Item] = []
    loose_all: list[Passage] = list(heading.passages)
    issues = []
    for part in split_parts(blocks, heading.title):
        found, loose, part_issues = _part(part, document, lexicon, book, own)
        items_all += found
        loose_all += loose
        issues += part_issues
    kind = "act" if heading.number or any(i.kind in ("task", "clause") for i in items_all) else "list"
    return Instrument("act" if kind == "act" else "list", heading, tuple(items_all), tuple(loose_all)), issues


def _section(act: Act, cover: Heading) -> tuple[Heading, Sequence[Block]]:
    """Return the heading of a gazette's section of appointments that has no number and title, and its blocks."""
    prose = [b for b in act.blocks if isinstance(b, Paragraph)]
    signed, _ = read_heading(prose[1:])
    date = signed.date or next((d for p in prose[1:] if (d := read_date(p.text))), "")
    title = f"{cover.title}{tight(prose[0].text).strip('【】[]〔〕（）()')}"
    return Heading(title=title, issuer=cover.issuer, date=date, passages=(prose[0].passage,)), act.blocks[1:]


def _appointments(
    heading: Heading, blocks: Sequence[Block], said: Sequence[Paragraph], path: str
) -> tuple[Instrument, list[Issue]]:
    """Read the sentences of a 任免 paper, then its tables."""
    items, unread = read_personnel(said, MAIN)
    issues = unread_entries(unread, path)
    above = next((w for w in ("任命", "免去") if w in heading.title and "任免" not in heading.title), "")
    for table in (b for b in blocks if isinstance(b, Table)):
        rows, loose = read_table(table, MAIN, len(items), above)
        items, unread = (*items, *rows), (*unread, *loose)
        lost = loose[:1] if not rows else loose[1:]
        issues += [Issue(path, 0, "appointment-unread", *p.span(), (p.text[:40],)) for p in lost if p.text.strip()]
    return Instrument("appointments", heading, items, unread), issues


def _is_annex(blocks: Sequence[Block], after: int) -> bool:
    """Tell whether the file is an annex filed alone: it opens with 附件N."""
    first = next((b for b in blocks if isinstance(b, Paragraph)), None)
    return first is not None and tight(first.text).startswith(("附件", "附表")) and len(tight(first.text)) < 6


def _level(heading: Heading, book: NameBook) -> Level:
    """Tell the level of a paper from its issuer or the place its title opens with."""
    for text in (heading.issuer, heading.title):
        for end in range(min(12, len(text)), 1, -1):
            places = book.lexicon.places_by_name.get(text[:end])
            if places and places[0].kind != "zone":
                return places[0].kind
    return ""


def _cover(prose: Sequence[Paragraph]) -> Heading:
    """Name a gazette from its cover: its masthead and the issue line (2019年第2期)."""
    lines = [tight(p.text) for p in prose]
    name = next(
        (x for x in lines if x.endswith("公报") and len(x) > 3),
        next((x for x in lines if "公报" in x and len(x) < 40), ""),
    )
    issue = next((x for x in lines if "年第" in x and "期" in x and len(x) < 30), "")
    return Heading(title=f"{name}{issue}", issuer=name.removesuffix("公报"))


def _part(
    part: Part, document: Document, lexicon: Lexicon, book: NameBook, own: Level
) -> tuple[list[Item], list[Passage], list[Issue]]:
    """Read the prose of a part as an outline and its tables as rows, in order."""
    items: list[Item] = []
    loose: list[Passage] = []
    prose: list[Paragraph] = []
    tables: list[tuple[Table, str]] = []
    heading = ""
    for block in part.blocks:
        if isinstance(block, Table):
            tables.append((block, heading))
            heading = ""
        elif tables and _is_table_heading(block):
            heading = tight(block.text)
        else:
            prose.append(block)
    found, rest = read_outline(prose, part.label, book)
    items += found
    loose += rest
    rows, issues, notes = read_rows(
        tables, part.label, lexicon, own, document.source.path, book, "\n".join(p.text for p in prose)
    )
    items += rows
    loose += notes
    items.sort(key=lambda i: i.text.span() if i.text.at else (i.title.span() if i.title.at else (0, 0)))
    return items, loose, list(issues)


def _is_table_heading(block: Paragraph) -> bool:
    """Tell whether a line between tables is a section heading (一、财税)."""
    mark = read_mark(block.text)
    return (
        mark is not None
        and mark.rank <= 2
        and len(block.text) < 40
        and "。" not in block.text
        and not looks_like_title(block.text)
    )
