"""One file -> the records of its papers: composes read, segment, extract and resolve; a pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from policykg.bodylists import split_names
from policykg.extract.appointing import appointments
from policykg.extract.citations import find_aliases, find_citations, own_titles, title_basis
from policykg.extract.deadlines import civil_deadline, paper_year
from policykg.extract.item_quantities import item_quantities
from policykg.extract.leading import leading_sign, reaches, rest_of
from policykg.extract.people import officials
from policykg.extract.places import find_places
from policykg.extract.projects import find_projects
from policykg.extract.roles import column_deadline, find_roles, standing_bodies
from policykg.lexicon import Lexicon
from policykg.model import (
    ChronicleEvent,
    Citation,
    Document,
    Instrument,
    Issue,
    Item,
    Level,
    Passage,
    Place,
    Region,
    RoleMention,
    Source,
)
from policykg.names import NameBook
from policykg.read import read_bytes
from policykg.read.lines import LineNumbers
from policykg.read.script import simplify
from policykg.records import WEIGHT, Agency, Assignment, CitedDocument, DocumentInfo, Record, Upstream
from policykg.resolve.agencies import AgencyResolver, slug
from policykg.resolve.naming import document_key, unused
from policykg.resolve.paper_decisions import issued
from policykg.resolve.places import divisions_of, find_home, upper_home
from policykg.resolve.recognised import weaken
from policykg.resolve.repair import mend_place
from policykg.resolve.signs import identity, issuer_of, known_sign
from policykg.resolve.textplaces import TextPlaces
from policykg.segment import segment
from policykg.segment.used import Run, used_runs

#: Columns of persons stay out of the graph: their cells name people, not posts.
_PERSONAL = frozenset({"contact", "leader", "person"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file yields: papers, records in order, issues with line numbers, its text and what that became."""

    source: Source
    documents: tuple[DocumentInfo, ...]
    records: tuple[Record, ...]
    agencies: tuple[Agency, ...]
    issues: tuple[Issue, ...]
    text: str = ""
    runs: tuple[Run, ...] = ()
    regions: tuple[Region, ...] = ()


def read_file(
    data: bytes, source: Source, lexicon: Lexicon, book: NameBook, issuers: Mapping[str, str] = MappingProxyType({})
) -> Reading:
    """Read one file whole. Never raises for what the file holds; what is wrong with it is in ``issues``."""
    document, issues = read_bytes(data, source, lexicon)
    if document is None:
        return Reading(source, (), (), (), issues)
    source = document.source
    segmented = segment(document, lexicon, book)
    found = [*issues, *document.issues, *segmented.issues]
    documents: list[DocumentInfo] = []
    records: list[Record] = []
    agencies: dict[str, Agency] = {}
    container = ""
    for instrument in segmented.instruments:
        if not instrument.items and not instrument.heading.title:
            continue
        heading = instrument.heading
        heading = issued(heading, document_key(heading.number, heading.title), issuers, source.path)
        paper = _Paper(replace(instrument, heading=heading), document, lexicon, book)
        info, rows, bodies, paper_issues = paper.read(container)
        if instrument.kind == "gazette":
            container = info.key
        documents.append(info)
        records += (weaken(r, document.confidence) for r in rows)
        agencies.update(bodies)
        found += paper_issues
    lines = LineNumbers(document.text)
    return Reading(
        source,
        tuple(replace(d, issues=lines.place(d.issues)) for d in documents),
        tuple(replace(r, issues=lines.place(r.issues)) for r in records),
        tuple(agencies[k] for k in sorted(agencies)),
        lines.place(found),
        document.text,
        used_runs(segmented.instruments, document.blocks),
        document.regions,
    )


