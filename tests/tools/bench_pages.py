"""Measure in headless Chromium how the network file pans with 3,000 nodes, and when pages of the site paint first; ``make bench``.

Panning: the mouse drags the canvas for some seconds; counted are the frames in which the canvas was painted (anew, or by the
picture that is held while dragging), between the first and the last of them. Prints figures; says nothing about other machines.
"""

from __future__ import annotations

import socket
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
NODES = 3000
SECONDS = 4.0
PAGES = ("/", "/search?q=人才", "/id/agency/371500.财政局.html", "/id/item/聊政字-2023-12.附件1.6", "/network?of=聊城市财政局",
         "/chain?of=聊城机场", "/sparql")  # fmt: skip

COUNT = """() => { window.drawn = []; const renderer = policykg.network.renderer, draw = renderer._redraw;
    renderer._redraw = (...given) => { draw(...given); drawn.push(performance.now()); };
    window.frames_ = []; const tick = (t) => { frames_.push(t); requestAnimationFrame(tick); }; requestAnimationFrame(tick); }"""
PAINT = """() => new Promise(done => { const seen = performance.getEntriesByName('first-contentful-paint')[0];
    if (seen) done(seen.startTime);
    else new PerformanceObserver(l => done(l.getEntries()[0].startTime)).observe({type: 'paint', buffered: true}); })"""


def large_graph() -> nx.MultiDiGraph:
    """Return 3,000 nodes as a corpus has them: 20 cities with a paper, 9 bodies and 139 items each; every item has two bodies."""
    graph = nx.MultiDiGraph()
    for c in range(NODES // 150):
        place, paper = f"place:{c}", f"doc:{c}"
        graph.add_node(place, kind="place", label=f"第{c}市")
        graph.add_node(paper, kind="document", label=f"第{c}市人民政府关于高质量发展的意见")
        graph.add_edge(paper, place, relation="jurisdiction")
        bodies = [f"agency:{c}.{b}" for b in range(9)]
        for b, body in enumerate(bodies):
            graph.add_node(body, kind="agency", label=f"第{c}市第{b}局")
            graph.add_edge(body, place, relation="jurisdiction")
        for i in range(139):
            item = f"item:{c}.{i}"
            graph.add_node(item, kind="item", label=f"{i} 完善支持产业发展的政策措施")
            graph.add_edge(item, paper, relation="partOf")
            graph.add_edge(bodies[i % 9], item, relation="leads")
            graph.add_edge(bodies[(i + 1) % 9], item, relation="assists")
    return graph


def pan(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Drag the canvas of the network file in circles; print drawn frames a second."""
    from policykg.view.network import network_html

    graph = large_graph()
    path = folder / "net.html"
    path.write_text(network_html(graph), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri())
    page.wait_for_timeout(1500)
    for zoom in ("whole", "near"):
        if zoom == "near":
            page.evaluate("policykg.network.moveTo({scale: 0.6})")
            page.wait_for_timeout(500)
        page.evaluate(COUNT)
        page.mouse.move(640, 400)
        page.mouse.down()
        end, step = time.monotonic() + SECONDS, 0
        while time.monotonic() < end:
            step += 1
            page.mouse.move(640 + 200 * ((step // 40) % 2 * 2 - 1) * (step % 40) / 40, 400 + step % 37)
        page.mouse.up()
        drawn, frames = page.evaluate("[drawn, frames_]")
        rate = (len(drawn) - 1) / (drawn[-1] - drawn[0]) * 1000
        gaps = sorted(b - a for a, b in pairwise(drawn))
        ticks = (len(frames) - 1) / (frames[-1] - frames[0]) * 1000
        print(
            f"pan, {len(graph):,} nodes, {graph.number_of_edges():,} edges, {zoom}: {rate:5.1f} drawn frames a second "
            f"(of {ticks:.0f} there were; 95 of 100 gaps under {gaps[int(len(gaps) * 0.95)]:.0f} ms; {step} mouse moves)"
        )
    page.close()


def first_paints(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Serve the sample papers and print when each page paints first (milliseconds from the request)."""
    import uvicorn

    from policykg.cli import main as program
    from policykg.serve import create_app
    from policykg.serve.service import Settings

    program(["build", str(ROOT / "data" / "corpus"), "-o", str(folder / "kg"), "-q"], standalone_mode=False)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(folder / "kg", Settings(workers=1)), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    for path in PAGES:
        context = browser.new_context()
        page = context.new_page()
        page.goto(base + path)
        print(f"first paint of {path}: {page.evaluate(PAINT):5.0f} ms")
        context.close()
    server.should_exit = True
    thread.join()


def main() -> None:
    """Measure both."""
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        sys.exit(f"no {CHROMIUM}: pages not measured")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        pan(browser, Path(folder))
        first_paints(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
