"""/sparql: the SPARQL 1.1 Protocol for programs, a page with an editor for readers."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from policykg.errors import RequestError
from policykg.serve import negotiate, shown
from policykg.serve.protocol import operation
from policykg.serve.service import Service

LONGEST = 1 << 20
"""Bytes that a request may have."""

METHODS = ("GET", "HEAD", "POST")


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
    threads = request.app.state.threads
    if asked is None:
        return await _description(request, service, accept)
    page = negotiate.form_of(accept, {**negotiate.TABLES, **negotiate.TRIPLES, **negotiate.HTML}) == "html"
    table = "json" if page else negotiate.form_of(accept, negotiate.TABLES)
    triples = "ttl" if page else negotiate.form_of(accept, negotiate.TRIPLES)
    reply = await to_thread.run_sync(service.ask, asked, table, triples, limiter=threads)
    if page:
        return await to_thread.run_sync(shown.answer, request, asked, reply, limiter=threads)
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
        return await to_thread.run_sync(shown.editor, request, limiter=request.app.state.threads)
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
