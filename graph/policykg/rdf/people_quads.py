"""Statements about holders of public posts: appointments and the chronicle."""

from __future__ import annotations

from collections.abc import Iterator

from policykg.model import Appointment, ChronicleEvent
from policykg.rdf import iri, nquads
from policykg.rdf.context import TYPE, Context, Evidence, Node, concept, dated, optional
from policykg.rdf.nquads import Triple
from policykg.rdf.vocab import Ext, Pol, code
from policykg.records import Record


def people_triples(record: Record, ctx: Context) -> Iterator[Triple]:
    """Yield the appointment or the chronicle entry that an item records."""
    if record.appointment is not None:
        yield from _appointment(record, record.appointment, ctx)
    if record.event is not None:
        yield from _event(record, record.event, ctx)


def _person(name: str, record: Record, ctx: Context) -> Node:
    return nquads.ref(iri.person_iri(record.document, name, ctx.base))


def _named(person: Node, name: str) -> Iterator[Triple]:
    yield person, TYPE, nquads.ref(Pol.PERSON)
    yield person, nquads.ref(Ext.PREF_LABEL), nquads.label(name)


def _appointment(record: Record, a: Appointment, ctx: Context) -> Iterator[Triple]:
    node, person = ctx.node("appointment", record.key), _person(a.person, record, ctx)
    yield from _named(person, a.person)
    yield node, TYPE, nquads.ref(Pol.APPOINTMENT)
    yield node, nquads.ref(Pol.RECORDED_IN), ctx.node("item", record.key)
    yield node, nquads.ref(Ext.ORG_MEMBER), person
    if a.agency:
        yield node, nquads.ref(Ext.ORG_ORGANIZATION), ctx.node("agency", a.agency)
    yield node, nquads.ref(Pol.POST), nquads.text(a.post)
    yield from optional(node, Pol.BODY_NAME, a.body)
    yield concept(node, Pol.ACTION, code(a.action))
    yield from dated(node, Pol.DATE, a.date)
    yield from optional(node, Pol.NOTE, a.note)
    yield from ctx.evidence(node, Evidence(record.source, a.start, a.end, record.text, a.rule))


def _event(record: Record, event: ChronicleEvent, ctx: Context) -> Iterator[Triple]:
    node = ctx.node("event", record.key)
    yield node, TYPE, nquads.ref(Pol.EVENT)
    yield node, nquads.ref(Pol.RECORDED_IN), ctx.node("item", record.key)
    yield node, nquads.ref(Pol.TEXT), nquads.text(record.text)
    yield from dated(node, Pol.DATE, event.date)
    if event.date_end != event.date:
        yield from dated(node, Pol.END_DATE, event.date_end)
    yield from ctx.evidence(node, Evidence(record.source, record.start, record.end, record.text, "chronicle"))
    for n, official in enumerate(event.officials, 1):
        person, holding = _person(official.person, record, ctx), ctx.node("holding", f"{record.key}.{n}")
        yield from _named(person, official.person)
        yield node, nquads.ref(Pol.PARTICIPANT), person
        yield node, nquads.ref(Pol.HOLDING), holding
        yield holding, TYPE, nquads.ref(Pol.POST_HOLDING)
        yield holding, nquads.ref(Pol.RECORDED_IN), ctx.node("item", record.key)
        yield holding, nquads.ref(Ext.ORG_MEMBER), person
        for post in official.posts:
            yield holding, nquads.ref(Pol.POST), nquads.text(post)
        e = Evidence(record.source, official.start, official.end, official.person, "chronicle")
        yield from ctx.evidence(holding, e)
