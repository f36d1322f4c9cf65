"""Decisions of people on papers: these two are (not) one paper, this body issued it.

The lines stand in the same curation file as those on names (``policykg.resolve.curation``). Their mention is a paper:
its number (聊政字〔2023〕12号), ``doc:`` and its key or title, or ``file:`` and the name of a file, which alone tells
two texts of one number apart.

    same      the paper ``value`` is the same one, whatever its number or words
    not-same  the paper ``value`` is another one, however alike they read
    issuer    the body ``value`` issued it, and places in it are read from there
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from policykg.model import Heading, Issue
from policykg.records import DocumentInfo
from policykg.resolve.curation import Decision

_FOLD = str.maketrans("〔［【（(]〕］】）)", "[[[[[]]]]]]")


def name_of(text: str) -> str:
    """Return a paper's name as it is compared: without white space and ``doc:``, brackets of one form.

    >>> name_of("doc:聊政字（2023） 12号") == name_of("聊政字〔2023〕12号")
    True
    """
    return re.sub(r"\s+", "", text).removeprefix("doc:").translate(_FOLD)


def _named(text: str) -> str:
    return text if text.startswith("file:") else name_of(text)


def names_of(paper: DocumentInfo) -> frozenset[str]:
    """Return all names under which decisions know a paper."""
    said = [x for x in (paper.key, paper.number, paper.title) if x]
    return frozenset([*map(name_of, said), *(f"file:{s.path}" for s in paper.sources)])


def issued(heading: Heading, key: str, issuers: Mapping[str, str], path: str) -> Heading:
    """Return a paper's heading with the issuer that a person decided for its number, key, title or file."""
    names = (f"file:{path}", *(name_of(x) for x in (heading.number, key, heading.title) if x))
    return replace(heading, issuer=next((issuers[n] for n in names if n in issuers), heading.issuer))


class PaperDecisions:
    """The decisions on papers; remembers which of them were used."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.decisions = [d for d in decisions if d.on_paper]
        self.used: dict[Decision, str] = {}

    def __bool__(self) -> bool:
        return bool(self.decisions)

    def issuers(self) -> Mapping[str, str]:
        """Return the body that issued a paper, by the paper's name; a later line overrules an earlier one."""
        return {_named(d.mention): d.value for d in self.decisions if d.decision == "issuer"}

    def rule(self, a: DocumentInfo, b: DocumentInfo) -> bool | None:
        """Tell whether two papers were decided to be one (True) or two (False), None when nobody decided."""
        mine, theirs = names_of(a), names_of(b)
        ruled: bool | None = None
        for d in self.decisions:
            if d.decision == "issuer":
                continue
            left, right = _named(d.mention), _named(d.value)
            if (left in mine and right in theirs) or (left in theirs and right in mine):
                ruled = d.decision == "same"
                self.used[d] = b.sources[0].path
        return ruled

    def issues(self, papers: Sequence[DocumentInfo]) -> list[Issue]:
        """Report each decision on a paper: who decided what and why, or that no such paper was read."""
        for d in self.decisions:
            if d.decision == "issuer":
                named = [p for p in papers if _named(d.mention) in names_of(p)]
                if named:
                    self.used[d] = named[0].sources[0].path
        found = []
        for d in self.decisions:
            if d in self.used:
                values = (d.mention, d.decision, d.value, d.who, d.when, d.why)
                found.append(Issue(self.used[d], 0, "curated", values=values))
            else:
                found.append(Issue(d.path, d.line, "curation-unused", values=(d.mention, d.decision)))
        return found
