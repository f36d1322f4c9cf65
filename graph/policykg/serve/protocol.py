"""Requests of the SPARQL 1.1 Protocol, as values (W3C Recommendation, 21 March 2013, section 2.1: query operation)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from policykg.errors import RequestError

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

OF_THE_READER = frozenset(("lang", "theme"))
"""Parameters that choose how a page looks and ask for nothing."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query and its dataset: graph IRIs, or None where the request names none of either kind."""

    query: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def operation(method: str, url_query: bytes, content_type: str, body: bytes) -> Operation | None:
    """Read a request; None when it asks for no query, and so for the service description.

    Raises RequestError with the status of the answer: 400 malformed, 403 updates, 405 other methods, 415 media types.
    """
    given = pairs(url_query)
    media, charset = _media(content_type)
    if method in ("GET", "HEAD"):
        if all(name in OF_THE_READER for name, _ in given):
            return None
    elif method != "POST":
        raise RequestError(405, f"{method}: this endpoint answers GET and POST")
    elif media == FORM:
        given += pairs(body)
    elif media == DIRECT:
        if charset not in ("", "utf-8", "utf8"):
            raise RequestError(415, f"charset {charset}: write the query in UTF-8")
        given += (("query", _utf8(body)),)
    elif media == UPDATE:
        raise RequestError(403, "update: this endpoint is read-only")
    else:
        raise RequestError(415, f"media type {media or '(none)'}: send {FORM} or {DIRECT}")
    return _operation(given)


def _operation(given: tuple[tuple[str, str], ...]) -> Operation:
    names = [name for name, _ in given]
    if "update" in names or any(n.startswith("using-") for n in names):
        raise RequestError(403, "update: this endpoint is read-only")
    queries = [value for name, value in given if name == "query"]
    if len(queries) != 1:
        raise RequestError(400, f"query: {len(queries)} were given where there must be one")
    default, named = (_graphs(given, f"{x}-graph-uri") for x in ("default", "named"))
    return Operation(queries[0], default, named)


def _graphs(given: tuple[tuple[str, str], ...], name: str) -> tuple[str, ...] | None:
    found = tuple(value for key, value in given if key == name)
    for value in found:
        if not _ABSOLUTE.fullmatch(value):
            raise RequestError(400, f"{name}: {value!r} is no absolute IRI")
    return found or None


def pairs(encoded: bytes) -> tuple[tuple[str, str], ...]:
    """Return the names and values of URL-encoded parameters; raise RequestError when they are not UTF-8.

    >>> pairs("query=ASK%20%7B%7D&lang=zh+en".encode())
    (('query', 'ASK {}'), ('lang', 'zh en'))
    """
    found = []
    for part in encoded.split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            found.append((_utf8(_decoded(name)), _utf8(_decoded(value))))
    return tuple(found)


def _decoded(text: bytes) -> bytes:
    return unquote_to_bytes(text.replace(b"+", b" "))


def _utf8(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"byte {error.start} of a parameter or of the query is not UTF-8") from error


def _media(content_type: str) -> tuple[str, str]:
    media, *params = (x.strip() for x in content_type.split(";"))
    charset = next((p.partition("=")[2].strip("\"' ") for p in params if p.lower().startswith("charset=")), "")
    return media.lower(), charset.lower()
