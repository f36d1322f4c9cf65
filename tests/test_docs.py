"""What the documents promise is so: help texts, commands, options, targets, files, libraries, versions."""

from __future__ import annotations

import configparser
import importlib.util
import itertools
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType

import click
import pytest

import policykg
from policykg.store import open_graph

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_readme", ROOT / "tests" / "tools" / "update_readme.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def program() -> click.Group:
    from policykg.cli import main

    assert isinstance(main, click.Group)
    return main


@pytest.fixture
def sample() -> click.Group:
    build = click.Command("build", params=[click.Option(["--quiet"], is_flag=True)], help="Make a graph.")
    settings = {"help_option_names": ["-h", "--help"]}
    return click.Group("x", commands=[build, click.Command("secret", hidden=True)], context_settings=settings)


# --- the help blocks ---------------------------------------------------------------------------


def test_tool_fills_a_block_and_sees_drift(tool: ModuleType, sample: click.Group) -> None:
    texts = tool.help_texts(sample)
    assert list(texts) == ["policykg", "build"]
    stale = "<!-- help: policykg -->\n<!-- /help -->\ntext\n<!-- help: build -->\nold\n<!-- /help -->\n"
    assert tool.drift(stale, texts) == ["help text differs: policykg", "help text differs: build"]
    fresh = tool.updated(stale, texts)
    assert tool.drift(fresh, texts) == []
    assert "Usage: policykg build [OPTIONS]" in fresh and fresh.count("-h, --help") == 2 and "\ntext\n" in fresh
    assert tool.updated(fresh, texts) == fresh


def test_tool_names_missing_and_superfluous_blocks(tool: ModuleType, sample: click.Group) -> None:
    wrong = tool.drift("<!-- help: gone -->\n<!-- /help -->", tool.help_texts(sample))
    assert len(wrong) == 3
    assert wrong[-1] == "block of a command that does not exist: gone"


@pytest.mark.parametrize("name", READMES)
def test_help_in_the_readme_is_what_the_program_prints(tool: ModuleType, program: click.Group, name: str) -> None:
    assert tool.drift(read(name), tool.help_texts(program)) == [], "run `make docs`"


@pytest.mark.parametrize("name", READMES)
def test_the_ten_answers_are_those_of_the_sample_papers(tool: ModuleType, kg: Path, name: str) -> None:
    told = tool.ANSWERS.search(read(name))
    assert told is not None and len(tool.QUESTIONS) == 10
    assert told["body"] == tool.answers(open_graph(kg, memory=True), tool.LANGUAGES[name]), "run `make docs`"


def test_both_readmes_have_the_same_parts(tool: ModuleType) -> None:
    english, chinese = (read(name) for name in READMES)
    assert list(tool.blocks(english)) == list(tool.blocks(chinese))
    assert len(re.findall(r"^##+ ", english, re.M)) == len(re.findall(r"^##+ ", chinese, re.M))
    assert list(commands(english)) == list(commands(chinese))


def test_every_help_text_has_an_example(tool: ModuleType, program: click.Group) -> None:
    without = [
        n
        for n, text in tool.help_texts(program).items()
        if n != "policykg" and not re.search(rf"^ +policykg {n}\b", text, re.M)
    ]
    assert without == []


# --- commands, targets and files named in the documents ------------------------------------------


def commands(text: str) -> Iterator[str]:
    """Yield the lines of the ``sh`` blocks of a document, comments left out."""
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            line = line.partition("  #")[0].strip()
            if line and not line.startswith("#"):
                yield line


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_in_the_documents_exist(program: click.Group, name: str) -> None:
    for line in commands(read(name)):
        words = shlex.split(line)
        if Path(words[0]).name == "policykg":
            check_call(program, words[1:], line)


def test_the_demo_calls_commands_that_exist(program: click.Group) -> None:
    calls = re.findall(r"^\t\$\(BIN\)/policykg (.*)$", read("Makefile"), re.M)
    assert len(calls) >= 5
    for call in calls:
        check_call(program, shlex.split(call), call)


def check_call(program: click.Group, words: list[str], line: str) -> None:
    """Assert that a command, its options and the named queries it asks for exist."""
    if not words or words[0].startswith("-"):
        return
    command = program.commands.get(words[0])
    assert command is not None, line
    options = {o for c in (program, command) for p in c.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
    assert {w.partition("=")[0] for w in words if re.match(r"--?[a-z]", w)} <= options, line
    if words[0] == "query":
        valued = {o for p in command.params if isinstance(p, click.Option) and not p.is_flag for o in p.opts}
        free = [w for before, w in itertools.pairwise(words) if before not in valued and not w.startswith("-")]
        for word in free[:1]:
            if re.fullmatch(r"[a-z0-9-]+", word):
                assert (ROOT / "ontology" / "queries" / f"{word}.rq").is_file(), line


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_in_the_documents_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.M))
    text = read(name)
    named = {w for line in commands(text) if line.startswith("make ") for w in line.split()[1:] if "=" not in w}
    named |= set(re.findall(r"`make ([a-z]+)`", text))
    assert named <= targets


def test_make_help_lists_every_target() -> None:
    text = read("Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.M)
    assert phony is not None
    assert set(phony[1].split()) == set(re.findall(r"^([a-z]+):[^\n]*## ", text, re.M))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_named_in_the_documents_exist(name: str) -> None:
    text = read(name)
    links = set(re.findall(r"\]\((?!https?:|#)([^)#]+)", text))
    paths = set(re.findall(r"`((?:graph|ontology|data|notebooks|tests|\.ci)/[\w./*-]*)`", text))
    for path in links | paths:
        assert any(ROOT.glob(path.rstrip("/"))), f"{name} names {path}"


@pytest.mark.parametrize("name", READMES)
def test_excerpts_are_what_the_program_prints(
    run_cli: Callable[..., CompletedProcess[str]], kg: Path, name: str
) -> None:
    """``<!-- excerpt: trace X -->`` before a block: its lines stand in the command's output, in this order."""
    excerpts = re.findall(r"<!-- excerpt: (\S+) (.*?) -->\n```text\n(.*?)```", read(name), re.DOTALL)
    assert excerpts
    for command, rest, shown in excerpts:
        result = run_cli(command, "-g", kg, *shlex.split(rest))
        assert result.returncode == 0, result.stderr
        assert shown in result.stdout


# --- decisions and versions ----------------------------------------------------------------------


def test_every_library_has_its_decision() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    libraries = re.findall(r"^([\w-]+)", config["options"]["install_requires"], re.M)
    assert len(libraries) >= 8
    lines = [line for line in read("DECISIONS.md").splitlines() if line.startswith("- ")]
    for library in libraries:
        assert any(re.search(rf"\*\*.*\b{library}\b.*\*\*", line) for line in lines), f"no line for {library}"


def test_changelog_knows_this_version() -> None:
    text = read("CHANGELOG.md")
    assert re.search(r"^## \[Unreleased\]", text, re.M)
    assert policykg.__version__ in text
