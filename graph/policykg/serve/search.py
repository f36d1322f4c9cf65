"""/search: words and filters in, hits out, as a page, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from policykg.errors import RequestError
from policykg.serve.service import Service
from policykg.serve.site import frame_of, language_of, render
from policykg.store.search import FACETS, KINDS, Found, Hit
from policykg.store.words import LONGEST, hits
from policykg.view.marked import Piece, excerpt, pieces
from policykg.view.search_words import EXAMPLES, LEVELS, ROLES, WORDS
from policykg.view.site import Frame

PER_PAGE = 20
SHOWN = 8
"""Values of a facet that are shown before the rest is folded away."""

NAMED = 90
"""Signs of an item without a title that stand for its name."""

COLUMNS = ("kind", "name", "text", "note", "iri")
"""What a file of results holds; CSV says it in words, JSON in these."""
KNOWN: Mapping[str, Collection[str]] = {"kind": KINDS, "level": LEVELS, "role": ROLES}
"""Values of facets that are understood though this graph has nothing of them."""

_FORMULA = tuple("=+-@\t\r")


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as a page shows it; ``cited`` when it is a paper that others cite and nobody has given us."""

    kind: str
    kind_name: str
    address: str
    name: tuple[Piece, ...]
    text: tuple[Piece, ...]
    note: str
    cited: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet: its name, how many hits have it, the address that chooses it or lets it go."""

    name: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: its name and its values, the most frequent first; the chosen ones are never folded away."""

    key: str
    name: str
    options: tuple[Option, ...]
    rest: tuple[Option, ...] = ()


def answer(request: Request) -> Response:
    """Show what is found, or send all of it as a file (?format=csv, ?format=json)."""
    service: Service = request.app.state.service
    params = request.query_params
    question = " ".join(params.get("q", "").split())[:LONGEST]
    chosen = {name: tuple(dict.fromkeys(params.getlist(name))) for name in FACETS}
    chosen = {name: tuple(v for v in values if v) for name, values in chosen.items()}
    lang = language_of(request)
    for name, values in chosen.items():
        for value in values:
            if value not in KNOWN.get(name, ()) and not service.index.knows(name, value):
                at = 0 if lang == "zh" else 1
                raise RequestError(400, f"{name}={value[:40]}: {WORDS['no-such'][at].format(WORDS[name][at])}")
    form = params.get("format", "")
    if form:
        return _file(service, question, chosen, form, lang)
    page = _page_number(params.get("page", "1"))
    found = service.index.find(question, chosen, PER_PAGE, (page - 1) * PER_PAGE)
    return _shown(request, service, question, chosen, page, found)


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000):
        raise RequestError(400, f"page: {text[:20]!r} is no page number")
    return int(text)


