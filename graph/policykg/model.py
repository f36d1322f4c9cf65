"""Value types of policykg: what a paper says, before names are resolved.

All types are frozen and slotted. Offsets are half-open, counted in Unicode code points of
``Document.text``, the text as read. Dates are civil dates in China, ISO 8601 (``2025``,
``2025-12-31``). Scores lie in [0, 1]. Collections are tuples in the order of the paper.

The flow: ``Document`` (read) -> ``Instrument`` of ``Item`` (segment) -> mentions (extract) ->
``Record`` (resolve, link; see ``policykg.records``).

This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["leads", "assists", "responsible"]
Level = Literal["country", "province", "city", "county", "township", ""]
PlaceKind = Literal["country", "province", "city", "county", "zone"]
FundingInstrument = Literal[
    "award", "grant", "subsidy", "interest-subsidy", "insurance-subsidy", "tax-relief", "discount", "fund", "bond",
    "equity", "credit", "voucher", "appropriation", "",
]  # fmt: skip
ItemKind = Literal["task", "clause", "row", "formula", "appointment", "event"]


@dataclass(frozen=True, slots=True)
class Passage:
    r"""A cleaned run of a document that remembers where each of its characters stands.

    ``text`` is what rules read (line ends inside a sentence are gone); ``at[i]`` is the offset of
    ``text[i]`` in ``Document.text``. Both have the same length and ``at`` rises strictly.

    >>> p = Passage.of("市财\n政局", 10)
    >>> p.text, p.span()
    ('市财\n政局', (10, 15))
    >>> q = p.without("\n")
    >>> q.text, q.at, q[1:3].span()
    ('市财政局', (10, 11, 13, 14), (11, 14))
    """

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int = 0) -> Passage:
        """Make a passage of ``text`` that stands unbroken at ``start``."""
        return cls(text, tuple(range(start, start + len(text))))

    @classmethod
    def join(cls, parts: Iterable[Passage]) -> Passage:
        """Put passages one behind the other, in the order given (which must be the document's)."""
        kept = tuple(parts)
        return cls("".join(p.text for p in kept), tuple(o for p in kept for o in p.at))

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, key: slice) -> Passage:
        return Passage(self.text[key], self.at[key])

    def span(self) -> tuple[int, int]:
        """Return the half-open range of the document that holds all characters; (0, 0) when empty."""
        return (self.at[0], self.at[-1] + 1) if self.at else (0, 0)

    def strip(self, chars: str | None = None) -> Passage:
        """Drop characters of ``chars`` (white space when None) at both ends."""
        left = len(self.text) - len(self.text.lstrip(chars))
        right = len(self.text.rstrip(chars))
        return self[left : max(left, right)]

    def without(self, chars: str) -> Passage:
        """Drop every character that stands in ``chars``."""
        keep = [i for i, c in enumerate(self.text) if c not in chars]
        return Passage("".join(self.text[i] for i in keep), tuple(self.at[i] for i in keep))

    def printed(self, source: str) -> str:
        """Return the text with its signs as ``source`` (the document's text) prints them.

        They differ where rules read another script or a repaired sign.
        """
        start, end = self.span()
        if end - start == len(self.text) and source[start:end] == self.text:
            return self.text
        return "".join(
            source[o] if not c.isspace() and not source[o].isspace() and source[o] not in "<&" else c
            for c, o in zip(self.text, self.at, strict=True)
        )

    def squeeze(self) -> Passage:
        """Drop all white space."""
        keep = [i for i, c in enumerate(self.text) if not c.isspace()]
        return Passage("".join(self.text[i] for i in keep), tuple(self.at[i] for i in keep))


