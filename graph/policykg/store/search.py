"""The search index of a graph: an SQLite file with full text (FTS5) and facets, made once, then only read.

Same entries, same bytes (of one version of SQLite). Ranking: names before texts, whole names before parts of names
(of whole names bodies first), numbers last, then BM25; what is equal stands in the order of the entries.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from policykg.errors import GraphError
from policykg.store import worklist
from policykg.store.words import Asked, asked, spaced

KINDS = ("body", "place", "project", "paper", "item", "target", "funding")
"""Kinds of entries, in the order of results that hit alike."""

NUMBERS = ("target", "funding")
"""Kinds that come behind all others that hit alike, however well they do: they repeat their items' words."""

FACETS = ("kind", "level", "place", "year", "role", "paper")
"""What results can be narrowed by."""

_VERSION = 2
_SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
  text TEXT NOT NULL, note TEXT NOT NULL, called TEXT NOT NULL);
CREATE TABLE facet (name TEXT NOT NULL, value TEXT NOT NULL, entry INTEGER NOT NULL,
  PRIMARY KEY (name, value, entry)) WITHOUT ROWID;
CREATE TABLE label (name TEXT NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (name, value)) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5(name, text, also, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '|.'");
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found.

    ``name`` is what it is called ("" when only its text says), ``text`` what it says, ``also`` further words it is
    found by, ``note`` where it stands, ``facets`` (name, value) by which results are narrowed.
    """

    iri: str
    kind: str
    name: str
    text: str = ""
    also: str = ""
    note: str = ""
    facets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found."""

    iri: str
    kind: str
    name: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: the hits of one page, how many there are, and for each facet its values with their counts.

    ``loose`` when the words stand apart, because nowhere they stand in a row; ``question`` is what was looked for.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, str, int], ...]]
    question: Asked
    loose: bool = False


