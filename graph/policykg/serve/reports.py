"""/coverage, /ladder, /drift, /workload, /calendar, /copy-map: what ``analyse`` finds, filtered, linked and to take away."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse import calendar as dates
from policykg.analyse.copymap import copy_map, copy_report
from policykg.analyse.coverage import STATES, coverage, coverage_report
from policykg.analyse.drift import drift, drift_report, workload
from policykg.analyse.known import bodies_by_label
from policykg.analyse.ladder import Ladder, ladder, ladder_report, parted
from policykg.analyse.queries import find_query
from policykg.analyse.sheets import to_xlsx
from policykg.analyse.shown import each_once
from policykg.analyse.tables import Report, Sheet, Value
from policykg.analyse.targets import csv_line
from policykg.analyse.ties import named, slipped_lines
from policykg.analyse.workload import EVERY, UNDATED, tasks_of, workload_report
from policykg.errors import NotFoundError, RequestError
from policykg.records import Record
from policykg.serve.cells import Part, Parts, bodies, cell, item
from policykg.serve.filters import Asked, Field
from policykg.serve.filters import paper as paper_filter
from policykg.serve.service import Service
from policykg.serve.site import render
from policykg.view.report_page import Bar, Side, copy_sides, ladder_bars
from policykg.view.reports_words import COPY, STATE, WORDS
from policykg.view.search_words import ROLES

ROWS, SIDES = 60, 12
"""Rows of the main table, and texts side by side, on one page."""

OVER = 10
"""Items in charge of in one quarter from which on a body is marked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A result to be shown: tables, filters, pictures, texts, the named question behind it.

    ``cells`` are the keys that a cell leads to, ``parts`` what stands in a cell with the key of each; a key is that of
    an item, ``agency:KEY``, ``doc:KEY`` or an address. ``slipped`` are rows whose columns may have slipped, each with
    the row that it fits better. Tables named in ``folded`` are closed.
    """

    report: Report
    fields: tuple[Field, ...]
    question: str
    bars: tuple[Bar, ...] = ()
    sides: tuple[Side, ...] = ()
    cells: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[tuple[int, int], Parts] = field(default_factory=dict)
    slipped: Sequence[tuple[str, str]] = ()
    note: str = ""
    folded: frozenset[str] = frozenset()
    ics: bytes = b""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a page: its parts, its mark, whether it is a number, whether it stays on one line."""

    parts: Sequence[Part]
    mark: str
    number: bool
    short: bool


def _coverage(service: Service, asked: Asked) -> Shown:
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
    report = coverage_report(replace(found, slipped=()), asked.lang)
    names = dict(found.places)
    more = [f"{asked.say('by-state')}{asked.say('colon')}{said.get(state, state)}"] if state else []
    more += [f"{asked.say('by-place')}{asked.say('colon')}{names.get(place, place)}"] if place else []
    cells = {
        (r, 3 + c): tuple(cell.items) for r, line in enumerate(found.lines) for c, cell in enumerate(line.cells)
    } | {(r, 2): (line.key,) for r, line in enumerate(found.lines)}
    every = coverage(service.corpus).places
    fields = (
        paper_filter(service, asked, True),
        asked.field("place", every),
        asked.field("state", [(s, said[s]) for s in STATES]),
        asked.field("min_score", value=asked.text("min_score") or "0.5", note="score-note"),
    )
    return Shown(_more(report, more), fields, "coverage-states", cells=cells, slipped=found.slipped)


def _ladder(service: Service, asked: Asked) -> Shown:
    try:
        found = ladder(service.corpus, asked.text("q"))
    except NotFoundError:
        found = Ladder(asked.text("q"), (), ())
    silent = Ladder(found.indicator, (), ())
    if any(rung.above >= 0 and rung.quantity for rung in found.rungs):
        found, silent = parted(found)
    cells = {(n, 9): (rung.item,) for n, rung in enumerate(found.rungs) if rung.item}
    report, name = ladder_report(found, asked.lang), asked.say("silent")
    if silent.rungs:
        report = replace(
            report, sheets=(*report.sheets, replace(ladder_report(silent, asked.lang).sheets[0], name=name))
        )
    fields = (asked.field("q", note="ladder-note"),)
    bars = ladder_bars(found, asked.lang)
    return Shown(report, fields, "target-ladder", bars, cells=cells, folded=frozenset((name,)))


