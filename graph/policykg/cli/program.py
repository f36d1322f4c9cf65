"""The program: its commands, and how errors become one line and an exit code.

0    yes
1    the answer is no: nothing found, does not conform
2    wrong usage (click)
3    a PolicyKGError, or a bug: one line on standard error
130  interrupted; 141 whoever read the output went away
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import click

import policykg
from policykg.cli.build import build
from policykg.cli.calendar import calendar
from policykg.cli.codes import ERROR, INTERRUPTED, NO, READER_GONE
from policykg.cli.copymap import copy_map
from policykg.cli.coverage import coverage
from policykg.cli.diff import diff
from policykg.cli.drift import drift
from policykg.cli.explain import explain
from policykg.cli.export import export
from policykg.cli.ladder import ladder
from policykg.cli.language import locale_language, word
from policykg.cli.push import push
from policykg.cli.query import query
from policykg.cli.review import review
from policykg.cli.serve import serve
from policykg.cli.site import site
from policykg.cli.streams import note, one_line
from policykg.cli.targets import targets
from policykg.cli.trace import trace
from policykg.cli.validate import validate
from policykg.cli.view import view
from policykg.errors import NotFoundError, PolicyKGError


class Program(click.Group):
    """A group whose commands end in an exit code, never in a traceback (unless ``--traceback`` asks for it)."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn what it raises into a line and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (click.exceptions.Exit, click.ClickException):
            raise
        except BrokenPipeError:
            _close_output()
            ctx.exit(READER_GONE)
        except (KeyboardInterrupt, click.Abort):
            what = "interrupted-build" if ctx.invoked_subcommand == build.name else "interrupted"
            note(f"\npolicykg: {word(locale_language(), what)}")
            ctx.exit(INTERRUPTED)
        except Exception as error:
            if ctx.params.get("traceback"):
                traceback.print_exception(error)
            note(f"policykg: {_message(error)}")
            if isinstance(error, OSError):
                _close_output()
            ctx.exit(NO if isinstance(error, NotFoundError) else ERROR)
        return result

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program; say in one line when help or version, written before any command, cannot be written."""
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            with contextlib.suppress(OSError):
                note(f"policykg: {_message(error)}")
            _close_output()
            sys.exit(ERROR)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which they are used."""
        return list(self.commands)


def _message(error: Exception) -> str:
    if isinstance(error, PolicyKGError):
        return one_line(str(error))
    if isinstance(error, OSError) and error.strerror:
        return one_line(f"{error.filename or word(locale_language(), 'stream')}: {error.strerror}")
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "policykg" in Path(f.filename).parts]
    at = (ours or frames)[-1]
    place = f"{Path(at.filename).name}:{at.lineno}"
    return one_line(word(locale_language(), "bug", type(error).__name__, place, error))


def _close_output() -> None:
    """Point standard output at nothing, so that Python's last flush does not complain about a closed pipe."""
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, number)
    os.close(nothing)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(policykg.__version__, prog_name="policykg")
@click.option("--traceback", is_flag=True, help="On an error, show where in the program it happened.")
def main(traceback: bool) -> None:
    """Turn Chinese government policy papers into a knowledge graph: who does what by when.

    Results go to standard output, progress and messages to standard error. Exit codes: 0 yes;
    1 the answer is no (nothing found, does not conform); 2 wrong usage; 3 an error, in one line.

    \b
    Example:
      policykg build papers/ -o kg
      policykg query -g kg --list
      policykg trace -g kg 聊城机场
    """  # noqa: D301


for _command in (
    build,
    query,
    trace,
    coverage,
    ladder,
    drift,
    copy_map,
    targets,
    calendar,
    view,
    serve,
    site,
    explain,
    diff,
    review,
    validate,
    export,
    push,
):
    main.add_command(_command)
