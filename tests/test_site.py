"""The frame of the site's pages: language, theme, headers, errors, style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from policykg.serve import create_app
from policykg.serve.service import Settings
from policykg.view.legend import RELATIONS
from policykg.view.page import asset

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def site(kg: Path) -> Iterator[TestClient]:
    with TestClient(create_app(kg, Settings(workers=1)), follow_redirects=False) as client:
        yield client


class Outline(HTMLParser):
    """Elements that are open at the end, what it loads, inline styles and scripts."""

    VOID = frozenset(("meta", "link", "input", "br", "img", "hr"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.wrong += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        data = values.get("type") == "application/json"  # a block of data, which no browser runs
        if tag == "style" or (tag == "script" and "src" not in values and not data):
            self.wrong.append(tag)
        if tag != "a":
            self.loads += [str(values[n]) for n in ("href", "src", "action") if n in values]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


# --- language and theme -----------------------------------------------------------------------------


def test_the_language_is_the_readers_until_he_chooses(site: TestClient) -> None:
    site.cookies.clear()
    assert 'lang="zh-Hans"' in site.get("/", headers={**HTML, "accept-language": "zh-CN"}).text
    assert '<html lang="en"' in site.get("/", headers={**HTML, "accept-language": "en"}).text
    chosen = site.get("/?lang=zh", headers={**HTML, "accept-language": "en"})
    assert '<html lang="zh-Hans"' in chosen.text and "samesite=lax" in chosen.headers["set-cookie"].lower()
    assert '<html lang="zh-Hans"' in site.get("/", headers={**HTML, "accept-language": "en"}).text
    assert "cookie" in chosen.headers["vary"] and "accept-language" in chosen.headers["vary"]
    site.cookies.clear()


def test_the_switch_keeps_the_address(site: TestClient) -> None:
    page = site.get("/sparql?query=ASK+%7B%7D&lang=zh", headers=HTML)
    site.cookies.clear()
    assert 'href="/sparql?query=ASK+%7B%7D&amp;lang=en"' in page.text


def test_a_theme_is_kept_and_a_wrong_one_is_not(site: TestClient) -> None:
    assert "data-theme" not in site.get("/", headers=HTML).text
    assert '<html lang="zh-Hans" data-theme="dark">' in site.get("/?theme=dark", headers=HTML).text
    assert 'data-theme="dark"' in site.get("/", headers=HTML).text
    assert 'data-theme="dark"' not in site.get("/?theme=auto", headers=HTML).text
    assert "set-cookie" not in site.get('/?theme="><script>&lang=fr', headers=HTML).headers
    site.cookies.clear()


# --- safety -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/sparql", "/nothing", "/id/ontology", "/id/nothing.html", "/assets/site.css"])
def test_every_answer_carries_the_safety_headers(site: TestClient, path: str) -> None:
    headers = site.get(path, headers=HTML).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'") and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/sparql", "/nothing", "/id/ontology", "/id/agency/371500.财政局.html"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_is_well_formed_and_holds_nothing_inline(site: TestClient, path: str, lang: str) -> None:
    page = site.get(path, headers={**HTML, "accept-language": lang})
    outline = Outline(page.text)
    assert outline.open == [] and outline.wrong == []
    assert [x for x in outline.loads if not re.match(r"/(?!/)|data:,", x)] == []
    assert 'id="main"' in page.text and 'class="skip" href="#main"' in page.text and 'action="/search"' in page.text


# --- errors -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status", "zh"),
    [
        ("GET", "/nothing", 404, "没有这个页面"),
        ("GET", "/assets/../../setup.cfg", 404, "没有这个页面"),
        ("GET", "/assets/%2e%2e/%2e%2e/setup.cfg", 404, "没有这个页面"),
        ("POST", "/", 405, "不支持这种请求方式"),
        ("DELETE", "/id/ontology", 405, "不支持这种请求方式"),
        ("GET", "/sparql?query=SELECT", 400, "请求无法理解"),
    ],
)
def test_what_goes_wrong_is_a_page_for_readers_and_a_line_for_programs(
    site: TestClient, method: str, path: str, status: int, zh: str
) -> None:
    page = site.request(method, path, headers={**HTML, "accept-language": "zh"})
    assert page.status_code == status and zh in page.text and "<main" in page.text
    line = site.request(method, path, headers={"accept": "*/*"})
    assert line.status_code == status and line.headers["content-type"].startswith("text/plain")
    assert len(line.text.splitlines()) == 1


def test_an_error_of_ours_tells_no_path(kg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policykg.errors import GraphError
    from policykg.serve import pages

    def broken(error: Exception) -> pages.Page:
        def answer(_: object) -> None:
            raise error

        return pages.Page(f"/{type(error).__name__}", answer)  # type: ignore[arg-type]

    made = (broken(GraphError(f"{kg}/store: cannot be read")), broken(OSError(f"{kg}/texts")))
    monkeypatch.setattr(pages, "PAGES", (*pages.PAGES, *made))
    with TestClient(create_app(kg, Settings(workers=1)), raise_server_exceptions=False) as client:
        for path in ("/GraphError", "/OSError"):
            for accept in ("text/html", "*/*"):
                answer = client.get(path, headers={"accept": accept})
                assert answer.status_code == 500 and str(kg) not in answer.text and "Traceback" not in answer.text


# --- style sheet ------------------------------------------------------------------------------------


def test_the_style_sheet_is_cached_for_good_by_its_digest(site: TestClient) -> None:
    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', site.get("/", headers=HTML).text)
    styled = site.get(address)
    assert styled.headers["content-type"].startswith("text/css") and "immutable" in styled.headers["cache-control"]
    assert site.get("/assets/site.css").headers["cache-control"] == "no-cache"
    again = site.get("/assets/site.css", headers={"if-none-match": styled.headers["etag"]})
    assert again.status_code == 304 and again.content == b""


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of the light theme, and of the dark one in both places where it stands."""
    blocks = re.findall(r"\{([^{}]*--paper:[^{}]*)\}", str(asset("site.css")))
    values = [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", b)) for b in blocks]
    return dict(zip(("light", "dark by the system", "dark by choice", "print"), values, strict=True))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark by the system"])
def test_colours_keep_the_contrast_of_wcag_aa(theme: str) -> None:
    colours = themes()[theme]
    grounds = [colours[x] for x in ("paper", "card", "sunk")]
    texts = set(colours) - {"paper", "card", "sunk", "line", "edge", "mark"}
    assert len(texts) >= 14
    for name in texts:
        for ground in grounds:
            assert contrast(colours[name], ground) >= 4.5, (name, ground)
    assert contrast(colours["ink"], colours["mark"]) >= 4.5
    for ground in grounds:  # borders of fields (1.4.11)
        assert contrast(colours["edge"], ground) >= 3, ground


def test_both_dark_themes_are_one_and_accents_are_those_of_the_legend() -> None:
    found = themes()
    assert found["dark by the system"] == found["dark by choice"]
    for ours, theirs in (("leads",) * 2, ("assists",) * 2, ("responsible",) * 2, ("targets",) * 2, ("funds",) * 2,
                         ("derives", "derivesFrom"), ("concerns",) * 2, ("cites",) * 2):  # fmt: skip
        assert found["light"][ours] == RELATIONS[theirs].colour == found["print"][ours], ours
