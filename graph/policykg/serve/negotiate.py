"""What a client would like: media types and languages by preference (RFC 9110, sections 12.4 and 12.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

TABLES: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Media types of tables and truths; the first of a form is what answers are labelled with."""

TRIPLES: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/xml": "rdfxml",
}
"""Media types of triples."""

HTML: Mapping[str, str] = {"text/html": "html", "application/xhtml+xml": "html"}


def parsed(header: str) -> tuple[tuple[str, float], ...]:
    """Return the values of a preference header with their weights, in order; what is malformed weighs nothing.

    >>> parsed("text/html;level=1, application/xml; q=0.5, */*;q=x")
    (('text/html', 1.0), ('application/xml', 0.5), ('*/*', 0.0))
    """
    found = []
    for part in header.split(","):
        name, *params = (x.strip() for x in part.split(";"))
        weight = 1.0
        for param in params:
            key, _, value = param.partition("=")
            if key.strip().lower() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value)))
                except ValueError:
                    weight = 0.0
        if name:
            found.append((name.lower(), weight))
    return tuple(found)


def best(header: str, offered: Sequence[str]) -> str:
    """Return the media type of ``offered`` that the Accept header likes most, "" when it takes none.

    A more exact range decides over a less exact one; of equals the first offered wins.

    >>> best("text/*;q=0.5, application/json", ["text/csv", "application/json"])
    'application/json'
    >>> best("", ["text/csv"]), best("image/png", ["text/csv"]), best("text/csv;q=0, */*", ["text/csv"])
    ('text/csv', '', '')
    """
    ranges = parsed(header) or (("*/*", 1.0),)

    def weight(media: str) -> float:
        exact = [q for name, q in ranges if name == media]
        kind = [q for name, q in ranges if name == media.partition("/")[0] + "/*"]
        return max(exact or kind or [q for name, q in ranges if name == "*/*"] or [0.0])

    chosen = max(offered, key=weight, default="")
    return chosen if chosen and weight(chosen) > 0 else ""


def form_of(header: str, forms: Mapping[str, str]) -> str:
    """Return the form that the Accept header likes most, "" when it takes none.

    >>> form_of("application/rdf+xml, text/turtle;q=0.9", TRIPLES), form_of("", TABLES)
    ('rdfxml', 'json')
    """
    return forms.get(best(header, list(forms)), "")


def media_type(form: str, forms: Mapping[str, str]) -> str:
    """Return the media type that answers of a form are labelled with, with the charset where it has one.

    >>> media_type("csv", TABLES), media_type("json", TABLES)
    ('text/csv; charset=utf-8', 'application/sparql-results+json')
    """
    media = next(m for m, f in forms.items() if f == form)
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def language(asked: str | None, header: str) -> str:
    """Return zh or en: what ``asked`` (the ``lang`` parameter) says, else what Accept-Language likes more, else zh.

    >>> language(None, "en-GB,en;q=0.9,zh;q=0.5"), language("zh", "en"), language(None, "fr")
    ('en', 'zh', 'zh')
    """
    if asked in ("zh", "en"):
        return asked
    return _first(sorted(parsed(header), key=lambda x: -x[1]))


def _first(liked: Iterable[tuple[str, float]]) -> str:
    for name, weight in liked:
        tag = name.partition("-")[0]
        if weight > 0 and tag in ("zh", "en"):
            return tag
    return "zh"
