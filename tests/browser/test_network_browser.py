"""The network and the trace in a real Chromium."""

from __future__ import annotations

import datetime

import networkx as nx
import pytest

from policykg.view.network import network_html
from policykg.view.trace_page import trace_html

pytestmark = pytest.mark.browser

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"


def graph() -> nx.MultiDiGraph:
    """Two bodies of a city, its paper with three items, one of them with hostile names all over."""
    g = nx.MultiDiGraph()
    g.add_node("place:371500", kind="place", label="聊城市")
    g.add_node("doc:1", kind="document", label="聊城市人民政府关于促进人才发展的意见", date=datetime.date(2023, 3, 1))
    g.add_node("item:1", kind="item", label="加强人才引进", text="每年引进人才200名。" + IMAGE)
    g.add_node("item:2", kind="item", label="完善财政投入", text="设立专项资金。")
    g.add_node("item:3", kind="item", label=IMAGE, text=SCRIPT)
    g.add_node("agency:科技局", kind="agency", label="市科技局")
    g.add_node("agency:财政局", kind="agency", label="市财政局")
    g.add_node(SCRIPT, kind=IMAGE, label="坏节点" + SCRIPT, iri="javascript:alert(3)", note=IMAGE)
    g.add_edge("doc:1", "place:371500", relation="jurisdiction")
    for item in ("item:1", "item:2", "item:3"):
        g.add_edge(item, "doc:1", relation="partOf")
    for agency in ("agency:科技局", "agency:财政局"):
        g.add_edge(agency, "place:371500", relation="jurisdiction")
    g.add_edge("agency:科技局", "item:1", relation="leads", quote="牵头单位：市科技局" + IMAGE)
    g.add_edge("agency:科技局", "item:1", relation="responsible", quote="市科技局负责")
    g.add_edge("agency:财政局", "item:1", relation="assists", quote="配合单位：市财政局")
    g.add_edge("agency:财政局", "item:2", relation="leads")
    g.add_edge("agency:财政局", "item:3", relation=IMAGE, quote=SCRIPT)
    g.add_edge(SCRIPT, "item:3", relation="concerns")
    return g


def shown(page, view="shownNodes"):
    return set(page.evaluate(f"policykg.{view}.map(n => n.name || n.relation)"))


def test_page_draws_every_label(open_page):
    page = open_page(network_html(graph()))
    names = {d["label"] for _, d in graph().nodes(data=True)}
    assert shown(page) == names
    # what vis-network itself draws, and that it has drawn something besides paper
    drawn = page.evaluate("Object.values(policykg.network.body.nodes).map(n => n.options.label)")
    assert "市科技局" in drawn
    colours = page.evaluate(
        """() => { const c = document.querySelector('canvas'); const d = c.getContext('2d').getImageData(0,0,c.width,c.height).data;
        const s = new Set(); for (let i = 0; i < d.length; i += 4) s.add(d[i] << 16 | d[i+1] << 8 | d[i+2]); return s.size; }"""
    )
    assert colours > 20


def test_positions_are_those_of_the_file(open_page):
    page = open_page(network_html(graph()))
    page.wait_for_timeout(300)
    assert page.evaluate(
        "policykg.nodes.get().every(n => { const p = policykg.network.getPositions([n.id])[n.id];"
        " return p.x === n.x && p.y === n.y; })"
    )


def test_two_characters_find(open_page):
    page = open_page(network_html(graph()))
    page.fill("#q", "人才")
    page.wait_for_selector("#hitlist button")
    rows = page.locator("#hitlist button").all_inner_texts()
    assert len(rows) == 2
    assert any("加强人才引进" in row for row in rows)
    assert page.locator("#hitlist mark").first.inner_text() == "人才"
    assert len(page.evaluate("policykg.network.getSelectedNodes()")) == 2

    page.press("#q", "Enter")
    assert page.locator("#panel h2").inner_text() == "加强人才引进"
    assert "每年引进人才200名" in page.locator("#panel").inner_text()
    where = page.evaluate(
        """() => { const id = policykg.network.getSelectedNodes()[0], n = policykg.nodes.get(id);
        const p = policykg.network.canvasToDOM({x: n.x, y: n.y}), s = document.getElementById('stage');
        return [p.x, p.y, s.clientWidth - document.getElementById('panel').offsetWidth, s.clientHeight]; }"""
    )
    assert abs(where[0] - where[2] / 2) < 2
    assert abs(where[1] - where[3] / 2) < 2


def test_search_for_nothing_says_so(open_page):
    page = open_page(network_html(graph()))
    page.fill("#q", "不存在的名称")
    page.wait_for_selector("#hits:not([hidden])")
    assert page.locator("#hitcount").inner_text() == "没有找到"


