"""Write the real help text of every command between the markers of the READMEs.

``<!-- help: build -->`` … ``<!-- /help -->`` holds what ``policykg build --help`` prints;
``<!-- help: policykg -->`` holds that of the program itself. ``<!-- answers -->`` … ``<!-- /answers -->`` holds the first
rows of ten questions to the sample papers. ``make docs`` runs this; tests/test_docs.py fails when a README tells
something else than the program, or leaves a command out.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from policykg.store import Graph

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"README.md": "en", "README.zh.md": "zh"}
READMES = tuple(LANGUAGES)
PROGRAM = "policykg"
WIDTH = 80

BLOCK = re.compile(r"(?P<open><!-- help: (?P<name>[\w -]+?) -->\n)(?P<body>.*?)(?P<close><!-- /help -->)", re.DOTALL)

ANSWERS = re.compile(r"(?P<open><!-- answers -->\n)(?P<body>.*?)(?P<close><!-- /answers -->)", re.DOTALL)
# Question, parameters and columns shown.
QUESTIONS: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("leads-most", {}, ("label", "leads")),
    ("bureau-tasks", {"body": "聊城市财政局"}, ("role", "ordinal", "text")),
    ("bodies-together", {}, ("first", "second", "items")),
    ("function-across-levels", {"function": "财政"}, ("label", "leads", "assists", "responsible")),
    ("lead-here-assist-there", {}, ("function", "leader", "leads", "helper", "assists")),
    ("province-to-city", {"place": "菏泽市"}, ("upperOrdinal", "upperText", "text")),
    ("county-shared-tasks", {"county": "东阿县人民政府"}, ("through", "role", "text")),
    ("place-tasks", {"place": "东阿县"}, ("ordinal", "printed", "text")),
    ("largest-targets", {}, ("indicator", "value", "unit", "deadline")),
    ("documents", {}, ("number", "title", "items")),
)
ROWS, CELL = 3, 36


def answers(graph: Graph, lang: str) -> str:
    """Return the ten questions with the first rows of their answers, as Markdown."""
    from policykg.analyse.queries import find_query, run_query

    parts = []
    for n, (name, given, columns) in enumerate(QUESTIONS, 1):
        query = find_query(name)
        table = run_query(graph, query, given, limit=0)
        typed = f"{PROGRAM} query -g kg {name}" + "".join(f" --{k} {v}" for k, v in given.items())
        lines = [f"**{n}. {query.title[lang]}** (`{typed}`)", "", _row(columns), _row("---" for _ in columns)]
        lines += [_row(_cell(row[c]) for c in columns) for row in list(table.head(ROWS))]
        more = len(table) - ROWS
        if more > 0:
            lines += ["", f"… {more} more" if lang == "en" else f"……另有 {more} 行"]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def build(folder: Path) -> Graph:
    """Build the sample papers into ``folder``."""
    from policykg.cli import main as program
    from policykg.store import open_graph

    program(["build", str(ROOT / "data" / "corpus"), "-o", str(folder), "--quiet"], standalone_mode=False)
    return open_graph(folder, memory=True)


def help_texts(command: click.Command, name: str = PROGRAM, parent: click.Context | None = None) -> dict[str, str]:
    """Return the help of a command and of all below it, keyed by what follows the program's name.

    >>> group = click.Group("x", commands=[click.Command("build", help="Make a graph.")])
    >>> list(help_texts(group)), help_texts(group)["build"].splitlines()[0]
    (['policykg', 'build'], 'Usage: policykg build [OPTIONS]')
    """
    settings = {**command.context_settings, "terminal_width": WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    path = context.command_path.split(" ", 1)
    texts = {path[-1]: "\n".join(line.rstrip() for line in command.get_help(context).splitlines())}
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            below = command.get_command(context, sub)
            if below is not None and not below.hidden:
                texts |= help_texts(below, sub, context)
    return texts


def blocks(text: str) -> dict[str, str]:
    """Return the body of every help block of a README by its name."""
    return {m["name"]: m["body"] for m in BLOCK.finditer(text)}


def body(name: str, help_text: str) -> str:
    """Return what a block must hold: the command as typed and what it prints."""
    typed = PROGRAM if name == PROGRAM else f"{PROGRAM} {name}"
    return f"```console\n$ {typed} --help\n{help_text}\n```\n"


def updated(text: str, texts: dict[str, str]) -> str:
    """Return a README with every block written anew; a block whose command is gone stays as it is.

    >>> updated("<!-- help: build -->\\nold\\n<!-- /help -->", {"build": "Usage: …"}).splitlines()[1:4]
    ['```console', '$ policykg build --help', 'Usage: …']
    """

    def fill(match: re.Match[str]) -> str:
        name = match["name"]
        return match["open"] + (body(name, texts[name]) if name in texts else match["body"]) + match["close"]

    return BLOCK.sub(fill, text)


def drift(text: str, texts: dict[str, str]) -> list[str]:
    """Return what is wrong with a README, one line each; [] when it is true."""
    found = blocks(text)
    wrong = [f"command without a block <!-- help: {n} --> … <!-- /help -->: {n}" for n in texts if n not in found]
    wrong += [f"block of a command that does not exist: {n}" for n in found if n not in texts]
    wrong += [f"help text differs: {n}" for n in texts if n in found and found[n] != body(n, texts[n])]
    return wrong


def main() -> int:
    """Update both READMEs; exit code 1 when a block is missing or too many."""
    from policykg.cli import main as program

    texts = help_texts(program)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        graph = build(Path(folder) / "kg")
    for name in READMES:
        path = ROOT / name
        told = answers(graph, LANGUAGES[name])
        text = updated(path.read_text(encoding="utf-8"), texts)
        text = ANSWERS.sub(lambda m, told=told: m["open"] + told + m["close"], text)
        path.write_text(text, encoding="utf-8")
        wrong += [f"{name}: {line}" for line in drift(text, texts)]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
