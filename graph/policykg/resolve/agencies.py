"""Mentions of bodies -> agencies: jurisdiction + official name, groups with their members."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from policykg.lexicon import NAME_LEVELS, Body
from policykg.model import Issue, Place, RoleMention
from policykg.names import (
    BARE,
    DAMAGED,
    LISTED,
    PART,
    SUFFIX_ONLY,
    TOWNSHIP,
    UNKNOWN,
    ZONE,
    ZONE_FUNCTION,
    Name,
    NameBook,
)
from policykg.records import Agency, Assignment
from policykg.resolve import propernames
from policykg.resolve.elided import shared_places
from policykg.resolve.formerly import name_before
from policykg.resolve.listed import body_of_place, listed_bodies, national
from policykg.resolve.members import DIVISIONS, member_keys
from policykg.resolve.memory import remembered, time_of
from policykg.resolve.namesakes import told_apart
from policykg.resolve.naming import ACADEMIES, COMPANIES, PROPER, canonical_stem, canonical_suffix, label_of, level_sign
from policykg.resolve.naming import slug as slug
from policykg.resolve.places import (
    COUNTRY,
    divisions_of,
    find_place,
    level_place,
    nearness,
    split_zone,
    zone_of,
    zones_named,
)
from policykg.resolve.repair import damaged_copy, mend, mend_place, place_heads

_GOVERNMENT = re.compile(r"人民政府|政府")
#: All places of a kind, named with or without the word government: the same bodies.
_PLACES_THEMSELVES = re.compile(rf"各(?:{DIVISIONS})(?P<tail>人民政府|政府)?")
TOWNSHIP_FUNCTION = "街道乡镇"
_ZONE_END = re.compile(r"(?:管委会|管理委员会)$")
#: A place's name of more signs is not mended where it stands alone (在平区).
_LONGEST_PLACE = 6
_ZONE_ENDS = ("管委会", "管理委员会", "开发区管委会")
#: Level words of a city, which an autonomous prefecture or league is not.
_OF_CITIES = ("市", "市级", "市直", "我市", "全市")
_OF_GOVERNMENT = ("人民政府", "政府")
_OF_GOVERNMENT_HEAD = re.compile(r"^(?:人民政府|政府)")


AgencyKind = Literal["agency", "group", "unresolved"]


class AgencyResolver:
    """Resolves the mentions of one paper whose own place is ``home`` (None when unknown), written on ``date`` (ISO or "")."""

    def __init__(self, book: NameBook, home: Place | None, path: str, date: str = "") -> None:
        self.book = book
        self.date = date
        self.lexicon = book.lexicon
        self.home = home
        self.path = path
        self._told = remembered(book, home.code if home else "", time_of(date, self.lexicon))

    def identify(self, text: str) -> Agency:
        """Return the body that a name means in this paper, as printed, without repair."""
        agency = self._told.get(text)
        if agency is None:
            agency = self._told[text] = told_apart(self._agency(self.book.parse(text), text), self.lexicon)
        return agency

    def assign(self, mentions: Sequence[RoleMention]) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
        """Resolve a list of mentions that stand together; a damaged copy of a body already in it is not counted.

        Bodies of upper-level columns resolve against the level above.
        """
        done: list[Assignment] = []
        seen: set[tuple[str, str]] = set()
        issues: list[Issue] = []
        printed, shared = [m.printed for m in mentions], shared_places(mentions, self.book, self._place, self.home)
        for mention, place in zip(mentions, shared, strict=True):
            if isinstance(place, str):  # a level whose place is not known: 县财政局、教育局 in a city's paper
                mention = replace(mention, meant=place + (mention.meant or mention.printed))
            resolver = AgencyResolver(self.book, place, self.path, self.date) if isinstance(place, Place) else self
            agency, repair, score, issue = resolver._one(mention, printed)
            issues += [issue] if issue else []
            if agency is None:
                continue
            if (agency.key, mention.role) in seen:
                continue
            seen.add((agency.key, mention.role))
            done.append(
                Assignment(
                    agency,
                    mention.printed,
                    mention.role,
                    mention.start,
                    mention.end,
                    mention.rule,
                    round(min(mention.score, score), 3),
                    repair,
                )
            )
        return tuple(done), tuple(issues)

    def _one(self, mention: RoleMention, printed: Sequence[str]) -> tuple[Agency | None, str, float, Issue | None]:
        text = mention.meant or mention.printed
        name = self.book.parse(text)
        repair, score = "", 1.0
        if (
            name is None
            or name.strength <= UNKNOWN
            or name.strength == DAMAGED
            or (name.kind == "government" and name.strength == BARE)
        ):
            known = [n for p in printed if (n := self.book.parse(p)) is not None and n.strength > DAMAGED]
            copy = damaged_copy(text, name, known, self.lexicon)
            mended = None if copy else self._mend(text, name, known)
            if mended is not None and not self._in_list(mended[0], known):
                repair, score = mended
                return self.identify(repair), repair, score, self._issue("name-repaired", mention, text, repair)
            if copy or mended is not None:
                return None, "", 0.0, self._issue("name-dropped", mention, text, mended[0] if mended else copy)
        agency = self.identify(text)
        issue = self._issue("name-unresolved", mention, text) if agency.kind == "unresolved" else None
        return agency, repair, score, issue

    def _issue(self, code: str, mention: RoleMention, *values: str) -> Issue:
        return Issue(self.path, 0, code, mention.start, mention.end, values)

    def _in_list(self, mended: str, known: Sequence[Name]) -> bool:
        """Tell whether the list already holds the body as itself."""
        key = self.identify(mended).key
        return any(self.identify(n.text).key == key for n in known)

    def _mend(self, text: str, name: Name | None, known: Sequence[Name]) -> tuple[str, float] | None:
        if name is not None and name.strength == DAMAGED and name.body:
            body = listed_bodies(self.lexicon)[name.body]
            return body.pattern.replace("{place}", name.prefix), 0.85
        if self.home is None:
            return None
        return self._mend_place(text) or mend(text, name, self.book, self._known_key, known)

    def _mend_place(self, text: str) -> tuple[str, float] | None:
        """Mend the place that opens a body's name (在平区人民政府) among the places below and beside the paper's own."""
        if self.home is None:
            return None
        above = [code for code in (self.home.code, self.home.parent) if code != COUNTRY]
        near = [p.name for code in above for p in divisions_of(code, self.lexicon, self.date)]
        if len(text) <= _LONGEST_PLACE and (whole := mend_place(text, near, self.lexicon)):
            return whole + "人民政府", 0.85
        for place, rest in place_heads(text):
            if place in self.lexicon.places_by_name:
                return None
            meant = mend_place(place, near, self.lexicon)
            if meant and self._known_key(meant + rest):
                return meant + rest, 0.9
        return None

    def _known_key(self, text: str) -> str:
        """Return the key of the body that a sound name means in this paper, "" when the name is no such."""
        name = self.book.parse(text)
        if name is None or name.strength < LISTED or name.kind == "group" or not (name.prefix or name.body):
            return ""
        level = self.lexicon.suffix_levels.get(name.suffix, "any")
        if level not in ("any", name.level) and not (level == "province" and name.level == "country"):
            return ""
        agency = self.identify(text)
        place = self.lexicon.places.get(agency.jurisdiction)
        near = place is not None and nearness(place, self.home, self.lexicon) >= 2
        return agency.key if agency.kind == "agency" and near else ""

    def _agency(self, name: Name | None, text: str) -> Agency:
        if inner := propernames.inner_place(text, self.home, self.lexicon):
            return self.identify(inner)
        if (zone := self._named_zone(name, text)) is not None:
            return zone
        if (trading := propernames.trade_zone(text, self.home, self.lexicon)) is not None:
            return trading
        if name is None:
            return self._bare_place(text) or self._unresolved(text)
        if name.kind == "group":
            return self._group(name, text)
        if name.body:
            return self._listed(name, text)
        if name.kind == "government":
            return self._government(name, text)
        if name.strength == PART:
            return self._part(name, text)
        if text.endswith(_ZONE_ENDS) and ZONE.match(text):
            place = self._place(name)
            if name.prefix and place and not propernames.has_own_name(name, place, self.home):
                return self._zone(text[len(name.prefix) :], place)
            return self._zone(text, self.home)
        if name.stem.startswith(_OF_GOVERNMENT) and name.stem not in self.lexicon.functions:
            inner = _OF_GOVERNMENT_HEAD.sub("", name.stem) + name.suffix
            if (plain := self.book.parse(name.prefix + inner)) is not None and plain.strength >= BARE:
                return self._agency(plain, name.prefix + inner)
        if not name.prefix and name.strength == SUFFIX_ONLY and TOWNSHIP.search(text):
            return self._township(text)
        return self._composed(name, text)

    def _named_zone(self, name: Name | None, text: str) -> Agency | None:
        """Read a zone that is named with its city or has a name of its own as its administration (西安经开区)."""
        words = _ZONE_END.sub("", text)
        printed = split_zone(words, self.lexicon)
        if not printed or (name is not None and "{" not in name.body and name.body):
            return None
        place = find_place(printed, self.home, self.lexicon, date=self.date)
        if place is not None and place.kind == "zone" and printed == words:
            return self._zone_of(place, "管委会")
        return self.identify(text + "管委会") if place is not None and words == text else None

    def _composed(self, name: Name, text: str) -> Agency:
        """Resolve jurisdiction + stem + suffix; a stem of no known function leaves the name unresolved in its place."""
        place = self._place(name)
        rest = self._rest(name)
        known = name.function != "" and (name.strength >= BARE or name.prefix != "")
        if place is None and TOWNSHIP.search(text):
            return self._township(text)
        own = bool(name.place) and name.place not in NAME_LEVELS and name.suffix.endswith(PROPER)
        if place is None or (own and not propernames.tells_whose(name, place, self.home, self.lexicon)):
            return self._unresolved(text, name.function, text if own else "")
        printed = (own and not text.startswith(place.name)) or not (known or name.prefix)
        shown = text if printed else self._shown(place, rest, text)
        key = f"{place.code}.{slug(rest if known or name.prefix else text)}"
        kind: AgencyKind = "agency" if known else "unresolved"
        return Agency(key, shown, label_of(shown, place), kind, place.code, name.function)

    def _rest(self, name: Name) -> str:
        """Return a name without its jurisdiction, in its canonical form; proper names (of companies, schools) stay."""
        proper = self.lexicon.suffix_functions.get(name.suffix, "") != "" or name.suffix.endswith(COMPANIES)
        serves = name.suffix.endswith("中心") and name.stem.endswith(("服务", "事务", "管理"))
        if proper or serves:
            return name.stem + canonical_suffix(name.suffix)
        return canonical_stem(name.stem, name.function, self.lexicon) + canonical_suffix(name.suffix)

    def _unresolved(self, text: str, function: str = "", label: str = "") -> Agency:
        """Keep a name as printed, under the paper's own place."""
        home = self.home.code if self.home else ""
        shown = label or (text if text.endswith(PROPER) else label_of(text, self.home))
        return Agency(f"{home or '000000'}.{slug(text)}", text, shown, "unresolved", home, function)

    def _bare_place(self, text: str) -> Agency | None:
        """Read a place's full name that stands among bodies as its government (高唐县, 济南市市中区)."""
        place = find_place(text, self.home, self.lexicon, date=self.date)
        if place is None or not propernames.is_place_named(text, place, self.lexicon) or place.kind == "country":
            return None
        if place.kind == "zone":
            # a division of the 兵团 is a body itself, a zone has one
            return self._zone_of(place, "" if place.name.endswith(("师", "兵团")) else "管委会")
        shown = place.name + "人民政府"
        return Agency(f"{place.code}.人民政府", shown, shown, "agency", place.code, "政府")

    def _part(self, name: Name, text: str) -> Agency:
        """Resolve a branch of a body in a place, or a unit inside a body."""
        place = self._place(name)
        if place is None:
            return self._unresolved(text, name.function)
        function = self.lexicon.functions.get(name.stem, "") or name.function
        for suffix in ("局", "支队", "大队", "总队"):
            function = self.lexicon.functions.get(name.stem.removesuffix(suffix), "") or function
        stem = name.stem.replace(name.place, place.short) if name.place else name.stem
        return Agency(f"{place.code}.{slug(stem)}", text, text, "agency", place.code, function)

    def _place(self, name: Name) -> Place | None:
        """Return the body's jurisdiction: the place in its name, of its level word, or the paper's own."""
        if name.place:
            outer = name.prefix.removesuffix(name.place) if name.prefix != name.place else ""
            if outer in NAME_LEVELS:
                within = level_place(NAME_LEVELS[outer], self.home, self.lexicon)
                place = find_place(name.place, self.home, self.lexicon, date=self.date, within=within)
            else:
                place = find_place(outer + name.place, self.home, self.lexicon, date=self.date)
            if place is not None or name.place not in NAME_LEVELS:
                return place and propernames.with_its_city(place, self.lexicon)
        if name.prefix in _OF_CITIES and propernames.in_prefecture(self.home, self.lexicon):
            return None
        own = level_place(name.level, self.home, self.lexicon) if name.level else self.home
        return own and propernames.with_its_city(own, self.lexicon)

    def _shown(self, place: Place, rest: str, text: str) -> str:
        """Return the official short name as papers of that level print it: 市财政局, 区财政局, 省财政厅."""
        sign = level_sign(place)
        return f"{sign}{rest}" if sign and place.code != COUNTRY else text

    def _government(self, name: Name, text: str) -> Agency:
        if not name.prefix:
            if ZONE.match(text):
                return self._zone(text, self.home)
            if TOWNSHIP.search(text):
                return self._township(text)
            if "行" in text and self.home is not None:
                return Agency(
                    f"{self.home.code}.行政公署", text, self.home.name + text, "agency", self.home.code, "政府"
                )
            return self._unresolved(text, "政府")
        place = self._place(name)
        rest = {"政府": "人民政府", "管理委员会": "管委会", "行署": "行政公署"}.get(name.stem, name.stem)
        if place is not None and rest == "管委会" and place.kind != "zone":
            named = [p for p in self.lexicon.places_by_name.get(name.place, ()) if p.kind == "zone"]
            place = named[0] if len(named) == 1 else place
        if place is None:
            return self._zone(text, self.home) if rest == "管委会" else self._unresolved(text, "政府")
        if place.kind == "zone":
            return self._zone_of(place, "管委会" if rest == "人民政府" else rest)
        shown = place.name + rest
        return Agency(f"{place.code}.{slug(rest)}", shown, shown, "agency", place.code, "政府")

    def _zone_of(self, zone: Place, rest: str) -> Agency:
        """Return the administration of a listed zone; it hangs under the zone's city."""
        key = f"{zone.parent}.{slug(zone.code.partition('-')[2] + rest)}"
        return Agency(key, zone.short + rest, zone.name + rest, "agency", zone.parent, ZONE_FUNCTION)

    def _zone(self, text: str, place: Place | None) -> Agency:
        """Resolve the administration of a zone of ``place`` (高新区管委会): it hangs under that place.

        A listed zone is meant as ``zones_named`` says. A province does not say whose zone it names without its city.
        """
        words = _ZONE_END.sub("", text).removesuffix("党工委")
        rest = "党工委管委会" if "党工委" in text else "管委会"
        far = place is self.home and place is not None and place.kind in ("country", "province")
        if place is None or (far and level_sign(place) != "市"):
            return self._unresolved(text, ZONE_FUNCTION)
        stem = canonical_stem(words, "", self.lexicon)
        same = zones_named(words, stem, place, self.lexicon, self.date)
        if len(same) == 1:
            return self._zone_of(same[0], rest)
        zone = zone_of(place, words, self.lexicon) if words in self.lexicon.zone_kinds else None
        stem, label = (zone.code.partition("-")[2], zone.name + rest) if zone else (stem, label_of(words + rest, place))
        shown = label if place is not self.home else words + rest
        return Agency(f"{place.code}.{slug(stem + rest)}", shown, label, "agency", place.code, ZONE_FUNCTION)

    def _township(self, text: str) -> Agency:
        """Resolve a town's or street's administration: it hangs under the paper's county or city."""
        if self.home is None or self.home.kind in ("country", "province") or len(text) < 3:
            return self._unresolved(text, TOWNSHIP_FUNCTION)
        words = re.sub(r"(?:人民政府|政府|办事处)$|(?<=街道)办$", "", text)
        rest = "街道办事处" if words.endswith("街道") else "人民政府"
        key = f"{self.home.code}.{slug(words.removesuffix('街道') + rest)}"
        return Agency(key, text, label_of(text, self.home), "agency", self.home.code, TOWNSHIP_FUNCTION)

    def _listed(self, name: Name, text: str) -> Agency:
        body = listed_bodies(self.lexicon)[name.body]
        if "{" not in body.pattern:
            return self._national(body)
        if "{short}" in body.pattern and self.date and self.date + "-12-31"[len(self.date) - 4 :] < body.start:
            return self._unresolved(text, body.function)
        place = self._place(name)
        academy = body.pattern.removeprefix("{place}") in ACADEMIES
        if place is None or (academy and not propernames.has_academies(place, name.place, self.home, self.lexicon)):
            return self._zone(text, self.home) if ZONE.match(text) else self._unresolved(text, body.function)
        if place.code == COUNTRY:
            whole = national(body, self.lexicon)
            return self._national(whole) if whole else self._unresolved(text, body.function)
        if body.function == ZONE_FUNCTION:
            return self._zone(body.pattern.removeprefix("{place}"), place)
        return body_of_place(
            listed_bodies(self.lexicon).get(propernames.county_branch(body, place), body), place, self.lexicon
        )

    def _national(self, body: Body) -> Agency:
        """Return the nation's body, or that of the division its row names.

        One that has a branch in every city is, in a city's paper, its branch there, under the name of that day.
        """
        branch = listed_bodies(self.lexicon).get(f"{body.name}{{place}}分行")
        if branch is not None and self.home is not None and self.home.kind in ("province", "city"):
            today = body_of_place(branch, self.home, self.lexicon)
            then = name_before(today.name, branch.pattern, self.home, self.date, self.lexicon)
            return self.identify(then) if then else today
        code = body.place or COUNTRY
        return Agency(f"{code}.{slug(body.name)}", body.name, body.name, "agency", code, body.function)

    def _group(self, name: Name, text: str) -> Agency:
        if places := _PLACES_THEMSELVES.fullmatch(slug(text)):
            text = text.removesuffix(places["tail"] or "") + "人民政府"
        own = name.level == "" or name.strength == UNKNOWN
        place = self.home if own else level_place(name.level, self.home, self.lexicon)
        code = place.code if place else self.home.code if self.home else ""
        members: tuple[str, ...] = ()
        if self.home is not None and place in (None, self.home) and _GOVERNMENT.search(text):
            members = member_keys(slug(text), self.home, self.lexicon, self.date)
        return Agency(
            f"{code or '000000'}.{slug(text)}", text, label_of(text, place or self.home), "group", code, "", members
        )