def test_legend_hides_kinds_and_relations(open_page):
    page = open_page(network_html(graph()))
    page.uncheck("#kinds input[value=agency]")
    assert shown(page).isdisjoint({"市科技局", "市财政局"})
    assert "加强人才引进" in shown(page)
    page.check("#kinds input[value=agency]")
    assert "市科技局" in shown(page)

    assert "leads" in shown(page, "shownEdges")
    page.uncheck("#relations input[value=leads]")
    assert "leads" not in shown(page, "shownEdges")
    # what frames show already is not drawn twice unless asked for
    assert "partOf" not in shown(page, "shownEdges")
    page.check("#relations input[value=partOf]")
    assert "partOf" in shown(page, "shownEdges")


def test_panel_tells_edges_with_their_quotes(open_page):
    page = open_page(network_html(graph(), focus="市科技局"))
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "市科技局"
    text = panel.inner_text()
    assert "牵头" in text
    assert "负责" in text
    assert "市科技局负责" in text
    assert page.evaluate("policykg.edges.length") == 3  # leads, responsible, jurisdiction
    panel.get_by_role("button", name="加强人才引进").first.click()
    assert panel.locator("h2").inner_text() == "加强人才引进"
    panel.get_by_role("button", name="关闭").click()
    assert panel.is_hidden()


def test_click_and_hover_on_the_canvas(open_page):
    page = open_page(network_html(graph(), focus="item:1"))
    page.keyboard.press("Escape")
    at = page.evaluate(
        """() => { const n = policykg.nodes.get().find(n => n.name === '市财政局');
        const p = policykg.network.canvasToDOM({x: n.x, y: n.y});
        const box = document.getElementById('network').getBoundingClientRect(); return [box.x + p.x, box.y + p.y]; }"""
    )
    page.mouse.move(*at)
    page.wait_for_selector("#tip:not([hidden])")
    assert "市财政局" in page.locator("#tip").inner_text()
    page.mouse.click(*at)
    assert page.locator("#panel h2").inner_text() == "市财政局"


def test_click_on_an_edge_tells_where_it_comes_from(open_page):
    g = nx.MultiDiGraph()
    g.add_node("a", kind="agency", label="市科技局")
    g.add_node("b", kind="item", label="加强人才引进")
    g.add_edge("a", "b", relation="leads", quote="（牵头单位：市科技局）", rule="bracket", score=0.95)
    page = open_page(network_html(g))
    page.mouse.click(
        *page.evaluate(
            """() => { const [a, b] = policykg.nodes.get();
            const p = policykg.network.canvasToDOM({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2});
            const box = document.getElementById('network').getBoundingClientRect(); return [box.x + p.x, box.y + p.y]; }"""
        )
    )
    text = page.locator("#panel").inner_text()
    for word in ("牵头", "市科技局 → 加强人才引进", "（牵头单位：市科技局）", "bracket", "0.95"):
        assert word in text


def test_keys_reach_everything(open_page):
    page = open_page(network_html(graph()))
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('role') || ''"))
    assert {"q", "application", "zoomin", "zoomout", "fit"} <= set(seen)
    page.get_by_role("application").focus()
    before = page.evaluate("policykg.network.getViewPosition().x")
    page.keyboard.down("ArrowRight")
    for _ in range(600):  # wait_for_function evaluates text in the page, which its policy forbids
        if page.evaluate("policykg.network.getViewPosition().x") > before:
            break
        page.wait_for_timeout(50)
    assert page.evaluate("policykg.network.getViewPosition().x") > before
    page.keyboard.up("ArrowRight")
    page.locator("#kinds input").first.focus()
    page.keyboard.press("Space")
    assert not page.locator("#kinds input").first.is_checked()


