"""The application: /sparql, /id/…, the pages of ``pages.PAGES`` and the files of the front end.

Everything that touches the graph runs in threads; queries of strangers run in the processes of ``store.pool``.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from policykg.serve import linked_data, pages
from policykg.serve.endpoint import METHODS, sparql
from policykg.serve.renewal import following
from policykg.serve.service import Service, Settings
from policykg.serve.site import SafeHeaders, guarded, in_thread, load_assets, not_routed, send_asset

THREADS = 256
"""Requests that are answered or wait at one time."""

_READING = ["GET", "HEAD"]


def create_app(folder: Path, settings: Settings | None = None) -> Starlette:
    """Return the application that serves the graph in ``folder``; raise GraphError when there is none."""
    settings = settings or Settings()
    service = Service(folder, settings)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.threads = CapacityLimiter(THREADS)
        async with following(app, folder, settings):
            yield

    packed = [Middleware(GZipMiddleware, minimum_size=2000, compresslevel=6)]
    app = Starlette(
        routes=[
            # other methods reach the endpoint too, for the protocol has its own answers to them
            Route("/sparql", guarded(sparql, METHODS), methods=[*METHODS, "PUT", "DELETE", "PATCH"]),
            Route("/assets/{name:path}", guarded(send_asset), methods=_READING, middleware=packed),
            Route("/id/{path:path}", in_thread(linked_data.answer), methods=_READING, middleware=packed),
            *(Route(p.path, in_thread(p.answer), methods=_READING, middleware=packed) for p in pages.PAGES),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=list(METHODS), allow_headers=["*"]),
        ],
        exception_handlers={HTTPException: not_routed, Exception: not_routed},
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.assets = load_assets()
    app.state.nav = (*((p.path, p.name) for p in pages.PAGES if p.name is not None), *pages.ELSEWHERE)
    return app
