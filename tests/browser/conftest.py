"""A real Chromium for the pages; without one the tests skip, loudly, but fail where CI=true."""

from __future__ import annotations

import os
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path(os.environ.get("POLICYKG_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _absent(why: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"browser tests need Chromium: {why}")
    warnings.warn(f"BROWSER TESTS SKIPPED: {why}", stacklevel=2)
    pytest.skip(why)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        _absent(f"{CHROMIUM} does not exist (set POLICYKG_CHROMIUM)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _absent("playwright is not installed (pip install playwright)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open HTML text as a file; at the end fail on any console error, uncaught error or request that left the file."""
    contexts, wrong = [], []

    def opened(html: str, width: int = 1280, height: int = 800, **options: Any) -> Any:
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)

        def check(route: Any) -> None:
            if route.request.url.startswith(("file:", "data:")):
                route.continue_()
            else:
                wrong.append(f"request: {route.request.url}")
                route.abort()

        context.route("**/*", check)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


ASSETS = Path(__file__).parents[2] / "graph" / "policykg" / "assets"


@pytest.fixture(scope="session")
def served(kg: Path) -> Iterator[str]:
    """The site of the five papers on a free port: its address."""
    import uvicorn

    from policykg.serve import create_app
    from policykg.serve.service import Settings

    if not (ASSETS / "site.js").exists():
        _absent("the scripts of the pages are not built (make web)")
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(kg, Settings(workers=1)), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the site did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture
def visit(browser: Any, served: str) -> Iterator[Callable[..., Any]]:
    """Open a page of the site; at the end fail on any console error, uncaught error or request to another host."""
    contexts, wrong = [], []

    def opened(path: str, width: int = 1280, height: int = 800, **options: Any) -> Any:
        settings = {"viewport": {"width": width, "height": height}, "locale": "zh-CN", "reduced_motion": "reduce"}
        context = browser.new_context(**(settings | options))
        contexts.append(context)

        def check(route: Any) -> None:
            if route.request.url.startswith((served + "/", "data:", "blob:")):
                route.continue_()
            else:
                wrong.append(f"request: {route.request.url}")
                route.abort()

        context.route("**/*", check)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(served + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong
