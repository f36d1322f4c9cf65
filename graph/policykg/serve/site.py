"""From request to page: the reader's language and theme, the frame, headers, errors, files of the front end.

``render(request, template, title=…, words=…, **values)`` is how a page answers; docs/site.md shows one.
"""

from __future__ import annotations

import hashlib
import logging
import mimetypes
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policykg.errors import LimitError, PolicyKGError, QueryError, RequestError
from policykg.serve import negotiate
from policykg.view.page import asset
from policykg.view.site import LANGUAGES, THEMES, Frame, Link, page_html
from policykg.view.site_words import SITE, Words, said

HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""What every answer carries."""

YEAR = 365 * 24 * 3600
"""Seconds that a choice of language or appearance is kept."""

_LIKED = {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "html"}
_TOLD = frozenset((400, 406, 413))
_LOG = logging.getLogger("policykg.serve")

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the front end: its bytes, media type and a digest that is part of its address."""

    body: bytes
    media: str
    digest: str


class SafeHeaders:
    """Add ``HEADERS`` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                added = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in given]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)


# --- the reader -----------------------------------------------------------------------------------


def language_of(request: Request) -> str:
    """Return zh or en: what ?lang= says, else the reader's last choice (cookie), else Accept-Language, else zh."""
    asked = request.query_params.get("lang")
    chosen = asked if asked in LANGUAGES else request.cookies.get("lang")
    return negotiate.language(chosen, request.headers.get("accept-language", ""))


def theme_of(request: Request) -> str:
    """Return auto, light or dark: what ?theme= says, else the cookie."""
    for chosen in (request.query_params.get("theme"), request.cookies.get("theme")):
        if chosen in THEMES:
            return chosen
    return "auto"


def frame_of(request: Request) -> Frame:
    """Return what the frame of a page must know of its request."""
    lang, path = language_of(request), str(request.scope["path"])
    nav = tuple(
        Link(name[0 if lang == "zh" else 1], address, path == address)
        for address, name in getattr(request.app.state, "nav", ())
    )
    query = tuple((k, v) for k, v in request.query_params.multi_items() if k not in ("lang", "theme"))
    found: Mapping[str, Asset] = request.app.state.assets
    addresses = {name: f"/assets/{name}?v={file.digest}" for name, file in found.items()}
    return Frame(lang, path, query, theme_of(request), nav, addresses)


def render(
    request: Request,
    template: str,
    *,
    title: str,
    words: Words | None = None,
    crumbs: Sequence[tuple[str, str]] = (),
    status: int = 200,
    vary: str = "accept-language, cookie",
    **values: Any,
) -> Response:
    """Answer with a page: ``template`` extends base.html, ``words`` are its own (zh, en), ``crumbs`` (name, address)."""
    links = [Link(name, address) for name, address in crumbs]
    return page(
        request, page_html(template, frame_of(request), title=title, words=words, crumbs=links, **values), status, vary
    )


def page(request: Request, html: str, status: int = 200, vary: str = "accept-language, cookie") -> Response:
    """Answer with HTML, and keep the reader's choice of language and appearance when the address makes one."""
    response = Response(html, status, {"vary": vary, "cache-control": "no-cache"}, "text/html; charset=utf-8")
    for name, values in (("lang", LANGUAGES), ("theme", THEMES)):
        chosen = request.query_params.get(name)
        if chosen is not None and chosen in values:
            response.set_cookie(name, chosen, max_age=YEAR, path="/", samesite="lax")
    return response


# --- what goes wrong ------------------------------------------------------------------------------


def problem(request: Request, status: int, reason: str = "") -> Response:
    """Answer that it did not work: a page for a browser, one line of text for all others.

    ``reason`` is told for requests that are wrong; of errors of ours nobody outside learns more than that there was one.
    """
    lang = language_of(request)
    words = said(SITE, lang)
    told = reason if status in _TOLD or (status in (404, 503) and reason) else words.get(f"told-{status}", "")
    if negotiate.form_of(request.headers.get("accept", ""), _LIKED) != "html":
        return PlainTextResponse(" ".join((told or words.get(f"error-{status}", reason)).split()) + "\n", status)
    title = words.get(f"error-{status}", words["error-500"])
    return render(request, "error.html", title=title, told=told, status_code=status, status=status)


def guarded(handler: Handler, methods: Sequence[str] = ("GET", "HEAD")) -> Handler:
    """Turn what goes wrong into a status and one line or a page."""

    async def answering(request: Request) -> Response:
        service = getattr(request.app.state, "service", None)
        try:
            return await handler(request)
        except RequestError as error:
            response = problem(request, error.status, str(error))
            if error.status == 405:
                response.headers["allow"] = ", ".join(methods)
            return response
        except LimitError as error:
            response = problem(request, 503, str(error))
            response.headers["retry-after"] = "5"
            return response
        except QueryError as error:
            return problem(request, 400, str(error))
        except PolicyKGError as error:
            if service is not None and service.outdated:
                response = problem(request, 503, said(SITE, language_of(request))["told-anew"])
                response.headers["retry-after"] = "2"
                return response
            _LOG.error("%s: %s", request.scope["path"], error)
            return problem(request, 500)

    return answering


def in_thread(handler: Callable[[Request], Response]) -> Handler:
    """Make a page that is computed into a handler that keeps nobody waiting."""

    async def waiting(request: Request) -> Response:
        return await to_thread.run_sync(handler, request, limiter=request.app.state.threads)

    return guarded(waiting)


async def not_routed(request: Request, error: Exception) -> Response:
    """Answer for addresses and methods that there are not."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    response = problem(request, status)
    if isinstance(error, HTTPException):
        response.headers.update(error.headers or {})
    return response


# --- files of the front end -----------------------------------------------------------------------


def load_assets() -> dict[str, Asset]:
    """Read the style sheet and what the front-end build left in policykg/assets, by name below /assets/."""
    found = {"site.css": _asset("site.css", asset("site.css").encode())}
    root = resources.files("policykg") / "assets"
    if root.is_dir():
        for name, file in _walk(root, ""):
            found.setdefault(name, _asset(name, file.read_bytes()))
    return found


def _walk(folder: Traversable, above: str) -> list[tuple[str, Traversable]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            found += _walk(entry, f"{above}{entry.name}/")
        else:
            found.append((above + entry.name, entry))
    return found


def _asset(name: str, body: bytes) -> Asset:
    media = mimetypes.guess_type(name)[0] or "application/octet-stream"
    media = "text/javascript" if name.endswith((".js", ".mjs")) else media
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Asset(body, media + charset, hashlib.sha256(body).hexdigest()[:12])


async def send_asset(request: Request) -> Response:
    """Answer with a file of the front end; for good when its address holds its digest."""
    file: Asset | None = request.app.state.assets.get(request.path_params["name"])
    if file is None:
        return problem(request, 404)
    tag = f'"{file.digest}"'
    lasting = request.query_params.get("v") == file.digest
    headers = {"etag": tag, "cache-control": f"public, max-age={YEAR}, immutable" if lasting else "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(file.body, 200, headers, file.media)