def write_index(path: Path, entries: Iterable[Entry], labels: Iterable[tuple[str, str, str]] = ()) -> None:
    """Write an index; ``labels`` are (facet, value, what it is called)."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(_SCHEMA + worklist.SCHEMA)
        db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("BEGIN")
        for number, e in enumerate(entries, 1):
            called = spaced(e.name)
            db.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, e.iri, e.kind, e.name, e.text, e.note, called),
            )
            db.execute(
                "INSERT INTO word (rowid, name, text, also) VALUES (?, ?, ?, ?)",
                (number, called, spaced(e.text), spaced(e.also)),
            )
            values = sorted({("kind", e.kind), *e.facets})
            db.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(name, value, number) for name, value in values])
        db.executemany("INSERT OR REPLACE INTO label VALUES (?, ?, ?)", sorted(set(labels)))
        db.execute("INSERT INTO word (word) VALUES ('optimize')")
        db.execute("COMMIT")


class Index:
    """An index open for reading; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._open() as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
        if version != _VERSION:
            raise GraphError(f"{path}: is no search index of this version; build the graph again")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True)) as db:
                yield db
        except sqlite3.DatabaseError as error:
            raise GraphError(
                f"{self.path}: the search index cannot be read ({error}); build the graph again"
            ) from error

    def find(
        self,
        question: str = "",
        chosen: Mapping[str, Sequence[str]] | None = None,
        limit: int | None = 20,
        offset: int = 0,
        facets: Sequence[str] = FACETS,
    ) -> Found:
        """Find entries; ``chosen`` maps facets to values one of which an entry must have. Without words, list all.

        Counted are the values of ``facets``.

        Words in a row come first; only when nothing holds them so, texts that hold them apart.
        """
        wanted = asked(question)
        narrowed = {name: tuple(values) for name, values in (chosen or {}).items() if values}
        with self._open() as db:
            if question.strip() and not wanted.terms:
                return Found((), 0, {}, wanted)
            found = self._found(db, wanted, narrowed, limit, offset, facets)
            if found.total or not wanted.terms:
                return found
            loose = wanted.looser()
            if loose == wanted or self._count(db, wanted, {}):
                return found
            return self._found(db, loose, narrowed, limit, offset, facets, True)

    def label(self, facet: str, value: str) -> str:
        """Return what a value of a facet is called, the value itself when nothing says."""
        with self._open() as db:
            row = db.execute("SELECT label FROM label WHERE name = ? AND value = ?", (facet, value)).fetchone()
        return row[0] if row else value

    def knows(self, facet: str, value: str) -> bool:
        """Tell whether anything has this value of a facet."""
        with self._open() as db:
            row = db.execute("SELECT 1 FROM facet WHERE name = ? AND value = ? LIMIT 1", (facet, value)).fetchone()
        return row is not None

    def counts(self) -> dict[str, int]:
        """Return how many entries of each kind there are."""
        with self._open() as db:
            return dict(db.execute("SELECT kind, COUNT(*) FROM entry GROUP BY kind"))

    def _count(self, db: sqlite3.Connection, wanted: Asked, chosen: Mapping[str, tuple[str, ...]]) -> int:
        where, values = _where(wanted, chosen)
        (count,) = db.execute(f"SELECT COUNT(*) FROM entry {_joined(wanted)} {where}", values).fetchone()
        return int(count)

    def _found(
        self,
        db: sqlite3.Connection,
        wanted: Asked,
        chosen: Mapping[str, tuple[str, ...]],
        limit: int | None,
        offset: int,
        facets: Sequence[str],
        loose: bool = False,
    ) -> Found:
        where, values = _where(wanted, chosen)
        rank = " ".join(f"WHEN '{kind}' THEN {n}" for n, kind in enumerate(KINDS))
        kinds = f"CASE kind {rank} ELSE 99 END"
        order = f"{kinds}, id"
        ranked: tuple[str, ...] = ()
        if wanted.terms:
            name = " ".join(w for term in wanted.terms for w in term)
            numbers = ", ".join(f"'{kind}'" for kind in NUMBERS)
            order = (
                "CASE WHEN called = ? THEN 0 WHEN substr(called, 1, length(?) + 1) = ? || ' ' THEN 1 "
                f"WHEN instr(called, ?) THEN 2 ELSE 3 END, kind IN ({numbers}), "
                f"CASE WHEN called = ? THEN {kinds} ELSE 0 END, ROUND(bm25(word, 8.0, 1.0, 0.4), 2), {order}"
            )
            ranked = (name,) * 5
        rows = db.execute(
            f"SELECT iri, kind, entry.name, entry.text, note FROM entry {_joined(wanted)} {where} ORDER BY {order} "
            "LIMIT ? OFFSET ?",
            (*values, *ranked, -1 if limit is None else limit, offset),
        ).fetchall()
        total = self._count(db, wanted, chosen)
        counted = {name: self._facet(db, name, wanted, chosen) for name in facets}
        return Found(tuple(Hit(*row) for row in rows), total, counted, wanted, loose)

    def _facet(
        self, db: sqlite3.Connection, name: str, wanted: Asked, chosen: Mapping[str, tuple[str, ...]]
    ) -> tuple[tuple[str, str, int], ...]:
        """Count the values of a facet among what all other choices leave."""
        where, values = _where(wanted, {n: v for n, v in chosen.items() if n != name})
        rows = db.execute(
            "SELECT f.value, COALESCE(label.label, f.value), COUNT(*) FROM facet f "
            "LEFT JOIN label ON label.name = f.name AND label.value = f.value "
            f"WHERE f.name = ? AND f.entry IN (SELECT entry.id FROM entry {_joined(wanted)} {where}) "
            "GROUP BY f.value ORDER BY COUNT(*) DESC, f.value",
            (name, *values),
        )
        return tuple((str(v), str(label), int(n)) for v, label, n in rows)


def _joined(wanted: Asked) -> str:
    return "JOIN word ON word.rowid = entry.id" if wanted.terms else ""


def _where(wanted: Asked, chosen: Mapping[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    parts, values = [], []
    if wanted.terms:
        parts.append("word MATCH ?")
        values.append(wanted.expression())
    for name, options in sorted(chosen.items()):
        marks = ", ".join("?" * len(options))
        parts.append(f"entry.id IN (SELECT entry FROM facet WHERE name = ? AND value IN ({marks}))")
        values += [name, *options]
    return ("WHERE " + " AND ".join(parts) if parts else ""), tuple(values)
