"""Targets and funding of a corpus as rows that can be compared: chosen, grouped by place, agency or year, written.

A quantity of an upper-level column belongs to the upper-level item, its bodies and its place. Order: papers by key,
items by place in the text; groups by name, what belongs to none last.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Literal

from policykg.model import Quantity
from policykg.rdf.context import in_order, quantities
from policykg.records import Assignment, Corpus, DocumentInfo, Record

By = Literal["place", "agency", "year"]

#: What a spreadsheet runs as a formula, as ``policykg.rdf.export`` has it; a sign alone (the comparator =) runs nothing.
_FORMULA = re.compile(r"[=+\-@\t\r](?!$)")
_HIDDEN = ("places", "names")
_SIGNS: Mapping[str, str] = {"=": "", ">=": "≥", "<=": "≤", "~": "≈", "range": ""}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One quantity with whose it is. ``due`` is the year or day by which, ``inherited`` when only its item says it.

    ``agencies`` lead or are responsible, ``assisting`` assist, all by their labels; ``places`` are the codes that the
    item concerns: the paper's own, then those it names.
    """

    place: str
    place_name: str
    kind: str
    indicator: str
    comparator: str
    value: float
    value_max: float | None
    unit: str
    base_value: float | None
    base_max: float | None
    base_unit: str
    former_value: float | None
    per: str
    due: str
    inherited: bool
    start: str
    frequency: str
    mode: str
    agencies: tuple[str, ...]
    assisting: tuple[str, ...]
    giver: str
    beneficiary: str
    condition: str
    instrument: str
    document: str
    title: str
    part: str
    section: str
    ordinal: str
    item: str
    quote: str
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        """The year by which, "" when nobody says one."""
        return self.due[:4]


COLUMNS = tuple(f.name for f in fields(TargetRow) if f.name not in _HIDDEN)


def target_rows(corpus: Corpus) -> tuple[TargetRow, ...]:
    """Return all quantities of a corpus as rows, in order."""
    documents = {d.key: d for d in corpus.documents}
    names = place_names(corpus)
    return tuple(
        _row(item, q, record, documents[record.document], names)
        for _, item, q, record in quantities(in_order(corpus.records))
    )


def select(
    rows: Iterable[TargetRow], *, kind: str = "", year: str = "", agency: str = "", place: str = "", indicator: str = ""
) -> tuple[TargetRow, ...]:
    """Return the rows that meet every condition that is not "".

    ``year`` is that of the deadline; ``agency`` any name of a body that leads, is responsible or assists; ``place`` the
    code or a name of the paper's place or of one that the item names; ``indicator`` any words of indicator or quote.
    """
    wanted = "".join(indicator.split())
    return tuple(
        r
        for r in rows
        if (not kind or r.kind == kind)
        and (not year or r.year == year)
        and (not agency or agency in r.names)
        and (not place or place in r.places)
        and (not wanted or wanted in r.indicator or wanted in r.quote)
    )


def group(rows: Iterable[TargetRow], by: By) -> tuple[tuple[str, tuple[TargetRow, ...]], ...]:
    """Return groups with their rows; a row of several leading bodies stands under each of them.

    The key of what has no place, body or year is "", and stands last.
    """
    found: dict[str, list[TargetRow]] = {}
    for row in rows:
        keys: Sequence[str] = {"place": (row.place_name,), "year": (row.year,), "agency": row.agencies or ("",)}[by]
        for key in keys:
            found.setdefault(key, []).append(row)
    return tuple((key, tuple(found[key])) for key in sorted(found, key=lambda k: (k == "", k)))


def amount(row: TargetRow) -> str:
    """Write comparator, value and unit for people, 万 and 亿 taken in again.

    >>> amount_of(">=", 1000, None, "家"), amount_of("range", 2e6, 3e6, "元"), amount_of("<=", 5.5, None, "%")
    ('≥1000家', '200万–300万元', '≤5.5%')
    """
    return amount_of(row.comparator, row.value, row.value_max, row.unit)


def amount_of(comparator: str, value: float, value_max: float | None, unit: str) -> str:
    """Write a comparator, a value and a unit for people; see ``amount``."""
    top = "" if value_max is None else f"–{_short(value_max)}"
    return f"{_SIGNS[comparator]}{_short(value)}{top}{unit}"


def _short(value: float) -> str:
    for size, sign in ((10**8, "亿"), (10**4, "万")):
        if value >= size:
            scaled = round(value / size, 6)
            if abs(scaled * size - value) < 1e-6 * size:
                return f"{scaled:.6f}".rstrip("0").rstrip(".") + sign
    return f"{value:.6f}".rstrip("0").rstrip(".")


