"""Write a trace as one offline HTML page: the state on the left, counties on the right.

The page needs no script: branches fold by ``<details>``, lines between cards are borders. On a narrow
screen the columns become one list in the same order, state first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policykg.view.focus import text
from policykg.view.legend import LEVELS, canonical, kind_of, relation_of
from policykg.view.page import asset, digest, environment
from policykg.view.words import DERIVATIONS, TRACE_WORDS

Tree = Mapping[str, Any]

FOLD_ABOVE = 60
"""A trace with more cards than this begins with the branches beyond the first step folded."""

LONG = 110
"""Texts longer than this (characters) fold to their beginning."""

_RANK = {level: i for i, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class RoleRow:
    """Bodies of a card in one role: the role, its name, and (name, as printed where that differs)."""

    role: str
    name: str
    bodies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows. ``skip`` counts the columns between it and the card it hangs on."""

    name: str
    kind: str
    level: str
    iri: str
    relation: str
    text: str
    quote: str
    deadline: str
    roles: tuple[RoleRow, ...]
    targets: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    skip: int
    open: bool
    branches: tuple[Card, ...]


def trace_html(tree: Tree, lang: str = "zh") -> str:
    """Return the page of a trace.

    ``tree`` maps kind, label, iri, level (country, province, city, county, township), text, quote, deadline,
    relation (how a card hangs on the one that names it: quoted, cited, aligned, or a relation of the graph),
    roles (each of agency, role, printed), targets (each of quote, deadline), and ``up`` and ``down``, lists of
    such maps; any may be missing, all is shown as text, order is kept. The same tree gives the same bytes.

    >>> "东阿县" in trace_html({"label": "县域经济", "down": [{"label": "东阿县"}]})
    True
    """
    page = _Page(tree, lang)
    root = page.card(tree, "", 0)
    up, down = page.branches(tree, "up", 0), page.branches(tree, "down", 0)
    style = asset("trace.css")
    return (
        environment()
        .get_template("trace.html")
        .render(
            lang="zh-Hans" if lang == "zh" else "en",
            words=page.words,
            title=page.words["title"].format(root.name),
            summary=page.words["summary"].format(page.size),
            headings=page.headings(),
            root=root,
            up=up,
            down=down,
            long=LONG,
            start=page.start,
            style=style,
            style_hash=digest(style),
        )
    )


def _steps(tree: Tree, side: str, depth: int = 0) -> Iterator[tuple[Tree, Tree, int]]:
    """Yield (card, the card it hangs on, its distance) along one direction."""
    for branch in tree.get(side) or ():
        yield branch, tree, depth + 1
        yield from _steps(branch, side, depth + 1)


def _rank(card: Tree) -> int:
    return _RANK.get(text(card.get("level")), -1)


class _Page:
    """The columns of a trace: levels when each step up goes to a higher one and each step down to a lower one, else steps."""

    def __init__(self, tree: Tree, lang: str) -> None:
        self.lang = lang
        self.words = TRACE_WORDS.get(lang, TRACE_WORDS["en"])
        up, down = list(_steps(tree, "up")), list(_steps(tree, "down"))
        self.size = 1 + len(up) + len(down)
        places = [(0, tree)] + [(-d, card) for card, _, d in up] + [(d, card) for card, _, d in down]
        upward = all(0 <= _rank(card) < _rank(parent) for card, parent, _ in up)
        downward = all(0 <= _rank(parent) < _rank(card) for card, parent, _ in down)
        self.by_level = _rank(tree) >= 0 and upward and downward
        spots = sorted({_rank(card) if self.by_level else step for step, card in places})
        self.column = {spot: i for i, spot in enumerate(spots)}
        self.start = self._column(tree, 0)
        self.levels: list[list[str]] = [[] for _ in spots]
        for step, card in places:
            names = self.levels[self._column(card, step)]
            if (level := text(card.get("level"))) in LEVELS and level not in names:
                names.append(level)

    def _column(self, card: Tree, step: int) -> int:
        return self.column[_rank(card) if self.by_level else step]

    def _level(self, level: str) -> str:
        return LEVELS[level][0 if self.lang == "zh" else 1] if level in LEVELS else level

    def headings(self) -> list[str]:
        """Return the columns' names, left to right."""
        return [
            " / ".join(self._level(n) for n in sorted(names, key=_RANK.__getitem__)) or self.words["step"].format(i + 1)
            for i, names in enumerate(self.levels)
        ]

    def branches(self, tree: Tree, side: str, step: int) -> tuple[Card, ...]:
        """Return the cards that hang on ``tree`` in one direction, with theirs."""
        further = step - 1 if side == "up" else step + 1
        return tuple(
            self.card(branch, side, further, abs(self._column(branch, further) - self._column(tree, step)) - 1, tree)
            for branch in tree.get(side) or ()
        )

    def card(self, tree: Tree, side: str, step: int, skip: int = 0, parent: Tree | None = None) -> Card:
        kind = kind_of(text(tree.get("kind")))
        relation = text(tree.get("relation"))
        zh = self.lang == "zh"
        if relation in DERIVATIONS:
            named = DERIVATIONS[relation][0 if zh else 1]
        elif relation:
            named = relation_of(relation).zh if zh else relation_of(relation).en
        else:
            named = ""
        body, quote = text(tree.get("text")), text(tree.get("quote"))
        name = text(tree.get("label")) or self.words["unnamed"]
        return Card(
            name=name,
            kind=kind.zh if zh else kind.en,
            level=self._level(text(tree.get("level"))),
            iri=text(tree.get("iri")),
            relation=named,
            text="" if body == name else body,
            quote="" if quote in (body, name) else quote,
            deadline=text(tree.get("deadline")),
            roles=self._roles(tree.get("roles") or ()),
            targets=tuple((text(t.get("quote")), text(t.get("deadline"))) for t in tree.get("targets") or ()),
            others=self._others(tree, side, parent),
            skip=max(0, skip),
            open=self.size <= FOLD_ABOVE,
            branches=self.branches(tree, side, step) if side else (),
        )

    def _roles(self, roles: Sequence[Mapping[str, Any]]) -> tuple[RoleRow, ...]:
        rows: dict[str, list[tuple[str, str]]] = {}
        for role in roles:
            agency, printed = text(role.get("agency")), text(role.get("printed"))
            rows.setdefault(canonical(text(role.get("role"))), []).append(
                (agency, "" if printed == agency else printed)
            )
        zh = self.lang == "zh"
        return tuple(
            RoleRow(role, relation_of(role).zh if zh else relation_of(role).en, tuple(bodies))
            for role, bodies in rows.items()
        )

    def _others(self, tree: Tree, side: str, parent: Tree | None) -> tuple[str, ...]:
        """Return the names that hang on a card against the direction of its branch, but for the way back."""
        if not side or parent is None:
            return ()
        back = "down" if side == "up" else "up"
        return tuple(
            text(other.get("label")) or text(other.get("iri"))
            for other in tree.get(back) or ()
            if (text(other.get("iri")), text(other.get("label")))
            != (text(parent.get("iri")), text(parent.get("label")))
        )
