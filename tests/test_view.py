"""The offline pages, without a browser: what the bytes must and must not hold."""

from __future__ import annotations

import datetime
import json
import random
import re
from html.parser import HTMLParser

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykg.errors import QueryError
from policykg.view import focus, layout, legend, words
from policykg.view.network import MANY, network_html, wrap
from policykg.view.page import FONT, asset, digest, safe_json
from policykg.view.trace_page import trace_html

HOSTILE = "</script><img src=x onerror=alert(1)>\u2028\"'&{{7*7}}"


class Page(HTMLParser):
    """The elements, data blocks and text of a page as a browser would parse them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.blocks: dict[str, str] = {}
        self.code: list[str] = []
        self.words = ""
        self._in: tuple[str, dict] = ("", {})
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._in = (tag, dict(attrs))

    def handle_endtag(self, tag):
        self._in = ("", {})

    def handle_data(self, data):
        tag, attrs = self._in
        if tag == "script" and "id" in attrs:
            self.blocks[attrs["id"]] = self.blocks.get(attrs["id"], "") + data
        elif tag in ("script", "style"):
            self.code.append(data)
        else:
            self.words += data

    def __getitem__(self, name):
        return json.loads(self.blocks[name])


def graph() -> nx.MultiDiGraph:
    """A province with a city and a county; a paper of the city with items 9 and 10, bodies, a target."""
    g = nx.MultiDiGraph()
    for code, name, upper in (
        ("370000", "山东省", None),
        ("371500", "聊城市", "370000"),
        ("371524", "东阿县", "371500"),
    ):
        g.add_node(f"place:{code}", kind="place", label=name, iri=f"https://w3id.org/policykg/place/{code}")
        if upper:
            g.add_edge(f"place:{code}", f"place:{upper}", relation="within")
    g.add_node("doc:聊政字-2023-12", kind="document", label="聊城市2023年计划", key="聊政字-2023-12")
    g.add_edge("doc:聊政字-2023-12", "place:371500", relation="jurisdiction")
    for ordinal, text in (("9", "加强人才引进"), ("10", "完善财政投入")):
        g.add_node(f"item:聊政字-2023-12.{ordinal}", kind="item", label=text, text=text + "。")
        g.add_edge(f"item:聊政字-2023-12.{ordinal}", "doc:聊政字-2023-12", relation="partOf")
    g.add_node("agency:371500.财政局", kind="agency", label="市财政局")
    g.add_node("agency:371524.财政局", kind="agency", label="县财政局")
    g.add_edge("agency:371500.财政局", "place:371500", relation="jurisdiction")
    g.add_edge("agency:371524.财政局", "place:371524", relation="jurisdiction")
    g.add_edge("agency:371500.财政局", "item:聊政字-2023-12.9", relation="leads", quote="牵头单位：市财政局")
    g.add_edge("agency:371500.财政局", "item:聊政字-2023-12.9", relation="assists", quote="配合单位：市财政局")
    g.add_edge("agency:371500.财政局", "item:聊政字-2023-12.9", relation="leads", quote="市财政局牵头")
    g.add_node("target:1", kind="target", label="增长10%以上")
    g.add_edge("item:聊政字-2023-12.9", "target:1", relation="targets", quote="增长10%以上")
    return g


def labels(html: str) -> set[str]:
    return {node["name"] for node in Page(html)["nodes"]}


# --- one file, offline, only text ---------------------------------------------------------------


def assert_offline(html: str) -> None:
    page = Page(html)
    for tag, attrs in page.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "img"), tag
        for name in ("src", "href", "action", "data", "srcset"):
            assert name not in attrs, (tag, attrs)
    assert not re.search(r"url\(\s*['\"]?(?!data:)", "".join(page.code))
    assert not re.search(r"@import|sourceMappingURL", "".join(page.code))
    policy = next(a["content"] for t, a in page.tags if t == "meta" and "http-equiv" in a)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for code in page.code:
        assert digest(code) in policy


def test_network_makes_no_request():
    assert_offline(network_html(graph()))


def test_trace_makes_no_request():
    assert_offline(trace_html({"label": "甲", "down": [{"label": "乙"}]}))


def test_markup_in_the_network_is_text():
    g = graph()
    g.add_node(HOSTILE, **{"kind": HOSTILE, "label": HOSTILE, "iri": HOSTILE, "text": HOSTILE, HOSTILE: HOSTILE})
    g.add_edge(HOSTILE, "doc:聊政字-2023-12", relation=HOSTILE, quote=HOSTILE)
    html = network_html(g, title=HOSTILE)
    assert_offline(html)
    page = Page(html)
    node = next(n for n in page["nodes"] if n["name"] == HOSTILE)
    assert node["iri"] == node["text"] == node["kind"] == HOSTILE
    assert HOSTILE in {e.get("quote") for e in page["edges"]}
    assert "\u2028" not in "".join(page.blocks.values())
    assert [a for t, a in page.tags if "onerror" in a] == []
    assert len([t for t, _ in page.tags if t == "script"]) == 5


def test_markup_in_the_trace_is_text():
    tree = dict.fromkeys(("kind", "label", "iri", "level", "text", "quote", "relation", "deadline"), HOSTILE) | {
        "roles": [{"agency": HOSTILE, "role": HOSTILE, "printed": "x" + HOSTILE}],
        "targets": [{"quote": HOSTILE}],
    }
    html = trace_html({**tree, "label": "查询", "up": [tree], "down": [{**tree, "up": [{"label": HOSTILE}]}]})
    assert_offline(html)
    assert Page(html).words.count("<img src=x onerror=alert(1)>") > 6


def test_json_closes_no_script():
    assert "</" not in safe_json(HOSTILE)
    assert json.loads(safe_json({"聊城": HOSTILE})) == {"聊城": HOSTILE}


def test_broken_text_can_be_written():
    g = graph()
    g.add_node("x", kind="item", label="坏\ud800字", text="\x00\x1b")
    network_html(g).encode("utf-8")
    trace_html({"label": "坏\ud800字"}).encode("utf-8")


anything = st.text(st.characters(exclude_categories=()), max_size=40)


@given(st.lists(st.tuples(anything, anything, anything), max_size=6), anything)
@settings(max_examples=25, deadline=None)
def test_any_text_goes_through_unchanged(rows, relation):
    g = nx.MultiDiGraph()
    for i, (kind, name, body) in enumerate(rows):
        g.add_node(i, kind=kind, label=name, text=body)
        g.add_edge(0, i, relation=relation, quote=body)
    html = network_html(g)
    assert_offline(html)
    page = Page(html.encode("utf-8").decode("utf-8"))
    told = {n["id"]: (n["kind"], n["name"], n.get("text", "")) for n in page["nodes"]}
    plain = [tuple(focus.text(value) for value in row) for row in rows]
    assert told == {i: (kind, name or str(i), body) for i, (kind, name, body) in enumerate(plain)}
    assert {e["quote"] for e in page["edges"] if "quote" in e} == {body for _, _, body in plain if body}


# --- what is in it ------------------------------------------------------------------------------


def test_every_node_and_every_parallel_edge_is_kept():
    page = Page(network_html(graph()))
    assert {n["name"] for n in page["nodes"]} == {d["label"] for _, d in graph().nodes(data=True)}
    assert len(page["edges"]) == graph().number_of_edges()
    name = {n["id"]: n["name"] for n in page["nodes"]}
    between = [e for e in page["edges"] if (name[e["from"]], name[e["to"]]) == ("市财政局", "加强人才引进")]
    assert sorted((e["relation"], e["quote"]) for e in between) == [
        ("assists", "配合单位：市财政局"),
        ("leads", "市财政局牵头"),
        ("leads", "牵头单位：市财政局"),
    ]
    bends = {json.dumps(e.get("smooth"), sort_keys=True) for e in between}
    assert len(bends) == 3  # each has a line of its own


def test_edges_in_both_directions_bend_apart():
    g = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("b", "a")])
    bends = [e.get("smooth") for e in Page(network_html(g))["edges"]]
    assert bends[0] is None
    # seen from the lower node both would lie on one side if the direction were ignored
    assert {(b["type"], b["roundness"]) for b in bends[1:]} == {("curvedCCW", 0.12), ("curvedCW", 0.12)}


def test_names_of_relations_and_kinds_are_chinese():
    page = Page(network_html(graph()))
    assert page["data"]["relations"] == {
        "assists": "配合", "jurisdiction": "辖区", "leads": "牵头", "partOf": "属于", "targets": "目标", "within": "位于",
    }  # fmt: skip
    for word in ("文件", "条目", "机构", "地区", "目标", "牵头", "配合"):
        assert word in page.words
    english = Page(network_html(graph(), lang="en"))
    assert "assists" in english.words
    assert "配合" not in english.words


def test_dates_and_other_values_become_text():
    g = graph()
    g.add_node("d", kind="document", label="通知", date=datetime.date(2023, 3, 1), at=datetime.datetime(2023, 3, 1, 8),
               parts=("甲", "乙"), none=None, value=1.5, nan=float("nan"))  # fmt: skip
    g.add_edge("d", "doc:聊政字-2023-12", relation="basedOn", date=datetime.date(2023, 3, 1), quote=7)
    page = Page(network_html(g))
    fields = next(n for n in page["nodes"] if n["name"] == "通知")["fields"]
    assert fields["date"] == "2023-03-01"
    assert fields["value"] == "1.5"
    assert "none" not in fields


def test_ids_of_any_kind_and_missing_attributes():
    g = nx.MultiDiGraph()
    g.add_edge(1, "1")
    g.add_edge(("a", 2), 1)
    assert len(Page(network_html(g))["nodes"]) == 3
    assert Page(network_html(nx.MultiDiGraph()))["nodes"] == []


def test_colour_and_shape_tell_kinds_apart():
    looks = list(legend.KINDS.values())
    assert len({k.shape for k in looks}) == len({(k.fill, k.border) for k in looks}) == len(looks) == 12
    groups = Page(network_html(graph()))["data"]["options"]["groups"]
    assert {groups[name]["shape"] for name in legend.KINDS} == {k.shape for k in looks}


def test_options_close_the_traps_of_large_graphs():
    options = Page(network_html(graph()))["data"]["options"]
    assert options["physics"] == {"enabled": False}
    assert options["layout"]["improvedLayout"] is False
    assert options["interaction"]["hideEdgesOnDrag"] is True


def test_writing_never_goes_through_pyvis_one_by_one(monkeypatch):
    """pyvis 0.3.2 looks through all nodes for each that is added: 3,000 of them take 4.5 million comparisons."""
    from pyvis.network import Network

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("quadratic")

    for name in ("add_node", "add_nodes", "add_edge", "add_edges", "get_node"):
        monkeypatch.setattr(Network, name, refused)
    g = nx.MultiDiGraph()
    g.add_edges_from((i, i + 1) for i in range(50))
    assert len(Page(network_html(g))["edges"]) == 50


def test_the_finder_is_ours_and_lists_labels():
    """The menu of pyvis (select_menu) lists ids and runs their markup; the page has none of it."""
    page = network_html(graph())
    assert "select-menu" not in page and "select_menu" not in page and "tom-select" not in page.lower()
    assert 'id="q"' in page


def test_a_large_graph_says_so():
    g = nx.MultiDiGraph()
    g.add_nodes_from(range(MANY))
    assert "policykg serve" not in Page(network_html(g)).words
    g.add_node(MANY)
    assert "policykg serve" in Page(network_html(g)).words
    assert "1,501" in Page(network_html(g)).words


def test_same_graph_same_bytes_whatever_the_order():
    g = graph()
    g.add_node("01", kind="item", label="一")
    g.add_node("1", kind="item", label="一")
    nodes, edges = list(g.nodes(data=True)), list(g.edges(data=True))
    random.Random(7).shuffle(nodes)
    random.Random(8).shuffle(edges)
    other = nx.MultiDiGraph()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    assert network_html(g) == network_html(other)
    assert network_html(g, focus="市财政局", depth=2) == network_html(other, focus="市财政局", depth=2)


# --- focus --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("doc:聊政字-2023-12", "doc:聊政字-2023-12"),
        ("聊政字-2023-12", "doc:聊政字-2023-12"),
        ("https://w3id.org/policykg/place/371500", "place:371500"),
        ("市财政局", "agency:371500.财政局"),
        ("人才", "item:聊政字-2023-12.9"),
        (" 东阿 ", "place:371524"),
        ("371500", "place:371500"),
        ("place:371500", "place:371500"),
    ],
)
def test_focus_finds(wanted, found):
    assert focus.find(graph(), wanted) == found


@pytest.mark.parametrize(
    "wanted", ["agency:371500.财政局", "371500.财政局", "https://w3id.org/policykg/agency/371500.财政局"]
)
def test_focus_takes_short_iris(wanted):
    g = nx.MultiDiGraph()
    for kind in ("agency", "function"):
        g.add_node(f"https://w3id.org/policykg/{kind}/371500.财政局x", kind=kind)
    g.add_node("https://w3id.org/policykg/agency/371500.财政局", kind="agency", label="聊城市财政局")
    assert focus.find(g, wanted) == "https://w3id.org/policykg/agency/371500.财政局"


def test_edges_tell_rule_and_score():
    g = graph()
    g.add_edge("agency:371524.财政局", "item:聊政字-2023-12.9", relation="responsibleFor", rule="bracket", score=0.95)
    edge = next(e for e in Page(network_html(g))["edges"] if e["relation"] == "responsible")
    assert (edge["rule"], edge["score"]) == ("bracket", "0.95")


def test_focus_names_the_candidates():
    with pytest.raises(QueryError) as error:
        network_html(graph(), focus="财政局")
    for name in ("市财政局", "县财政局", "agency:371500.财政局", "agency:371524.财政局"):
        assert name in str(error.value)
    g = graph()
    g.add_node("other", kind="agency", label="市财政局")
    with pytest.raises(QueryError, match="other"):
        network_html(g, focus="市财政局")


@pytest.mark.parametrize("wanted", ["没有这个", "", "  "])
def test_focus_on_nothing_is_an_error(wanted):
    with pytest.raises(QueryError):
        network_html(graph(), focus=wanted)


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (0, {"加强人才引进"}),
        (1, {"加强人才引进", "聊城市2023年计划", "市财政局", "增长10%以上"}),
        (2, {"加强人才引进", "聊城市2023年计划", "市财政局", "增长10%以上", "聊城市", "完善财政投入"}),
    ],
)
def test_depth(depth, expected):
    html = network_html(graph(), focus="人才", depth=depth)
    assert labels(html) == expected
    page = Page(html)
    assert page["nodes"][page["data"]["focus"]]["name"] == "加强人才引进"


def test_depth_below_zero_is_an_error():
    with pytest.raises(QueryError):
        network_html(graph(), focus="人才", depth=-1)


# --- layout -------------------------------------------------------------------------------------


def test_frames_lie_inside_each_other():
    made = layout.arrange(graph(), graph())
    frame = {f.node: f for f in made.frames}

    def within(inner, outer):
        return (
            outer.x <= inner.x
            and outer.y <= inner.y
            and inner.x + inner.width <= outer.x + outer.width
            and inner.y + inner.height <= outer.y + outer.height
        )

    assert within(frame["place:371524"], frame["place:371500"])
    assert within(frame["place:371500"], frame["place:370000"])
    assert within(frame["doc:聊政字-2023-12"], frame["place:371500"])
    for node, holder in (
        ("item:聊政字-2023-12.9", "doc:聊政字-2023-12"),
        ("target:1", "doc:聊政字-2023-12"),
        ("agency:371500.财政局", "place:371500"),
        ("agency:371524.财政局", "place:371524"),
    ):
        x, y = made.positions[node]
        box = frame[holder]
        assert box.x < x < box.x + box.width
        assert box.y < y < box.y + box.height


def test_items_are_read_in_order_and_nothing_overlaps():
    g = graph()
    for n in range(11, 60):
        g.add_node(f"item:聊政字-2023-12.{n}", kind="item", label=str(n))
        g.add_edge(f"item:聊政字-2023-12.{n}", "doc:聊政字-2023-12", relation="partOf")
    made = layout.arrange(g, g)
    at = made.positions
    items = [f"item:聊政字-2023-12.{n}" for n in range(9, 60)]
    assert sorted(items, key=lambda n: (at[n][1], at[n][0])) == items
    spots = sorted(at.values())
    for i, (x, y) in enumerate(spots):
        for other_x, other_y in spots[i + 1 :]:
            assert abs(x - other_x) >= 100 or abs(y - other_y) >= 40


def test_neighbourhood_keeps_the_frames_around_it():
    data = Page(network_html(graph(), focus="市财政局"))["data"]
    assert {f["label"] for f in data["frames"]} == {"山东省", "聊城市", "聊城市2023年计划"}
    assert {f["label"] for f in data["frames"] if f["node"] is None} == {"山东省", "聊城市2023年计划"}


def test_places_that_hold_each_other_do_not_hang():
    g = nx.MultiDiGraph()
    for name in "abc":
        g.add_node(name, kind="place", label=name)
    for a, b in ("ab", "bc", "ca", "aa"):
        g.add_edge(a, b, relation="within")
    assert len(layout.arrange(g, g).positions) == 3


def test_every_node_gets_a_place():
    g = graph()
    for i, kind in enumerate([*legend.KINDS, "", "unknown"]):
        g.add_node(f"loose{i}", kind=kind, label=kind)
        g.add_edge(f"loose{i}", "item:聊政字-2023-12.9", relation="mentions")
    made = layout.arrange(g, g)
    assert set(made.positions) == set(g)
    assert len(set(made.positions.values())) == len(g)


# --- words and colours --------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_seen():
    grounds = re.findall(r"#[0-9a-f]{6}", re.search(r"const grounds = (.*);", asset("map.js"))[1])
    assert len(grounds) == 5  # places by depth, papers
    for ground in (legend.PAPER, *grounds):
        assert contrast(legend.INK, ground) >= 4.5
        for name, kind in legend.KINDS.items():
            assert contrast(kind.border, ground) >= 3, name
            if kind.inside:
                assert contrast(legend.INK, kind.fill) >= 4.5, name
            else:
                assert contrast(kind.fill, ground) >= 3, name
        for name, relation in legend.RELATIONS.items():
            assert contrast(relation.colour, ground) >= 4.5, name  # also the colour of its label


def test_both_languages_have_all_words():
    for table in (words.WORDS, words.TRACE_WORDS):
        assert set(table["zh"]) == set(table["en"])
        for key, zh in table["zh"].items():
            assert zh.count("{0}") == table["en"][key].count("{0}"), key


def test_fonts_for_chinese():
    for name in ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"):
        assert name in FONT


def test_wrap_keeps_short_names_and_marks_off_line_starts():
    assert wrap("市财政局", 10, 2) == "市财政局"
    assert wrap("甲乙丙。丁", 3, 2) == "甲乙丙。\n丁"
    assert wrap("长" * 200, 10, 2).endswith("…")
    assert wrap("", 10, 2) == ""


# --- trace --------------------------------------------------------------------------------------


def trace() -> dict:
    return {
        "kind": "item", "label": "市级任务", "iri": "item:市", "level": "city", "text": "全市任务全文", "quote": "原文一句",
        "roles": [
            {"agency": "市财政局", "role": "leads", "printed": "市财政局"},
            {"agency": "市科技局", "role": "leads", "printed": "市科枝局"},
            {"agency": "市税务局", "role": "assists", "printed": "市税务局"},
        ],
        "targets": [{"quote": "增长10%以上", "deadline": "2025"}],
        "up": [{"label": "省级任务", "level": "province", "relation": "quoted",
                "up": [{"label": "国家意见", "level": "country", "relation": "basedOn"}]}],
        "down": [{"label": "县级任务", "level": "county", "relation": "aligned"}],
    }  # fmt: skip


def columns(html: str) -> list[str]:
    return re.findall(r"<span>(.*?)</span>", html.split('class="columns"')[1].split("</div>")[0])


def test_trace_tells_all_it_was_given():
    html = trace_html(trace())
    text = Page(html).words
    for word in ("市级任务", "全市任务全文", "原文一句", "牵头", "市财政局、市科技局", "市科枝局", "配合", "市税务局",
                 "增长10%以上", "2025", "省级任务", "引用原文", "国家意见", "依据", "县级任务", "内容对应", "item:市"):  # fmt: skip
        assert word in re.sub(r"\s+", "", text) or word in text or word in re.sub(r" 印作“.*?”", "", text), word
    assert "印作“市财政局”" not in text
    order = [text.rindex(w) for w in ("国家意见", "省级任务", "查询对象", "县级任务")]
    assert order == sorted(order)


def test_trace_columns_are_levels():
    assert columns(trace_html(trace())) == ["国家", "省", "市", "县"]
    assert columns(trace_html(trace(), "en")) == ["State", "Province", "City", "County"]
    assert columns(trace_html({"label": "孤", "level": "city"})) == ["市"]


def test_trace_column_is_skipped_where_a_level_is_missing():
    tree = {"label": "省", "level": "province", "down": [
        {"label": "市", "level": "city", "down": [{"label": "县一", "level": "county"}]}, {"label": "县二", "level": "county"}]}  # fmt: skip
    html = trace_html(tree)
    assert columns(html) == ["省", "市", "县"]
    assert html.count('class="skip1"') == 1


def test_trace_within_one_level_counts_steps():
    tree = {"label": "乙", "level": "city", "up": [{"label": "甲", "level": "city"}], "down": [{"label": "丙"}]}
    assert columns(trace_html(tree)) == ["市", "市", "第 3 层"]


def test_trace_needs_no_script_and_folds():
    page = Page(trace_html(trace()))
    assert "script" not in {tag for tag, _ in page.tags}
    branches = [a for t, a in page.tags if t == "details" and "branches" in a.get("class", "")]
    assert len(branches) == 3
    assert all("open" in a for a in branches)


def test_large_trace_begins_folded():
    many = {"label": "县", "level": "county"}
    tree = {"label": "省", "level": "province", "down": [{"label": "市", "level": "city", "down": [many] * 40}] * 3}
    branches = [a for t, a in Page(trace_html(tree)).tags if t == "details" and "branches" in a.get("class", "")]
    assert ["open" in a for a in branches] == [True, False, False, False]


def test_trace_names_what_hangs_the_other_way_but_not_the_way_back():
    root = {"label": "市级任务", "iri": "i"}
    tree = {**root, "up": [{"label": "省级任务", "down": [root, {"label": "邻市任务"}]}]}
    text = Page(trace_html(tree)).words
    assert "邻市任务" in text
    assert "另有 1" in text


def test_same_trace_same_bytes():
    assert trace_html(trace()) == trace_html(json.loads(json.dumps(trace())))
