"""N-Quads terms as strings, escaped only where a check says so (DESIGN.md section 7).

Grammar: W3C RDF 1.1 N-Quads. Terms made here are canonical: one lexical form a value, so that equal
statements are equal lines.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from policykg.rdf.vocab import Ext

Triple = tuple[str, str, str]

# Beside what the grammar asks for: line ends of Unicode, at which str.splitlines would cut a line in two.
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
# What the grammar forbids in an IRI, and the C1 controls that RFC 3987 leaves out of ucschar.
NOT_IRI = re.compile(r"[\x00-\x20\x7f-\x9f<>\"{}|^`\\]")


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":  # a lone surrogate is no character: UTF-8 cannot hold it
        return "\ufffd"
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"


def text(value: str) -> str:
    r"""Return a plain string literal.

    >>> print(text('他说"好"\n'))
    "他说\"好\"\n"
    """
    return f'"{_TO_ESCAPE.sub(_escape, value)}"' if _TO_ESCAPE.search(value) else f'"{value}"'


def label(value: str, lang: str = "zh") -> str:
    """Return a language-tagged literal."""
    return f"{text(value)}@{lang}"


def ref(iri: str) -> str:
    """Return an IRI term; characters that N-Quads forbids are percent-encoded."""
    if NOT_IRI.search(iri):
        iri = NOT_IRI.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), iri)
    return f"<{iri}>"


def integer(value: int) -> str:
    """Return an offset or line number as xsd:integer.

    NIF gives its indices the range xsd:nonNegativeInteger; these are the same values, and the type that SPARQL
    gives to a plain 10 and to which Oxigraph turns all derived integer types.
    """
    return f'"{value}"^^<{Ext.XSD_INTEGER}>'


def decimal(value: float) -> str:
    """Return a number as xsd:decimal, without exponent and without superfluous zeros.

    >>> decimal(1.5e12)[:18], decimal(0.90)[:5], decimal(30.0)[:4]
    ('"1500000000000"^^<', '"0.9"', '"30"')
    """
    digits = format(Decimal(repr(value)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f'"{digits}"^^<{Ext.XSD_DECIMAL}>'


def boolean(value: bool) -> str:
    """Return xsd:boolean."""
    return f'"{"true" if value else "false"}"^^<{Ext.XSD_BOOLEAN}>'


def date(value: str) -> str:
    """Return a civil date by its precision: xsd:gYear, xsd:gYearMonth or xsd:date; else a plain string.

    >>> [date(x).partition("#")[2] for x in ("2025", "2025-06", "2025-06-30", "2025-02-30")]
    ['gYear>', 'gYearMonth>', 'date>', '']
    """
    if re.fullmatch(r"[1-9]\d{3}", value):
        return f'"{value}"^^<{Ext.XSD_YEAR}>'
    if re.fullmatch(r"[1-9]\d{3}-(0[1-9]|1[0-2])", value):
        return f'"{value}"^^<{Ext.XSD_YEAR_MONTH}>'
    if re.fullmatch(r"[1-9]\d{3}-\d\d-\d\d", value):
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            return text(value)
        return f'"{value}"^^<{Ext.XSD_DATE}>'
    return text(value)


def line(triple: Triple, graph: str) -> str:
    """Return one N-Quads line without its line end; ``graph`` is an IRI term."""
    return f"{triple[0]} {triple[1]} {triple[2]} {graph} ."
