"""Serve the graph that lies in the folder now: a build swaps another one in, and the server follows."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
from anyio import to_thread
from starlette.applications import Starlette

from policykg.errors import PolicyKGError
from policykg.serve.service import Service, Settings

CHECK = 1.0
"""Seconds from one look at the folder to the next."""

_LOG = logging.getLogger("uvicorn.error")  # where the server tells what it does


@contextlib.asynccontextmanager
async def following(app: Starlette, folder: Path, settings: Settings) -> AsyncIterator[None]:
    """Keep ``app.state.service`` that of the graph in ``folder``; close it at the end.

    Who asked the graph before is answered by it still. A graph that cannot be opened is told in the log, and the
    one before goes on being served.
    """
    try:
        async with anyio.create_task_group() as tasks:

            async def follow() -> None:
                seen = app.state.service.stamp
                while True:
                    await anyio.sleep(CHECK)
                    if (now := Service.stamp_of(folder)) in (None, seen):
                        continue
                    try:
                        fresh = await to_thread.run_sync(Service, folder, settings)
                    except PolicyKGError as error:
                        seen = now
                        _LOG.warning("%s: changed, but cannot be served: %s", folder, error)
                        continue
                    before, app.state.service, seen = app.state.service, fresh, fresh.stamp
                    _LOG.info("%s: changed; now serving %d statements", folder, len(fresh.graph))
                    tasks.start_soon(_retire, before, settings.limits.seconds + settings.limits.wait)

            tasks.start_soon(follow)
            yield
            tasks.cancel_scope.cancel()
    finally:
        app.state.service.close()


async def _retire(service: Service, seconds: float) -> None:
    """Close a service once nobody can be waiting for it any more."""
    with contextlib.closing(service):
        await anyio.sleep(seconds)
