"""Who has what to do, as tables beside the search index: lists of bodies and places that begin at once, however long they are.

Items stand in one order, that of ``write_worklist``; every list keeps it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from policykg.errors import GraphError

SCHEMA = """
CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE task (body INTEGER NOT NULL, role TEXT NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (body, role, item)) WITHOUT ROWID;
CREATE TABLE member (body INTEGER NOT NULL, whole INTEGER NOT NULL, PRIMARY KEY (body, whole)) WITHOUT ROWID;
CREATE TABLE seat (place INTEGER NOT NULL, body INTEGER NOT NULL, PRIMARY KEY (place, body)) WITHOUT ROWID;
CREATE TABLE concern (about INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (about, item)) WITHOUT ROWID;
"""
"""The tables. ``id`` of an item is its place in the order."""

_OWN = "SELECT id FROM node WHERE iri = ?"
_SEATED = f"SELECT body FROM seat WHERE place = ({_OWN})"
_WITH_GROUPS = "WITH own(id) AS ({0}), who(id) AS (SELECT id FROM own UNION SELECT whole FROM member WHERE body IN own)"


@dataclass(frozen=True, slots=True)
class Tasks:
    """What lists are made of, all by IRI: items in order, names of bodies, (body, role, item), (group, member),

    (place, body), (place or project, item).
    """

    order: Sequence[str]
    names: Mapping[str, str]
    roles: Iterable[tuple[str, str, str]]
    members: Iterable[tuple[str, str]] = ()
    seats: Iterable[tuple[str, str]] = ()
    concerns: Iterable[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list of items: their IRIs in order, how many there are in all, page, pages, and (IRI, name) of the

    bodies through which each came.
    """

    items: tuple[str, ...]
    total: int
    page: int
    last: int
    through: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def write_worklist(path: Path, tasks: Tasks) -> None:
    """Fill the tables of an index that has been written; what no name or order knows is left out."""
    ids = {iri: n for n, iri in enumerate((*tasks.order, *sorted(tasks.names)), 1)}
    for about, _ in sorted({*tasks.seats, *tasks.concerns}):
        ids.setdefault(about, len(ids) + 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO node VALUES (?, ?, ?)", ((n, iri, tasks.names.get(iri, "")) for iri, n in ids.items())
        )
        rows = sorted({(ids[b], role, ids[i]) for b, role, i in tasks.roles if b in tasks.names and i in ids})
        db.executemany("INSERT INTO task VALUES (?, ?, ?)", rows)
        for table, pairs in (
            ("member", ((member, whole) for whole, member in tasks.members)),
            ("seat", tasks.seats),
            ("concern", tasks.concerns),
        ):
            known = sorted({(ids[a], ids[b]) for a, b in pairs if a in ids and b in ids})
            db.executemany(f"INSERT INTO {table} VALUES (?, ?)", known)
        db.execute("COMMIT")


class Worklist:
    """The tables open for reading; safe to share between threads. Raises GraphError when they cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True)) as db:
                yield db
        except sqlite3.DatabaseError as error:
            raise GraphError(f"{self.path}: cannot be read ({error}); build the graph again") from error

    def of_body(self, body: str, role: str, page: int, size: int) -> Slice:
        """Return what a body, or a group it is a member of, has in a role."""
        return self._slice(_WITH_GROUPS.format(_OWN), body, page, size, role)

    def of_place(self, place: str, page: int, size: int) -> Slice:
        """Return what the bodies of a place, or groups they are members of, have in any role."""
        return self._slice(_WITH_GROUPS.format(_SEATED), place, page, size)

    def about(self, node: str, page: int, size: int) -> Slice:
        """Return the items that name a place or a project."""
        with self._open() as db:
            where = f"FROM concern WHERE about = ({_OWN})"
            (total,) = db.execute(f"SELECT COUNT(*) {where}", (node,)).fetchone()
            page, last = _page(total, page, size)
            rows = db.execute(
                f"SELECT iri FROM node WHERE id IN (SELECT item {where}) ORDER BY id LIMIT ? OFFSET ?",
                (node, size, (page - 1) * size),
            )
            return Slice(tuple(r[0] for r in rows), total, page, last)

    def bodies(self, place: str) -> tuple[tuple[str, str, Mapping[str, int]], ...]:
        """Return (IRI, name, items by role) of the bodies of a place, the busiest first, then by name."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        with self._open() as db:
            for iri, name, role, count in db.execute(
                "SELECT iri, name, role, COUNT(item) FROM seat JOIN node ON node.id = seat.body "
                f"LEFT JOIN task ON task.body = seat.body WHERE place = ({_OWN}) GROUP BY seat.body, role ORDER BY iri",
                (place,),
            ):
                roles = found.setdefault((iri, name), {})
                if role:
                    roles[role] = count
        order = sorted(found, key=lambda b: (-sum(found[b].values()), b))
        return tuple((iri, name, found[iri, name]) for iri, name in order)

    def first(self, body: str) -> tuple[int, str]:
        """Return how many items name a body itself, and the first of them ("" for none)."""
        with self._open() as db:
            count, item = db.execute(
                f"SELECT COUNT(DISTINCT item), MIN(item) FROM task WHERE body = ({_OWN})", (body,)
            ).fetchone()
            row = db.execute("SELECT iri FROM node WHERE id = ?", (item,)).fetchone()
            return count, row[0] if row else ""

    def _slice(self, who: str, node: str, page: int, size: int, role: str = "") -> Slice:
        where = "FROM task WHERE body IN who" + (" AND role = ?" if role else "")
        given = (node, role) if role else (node,)
        with self._open() as db:
            (total,) = db.execute(f"{who} SELECT COUNT(DISTINCT item) {where}", given).fetchone()
            page, last = _page(total, page, size)
            items = [
                r[0]
                for r in db.execute(
                    f"{who} SELECT DISTINCT item {where} ORDER BY item LIMIT ? OFFSET ?",
                    (*given, size, (page - 1) * size),
                )
            ]
            marks = ", ".join("?" * len(items))
            through: dict[str, dict[tuple[str, str], None]] = {}
            for item, body, name in db.execute(
                f"{who} SELECT i.iri, b.iri, b.name {where.replace('task', 'task JOIN node i ON i.id = item JOIN node b ON b.id = body')} "
                f"AND item IN ({marks}) ORDER BY item, b.name, b.iri",
                (*given, *items),
            ):
                through.setdefault(item, {})[body, name] = None
            return Slice(tuple(through), total, page, last, {i: tuple(b) for i, b in through.items()})


def _page(total: int, page: int, size: int) -> tuple[int, int]:
    last = max(1, -(-total // size))
    return min(max(1, page), last), last
