"""Value types of policykg: what is known once names are resolved and items linked.

``Record`` is the contract: the export, the graph and every view are made from ``Record`` and
``DocumentInfo`` alone, held together by ``Corpus``. Offsets, dates, scores and order as in
``policykg.model``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from policykg.model import (
    Appointment,
    ChronicleEvent,
    Citation,
    Issue,
    ItemKind,
    Level,
    Place,
    PlaceMention,
    ProjectMention,
    Quantity,
    Region,
    Role,
    Source,
)


@dataclass(frozen=True, slots=True)
class Agency:
    """A body as resolved. ``key`` is jurisdiction code + official name (``371500.财政局``).

    ``name`` is the official short name as papers of that level print it (市财政局); ``label`` is
    readable anywhere (聊城市财政局). ``kind``: agency, group (各县（市、区）人民政府, 市有关部门), or
    unresolved (a name kept as printed under the paper's jurisdiction).
    """

    key: str
    name: str
    label: str
    kind: Literal["agency", "group", "unresolved"]
    jurisdiction: str = ""
    function: str = ""
    members: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A body in a role on an item, with the span that says so."""

    agency: Agency
    printed: str
    role: Role
    start: int
    end: int
    rule: str
    score: float
    repair: str = ""


WEIGHT = {"cites": 0, "based_on": 1, "changes": 2}
"""Which of two relations to one paper counts: the greater."""


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A paper named by another: its key is made of its number, else of its title.

    ``issuer``, ``level``, ``jurisdiction`` (GB/T 2260) and the issuer's agency key, "" where neither title nor number tells.
    """

    key: str
    number: str
    title: str
    citation: Citation
    issuer: str = ""
    level: Level = ""
    jurisdiction: str = ""
    issuer_key: str = ""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A paper's identity. ``key`` e.g. 聊政字-2023-12; ``level`` and ``jurisdiction`` of its issuer."""

    key: str
    kind: str
    number: str
    title: str
    issuer: str
    issuer_key: str
    level: Level
    jurisdiction: str
    date: str
    sources: tuple[Source, ...] = ()
    cites: tuple[CitedDocument, ...] = ()
    part_of: str = ""
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Upstream:
    """The upper-level item a row quotes. ``inherited``: its cell is merged with the row above."""

    key: str
    document: str
    ordinal: str
    text: str
    start: int
    end: int
    roles: tuple[Assignment, ...]
    kind: Literal["quoted", "cited", "aligned"] = "quoted"
    score: float = 1.0
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Attestation:
    """Another source that holds the same item, and how its text differs ("" when it does not)."""

    source: Source
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """One item with all that was read from it: the export's object, the graph's input.

    ``deadline`` is the time limit as printed, ``deadline_date`` the day it means ("" when it means none: 长期, 每月).

    ``key`` e.g. 聊政字-2023-12.附件1.6; ``absence`` types what is missing: "" or NotAssigned
    (the paper names nobody), Unreadable, NotResolved.
    """

    key: str
    kind: ItemKind
    document: str
    source: Source
    attested_by: tuple[Attestation, ...]
    part: str
    section: str
    ordinal: str
    printed_ordinal: str
    title: str
    text: str
    start: int
    end: int
    deadline: str
    roles: tuple[Assignment, ...] = ()
    upstream: Upstream | None = None
    quantities: tuple[Quantity, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    projects: tuple[ProjectMention, ...] = ()
    cites: tuple[CitedDocument, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    appointment: Appointment | None = None
    event: ChronicleEvent | None = None
    issues: tuple[Issue, ...] = ()
    continued: bool = False
    absence: str = ""
    deadline_date: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two items that charge the same matter in other words.

    ``left`` is the item that carries out or stands first: of an ``upper`` pair the lower item, of an ``annex``
    pair the narrative's, of a ``sister`` pair (two places of one level) that of the paper with the smaller key.
    ``score`` is 0.5 at the calibrated bar (docs/alignment.md); a pair below it is a candidate for review.
    ``matched`` are the longest runs both have. ``rule`` is aligned-KIND, or curation where a person has decided.
    ``contested`` where another item fits better, or as well (policykg.link.rivals): a candidate whatever its score.
    """

    left: str
    right: str
    score: float
    kind: Literal["upper", "annex", "sister"]
    matched: tuple[str, ...] = ()
    rule: str = ""
    contested: bool = False

    @property
    def accepted(self) -> bool:
        """Tell whether the pair reaches the bar and no other item fits better."""
        return self.score >= 0.5 and not self.contested

    @property
    def derives(self) -> bool:
        """Tell whether the left item derives from the right one: it is of a paper above, and few such links are wrong."""
        return self.kind == "upper" and self.accepted and self.score >= 0.9


@dataclass(frozen=True, slots=True)
class Succession:
    """A body that became another of the same jurisdiction in a reform; ``date`` is ISO (or a year, a month), "" where unsure.

    ``kind`` is renamed, merged or split; ``source`` says which reform.
    """

    old_key: str
    new_key: str
    kind: str
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that a build read, in the order of document keys and, inside a paper, of the text.

    ``regions`` say, by SHA-256, where the lines of a source with pages are printed.
    """

    documents: tuple[DocumentInfo, ...]
    records: tuple[Record, ...]
    agencies: tuple[Agency, ...]
    places: tuple[Place, ...]
    issues: tuple[Issue, ...] = ()
    texts: tuple[tuple[Source, str], ...] = field(default=(), repr=False)
    alignments: tuple[Alignment, ...] = ()
    successions: tuple[Succession, ...] = ()
    regions: tuple[tuple[str, tuple[Region, ...]], ...] = field(default=(), repr=False)

    def by_document(self) -> Iterator[tuple[DocumentInfo, tuple[Record, ...]]]:
        """Yield each paper with its records, in order."""
        grouped: dict[str, list[Record]] = {d.key: [] for d in self.documents}
        for record in self.records:
            grouped[record.document].append(record)
        for document in self.documents:
            yield document, tuple(grouped[document.key])
