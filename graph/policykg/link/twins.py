"""The same text read twice (a paper and its annex filed again) -> one set of items with two attestations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from policykg.model import Issue
from policykg.records import Attestation, Record

_FOLD = re.compile(r"[\W_]+")
#: Share of a part's items that must have a twin before the two parts are one text.
_SHARE = 0.8
#: How alike two scans of one item are.
_ALIKE = 0.85


def fold(text: str) -> str:
    """Drop all but letters and digits, as two scans differ in punctuation first."""
    return _FOLD.sub("", text)


def alike(a: str, b: str) -> float:
    """Grade how alike two texts are, in [0, 1]; cheap bounds first."""
    if a == b:
        return 1.0
    if not a or not b or min(len(a), len(b)) < 0.6 * max(len(a), len(b)):
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def differences(a: str, b: str) -> tuple[tuple[str, str], ...]:
    """List the runs in which two scans differ, in order, each with the sign before it for the eye.

    >>> differences("争取上级行信贷规模", "争取上级信贷规模")
    (('级行', '级'),)
    """
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    found = []
    for tag, i, i2, j, j2 in matcher.get_opcodes():
        if tag != "equal":
            found.append((a[max(0, i - 1) : i2], b[max(0, j - 1) : j2]))
    return tuple(found)


def pair_parts(main: Sequence[Record], other: Sequence[Record]) -> tuple[tuple[Record, Record], ...]:
    """Pair the items of two parts in order; () unless they are one text."""
    if not main or not other or not 0.7 <= len(main) / len(other) <= 1.4:
        return ()
    pairs = pair_alike(main, other)
    return pairs if len(pairs) >= _SHARE * max(len(main), len(other)) else ()


def pair_alike(main: Sequence[Record], other: Sequence[Record]) -> tuple[tuple[Record, Record], ...]:
    """Pair the items that read alike, in the order of ``other``, those of one ordinal first."""
    pairs: list[tuple[Record, Record]] = []
    free = list(main)
    for record in other:
        text = fold(record.text)
        near = [r for r in free if r.ordinal == record.ordinal] + [r for r in free if r.ordinal != record.ordinal]
        for candidate in near:
            if alike(fold(candidate.text), text) >= _ALIKE:
                pairs.append((candidate, record))
                free.remove(candidate)
                break
    return tuple(pairs)


def merge(pairs: Sequence[tuple[Record, Record]], title: str) -> tuple[dict[str, Record], tuple[Issue, ...]]:
    """Return the first record of each pair, attested by the second too, and what differs between the scans.

    ``title`` names the paper whose items stay.
    """
    merged: dict[str, Record] = {}
    issues: list[Issue] = []
    for main, twin in pairs:
        a, b = "".join(main.text.split()), "".join(twin.text.split())
        found = [(twin.start, twin.end, d) for d in differences(a, b)]
        if main.upstream is not None and twin.upstream is not None:
            upper = differences("".join(main.upstream.text.split()), "".join(twin.upstream.text.split()))
            found += [(twin.upstream.start, twin.upstream.end, d) for d in upper]
        issues += [Issue(twin.source.path, 0, "text-differs", start, end, d) for start, end, d in found]
        attested = Attestation(twin.source, twin.start, twin.end, "" if a == b else twin.text)
        merged[main.key] = replace(main, attested_by=(*main.attested_by, attested))
    if pairs:
        twin = pairs[0][1]
        issues.insert(0, Issue(twin.source.path, 0, "duplicate-source", 0, 0, (pairs[0][0].source.path, title)))
    return merged, tuple(issues)
