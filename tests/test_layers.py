"""The house rules that a machine can hold: imports point down, modules stay small and pure, facts live in tables."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "graph" / "policykg"
MODULES = sorted(SOURCE.rglob("*.py"))
INSIDE = [m for m in MODULES if "cli" not in m.relative_to(SOURCE).parts]

MAX_LINES = 400
IRI = re.compile(r"https?://\w")
FACTS = re.compile("聊城|菏泽|历城|山东|财政局|发展改革委|工业和信息化")

# Names that bring a clock, chance, the network or the environment into a build: module -> what of it ("" = all).
IMPURE = {
    "random": "",
    "secrets": "",
    "uuid": "",
    "socket": "",
    "urllib.request": "",
    "http.client": "",
    "time": "",
    "os": "environ getenv urandom getlogin",
    "datetime": "",
}

# Serve, watch the clock or talk to other servers; the contract "A build knows no server" keeps them out of builds.
OUTSIDE_A_BUILD = ("serve/", "store/pool.py", "store/push.py", "store/http.py")


def name_of(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


def parse(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), str(module))


def docstrings(tree: ast.AST) -> set[int]:
    """Return the ids of the strings that stand alone: docstrings, those of attributes included."""
    return {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string in code; docstrings (and so doctests) are prose, not code."""
    prose = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def broad_handlers(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that swallow every error; cleaning up and raising it again is fine."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if (not caught or re.search(r"\b(Base)?Exception\b", caught)) and not again:
                yield node.lineno


def impurities(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of what would make two builds of one input differ; names in type hints alone are fine."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if IMPURE.get(alias.name) == "" and alias.name != "datetime":
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module in IMPURE:
            banned = IMPURE[node.module].split()
            if node.module != "datetime" and (not banned or {a.name for a in node.names} & set(banned)):
                yield node.lineno, node.module
        elif isinstance(node, ast.Attribute):
            dotted = ast.unparse(node)
            if re.fullmatch(
                r"os\.(environ|getenv|urandom|getlogin)|(datetime\.)?(datetime|date)\.(now|utcnow|today)", dotted
            ):
                yield node.lineno, dotted


def test_imports_point_down(root: Path) -> None:
    script = Path(sys.executable).with_name("lint-imports")
    if not script.exists():
        pytest.skip("NOT TESTED: import-linter is not installed (pip install -e '.[lint]')")
    command = [str(script), "--config", "setup.cfg", "--no-cache"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_module_is_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_name_says_what_is_inside(module: Path) -> None:
    assert not re.search(r"util|helper|manager|misc|common", module.stem)


@pytest.mark.parametrize("module", INSIDE, ids=name_of)
def test_only_the_command_line_prints_exits_and_catches_all(module: Path) -> None:
    tree = parse(module)
    banned = {"print", "sys.exit", "exit", "quit", "os._exit", "sys.stdout.write", "sys.stderr.write"}
    assert [c for c in calls(tree) if c[1] in banned] == []
    assert list(broad_handlers(tree)) == []
    raised = [n for n in ast.walk(tree) if isinstance(n, ast.Raise) and n.exc and "SystemExit" in ast.unparse(n.exc)]
    assert raised == []


@pytest.mark.parametrize("module", [m for m in INSIDE if not name_of(m).startswith(OUTSIDE_A_BUILD)], ids=name_of)
def test_same_input_gives_same_bytes(module: Path) -> None:
    assert list(impurities(parse(module))) == []


@pytest.mark.parametrize("module", [m for m in MODULES if name_of(m) != "rdf/vocab.py"], ids=name_of)
def test_iris_stand_in_the_vocabulary_alone(module: Path) -> None:
    assert [x for x in literals(parse(module)) if IRI.search(x[1])] == []


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_facts_about_a_paper_in_code(module: Path) -> None:
    assert [x for x in literals(parse(module)) if FACTS.search(x[1])] == []


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_value_types_are_frozen_and_slotted(module: Path) -> None:
    for node in ast.walk(parse(module)):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for decorator in node.decorator_list:
                text = ast.unparse(decorator)
                if re.match(r"(dataclasses\.)?dataclass\b", text):
                    assert "frozen=True" in text, f"line {node.lineno}: {node.name}"
                    # A cached property needs the instance's dictionary.
                    assert "slots=True" in text or "@cached_property" in ast.unparse(node), (
                        f"{node.lineno}: {node.name}"
                    )


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_public_names_are_documented(module: Path) -> None:
    tree = parse(module)
    assert ast.get_docstring(tree) is not None
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node) or any("overload" in ast.unparse(d) for d in node.decorator_list), node.name


# Each check above must be able to fail.
BAD = '''
"""Prose may name 聊城市 and https://example.org."""
import random, os
from time import perf_counter
import datetime as dt
from datetime import date

def f():
    """So may 市财政局 here."""
    print("a"); sys.exit(1)
    try: pass
    except (ValueError, Exception): pass
    try: pass
    except: pass
    try: pass
    except BaseException:
        raise
    return f"https://w3id.org/{x}", "市财政局", date.today(), os.environ["A"]
'''


def test_the_checks_find_what_they_look_for() -> None:
    tree = ast.parse(BAD)
    assert {"print", "sys.exit"} <= {c[1] for c in calls(tree)}
    assert len(list(broad_handlers(tree))) == 2
    assert [x for _, x in literals(tree) if IRI.search(x)] == ["https://w3id.org/"]
    assert [x for _, x in literals(tree) if FACTS.search(x)] == ["市财政局"]
    assert {x for _, x in impurities(tree)} == {"random", "time", "date.today", "os.environ"}
