"""The site as files for any web server: the pages as they are served, with addresses that are relative to each other.

The application is asked in this process, as a browser without scripts would, page by page from the first one and from every
entity. What needs a server (search, SPARQL, the network, downloads) is left out, and links to it become plain text.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import anyio
from lxml import html
from starlette.applications import Starlette

from policykg.analyse.neighbours import nodes_of_readers
from policykg.errors import GraphError, InputError
from policykg.serve.app import create_app
from policykg.serve.linked_data import SUFFIXES
from policykg.serve.service import Service, Settings
from policykg.serve.site import HEADERS
from policykg.store.pool import Limits
from policykg.view.page import safe_json
from policykg.view.site import LANGUAGES

MARK = "policykg-site.json"
"""The file that says that a folder is such a site, which may be written anew."""

FIRST = ("/", "/chain", "/questions", "/id/ontology")
KINDS = frozenset(("doc", "item", "agency", "place", "project", "function", "person", "quantity", "ontology"))
"""Kinds of nodes that have pages; statements about them stand on these."""

PATIENCE = 600
"""Seconds that one page may take: nobody waits for it."""

_LEFT_OUT = ("/search", "/sparql", "/network", "/data", "/curation", "/assets")
_NO_SCRIPTS = ("network", "sparql", "part-cytoscape", "part-sparql")
_LONG = 150  # bytes of a file name; file systems take 255
_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f]')

Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: pages in all languages, and files of all kinds."""

    pages: int
    files: int


