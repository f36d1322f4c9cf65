"""Bad input is named in the report, with place and reason; the rest is built."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policykg.build import build_corpus
from policykg.cli import main
from policykg.errors import ISSUES
from policykg.lexicon import load_lexicon
from policykg.model import Source
from policykg.read import find_files, read_bytes

GOOD = """聊城市人民政府关于印发充电设施建设方案的通知
聊政字〔2024〕3号
一、重点任务
1.建设充电设施。（牵头单位：市交通运输局；配合单位：市财政局）
2.加强安全检查。（市应急局负责）
"""
TRADITIONAL = "聊城市人民政府通知\n一、重點任務\n1.建設充電設施。（牽頭單位：市交通運輸局；配合單位：市財政局）\n" * 4
FRENCH = "Décret n° 12 relatif à la création d'une école supérieure à Évry, où l'été précède l'hiver\n" * 20
SHORT_ROW = """聊城市重点任务分工表
序号\t重点任务\t牵头单位\t配合单位
1\t建设充电设施\t市交通运输局\t市财政局
2\t开展安全检查\t市应急局
3\t治理河道\t市水利局\t市财政局
"""
POEM = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n"

Build = Callable[..., Result]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with one good paper."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def run(*sources: Path | str, lang: str = "en") -> Result:
        return CliRunner().invoke(main, ["build", *map(str, sources), "-o", str(tmp_path / "kg"), "--lang", lang])

    return run


def reported(kg: Path) -> dict[tuple[str, str], dict[str, object]]:
    """Return the issues of report.json by file and code."""
    report = json.loads((kg / "report.json").read_text(encoding="utf-8"))
    issues = [*report["issues"], *(i for f in report["files"] for i in f["issues"])]
    return {(i["path"], i["code"]): i for i in issues}


def good_is_built(kg: Path) -> bool:
    lines = (kg / "records.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines if '"good.txt"' in line]
    return len(texts) == 2 and texts[0].startswith("建设充电设施") and texts[1].startswith("加强安全检查")


BYTES = {
    "empty": (b"", "empty-file", "the file is empty"),
    "blank": (b" \r\n\t\n", "empty-file", "the file is empty"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "corrupt-file", "damaged"),
    "pdf": (b"%PDF-1.7\n" + b"1 0 obj\n" * 40, "corrupt-file", "damaged"),
    "word": (b"PK\x03\x04" + bytes(400), "corrupt-file", "damaged"),
    "zeros": (bytes(range(256)) * 8, "binary-file", "not a text file"),
    "big5": (TRADITIONAL.encode("big5"), "bad-encoding", "neither UTF-8 nor GB18030"),
    "latin-1": (FRENCH.encode("latin-1"), "bad-encoding", "neither UTF-8 nor GB18030"),
}


@pytest.mark.parametrize("name", BYTES)
def test_file_that_is_no_text_is_named_and_the_rest_is_built(
    name: str, papers: Path, build: Build, tmp_path: Path
) -> None:
    data, code, reason = BYTES[name]
    (papers / "bad.txt").write_bytes(data)
    result = build(papers)
    assert result.exit_code == 0, result.output
    assert ("bad.txt", code) in reported(tmp_path / "kg")
    (line,) = [x for x in result.stdout.splitlines() if "bad.txt:" in x]
    assert reason in line and "✗" in line
    assert "files 2: read 1, not read 1, duplicates 0" in result.stdout
    assert good_is_built(tmp_path / "kg")


def test_utf16_without_a_mark_is_refused_with_a_remedy(papers: Path, build: Build, tmp_path: Path) -> None:
    (papers / "bad.txt").write_bytes(GOOD.encode("utf-16-le"))
    result = build(papers)
    assert result.exit_code == 0
    assert {code for path, code in reported(tmp_path / "kg") if path == "bad.txt"} <= {"binary-file", "bad-encoding"}
    assert "files 2: read 1, not read 1" in result.stdout
    assert good_is_built(tmp_path / "kg")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_that_papers_come_in_are_read(encoding: str, build: Build, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(GOOD.encode(encoding))
    result = build(tmp_path / "good.txt")
    assert result.exit_code == 0, result.output
    assert good_is_built(tmp_path / "kg")


def test_a_few_broken_bytes_are_replaced_and_counted(papers: Path, build: Build, tmp_path: Path) -> None:
    broken = GOOD.replace("加强", "加\x00强").encode().replace(b"\x00", b"\xff")
    (papers / "good.txt").write_bytes(broken)
    result = build(papers)
    assert result.exit_code == 0
    assert reported(tmp_path / "kg")["good.txt", "replaced-bytes"]["values"] == ["1"]
    assert "1 bytes could not be decoded" in result.stdout


def test_missing_path_is_named(papers: Path, build: Build, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    result = build(papers, gone)
    assert result.exit_code == 1
    assert f"{gone}: no such path" in result.stdout
    assert (str(gone), "missing-path") in reported(tmp_path / "kg")
    assert good_is_built(tmp_path / "kg")


def test_fifty_megabytes_without_a_line_break_are_skipped(papers: Path, build: Build, tmp_path: Path) -> None:
    with (papers / "huge.txt").open("wb") as file:
        for _ in range(50):
            file.write("字".encode() * (1024 * 1024 // 3 + 1))
    result = build(papers)
    assert result.exit_code == 0
    assert reported(tmp_path / "kg")["huge.txt", "too-large"]["values"] == ["50", "32"]
    assert "huge.txt: 50 MB, over the limit of 32 MB" in result.stdout
    assert good_is_built(tmp_path / "kg")
    assert not list((tmp_path / "kg" / "texts").glob("*huge*"))


def test_a_megabyte_without_a_line_break_is_read(papers: Path, build: Build, tmp_path: Path) -> None:
    (papers / "long.txt").write_text("推进乡村振兴工作，" * 40_000, encoding="utf-8")
    result = build(papers)
    assert result.exit_code == 0
    assert "files 2: read 2, not read 0" in result.stdout
    assert good_is_built(tmp_path / "kg")


def test_short_row_is_named_with_its_line_and_its_table_is_read(papers: Path, build: Build, tmp_path: Path) -> None:
    (papers / "table.txt").write_text(SHORT_ROW, encoding="utf-8")
    result = build(papers)
    assert result.exit_code == 0
    issue = reported(tmp_path / "kg")["table.txt", "short-row"]
    assert issue["line"] == 4, "the row that begins with 2 stands in line 4"
    assert issue["values"][:2] == ["3", "4"]  # type: ignore[index]
    assert "table.txt:4: a row has 3 cells where its header has 4" in result.stdout
    rows = [json.loads(x) for x in (tmp_path / "kg" / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    table = {r["ordinal"]: r for r in rows if r["source"]["path"] == "table.txt"}
    assert list(table) == ["1", "2", "3"]
    assert [(a["printed"], a["role"]) for a in table["2"]["roles"]] == [("市应急局", "leads")]
    assert [(a["printed"], a["role"]) for a in table["3"]["roles"]] == [("市水利局", "leads"), ("市财政局", "assists")]


def test_unknown_form_is_named_and_its_text_is_kept(papers: Path, build: Build, tmp_path: Path) -> None:
    (papers / "poem.txt").write_text(POEM, encoding="utf-8")
    result = build(papers)
    assert result.exit_code == 0
    assert "床前明月光" in str(reported(tmp_path / "kg")["poem.txt", "unknown-form"]["values"])
    assert "! poem.txt: no task, clause or row was recognised" in result.stdout
    assert POEM in [t.read_text(encoding="utf-8") for t in (tmp_path / "kg" / "texts").iterdir()]
    assert good_is_built(tmp_path / "kg")


def test_same_bytes_under_two_names_are_read_once(papers: Path, build: Build, tmp_path: Path) -> None:
    (papers / "copy.txt").write_text(GOOD, encoding="utf-8")
    result = build(papers)
    assert result.exit_code == 0
    assert reported(tmp_path / "kg")["good.txt", "duplicate-file"]["values"] == ["copy.txt"]
    assert "good.txt: the same bytes as copy.txt; read once" in result.stdout
    assert "files 2: read 1, not read 0, duplicates 1" in result.stdout


def test_reasons_are_told_in_chinese_too(papers: Path, build: Build) -> None:
    (papers / "bad.txt").write_bytes(b"")
    result = build(papers, lang="zh")
    assert "bad.txt: 文件是空的，已跳过" in result.stdout
    assert "文件 2 个：读取 1，未读 1，重复 0" in result.stdout


@pytest.mark.parametrize("data", [None, b"", b"\x89PNG\r\n\x1a\n\x00", TRADITIONAL.encode("big5")])
def test_when_nothing_can_be_read_the_build_fails_in_one_line(data: bytes | None, build: Build, tmp_path: Path) -> None:
    path = tmp_path / "only.txt"
    if data is not None:
        path.write_bytes(data)
    result = build(path)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "only.txt" in result.stderr
    assert not (tmp_path / "kg").exists()


def test_when_nothing_can_be_read_every_cause_is_named(papers: Path, build: Build, tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    for name, data in (("a.txt", b""), ("b.txt", bytes(50)), ("c.pdf", BYTES["pdf"][0]), ("d.txt", b" ")):
        (tmp_path / "bad" / name).write_bytes(data)
    result = build(tmp_path / "bad")
    assert result.exit_code == 3
    for said in (
        "a.txt: the file is empty",
        "b.txt: nothing but zero bytes",
        "c.pdf: damaged",
        "d.txt: the file is empty",
    ):
        assert said in result.stderr, said


def test_paths_that_are_no_papers_are_accounted_for(papers: Path, build: Build, tmp_path: Path) -> None:
    (papers / "dangling.txt").symlink_to(tmp_path / "none")
    os.mkfifo(papers / "pipe.txt")
    (papers / ".git").mkdir()
    (papers / ".git" / "x.txt").write_text(GOOD, encoding="utf-8")
    (papers / "empty").mkdir()
    (papers / "sub").mkdir()
    (papers / "sub" / "loop").symlink_to(papers)
    result = build(papers)
    assert result.exit_code == 0 and good_is_built(tmp_path / "kg")
    assert set(reported(tmp_path / "kg")) == {
        ("dangling.txt", "broken-link"),
        ("pipe.txt", "special-file"),
        (".git", "hidden-file"),
        ("empty", "empty-folder"),
        ("sub/loop", "linked-folder"),
    }
    assert "files 3: read 1, not read 2, duplicates 0; passed over 3" in result.stdout
    alone = build(papers / "pipe.txt")
    assert alone.exit_code == 3 and "no ordinary file (a pipe, device or socket)" in alone.stderr


def test_copies_of_what_cannot_be_read_are_no_duplicates(papers: Path, build: Build, tmp_path: Path) -> None:
    for name in ("a.docx", "b.pdf"):
        (papers / name).write_bytes(b"")
    for name in ("c.png", "d.png"):
        (papers / name).write_bytes(BYTES["png"][0])
    result = build(papers)
    assert {k for k in reported(tmp_path / "kg") if k[0] != "good.txt"} == {
        ("a.docx", "empty-file"),
        ("b.pdf", "empty-file"),
        ("c.png", "corrupt-file"),
        ("d.png", "duplicate-skipped"),
    }
    assert "files 5: read 1, not read 4, duplicates 0" in result.stdout


def test_messages_name_the_file_and_no_library(papers: Path, build: Build) -> None:
    deep = "<html><body>" + "<div>" * 600 + "任务" + "</div>" * 600 + "</body></html>"
    (papers / "deep.html").write_text(deep, encoding="utf-8")
    (papers / "cut.pdf").write_bytes(BYTES["pdf"][0])
    (papers / "wide.csv").write_text(",".join(["牵头单位"] * 10_001), encoding="utf-8")
    lines = build(papers).stdout
    assert "deep.html: nests deeper than 256 levels; skipped" in lines
    assert "cut.pdf: damaged, cannot be read (PDF); skipped" in lines
    assert "over the limit of 300; not read: 牵头单位 牵头单位 牵头单位 牵头单位" in lines
    assert not any(x in lines for x in ("lxml", "pdfminer", "Exception", "Error"))


def test_an_empty_folder_is_nothing_to_read(build: Build, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    result = build(tmp_path / "none")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1


def test_every_code_of_the_report_has_a_severity_and_both_languages() -> None:
    for code, kind in ISSUES.items():
        assert kind.severity in ("error", "warning", "info"), code
        assert kind.zh and kind.en and kind.zh != kind.en, code


def test_a_row_that_lost_all_but_its_ordinal_is_reported_and_spoils_no_other(tmp_path: Path) -> None:
    rows = "序号\t重点任务\t牵头单位\n1\t修路\t市财政局\n2\t办学\n3\n4\t建桥\t市交通运输局\n"
    (tmp_path / "a.txt").write_text("某市任务清单\n" + rows, encoding="utf-8")
    corpus = build_corpus([tmp_path])
    assert [(r.ordinal, r.text) for r in corpus.records] == [("1", "修路"), ("2", "办学"), ("4", "建桥")]
    assert {i.line for i in corpus.issues if i.code == "short-row"} == {4, 5}


def test_a_folder_that_cannot_be_listed_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/一.txt", "b/二.txt", "c/三.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"{name} 市财政局", encoding="utf-8")
    listed = Path.iterdir

    def iterdir(folder: Path) -> Any:
        if folder.name == "b":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    found, issues = find_files([tmp_path])
    assert [f.name for f in found] == ["a/一.txt", "c/三.txt"]
    assert [(i.path, i.code, i.values) for i in issues] == [("b", "unreadable", ("Permission denied",))]


def test_korean_bytes_that_pass_as_chinese_are_reported() -> None:
    korean = "서울특별시는 2025년까지 도로 10킬로미터를 신설하고 예산을 배정한다. 담당 부서는 교통국이다.\n" * 5
    document, issues = read_bytes(korean.encode("euc-kr"), Source("a.txt", ""), load_lexicon())
    assert document is not None and [i.code for i in issues] == ["doubtful-encoding"]
    chinese = "聊城市人民政府关于印发方案的通知，请认真贯彻落实。（市财政局负责）\n"
    assert read_bytes(chinese.encode("gb18030"), Source("a.txt", ""), load_lexicon())[1] == ()
