"""Readable, deterministic IRIs made from keys, and their short forms.

A key is what ``policykg.records`` gives (``聊政字-2023-12.附件1.6``). The local name of every IRI is
legal in SPARQL 1.1 and Turtle prefixed names without escapes (PN_LOCAL of both grammars).

>>> short(iri("item", "聊政字-2023-12.附件1.6"))
'item:聊政字-2023-12.附件1.6'
>>> iri("place", "371500", "http://example.org/")
'http://example.org/place/371500'
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from policykg.errors import InputError
from policykg.rdf.nquads import NOT_IRI
from policykg.rdf.vocab import BASE, KINDS, VOCABULARIES

# PN_CHARS_BASE of SPARQL 1.1 and Turtle, and the digits: what a local name may begin with.
_BASE_CHARS = (
    "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LEGAL = re.compile(f"[{_BASE_CHARS}]")
_LOCAL = re.compile(f"[{_BASE_CHARS}_](?:[{_BASE_CHARS}_.-]*[{_BASE_CHARS}_-])?")


@lru_cache(maxsize=1 << 16)
def slug(text: str) -> str:
    """Return ``text`` as a legal local name.

    Width is folded (NFKC); CJK, letters, digits, ``-`` and inner ``.`` stay, all else goes. A text with
    nothing to keep becomes ``x`` and the head of its SHA-256.

    >>> slug("聊政字〔2023〕12号"), slug(" 各县（市、区）人民政府."), slug("“无废城市”")
    ('聊政字202312号', '各县市区人民政府', '无废城市')
    """
    kept = "".join(
        c for c in unicodedata.normalize("NFKC", text) if c in ".-" or (c.isalnum() and _LEGAL.match(c) is not None)
    )
    name = re.sub(r"\.{2,}", ".", kept).strip(".-")
    return name or "x" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def iri(kind: str, key: str, base: str = BASE) -> str:
    """Return the IRI of the node of ``kind`` (a key of ``vocab.KINDS``) with ``key``."""
    return base + KINDS[kind] + slug(key)


def project_iri(jurisdiction: str, name: str, base: str = BASE) -> str:
    """Return the IRI of a project: its name within the jurisdiction of the paper that names it.

    >>> short(project_iri("371500", "聊城机场"))
    'project:371500.聊城机场'
    """
    return iri("project", f"{jurisdiction}.{name}", base)


def person_iri(document: str, name: str, base: str = BASE) -> str:
    """Return the IRI of a holder of posts: a name within one paper, for identity beyond it is not known."""
    return iri("person", f"{document}.{name}", base)


def source_iri(sha256: str, base: str = BASE) -> str:
    """Return the IRI of a file: the first 16 digits of its SHA-256."""
    return iri("source", sha256[:16], base)


def shared_graph(base: str = BASE) -> str:
    """Return the IRI of the graph of shared facts: agencies, places, functions, cited papers, ontology."""
    return base + KINDS["graph"] + "shared"


def links_graph(base: str = BASE) -> str:
    """Return the IRI of the graph of links that were inferred between documents."""
    return base + KINDS["graph"] + "links"


def prefixes(base: str = BASE) -> dict[str, str]:
    """Return prefix -> namespace, the vocabularies first, then our kinds of nodes."""
    return VOCABULARIES | {prefix: base + path for prefix, path in KINDS.items()}


def short(iri: str, base: str = BASE) -> str:
    """Return an IRI as a prefixed name; the IRI itself when no prefix fits or its rest would need escapes."""
    for prefix, namespace in prefixes(base).items():
        rest = iri.removeprefix(namespace)
        if rest != iri and _LOCAL.fullmatch(rest):
            return f"{prefix}:{rest}"
    return iri


def expand(name: str, base: str = BASE) -> str:
    """Return the IRI of a prefixed name; ``name`` itself when its prefix is not one of ours.

    >>> expand("place:371500"), expand("https://example.org/")
    ('https://w3id.org/policykg/place/371500', 'https://example.org/')
    """
    prefix, colon, local = name.partition(":")
    namespace = prefixes(base).get(prefix)
    return namespace + local if colon and namespace is not None and not local.startswith("//") else name


def check_base(base: str) -> str:
    """Return ``base`` when IRIs can be made from it.

    Raises InputError when it is no absolute IRI, holds a character that IRIs forbid, or does not end in / or #.
    """
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", base) or NOT_IRI.search(base) or base[-1] not in "/#":
        raise InputError(f"--base-iri {base}: not an absolute IRI that ends in / or #; try {BASE}")
    return base
