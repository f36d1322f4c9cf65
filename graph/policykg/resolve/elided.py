"""Whose bodies an enumeration goes on with: 省发展改革委、财政厅 are both the province's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from policykg.lexicon import Lexicon
from policykg.model import Place, RoleMention
from policykg.names import BARE, LISTED, PART, Name, NameBook

#: Signs that may stand between two names of one enumeration.
_BETWEEN = 3


def shared_places(
    mentions: Iterable[RoleMention], book: NameBook, place_of: Callable[[Name], Place | None], home: Place | None
) -> Iterator[Place | None]:
    """Yield, for each mention, the place it shares with a name before it in its enumeration; None where it has its own.

    A name without a jurisdiction (财政厅, 体育局, 宣传部) goes on with that of the bureau before it. 局 behind a
    province's 厅 or 委 does not: departments of a province end in 厅, and what follows may be the paper's own.
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
            fits = place is not None and last is not None and _fits(name, last, place, book.lexicon)
            yield place if fits and place != home else None
        else:
            opens = name is not None and _opens(name, book.lexicon)
            last, place = (name, place_of(name)) if name is not None and opens else (None, None)
            yield None
        before = mention


def _opens(name: Name, lexicon: Lexicon) -> bool:
    """Tell whether names behind a body may leave out its jurisdiction: a bureau or party office, no branch, no company."""
    if name.kind != "agency" or not name.prefix or name.strength < LISTED or name.strength == PART:
        return False
    return name.body.startswith("{place}委") if name.body else not lexicon.suffix_functions.get(name.suffix, "")


def _fits(name: Name, last: Name, place: Place, lexicon: Lexicon) -> bool:
    level = lexicon.suffix_levels.get(name.suffix, "any") if name.suffix else "any"
    if level not in ("any", place.kind):
        return False
    return not (place.kind == "province" and name.suffix == "局" and last.suffix != "局")
