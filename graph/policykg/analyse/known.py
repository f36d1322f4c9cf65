"""What the items, papers and bodies of a corpus are called, for tables that know them by key."""

from __future__ import annotations

from collections.abc import Iterable

from policykg.analyse.shown import outlined
from policykg.analyse.tables import short
from policykg.records import Assignment, Corpus, Record

HEAD = 40
"""Signs of an item without a title that stand for its name."""


class Known:
    """Names by key. An item goes by its title or first words and where it stands, a paper by number and title."""

    def __init__(self, corpus: Corpus) -> None:
        self._papers = {c.key: (c.number, c.title) for d in corpus.documents for c in d.cites}
        self._papers |= {d.key: (d.number, d.title) for d in corpus.documents}
        self._records = {r.key: r for r in corpus.records}
        self._above = {r.upstream.key: r.upstream for r in corpus.records if r.upstream is not None}
        self._bodies = {a.key: a.label or a.name for a in corpus.agencies}

    def paper(self, key: str) -> str:
        """Return number and title of a paper, "" when nobody names it.

        Where the number is not known the title stands alone, and the other way round.
        """
        return " ".join(x for x in self._papers.get(key, ()) if x)

    def body(self, key: str) -> str:
        """Return the label of a body, "" when there is none of that key."""
        return self._bodies.get(key, "")

    def record(self, key: str) -> Record | None:
        """Return an item that was read, None for one that is only quoted."""
        return self._records.get(key)

    def item(self, key: str) -> tuple[str, str]:
        """Return what an item is called and where it stands (paper, part, ordinal), ("", "") for an unknown one."""
        if (record := self._records.get(key)) is not None:
            way = outlined(key, record.part, record.ordinal)
            return short(record.title or record.text, HEAD), self._where(record.document, record.part, way)
        if (upper := self._above.get(key)) is not None:
            return short(upper.text, HEAD), self._where(upper.document, "", upper.ordinal)
        return "", ""

    def _where(self, paper: str, *rest: str) -> str:
        number, title = self._papers.get(paper, ("", ""))
        return " · ".join(x for x in (number or title, *rest) if x)


def bodies_by_label(roles: Iterable[Assignment]) -> dict[str, str]:
    """Return label -> key of the bodies that have roles in an item."""
    return {a.agency.label or a.agency.name: a.agency.key for a in roles}
