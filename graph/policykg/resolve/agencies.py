"""Mentions of bodies -> agencies: jurisdiction + official name, groups with their members."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from policykg.lexicon import Body, Lexicon
from policykg.model import Issue, Level, Place, RoleMention
from policykg.names import BARE, DAMAGED, PART, UNKNOWN, Name, NameBook
from policykg.records import Agency, Assignment
from policykg.resolve.places import COUNTRY, find_place, level_place
from policykg.resolve.repair import damaged_copy, mend, mend_place

_LEVEL_SIGN: dict[str, str] = {"province": "省", "city": "市", "county": "区", "zone": "区"}
_KEY_DROP = re.compile(r"[\W_]+")
_COUNTIES = re.compile(
    r"^各(?:县市区|县区|区县|市县区|县市|旗县区|旗县市区|旗县|市县|市区|区市县|区|县|镇街|乡镇街道|市州|市地|市)"
)
_GOVERNMENT = re.compile(r"人民政府|政府")


def slug(text: str) -> str:
    """Drop all that is neither letter nor digit.

    >>> slug("各县（市、区）人民政府")
    '各县市区人民政府'
    """
    return _KEY_DROP.sub("", text)


@cache
def _bodies(lexicon: Lexicon) -> dict[str, Body]:
    return {b.pattern: b for b in lexicon.bodies}


def canonical_stem(stem: str, function: str, lexicon: Lexicon) -> str:
    """Return the official short stem of which ``stem`` is the full or colloquial form.

    A form whose signs all stand, in order, in the function's first form (和 and 监督管理 folded) is
    that form: 发展和改革, 发改 -> 发展改革; 人社 -> 人力资源社会保障. Others are bodies of their own.

    >>> from policykg.lexicon import load_lexicon
    >>> canonical_stem("住建", "住房城乡建设", load_lexicon())
    '住房城乡建设'
    """
    if function not in lexicon.function_labels:
        return stem
    first = lexicon.function_labels[function][2]
    return first if _within(_plain(stem), _plain(first)) else stem


def _plain(stem: str) -> str:
    return (
        stem.replace("监督管理", "监管")
        .replace("和", "")
        .replace("与", "")
        .removesuffix("管理" if len(stem) > 6 else "\0")
    )


def _within(short: str, long: str) -> bool:
    signs = iter(long)
    return bool(short) and short[0] == long[0] and all(s in signs for s in short)


AgencyKind = Literal["agency", "group", "unresolved"]


class AgencyResolver:
    """Resolves the mentions of one paper whose own place is ``home`` (None when unknown)."""

    def __init__(self, book: NameBook, home: Place | None, path: str) -> None:
        self.book = book
        self.lexicon = book.lexicon
        self.home = home
        self.path = path

    def assign(self, mentions: Sequence[RoleMention]) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
        """Resolve a list of mentions that stand together; a damaged copy of a body already in it is not counted.

        Bodies of upper-level columns resolve against the level above.
        """
        done: list[Assignment] = []
        issues: list[Issue] = []
        printed = [m.printed for m in mentions]
        for mention in mentions:
            agency, repair, score, issue = self._one(mention, printed)
            issues += [issue] if issue else []
            if agency is None:
                continue
            if any(a.agency.key == agency.key and a.role == mention.role for a in done):
                continue
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
            mended = self._mend(text, name)
            if mended is not None and mended[0] not in printed:
                repair, score = mended
                name = self.book.parse(repair)
                return self._agency(name, text), repair, score, self._issue("name-repaired", mention, text, repair)
            if copy or mended is not None:
                return None, "", 0.0, self._issue("name-dropped", mention, text, mended[0] if mended else copy)
        agency = self._agency(name, text)
        issue = self._issue("name-unresolved", mention, text) if agency.kind == "unresolved" else None
        return agency, repair, score, issue

    def _issue(self, code: str, mention: RoleMention, *values: str) -> Issue:
        return Issue(self.path, 0, code, mention.start, mention.end, values)

    def _mend(self, text: str, name: Name | None) -> tuple[str, float] | None:
        if name is not None and name.strength == DAMAGED and name.body:
            body = _bodies(self.lexicon)[name.body]
            return body.pattern.replace("{place}", name.prefix), 0.85
        match = re.match(r"^(.{2,8}?[市县区州旗])(人民政府|政府|管委会)$", text)
        if match and self.home is not None and not self.lexicon.places_by_name.get(match[1]):
            near = [p.name for p in self.lexicon.places.values() if p.parent == self.home.code and not p.end]
            place = mend_place(match[1], near, self.lexicon)
            return (place + match[2], 0.9) if place else None
        whole = self._mend_listed(text)
        return whole or mend(text, name, self.book)

    def _mend_listed(self, text: str) -> tuple[str, float] | None:
        """Mend a long listed name with a sign too many or too few, when its place stands in it."""
        for body in self.lexicon.bodies:
            head, _, tail = body.pattern.partition("{place}")
            if len(head) < 8 or not tail or not text.endswith(tail):
                continue
            for end in range(len(text) - len(tail) - 1, len(text) - len(tail) - 8, -1):
                place = text[end : len(text) - len(tail)]
                if place in self.lexicon.places_by_name and abs(end - len(head)) == 1 and _one_off(text[:end], head):
                    return head + place + tail, 0.85
        return None

    def _agency(self, name: Name | None, text: str) -> Agency:
        home = self.home.code if self.home else ""
        if name is None:
            return Agency(f"{home or '000000'}.{slug(text)}", text, self._label(text, self.home), "unresolved", home)
        if name.kind == "group":
            return self._group(name, text)
        if name.body:
            return self._listed(name, text)
        place = self._place(name)
        code = place.code if place else ""
        if name.kind == "government":
            return self._government(name, text, place)
        stem = canonical_stem(name.stem, name.function, self.lexicon)
        suffix = {"委员会": "委"}.get(name.suffix, name.suffix)
        rest = stem + suffix
        if name.strength == PART:
            place = place or self.home
            code = place.code if place else ""
            return Agency(f"{code}.{slug(text)}", text, text, "agency", code, name.function)
        shown = self._shown(name, place, rest, text)
        kind: AgencyKind = "agency" if code and (name.strength >= BARE or name.prefix) else "unresolved"
        jurisdiction = code or home
        return Agency(
            f"{jurisdiction or '000000'}.{slug(rest if kind == 'agency' else text)}",
            shown,
            self._label(shown, place or self.home),
            kind,
            jurisdiction,
            name.function,
        )

    def _place(self, name: Name) -> Place | None:
        """Return the body's jurisdiction: the place in its name, of its level word, or the paper's own."""
        if name.place:
            return find_place(name.place, self.home, self.lexicon)
        if name.level:
            return level_place(name.level, self.home, self.lexicon)
        return self.home

    def _shown(self, name: Name, place: Place | None, rest: str, text: str) -> str:
        """Return the official short name as papers of that level print it: 市财政局, 区财政局, 省财政厅."""
        if place is None:
            return text
        if place.code == COUNTRY:
            return text
        if (
            name.place
            and name.level != ""
            and self.home is not None
            and place.code != self.home.code
            and name.strength < UNKNOWN
        ):
            return text
        sign = self._sign(place)
        return f"{sign}{rest}" if sign else text

    def _sign(self, place: Place) -> str:
        if place.kind == "county":
            return {"县": "县", "旗": "旗", "市": "市"}.get(place.name[-1], "区")
        if place.kind == "province":
            return "市" if place.name.endswith("市") else "自治区" if place.name.endswith("区") else "省"
        if place.kind == "city":
            return {"州": "州", "盟": "盟"}.get(place.name[-1], "市")
        return ""

    def _label(self, shown: str, place: Place | None) -> str:
        """Return a name readable anywhere: the level word replaced by the place's name."""
        if place is None or place.code == COUNTRY or place.name in shown or (place.short and place.short in shown):
            return shown
        sign = self._sign(place)
        return place.name + (shown.removeprefix(sign) if sign and shown.startswith(sign) else shown)

    def _government(self, name: Name, text: str, place: Place | None) -> Agency:
        rest = name.stem if name.prefix else text
        rest = {"政府": "人民政府", "管理委员会": "管委会"}.get(rest, rest)
        if name.prefix and place is not None:
            shown = place.name + rest
            zone = place.kind == "zone"
            code = place.parent if zone else place.code
            key = f"{code}.{slug(place.code.partition('-')[2] + rest)}" if zone else f"{code}.{slug(rest)}"
            return Agency(key, text if zone else shown, shown, "agency", code, "园区管理" if zone else "政府")
        home = self.home.code if self.home else ""
        return Agency(
            f"{home or '000000'}.{slug(text)}",
            text,
            self._label(text, self.home),
            "agency" if home else "unresolved",
            home,
            "政府",
        )

    def _listed(self, name: Name, text: str) -> Agency:
        body = _bodies(self.lexicon)[name.body]
        if "{place}" not in body.pattern:
            return Agency(f"{COUNTRY}.{slug(body.name)}", body.name, body.name, "agency", COUNTRY, body.function)
        place = self._place(name) if name.place else level_place(name.level, self.home, self.lexicon)
        if place is None:
            home = self.home.code if self.home else ""
            return Agency(f"{home or '000000'}.{slug(text)}", text, text, "unresolved", home, body.function)
        written = {"full": place.name, "short": place.short, "level": self._sign(place) or place.name}[
            body.place or "level"
        ]
        shown = body.name.replace("{place}", written)
        label = body.name.replace("{place}", place.short if body.place == "short" else place.name)
        rest = body.name.replace("{place}", "")
        if rest.startswith("委"):
            rest = f"{written}{rest}"
        return Agency(f"{place.code}.{slug(rest)}", shown, label, "agency", place.code, body.function)

    def _group(self, name: Name, text: str) -> Agency:
        place = level_place(name.level, self.home, self.lexicon) if name.level else self.home
        code = place.code if place else self.home.code if self.home else ""
        members: tuple[str, ...] = ()
        if _COUNTIES.match(slug(text)) and _GOVERNMENT.search(text) and self.home is not None:
            below = "county" if self.home.kind == "city" or self.home.name.endswith("市") else "city"
            members = tuple(
                f"{p.code}.人民政府"
                for p in sorted(self.lexicon.places.values(), key=lambda p: p.code)
                if p.parent == self.home.code and not p.end and p.kind == below
            )
        return Agency(
            f"{code or '000000'}.{slug(text)}", text, self._label(text, place or self.home), "group", code, "", members
        )


def _one_off(printed: str, meant: str) -> bool:
    """Tell whether one sign added or dropped makes the two equal."""
    longer, shorter = (printed, meant) if len(printed) > len(meant) else (meant, printed)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def upper_home(home: Place | None, level: Level, lexicon: Lexicon) -> Place | None:
    """Return the place of the upper level that a column names, for the bodies it lists."""
    return level_place(level, home, lexicon) if level else home