def _shown(
    request: Request, service: Service, question: str, chosen: Mapping[str, tuple[str, ...]], page: int, found: Found
) -> Response:
    lang, frame = language_of(request), frame_of(request)
    at = 0 if lang == "zh" else 1
    asked = bool(question) or any(chosen.values())
    facets = [_facet(service, name, found, chosen, frame, lang) for name in FACETS]
    narrowed = [(f.name, o) for f in facets for o in (*f.options, *f.rest) if o.chosen]
    return render(
        request,
        "search.html",
        title=f"{question}{WORDS['dash'][at]}{WORDS['results'][at]}" if question else WORDS["results"][at],
        words=WORDS,
        find=question,
        asked=asked,
        found=found,
        hits=[_hit(service, h, found, lang) for h in found.hits],
        facets=[f for f in facets if f.options],
        narrowed=narrowed,
        page=page,
        last=max(1, -(-found.total // PER_PAGE)),
        first=(page - 1) * PER_PAGE + 1,
        without=frame.with_query(page=None, **dict.fromkeys(FACETS)),
        examples=[(e, f"/search?q={quote(e)}") for e in EXAMPLES],
        exports=[(form.upper(), frame.with_query(page=None, format=form)) for form in ("csv", "json")],
        sparql=_sparql(question, chosen),
    )


def _hit(service: Service, hit: Hit, found: Found, lang: str) -> Shown:
    name = hit.name or hit.text
    marked = hits(name, found.question)
    shown = pieces(name, marked) if hit.name else excerpt(name, marked, NAMED)
    text = hit.text if hit.name else ""
    return Shown(
        hit.kind,
        WORDS[hit.kind][0 if lang == "zh" else 1],
        service.address(hit.iri),
        shown,
        excerpt(text, hits(text, found.question)) if text else (),
        hit.note,
        hit.iri in service.cited,
    )


def _facet(
    service: Service, name: str, found: Found, chosen: Mapping[str, tuple[str, ...]], frame: Frame, lang: str
) -> Facet:
    at = 0 if lang == "zh" else 1
    wanted = chosen.get(name, ())
    options = [
        Option(_value(name, value, label, lang), count, _toggled(frame, name, value), value in wanted)
        for value, label, count in found.facets.get(name, ())
    ]
    there = {value for value, _, _ in found.facets.get(name, ())}
    options += [
        Option(_value(name, v, service.index.label(name, v), lang), 0, _toggled(frame, name, v), True)
        for v in wanted
        if v not in there
    ]
    if name == "year":
        options.sort(key=lambda o: o.name, reverse=True)
    first = [o for n, o in enumerate(options) if n < SHOWN or o.chosen]
    return Facet(name, WORDS[name][at], tuple(first), tuple(o for o in options if o not in first))


def _value(name: str, value: str, label: str, lang: str) -> str:
    table = {"kind": WORDS, "level": LEVELS, "role": ROLES}.get(name, {})
    return table[value][0 if lang == "zh" else 1] if value in table else label


def _toggled(frame: Frame, name: str, value: str) -> str:
    kept = [(k, v) for k, v in frame.query if k != "page"]
    changed = [p for p in kept if p != (name, value)] if (name, value) in kept else [*kept, (name, value)]
    return Frame(frame.lang, frame.path, tuple(changed)).with_query()


# --- files ----------------------------------------------------------------------------------------


def _file(service: Service, question: str, chosen: Mapping[str, tuple[str, ...]], form: str, lang: str) -> Response:
    if form not in ("csv", "json"):
        raise RequestError(400, f"format: {form[:20]!r} is none of csv, json")
    found = service.index.find(question, chosen, None)
    rows = [[getattr(hit, c) for c in COLUMNS] for hit in found.hits]
    if form == "csv":
        at = 0 if lang == "zh" else 1
        named = [[WORDS[hit.kind][at], *row[1:]] for hit, row in zip(found.hits, rows, strict=True)]
        body, media = csv_text(tuple(WORDS[f"in-{c}"][at] for c in COLUMNS), named), "text/csv; charset=utf-8"
    else:
        told = {
            "question": question,
            "filters": {name: list(values) for name, values in chosen.items() if values},
            "total": found.total,
            "results": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
        }
        body, media = json.dumps(told, ensure_ascii=False, indent=1) + "\n", "application/json"
    name = f"search.{form}"
    return Response(body.encode(), 200, {"content-disposition": f'attachment; filename="{name}"'}, media)


def csv_text(columns: tuple[str, ...], rows: list[list[str]]) -> str:
    r"""Return rows as CSV for spreadsheets: with a byte-order mark, and no cell that a spreadsheet would run.

    >>> csv_text(("name",), [["=1+1"], ["人才"]])
    "\ufeffname\r\n'=1+1\r\n人才\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


# --- the same in SPARQL -----------------------------------------------------------------------------

_CLASSES = {
    "paper": "pol:PolicyDocument",
    "item": "pol:PolicyItem",
    "body": "pol:Agency pol:AgencyGroup pol:UnresolvedAgency",
    "place": "pol:Country pol:Province pol:City pol:County pol:Zone",
    "project": "pol:Project",
    "target": "pol:Target",
    "funding": "pol:Funding",
}


def _sparql(question: str, chosen: Mapping[str, tuple[str, ...]]) -> str:
    """Return a query that finds the same words, if not in the same order."""
    kinds = chosen.get("kind") or tuple(_CLASSES)
    classes = " ".join(_CLASSES[k] for k in kinds if k in _CLASSES)
    lines = [
        "SELECT DISTINCT ?it ?words WHERE {",
        f"  VALUES ?class {{ {classes} }}",
        "  VALUES ?property { skos:prefLabel skos:altLabel eli:title eli:id_local pol:title pol:text pol:indicator }",
        "  ?it a ?class ; ?property ?words .",
    ]
    for word in question.split():
        lines.append(f"  FILTER(CONTAINS(?words, {_literal(word)}))")
    return "\n".join([*lines, "} LIMIT 100"])


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
