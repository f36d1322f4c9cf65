"""Values of a graph and of an answer: terms, tables, triples; independent of the engine that made them.

All types are frozen and slotted and can be pickled. Order of terms is that of people, not of code
points: numbers by value, runs of digits inside a text by value, and a missing value first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Literal

Plain = str | int | Decimal | bool | None
SortKey = tuple[int, Decimal, tuple[tuple[str, int, str], ...], str]

_NUMBERS = frozenset(("integer", "decimal", "double", "float", "nonNegativeInteger", "long", "int"))
# Runs of digits, and Chinese numerals that are a whole step of a key or heading (附件1.十二, 二、…).
_RUNS = re.compile(r"([0-9]+|(?<![^.（(])[一二三四五六七八九十]{1,3}(?![^.、）)]))")
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_MISSING: SortKey = (0, Decimal(0), (), "")


@dataclass(frozen=True, slots=True)
class Term:
    """One RDF term. ``datatype`` is an IRI, empty for plain and language-tagged strings.

    >>> Term("聊城市财政局", lang="zh").plain
    '聊城市财政局'
    """

    value: str
    kind: Literal["iri", "literal", "blank"] = "literal"
    datatype: str = ""
    lang: str = ""

    @property
    def plain(self) -> str | int | Decimal | bool:
        """The value in Python: int, Decimal or bool for such literals, else the text (dates in ISO form)."""
        name = self.datatype.rpartition("#")[2]
        if name == "boolean":
            return self.value in ("true", "1")
        if name in _NUMBERS:
            try:
                number = Decimal(self.value)
            except InvalidOperation:
                return self.value
            return int(number) if name in ("integer", "nonNegativeInteger", "long", "int") else number
        return self.value

    def sort_key(self) -> SortKey:
        """Return a key that orders numbers by value and texts as people count: 附件2 before 附件10, 二 before 十."""
        plain = self.plain
        number = Decimal(plain) if isinstance(plain, int | Decimal) else Decimal(0)
        if not isinstance(plain, str):
            return (1, number if number.is_finite() else Decimal(0), (), self.value)
        # what stands between two runs has even places
        runs = tuple((r, 0, r) if i % 2 == 0 else ("", _count(r), r) for i, r in enumerate(_RUNS.split(plain)) if r)
        return (2, number, runs, f"{self.kind}{self.datatype}{self.lang}")


def _count(run: str) -> int:
    """Return the value of a run of digits or of a Chinese numeral below one hundred.

    >>> [_count(x) for x in ("12", "十", "十二", "二十", "二十三")]
    [12, 10, 12, 20, 23]
    """
    if run.isascii():
        return int(run)
    tens, ten, ones = run.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def iri(value: str) -> Term:
    """Return the term of an IRI."""
    return Term(value, "iri")


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT query: names of the columns and rows, None where a cell is unbound."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Plain]]:
        """Yield rows as plain values by column."""
        for row in self.rows:
            yield {c: None if t is None else t.plain for c, t in zip(self.columns, row, strict=True)}

    def column(self, name: str) -> tuple[Plain, ...]:
        """Return the plain values of one column."""
        at = self.columns.index(name)
        return tuple(None if (cell := row[at]) is None else cell.plain for row in self.rows)

    def values(self, shorten: Callable[[str], str] = str) -> tuple[tuple[Plain, ...], ...]:
        """Return all rows as plain values, IRIs through ``shorten``."""
        return tuple(
            tuple(None if t is None else shorten(t.value) if t.kind == "iri" else t.plain for t in row)
            for row in self.rows
        )

    def sorted_by(self, keys: Iterable[tuple[str, bool]] = ()) -> Table:
        """Sort by (column, descending) and, where those are equal, by all columns from the left."""
        rows = sorted(self.rows, key=lambda row: tuple(_key(t) for t in row))
        for name, descending in reversed(tuple(keys)):
            at = self.columns.index(name)
            rows.sort(key=lambda row: _key(row[at]), reverse=descending)
        return replace(self, rows=tuple(rows))

    def head(self, limit: int | None) -> Table:
        """Keep the first ``limit`` rows, all when None."""
        return self if limit is None else replace(self, rows=self.rows[:limit])


def _key(term: Term | None) -> SortKey:
    return _MISSING if term is None else term.sort_key()


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer of a CONSTRUCT or DESCRIBE query, in the order of its terms, each triple once."""

    triples: tuple[tuple[Term, Term, Term], ...]

    def __len__(self) -> int:
        return len(self.triples)


Answer = Table | Triples | bool