def _drift(service: Service, asked: Asked) -> Shown:
    found = drift(service.corpus, asked.text("of"))
    report = drift_report(found, (), OVER, asked.lang)
    report = replace(report, filters=report.filters[:1], sheets=report.sheets[:2])
    shown = [c for c in found.changes if c.finding != "kept"]
    cells = {(n, 0): (c.item,) for n, c in enumerate(shown)}
    parts: dict[tuple[int, int], Parts] = {}
    for n, change in enumerate(shown):
        row, upper = service.known.record(change.item), service.known.record(change.upper)
        own = bodies_by_label(row.roles if row else ())
        above = bodies_by_label(
            (*(row.upstream.roles if row and row.upstream else ()), *(upper.roles if upper else ()))
        )
        parts |= {(n, 3): bodies(change.above, above), (n, 4): bodies(change.below, own)}
    return Shown(report, (paper_filter(service, asked, False),), "leaders-across-levels", cells=cells, parts=parts)


def _workload(service: Service, asked: Asked) -> Shown:
    doc, body, year = asked.text("of"), asked.text("agency"), asked.text("year")
    over = int(asked.number("over", 0, 1000, OVER))
    loads = workload(service.corpus, doc)
    years = sorted({x.quarter[:4] for x in loads if x.quarter})
    papers = sorted((d.number or d.key, f"{d.number} {d.title}".strip()[:60]) for d in service.corpus.documents)
    known = frozenset(x for d in service.corpus.documents if doc and named(d, doc) for x in (doc,))
    fields = (
        replace(asked.field("of", papers), also=known),
        asked.field("agency"),
        asked.field("year", [(y, y) for y in years]),
        asked.field("over", value=str(over), form="number"),
    )
    if asked.text("body"):
        return _tasks(service, asked, doc, fields)
    report, keys, quarters = workload_report(loads, body, year, over, asked.lang, doc)
    cells = {(n, 0): (f"agency:{key}",) for n, key in enumerate(keys)}
    rows = report.sheets[0].rows
    for n, key in enumerate(keys):
        for at, quarter in enumerate((*quarters, EVERY), 1):
            if rows[n][at]:
                asking = {"body": key, "quarter": quarter, "of": doc}
                cells[n, at] = ("/workload?" + urlencode({k: v for k, v in asking.items() if v}),)
    return Shown(report, fields, "leads-most", cells=cells, note=asked.say("workload-note"))


def _tasks(service: Service, asked: Asked, doc: str, fields: tuple[Field, ...]) -> Shown:
    """Show the items behind a cell of the workload."""
    body, quarter = asked.text("body"), asked.text("quarter") or EVERY
    name = service.known.body(body)
    if not name or not re.fullmatch(rf"\d{{4}}Q[1-4]|{EVERY}|{UNDATED}", quarter):
        wrong = ("quarter", quarter) if name else ("body", body)
        raise RequestError(400, f"{wrong[0]}={wrong[1]}: {asked.say('no-such').format(wrong[0])}")
    found = tasks_of(service.corpus, body, quarter, doc)
    roles = {k: v[asked.lang != "zh"] for k, v in ROLES.items()}
    comma = asked.say("comma")
    columns = tuple(asked.say(k) for k in ("what", "role", "due", "paper"))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (r.key, comma.join(roles[x] for x in has), comma.join(_due(r)), r.document) for r, has in found
    )
    when = {EVERY: asked.say("all"), UNDATED: asked.say("undated")}.get(quarter, quarter)
    filters = [
        f"{asked.say('by-agency')}{asked.say('colon')}{name}",
        f"{asked.say('by-quarter')}{asked.say('colon')}{when}",
    ]
    filters += [f"{asked.say('by-of')}{asked.say('colon')}{doc}"] if doc else []
    title = asked.say("workload")
    sheet = Sheet(title, columns, rows)
    return Shown(Report(title, tuple(filters), (sheet,)), fields, "bureau-tasks", note=asked.say("workload-note"))


def _due(record: Record) -> tuple[str, ...]:
    own = (q.deadline or "" for q in record.quantities if q.column == "text")
    return each_once(record.deadline_date or record.deadline, *sorted(own))


