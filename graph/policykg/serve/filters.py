"""The filters of a page: what a request gives, what may be chosen, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from policykg.errors import RequestError
from policykg.serve.service import Service
from policykg.serve.site import language_of
from policykg.view.reports_words import WORDS

LONGEST = 120
"""Signs of a filter."""


@dataclass(frozen=True, slots=True)
class Field:
    """A filter: its parameter, label, value, and (value, name) to choose from; without any it is what ``form`` says.

    ``also`` are values that are understood though no list offers them; anything else is refused.
    """

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    note: str = ""
    form: str = "text"
    also: frozenset[str] = frozenset()


class Asked:
    """The filters of a request, as text; ``lang`` of its reader."""

    def __init__(self, request: Request) -> None:
        self.lang = language_of(request)
        self._given = request.query_params

    def text(self, name: str) -> str:
        """Return a filter as given, cut to ``LONGEST``, "" when it is not."""
        return str(self._given.get(name, "")).strip()[:LONGEST]

    def number(self, name: str, least: float, most: float, default: float) -> float:
        """Return a number from ``least`` to ``most``; refuse any other."""
        given = self.text(name)
        try:
            value = float(given) if given else default
        except ValueError as error:
            raise RequestError(400, f"{name}={given}: {self.say('no-number')}") from error
        if not least <= value <= most:
            raise RequestError(400, f"{name}={given}: {self.say('out-of-range').format(f'{least:g}', f'{most:g}')}")
        return value

    def day(self, name: str) -> str:
        """Return a day, a month or a year, "" when it is not given; refuse anything else."""
        given = self.text(name)
        if given and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", given):
            raise RequestError(400, f"{name}={given}: {self.say('no-day')}")
        return given

    def say(self, key: str) -> str:
        """Return words in the reader's language."""
        return WORDS[key][self.lang != "zh"]

    def field(
        self, name: str, options: Sequence[tuple[str, str]] = (), value: str = "", note: str = "", form: str = "text"
    ) -> Field:
        """Return the filter of that name with its label and what the request gives."""
        if options:
            options = (("", self.say("all")), *options)
        return Field(name, self.say(f"by-{name}"), value or self.text(name), options, note and self.say(note), form)

    def check(self, filters: Sequence[Field]) -> None:
        """Refuse a value that none of the lists has."""
        for f in filters:
            if f.options and f.value not in f.also and f.value not in dict(f.options):
                raise RequestError(400, f"{f.name}={f.value}: {self.say('no-such').format(f.label)}")


def papers(service: Service, upper: bool) -> list[tuple[str, str]]:
    """Return (number or key, name) of the papers that others take up, or of those that take up others."""
    corpus = service.corpus
    rows = (r for r in corpus.records if r.upstream is not None)
    keys = {r.upstream.document if upper and r.upstream else r.document for r in rows}
    numbers = {c.key: c.number for d in corpus.documents for c in d.cites} | {d.key: d.number for d in corpus.documents}
    return sorted((numbers.get(k) or k, (service.known.paper(k) or k)[:60]) for k in keys)


def paper(service: Service, asked: Asked, upper: bool) -> Field:
    """Return the filter by paper; what ``analyse`` understands as one (a key, words of a title) is no error."""
    options = papers(service, upper)
    return replace(asked.field("of", options), also=frozenset((asked.text("of"),)))
