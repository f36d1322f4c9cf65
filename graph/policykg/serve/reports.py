"""/coverage, /ladder, /drift, /workload, /calendar, /copy-map: what ``analyse`` finds, filtered, linked and to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse import calendar as dates
from policykg.analyse.copymap import copy_map, copy_report
from policykg.analyse.coverage import STATES, coverage, coverage_report
from policykg.analyse.drift import drift, drift_report, workload
from policykg.analyse.ladder import Ladder, ladder, ladder_report
from policykg.analyse.queries import find_query
from policykg.analyse.sheets import to_xlsx
from policykg.analyse.tables import Report, Sheet, Value
from policykg.analyse.targets import csv_line
from policykg.analyse.workload import workload_report
from policykg.errors import NotFoundError, RequestError
from policykg.serve.service import Service
from policykg.serve.site import language_of, render
from policykg.view.report_page import Bar, Side, copy_sides, ladder_bars
from policykg.view.reports_words import COPY, STATE, WORDS

LONGEST = 120
"""Signs of a filter."""

ROWS, SIDES = 60, 12
"""Rows of the main table, and texts side by side, on one page."""

OVER = 10
"""Items in charge of in one quarter from which on a body is marked."""


@dataclass(frozen=True, slots=True)
class Field:
    """A filter: its parameter, label, value, and (value, name) to choose from; without any it is free text."""

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A result to be shown: tables, filters, pictures, texts, links of single cells, the named question behind it."""

    report: Report
    fields: tuple[Field, ...]
    question: str
    bars: tuple[Bar, ...] = ()
    sides: tuple[Side, ...] = ()
    cells: Mapping[tuple[int, int], tuple[str, ...]] | None = None
    ics: bytes = b""


class _Asked:
    """The filters of a request, as text; ``lang`` of its reader."""

    def __init__(self, request: Request) -> None:
        self.lang = language_of(request)
        self._given = request.query_params

    def text(self, name: str) -> str:
        return str(self._given.get(name, "")).strip()[:LONGEST]

    def number(self, name: str, least: float, most: float, default: float) -> float:
        given = self.text(name)
        try:
            value = float(given) if given else default
        except ValueError as error:
            raise RequestError(400, f"{name}={given}: {self.say('no-number')}") from error
        return min(most, max(least, value))

    def say(self, key: str) -> str:
        return WORDS[key][self.lang != "zh"]

    def field(self, name: str, options: Sequence[tuple[str, str]] = (), value: str = "", note: str = "") -> Field:
        if options:
            options = (("", self.say("all")), *options)
        return Field(name, self.say(f"by-{name}"), value or self.text(name), options, note and self.say(note))


def _papers(service: Service, upper: bool) -> list[tuple[str, str]]:
    """Return (number or key, name) of the papers that others take up, or of those that take up others."""
    corpus = service.corpus
    titles = {d.key: (d.number or d.key, d.title) for d in corpus.documents}
    titles |= {c.key: (c.number or c.key, c.title) for d in corpus.documents for c in d.cites if c.key not in titles}
    rows = (r for r in corpus.records if r.upstream is not None)
    keys = {r.upstream.document if upper and r.upstream else r.document for r in rows}
    named = {k: titles.get(k, (k, "")) for k in keys}
    return sorted((number, f"{number} {title}"[:60]) for number, title in named.values())


