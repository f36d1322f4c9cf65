"""Talk HTTP to a SPARQL server: addresses, credentials, errors that name the server and never a password."""

from __future__ import annotations

import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO, Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from policykg.errors import InputError, QueryError, StoreError

_SHORT = 4096

LONGEST = 1 << 30
"""Bytes of the longest answer that is read."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and a password; neither shows in ``repr``."""

    user: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server takes queries, updates and whole graphs (SPARQL 1.1 Graph Store HTTP Protocol)."""

    query: str
    update: str
    graphs: str


# What follows the last / of the address of queries -> those of updates and graphs, by what the server calls itself.
_LAYOUTS: Mapping[str, tuple[str, str]] = {
    "virtuoso": ("sparql-auth", "sparql-graph-crud-auth"),
    "oxigraph": ("update", "store"),
    "jetty": ("update", "data"),
    "fuseki": ("update", "data"),
    "": ("update", "data"),
}


def addresses(query: str, server: str, update: str = "", graphs: str = "") -> Addresses:
    """Return the addresses of a server from that of its queries and its Server header; given ones stay.

    >>> addresses("//h/sparql", "Virtuoso/07.20").graphs, addresses("//h/ds/query", "Oxigraph/0.5").update
    ('//h/sparql-graph-crud-auth', '//h/ds/update')
    """
    stem = query.rpartition("/")[0]
    known = next(v for k, v in _LAYOUTS.items() if k in server.lower())
    return Addresses(query, update or f"{stem}/{known[0]}", graphs or f"{stem}/{known[1]}")


class _Direct(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a redirected POST would lose its body, and credentials would go to another server."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        return None


class Connection:
    """Requests to one server. Redirects are not followed; credentials go only to the server of ``url``."""

    def __init__(self, url: str, credentials: Credentials | None = None, timeout: float = 60.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"{url}: not the address of a SPARQL server; it begins with http:// or https://"[:200])
        if parts.username or parts.password:
            raise InputError(
                "the address holds a password, which other users can see; give it by environment or netrc instead"
            )
        self.url = urlunsplit(parts)
        self.timeout = timeout
        self._credentials = credentials
        self._anonymous = urllib.request.build_opener(_Direct())
        handlers: list[urllib.request.BaseHandler] = [_Direct()]
        if credentials is not None:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, f"{parts.scheme}://{parts.netloc}/", credentials.user, credentials.password)
            self._digest = urllib.request.HTTPDigestAuthHandler(known)
            handlers += [urllib.request.HTTPBasicAuthHandler(known), self._digest]
        self._opener = urllib.request.build_opener(*handlers)

    def send(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        timeout: float | None = None,
        **headers: str,
    ) -> tuple[Mapping[str, str], bytes]:
        """Return headers and body of the answer to a request.

        Raises QueryError when the server calls the request malformed (400), StoreError when it cannot be reached,
        refuses or breaks off.
        """
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        request = urllib.request.Request(url, body, named, method=method)
        try:
            if self._credentials is not None and body is not None and len(body) > _SHORT:
                self._authorize(request, self._credentials)
            with self._opener.open(request, timeout=timeout or self.timeout) as answer:
                data = answer.read(LONGEST + 1)
                if len(data) > LONGEST:
                    raise StoreError(f"{url}: the answer has more than {LONGEST} bytes; add LIMIT")
                return {k.lower(): v for k, v in answer.headers.items()}, data
        except urllib.error.HTTPError as error:
            with error:
                told = _first_line(error.read(2000))
            if error.code == 400:
                raise QueryError(f"{url}: the query is malformed: {told}") from None
            if error.code in (401, 403):
                raise StoreError(f"{url}: refuses ({error.code}); check name and password") from None
            raise StoreError(f"{url}: answers {error.code}: {told}") from None
        except TimeoutError as error:
            raise QueryError(f"{url}: no answer within {timeout or self.timeout:g} s; bind more, or wait") from error
        except (OSError, HTTPException, ValueError) as error:
            cause = getattr(error, "reason", None) or error or type(error).__name__
            raise StoreError(f"{url}: cannot be reached, or broke off ({cause}); check that it runs") from error

    def _authorize(self, request: urllib.request.Request, credentials: Credentials) -> None:
        """Answer the server's challenge before a long body is sent: a server that refuses does not read it to its end."""
        try:
            self._anonymous.open(urllib.request.Request(request.full_url, method="GET"), timeout=self.timeout).close()
            return
        except urllib.error.HTTPError as error:
            with error:
                scheme, _, rest = (error.headers.get("www-authenticate") or "").partition(" ")
        if scheme.lower() == "digest":
            challenge = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
            request.add_unredirected_header(
                "Authorization", f"Digest {self._digest.get_authorization(request, challenge)}"
            )
        elif scheme.lower() == "basic":
            pair = b64encode(f"{credentials.user}:{credentials.password}".encode()).decode()
            request.add_unredirected_header("Authorization", f"Basic {pair}")

    def form(
        self, url: str, params: Mapping[str, str], timeout: float | None = None, **headers: str
    ) -> tuple[Mapping[str, str], bytes]:
        """POST a form, the one way that every server understands; return headers and body of the answer."""
        body = urlencode(params).encode()
        return self.send(
            "POST", url, body, timeout, Content_Type="application/x-www-form-urlencoded; charset=utf-8", **headers
        )


def _first_line(body: bytes) -> str:
    text = " ".join(body.decode("utf-8", "replace").split())
    return text[:300] or "(no reason)"
