"""What all pages share: escaping templates, data as JSON, hashes for the Content-Security-Policy, the type face."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from operator import attrgetter
from typing import Any

import jinja2
from markupsafe import Markup

FONT = (
    'system-ui, -apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif'
)
"""Fonts the reader's system has for Chinese: macOS, Windows, Linux. Nothing is loaded."""

_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@cache
def environment() -> jinja2.Environment:
    """Return the environment of our templates: everything is escaped, an unknown name is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("policykg.view"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["json"] = safe_json
    made.filters["groupby_run"] = runs
    return made


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours in a list that have the same value of an attribute."""

    key: Any
    rows: tuple[Any, ...]


def runs(rows: Iterable[Any], attribute: str) -> tuple[Run, ...]:
    """Group neighbours by an attribute, in the order given.

    >>> [(r.key, len(r.rows)) for r in runs([1 + 1j, 1 + 2j, 2 + 1j, 1 + 0j], "real")]
    [(1.0, 2), (2.0, 1), (1.0, 1)]
    """
    return tuple(Run(key, tuple(group)) for key, group in groupby(rows, attrgetter(attribute)))


def asset(name: str) -> Markup:
    """Return a style sheet or script of ours, as it may stand in its element."""
    code = (resources.files("policykg.view") / "templates" / name).read_text(encoding="utf-8")
    return Markup(code.replace("$font", FONT))


def digest(code: str) -> str:
    """Return the hash by which a Content-Security-Policy names an inline script or style (CSP Level 3).

    >>> digest("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode("ascii")


def safe_json(value: object) -> Markup:
    r"""Return JSON that may stand inside a script element, keys sorted, without ASCII escapes of Chinese.

    >>> print(safe_json("</script>\u2028聊城"))
    "\u003c/script\u003e\u2028聊城"
    """
    return Markup(
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).translate(_UNSAFE)
    )
