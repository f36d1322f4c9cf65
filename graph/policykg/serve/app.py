"""The application: /sparql, /id/… and a first page.

Everything that touches the graph runs in threads; queries of strangers run in the processes of ``store.pool``.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from policykg.analyse.queries import load_queries
from policykg.errors import LimitError, PolicyKGError, QueryError, RequestError
from policykg.serve import linked_data, negotiate
from policykg.serve.protocol import operation
from policykg.serve.service import Service, Settings
from policykg.view.entity_page import home_html

LONGEST = 1 << 20
"""Bytes that a request may have."""

THREADS = 256
"""Requests that are answered or wait at one time."""

_METHODS = ["GET", "HEAD", "POST"]
_ALL_METHODS = [*_METHODS, "PUT", "DELETE", "PATCH"]
Handler = Callable[[Request], Awaitable[Response]]


def create_app(folder: Path, settings: Settings | None = None) -> Starlette:
    """Return the application that serves the graph in ``folder``; raise GraphError when there is none."""
    service = Service(folder, settings or Settings())

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.threads = CapacityLimiter(THREADS)
        with service:
            yield

    app = Starlette(
        routes=[
            Route("/sparql", _guarded(sparql), methods=_ALL_METHODS),
            Route("/id/{path:path}", _guarded(node), methods=["GET", "HEAD"]),
            Route("/", _guarded(home), methods=["GET", "HEAD"]),
        ],
        middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=_METHODS, allow_headers=["*"])],
        lifespan=lifespan,
    )
    app.state.service = service
    return app


def _guarded(handler: Handler) -> Handler:
    """Turn what goes wrong into a status and one line of plain text."""

    async def guarded(request: Request) -> Response:
        try:
            response = await handler(request)
        except RequestError as error:
            response = _told(error.status, str(error))
            if error.status == 405:
                response.headers["allow"] = ", ".join(_METHODS)
        except LimitError as error:
            response = _told(503, str(error))
            response.headers["retry-after"] = "5"
        except QueryError as error:
            response = _told(400, str(error))
        except PolicyKGError as error:
            response = _told(500, str(error))
        response.headers["x-content-type-options"] = "nosniff"
        return response

    return guarded


def _told(status: int, reason: str) -> Response:
    return PlainTextResponse(reason + "\n", status)


async def sparql(request: Request) -> Response:
    """Answer the query operation of the protocol; without a query, describe the service."""
    asked = operation(
        request.method,
        request.scope["query_string"],
        request.headers.get("content-type", ""),
        await _body(request),
    )
    service: Service = request.app.state.service
    accept = request.headers.get("accept", "")
    if asked is None:
        return await _description(request, service, accept)
    page = negotiate.form_of(accept, {**negotiate.TABLES, **negotiate.TRIPLES, **negotiate.HTML}) == "html"
    table = "json" if page else negotiate.form_of(accept, negotiate.TABLES)
    triples = "ttl" if page else negotiate.form_of(accept, negotiate.TRIPLES)
    reply = await to_thread.run_sync(service.ask, asked, table, triples, limiter=request.app.state.threads)
    if page:
        lang = linked_data.language_of(request)
        shown = await to_thread.run_sync(
            linked_data.shown, service, asked, reply, lang, limiter=request.app.state.threads
        )
        return linked_data.html(shown, vary="accept, accept-language")
    forms = negotiate.TRIPLES if reply.kind == "triples" else negotiate.TABLES
    if not reply.form:
        raise RequestError(406, f"not acceptable: {accept}; there are {', '.join(forms)}")
    media = negotiate.media_type(reply.form, forms)
    return Response(reply.body, media_type=media, headers={"vary": "accept"})


async def _description(request: Request, service: Service, accept: str) -> Response:
    forms = {**negotiate.TRIPLES, **negotiate.HTML}
    form = negotiate.form_of(accept, forms)
    if not form:
        raise RequestError(406, f"not acceptable: {accept}; there are {', '.join(forms)}")
    if form == "html":
        return await home(request)
    endpoint = str(request.url.replace(query="", fragment=""))
    made = await to_thread.run_sync(service.description, endpoint, form, limiter=request.app.state.threads)
    return Response(made, media_type=negotiate.media_type(form, negotiate.TRIPLES), headers={"vary": "accept"})


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LONGEST:
            raise RequestError(413, f"the request has more than {LONGEST} bytes")
        parts.append(chunk)
    return b"".join(parts)


async def node(request: Request) -> Response:
    """Answer for an IRI of the graph, as a page or as data."""
    return await to_thread.run_sync(linked_data.answer, request, limiter=request.app.state.threads)


async def home(request: Request) -> Response:
    """Show the papers, a box for SPARQL and the named questions."""

    def make() -> str:
        service: Service = request.app.state.service
        lang = linked_data.language_of(request)
        questions = [(q.name, q.title[lang], q.sparql) for q in load_queries()]
        return home_html(linked_data.papers(service), questions, len(service.graph), lang)

    page = await to_thread.run_sync(make, limiter=request.app.state.threads)
    return linked_data.html(page)