def _coverage(service: Service, asked: _Asked) -> Shown:
    state, place = asked.text("state"), asked.text("place")
    of, bar = asked.text("of").removeprefix("doc:"), asked.number("min_score", 0, 1, 0.5)
    paper = next((d for d in service.corpus.documents if of and of in (d.key, d.number)), None)
    uppers = {r.upstream.document for r in service.corpus.records if paper and r.document == paper.key and r.upstream}
    if paper and uppers:  # asked of a paper that takes up others: they, and its own place
        found = coverage(service.corpus, "", bar)
        found = replace(found, document=of, lines=tuple(x for x in found.lines if x.document in uppers))
        place = place or paper.jurisdiction
    else:
        found = coverage(service.corpus, of, bar)
    at = [n for n, (code, _) in enumerate(found.places) if place in ("", code)]
    said = {k: v[asked.lang != "zh"] for k, v in STATE.items()}
    if state:
        lines = tuple(x for x in found.lines if any(x.cells[n].state == state for n in at))
        found = replace(found, lines=lines)
    if place:
        lines = tuple(replace(x, cells=tuple(x.cells[n] for n in at)) for x in found.lines)
        own = tuple(i for i in found.inventions if i.place == place)
        found = replace(found, lines=lines, places=tuple(found.places[n] for n in at), inventions=own)
    report = coverage_report(found, asked.lang)
    names = dict(found.places)
    more = [f"{asked.say('by-state')}{asked.say('colon')}{said.get(state, state)}"] if state else []
    more += [f"{asked.say('by-place')}{asked.say('colon')}{names.get(place, place)}"] if place else []
    cells = {
        (r, 3 + c): tuple(cell.items) for r, line in enumerate(found.lines) for c, cell in enumerate(line.cells)
    } | {(r, 2): (line.key,) for r, line in enumerate(found.lines)}
    every = coverage(service.corpus).places
    fields = (
        asked.field("of", _papers(service, True)),
        asked.field("place", every),
        asked.field("state", [(s, said[s]) for s in STATES]),
        asked.field("min_score", value=asked.text("min_score") or "0.5", note="score-note"),
    )
    return Shown(_more(report, more), fields, "coverage-states", cells=cells)


def _ladder(service: Service, asked: _Asked) -> Shown:
    try:
        found = ladder(service.corpus, asked.text("q"))
    except NotFoundError:
        found = Ladder(asked.text("q"), (), ())
    cells = {(n, 9): (rung.item,) for n, rung in enumerate(found.rungs) if rung.item}
    fields = (asked.field("q", note="ladder-note"),)
    return Shown(ladder_report(found, asked.lang), fields, "target-ladder", ladder_bars(found, asked.lang), cells=cells)


def _drift(service: Service, asked: _Asked) -> Shown:
    found = drift(service.corpus, asked.text("of"))
    report = drift_report(found, (), OVER, asked.lang)
    report = replace(report, filters=report.filters[:1], sheets=report.sheets[:2])
    shown = [c for c in found.changes if c.finding != "kept"]
    cells = {(n, 0): (c.item,) for n, c in enumerate(shown)}
    return Shown(report, (asked.field("of", _papers(service, False)),), "leaders-across-levels", cells=cells)


def _workload(service: Service, asked: _Asked) -> Shown:
    doc, body, year = asked.text("of"), asked.text("agency"), asked.text("year")
    over = int(asked.number("over", 0, 1000, OVER))
    loads = workload(service.corpus, doc)
    years = sorted({x.quarter[:4] for x in loads if x.quarter})
    report, keys = workload_report(loads, body, year, over, asked.lang, doc)
    fields = (
        asked.field("of", sorted((d.number or d.key, f"{d.number} {d.title}"[:60]) for d in service.corpus.documents)),
        asked.field("agency"),
        asked.field("year", [(y, y) for y in years]),
        asked.field("over", value=str(over)),
    )
    cells = {(n, 0): (f"agency:{key}",) for n, key in enumerate(keys)}
    return Shown(report, fields, "leads-most", cells=cells)


def _calendar(service: Service, asked: _Asked) -> Shown:
    duties = dates.duties(service.corpus)
    year, agency, place = asked.text("year"), asked.text("agency"), asked.text("place")
    found = dates.select(duties, year=year, agency=agency, place=place)
    columns = tuple(asked.say(k) for k in ("due", "bodies", "what", "assisting", "paper", "ordinal"))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            d.due,
            "、".join(d.leading),
            "；".join(d.targets) or d.what,
            "、".join(d.assisting),
            d.document,
            " ".join(x for x in (d.part, d.ordinal) if x),
        )
        for d in found
    )
    chosen = [(k, v) for k, v in (("year", year), ("agency", agency), ("place", place)) if v]
    filters = [f"{asked.say('by-' + k)}{asked.say('colon')}{v}" for k, v in chosen] or [asked.say("no-filter")]
    filters.append(asked.say("calendar-count").format(len(found), len(duties)))
    report = Report(asked.say("calendar"), tuple(filters), (Sheet(asked.say("calendar"), columns, rows),))
    cells = {(n, 2): (d.item,) for n, d in enumerate(found)}
    named = {p for d in duties for p in d.places}
    fields = (
        asked.field("year", [(y, y) for y in sorted({d.due[:4] for d in duties})]),
        asked.field("agency"),
        asked.field("place", [(p.name, p.name) for p in service.corpus.places if p.name in named]),
    )
    ics = dates.to_ics(found, asked.say("calendar"), service.base) if asked.text("format") == "ics" else b""
    return Shown(report, fields, "item-deadlines", cells=cells, ics=ics)


