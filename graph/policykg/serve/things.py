"""The pages of things below /id/: each kind has its own; what has none is shown as properties (serve.linked_data)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse import body_page, item_page, paper_page, place_page
from policykg.analyse.shown import Question
from policykg.errors import RequestError
from policykg.rdf.iri import short
from policykg.serve.service import Service
from policykg.serve.site import frame_of, language_of, render
from policykg.view.search_words import LEVELS
from policykg.view.site_words import said
from policykg.view.thing import amount, explained, head, origin
from policykg.view.thing_words import WORDS

Alternates = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page to be: template, title, crumbs (name, address), values, the questions behind it."""

    template: str
    title: str
    values: Mapping[str, Any]
    questions: Sequence[Question]
    crumbs: Sequence[tuple[str, str]] = ()


def page(request: Request, service: Service, node: str, path: str, alternates: Alternates) -> Response | None:
    """Answer with the page of a thing; None when its kind has no page of its own, or all properties are asked for."""
    made = _PAGES.get(path.partition("/")[0])
    if made is None or request.query_params.get("view") == "all":
        return None
    shown = made(request, service, node)
    if shown is None:
        return None
    lang, frame = language_of(request), frame_of(request)
    behind = [((q.zh if lang == "zh" else q.en), q.about(node)) for q in shown.questions]
    return render(
        request,
        shown.template,
        title=shown.title,
        words=WORDS,
        crumbs=shown.crumbs,
        vary="accept, accept-language, cookie",
        node=node,
        short=short(node, service.base),
        href=service.address,
        alternates=alternates,
        behind=behind,
        levels=said(LEVELS, lang),
        head=head,
        explained=lambda span: explained(span, lang),
        amount=lambda v: amount(v.comparator, v.value, v.most, v.unit, lang),
        origin=lambda source: origin(source, lang),
        cited=service.cited,
        everything=frame.with_query(view="all"),
        there=frozenset(address for address, _ in request.app.state.nav),
        link=lambda address, **query: f"{address}?{urlencode(query)}",
        **shown.values,
    )


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "1")
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 1_000_000):
        raise RequestError(400, f"{name}: {given[:20]!r} is no page number")
    return int(given)


def _body(request: Request, service: Service, node: str) -> _Shown | None:
    found = body_page.body_page(
        service.graph, service.lists, node, {role: _number(request, role) for role in body_page.ROLES}
    )
    if not found.names:
        return None
    place = [(found.place.name, service.address(found.place.iri))] if found.place else []
    return _Shown(
        "thing_body.html", found.names[0], {"body": found, "roles": body_page.ROLES}, body_page.QUESTIONS, place
    )


def _item(request: Request, service: Service, node: str) -> _Shown | None:
    found = item_page.item_page(service.graph, node, {way: _number(request, way) for way in item_page.WAYS})
    if found is None:
        return None
    title = found.title or head(found.text)
    crumbs = [(found.paper.name, service.address(found.paper.iri))] if found.paper.name else []
    return _Shown("thing_item.html", title, {"item": found}, item_page.QUESTIONS, crumbs)


def _paper(request: Request, service: Service, node: str) -> _Shown | None:
    found = paper_page.paper_page(service.graph, node, _number(request, "page"))
    if found is None:
        return None
    place = [(found.place.name, service.address(found.place.iri))] if found.place else []
    title = found.title or found.number
    return _Shown("thing_paper.html", title, {"paper": found}, paper_page.QUESTIONS, place)


def _place(request: Request, service: Service, node: str) -> _Shown | None:
    pages = _number(request, "charged"), _number(request, "concerned")
    found = place_page.place_page(service.graph, service.lists, node, *pages)
    if found is None:
        return None
    above = [(p.name, service.address(p.iri)) for p in found.above]
    targets = (
        service.index.find("", {"kind": ["target"], "place": [found.code]}, 0, facets=("year",)) if found.code else None
    )
    years = sorted(((v, n) for v, _, n in targets.facets["year"]), reverse=True) if targets else []
    values = {"place": found, "due": years[:8], "targets": targets.total if targets else 0}
    return _Shown("thing_place.html", found.name, values, place_page.PLACE_QUESTIONS, above)


def _project(request: Request, service: Service, node: str) -> _Shown | None:
    found = place_page.project_page(service.graph, service.lists, node, _number(request, "page"))
    if found is None:
        return None
    return _Shown("thing_project.html", found.name, {"project": found}, place_page.PROJECT_QUESTIONS)


def _quantity(request: Request, service: Service, node: str) -> _Shown | None:
    found = place_page.quantity_page(service.graph, node)
    if found is None:
        return None
    row = found.value.row
    crumbs = (
        [(row.paper.name, service.address(row.paper.iri)), (head(row.title or row.text, 16), service.address(row.iri))]
        if row
        else []
    )
    title = found.value.indicator or found.words
    return _Shown("thing_target.html", title, {"quantity": found}, place_page.QUANTITY_QUESTIONS, crumbs)


_PAGES: Mapping[str, Callable[[Request, Service, str], _Shown | None]] = {
    "agency": _body,
    "item": _item,
    "doc": _paper,
    "place": _place,
    "project": _project,
    "quantity": _quantity,
}
