"""Whose bodies an enumeration goes on with: 省发展改革委、财政厅 are both the province's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Place, RoleMention
from policykg.names import BARE, LISTED, PART, Name, NameBook
from policykg.resolve.members import DIVISIONS

#: The bureaus of all places of a kind: 各县（市、区）财政局.
_EACH = re.compile(
    rf"^(?P<each>各(?:{DIVISIONS}|县[（(]市(?:、区)?[）)]区?|市[（(]区[）)]|县市[（(]区[）)]))[\u4e00-\u9fff]{{2,}}(?:局|委|办|中心)$"
)
_WIDE = str.maketrans("()", "（）")
#: Signs that may stand between two names of one enumeration.
_BETWEEN = 3


def shared_places(
    mentions: Iterable[RoleMention], book: NameBook, place_of: Callable[[Name], Place | None], home: Place | None
) -> Iterator[Place | str | None]:
    """Yield, for each mention, the place it shares with a name before it in its enumeration; None where it has its own.

    A name without a jurisdiction (财政厅, 体育局, 宣传部) goes on with that of the bureau before it. 局 behind a
    province's 厅 or 委 does not: departments of a province end in 厅, and what follows may be the paper's own.
    Where the bureau before it says a level but not which place (县财政局 in a city's paper; 各县区财政局), its printed
    jurisdiction is yielded: the name goes on with it.
    """
    last: Name | None = None
    place: Place | None = None
    before: RoleMention | None = None
    for mention in mentions:
        name = book.parse(mention.meant or mention.printed)
        near = before is not None and mention.role == before.role and 0 <= mention.start - before.end <= _BETWEEN
        if not near:
            last, place = None, None
        if name is not None and not name.prefix and name.kind == "agency" and name.strength == BARE:
            if place is not None and last is not None and _fits(name, last, place, book.lexicon) and place != home:
                yield place
            else:
                yield _printed_level(last) if last is not None and place is None else None
        else:
            opens = name is not None and _opens(name, book.lexicon)
            last, place = (name, place_of(name)) if name is not None and opens else (None, None)
            if last is not None and last.kind == "group":
                place = None
            yield None
        before = mention


def _printed_level(name: Name) -> str | None:
    """Return the jurisdiction of a name as printed: 县 of 县财政局, 县委 of 县委组织部, 各县区 of 各县区财政局."""
    if name.kind == "group":
        match = _EACH.match(name.text)
        return match["each"].translate(_WIDE) if match else None
    return name.prefix + ("委" if name.body.startswith("{place}委") else "")


def _opens(name: Name, lexicon: Lexicon) -> bool:
    """Tell whether names behind a body may leave out its jurisdiction: a bureau or party office, no branch, no company."""
    if name.kind == "group":
        return _EACH.match(name.text) is not None
    if name.kind != "agency" or not name.prefix or name.strength < LISTED or name.strength == PART:
        return False
    return name.body in _organs(lexicon) if name.body else not lexicon.suffix_functions.get(name.suffix, "")


@cache
def _organs(lexicon: Lexicon) -> frozenset[str]:
    """Return the listed bodies that are named by their place's level (区人民法院, 县委组织部): the place's own organs."""
    return frozenset(b.pattern for b in lexicon.bodies if b.pattern.startswith("{place}") and b.place in ("", "level"))


def _fits(name: Name, last: Name, place: Place, lexicon: Lexicon) -> bool:
    level = lexicon.suffix_levels.get(name.suffix, "any") if name.suffix else "any"
    if level not in ("any", place.kind):
        return False
    return not (place.kind == "province" and name.suffix == "局" and last.suffix != "局")
