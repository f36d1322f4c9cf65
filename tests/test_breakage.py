"""What must not break: outputs that are no files, links in circles, odd names, broken graphs, signs nobody sees."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from policykg.build import build_corpus
from policykg.cli import main
from policykg.cli.streams import write, write_bytes
from policykg.errors import InputError, render
from policykg.lexicon import load_lexicon
from policykg.model import Source
from policykg.read import find_files
from policykg.read.decode import decode
from policykg.read.privacy import mask
from policykg.read.text import read_text
from policykg.read.unseen import UNSEEN

PAPER = (
    "聊城市人民政府关于印发工作分工的通知\n聊政字〔2024〕3号\n"
    "一、建设充电设施。（市发展改革委牵头，市财政局配合）\n二、加强安全检查。（责任单位：市应急局）\n"
)
LONG = PAPER * 3


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args], env={"LC_ALL": "C.UTF-8"})


@pytest.fixture
def kg(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "good.txt").write_text(PAPER, encoding="utf-8")
    assert run("build", tmp_path / "papers", "-o", tmp_path / "kg").exit_code == 0
    return tmp_path / "kg"


# --- where output goes -----------------------------------------------------------------------------


@pytest.mark.parametrize("put", [lambda o: write(["甲", "乙\n"], o), lambda o: write_bytes("甲乙\n".encode(), o)])
def test_output_to_a_pipe_and_through_a_link(put: Callable[[str], None], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    put(str(pipe))
    reader.join(10)
    assert got == ["甲乙\n".encode()] and pipe.is_fifo()

    (tmp_path / "far").mkdir()
    target, link, loose = tmp_path / "far" / "real.txt", tmp_path / "link", tmp_path / "loose"
    target.write_text("old")
    link.symlink_to("far/real.txt")
    loose.symlink_to("far/new.txt")
    put(str(link))
    put(str(loose))
    assert link.is_symlink() and loose.is_symlink()
    assert target.read_text("utf-8") == (tmp_path / "far" / "new.txt").read_text("utf-8") == "甲乙\n"
    assert {p.name for p in tmp_path.rglob("*")} == {"pipe", "far", "real.txt", "new.txt", "link", "loose"}

    circle = tmp_path / "circle"
    circle.symlink_to("circle")
    for place in (circle, tmp_path / "far", tmp_path / "none" / "x"):
        with pytest.raises(InputError, match="cannot be written"):
            put(str(place))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_that_cannot_be_written_is_one_line(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    echo = click.echo

    def full(message: object = None, *args: object, err: bool = False, **kwargs: object) -> None:
        if not err:
            raise OSError(errno.ENOSPC, "No space left on device")
        echo(message, err=err)

    monkeypatch.setattr("click.decorators.echo", full)
    monkeypatch.setattr("click.core.echo", full)
    result = run(option)
    assert result.exit_code == 3 and result.stderr.count("\n") == 1
    assert "No space left" in result.stderr and "internal error" not in result.stderr


def test_help_to_a_reader_that_is_gone() -> None:
    read, sink = os.pipe()
    os.close(read)
    program = [sys.executable, "-c", "from policykg.cli import main; main()", "--help"]
    done = subprocess.run(program, stdout=sink, stderr=subprocess.PIPE, check=False)
    os.close(sink)
    assert done.returncode != 0 and b"Traceback" not in done.stderr and b"Exception" not in done.stderr


# --- what is found ---------------------------------------------------------------------------------


def test_links_in_circles_are_walked_once(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "x.txt").write_text(PAPER, encoding="utf-8")
    (inner / "up").symlink_to(tmp_path / "a")
    (inner / "self").symlink_to(inner)
    (tmp_path / "loop").symlink_to("loop")
    found, issues = find_files([tmp_path])
    assert [f.name for f in found] == ["a/b/x.txt"]
    assert [(i.path, i.code, i.values) for i in issues] == [
        ("a/b/self", "linked-folder", ("a/b",)),
        ("a/b/up", "linked-folder", ("a",)),
        ("loop", "broken-link", ()),
    ]


def test_odd_names_are_shown_and_do_not_break_lines(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(papers) + b"/bad\xff.txt")).write_text(PAPER, encoding="utf-8")
    except OSError:
        pytest.skip("NOT TESTED: this file system takes no such name")
    (papers / "two\nlines\x1b[31m.txt").write_text(PAPER.replace("3号", "4号"), encoding="utf-8")
    result = run("build", papers, "-o", tmp_path / "kg")
    assert result.exit_code == 0, result.output
    assert "bad\ufffd.txt" in result.stdout and r"two\nlines\x1b[31m.txt" in result.stdout
    assert set(json.loads((tmp_path / "kg" / "meta.json").read_text("utf-8"))["sources"]) == {
        "bad\ufffd.txt",
        r"two\nlines\x1b[31m.txt",
    }
    assert run("validate", "-g", tmp_path / "kg").exit_code == 0
    _, (issue,) = find_files([Path("no\nsuch\udcff")])
    assert render(issue, "en") == "no\\nsuch\ufffd: no such path: no\\nsuch\ufffd; check the spelling"


def test_manifest_named_by_itself_is_no_paper(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,title\na.txt,甲\n", encoding="utf-8")
    found, issues = find_files([tmp_path / "manifest.csv"])
    assert found == () and [i.code for i in issues] == ["not-a-paper"]


# --- broken graphs ---------------------------------------------------------------------------------


def refused(folder: Path, *args: str) -> str:
    """Assert that a command ends in one line that names a cause and the remedy; return it."""
    command, *rest = args
    result = run(command, "-g", folder, *rest)
    assert result.exit_code == 3, result.output
    (line,) = result.stderr.splitlines()
    assert "internal error" not in line and f"policykg build PAPERS -o {folder}" in line
    return line


@pytest.mark.parametrize("args", [("validate",), ("export", "--format", "nq"), ("export", "--dump", "{kg}/../dump")])
def test_quads_that_were_cut_off_are_refused(args: tuple[str, ...], kg: Path) -> None:
    args = tuple(a.format(kg=kg) for a in args)
    quads = kg / "graph.nq"
    data = quads.read_bytes()
    in_a_sign = data.index("市".encode()) + 1
    quads.write_bytes(data[:in_a_sign])
    assert "graph.nq: cannot be read" in refused(kg, *args)
    at_a_line = data[: data.index(b"\n", len(data) // 2) + 1]
    for cut in (at_a_line, at_a_line[:-20], data[:-5]):
        quads.write_bytes(cut)
        assert "meta.json counts" in refused(kg, *args)
    quads.unlink()
    assert "graph.nq: missing" in refused(kg, *args)
    assert not (kg.parent / "dump").exists()


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_store_that_was_cut_off_is_refused(name: str, kg: Path) -> None:
    for file in (kg / "store").glob(name):
        file.write_bytes(b"")
    assert "the store cannot be" in refused(kg, "query", "leads-most")


@pytest.mark.parametrize("name", ["corpus.json", "report.json"])
def test_other_files_that_were_cut_off_are_refused(name: str, kg: Path) -> None:
    from policykg.errors import GraphError
    from policykg.store import open_graph

    (kg / name).write_bytes((kg / name).read_bytes()[:200])
    if name == "corpus.json":
        assert "corpus.json" in run("export", "-g", kg, "--format", "csv").stderr
        (kg / name).unlink()
        assert "corpus.json: missing" in refused(kg, "export", "--format", "csv")
    else:
        with pytest.raises(GraphError, match=r"report\.json: is broken"):
            open_graph(kg).report()


@pytest.mark.parametrize("text", ["", '{"format": "policy', "[]", "\ufffd"])
def test_broken_meta_is_said_to_be_broken_and_can_be_built_over(text: str, kg: Path) -> None:
    (kg / "meta.json").write_text(text, encoding="utf-8")
    assert "meta.json: is broken" in refused(kg, "validate")
    assert run("build", kg.parent / "papers", "-o", kg).exit_code == 0
    assert run("validate", "-g", kg).exit_code == 0


def test_broken_meta_beside_files_of_others_is_kept(kg: Path) -> None:
    (kg / "meta.json").write_text("", encoding="utf-8")
    (kg / "mine.txt").write_text("mine", encoding="utf-8")
    result = run("build", kg.parent / "papers", "-o", kg)
    assert result.exit_code == 3 and "holds files but no graph" in result.stderr
    assert (kg / "mine.txt").exists()


# --- encodings and signs nobody sees ---------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [LONG, LONG.replace("\n", "").replace("2024", "").replace("3", ""), "plain text\n"])
def test_utf16_without_a_mark_is_named(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.problem, found.values) == ("binary-file", ("UTF-16, no BOM?",))


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, bytes(4000), b"\x7fELF\x02\x01\x01" + bytes(90) + b"abc" * 50])
def test_binary_data_is_not_taken_for_utf16(data: bytes) -> None:
    assert decode(data).values in ((), ("NUL",))


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf32_with_a_mark_is_read(encoding: str) -> None:
    mark = "" if encoding == "utf-32" else "\ufeff"
    assert decode((mark + PAPER).encode(encoding)).text == PAPER


@pytest.mark.parametrize("sign", UNSEEN)
def test_signs_that_print_nothing_change_nothing(sign: str, tmp_path: Path) -> None:
    def read(text: str, name: str) -> list[tuple[str, list[tuple[str, str]]]]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        corpus = build_corpus([tmp_path / name])
        return [(r.text, [(a.role, a.agency.key) for a in r.roles]) for r in corpus.records]

    seen = read(PAPER, "a.txt")
    assert len(seen) == 2 and seen[0][1]
    assert read("".join(c if c == "\n" else sign + c for c in PAPER), "b.txt") == seen
    table = "<table><tr><td>任务</td><td>牵头单位</td></tr><tr><td>建设充电设施</td><td>市财政局</td></tr></table>"
    head = "<!DOCTYPE html><html><body><p>聊城市人民政府关于印发工作分工的通知</p>"
    page = head + table + "</body></html>"
    assert read(page.replace("财", sign + "财").replace("头", sign + "头"), "b.html") == read(page, "a.html") != []


def test_signs_that_print_nothing_stay_in_the_text() -> None:
    text = "一、甲\u200b乙。\n二、\ufeff丙丁。\n"
    document = read_text(text, Source("a.txt", "0" * 64), load_lexicon())
    assert document.text == text
    for block in document.blocks:
        assert all(text[o] == c for c, o in zip(block.passage.text, block.passage.at, strict=True))  # type: ignore[union-attr]
        assert not set(block.passage.text) & set(UNSEEN)  # type: ignore[union-attr]


def test_signs_that_print_nothing_hide_no_number() -> None:
    assert mask("电话：138\u200b1234\u20605678，2019年") == "电话：***\u200b****\u2060****，2019年"
    text = "\ufeff一、甲\u200b乙。"
    assert mask(text) == text
