"""``policykg site``: the pages as files, from a small paper; every link of every page leads to something."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from policykg.serve.offline import MARK, _relative, file_of, key_of

PAPER = """聊城市人民政府办公室关于印发《聊城市充电设施行动方案》的通知
聊政办字〔2023〕9号
各县（市、区）人民政府，市政府各部门：
一、重点任务
（一）建设充电设施。到2025年，全市建成充电桩1.5万个以上。（牵头单位：市发展改革委；配合单位：市财政局、东阿县人民政府）
（二）<b>完善</b>"标准"体系。推进聊城机场充电站建设。（牵头单位：市工业和信息化局；配合单位：市科技局）
（三）加强宣传。引导群众绿色出行。
聊城市人民政府办公室
2023年3月1日
"""


@pytest.fixture(scope="module")
def site(run_cli, tmp_path_factory: pytest.TempPathFactory) -> Path:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("site")
    (folder / "plan.txt").write_text(PAPER, encoding="utf-8")
    built = run_cli("build", folder / "plan.txt", "-o", folder / "kg", "-q")
    assert built.returncode == 0, built.stderr
    written = run_cli("site", folder / "kg", "-o", folder / "out", "--lang", "en")
    assert written.returncode == 0, written.stderr
    assert "pages" in written.stderr
    return folder / "out"


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_both_languages_have_the_same_pages(site: Path) -> None:
    zh, en = ({p.relative_to(site / lang) for p in (site / lang).rglob("*.html")} for lang in ("zh", "en"))
    assert zh == en and len(zh) > 15
    assert Path("id/agency/371500.财政局.html") in zh and Path("id/place/371500.html") in zh
    assert 'lang="en"' in (site / "en" / "index.html").read_text(encoding="utf-8")


def test_no_link_is_broken(site: Path) -> None:
    marks = {p: set(html.parse(p).getroot().xpath("//@id")) for p in pages(site)}
    links = 0
    for page in pages(site):
        for address in html.parse(page).getroot().xpath("//@href | //@src"):
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme in ("http", "https", "data")
                continue
            assert not parts.path.startswith("/"), (page, address)
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target.is_file() and target.is_relative_to(site.resolve()), (page, address)
            if parts.fragment and target.suffix == ".html":
                known = marks.get(target) or marks[site / target.relative_to(site.resolve())]
                assert unquote(parts.fragment) in known, (page, address)
            links += 1
    assert links > 200


def test_data_of_scripts_has_relative_addresses_too() -> None:
    key = ("/chain", (("of", "x"),))
    body = '<a href="/id/place/1">1</a><a href="/id/place/2">2</a><form><textarea>q</textarea><button>b</button></form>'
    block = json.dumps({"cards": [{"href": "/id/place/1", "label": "/id/place/1"}, {"href": "/id/place/2"}]})
    page = f'<html><head><meta charset="utf-8"></head><body>{body}<script type="application/json">{block}</script></body></html>'
    made = html.document_fromstring(_relative(page, key, frozenset({key, ("/id/place/1", ())}), "zh"))
    cards = json.loads(made.xpath("//script/text()")[0])["cards"]
    assert [c["href"] for c in cards] == ["id/place/1.html", ""] and cards[0]["label"] == "/id/place/1"
    assert made.xpath("//a/@href") == ["id/place/1.html"] and made.xpath("//span/text()") == ["2"]
    assert made.xpath("//textarea/text()") == ["q"] and not made.xpath("//form | //button")


def test_nothing_needs_a_server(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert "<form" not in text and "/search" not in re.sub(r"https?://\S+", "", text)
        assert '"/' not in re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.S)
    assert "Content-Security-Policy" in (site / "zh" / "index.html").read_text(encoding="utf-8")


def test_each_page_leads_to_its_other_language(site: Path) -> None:
    page = site / "zh" / "id" / "agency" / "371500.财政局.html"
    switch = html.parse(page).getroot().xpath('//a[contains(@class, "lang")]/@href')
    assert (page.parent / unquote(switch[0])).resolve() == (site / "en" / "id" / "agency" / page.name).resolve()


def test_markup_stays_text(site: Path) -> None:
    texts = [p.read_text(encoding="utf-8") for p in (site / "zh" / "id" / "item").glob("*.html")]
    assert any("&lt;b&gt;完善" in t for t in texts) and not any("<b>完善" in t for t in texts)


def test_a_folder_of_something_else_is_left_alone(run_cli, site: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    refused = run_cli("site", site.parent / "kg", "-o", tmp_path)
    assert refused.returncode == 3 and len(refused.stderr.strip().splitlines()) == 1
    assert (site / MARK).exists() and list(tmp_path.iterdir()) == [tmp_path / "mine.txt"]
    assert run_cli("site", tmp_path / "no-graph", "-o", tmp_path / "new").returncode == 3


def test_addresses_become_files_that_every_system_can_hold() -> None:
    assert key_of("/id/../../etc/passwd") is None
    long = key_of("/id/item/" + "长" * 120)
    assert long is not None and len(file_of(long).rpartition("/")[2].encode()) < 255
    assert file_of(("/id/agency/a:b", ())) != file_of(("/id/agency/a_b", ()))
