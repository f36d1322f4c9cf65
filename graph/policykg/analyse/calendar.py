"""Deadlines of a corpus: which body owes what by when, as entries and as iCalendar (RFC 5545).

An entry is one item and one day: the item's time limit, or the deadline that its text gives a target or a sum. Same corpus, same
bytes: UIDs are made of item and day, DTSTAMP is the paper's date, no clock is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from policykg.analyse.targets import csv_line, labels, names_of, place_names
from policykg.extract.deadlines import last_day
from policykg.rdf import iri
from policykg.rdf.context import in_order
from policykg.rdf.vocab import BASE
from policykg.records import Corpus, DocumentInfo, Record

COLUMNS = ("due", "leading", "assisting", "what", "targets", "source", "document", "part", "section", "ordinal", "item")

#: DTSTAMP of a paper whose date nobody knows; any fixed moment does (RFC 5545, 3.8.7.2 asks for one).
_UNDATED = "1970-01-01"
_WORDS = 40


@dataclass(frozen=True, slots=True)
class Duty:
    """What is due on a day. ``due`` is a civil date; ``source`` says who sets it: item (its time limit) or text.

    ``leading`` lead or are responsible, by their labels; ``targets`` are the quotes that are due then; ``what`` is the
    item's title or its first words.
    """

    due: str
    leading: tuple[str, ...]
    assisting: tuple[str, ...]
    what: str
    targets: tuple[str, ...]
    source: str
    document: str
    part: str
    section: str
    ordinal: str
    item: str
    issued: str
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def duties(corpus: Corpus) -> tuple[Duty, ...]:
    """Return all that is due on some day, by day, then in the order of papers and items."""
    documents = {d.key: d for d in corpus.documents}
    places = place_names(corpus)
    made: list[Duty] = []
    for record in in_order(corpus.records):
        made += _of(record, documents[record.document], places)
    return tuple(sorted(made, key=lambda d: d.due))


def select(
    found: Iterable[Duty], *, year: str = "", agency: str = "", place: str = "", after: str = "", before: str = ""
) -> tuple[Duty, ...]:
    """Return the duties that meet every condition that is not ""; ``after`` and ``before`` are days, both included."""
    return tuple(
        d
        for d in found
        if (not year or d.due[:4] == year)
        and (not agency or agency in d.names)
        and (not place or place in d.places)
        and (not after or d.due >= after)
        and (not before or d.due <= before)
    )


def cells(duty: Duty) -> tuple[str, ...]:
    """Return the cells of a duty as text, in the order of ``COLUMNS``."""
    return (
        duty.due,
        "、".join(duty.leading),
        "、".join(duty.assisting),
        duty.what,
        "；".join(duty.targets),
        duty.source,
        duty.document,
        duty.part,
        duty.section,
        duty.ordinal,
        duty.item,
    )


def to_csv(found: Iterable[Duty]) -> Iterator[str]:
    """Yield CSV lines (RFC 4180), a header first; formulas are made plain text."""
    yield csv_line(COLUMNS)
    for duty in found:
        yield csv_line(cells(duty))


def to_ics(found: Iterable[Duty], name: str, base: str = BASE) -> bytes:
    """Return duties as one iCalendar of all-day events that block nobody's time; ``name`` is the calendar's."""
    calendar = Calendar()
    calendar.add("prodid", "-//policykg//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    for duty in found:
        calendar.add_component(_event(duty, base))
    return bytes(calendar.to_ical())


def _event(duty: Duty, base: str) -> Event:
    day = date.fromisoformat(duty.due)
    where = iri.iri("item", duty.item, base)
    who = "、".join(duty.leading)
    event = Event()
    event.add("uid", f"{hashlib.sha256(f'{where} {duty.due}'.encode()).hexdigest()[:32]}@policykg")
    stamp = date.fromisoformat(duty.issued if len(duty.issued) == len(_UNDATED) else _UNDATED)
    event.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{who}：{duty.what}" if who else duty.what)
    lines = [" ".join(w for w in (duty.document, duty.part, duty.section, duty.ordinal) if w)]
    lines += [f"牵头、负责：{who}"] if who else []
    lines += [f"配合：{'、'.join(duty.assisting)}"] if duty.assisting else []
    lines += duty.targets
    event.add("description", "\n".join(lines))
    event.add("url", where)
    event.add("transp", "TRANSPARENT")
    event.add("categories", [duty.source])
    return event


def _of(record: Record, document: DocumentInfo, places: dict[str, tuple[str, ...]]) -> list[Duty]:
    due: dict[str, list[str]] = {record.deadline_date: []} if record.deadline_date else {}
    for q in record.quantities:
        if q.column == "text" and (day := q.deadline or (q.deadline_inherited if q.kind == "target" else None)):
            due.setdefault(last_day(day), []).append(q.quote)
    what = " ".join((record.title or record.text).split())
    codes = (document.jurisdiction, *(p.code for p in record.places))
    return [
        Duty(
            due=day,
            leading=labels(record.roles, "leads", "responsible"),
            assisting=labels(record.roles, "assists"),
            what=what if len(what) <= _WORDS else what[: _WORDS - 1] + "…",
            targets=tuple(dict.fromkeys(quotes)),
            source="item" if day == record.deadline_date else "text",
            document=document.number or document.title,
            part=record.part,
            section=record.section,
            ordinal=record.ordinal,
            item=record.key,
            issued=document.date,
            places=tuple(dict.fromkeys(n for code in codes if code for n in (code, *places.get(code, ())))),
            names=names_of(record.roles, places),
        )
        for day, quotes in due.items()
    ]
