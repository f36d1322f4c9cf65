"""Measure in headless Chromium how networks pan, and when pages of the site paint first; ``make bench``.

Panning: the mouse sweeps the canvas for some seconds; counted are the frames of the browser in which the canvas was painted (anew,
or by the picture that is held while dragging). Prints figures, with the load of the machine; says nothing about other machines.
"""

from __future__ import annotations

import os
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

# The mouse reports 125 times a second and sweeps nine tenths of the canvas in an eight; from inside the page, because the protocol
# of the browser brings fewer moves than there are frames. What is drawn twice between two frames counts once.
DRAG = """([part, kind, seconds]) => new Promise(done => {
    const canvas = document.querySelector(part), box = canvas.getBoundingClientRect(), drawn = new Set();
    const count = () => drawn.add(document.timeline.currentTime);
    COUNTED;
    const send = (what, dx, dy) => canvas.dispatchEvent(new (kind === 'pointer' ? PointerEvent : MouseEvent)(kind + what, {
        bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0, buttons: what === 'up' ? 0 : 1,
        clientX: box.x + box.width / 2 + dx, clientY: box.y + box.height / 2 + dy}));
    let moves = 0, there = 0;
    const tick = () => { there += 1; requestAnimationFrame(tick); };
    send('down', 0, 0);
    send('move', 0, 15);
    requestAnimationFrame(() => requestAnimationFrame(() => {
        requestAnimationFrame(tick);
        drawn.clear();
        const begun = performance.now(), timer = setInterval(() => {
            const took = (performance.now() - begun) / 1000, turn = took * Math.PI;
            moves += 1;
            send('move', 0.45 * box.width * Math.sin(turn), 0.45 * box.height * Math.sin(2 * turn));
            if (took < seconds) return;
            clearInterval(timer);
            done({drawn: [...drawn], there, moves, took});
            send('up', 0, 0);
        }, 8);
    })); })"""
FILE = "const r = policykg.network.renderer, draw = r._redraw; r._redraw = (...given) => { draw(...given); count(); }"
EXPLORER = "policykg.cy.on('render', count)"
START = "聊城市财政局"
GROW = """() => {
    const kinds = ["item", "agency", "document"], relations = ["leads", "assists", "partOf"];
    for (let i = policykg.cy.nodes().length; i < 400; i += 1) {
        policykg.cy.add({data: {id: `n${i}`, kind: kinds[i % 3], shown: `第${i}项任务`, label: `第${i}项任务`},
            position: {x: 120 * (i % 20) - 1200, y: 90 * Math.floor(i / 20) - 900}});
        for (const [n, other] of [i - 1, i - 20, i - 21].entries()) if (policykg.cy.getElementById(`n${other}`).nonempty())
            policykg.cy.add({data: {id: `e${i}.${other}`, source: `n${i}`, target: `n${other}`, relation: relations[n], name: ""}});
    } }"""
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


def sweep(page, what: str, counted: str, part: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    """Drag a canvas; print drawn frames a second."""
    load = os.getloadavg()[0]
    found = page.evaluate(DRAG.replace("COUNTED", counted), [part, kind, SECONDS])
    gaps = sorted(b - a for a, b in pairwise(found["drawn"]))
    print(
        f"pan, {what}: {len(found['drawn']) / found['took']:5.1f} drawn frames a second (of {found['there'] / found['took']:.0f} "
        f"there were; 95 of 100 gaps under {gaps[int(len(gaps) * 0.95)]:.0f} ms; {found['moves']} mouse moves; load {load:.1f})"
    )


def pan_file(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Drag the network file with all nodes in sight, and from near."""
    from policykg.view.network import network_html

    graph = large_graph()
    path = folder / "net.html"
    path.write_text(network_html(graph), encoding="utf-8")
    for zoom, scale in (("whole", 0), ("near", 0.6)):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(path.as_uri())
        page.wait_for_timeout(2000)
        if scale:
            page.evaluate(f"policykg.network.moveTo({{scale: {scale}}})")
            page.wait_for_timeout(1000)
        sizes = f"{len(graph):,} nodes, {graph.number_of_edges():,} edges"
        sweep(page, f"network file, {sizes}, {zoom}", FILE, "#network canvas", "pointer")
        page.close()


def pan_explorer(browser, base: str) -> None:  # type: ignore[no-untyped-def]
    """Drag the network of the site with as many nodes as it shows at one time."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{base}/network?of={START}")
    page.wait_for_selector("#network[data-ready]")
    page.evaluate(GROW)
    page.wait_for_timeout(2000)
    nodes, edges = page.evaluate("[policykg.cy.nodes().length, policykg.cy.edges().length]")
    page.evaluate("policykg.cy.fit()")
    sweep(page, f"explorer, {nodes} nodes, {edges:,} edges, whole", EXPLORER, "#network .canvas canvas", "mouse")
    page.close()


def on_site(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Serve the sample papers; drag the network and print when each page paints first (milliseconds from the request)."""
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
    pan_explorer(browser, base)
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
        pan_file(browser, Path(folder))
        on_site(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
