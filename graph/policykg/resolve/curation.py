"""Decisions of people, from a CSV file, that overrule what the resolver made of a name; reapplied at every build.

Columns (further ones are ignored, as ``policykg review`` writes some):

    mention   the name as printed (white space aside), or the key, label or short name of the body read
    where     "" everywhere; a GB/T 2260 code; a paper's key, number or title; an item's key
    decision  same          it is the body ``value`` (key or name readable anywhere)
              not-same      it is not the body ``value`` ("": not the one read); it stays unresolved
              name          it reads ``value``, which is resolved like a printed name
              role          its role is ``value``: leads, assists, responsible
              not-a-body    it names no body; nothing is assigned
              drop          this assignment is not counted
              issuer        (of a paper) the body ``value`` issued it
    value     a body: its key (371500.财政局), label (聊城市财政局) or name; a body that the lexicon cannot compose is given
              as CODE.NAME (110000.北京大学) and becomes a named body of that place
    who, when, why   whose decision it was, on which day (ISO 8601), for what reason

A mention item:KEY with a value item:KEY is a pair of items: they charge the same matter, or not-same (``pairs``).
A mention that is a paper (its number, doc:KEY, file:NAME) decides on papers: ``policykg.resolve.paper_decisions``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from policykg.errors import CurationError
from policykg.model import Issue, Place, Role, RoleMention
from policykg.names import NameBook
from policykg.records import Agency, Assignment, DocumentInfo, Record
from policykg.resolve.agencies import AgencyResolver
from policykg.resolve.contradictions import contradicts
from policykg.resolve.naming import label_of, slug

COLUMNS = ("mention", "where", "decision", "value", "who", "when", "why")
#: Each decision and whether it needs a value.
DECISIONS: Mapping[str, bool] = {
    "same": True,
    "not-same": False,
    "name": True,
    "role": True,
    "not-a-body": False,
    "drop": False,
    "issuer": True,
}
#: A mention that is a paper: its number, or what begins with doc: or file:.
_PAPER = re.compile(r"(?:doc|file):.+|[\u4e00-\u9fff]{1,14}[〔［【（(\[](?:19|20)\d\d[〕］】）)\]]第?\d{1,4}号")
#: What may be decided on papers.
_ON_PAPERS = ("same", "not-same", "issuer")
#: A body given with its place's code, and how it is named.
_NAMED = re.compile(r"(?P<code>\d{6}(?:-[^.]+)?)\.(?P<name>[\u4e00-\u9fff·（）]{3,40})")
RULE = "curation"
ITEM = "item:"
"""What the mention and the value of a decision on a pair of items begin with."""
#: Issues that no longer hold once a name is decided.
DECIDED = frozenset(("name-unresolved", "name-repaired", "name-dropped"))
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_BRACKETS = str.maketrans("〔〕［］【】（）", "[][][][]")


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of a curation file; ``line`` counts from 1."""

    path: str
    line: int
    mention: str
    where: str
    decision: str
    value: str
    who: str
    when: str
    why: str

    @property
    def on_paper(self) -> bool:
        """Tell whether the line decides on a paper, not on a name."""
        return self.decision in _ON_PAPERS and bool(_PAPER.fullmatch(self.mention))

    @property
    def on_name(self) -> bool:
        """Tell whether the line decides on a name, not on a paper or a pair of items."""
        return not self.on_paper and not self.mention.startswith(ITEM)


@dataclass(frozen=True, slots=True)
class Curated:
    """What decisions made of records: the records in the order given, bodies that came, what the report must tell.

    ``settled`` are the (path, start, end) of which earlier issues no longer hold.
    """

    records: tuple[Record, ...]
    agencies: tuple[Agency, ...]
    issues: tuple[Issue, ...]
    settled: frozenset[tuple[str, int, int]]