@dataclass(frozen=True, slots=True)
class Source:
    """A file as given: ``path`` as the user named it, ``sha256`` of its bytes, its ``format``."""

    path: str
    sha256: str
    format: str = "text"


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """Something a reader must know: bad input, a repair, a name nobody could place.

    ``code`` is a key of ``policykg.errors.ISSUES`` (severity and texts in zh and en); ``path``,
    ``line`` (from 1, 0 when it concerns the whole file) and ``start``/``end`` say where;
    ``values`` fill the text.
    """

    path: str
    line: int
    code: str
    start: int = 0
    end: int = 0
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: line and page breaks inside its sentences are healed."""

    passage: Passage

    @property
    def text(self) -> str:
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; ``inherited`` when a merged cell above or left of it lends its text."""

    passage: Passage
    inherited: bool = False

    @property
    def text(self) -> str:
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as printed, header rows included. ``form``: tab, cells, html, pipe, or the file's format."""

    rows: tuple[tuple[Cell, ...], ...]
    form: str
    start: int
    end: int


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """Where a printed line stands: offsets (half-open), page (from 1), box in points from the page's upper left."""

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its text, untouched (a form feed where a page ends), and its blocks in reading order.

    ``confidence``: the mean one of signs recognised from pictures, else 1; ``regions``: where a PDF's lines are printed.
    """

    source: Source
    text: str
    encoding: str
    blocks: tuple[Block, ...]
    issues: tuple[Issue, ...] = ()
    confidence: float = 1.0
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnCell:
    """A cell of a row with the header it stands under and what the header means (lexicon/columns.csv)."""

    header: str
    meaning: str
    level: Level
    cell: Cell


@dataclass(frozen=True, slots=True)
class Item:
    """A task, clause or row as segmented, before anything is extracted from it.

    ``path`` is the ordinal path below ``part`` (("二", "一", "1"), or ("6",) for a row);
    ``text`` begins with the item's own words; ``clauses`` are passages that may assign it
    (a bracket, a line of its own), brackets stripped; ``upstream`` is the upper-level column.
    """

    kind: ItemKind
    part: str
    section: str
    ordinal: str
    printed_ordinal: str
    path: tuple[str, ...]
    title: Passage
    text: Passage
    upstream: Passage | None = None
    upstream_inherited: bool = False
    clauses: tuple[Passage, ...] = ()
    columns: tuple[ColumnCell, ...] = ()
    continued: bool = False
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a paper names itself: number, title, issuer, date and the passages that say so."""

    number: str = ""
    title: str = ""
    issuer: str = ""
    date: str = ""
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """One act: a paper of its own, one of a gazette, or the gazette itself (``kind`` gazette).

    ``body`` holds the prose paragraphs outside items too (preamble, closing), for citations.
    """

    kind: Literal["act", "list", "gazette", "appointments", "chronicle"]
    heading: Heading
    items: tuple[Item, ...]
    body: tuple[Passage, ...] = ()


# --- mentions: what extract finds -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A body named in a role. ``printed`` has no white space; ``upper`` when an upper-level column says it.
    ``meant`` restores what enumeration left out (甲区、乙区政府: the first means 甲区政府), "" when nothing.
    """

    printed: str
    role: Role
    start: int
    end: int
    rule: str
    score: float
    upper: bool = False
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """How funding is given, as its sentence prints it; "" for what the sentence does not say.

    ``giver`` pays, ``beneficiary`` receives, ``condition`` says for whom or when, ``instrument`` is of code:instruments.
    """

    giver: str = ""
    beneficiary: str = ""
    condition: str = ""
    instrument: FundingInstrument = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target or a sum of money, as the guidelines of the gold annotations define them.

    ``value`` is expanded (万, 亿), percent as the percent number; ``quote`` is the shortest run that holds indicator,
    number and unit, white space removed, at ``quote_start``..``quote_end``. ``base_value`` (and ``base_max`` of a range) is the value in ``base_unit``, the comparable unit of its dimension
    (lexicon/units.csv), None and "" for units that the table does not know. ``deadline`` is what the text says, else
    ``deadline_inherited`` is the item's time limit as a civil date. ``grant`` is set on funding only.
    ``former_value`` is what the value was (由30%提高至40%), ``per`` what a sum is counted for (每吨补贴300元).
    """

    kind: Literal["target", "funding"]
    column: Literal["text", "upstream"]
    indicator: str
    comparator: Literal["=", ">=", "<=", "~", "range"]
    value: float
    value_max: float | None
    unit: str
    deadline: str | None
    start: str | None
    frequency: Literal["year", "month"] | None
    mode: Literal["level", "increase", "rate"]
    quote: str
    quote_start: int
    quote_end: int
    rule: str = "quantity"
    score: float = 0.9
    base_value: float | None = None
    base_max: float | None = None
    base_unit: str = ""
    deadline_inherited: str | None = None
    grant: Grant | None = None
    former_value: float | None = None
    per: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper named in the text. ``relation``: based_on (根据, 按照 …), changes (修订, 修改, 废止) or cites."""

    number: str
    title: str
    relation: Literal["based_on", "cites", "changes"]
    quote: str
    start: int
    end: int
    rule: str
    score: float = 0.9


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text, told apart by the paper's jurisdiction. ``code`` is GB/T 2260."""

    code: str
    name: str
    printed: str
    start: int
    end: int
    rule: str
    score: float = 0.9


@dataclass(frozen=True, slots=True)
class ProjectMention:
    """A named work (railway, plant, centre …) named in the text."""

    name: str
    start: int
    end: int
    rule: str
    score: float = 0.8


@dataclass(frozen=True, slots=True)
class Appointment:
    """One person in one post: appointed, removed, lapsed (自然免除), nominated (提名). ``note`` is what brackets add (rank)."""

    person: str
    post: str
    body: str
    action: Literal["appointed", "removed", "lapsed", "nominated"]
    date: str
    note: str
    start: int
    end: int
    rule: str
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """A person named with public posts in the chronicle (posts as printed; () when none is printed)."""

    person: str
    posts: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ChronicleEvent:
    """One entry of a chronicle. ``date`` and ``date_end`` are civil dates (equal for one day)."""

    date: str
    date_end: str
    officials: tuple[Official, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A division of GB/T 2260 or a zone. ``kind``: country, province, city, county, zone."""

    code: str
    name: str
    short: str
    kind: PlaceKind
    parent: str
    start: str = ""
    end: str = ""
    successor: str = ""