def test_markup_stays_text(open_page):
    page = open_page(network_html(graph(), title="标题" + SCRIPT + IMAGE))
    assert page.locator("h1").inner_text() == "标题" + SCRIPT + IMAGE
    page.fill("#q", "<img")
    page.wait_for_selector("#hitlist button")
    page.press("#q", "Enter")
    assert page.locator("#panel h2").inner_text() == IMAGE
    assert SCRIPT in page.locator("#panel").inner_text()
    page.locator("#panel").get_by_role("button", name="坏节点").click()
    assert "javascript:alert(3)" in page.locator("#panel").inner_text()
    assert IMAGE in page.locator("#panel").inner_text()
    page.wait_for_timeout(200)
    assert page.locator("img").count() == 0
    assert page.locator("a").count() == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_phone_width_needs_no_sideways_scrolling(open_page, lang):
    long = graph()
    long.add_node("item:long", kind="item", label="长" * 200, text="文" * 2000)
    long.add_edge("item:long", "doc:1", relation="partOf")
    page = open_page(network_html(long, focus="item:long", lang=lang), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator("#panel").bounding_box()
    assert box["width"] <= 390
    assert box["y"] + box["height"] <= 800


def test_empty_graph_opens(open_page):
    page = open_page(network_html(nx.MultiDiGraph()))
    assert page.evaluate("policykg.nodes.length") == 0


def tree():
    return {
        "kind": "item", "label": "市级任务" + IMAGE, "level": "city", "text": SCRIPT + "字" * 300,
        "roles": [{"agency": "市科技局", "role": "leads", "printed": "市科枝局"}],
        "targets": [{"quote": "增长10%", "deadline": datetime.date(2025, 12, 31)}],
        "up": [{"label": "省级任务", "level": "province", "relation": "quoted",
                "up": [{"label": "国家意见", "level": "country", "relation": "basedOn"}]}],
        "down": [{"label": f"县级任务{i}", "level": "county", "relation": "aligned"} for i in range(3)],
    }  # fmt: skip


@pytest.mark.parametrize("script", [True, False])
def test_trace_runs_from_left_to_right_and_folds(open_page, script):
    page = open_page(trace_html(tree()), java_script_enabled=script)

    def left(name):
        return page.locator("article", has=page.get_by_role("heading", name=name)).first.bounding_box()["x"]

    assert left("国家意见") < left("省级任务") < left("市级任务") < left("县级任务0")
    assert left("县级任务0") == left("县级任务2")
    heads = [page.locator(".columns span").nth(i).bounding_box()["x"] for i in range(4)]
    assert heads == pytest.approx([left("国家意见"), left("省级任务"), left("市级任务"), left("县级任务0")], abs=1)
    lower = page.get_by_role("heading", name="县级任务1")
    assert lower.is_visible()
    page.locator("details.down > summary").first.click()
    assert not lower.is_visible()
    page.locator("details.down > summary").first.click()
    assert lower.is_visible()
    place = left("市级任务")
    page.locator("main > details.up > summary").click()
    assert not page.get_by_role("heading", name="国家意见").is_visible()
    assert left("市级任务") == place
    assert page.locator("img").count() == 0


def test_trace_keeps_the_card_asked_for_in_sight(open_page):
    many = {**tree(), "down": [{"label": f"县级任务{i}", "level": "county", "text": "字" * 90} for i in range(30)]}
    page = open_page(trace_html(many))
    page.evaluate("scrollTo(0, 1500)")
    box = page.locator("article.here").bounding_box()
    assert 0 <= box["y"] < 200
    assert page.locator(".columns").bounding_box()["y"] == 0


def test_trace_on_a_phone(open_page):
    long = {**tree(), "label": "x" * 200, "iri": "y" * 200, "quote": "z" * 200}
    page = open_page(trace_html({**long, "down": [{**long, "level": "county"}]}), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def large():
    g = nx.MultiDiGraph()
    g.add_node("doc:1", kind="document", label="意见")
    for i in range(600):
        g.add_node(i, kind="item", label=f"{i} 完善政策")
        g.add_edge(i, "doc:1", relation="partOf")
    return g


def test_a_large_network_follows_the_mouse_and_stays_where_it_was_put(open_page):
    page = open_page(network_html(large()))
    where = "() => ({...policykg.network.body.view.translation})"
    picture = """() => { const c = document.querySelector('canvas'); const copy = document.createElement('canvas');
        copy.width = c.width; copy.height = c.height; const ctx = copy.getContext('2d'); ctx.drawImage(c, 0, 0);
        const d = ctx.getImageData(0, 0, c.width, c.height).data;
        let dark = 0; for (let i = 0; i < d.length; i += 4) if (d[i + 3] && d[i] < 120) dark += 1; return dark; }"""
    before, inked = page.evaluate(where), page.evaluate(picture)
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 400, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 450, box["y"] + 330, steps=5)
    held = page.evaluate("() => { policykg.network.renderer._redraw(); }") or page.evaluate(picture)
    page.mouse.up()
    after = page.evaluate(where)
    assert (round(after["x"] - before["x"]), round(after["y"] - before["y"])) != (0, 0)
    assert held > inked / 3  # what was drawn is still to be seen while it moves
    page.evaluate("() => policykg.network.renderer._redraw()")
    assert page.evaluate(picture) > inked / 3


def test_a_large_picture_follows_the_mouse_at_every_move(open_page):
    large = nx.MultiDiGraph()
    for i in range(420):
        large.add_node(f"agency:{i}", kind="agency", label=f"第{i}局")
    page = open_page(network_html(large))
    two_frames = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
    seen = (
        "() => { const c = document.querySelector('canvas'), copy = new OffscreenCanvas(c.width, c.height).getContext('2d');"
        " copy.drawImage(c, 0, 0); const d = copy.getImageData(0, 0, c.width, c.height).data;"
        " let left = c.width; for (let i = 3; i < d.length; i += 4) if (d[i]) left = Math.min(left, (i - 3) / 4 % c.width); return left; }"
    )
    page.evaluate(two_frames)
    page.mouse.move(640, 400)
    page.mouse.down()
    page.mouse.move(660, 400)  # the drag begins
    page.evaluate(two_frames)
    begins = []
    for x in (680, 720, 760, 800):
        page.mouse.move(x, 400)
        page.evaluate(two_frames)
        begins.append(page.evaluate(seen))
    page.mouse.up()
    assert [b - begins[0] for b in begins[1:]] == [40, 80, 120]
