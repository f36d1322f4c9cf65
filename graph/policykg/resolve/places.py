"""Which place a name means, told apart by the paper's own place; which place a paper belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Level, Place
from policykg.names import NameBook

COUNTRY = "100000"


@cache
def ancestors(place: Place, lexicon: Lexicon) -> tuple[Place, ...]:
    """Return the place and all that it lies in, inmost first.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> [p.name for p in ancestors(lexicon.places["371524"], lexicon)]
    ['东阿县', '聊城市', '山东省', '中国']
    """
    chain = [place]
    while chain[-1].parent and chain[-1].parent in lexicon.places and len(chain) < 6:
        chain.append(lexicon.places[chain[-1].parent])
    return tuple(chain)


def nearness(place: Place, own: Place | None, lexicon: Lexicon) -> int:
    """Grade how near a place lies to the paper's own: 3 in one line with it, 2 same city, 1 same province, 0 else."""
    if own is None:
        return 0
    line = {p.code for p in ancestors(place, lexicon)}
    home = [p.code for p in ancestors(own, lexicon)]
    if own.code in line or place.code in home:
        return 3
    shared = [c for c in home if c in line and c != COUNTRY]
    return 2 if any(lexicon.places[c].kind == "city" for c in shared) else 1 if shared else 0


def find_place(name: str, own: Place | None, lexicon: Lexicon, level: Level = "") -> Place | None:
    """Return the place a name means in a paper of ``own``; None when unknown or undecided.

    Of several places of one name the nearest counts; two equally near ones stay undecided unless
    just one of them is in force. A county's short name (东湖, 曲江) counts only in its own city and below.
    """
    places = [p for p in lexicon.places_by_name.get(name, ()) if not level or p.kind == level or p.kind == "zone"]
    if not places:
        return None
    if any(p.name == name for p in places):
        places = [p for p in places if p.name == name]
    best = max(nearness(p, own, lexicon) for p in places)
    nearest = [p for p in places if nearness(p, own, lexicon) == best]
    if best < 2:
        nearest = [p for p in nearest if p.name == name or p.kind != "county"]
    if len({p.code for p in nearest}) > 1:
        nearest = [p for p in nearest if not p.end] or nearest
    return nearest[0] if len({p.code for p in nearest}) == 1 else None


def level_place(level: Level, own: Place | None, lexicon: Lexicon) -> Place | None:
    """Return the place of ``level`` in the paper's line (市 in a county's paper is its city), None when there is none.

    In a paper of a municipality (直辖市) or of a county-level city 市 is the city itself.
    """
    if level == "country":
        return lexicon.places.get(COUNTRY)
    if own is None or not level:
        return None
    line = ancestors(own, lexicon)
    if level == "city" and own.kind == "county" and own.name.endswith("市"):
        return own
    for place in line:
        if place.kind == level or (level == "county" and place.kind == "zone"):
            return place
    if level == "city":
        return next((p for p in line if p.kind == "province" and p.name.endswith("市")), None)
    return None


@dataclass(frozen=True, slots=True)
class Home:
    """A paper's own place and how it was told: issuer, title, bodies, text, or "" (unknown)."""

    place: Place | None
    rule: str


def find_home(issuer: str, title: str, bodies: Sequence[str], text: str, book: NameBook) -> Home:
    """Tell which place a paper belongs to: its issuer, its title's first words, the bodies it names, its text.

    ``bodies`` are printed names in roles. A vote must be clear: twice as many as the next city.
    """
    lexicon = book.lexicon
    context = Counter(_full_names(text[:200000], lexicon))
    for rule, words in (("issuer", issuer), ("title", title)):
        for name in _leading_places(words, lexicon):
            candidates = lexicon.places_by_name[name]
            exact = [p for p in candidates if p.name == name] or list(candidates)
            ranked = sorted(exact, key=lambda p: (-_support(p, context, lexicon), bool(p.end), p.code))
            return Home(ranked[0], rule)
    if any(words.startswith(("国务院", "中共中央", "国家", "中央")) for words in (issuer, title)):
        return Home(lexicon.places[COUNTRY], "issuer")
    votes: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    for printed in bodies:
        body = book.parse(printed)
        if body is None:
            continue
        if not body.place and body.level:
            levels[body.level] += 1
        if body.place and (place := find_place(body.place, None, lexicon)) is not None:
            for up in ancestors(place, lexicon)[:-1]:
                votes[up.code] += 1
    for rule, counted in (("bodies", votes), ("text", _with_parents(context, lexicon))):
        for level, _ in levels.most_common() or [("city", 0), ("province", 0)]:
            ranked_codes = [(c, n) for c, n in counted.most_common() if lexicon.places[c].kind == level]
            if ranked_codes and (len(ranked_codes) == 1 or ranked_codes[0][1] >= 2 * ranked_codes[1][1]):
                return Home(lexicon.places[ranked_codes[0][0]], rule)
    return Home(None, "")


def _leading_places(words: str, lexicon: Lexicon) -> Iterable[str]:
    """Yield the place names that open a title or issuer, the longest first; a joint issuer's own place may follow 中共."""
    for prefix in ("中共", "中国共产党", ""):
        if words.startswith(prefix):
            rest = words[len(prefix) :]
            inner = _inmost(rest, lexicon)
            if inner:
                yield inner
                return


def _inmost(words: str, lexicon: Lexicon) -> str:
    """Return the last of the places that follow each other at the head (山东省聊城市东阿县… -> 东阿县)."""
    last = ""
    at = 0
    while True:
        step = next(
            (k for k in range(min(12, len(words) - at), 1, -1) if words[at : at + k] in lexicon.places_by_name), 0
        )
        name = words[at : at + step]
        if not step or (last and name[-1] not in "省市区县州旗盟"):
            return last
        last, at = name, at + step


def _full_names(text: str, lexicon: Lexicon) -> Iterable[str]:
    """Yield the full names of places in a text (names of three signs or more)."""
    heads = _heads(lexicon)
    i = 0
    while i < len(text):
        for k in heads.get(text[i], ()):
            name = text[i : i + k]
            if name in lexicon.places_by_name and name[-1] in "省市区县州旗盟":
                yield name
                i += k - 1
                break
        i += 1


_HEADS: dict[int, dict[str, tuple[int, ...]]] = {}


def _heads(lexicon: Lexicon) -> dict[str, tuple[int, ...]]:
    """Return, for each first sign, the lengths of the place names that begin with it, longest first."""
    found = _HEADS.get(id(lexicon))
    if found is None:
        lengths: dict[str, set[int]] = {}
        for name in lexicon.places_by_name:
            if len(name) >= 3:
                lengths.setdefault(name[0], set()).add(len(name))
        found = {k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()}
        _HEADS[id(lexicon)] = found
    return found


def _support(place: Place, context: Counter[str], lexicon: Lexicon) -> int:
    """Count how often a text names the places a place lies in."""
    return sum(context[p.name] for p in ancestors(place, lexicon)[1:-1])


def _with_parents(context: Counter[str], lexicon: Lexicon) -> Counter[str]:
    votes: Counter[str] = Counter()
    for name, n in context.items():
        places = [p for p in lexicon.places_by_name[name] if p.name == name and not p.end]
        if len(places) == 1:
            for place in ancestors(places[0], lexicon)[:-1]:
                votes[place.code] += n
    return votes