def _calendar(service: Service, asked: Asked) -> Shown:
    duties = dates.duties(service.corpus)
    year, agency, place = asked.text("year"), asked.text("agency"), asked.text("place")
    after, before = asked.day("after"), asked.day("before")
    until = before and before + "-12-31"[len(before) - 4 :]
    found = dates.select(duties, year=year, agency=agency, place=place, after=after, before=until)
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
    given = {"after": after, "before": before, "year": year, "agency": agency, "place": place}
    chosen = [(k, v) for k, v in given.items() if v]
    filters = [f"{asked.say('by-' + k)}{asked.say('colon')}{v}" for k, v in chosen] or [asked.say("no-filter")]
    filters.append(asked.say("calendar-count").format(len(found), len(duties)))
    report = Report(asked.say("calendar"), tuple(filters), (Sheet(asked.say("calendar"), columns, rows),))
    cells = {(n, 2): (d.item,) for n, d in enumerate(found)}
    parts: dict[tuple[int, int], Parts] = {}
    for n, d in enumerate(found):
        row = service.known.record(d.item)
        keys = bodies_by_label(row.roles if row else ())
        parts |= {(n, 1): bodies(d.leading, keys), (n, 3): bodies(d.assisting, keys)}
        parts[n, 4] = ((d.document, f"doc:{row.document}" if row else ""),)
    places = {p for d in duties for p in d.places}
    fields = (
        asked.field("after", form="date"),
        asked.field("before", form="date"),
        asked.field("year", [(y, y) for y in sorted({d.due[:4] for d in duties})]),
        asked.field("agency"),
        replace(
            asked.field("place", [(p.name, p.name) for p in service.corpus.places if p.name in places]),
            also=frozenset(places),
        ),
    )
    ics = dates.to_ics(found, asked.say("calendar"), service.base) if asked.text("format") == "ics" else b""
    return Shown(report, fields, "item-deadlines", cells=cells, parts=parts, ics=ics)


def _copies(service: Service, asked: Asked) -> Shown:
    every = copy_map(service.corpus, asked.text("of"))
    found = replace(every, copies=tuple(replace(c, fits="") for c in every.copies))
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
        paper_filter(service, asked, False),
        replace(asked.field("state", [(s, said[s]) for s in COPY]), label=asked.say("by-copy")),
    )
    cells = {(n, 0): (c.item,) for n, c in enumerate(found.copies)}
    slipped = [(c.item, c.fits) for c in every.copies if c.fits]
    sides = copy_sides(found, asked.lang)
    return Shown(report, fields, "copied-verbatim", sides=sides, cells=cells, slipped=slipped)


def _more(report: Report, filters: Sequence[str]) -> Report:
    return replace(report, filters=(*report.filters, *filters))


def _page(name: str, make: Callable[[Service, Asked], Shown]) -> Callable[[Request], Response]:
    """Return what answers for a page: HTML, or with ?format= a table as CSV or XLSX, the calendar as iCalendar."""

    def answer(request: Request) -> Response:
        service: Service = request.app.state.service
        asked = Asked(request)
        try:
            shown = make(service, asked)
        except NotFoundError as error:
            raise RequestError(400, str(error)) from error
        asked.check(shown.fields)
        form = asked.text("format")
        if form:
            table = int(asked.number("table", 0, len(shown.report.sheets) - 1, 0))
            return _taken(shown, form, name, table, slipped_lines(shown.slipped, asked.lang))
        return _html(request, service, asked, name, shown)

    return answer


def _html(request: Request, service: Service, asked: Asked, name: str, shown: Shown) -> Response:
    main = shown.report.sheets[0]
    size, per = (len(shown.sides), SIDES) if shown.sides else (len(main.rows), ROWS)
    last = max(1, -(-size // per))
    page = min(last, int(asked.number("page", 1, 1e6, 1)))
    first = per * (page - 1)
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
        rows=[] if shown.sides else _rows(service, main, range(first, min(first + per, size)), shown),
        sides=[(side, item(service, side.item)) for side in shown.sides[first : first + per]],
        bars=shown.bars[:200],
        further=[(x, _rows(service, x, range(min(ROWS, len(x.rows))))) for x in shown.report.sheets[1:] if x.rows],
        slipped=[(item(service, row), item(service, beside)) for row, beside in shown.slipped],
        page=page,
        last=last,
        total=size,
        behind=[(question.title[asked.lang], question.sparql)],
        forms=("csv", "xlsx", *(("ics",) if name == "calendar" else ())),
    )


def _rows(service: Service, sheet: Sheet, which: range, shown: Shown | None = None) -> list[list[Cell]]:
    """Return rows of a table as a page shows them."""
    cells, parts = (shown.cells, shown.parts) if shown else ({}, {})
    return [
        [
            Cell(
                cell(service, value, cells.get((n, at), ()), parts.get((n, at), ())),
                sheet.marks[n][at] if sheet.marks else "",
                not isinstance(value, str),
                isinstance(value, str) and len(value) <= 10,
            )
            for at, value in enumerate(sheet.rows[n])
        ]
        for n in which
    ]


def _taken(shown: Shown, form: str, name: str, table: int, told: Sequence[str]) -> Response:
    sheet = shown.report.sheets[table]
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    if form == "csv":
        lines = (csv_line(str(v) for v in row) for row in (sheet.columns, *sheet.rows))
        return Response("\ufeff" + "".join(lines), media_type="text/csv; charset=utf-8", headers=headers)
    if form == "xlsx":
        notes: list[tuple[Value, ...]] = [(), *((line,) for line in (*shown.report.filters, *told))]
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
