"""Which places the names in a text mean: by what stands beside them, the paper's own place and its date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Place
from policykg.placenames import PlaceToken, is_full_name
from policykg.resolve.places import (
    COUNTRY,
    ancestors,
    candidates,
    find_place,
    in_force,
    nearness,
    zone_of,
)

_Units = list[list[int]]


@cache
def _province_names(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the short names of provinces with their codes."""
    return {p.short: p.code for p in lexicon.places.values() if p.kind == "province"}


@cache
def _short_names(province: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the names, other than full ones, of the cities, counties and zones in a province."""
    return frozenset(
        name
        for name, place in lexicon.place_names
        if place.kind in ("city", "county", "zone")
        and len(name) >= 2
        and (not is_full_name(name, place) or place.kind == "zone")
        and any(p.code == province for p in ancestors(place, lexicon))
    )


@cache
def _zones(lexicon: Lexicon) -> frozenset[str]:
    """Return the full names of listed zones, three signs and longer; no two zones share one."""
    return frozenset(p.name for p in lexicon.places.values() if p.kind == "zone" and len(p.name) >= 4)


class TextPlaces:
    """Decides names in the texts of one paper of ``home``, written on ``date``; ``own``: misprints of its own places."""

    def __init__(self, home: Place | None, lexicon: Lexicon, date: str = "", own: Mapping[str, Place] | None = None):
        self.home = home
        self.lexicon = lexicon
        self.date = date
        self.own = dict(own or {})
        line = ancestors(home, lexicon) if home else ()
        self.province = next((p.code for p in line if p.kind == "province"), "")
        self.above = {p.code for p in line}
        inside = _short_names(self.province, lexicon) if self.province else frozenset[str]()
        self.short_names = inside | _zones(lexicon) | frozenset(_province_names(lexicon)) | frozenset(self.own)

    def decide(self, tokens: Sequence[PlaceToken]) -> tuple[Place | None, ...]:
        """Return the place that each token means, None where it means none or nothing tells which."""
        found: list[Place | None] = [None] * len(tokens)
        for unit in _units(tokens):
            self._unit([tokens[i] for i in unit], unit, found)
        for row in _rows(tokens):
            self._row(tokens, row, found)
        for i, token in enumerate(tokens):
            if found[i] is None and not token.behind:
                found[i] = self._alone(token, i, tokens, found)
        return tuple(self._zoned(t, p) for t, p in zip(tokens, found, strict=True))

    def _zoned(self, token: PlaceToken, place: Place | None) -> Place | None:
        if place is None or place.kind == "country":
            return None
        return zone_of(place, token.zone, self.lexicon) if token.zone and place.kind != "zone" else place

    def _options(self, name: str) -> list[Place]:
        """Return what a name may mean at the paper's date: those in force, else former ones; of a city and county the city."""
        if name in self.own:
            return [self.own[name]]
        places = [p for p in candidates(name, self.lexicon) if p.kind != "country"]
        return [p for p in places if in_force(p, self.date)] or places

    def _unit(self, tokens: Sequence[PlaceToken], at: Sequence[int], found: list[Place | None]) -> None:
        """Decide names that stand behind each other: the inner lies in the outer (南京市鼓楼区)."""
        if len(tokens) < 2:
            return
        chains = [[p] for p in self._options(tokens[0].name)]
        for token in tokens[1:]:
            inner = self._options(token.name)
            longer = [[*c, p] for c in chains for p in inner if c[-1] in ancestors(p, self.lexicon)[1:]]
            if not longer:
                return
            chains = longer
        best = max(nearness(c[-1], self.home, self.lexicon) for c in chains)
        chains = [c for c in chains if nearness(c[-1], self.home, self.lexicon) == best]
        if len({c[-1].code for c in chains}) == 1:
            for i, place in zip(at, chains[0], strict=True):
                found[i] = place

    def _sure(self, token: PlaceToken) -> Place | None:
        """Return the place of a full name that needs no neighbour."""
        if token.name in self.own:
            return self.own[token.name]
        if token.name in _zones(self.lexicon):
            return find_place(token.name, self.home, self.lexicon, date=self.date)
        if not token.full:
            return None
        place = find_place(token.name, self.home, self.lexicon, date=self.date)
        if place is None:
            return None
        near = nearness(place, self.home, self.lexicon)
        use = self.lexicon.common_names.get(token.name, "")
        if use in ("kind", "full"):
            return None
        return place if len(token.name) > 2 or near >= 2 else None

    def _row(self, tokens: Sequence[PlaceToken], units: _Units, found: list[Place | None]) -> None:
        """Decide names that stand in one row by each other: places of one city, or of one province."""
        heads = [u[0] for u in units if len(u) == 1]
        for i in heads:
            found[i] = found[i] or self._sure(tokens[i])
        known = [p for u in units if (p := found[u[-1]]) is not None]
        open_ = [i for i in heads if found[i] is None]
        if len(units) < 2 or not open_:
            return
        if not known:
            plain = any(token.name not in self.lexicon.common_names for token in (tokens[i] for i in heads))
            kinds = any(self._kind(tokens[i]) for i in open_)
            if not all(self._near(tokens[i]) for i in open_) or (kinds and not plain):
                return
        for i in open_:
            found[i] = self._beside(tokens[i], known)

    def _kind(self, token: PlaceToken) -> bool:
        return self.lexicon.common_names.get(token.name, "") == "kind"

    def _weight(self, token: PlaceToken) -> bool:
        """Tell whether a name is no ordinary word."""
        return token.name not in self.lexicon.common_names

    def _near(self, token: PlaceToken) -> list[Place]:
        """Return what a name may mean in the paper's own province; provinces are not counted by their short names."""
        if not self.province:
            return []
        places = [p for p in self._options(token.name) if p.kind != "province"]
        return [p for p in places if self.province in {a.code for a in ancestors(p, self.lexicon)}]

    def _beside(self, token: PlaceToken, known: Sequence[Place]) -> Place | None:
        """Return the place that a name means beside known ones: of their city, else of their province."""
        if not token.full:
            return _one(self._near(token), self.home, self.lexicon)
        options = self._options(token.name)
        for near in (True, False):
            shared = {
                a.code for k in known or self._home() for a in ancestors(k, self.lexicon) if _is_city(a) or not near
            }
            if not near and self._kind(token):
                return None
            inside = [p for p in options if (shared - {COUNTRY}) & {a.code for a in ancestors(p, self.lexicon)[1:]}]
            if inside:
                return _one(inside, self.home, self.lexicon)
        return None

    def _home(self) -> tuple[Place, ...]:
        return (self.home,) if self.home is not None else ()

    def _alone(
        self, token: PlaceToken, at: int, tokens: Sequence[PlaceToken], found: Sequence[Place | None]
    ) -> Place | None:
        """Decide a name that nothing in its row decided."""
        if token.full or token.name in self.own or token.name in _zones(self.lexicon):
            return self._sure(token)
        near = self._near(token)
        if token.zone:
            return _one(near, self.home, self.lexicon)
        inner = at + 1 < len(tokens) and tokens[at + 1].behind
        children = [p for p in near if self.home is not None and p.parent == self.home.code]
        if children and not inner and self._weight(token) and len(_distinct(candidates(token.name, self.lexicon))) == 1:
            return children[0]
        if token.clear and self._weight(token):
            place = _one(near, self.home, self.lexicon)
            return None if place is not None and place.code in self.above else place
        return None


def _one(places: Sequence[Place], home: Place | None, lexicon: Lexicon) -> Place | None:
    """Return the nearest of several places, of a city and its county the city; None when two are left."""
    best = max((nearness(p, home, lexicon) for p in places), default=0)
    nearest = [p for p in places if nearness(p, home, lexicon) == best] if best >= 2 else list(places)
    if len(nearest) > 1:
        nearest = [p for p in nearest if p.kind == "city"] or nearest
    return nearest[0] if len(_distinct(nearest)) == 1 else None


def _distinct(places: Sequence[Place]) -> set[str]:
    return {p.code for p in places}


def _is_city(place: Place) -> bool:
    """Tell whether a place is a city or a municipality (直辖市)."""
    return place.kind == "city" or (place.kind == "province" and place.name.endswith("市"))


def _units(tokens: Sequence[PlaceToken]) -> _Units:
    """Return the numbers of the tokens that stand directly behind each other, unit by unit."""
    units: _Units = []
    for i, token in enumerate(tokens):
        if token.behind:
            units[-1].append(i)
        else:
            units.append([i])
    return units


def _rows(tokens: Sequence[PlaceToken]) -> list[_Units]:
    rows: dict[int, _Units] = {}
    for unit in _units(tokens):
        rows.setdefault(tokens[unit[0]].row, []).append(unit)
    return list(rows.values())
