"""Names of bodies and places that a paper uses before or behind their time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policykg.lexicon import Lexicon
from policykg.model import Issue, Place
from policykg.records import Record
from policykg.resolve.places import in_force
from policykg.resolve.succession import Reforms

#: Ends of lines, as the reader counts them.
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
#: Where no other division is known.
_NOWHERE = "—"


def in_time(
    dates: Mapping[str, str], records: Sequence[Record], reforms: Reforms, texts: Mapping[str, str]
) -> tuple[tuple[Record, ...], tuple[Issue, ...]]:
    """Report the names that no body or place had when its paper was written, each once a paper: records with issues, and all.

    ``dates`` are papers' dates or years by key, ``texts`` the sources' texts by SHA-256 (for line numbers).
    """
    told: list[Record] = []
    issues: list[Issue] = []
    seen: set[tuple[str, str]] = set()
    for record in records:
        found = []
        for issue in _issues(record, dates.get(record.document, ""), reforms):
            if (record.document, issue.values[0]) not in seen:
                seen.add((record.document, issue.values[0]))
                text = texts.get(record.source.sha256, "")
                line = len(_LINE_END.findall(text, 0, issue.start)) + 1 if text else 0
                found.append(replace(issue, line=line))
        told.append(replace(record, issues=tuple(sorted({*record.issues, *found}))) if found else record)
        issues += found
    return tuple(told), tuple(issues)


def _issues(record: Record, date: str, reforms: Reforms) -> Iterator[Issue]:
    path = record.source.path
    lexicon = reforms.lexicon
    for a in record.roles:
        issue = reforms.issue(path, a, date)
        if issue is not None:
            yield issue
        place = lexicon.places.get(a.agency.jurisdiction)
        if place is not None and place.name in (a.repair or a.printed) and not in_force(place, date):
            yield _place_issue(path, place, place.name, a.start, a.end, date, lexicon)
    for m in record.places:
        place = lexicon.places.get(m.code)
        if place is not None and not in_force(place, date):
            yield _place_issue(path, place, m.printed, m.start, m.end, date, lexicon)


def _place_issue(path: str, place: Place, printed: str, start: int, end: int, date: str, lexicon: Lexicon) -> Issue:
    """Say that a place did not exist yet or no longer, and what it was before or became."""
    early = bool(place.start) and date[:4] < place.start[:4]
    if early:
        others = [p for p in lexicon.places.values() if place.code in p.successor.split(";")]
    else:
        others = [lexicon.places[c] for c in place.successor.split(";") if c in lexicon.places]
    see = "、".join(p.name for p in others) or _NOWHERE
    return Issue(path, 0, "place-out-of-time", start, end, (printed, date, place.start if early else place.end, see))