def _copies(service: Service, asked: _Asked) -> Shown:
    found = copy_map(service.corpus, asked.text("of"))
    report = copy_report(found, asked.lang)
    state = asked.text("state")
    said = {k: v[asked.lang != "zh"] for k, v in COPY.items()}
    if state:
        kept = replace(found, copies=tuple(c for c in found.copies if c.state == state))
        report = _more(
            replace(report, sheets=(copy_report(kept, asked.lang).sheets[0], *report.sheets[1:])),
            [f"{asked.say('by-copy')}{asked.say('colon')}{said.get(state, state)}"],
        )
        found = kept
    fields = (
        asked.field("of", _papers(service, False)),
        replace(asked.field("state", [(s, said[s]) for s in COPY]), label=asked.say("by-copy")),
    )
    cells = {(n, 0): (c.item,) for n, c in enumerate(found.copies)}
    return Shown(report, fields, "copied-verbatim", sides=copy_sides(found, asked.lang), cells=cells)


def _more(report: Report, filters: Sequence[str]) -> Report:
    return replace(report, filters=(*report.filters, *filters))


def _page(name: str, make: Callable[[Service, _Asked], Shown]) -> Callable[[Request], Response]:
    """Return what answers for a page: HTML, or with ?format= a table as CSV or XLSX, the calendar as iCalendar."""

    def answer(request: Request) -> Response:
        service: Service = request.app.state.service
        asked = _Asked(request)
        try:
            shown = make(service, asked)
        except NotFoundError as error:
            raise RequestError(404, str(error)) from error
        form = asked.text("format")
        if form:
            return _taken(shown, form, name, int(asked.number("table", 0, len(shown.report.sheets) - 1, 0)))
        return _html(request, service, asked, name, shown)

    return answer


def _html(request: Request, service: Service, asked: _Asked, name: str, shown: Shown) -> Response:
    main = shown.report.sheets[0]
    size, per = (len(shown.sides), SIDES) if shown.sides else (len(main.rows), ROWS)
    last = max(1, -(-size // per))
    page = min(last, int(asked.number("page", 1, 1e6, 1)))
    first = per * (page - 1)
    linked = {
        at: tuple(service.address(service.node(key)) for key in keys)
        for at, keys in (shown.cells or {}).items()
        if keys
    }
    question = find_query(shown.question)
    return render(
        request,
        "reports.html",
        title=asked.say(name),
        words=WORDS,
        here=name,
        lead=asked.say(f"{name}-lead"),
        shown=shown,
        report=shown.report,
        main=main,
        rows=list(enumerate(main.rows))[first : first + per] if not shown.sides else [],
        sides=list(enumerate(shown.sides))[first : first + per],
        bars=shown.bars[:200],
        links=linked,
        further=[(x, list(enumerate(x.rows))[:ROWS]) for x in shown.report.sheets[1:] if x.rows],
        page=page,
        last=last,
        total=size,
        behind=[(question.title[asked.lang], question.sparql)],
        forms=("csv", "xlsx", *(("ics",) if name == "calendar" else ())),
    )


def _taken(shown: Shown, form: str, name: str, table: int) -> Response:
    sheet = shown.report.sheets[table]
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    if form == "csv":
        lines = (csv_line(str(v) for v in row) for row in (sheet.columns, *sheet.rows))
        return Response("\ufeff" + "".join(lines), media_type="text/csv; charset=utf-8", headers=headers)
    if form == "xlsx":
        notes: list[tuple[Value, ...]] = [(), *((line,) for line in shown.report.filters)]
        body = to_xlsx(sheet.name, sheet.columns, [*sheet.rows, *notes])
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Response(body, media_type=media, headers=headers)
    if form == "ics" and shown.ics:
        return Response(shown.ics, media_type="text/calendar; charset=utf-8", headers=headers)
    raise RequestError(400, f"format={form}: csv, xlsx" + (", ics" if name == "calendar" else ""))


PAGES = {
    "coverage": _page("coverage", _coverage),
    "ladder": _page("ladder", _ladder),
    "drift": _page("drift", _drift),
    "workload": _page("workload", _workload),
    "calendar": _page("calendar", _calendar),
    "copy-map": _page("copy-map", _copies),
}
"""What answers, by address without its slash."""
