"""Which bodies a reform made out of which, and whether a name existed when a paper was written.

The reforms stand in successions.csv, as names without a jurisdiction; here they become bodies of one place.
A row without a date happened at a time that differs from place to place: it links bodies that papers
name, but proves nothing about a date and makes no body known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from policykg.lexicon import Lexicon, Reform
from policykg.model import Issue, Place
from policykg.names import NameBook
from policykg.records import Agency, Assignment, Succession
from policykg.resolve.agencies import AgencyResolver
from policykg.resolve.naming import level_sign
from policykg.resolve.places import COUNTRY, ancestors

OutOfTime = Literal["not-yet", "no-longer"]
#: Behind the last month a reform may have taken, papers still use the old name for a while.
_GRACE = 1
#: Where no other body is known that had the duties.
_NOBODY = "—"


@dataclass(frozen=True, slots=True)
class Change:
    """A reform in one place: the bodies before and after it, of that place; ``date`` ISO, "" where unsure.

    ``after`` and ``by`` bound an unsure date: no new body before, no old one behind ("": nothing is known).
    """

    old: tuple[Agency, ...]
    new: tuple[Agency, ...]
    kind: str
    date: str
    source: str
    after: str = ""
    by: str = ""

    @property
    def made(self) -> str:
        """Return when the new bodies took office, at the earliest."""
        return self.date or self.after

    @property
    def ended(self) -> str:
        """Return when the old bodies went, at the latest."""
        return self.date or self.by

    @property
    def makes(self) -> bool:
        """Tell whether the bodies after it were new, not old ones that took another in."""
        return self.kind != "merged" or len(self.old) > 1


def applies(reform: Reform, place: Place, lexicon: Lexicon) -> bool:
    """Tell whether a reform was one of ``place``: of its level, and inside the division the row is confined to.

    A municipality (直辖市) has the reforms of cities, and those of provinces that name no 厅.
    """
    if reform.place and reform.place not in {p.code for p in ancestors(place, lexicon)}:
        return False
    if place.kind == "zone" or (place.kind == "country" and reform.level != "country"):
        return False
    if place.kind == "province" and level_sign(place) == "市":
        offices = any(name.endswith("厅") for name in (*reform.old, *reform.new))
        placed = any("{place}" in name for name in reform.old)
        return reform.level == "any" or (reform.level == ("province" if placed else "city") and not offices)
    return reform.level in ("any", place.kind)


class Reforms:
    """The reforms as bodies of places; remembers the places it was asked for."""

    def __init__(self, book: NameBook) -> None:
        self.book = book
        self.lexicon = book.lexicon
        self._places: dict[str, tuple[Change, ...]] = {}
        self._since: Mapping[str, str] | None = None
        self._told: dict[tuple[str, str], tuple[OutOfTime, str, bool] | None] = {}
        self._placing = {b.pattern: b.place for b in book.lexicon.bodies}

    def of(self, code: str) -> tuple[Change, ...]:
        """Return the changes in the place with GB/T code ``code``, in the order of the table."""
        if code not in self._places:
            place = self.lexicon.places.get(code)
            self._places[code] = self._changes(place) if place else ()
        return self._places[code]

    def predecessors(self, key: str, date: str = "") -> tuple[Agency, ...]:
        """Return the bodies that became the body ``key``; only by reforms up to ``date`` when one is given.

        >>> from policykg.lexicon import load_lexicon
        >>> reforms = Reforms(NameBook(load_lexicon()))
        >>> [a.name for a in reforms.predecessors("371500.国家金融监督管理总局监管分局")]
        ['聊城银保监分局']
        """
        place = self.lexicon.places.get(_place_of(key))
        # a body of a city may have taken in one of its province (武汉海关)
        line = [p.code for p in ancestors(place, self.lexicon)] if place else [_place_of(key)]
        found = [c.old for code in line for c in self.of(code) if _has(c.new, key) and _done(c.date, date)]
        return _unique(a for old in found for a in old if a.key != key)

    def successors(self, key: str, date: str = "") -> tuple[Agency, ...]:
        """Return the bodies that the body ``key`` became; only by reforms up to ``date`` when one is given.

        >>> from policykg.lexicon import load_lexicon
        >>> reforms = Reforms(NameBook(load_lexicon()))
        >>> [a.name for a in reforms.successors("371500.银监分局")]
        ['聊城银保监分局']
        """
        found = [c.new for c in self.of(_place_of(key)) if _has(c.old, key) and _done(c.date, date)]
        return _unique(a for new in found for a in new if a.key != key)

    def out_of_time(self, key: str, date: str) -> tuple[OutOfTime, str, bool] | None:
        """Tell that a body did not exist yet or no longer on ``date``, and when it changed; None when it may have existed.

        The last value tells whether that date is sure; else it is a bound: the earliest or latest month that a reform
        took anywhere (a year later the old name is reported). A year or month counts from its first day, and to its
        last. A body that took another in (海关 and 检验检疫局) was there before.
        """
        if (key, date) not in self._told:
            self._told[key, date] = self._out_of_time(key, date)
        return self._told[key, date]

    def _out_of_time(self, key: str, date: str) -> tuple[OutOfTime, str, bool] | None:
        place = self.lexicon.places.get(_place_of(key))
        if len(date) < 4 or place is None:
            return None
        changes = [c for up in ancestors(place, self.lexicon) for c in self.of(up.code)]
        makes = [c for c in changes if _has(c.new, key) and not _has(c.old, key) and c.makes]
        ends = [c for c in changes if _has(c.old, key) and not _has(c.new, key)]
        if makes and all(c.made for c in makes):
            first = min(makes, key=lambda c: _first_day(c.made))
            before = any(c.ended and c.ended <= first.made for c in ends)
            if _last_day(date) < _first_day(first.made) and not before:
                return "not-yet", first.made, bool(first.date)
        if ends and all(c.ended for c in ends):
            last = max(ends, key=lambda c: _last_day(c.ended))
            limit = last.date or f"{int(last.by[:4]) + _GRACE}{last.by[4:]}"
            again = any(c.made >= last.ended for c in makes)
            if _first_day(date) > _last_day(limit) and not again:
                return "no-longer", last.ended, bool(last.date)
        since = "" if makes else self._founded().get(key, "")
        if since and _last_day(date) < _first_day(since):
            return "not-yet", since, True
        return None

    def _founded(self) -> Mapping[str, str]:
        """Return since when bodies of the nation have been there that no reform made of others, by key (bodies.csv)."""
        if self._since is None:
            resolver = AgencyResolver(self.book, self.lexicon.places[COUNTRY], "")
            starts: dict[str, list[str]] = {}
            for body in self.lexicon.bodies:
                if not body.place and "{" not in body.pattern:
                    starts.setdefault(resolver.identify(body.pattern).key, []).append(body.start)
            self._since = {k: min(found) for k, found in starts.items() if all(found)}
        return self._since

    def issue(self, path: str, assignment: Assignment, date: str) -> Issue | None:
        """Report a body that a paper of ``date`` names out of its time."""
        name = self.book.parse(assignment.repair or assignment.printed)
        if name is None or not (name.prefix or name.body):
            return None
        key = assignment.agency.key
        told = self.out_of_time(key, date)
        if told is None:
            return None
        others = self.predecessors(key) if told[0] == "not-yet" else self.successors(key)
        see = "、".join(a.name for a in others if self.out_of_time(a.key, date) is None)
        code = "name-out-of-time" if told[2] else "name-perhaps-out-of-time"
        return Issue(
            path, 0, code, assignment.start, assignment.end, (assignment.printed, date, told[1], see or _NOBODY)
        )

    def link(self, agencies: Mapping[str, Agency]) -> tuple[tuple[Succession, ...], tuple[Agency, ...]]:
        """Return the successions among ``agencies`` and the known bodies that they add.

        A body that no paper names is added only by a dated reform, when the reform ended the old one and no
        other body of the place has the function (cities call it otherwise); the chain goes on from there.
        """
        known = dict(agencies)
        found: dict[tuple[str, str], tuple[int, Succession]] = {}
        added: dict[str, Agency] = {}
        waiting = sorted(known)
        while waiting:
            key = waiting.pop(0)
            for change in self.of(_place_of(key)):
                if not _has(change.old, key):
                    continue
                for new in change.new:
                    if new.key == key or new.jurisdiction != known[key].jurisdiction:
                        continue
                    if new.key not in known:
                        if not change.date or _has(change.new, key) or self._otherwise(new, known):
                            continue
                        known[new.key] = added[new.key] = new
                        waiting.append(new.key)
                    made = Succession(key, new.key, change.kind, change.date, change.source)
                    unknown = sum(a.key not in known for a in change.old)
                    first = found.get((key, new.key), (unknown, made))
                    found[key, new.key] = min(first, (unknown, made), key=lambda x: x[0])
        return tuple(found[k][1] for k in sorted(found)), tuple(added[k] for k in sorted(added))

    @staticmethod
    def _otherwise(new: Agency, known: Mapping[str, Agency]) -> bool:
        return any(a.jurisdiction == new.jurisdiction and a.function == new.function for a in known.values())

    def _changes(self, place: Place) -> tuple[Change, ...]:
        resolver = AgencyResolver(self.book, place, "")
        found = []
        for reform in self.lexicon.successions:
            if applies(reform, place, self.lexicon):
                old = self._bodies(reform.old, place, resolver)
                new = self._bodies(reform.new, place, resolver)
                if old or not reform.old:
                    found.append(Change(old, new, reform.kind, reform.date, reform.source, reform.after, reform.by))
        return tuple(found)

    def _bodies(self, names: Iterable[str], place: Place, resolver: AgencyResolver) -> tuple[Agency, ...]:
        bodies = (resolver.identify(self._text(name, place)) for name in names)
        return tuple(a for a in bodies if a.kind == "agency")

    def _text(self, name: str, place: Place) -> str:
        """Write a name of the table as papers of ``place`` print it."""
        sign = level_sign(place)
        if "{place}" not in name:
            # a body named by a place of its own (武汉海关 of 湖北) has no level word
            named = [p.short for p in (place, *self.lexicon.places_below.get(place.code, ())) if len(p.short) > 1]
            return name if place.kind == "country" or name.startswith(("中国", "国家", *named)) else sign + name
        written = {"full": place.name, "short": place.short, "level": sign}[self._placing.get(name, "level") or "level"]
        return name.replace("{place}", written)


def _place_of(key: str) -> str:
    return key.partition(".")[0]


def _has(bodies: Iterable[Agency], key: str) -> bool:
    return any(a.key == key for a in bodies)


def _unique(bodies: Iterable[Agency]) -> tuple[Agency, ...]:
    found = {a.key: a for a in bodies}
    return tuple(found[k] for k in sorted(found))


def _done(change: str, date: str) -> bool:
    return not date or (change != "" and _first_day(change) <= date)


def _first_day(date: str) -> str:
    return date + "0000-01-01"[len(date) :]


def _last_day(date: str) -> str:
    return date + "0000-12-31"[len(date) :]
