"""``policykg serve``: the graph over HTTP."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from policykg.cli.language import word
from policykg.cli.options import lang_option, quiet_option
from policykg.cli.streams import note
from policykg.errors import InputError


@click.command(short_help="Serve the graph: SPARQL endpoint and linked data.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("kg"), metavar="[FOLDER]")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 is any free one.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    metavar="N",
    help="Queries that are answered at one time.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="Stop a query that takes longer.",
)
@click.option(
    "--rows",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    metavar="N",
    help="Most rows of an answer.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=256),
    default=2048,
    show_default=True,
    metavar="MB",
    help="Most memory of a query.",
)
@quiet_option
@lang_option
def serve(
    folder: Path, host: str, port: int, workers: int, timeout: float, rows: int, memory: int, quiet: bool, lang: str
) -> None:
    """Serve the graph in FOLDER, for reading only, until interrupted.

    /sparql is a SPARQL 1.1 endpoint; every IRI of the graph has a page and data below /id/.
    Only this machine can reach it, unless --host says otherwise.

    \b
    Example:
      policykg serve kg/
      policykg serve kg/ --port 8080 --timeout 10
      curl 'http://127.0.0.1:8000/sparql' --data-urlencode 'query=SELECT * { ?s pol:leads ?o } LIMIT 5'
    """  # noqa: D301
    import uvicorn

    from policykg.serve import create_app
    from policykg.serve.service import Settings
    from policykg.store.pool import Limits

    limits = Limits(seconds=timeout, rows=rows, memory=memory * 2**20)
    listener = _listener(host, port)
    app = create_app(folder, Settings(workers, limits))
    level = "warning" if quiet else "info"
    server = uvicorn.Server(uvicorn.Config(app, log_level=level, server_header=False))
    note(word(lang, "serving", f"[{host}]" if ":" in host else host, listener.getsockname()[1]), quiet)
    server.run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    """Take the address, before anything is loaded; raise InputError when it is taken, or is none of this machine."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{host}:{port}: cannot listen there ({reason}); choose another --port or --host") from error
