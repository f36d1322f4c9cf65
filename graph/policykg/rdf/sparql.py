"""SPARQL texts: our prefixes, and names that every engine reads.

SPARQL 1.1 allows any number of inner dots and characters beyond the BMP in the local part of a prefixed name
(productions PN_LOCAL and PN_CHARS_BASE). The parser of Oxigraph 0.5 takes one run of dots and the BMP only, so that
``item:聊政字-2023-12.附件1.6`` is refused. ``portable`` writes such names out as IRIs.
"""

from __future__ import annotations

import re

from policykg.rdf.iri import prefixes
from policykg.rdf.vocab import BASE

_TOKEN = re.compile(
    r"""
      (?P<skip> \"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3}
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'       # strings
              | <[^<>"{}|^`\\\x00-\x20]*>                            # IRIs
              | \#[^\n\r]* )                                         # comments
    | \b PREFIX \s+ (?P<declared>[^\s:]*) : \s* <(?P<namespace>[^<>]*)>
    | (?<![\w:?$@-]) (?P<prefix>[^\W\d_][\w-]*) : (?P<local>\w(?:[\w.:-]*[\w:-])?)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def prologue(base: str = BASE) -> str:
    """Return PREFIX declarations for all our prefixes, on one line, so that line numbers in errors stay right."""
    return " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes(base).items()) + " "


def without_prologue(message: str, base: str = BASE) -> str:
    """Return what an engine says of a query that begins with our prologue, its places those of the query alone.

    >>> without_prologue(f"error at 1:{len(prologue()) + 3}: expected x"), without_prologue("error at 2:3: expected x")
    ('error at 1:3: expected x', 'error at 2:3: expected x')
    """
    long = len(prologue(base))
    return re.sub(r"(\bat 1:)(\d+)", lambda m: f"{m[1]}{max(1, int(m[2]) - long)}", message)


def portable(query: str, base: str = BASE) -> str:
    """Return the query with those prefixed names written out that Oxigraph cannot read; all else as it was.

    A prefix that the query declares has the namespace it declares; else ours, below ``base``.

    >>> portable("ASK { item:a.1 ?p item:a.b.1. }", "http://example.org/")
    'ASK { item:a.1 ?p <http://example.org/item/a.b.1>. }'
    """
    known = dict(prefixes(base))

    def write(match: re.Match[str]) -> str:
        if (declared := match["declared"]) is not None:
            known[declared] = match["namespace"]
        elif (local := match["local"]) and (namespace := known.get(match["prefix"])) and not _read_by_all(local):
            return f"<{namespace}{local}>"
        return match[0]

    return _TOKEN.sub(write, query)


def _read_by_all(local: str) -> bool:
    return len(re.findall(r"\.+", local)) < 2 and all(c < "\U00010000" for c in local)
