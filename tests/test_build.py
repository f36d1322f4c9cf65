"""A build: the same bytes whatever the order, the folder or the process; twins; what stays when it is cut off."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from policykg import build as build_module
from policykg.assemble import Reading
from policykg.build import build_corpus, build_graph, load_corpus
from policykg.errors import GraphError, InputError
from policykg.lexicon import Lexicon
from policykg.model import Source
from policykg.names import NameBook
from policykg.rdf.export import to_jsonl
from policykg.records import Corpus
from policykg.store import folder as store_folder

PLAN, ANNEX = "liaocheng-2023-12.txt", "liaocheng-2023-12-annex1.txt"
FILES = ("graph.nq", "records.jsonl", "corpus.json", "report.json", "search.sqlite", "meta.json")

SMALL = """东阿县人民政府关于印发《东阿县2024年河道整治方案》的通知
东政发〔2024〕7号

一、重点任务
1.疏浚河道12公里。（牵头单位：县水利局；配合单位：县财政局）
2.加固堤防。（县应急局负责）

东阿县人民政府
2024年3月1日
"""
OTHER = SMALL.replace("疏浚河道12公里", "疏浚河道19公里")


def papers(corpus: Path) -> list[Path]:
    return sorted(corpus.glob("*.txt"))


@pytest.fixture(scope="module")
def built(corpus: Path) -> Corpus:
    return build_corpus([corpus])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one small paper."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "small.txt").write_text(SMALL, encoding="utf-8")
    return folder


def build_elsewhere(seed: int, out: Path, *sources: Path) -> None:
    """Build in a process of its own, whose sets and dictionaries of strings are ordered by ``seed``."""
    program = "import sys; from pathlib import Path; from policykg.build import build_graph; "
    program += "build_graph([Path(p) for p in sys.argv[2:]], Path(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", program, str(out), *map(str, sources)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )


def state(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


# --- the same bytes ------------------------------------------------------------------------------


def test_same_bytes_from_shuffled_files_in_other_folders_and_processes(corpus: Path, tmp_path: Path) -> None:
    together = tmp_path / "together"
    together.mkdir()
    scattered = []
    for n, paper in enumerate(papers(corpus)):
        shutil.copy(paper, together)
        (tmp_path / f"elsewhere {n}").mkdir()
        scattered.append(Path(shutil.copy(paper, tmp_path / f"elsewhere {n}")))
    build_elsewhere(1, tmp_path / "a", together)
    build_elsewhere(42, tmp_path / "b", *scattered[3:], *reversed(scattered[:3]))
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    assert state(tmp_path / "a" / "texts") == state(tmp_path / "b" / "texts")
    assert (tmp_path / "a" / "records.jsonl").stat().st_size > 100_000


def test_order_of_sources_does_not_matter(corpus: Path, built: Corpus) -> None:
    paths = papers(corpus)
    shuffled = build_corpus([paths[2], paths[4], paths[0], paths[3], paths[1]])
    assert shuffled.records == built.records
    assert shuffled.documents == built.documents
    assert shuffled.agencies == built.agencies
    assert shuffled.places == built.places


def test_round_trip_over_the_folder(kg: Path, built: Corpus) -> None:
    loaded = load_corpus(kg)
    assert loaded == built
    assert [s.path for s, _ in loaded.texts] == [p.name for p in papers(Path(__file__).parents[1] / "data" / "corpus")]


def test_files_come_apart_from_the_code_page_they_are_written_in(corpus: Path, built: Corpus, tmp_path: Path) -> None:
    for paper in papers(corpus):
        (tmp_path / paper.name).write_bytes(paper.read_bytes().decode("utf-8").encode("gb18030"))
    copy = build_corpus([tmp_path])
    hashes = {s.path: s.sha256 for s, _ in built.texts}
    assert {s.path for s, _ in copy.texts} == set(hashes)
    assert all(s.sha256 != hashes[s.path] for s, _ in copy.texts)
    jsonl = "".join(to_jsonl(copy))
    for source, _ in copy.texts:
        jsonl = jsonl.replace(source.sha256, hashes[source.path])
    assert jsonl == "".join(to_jsonl(built))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_at_the_head_of_a_file_moves_no_offset(encoding: str, small: Path, tmp_path: Path) -> None:
    plain = build_corpus([small])
    (tmp_path / "marked").mkdir()
    (tmp_path / "marked" / "small.txt").write_bytes(SMALL.encode(encoding))
    marked = build_corpus([tmp_path / "marked"])
    assert [t for _, t in marked.texts] == [SMALL]
    assert [replace(r, source=plain.records[0].source) for r in marked.records] == list(plain.records)


@pytest.mark.parametrize("name", ["heze-2023-56.txt", ANNEX, "licheng-2023-policy-list.txt"])
def test_line_ends_of_another_system_change_no_item(name: str, corpus: Path, built: Corpus, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes((corpus / name).read_bytes().replace(b"\n", b"\r\n"))
    other = build_corpus([tmp_path])
    alone = build_corpus([corpus / name])

    def said(c: Corpus) -> list[object]:
        return [
            (r.key, r.ordinal, "".join(r.text.split()), [(a.agency.key, a.printed, a.role) for a in r.roles])
            for r in c.records
        ]

    assert said(other) == said(alone)


# --- one text, two files -------------------------------------------------------------------------

#: What the two scans of annex 1 print differently, read by eye: row, column, in the plan, in the annex filed alone.
SCANS = [
    ("9", "text", "积极争取上级行信贷规模和审批权限下放", "积极争取上级信贷规模和审批权限下放"),
    ("11", "upstream", "应急转贷备案机构配资", "应急转贷备案件机构配资"),
    ("33", "text", "编制资源向重点企业、中心工作", "编制资源向重点行业、中心工作"),
    ("34", "upstream", "通过转移支付资金支持。", "通过转移支付资金给予适当支持。"),
]


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_the_scans_differ_in_these_four_places_and_no_other(corpus: Path) -> None:
    plan = (corpus / PLAN).read_text(encoding="utf-8")
    start = plan.index("附件 1\n")
    one = squeeze(plan[start : plan.index("落实突破菏泽鲁西崛起三年行动重点支持事项分工清单", start)])
    two = squeeze((corpus / ANNEX).read_text(encoding="utf-8"))
    for _, _, in_plan, in_annex in SCANS:
        assert in_plan in one and in_plan not in two
        assert in_annex in two and in_annex not in one
        one = one.replace(in_plan, in_annex)
    assert one == two


def test_annex_and_plan_are_one_set_of_items_with_two_attestations(built: Corpus) -> None:
    plan = next(d for d in built.documents if d.number == "聊政字〔2023〕12号")
    assert sorted(s.path for s in plan.sources) == [ANNEX, PLAN]
    assert not [r for r in built.records if r.source.path == ANNEX]
    attested = [r for r in built.records if r.attested_by]
    assert len(attested) == 41
    assert {r.part for r in attested} == {"附件1"}
    assert {r.document for r in attested} == {plan.key}
    texts = {s.path: t for s, t in built.texts}
    for record in attested:
        (other,) = record.attested_by
        assert other.source.path == ANNEX
        there = squeeze(texts[ANNEX][other.start : other.end])
        assert there == squeeze(other.text or record.text)
        assert bool(other.text) == (there != squeeze(record.text))
    # two of the four differences stand in local texts
    assert [r.ordinal for r in attested if r.attested_by[0].text] == ["9", "33"]


def test_every_difference_of_the_two_scans_is_reported_once_where_it_stands(built: Corpus) -> None:
    reported = [i for i in built.issues if i.code == "text-differs"]
    assert len(reported) == len(SCANS)
    texts = {s.path: t for s, t in built.texts}
    for ordinal, column, in_plan, in_annex in SCANS:
        # each with the sign before it, as the eye needs it
        codes = SequenceMatcher(None, in_plan, in_annex, autojunk=False).get_opcodes()
        (tag,) = [c for c in codes if c[0] != "equal"]
        values = (in_plan[tag[1] - 1 : tag[2]], in_annex[tag[3] - 1 : tag[4]])
        (issue,) = [i for i in reported if i.values == values]
        assert issue.path == ANNEX
        assert in_annex in squeeze(texts[ANNEX][issue.start : issue.end])
        record = next(r for r in built.records if r.attested_by and r.ordinal == ordinal)
        assert record.upstream is not None
        assert in_plan in squeeze(record.text if column == "text" else record.upstream.text)
    (twin,) = [i for i in built.issues if i.code == "duplicate-source"]
    assert twin.path == ANNEX and twin.values[0] == PLAN


def test_alike_papers_of_two_places_stay_two(small: Path) -> None:
    (small / "other.txt").write_text(SMALL.replace("东阿县", "阳谷县").replace("东政发", "阳政发"), encoding="utf-8")
    corpus = build_corpus([small])
    assert [d.number for d in corpus.documents] == ["东政发〔2024〕7号", "阳政发〔2024〕7号"]
    assert len(corpus.records) == 4
    assert not any(r.attested_by for r in corpus.records)


def test_a_second_scan_of_a_whole_paper_is_the_same_paper(small: Path) -> None:
    (small / "second.txt").write_text(OTHER, encoding="utf-8")
    corpus = build_corpus([small])
    (paper,) = corpus.documents
    assert sorted(s.path for s in paper.sources) == ["second.txt", "small.txt"]
    assert len(corpus.records) == 2
    assert [len(r.attested_by) for r in corpus.records] == [1, 1]
    assert [i.values for i in corpus.issues if i.code == "text-differs"] == [("19", "12")]


def test_same_bytes_under_two_names_are_read_once(small: Path) -> None:
    (small / "again.txt").write_text(SMALL, encoding="utf-8")
    corpus = build_corpus([small])
    assert len(corpus.records) == 2
    assert [(i.path, i.values) for i in corpus.issues if i.code == "duplicate-file"] == [("small.txt", ("again.txt",))]


# --- what is written -----------------------------------------------------------------------------


def test_report_counts_what_the_graph_holds(corpus: Path, tmp_path: Path) -> None:
    report = build_graph([corpus / "heze-2023-56.txt"], tmp_path / "kg")
    assert dict(report.counts)["items"] == 35
    (file,) = report.files
    assert (file.path, file.status, file.items, file.roles, file.upstream) == (
        "heze-2023-56.txt",
        "read",
        (("row", 35),),
        104,
        35,
    )
    # 省全巷环境厅, 市工生健康委, 省卫生度康委, 山东监督局 and 菏泽监督分局 are what print damaged of names
    mended = {i.values for i in file.issues if i.code == "name-repaired"}
    assert ("省全巷环境厅", "省生态环境厅") in mended
    assert ("市工生健康委", "市卫生健康委") in mended
    assert json.loads((tmp_path / "kg" / "report.json").read_text(encoding="utf-8"))["counts"] == [
        list(c) for c in report.counts
    ]


def test_nothing_to_read_is_an_error_and_makes_no_graph(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"empty\.txt"):
        build_graph([tmp_path / "empty.txt", tmp_path / "absent.txt"], tmp_path / "kg")
    assert not (tmp_path / "kg").exists()


def test_a_folder_of_others_is_not_written_over(small: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match="mine"):
        build_graph([small], tmp_path / "mine")
    assert state(tmp_path / "mine") == {"diary.txt": hashlib.sha256(b"mine").hexdigest()}


@pytest.mark.parametrize("step", ["_load", "_swap", "_json", "_text"])
@pytest.mark.parametrize("error", [OSError("no space left on device"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_a_build_cut_off_in_the_middle_leaves_the_last_graph(
    step: str, error: BaseException, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "kg"
    build_graph([small], out)
    before = state(out)
    (small / "small.txt").write_text(OTHER, encoding="utf-8")

    def broken(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(store_folder, step, broken)
    with pytest.raises(type(error)):
        build_graph([small], out)
    monkeypatch.undo()
    assert state(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kg", "papers"]
    assert load_corpus(out).records[0].text.startswith("疏浚河道12公里")
    build_graph([small], out)
    assert load_corpus(out).records[0].text.startswith("疏浚河道19公里")


def test_a_build_cut_off_while_reading_leaves_the_last_graph(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "kg"
    build_graph([small], out)
    before = state(out)

    def broken(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build_module, "read_file", broken)
    with pytest.raises(KeyboardInterrupt):
        build_graph([small], out)
    assert state(out) == before


def test_a_graph_among_the_papers_is_not_read_as_papers(small: Path) -> None:
    (small / "deep" / "er").mkdir(parents=True)
    build_graph([small], small / "deep" / "er" / "kg")
    first = state(small / "deep" / "er" / "kg")
    report = build_graph([small], small / "deep" / "er" / "kg")
    assert [f.path for f in report.files] == ["small.txt"]
    assert [(i.code, i.path) for i in report.issues] == [("empty-folder", "deep/er")]  # both times
    again = state(small / "deep" / "er" / "kg")
    assert {n: again[n] for n in FILES} == {n: first[n] for n in FILES}


def test_a_graph_given_as_a_source_is_not_read_as_papers(small: Path, tmp_path: Path) -> None:
    (tmp_path / "kg").mkdir()
    (tmp_path / "kg" / "meta.json").write_text('{"format": "policykg-graph"}', encoding="utf-8")
    (tmp_path / "kg" / "records.jsonl").write_text(OTHER, encoding="utf-8")
    corpus = build_corpus([small, tmp_path / "kg"])
    assert {r.source.path for r in corpus.records} == {"small.txt"}
    assert {s.path for s, _ in corpus.texts} == {"small.txt"}


def test_a_thousand_open_brackets_do_not_stop_a_build(small: Path) -> None:
    (small / "brackets.txt").write_text("（" * 5000, encoding="utf-8")
    corpus = build_corpus([small])
    assert {r.source.path for r in corpus.records} == {"small.txt"}
    assert {i.code for i in corpus.issues if i.path == "brackets.txt"} == {"unknown-form"}


def test_a_file_that_brings_the_reader_down_is_reported_and_the_others_are_built(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "bad.txt").write_text("坏文件", encoding="utf-8")
    honest = build_module.read_file

    def fails(data: bytes, source: Source, lexicon: Lexicon, book: NameBook, issuers: Mapping[str, str]) -> Reading:
        if source.path == "bad.txt":
            raise RecursionError
        return honest(data, source, lexicon, book, issuers)

    monkeypatch.setattr(build_module, "read_file", fails)
    corpus = build_corpus([small])
    assert {r.source.path for r in corpus.records} == {"small.txt"}
    assert [i.values for i in corpus.issues if i.code == "reader-failed"] == [("RecursionError",)]


def test_two_texts_of_one_number_are_reported(tmp_path: Path) -> None:
    head = "潍坊市人民政府办公室\n潍政办字〔2024〕15号\n潍坊市人民政府办公室关于印发某方案的通知\n一、重点任务\n"
    end = "潍坊市人民政府办公室\n2024年3月1日\n"
    (tmp_path / "a.txt").write_text(head + "1.修建城市道路十条。（市财政局负责）\n" + end, encoding="utf-8")
    (tmp_path / "b.txt").write_text(head + "1.兴办职业学校三所。（市教育局负责）\n" + end, encoding="utf-8")
    corpus = build_corpus([tmp_path])
    (issue,) = [i for i in corpus.issues if i.code == "one-number-two-texts"]
    assert (issue.path, issue.values) == ("b.txt", ("潍政办字〔2024〕15号", "a.txt", "1", "1"))
    assert [r.source.path for r in corpus.records] == ["a.txt"]
