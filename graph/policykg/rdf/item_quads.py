"""Statements that one item of a paper makes: its text, bodies, quantities, places, sources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from policykg.model import Grant, Quantity
from policykg.rdf import nquads
from policykg.rdf.context import TYPE, Context, Evidence, Node, concept, dated, optional
from policykg.rdf.nquads import Triple
from policykg.rdf.vocab import COMPARATORS, DIRECT_ROLES, POL, QUANTITY_CLASSES, ROLES, UNIT, Ext, Pol, code
from policykg.records import Assignment, Record, Upstream
from policykg.resources import read_table

# Codes of policykg.errors.ISSUES, which name the rules of repairs.
MISREAD = "ordinal-misread"
MENDED = "name-repaired"


def item_triples(record: Record, ctx: Context) -> Iterator[Triple]:
    """Yield what an item says of itself (quantities and the upper level excepted)."""
    item = ctx.node("item", record.key)
    yield item, TYPE, nquads.ref(Pol.POLICY_ITEM)
    yield concept(item, Pol.ITEM_KIND, code(record.kind))
    yield item, nquads.ref(Ext.ELI_IS_PART_OF), ctx.node("doc", record.document)
    yield from optional(item, Pol.PART, record.part)
    yield from optional(item, Pol.SECTION, record.section)
    yield from optional(item, Pol.ORDINAL, record.ordinal)
    yield from optional(item, Pol.PRINTED_ORDINAL, record.printed_ordinal)
    yield from optional(item, Pol.TITLE, record.title)
    yield item, nquads.ref(Pol.TEXT), nquads.text(record.text)
    yield from dated(item, Pol.DEADLINE, record.deadline)
    yield from dated(item, Pol.DEADLINE_DATE, record.deadline_date)
    if record.continued:
        yield item, nquads.ref(Pol.CONTINUED), nquads.boolean(True)
    if record.absence:
        yield concept(item, Pol.ABSENCE, POL + record.absence)
    yield item, nquads.ref(Ext.NIF_BEGIN_INDEX), nquads.integer(record.start)
    yield item, nquads.ref(Ext.NIF_END_INDEX), nquads.integer(record.end)
    yield item, nquads.ref(Pol.SOURCE), ctx.source(record.source)
    yield from ctx.printed(item, record.source, record.start, record.end)
    for n, a in enumerate(record.roles, 1):
        yield ctx.node("agency", a.agency.key), nquads.ref(DIRECT_ROLES[a.role]), item
        yield from assignment_triples(f"{record.key}.{n}", item, a, record, ctx)
    yield from _fields(item, record, ctx)
    yield from _attestations(item, record, ctx)
    yield from _concerns(item, record, ctx)
    yield from _ordinal_repair(item, record, ctx)
    yield from ctx.issues(item, record.key, record.issues)


def assignment_triples(key: str, item: Node, a: Assignment, record: Record, ctx: Context) -> Iterator[Triple]:
    """Yield a body in a role on ``item``, qualified; a mended name is a ``pol:Repair`` of its own."""
    node = ctx.node("assignment", key)
    yield node, TYPE, nquads.ref(Pol.ASSIGNMENT)
    yield node, nquads.ref(Pol.AGENCY), ctx.node("agency", a.agency.key)
    yield node, nquads.ref(Pol.ITEM), item
    yield concept(node, Pol.ROLE, ROLES[a.role])
    yield node, nquads.ref(Pol.PRINTED), nquads.text(a.printed)
    evidence = Evidence(record.source, a.start, a.end, a.printed, a.rule, a.score)
    yield from ctx.evidence(node, evidence)
    if a.repair:
        mended = Evidence(record.source, a.start, a.end, a.printed, MENDED, a.score)
        yield from _repair(ctx.node("repair", key), node, a.printed, a.repair, mended, ctx)


def quantity_triples(key: str, item: Node, q: Quantity, record: Record, ctx: Context) -> Iterator[Triple]:
    """Yield a target or a sum of money of ``item``."""
    node = ctx.node("quantity", key)
    kind, has = QUANTITY_CLASSES[q.kind]
    yield item, nquads.ref(has), node
    yield node, TYPE, nquads.ref(kind)
    yield from optional(node, Pol.INDICATOR, q.indicator)
    yield concept(node, Pol.COMPARATOR, COMPARATORS[q.comparator])
    yield node, nquads.ref(Pol.VALUE), nquads.decimal(q.value)
    if q.value_max is not None:
        yield node, nquads.ref(Pol.MAX_VALUE), nquads.decimal(q.value_max)
    yield from optional(node, Pol.UNIT, q.unit)
    if q.unit in (published := _published_units()):
        yield node, nquads.ref(Ext.QUDT_HAS_UNIT), nquads.ref(published[q.unit])
    if q.base_value is not None:
        yield node, nquads.ref(Pol.BASE_VALUE), nquads.decimal(q.base_value)
    if q.base_max is not None:
        yield node, nquads.ref(Pol.BASE_MAX), nquads.decimal(q.base_max)
    yield from optional(node, Pol.BASE_UNIT, q.base_unit)
    if q.former_value is not None:
        yield node, nquads.ref(Pol.FORMER_VALUE), nquads.decimal(q.former_value)
    yield from optional(node, Pol.PER, q.per)
    yield from dated(node, Pol.START_DATE, q.start)
    yield from dated(node, Pol.DEADLINE, q.deadline)
    yield from dated(node, Pol.INHERITED_DEADLINE, q.deadline_inherited)
    yield from _grant(node, q.grant)
    if q.frequency:
        yield concept(node, Pol.FREQUENCY, code(q.frequency))
    yield concept(node, Pol.MODE, code(q.mode))
    yield node, nquads.ref(Pol.COLUMN), nquads.text(q.column)
    yield from ctx.evidence(node, Evidence(record.source, q.quote_start, q.quote_end, q.quote, q.rule, q.score))


@cache
def _published_units() -> dict[str, str]:
    """Return printed form -> IRI of the units that QUDT has."""
    rows = ((row["unit"], row["qudt"].removeprefix("unit:")) for row in read_table("units.csv"))
    return {unit: UNIT + name for unit, name in rows if name}


def _grant(node: Node, grant: Grant | None) -> Iterator[Triple]:
    if grant is None:
        return
    yield from optional(node, Pol.GIVER, grant.giver)
    yield from optional(node, Pol.BENEFICIARY, grant.beneficiary)
    yield from optional(node, Pol.CONDITION, grant.condition)
    if grant.instrument:
        yield concept(node, Pol.INSTRUMENT, code(grant.instrument))


def derivation_triples(record: Record, upper: Upstream, ctx: Context) -> Iterator[Triple]:
    """Yield that an item derives from an upper-level item, short and qualified.

    The evidence is the quote of the upper level; for an aligned pair, which nobody quotes, the item itself.
    """
    item, above, node = (
        ctx.node("item", record.key),
        ctx.node("item", upper.key),
        ctx.node("derivation", record.key),
    )
    yield item, nquads.ref(Pol.DERIVES_FROM), above
    yield node, TYPE, nquads.ref(Pol.DERIVATION)
    yield node, nquads.ref(Pol.ITEM), item
    yield node, nquads.ref(Pol.UPSTREAM_ITEM), above
    yield concept(node, Pol.DERIVATION_KIND, code(upper.kind))
    if upper.inherited:
        yield node, nquads.ref(Pol.INHERITED), nquads.boolean(True)
    here = record if upper.kind == "aligned" else upper
    rule = "upstream-" + upper.kind
    yield from ctx.evidence(node, Evidence(record.source, here.start, here.end, here.text, rule, upper.score))


def _fields(item: Node, record: Record, ctx: Context) -> Iterator[Triple]:
    for n, (header, value) in enumerate(record.fields, 1):
        node = ctx.node("field", f"{record.key}.{n}")
        yield item, nquads.ref(Pol.FIELD), node
        yield node, TYPE, nquads.ref(Pol.FIELD_CLASS)
        yield node, nquads.ref(Pol.HEADER), nquads.text(header)
        yield node, nquads.ref(Pol.TEXT), nquads.text(value)


def _attestations(item: Node, record: Record, ctx: Context) -> Iterator[Triple]:
    for n, a in enumerate(record.attested_by, 1):
        node = ctx.node("attestation", f"{record.key}.{n}")
        yield item, nquads.ref(Pol.ATTESTED_BY), ctx.source(a.source)
        yield node, TYPE, nquads.ref(Pol.ATTESTATION)
        yield node, nquads.ref(Pol.ITEM), item
        yield node, nquads.ref(Pol.SOURCE), ctx.source(a.source)
        yield node, nquads.ref(Ext.NIF_BEGIN_INDEX), nquads.integer(a.start)
        yield node, nquads.ref(Ext.NIF_END_INDEX), nquads.integer(a.end)
        yield from ctx.printed(node, a.source, a.start, a.end)
        yield from optional(node, Pol.TEXT, a.text)


def _concerns(item: Node, record: Record, ctx: Context) -> Iterator[Triple]:
    places = (
        (ctx.node("place", p.code), Evidence(record.source, p.start, p.end, p.printed, p.rule, p.score))
        for p in record.places
    )
    projects = (
        (ctx.project(record, p.name), Evidence(record.source, p.start, p.end, p.name, p.rule, p.score))
        for p in record.projects
    )
    for n, (about, evidence) in enumerate(chain(places, projects), 1):
        node = ctx.node("concern", f"{record.key}.{n}")
        yield item, nquads.ref(Pol.CONCERNS), about
        yield node, TYPE, nquads.ref(Pol.CONCERN)
        yield node, nquads.ref(Pol.ITEM), item
        yield node, nquads.ref(Pol.ABOUT), about
        yield node, nquads.ref(Pol.PRINTED), nquads.text(evidence.anchor)
        yield from ctx.evidence(node, evidence)


def _ordinal_repair(item: Node, record: Record, ctx: Context) -> Iterator[Triple]:
    """Say that a misread ordinal was mended; the issue of the record knows where it stands."""
    for issue in record.issues:
        if issue.code == MISREAD:
            e = Evidence(record.source, issue.start, issue.end, record.printed_ordinal, MISREAD)
            node = ctx.node("repair", f"{record.key}.ordinal")
            yield from _repair(node, item, record.printed_ordinal, record.ordinal, e, ctx)


def _repair(node: Node, of: Node, printed: str, corrected: str, e: Evidence, ctx: Context) -> Iterator[Triple]:
    yield node, TYPE, nquads.ref(Pol.REPAIR)
    yield node, nquads.ref(Pol.REPAIRS), of
    yield node, nquads.ref(Pol.PRINTED), nquads.text(printed)
    yield node, nquads.ref(Pol.CORRECTED), nquads.text(corrected)
    yield from ctx.evidence(node, e)