def to_json(rows: Iterable[TargetRow]) -> str:
    """Return rows as a JSON array, one object a row."""
    return json.dumps([_plain(r) for r in rows], ensure_ascii=False, indent=1) + "\n"


def to_csv(rows: Iterable[TargetRow]) -> Iterator[str]:
    """Yield CSV lines (RFC 4180), a header first; a cell that a spreadsheet would run gets an apostrophe in front."""
    yield csv_line(COLUMNS)
    for row in rows:
        yield csv_line(cells(row))


def cells(row: TargetRow) -> tuple[str, ...]:
    """Return the cells of a row as text, in the order of ``COLUMNS``; lists joined by 、."""
    return tuple(_cell(v) for v in _plain(row).values())


def values(row: TargetRow) -> tuple[str | float | None, ...]:
    """Return the cells of a row for a workbook: numbers as numbers, else as ``cells``."""
    return tuple(v if isinstance(v, float) else _cell(v) or None for v in _plain(row).values())


def csv_line(row: Iterable[str]) -> str:
    """Return one line of CSV with its end; formulas are made plain text."""
    out = io.StringIO()
    csv.writer(out).writerow([f"'{c}" if _FORMULA.match(c) else c for c in row])
    return out.getvalue()


def _plain(row: TargetRow) -> dict[str, object]:
    return {k: v for k, v in asdict(row).items() if k not in _HIDDEN}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def _row(
    item: str, q: Quantity, record: Record, document: DocumentInfo, names: Mapping[str, tuple[str, ...]]
) -> TargetRow:
    upper = record.upstream if q.column == "upstream" else None
    roles = upper.roles if upper else record.roles
    place = _home(upper.roles) if upper else document.jurisdiction
    concerned = (place,) if upper else (place, *(p.code for p in record.places))
    return TargetRow(
        place=place,
        place_name=names.get(place, ("",))[0],
        kind=q.kind,
        indicator=q.indicator,
        comparator=q.comparator,
        value=q.value,
        value_max=q.value_max,
        unit=q.unit,
        base_value=q.base_value,
        base_max=q.base_max,
        base_unit=q.base_unit,
        former_value=q.former_value,
        per=q.per,
        due=q.deadline or q.deadline_inherited or "",
        inherited=q.deadline is None and q.deadline_inherited is not None,
        start=q.start or "",
        frequency=q.frequency or "",
        mode=q.mode,
        agencies=labels(roles, "leads", "responsible"),
        assisting=labels(roles, "assists"),
        giver=q.grant.giver if q.grant else "",
        beneficiary=q.grant.beneficiary if q.grant else "",
        condition=q.grant.condition if q.grant else "",
        instrument=q.grant.instrument if q.grant else "",
        document=document.number or document.title,
        title=document.title,
        part=record.part,
        section=record.section,
        ordinal=record.ordinal,
        item=item,
        quote=q.quote,
        places=tuple(dict.fromkeys(n for code in concerned if code for n in (code, *names.get(code, ())))),
        names=names_of(roles, names),
    )


def labels(roles: Iterable[Assignment], *wanted: str) -> tuple[str, ...]:
    """Return the labels of the bodies in the roles ``wanted``, each once, in order."""
    return tuple(dict.fromkeys(a.agency.label for a in roles if a.role in wanted))


def names_of(roles: Iterable[Assignment], places: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return every name by which the bodies of ``roles`` may be asked for: label, short name, key, as printed.

    A printed name that leaves its place out (市经信局) counts with it too (绍兴市经信局); ``places`` are names by code.
    """
    return tuple(
        dict.fromkeys(
            n for a in roles for n in (a.agency.label, a.agency.name, a.agency.key, a.printed, *_placed(a, places))
        )
    )


def _placed(a: Assignment, places: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for place in places.get(a.agency.jurisdiction, ()):
        for word in ("自治区", "自治州", "自治县", *place[-1:]):
            if place.endswith(word) and a.printed.startswith(word):
                yield place + a.printed[len(word) :]


def place_names(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Return the names of a corpus's places by code, the full one first."""
    return {p.code: tuple(dict.fromkeys((p.name, p.short))) for p in corpus.places}


def _home(roles: Sequence[Assignment]) -> str:
    """Return the place of an upper-level item: that of the first of its bodies, "" when it has none."""
    return next((a.agency.jurisdiction for a in roles if a.agency.jurisdiction), "")
