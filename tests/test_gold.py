"""The five papers against the gold annotations beside the checkout, and against what a reader counts in them.

The gold lies outside the repository (../shared/gold); where it is absent, its tests are skipped by name.
The counts need nothing but the papers: they were counted by hand.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from policykg.lexicon import load_lexicon
from policykg.model import Source, Table
from policykg.read import read_text_bytes

Json = dict[str, Any]

PAPERS = {
    "000": "liaocheng-2023-12-annex1.txt",
    "001": "liaocheng-2023-12.txt",
    "002": "liaocheng-gazette-2019-02.txt",
    "003": "heze-2023-56.txt",
    "004": "licheng-2023-policy-list.txt",
}
#: What the notes of the gold say of it (360 items, 1,056 + 161 roles).
SIZES = {"000": (41, 79, 0), "001": (122, 336, 0), "002": (138, 491, 0), "003": (35, 104, 108), "004": (24, 46, 53)}


def load(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def fold(text: str | None) -> str:
    """Fold width and case; drop white space and punctuation (the scorer's reading of a text)."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text or "")).lower()


@pytest.fixture(scope="module")
def gold(root: Path) -> Path:
    folder = root.parent / "shared" / "gold"
    if not folder.is_dir():
        pytest.skip(f"no gold annotations: {folder} is absent (it lies beside the checkout, not in it)")
    return folder


@pytest.fixture(scope="module")
def records(kg: Path) -> list[Json]:
    return load(kg / "records.jsonl")


def of_paper(records: list[Json], name: str) -> list[Json]:
    """Return the items that a source holds or attests, in order."""
    return [r for r in records if name in {r["source"]["path"], *(a["path"] for a in r["attested_by"])}]


def pair(expected: list[Json], found: list[Json]) -> list[tuple[Json, Json | None]]:
    """Pair each gold item with the first free item of the same opening words, and of the same upper-level text."""
    free = list(found)
    pairs: list[tuple[Json, Json | None]] = []
    for item in expected:
        # the two scans of annex 1 differ behind the first signs of one upper-level cell
        head, upper = fold(item["text_head"]), fold(item.get("upstream_head"))[:14]
        match = next(
            (
                r
                for r in free
                if (text := fold(r["text"])).startswith(head)
                and text
                and fold((r["upstream"] or {}).get("text")).startswith(upper)
                and str(item["ordinal"]) == r["ordinal"]
            ),
            None,
        )
        if match is not None:
            free.remove(match)
        pairs.append((item, match))
    return pairs


def leftover(expected: list[Json], found: list[Json]) -> tuple[list[str], list[str]]:
    """Return the gold roles that nothing matches, and the exported ones that match none; each counts once."""
    free, missing = list(found), []
    for role in expected:
        names = {fold(role["agency"]), fold(role.get("printed", role["agency"]))}
        match = next(
            (r for r in free if r["role"] == role["role"] and names & {fold(r["agency"]), fold(r["printed"])}), None
        )
        if match is None:
            missing.append(f"{role['agency']} {role['role']}")
        else:
            free.remove(match)
    return missing, [f"{r['printed']} {r['role']}" for r in free]


@pytest.mark.parametrize("n", PAPERS)
def test_gold_is_the_one_these_tests_were_written_for(n: str, gold: Path) -> None:
    items = load(gold / "roles" / f"{n}.jsonl")
    roles = sum(len(i["roles"]) for i in items)
    assert (len(items), roles, sum(len(i.get("upstream_roles", ())) for i in items)) == SIZES[n]


@pytest.mark.parametrize("n", PAPERS)
def test_every_item_is_found_in_the_order_of_the_paper(n: str, gold: Path, records: list[Json]) -> None:
    pairs = pair(load(gold / "roles" / f"{n}.jsonl"), of_paper(records, PAPERS[n]))
    lost = [(g.get("part"), g["ordinal"], g["text_head"]) for g, r in pairs if r is None]
    assert not lost
    starts = [r["start"] for _, r in pairs if r is not None]
    assert starts == sorted(starts)


@pytest.mark.parametrize("n", PAPERS)
def test_roles_are_exactly_the_gold_ones(n: str, gold: Path, records: list[Json]) -> None:
    wrong = {}
    for item, record in pair(load(gold / "roles" / f"{n}.jsonl"), of_paper(records, PAPERS[n])):
        own = leftover(item["roles"], record["roles"] if record else [])
        upper = (
            leftover(item["upstream_roles"], ((record or {}).get("upstream") or {}).get("roles", []))
            if ("upstream_roles" in item)
            else ([], [])
        )
        if any(own) or any(upper):
            wrong[item.get("part", ""), item.get("section", ""), item["ordinal"]] = (own, upper)
    assert not wrong


@pytest.mark.parametrize("n", PAPERS)
def test_no_other_item_has_roles(n: str, gold: Path, records: list[Json]) -> None:
    found = of_paper(records, PAPERS[n])
    claimed = {r["iri"] for _, r in pair(load(gold / "roles" / f"{n}.jsonl"), found) if r is not None}
    assert [r["text"][:30] for r in found if r["roles"] and r["iri"] not in claimed] == []


@pytest.mark.parametrize("n", PAPERS)
def test_misread_ordinals_and_time_limits_are_the_gold_ones(n: str, gold: Path, records: list[Json]) -> None:
    for item, record in pair(load(gold / "roles" / f"{n}.jsonl"), of_paper(records, PAPERS[n])):
        assert record is not None
        if "printed_ordinal" in item:
            assert record["printed_ordinal"] == item["printed_ordinal"]
        if "deadline" in item:
            assert fold(record["deadline"]) == fold(item["deadline"])


# --- quantities: the equality of ../shared/tools/score.py ---------------------------------------------------


def key(q: Json) -> tuple[object, ...]:
    def number(value: object) -> float | None:
        return None if value in (None, "") else round(float(str(value)), 6)

    return (
        q["kind"],
        number(q["value"]),
        number(q.get("value_max")),
        q["comparator"],
        fold(q.get("unit")),
        (q.get("deadline") or "")[:4],
    )


@pytest.mark.parametrize(("n", "size"), [("001", 85), ("003", 32), ("004", 39)])
def test_quantities_reach_f1_097(n: str, size: int, gold: Path, records: list[Json]) -> None:
    by_item: dict[tuple[str, str, str], list[Json]] = {}
    annotated = load(gold / "quantities" / f"{n}.jsonl")
    assert len(annotated) == size
    for q in annotated:
        place = (fold(q.get("part")), fold(q.get("section")), fold(str(q["ordinal"])))
        by_item.setdefault(place, []).append(q)
    hits = expected = found = claimed = 0
    used: set[tuple[str, str, str]] = set()
    for item, record in pair(load(gold / "roles" / f"{n}.jsonl"), of_paper(records, PAPERS[n])):
        if item.get("continued"):
            continue
        part, section, ordinal = fold(item.get("part")), fold(item.get("section")), fold(str(item["ordinal"]))
        place = (part, section, ordinal) if (part, section, ordinal) in by_item else (part, "", ordinal)
        wanted = [] if place in used else by_item.get(place, [])
        used.add(place)
        claimed += len(wanted)
        printed = list(record["quantities"]) if record else []
        if item.get("upstream_head") == item["text_head"] and not any(q["column"] == "upstream" for q in wanted):
            printed = [q for q in printed if q["column"] != "upstream"]  # one column serves as both
        # the multiset of keys is what a one-to-one matching of equal keys counts
        hits += sum((Counter(map(key, wanted)) & Counter(map(key, printed))).values())
        expected += len(wanted)
        found += len(printed)
    assert claimed == size, "every annotated quantity belongs to an item"
    precision, recall = hits / found, hits / expected
    assert 2 * precision * recall / (precision + recall) >= 0.97, (hits, expected, found)


# --- counts of the issue, from the papers alone -------------------------------------------------------------


def kinds(records: list[Json], name: str) -> Counter[tuple[str, str]]:
    return Counter((r["part"], r["kind"]) for r in of_paper(records, PAPERS[name]))


def test_annex_has_41_rows_one_of_them_merged(records: list[Json]) -> None:
    rows = of_paper(records, PAPERS["000"])
    assert Counter(r["kind"] for r in rows) == {"row": 41}
    # 40 ordinals are printed; the row behind 4 has none, its upper-level cell is merged
    merged = [r for r in rows if r["continued"]]
    assert [(r["ordinal"], r["printed_ordinal"]) for r in merged] == [("4", "")]
    assert merged[0]["text"].startswith("积极争取中央革命老区转移支付政策补助支持")
    assert merged[0]["upstream"]["text"].startswith("积极争取中央革命老区转移支付,加大对 5 市")
    assert [r["ordinal"] for r in rows if not r["continued"]] == [str(n) for n in range(1, 41)]


def test_plan_has_31_tasks_and_three_annexes_of_41_40_10_rows(records: list[Json]) -> None:
    found = kinds(records, "001")
    assert {k: n for k, n in found.items() if k[1] != "clause"} == {
        ("正文", "task"): 31,
        ("附件1", "row"): 41,
        ("附件2", "row"): 40,
        ("附件3", "row"): 10,
    }
    tasks = Counter(r["section"] for r in of_paper(records, PAPERS["001"]) if r["kind"] == "task")
    # the eight sections of 二、主要任务 and their numbered tasks
    assert list(tasks.values()) == [3, 5, 3, 5, 5, 3, 3, 4]


def test_gazette_has_138_assigned_tasks_in_seven_papers_and_9_unassigned(records: list[Json]) -> None:
    tasks = [r for r in of_paper(records, PAPERS["002"]) if r["kind"] == "task"]
    assigned = Counter((r["document"]["number"], r["part"]) for r in tasks if r["roles"])
    assert assigned == {
        ("聊政发〔2019〕1号", "正文"): 33,
        ("聊办发〔2019〕3号", "关于支持新旧动能转换重大工程的若干财政政策"): 26,
        ("聊办发〔2019〕3号", "关于支持新旧动能转换重大工程财政体制激励政策的实施意见"): 6,
        ("聊办发〔2019〕3号", "关于支持发展我市“九大”产业集群财政政策的实施意见"): 16,
        ("聊办发〔2019〕3号", "关于支持新旧动能转换重大工程若干税收政策的实施意见"): 8,
        ("聊办发〔2019〕3号", "关于支持科技创新服务新旧动能转换重大工程财政政策的实施意见"): 15,
        ("聊办发〔2019〕3号", "关于财政金融政策协同配合支持新旧动能转换重大工程的实施意见"): 34,
    }
    assert sum(assigned.values()) == 138
    open_tasks = [r for r in tasks if not r["roles"]]
    assert Counter((r["document"]["number"], r["section"]) for r in open_tasks) == {
        ("聊政办发〔2019〕2号", "（一）完善服务功能"): 3,
        ("聊政办发〔2019〕2号", "（二）强化运维管理"): 3,
        ("聊政办发〔2019〕2号", "（三）严格内容发布审核"): 3,
    }
    assert {r["absence"] for r in open_tasks} == {"NotAssigned"}


def test_gazette_has_a_table_of_four_formulas(records: list[Json]) -> None:
    formulas = [r for r in of_paper(records, PAPERS["002"]) if r["kind"] == "formula"]
    assert [r["title"][:3] for r in formulas] == ["(一)", "(二)", "(三)", "(四)"]
    assert {r["document"]["number"] for r in formulas} == {"聊办发〔2019〕3号"}
    for formula, opening in zip(
        formulas,
        [
            "某县(市、区)、市属开发区新旧动能转换成效奖励资金 =",
            "符合条件的县(市、区)",
            "某县(市、区)、市属开发区高新技术企业税收增长奖励资金 =",
            "某园区税收贡献评价得分 =",
        ],
        strict=True,
    ):
        said = " ".join([formula["text"], *formula["fields"].values()])
        assert opening in said
        assert "<p>" not in said


def test_gazette_appoints_140_removes_14_and_lets_14_lapse(records: list[Json]) -> None:
    acts = [r["appointment"] for r in of_paper(records, PAPERS["002"]) if r["kind"] == "appointment"]
    # persons counted by hand, entry by entry; the closing list of offices (原聊城市物价局局长、…) names no person
    assert Counter(a["action"] for a in acts) == {"appointed": 140, "removed": 14, "lapsed": 14}
    assert {a["date"] for a in acts} == {"2019-02-18"}


@pytest.mark.parametrize(
    ("person", "post", "body", "action", "note"),
    [
        ("郭守印", "副秘书长", "聊城市人民政府", "appointed", "正县级，列王福祥之后"),
        ("高佳", "副主任", "聊城市发展和改革委员会", "appointed", "列张银东之后"),
        pytest.param(
            "李福亮",
            "副主任",
            "聊城市新旧动能转换重大工程推进办公室",
            "appointed",
            "副县级",
        ),
        ("李跃田", "副局长", "聊城市大数据局", "appointed", "试用期一年"),
        ("衣善忠", "主任", "聊城市人民政府新闻办公室", "removed", ""),
        ("杜言同", "副馆长", "聊城市档案馆", "removed", ""),
        ("杜言同", "副局长", "聊城市档案局", "lapsed", ""),
    ],
)
def test_appointments_as_printed(
    person: str, post: str, body: str, action: str, note: str, records: list[Json]
) -> None:
    acts = [r["appointment"] for r in of_paper(records, PAPERS["002"]) if r["kind"] == "appointment"]
    found = [(a["body"], a["post"], a["note"]) for a in acts if a["person"] == person and a["action"] == action]
    assert found == [(body, post, note)]


def test_entries_broken_by_a_page_end_are_healed(records: list[Json]) -> None:
    acts = [r["appointment"] for r in of_paper(records, PAPERS["002"]) if r["kind"] == "appointment"]
    posts = {(a["person"], a["body"] + a["post"]) for a in acts}
    assert ("李长征", "聊城市交通运输执法监察支队支队长") in posts  # 支 / 队长
    assert ("于传勇", "聊城市市场监督管理局副调研员") in posts  # 于传 / 勇


def test_gazette_has_29_events_of_january_2019(records: list[Json]) -> None:
    events = [r["event"] for r in of_paper(records, PAPERS["002"]) if r["kind"] == "event"]
    days = Counter((e["date"], e["date_end"]) for e in events)
    # dated entries and those behind △, by day
    printed = {3: 2, 4: 2, 5: 1, 7: 1, 8: 1, 9: 2, 10: 1, 11: 1, 16: 5, 18: 1, 20: 1, 21: 1, 28: 2, 29: 4, 30: 2}
    expected = {(f"2019-01-{d:02d}", f"2019-01-{d:02d}"): n for d, n in printed.items()}
    expected |= {("2019-01-14", "2019-01-15"): 1, ("2019-01-23", "2019-01-24"): 1}
    assert days == expected
    assert sum(days.values()) == 29


OFFICIALS = {
    # who is named in an entry, read from the paper: (day, which entry of that day) -> names in order
    (4, 1): "宋军继 郭建民 马丽红 洪玉振 成伟 田中俊 张金伦 靳凤莲 张同奇",
    (9, 1): "宋军继 任晓旺 洪玉振 成伟",
    (10, 1): "宋军继 李春田",
    (11, 1): "宋军继 张旋宇 李春田 郭建民 马丽红 任晓旺 洪玉振 成伟 田中俊",
    (16, 1): "宋军继 张旋宇 李春田 杜昌伟 陈秀兴 李志华",
    (16, 4): "洪玉振",
    (21, 1): "于杰 宋军继 郭建民 靳凤莲 张同奇",
    (29, 4): "宋军继 郭建民 洪玉振 成伟 田中俊 张同奇 马丽红",
    (30, 2): "宋军继 李春田 陈秀兴 于海波 成伟",
    (5, 1): "宋军继 洪玉振 张连臣 张同奇",
    (7, 1): "宋军继 郭建民 张金伦 张同奇",
    (8, 1): "张士俊 成伟",
    (16, 5): "蔡东清 成伟",
}


@pytest.mark.parametrize("entry", OFFICIALS, ids=lambda e: f"{e[0]}-{e[1]}")
def test_officials_of_an_event(entry: tuple[int, int], records: list[Json]) -> None:
    events = [r["event"] for r in of_paper(records, PAPERS["002"]) if r["kind"] == "event"]
    of_day = [e for e in events if e["date"] == f"2019-01-{entry[0]:02d}"]
    assert [o["person"] for o in of_day[entry[1] - 1]["officials"]] == OFFICIALS[entry].split()


@pytest.mark.parametrize(
    ("day", "nth", "person", "posts"),
    [
        (3, 1, "李春田", ["市委副书记", "冠县县委书记"]),
        (14, 1, "陈秀兴", ["市委常委", "秘书长", "市直机关工委书记"]),
        (14, 1, "赵振国", ["省公共就业和人才服务中心主任"]),
        (23, 1, "拉科", ["海北藏族自治州政协副主席", "刚察县委书记"]),
        (30, 1, "宋军继", ["市委副书记", "市长", "市政府党组书记"]),
        (29, 2, "张同奇", ["市政府秘书长"]),
        (9, 2, "卢锦钦", ["全港各区工商联会长"]),
    ],
)
def test_posts_of_an_official(day: int, nth: int, person: str, posts: list[str], records: list[Json]) -> None:
    events = [r["event"] for r in of_paper(records, PAPERS["002"]) if r["kind"] == "event"]
    of_day = [e for e in events if e["date"] == f"2019-01-{day:02d}"]
    assert [o["posts"] for o in of_day[nth - 1]["officials"] if o["person"] == person] == [posts]


def test_division_has_35_rows_five_of_them_misread(records: list[Json]) -> None:
    rows = of_paper(records, PAPERS["003"])
    assert Counter(r["kind"] for r in rows) == {"row": 35}
    assert [r["ordinal"] for r in rows] == [str(n) for n in range(1, 36)]
    misread = [(r["printed_ordinal"], r["ordinal"]) for r in rows if r["printed_ordinal"] != r["ordinal"]]
    assert misread == [("7", "2"), ("8", "3"), ("S", "5"), ("9", "6"), ("6", "9")]
    assert all(
        "ordinal-misread" in {i["code"] for i in r["issues"]} for r in rows if r["printed_ordinal"] != r["ordinal"]
    )


def test_list_has_24_records_of_13_columns(corpus: Path, records: list[Json]) -> None:
    data = (corpus / PAPERS["004"]).read_bytes()
    document, _ = read_text_bytes(data, Source(PAPERS["004"], ""), load_lexicon())
    assert document is not None
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [len(row) for table in tables for row in table.rows] == [13] * 25  # the header and 24 rows
    rows = of_paper(records, PAPERS["004"])
    assert Counter(r["kind"] for r in rows) == {"row": 24}
    assert [r["ordinal"] for r in rows] == [str(n) for n in range(1, 25)]
    sections = Counter(r["section"] for r in rows)
    # 类别 stands in the first row of each category and of each page
    assert sections == {
        "（一）强化助企纾困力度": 4,
        "（二）优供给扩需求": 9,
        "（三）加快绿色低碳转型": 2,
        "（四）创新要素支撑": 4,
        "（五）保民生兜底线": 5,
    }


def test_whole_corpus_holds_these_items_and_no_others(records: list[Json]) -> None:
    assert Counter(r["kind"] for r in records) == {
        "row": 41 + 40 + 10 + 35 + 24,
        "task": 31 + 138 + 9,
        "clause": 9
        + 5
        + 3,  # text between a heading and its first sub-heading: 三（一）, （二）, （三） of 聊政办发〔2019〕2号
        "formula": 4,
        "appointment": 168,
        "event": 29,
    }