def read_decisions(text: str, path: str) -> tuple[Decision, ...]:
    r"""Read a curation file; lines without a decision are not yet decided and left out.

    Raises CurationError, naming file and line, for a missing column, an unknown decision, a value
    that is missing or no role, or a day that is no date.

    >>> rows = "mention,where,decision,value,who,when,why\n某甲局,,not-a-body,,某科,2024-05-06,误印\n"
    >>> [(d.line, d.mention, d.decision) for d in read_decisions(rows, "d.csv")]
    [(2, '某甲局', 'not-a-body')]
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    found: list[Decision] = []
    header: list[str] = []
    try:
        for row in reader:
            cells = [_cell(c) for c in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not header:
                header = cells
                missing = [c for c in COLUMNS if c not in header]
                if missing:
                    raise CurationError(
                        f"{path}:{reader.line_num}: no column {'、'.join(missing)}; the first line must name "
                        f"{','.join(COLUMNS)} (policykg review writes such a file)"
                    )
                continue
            named = dict(zip(header, cells, strict=False))
            if named.get("decision"):
                found.append(_decision(named, path, reader.line_num))
    except csv.Error as error:
        raise CurationError(f"{path}:{reader.line_num}: no CSV ({error}); save it as CSV, UTF-8") from error
    if not header:
        raise CurationError(f"{path}:1: the file is empty; its first line must name {','.join(COLUMNS)}")
    return tuple(found)


def _cell(text: str) -> str:
    """Return a cell without white space at its ends and without the apostrophe that keeps it from being a formula."""
    text = text.strip()
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def _decision(row: Mapping[str, str], path: str, line: int) -> Decision:
    where = f"{path}:{line}"
    value = {c: row.get(c, "") for c in COLUMNS}
    if value["decision"] not in DECISIONS:
        raise CurationError(f"{where}: unknown decision {value['decision']!r}; use {', '.join(DECISIONS)}")
    if not value["mention"]:
        raise CurationError(f"{where}: no mention; write the name as printed")
    if DECISIONS[value["decision"]] and not value["value"]:
        raise CurationError(f"{where}: {value['decision']} needs a value")
    if value["decision"] == "role" and value["value"] not in get_args(Role):
        raise CurationError(f"{where}: {value['value']!r} is no role; use {', '.join(get_args(Role))}")
    if value["when"] and not _DAY.fullmatch(value["when"]):
        raise CurationError(f"{where}: {value['when']!r} is no date; write 2024-05-06")
    if not value["mention"].startswith("file:"):
        value["mention"] = _squeeze(value["mention"])
    if value["mention"].startswith(ITEM):
        value["value"] = _squeeze(value["value"])
        if value["decision"] not in ("same", "not-same") or not value["value"].startswith(ITEM):
            raise CurationError(
                f"{where}: a pair of items is same or not-same; write both as {ITEM}KEY (mention, value)"
            )
    if bool(_PAPER.fullmatch(value["mention"])) < (value["decision"] == "issuer"):
        raise CurationError(f"{where}: issuer is said of a paper; write its number, doc:KEY or file:NAME as mention")
    if _PAPER.fullmatch(value["mention"]) and (value["decision"] not in _ON_PAPERS or not value["value"]):
        raise CurationError(
            f"{where}: of a paper say {', '.join(_ON_PAPERS)}, with a value (another paper, or its issuer)"
        )
    return Decision(path, line, **value)


def curate(
    decisions: Sequence[Decision],
    documents: Mapping[str, DocumentInfo],
    records: Sequence[Record],
    agencies: Iterable[Agency],
    book: NameBook,
    line_of: Callable[[str, int], int],
) -> Curated:
    """Apply decisions to records; later lines overrule earlier ones, and a narrower ``where`` a wider one.

    ``agencies`` are all bodies read; ``line_of`` tells the line of an offset in a source. Each
    assignment that a decision touched keeps its printed form and has the rule ``curation``; the
    record's issue ``curated`` tells who decided, when and why. A decision that nothing was found
    for is the issue ``curation-unused``; one that decides otherwise than an earlier line as wide of
    the same name, and so overrules it, is ``curation-contradicts``.
    """
    return _Curator(decisions, documents, agencies, book, line_of).run(records)


class _Curator:
    """Decisions on their way through records; remembers which were used."""

    def __init__(
        self,
        decisions: Sequence[Decision],
        documents: Mapping[str, DocumentInfo],
        agencies: Iterable[Agency],
        book: NameBook,
        line_of: Callable[[str, int], int],
    ) -> None:
        self.decisions = decisions
        self.documents = documents
        self.book = book
        self.line_of = line_of
        self.known = {a.key: a for a in agencies}
        self.by_mention: dict[str, list[Decision]] = {}
        for decision in (d for d in decisions if d.on_name):
            self.by_mention.setdefault(decision.mention.removeprefix("agency:"), []).append(decision)
        self.used: set[Decision] = set()
        self.overruled: dict[Decision, int] = {}
        self.came: dict[str, Agency] = {}
        self.settled: set[tuple[str, int, int]] = set()

    def run(self, records: Sequence[Record]) -> Curated:
        done = tuple(self._record(r) for r in records)
        unused = [
            Issue(d.path, d.line, "curation-unused", values=(d.mention, d.decision))
            for d in self.decisions
            if d not in self.used and d.on_name
        ]
        against = [
            Issue(d.path, d.line, "curation-contradicts", values=(d.mention, d.decision, str(n)))
            for d, n in self.overruled.items()
        ]
        told = {i for r in done for i in r.issues if i.code == "curated"}
        return Curated(
            done, tuple(self.came.values()), tuple(sorted({*unused, *against, *told})), frozenset(self.settled)
        )

    def _record(self, record: Record) -> Record:
        issues: list[Issue] = []
        roles = self._roles(record, record.roles, issues)
        upstream = record.upstream
        if upstream is not None:
            upstream = replace(upstream, roles=self._roles(record, upstream.roles, issues, True))
        appointment = record.appointment
        if appointment is not None and appointment.body:
            as_role = Assignment(
                self.known.get(appointment.agency) or self._unresolved(appointment.body, None),
                appointment.body,
                "responsible",
                appointment.start,
                appointment.end,
                appointment.rule,
                1.0,
            )
            kept = self._roles(record, (as_role,), issues)
            if kept != (as_role,):
                appointment = replace(appointment, agency=kept[0].agency.key if kept else "")
        if not issues:
            return record
        spans = {(i.start, i.end) for i in issues}
        left = [i for i in record.issues if not (i.code in DECIDED and (i.start, i.end) in spans)]
        absence = record.absence if roles == record.roles else "" if roles else "NotResolved"
        return replace(
            record,
            roles=roles,
            upstream=upstream,
            appointment=appointment,
            absence=absence,
            issues=tuple(sorted({*left, *issues})),
        )

    def _roles(
        self, record: Record, roles: Sequence[Assignment], issues: list[Issue], upper: bool = False
    ) -> tuple[Assignment, ...]:
        """Return roles as decided; a body that a decision puts into a role it has already counts once."""
        made: list[Assignment] = []
        places, own = self.book.lexicon.places, self.documents[record.document].jurisdiction
        for a in roles:
            home = places.get((a.agency.jurisdiction if upper else "") or own)
            decided: Assignment | None = a
            earlier: list[tuple[int, Decision, Assignment | None]] = []
            for width, d in self._matching(record, a):
                changed = self._apply(d, a, decided, home)
                if changed is not a:
                    decided = changed
                    alone = self._apply(d, a, a, home)
                    against = [
                        e for w, e, was in earlier if w == width and contradicts(e.decision, was, d.decision, alone, a)
                    ]
                    if against:
                        self.overruled.setdefault(d, against[-1].line)
                    earlier.append((width, d, alone))
                    self.used.add(d)
                    self.settled.add((record.source.path, a.start, a.end))
                    values = (a.printed, d.decision, d.value, d.who, d.when, d.why)
                    line = self.line_of(record.source.path, a.start)
                    issues.append(Issue(record.source.path, line, "curated", a.start, a.end, values))
            if decided is not None:
                made.append(decided)
        if tuple(made) == tuple(roles):
            return tuple(roles)
        once: dict[tuple[str, Role], Assignment] = {}
        for a in made:
            once.setdefault((a.agency.key, a.role), a)
        return tuple(once.values())

    def _matching(self, record: Record, a: Assignment) -> list[tuple[int, Decision]]:
        """Return the decisions on an assignment, each with how narrow it is, the widest and earliest first."""
        names = dict.fromkeys((_squeeze(a.printed), a.agency.key, a.agency.label, a.agency.name))
        found = [(self._narrow(d, record), d) for n in names for d in self.by_mention.get(n, ())]
        return sorted(((w, d) for w, d in found if w >= 0), key=lambda x: (x[0], x[1].line))

    def _narrow(self, d: Decision, record: Record) -> int:
        """Return how narrow a decision's ``where`` is when the record lies in it (0 everywhere … 3 the item), else -1."""
        document = self.documents[record.document]
        where = _squeeze(d.where).translate(_BRACKETS)
        if not where:
            return 0
        if where == document.jurisdiction:
            return 1
        if where.removeprefix("doc:") in (
            _squeeze(x).translate(_BRACKETS) for x in (document.key, document.number, document.title) if x
        ):
            return 2
        return 3 if where.removeprefix("item:") == record.key.translate(_BRACKETS) else -1

    def _apply(self, d: Decision, a: Assignment, now: Assignment | None, home: Place | None) -> Assignment | None:
        """Return the assignment under a decision: ``a`` itself when it does not concern it, None when it goes."""
        if d.decision in ("not-a-body", "drop"):
            return None
        now = now or a
        if d.decision == "role":
            role: dict[str, Role] = {r: r for r in get_args(Role)}
            return replace(now, role=role[d.value], rule=RULE, score=1.0)
        if d.decision == "not-same":
            if d.value and d.value.removeprefix("agency:") not in (a.agency.key, a.agency.label, a.agency.name):
                return a
            agency: Agency | None = self._unresolved(a.printed, home)
        elif d.decision == "same":
            agency = self._identity(d.value, home)
        else:
            agency = self._named(d.value, home)
        if agency is None:
            return a
        self.came[agency.key] = agency
        repair = "" if d.decision == "not-same" or agency.name == a.printed else agency.name
        return replace(now, agency=agency, repair=repair, rule=RULE, score=1.0)

    def _identity(self, value: str, home: Place | None) -> Agency | None:
        """Return the one body that a key, label or short name means; None when none or several do."""
        value = _squeeze(value).removeprefix("agency:")
        if value in self.known:
            return self.known[value]
        sure = [b for b in self.known.values() if b.kind != "unresolved"]
        for found in ([b for b in sure if b.label == value], [b for b in sure if b.name == value]):
            if len(found) == 1:
                return found[0]
        given = _NAMED.fullmatch(value)
        place = self.book.lexicon.places.get(given["code"]) if given else None
        if given and place is not None:
            return Agency(value, given["name"], label_of(given["name"], place), "agency", place.code)
        agency = self._named(value, home)
        return agency if agency is not None and agency.kind != "unresolved" else None

    def _named(self, value: str, home: Place | None) -> Agency | None:
        mention = RoleMention(_squeeze(value), "responsible", 0, 0, RULE, 1.0)
        assigned, _ = AgencyResolver(self.book, home, "").assign([mention])
        return assigned[0].agency if assigned else None

    def _unresolved(self, printed: str, home: Place | None) -> Agency:
        code = home.code if home else ""
        return Agency(f"{code or '000000'}.{slug(printed)}", printed, label_of(printed, home), "unresolved", code)


def pairs(decisions: Iterable[Decision]) -> tuple[tuple[Decision, frozenset[str]], ...]:
    """Return the decisions on pairs of items with the keys of both, a later one on a pair instead of an earlier one."""
    found = {
        frozenset((d.mention[len(ITEM) :], d.value[len(ITEM) :])): d for d in decisions if d.mention.startswith(ITEM)
    }
    return tuple((d, keys) for keys, d in found.items())


def opposed(decisions: Iterable[Decision]) -> Iterator[Issue]:
    """Yield an issue for each decision on a pair of items that an earlier line decides otherwise."""
    last: dict[frozenset[str], Decision] = {}
    for d in (d for d in decisions if d.mention.startswith(ITEM)):
        before = last.get(pair := frozenset((d.mention, d.value)))
        if before is not None and before.decision != d.decision:
            yield Issue(d.path, d.line, "curation-contradicts", values=(d.mention, d.decision, str(before.line)))
        last[pair] = d


def _squeeze(text: str) -> str:
    return "".join(text.split())