def write_site(folder: Path, out: Path, told: Callable[[int], None] = lambda pages: None) -> Written:
    """Write the site of the graph in ``folder`` into ``out``; ``told`` hears how many pages there are so far.

    A former site there is replaced. Raises InputError when ``out`` holds anything else, GraphError when there is no graph.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
        raise InputError(f"{out}: holds something else; name a new or empty folder, or one that policykg site wrote")
    app = create_app(folder, Settings(workers=1, limits=Limits(seconds=PATIENCE, wait=PATIENCE)))
    for name in (*LANGUAGES, "assets"):
        shutil.rmtree(out / name, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text('{"made by": "policykg site"}\n', encoding="utf-8")
    keys = anyio.run(_collected, app, out, told)
    if isinstance(keys, str):
        raise GraphError(keys)
    for lang in LANGUAGES:
        for key in keys:
            path = out / lang / file_of(key)
            path.write_text(_relative(path.read_text(encoding="utf-8"), key, keys, lang), encoding="utf-8")
    assets = [n for n in app.state.assets if not n.startswith(_NO_SCRIPTS) and "/" not in n]
    for name in assets:
        target = out / "assets" / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(app.state.assets[name].body)
    (out / "index.html").write_text(_door(), encoding="utf-8")
    return Written(len(keys) * len(LANGUAGES), len(keys) * len(LANGUAGES) + len(assets) + 2)


async def _collected(app: Starlette, out: Path, told: Callable[[int], None]) -> frozenset[Key] | str:
    """Write every page as it is served; return their keys, or what went wrong."""
    service: Service = app.state.service
    async with app.router.lifespan_context(app):
        start = [*FIRST, *(service.address(n) for n in nodes_of_readers(service.graph))]
        waiting = deque(k for k in map(key_of, start) if k is not None)
        seen, kept = set(waiting), set()
        while waiting:
            key = waiting.popleft()
            for lang in LANGUAGES:
                status, page = await _asked(app, key, lang)
                if status >= 500:
                    return f"{key[0]}: the page cannot be made (status {status})"
                if status != 200:
                    break
                path = out / lang / file_of(key)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(page, encoding="utf-8")
                for found in filter(None, map(key_of, _links(page))):
                    if found not in seen:
                        seen.add(found)
                        waiting.append(found)
            else:
                kept.add(key)
                told(len(kept) * len(LANGUAGES))
        return frozenset(kept)


async def _asked(app: Starlette, key: Key, lang: str) -> tuple[int, str]:
    path, query = key
    path += ".html" if path.startswith("/id/") else ""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html"), (b"accept-language", lang.encode())],
        "client": None,
        "server": ("localhost", 80),
    }
    parts: list[bytes] = []
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(parts).decode()


def _links(page: str) -> Iterator[str]:
    for link in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', page):
        yield link.replace("&amp;", "&")


# --- addresses --------------------------------------------------------------------------------------


def key_of(address: str) -> Key | None:
    """Return which page of the site an address means; None for those that need a server, and for other sites.

    >>> key_of("/id/place/371500.html?lang=en#list"), key_of("/search?q=x"), key_of("https://example.org/")
    (('/id/place/371500', ()), None, None)
    """
    parts = urlsplit(address)
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith(_LEFT_OUT):
        return None
    segments = path.strip("/").split("/")
    if ".." in segments or "." in segments:
        return None
    if segments[0] == "id":
        path = path.removesuffix(".html")
        suffix = path.rpartition(".")[2]
        if len(segments) < 2 or segments[1].removesuffix(".html") not in KINDS or suffix in SUFFIXES:
            return None
    query = tuple((k, v) for k, v in parse_qsl(parts.query) if k not in ("lang", "theme"))
    if len(query) > 1 or any(k in ("view", "format") for k, _ in query):
        return None  # pages of pages: one list at a time
    return path, query


def file_of(key: Key) -> str:
    """Return the file of a page below the folder of its language.

    >>> file_of(("/", ())), file_of(("/id/place/371500", ()))
    ('index.html', 'id/place/371500.html')
    """
    path, query = key
    name = "/".join(_safe(s) for s in path.strip("/").split("/")) or "index"
    return name + (f"~{_digest(urlencode(query))}" if query else "") + ".html"


def _safe(segment: str) -> str:
    clean = _UNSAFE.sub("_", segment)
    if clean == segment and len(segment.encode()) <= _LONG:
        return segment
    return f"{clean[:40]}~{_digest(segment)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


# --- pages ------------------------------------------------------------------------------------------


def _relative(page: str, key: Key, keys: frozenset[Key], lang: str) -> str:
    """Return a page with relative addresses, and without what needs a server."""
    here = posixpath.dirname(f"{lang}/{file_of(key)}")

    def address(given: str, into: str = lang) -> str | None:
        if given.startswith(("#", "http:", "https:", "data:")):
            return given
        if given.startswith("/assets/"):
            name = urlsplit(given).path
            return None if name.removeprefix("/assets/").startswith(_NO_SCRIPTS) else _from(here, name.strip("/"))
        found = key_of(given)
        if found is None or found not in keys:
            return None
        mark = urlsplit(given).fragment
        return _from(here, f"{into}/{file_of(found)}") + (f"#{mark}" if mark else "")

    tree = html.document_fromstring(page)
    for gone in tree.xpath('//form[contains(@class, "find")] | //*[contains(@class, "prefs")]'):
        gone.drop_tree()
    for form in tree.xpath("//form"):
        for part in form.xpath(".//button | .//input | .//select | .//label[not(.//textarea)]"):
            part.drop_tree()
        form.tag = "div"
        form.attrib.clear()
    for element in tree.xpath("//*[@href or @src]"):
        name = "href" if "href" in element.attrib else "src"
        other = "en" if lang == "zh" else "zh"
        switch = element.get("rel") == "alternate" and "lang=" in element.get(name, "")
        target = address(element.get(name), other) if switch else address(element.get(name))
        if target is not None:
            element.set(name, target)
        elif element.tag == "a" and element.getparent().tag == "li" and element.xpath("ancestor::nav"):
            element.getparent().drop_tree()
        elif element.tag == "a":
            element.tag = "span"
            element.attrib.pop("href")
        else:
            element.drop_tree()
    for block in tree.xpath('//script[@type="application/json"]'):
        block.text = safe_json(_linked(json.loads(block.text), address))
    policy = HEADERS["content-security-policy"].partition("; frame-ancestors")[0]
    head = tree.find("head")
    head.insert(1, html.Element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}))
    written: str = html.tostring(tree, encoding="unicode")
    return f"<!DOCTYPE html>\n{written}\n"


def _from(here: str, target: str) -> str:
    return quote(posixpath.relpath(target, here))


def _linked(value: Any, address: Callable[[str], str | None]) -> Any:
    """Return the data of a script with relative addresses."""
    if isinstance(value, dict):
        return {k: (address(v) or "" if k == "href" else _linked(v, address)) for k, v in value.items()}
    return [_linked(v, address) for v in value] if isinstance(value, list) else value


def _door() -> str:
    links = "".join(
        f'<p><a href="{lang}/index.html" lang="{lang}">{name}</a></p>'
        for lang, name in zip(LANGUAGES, ("中文", "English"), strict=True)
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-Hans">\n<head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><title>政策知识图谱 · Policy knowledge graph</title>'
        '<meta http-equiv="refresh" content="0; url=zh/index.html"><link rel="stylesheet" href="assets/site.css"></head>\n'
        f"<body><main><h1>政策知识图谱 · Policy knowledge graph</h1>{links}</main></body>\n</html>\n"
    )