class _Paper:
    """One instrument on its way to records."""

    def __init__(self, instrument: Instrument, document: Document, lexicon: Lexicon, book: NameBook) -> None:
        self.instrument = instrument
        self.document = document
        self.lexicon = lexicon
        self.book = book
        self.source = document.source
        heading = instrument.heading
        said = simplify(document.text)
        first, sign = reaches(said, instrument.items), leading_sign(said)
        self.mentions = [find_roles(i, book, rest_of(i, first), self.source.path, sign) for i in instrument.items]
        self._hand_down()
        printed = [m.printed for ms, _, _ in self.mentions for m in ms if not m.upper]
        text = document.text if len(heading.title) < 4 or not heading.issuer else heading.title
        home = find_home(heading.issuer, heading.title, printed, text, book)
        signed = issuer_of(heading.number, lexicon, home.place)
        told = signed is None or home.rule in ("issuer", "title")
        self.home = home.place if told or signed is None else lexicon.places[signed.code]
        self.issuer = heading.issuer or (signed.body if signed is not None else "")
        self.issuers: dict[str, Agency] = {}
        self.own_titles = own_titles(heading.title, [i.part for i in instrument.items])
        self.aliases = find_aliases([*instrument.body, *(i.text for i in instrument.items)])
        self.date = heading.date or paper_year(heading.number, heading.title)
        self.resolver = AgencyResolver(book, self.home, self.source.path, self.date)
        title = heading.title or slug(document.text[:400])[:24] or self.source.path
        self.key = document_key(heading.number, title)
        if instrument.kind == "chronicle" and heading.date:
            self.key = f"{self.key}-{heading.date}"
        self.text_places = TextPlaces(self.home, lexicon, self.date, self._misprinted())
        events = [officials(i.text) for i in instrument.items if i.kind == "event"]
        self.persons = frozenset(o.person for found in events for o in found)

    def _hand_down(self) -> None:
        """Charge the bodies of a standing remark (以下均需…落实) with the assigned items behind it."""
        standing: tuple[RoleMention, ...] = ()
        for n, item in enumerate(self.instrument.items):
            mentions, deadline, issues = self.mentions[n]
            if standing and mentions:
                named = {m.printed for m in mentions}
                mentions = (*mentions, *(m for m in standing if m.printed not in named))
                self.mentions[n] = (mentions, deadline, issues)
            standing = standing_bodies(item, self.book) or standing

    def read(self, container: str) -> tuple[DocumentInfo, list[Record], dict[str, Agency], list[Issue]]:
        """Return identity, records, bodies and issues of the paper."""
        heading, home = self.instrument.heading, self.home
        issues: list[Issue] = []
        bodies: dict[str, Agency] = {}
        issuer = self._issuer(self.issuer, bodies, self.resolver)
        cites = self._cites()
        upper = self._upper(cites)
        level: Level = "county" if home and home.kind == "zone" else home.kind if home else ""  # type: ignore[assignment]
        if home is None and self.instrument.items:
            issues.append(Issue(self.source.path, 0, "no-jurisdiction"))
        records: list[Record] = []
        keys: dict[str, int] = {}
        for item, (mentions, deadline, item_issues) in zip(self.instrument.items, self.mentions, strict=True):
            key = self._item_key(item, keys)
            unsure = any(i.code == "clause-undecided" for i in item_issues)
            record, found = self._record(item, key, mentions, deadline, upper, bodies, unsure)
            record = replace(record, issues=(*item.issues, *item_issues, *record.issues))
            issues += [*item.issues, *item_issues, *found]
            if item.kind == "appointment":
                rows, told = self._appointed(record, item, bodies)
                issues += told
                records += rows
            else:
                records.append(record)
        info = DocumentInfo(
            key=self.key,
            kind=self.instrument.kind,
            number=heading.number,
            title=heading.title,
            issuer=self.issuer,
            issuer_key=issuer,
            level=level,
            jurisdiction=home.code if home else "",
            date=heading.date,
            sources=(self.source,),
            cites=cites,
            part_of=container if self.instrument.kind != "gazette" else "",
            issues=(),
        )
        return info, records, bodies | self.issuers, issues

    # --- the paper ---------------------------------------------------------------------------

    def _issuer(self, issuer: str, bodies: dict[str, Agency], resolver: AgencyResolver) -> str:
        names = [x for part in issuer.split("、") if part for x in split_names(Passage.of(part), self.book)]
        mentions = [RoleMention(p.text, "responsible", 0, 0, "issuer", 1.0) for p, n in names if n is not None]
        assigned, _ = resolver.assign(mentions)
        for a in assigned:
            bodies[a.agency.key] = a.agency
        return assigned[0].agency.key if assigned else ""

    def _cites(self) -> tuple[CitedDocument, ...]:
        found: list[Citation] = []
        for passage in self.instrument.body if self.instrument.kind != "gazette" else ():
            found += self._citations(passage, True)
        if not any(c.relation == "based_on" for c in found):
            found += title_basis(self.instrument.heading.passages)
        return self._cited(found)

    def _citations(self, passage: Passage, preamble: bool = False) -> tuple[Citation, ...]:
        sign_of = partial(known_sign, lexicon=self.lexicon, home=self.home)
        return find_citations(passage, preamble, self.own_titles, self.aliases, sign_of)

    def _cited(self, citations: Sequence[Citation]) -> tuple[CitedDocument, ...]:
        """Return each paper named, once, with what its number and title tell of it; what it changes before its basis, that before cites."""
        kept: dict[str, Citation] = {}
        for citation in citations:
            key = document_key(citation.number, citation.title)
            if key != self.key and (key not in kept or WEIGHT[citation.relation] > WEIGHT[kept[key].relation]):
                kept[key] = citation
        return tuple(self._described(key, c) for key, c in kept.items())

    def _described(self, key: str, c: Citation) -> CitedDocument:
        issuer, level, place = identity(c.number, c.title, self.lexicon, self.home, c.rule == "title-basis")
        bodies: dict[str, Agency] = {}
        by = self._issuer(issuer, bodies, AgencyResolver(self.book, place or self.home, self.source.path, self.date))
        if by and bodies[by].kind == "unresolved":
            by = ""
        self.issuers |= {by: bodies[by]} if by else {}
        return CitedDocument(key, c.number, c.title, c, issuer, level, place.code if place else "", by)

    def _upper(self, cites: Sequence[CitedDocument]) -> str:
        """Return the key of the paper whose items an upper-level column quotes: the first it is based on."""
        based = [c for c in cites if c.citation.relation == "based_on"]
        return based[0].key if based else f"{self.key}-上级文件"

    def _misprinted(self) -> dict[str, Place]:
        """List the misprinted names of the paper's own places that its text has (在平区)."""
        if self.home is None:
            return {}
        near = [p for p in divisions_of(self.home.code, self.lexicon, self.date) if len(p.name) >= 3]
        found: dict[str, Place] = {}
        wrongs: dict[str, list[str]] = {}
        for wrong, right in sorted(self.lexicon.confusables):
            wrongs.setdefault(right, []).append(wrong)
        for place in near:
            for i, sign in enumerate(place.name[:-1]):
                for wrong in wrongs.get(sign, ()):
                    printed = place.name[:i] + wrong + place.name[i + 1 :]
                    if (
                        printed not in self.lexicon.places_by_name
                        and printed in self.document.text
                        and mend_place(printed, [p.name for p in near], self.lexicon) == place.name
                    ):
                        found[printed] = place
        return found

    # --- items -------------------------------------------------------------------------------

    def _item_key(self, item: Item, keys: dict[str, int]) -> str:
        key = ".".join([self.key, slug(item.part), *("-".join(map(slug, p.split("-"))) for p in item.path)])
        return unused(key, keys)

    def _record(
        self,
        item: Item,
        key: str,
        mentions: tuple[RoleMention, ...],
        deadline: str,
        upper: str,
        bodies: dict[str, Agency],
        unsure: bool = False,
    ) -> tuple[Record, list[Issue]]:
        own, own_issues = self.resolver.assign([m for m in mentions if not m.upper])
        upper_roles, upper_issues = self._upper_roles(item, [m for m in mentions if m.upper])
        bodies.update((a.agency.key, a.agency) for a in (*own, *upper_roles))
        issues = [*own_issues, *upper_issues]
        start, end = item.text.span()
        absence = ""
        if item.kind in ("task", "row") and not own:
            absence = "NotResolved" if own_issues or unsure else "NotAssigned"
            if absence == "NotAssigned":
                issues.append(Issue(self.source.path, 0, "not-assigned", start, end, (item.text.text[:20],)))
        event = None
        if item.kind == "event":
            first, _, last = item.section.partition("/")
            event = ChronicleEvent(first, last or first, officials(item.text, self.persons))
        named = self._citations(item.text)
        if item.upstream is not None and not item.upstream_inherited and item.upstream.at != item.text.at:
            named += self._citations(item.upstream)
        limit = column_deadline(item) or deadline
        heading = self.instrument.heading
        due = civil_deadline(limit, heading.date, paper_year(heading.number, heading.title))
        found, unread = item_quantities(item, self.document.text, heading.date, due)
        issues += [Issue(self.source.path, 0, "value-unread", *p.span(), (item.text.text[:20], p.text)) for p in unread]
        record = Record(
            key=key,
            kind=item.kind,
            document=self.key,
            source=self.source,
            attested_by=(),
            part=item.part,
            section=item.section,
            ordinal=item.ordinal,
            printed_ordinal=item.printed_ordinal,
            title=item.title.printed(self.document.text),
            text=item.text.printed(self.document.text),
            start=start,
            end=end,
            deadline=limit,
            deadline_date=due,
            roles=own,
            upstream=self._upstream(item, upper, upper_roles),
            quantities=found,
            places=find_places(item.text, self.lexicon, self.text_places.short_names, self.text_places.decide),
            projects=find_projects(item.text, self.lexicon) if item.kind in ("task", "row") else (),
            cites=self._cited(named),
            fields=self._fields(item),
            event=event,
            issues=tuple(sorted(set(issues))),
            continued=item.continued,
            absence=absence,
        )
        return record, issues

    def _upper_roles(self, item: Item, mentions: list[RoleMention]) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
        levels: list[Level] = [c.level for c in item.columns if c.meaning.startswith("upper-")]
        level = levels[0] if levels else ""
        home = upper_home(self.home, level, self.lexicon)
        if home is None:
            return self.resolver.assign(mentions)
        return AgencyResolver(self.book, home, self.source.path, self.date).assign(mentions)

    def _upstream(self, item: Item, upper: str, roles: tuple[Assignment, ...]) -> Upstream | None:
        if item.upstream is None:
            return None
        start, end = item.upstream.span()
        key = f"{upper}.{slug(item.part)}.{slug(item.ordinal) or item.ordinal}"
        return Upstream(
            key,
            upper,
            item.ordinal,
            item.upstream.printed(self.document.text),
            start,
            end,
            roles,
            "quoted",
            1.0,
            item.upstream_inherited,
        )

    def _fields(self, item: Item) -> tuple[tuple[str, str], ...]:
        """Return the further columns of a row; columns of persons and contacts stay out."""
        taken = {item.text.at, item.upstream.at if item.upstream else None, item.title.at if item.title.at else None}
        return tuple(
            (c.header or f"第{n}列", " ".join(c.cell.text.split()))
            for n, c in enumerate(item.columns, 1)
            if c.meaning not in _PERSONAL
            and c.meaning != "ordinal"
            and c.cell.text.strip()
            and c.cell.passage.at not in taken
        )

    def _appointed(self, record: Record, item: Item, bodies: dict[str, Agency]) -> tuple[list[Record], list[Issue]]:
        """Return one record a person and post, and what an entry says of posts that no rule reads."""
        made: list[Record] = []
        found, unread = appointments(item, self.instrument.heading.date, self.book)
        told = [Issue(self.source.path, 0, "appointment-unread", *item.text.span(), (text,)) for text in unread]
        if told:
            record = replace(record, issues=tuple(sorted({*record.issues, *told})))
        for n, appointment in enumerate(found, 1):
            agency = ""
            if appointment.body:
                # a place's leader (某市副市长) is of its government
                led = self.book.parse(appointment.body) is None and not appointment.post.endswith("委员")
                meant = f"{appointment.body}人民政府" if led else ""
                start, end = item.text.span()
                mention = RoleMention(appointment.body, "responsible", start, end, "appointment", 1.0, meant=meant)
                assigned, _ = self.resolver.assign([mention])
                for a in assigned:
                    bodies[a.agency.key] = a.agency
                    agency = a.agency.key
            key = record.key if len(found) == 1 else f"{record.key}-{n}"
            made.append(replace(record, key=key, appointment=replace(appointment, agency=agency)))
        return made or [record], told
