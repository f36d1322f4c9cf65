"""What all tests share: the tree, the command line, the corpus built once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

# no timed asserts: a busy machine is no fault of the code
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent

collect_ignore = ["tools/fuzz.py"]
"""A script that needs atheris, which tests do not: see make fuzz."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write tests/queries anew instead of comparing; read the diff by eye before committing it",
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the five papers."""
    return ROOT / "data" / "corpus"


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run_cli() -> Run:
    """Run the command line in a process of its own: ``run_cli("query", "x", cwd=…)``; the caller looks at the exit code."""

    def run(*args: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from policykg.cli import main; main(prog_name='policykg')"]
        return subprocess.run(
            [*command, *map(str, args)], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return run


@pytest.fixture(scope="session")
def kg(run_cli: Run, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five papers, built once for the whole test run by the command a user types."""
    folder = tmp_path_factory.mktemp("corpus") / "kg"
    result = run_cli("build", corpus, "-o", folder)
    assert result.returncode == 0, result.stderr
    return folder
