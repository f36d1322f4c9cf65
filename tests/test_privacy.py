"""Telephone, 微信, QQ and identity numbers and e-mail addresses enter nothing that is written; look-alikes stay."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from policykg.cli import main
from policykg.lexicon import load_lexicon
from policykg.model import Source
from policykg.read import read_bytes
from policykg.read.decode import decode
from policykg.read.privacy import mask

#: Made-up numbers and addresses as offices print them: the text in front, the secret, the text behind.
SECRETS = (
    ("联系电话：", "13812345678", "。"),
    ("张某某", "13812345678", ""),
    ("张某某（", "138 1234 5678", "）"),
    ("手机", "138-1234-5678", "，"),
    ("手机：", "138—1234—5678", "，"),
    ("联系人", "陈戊己１３８１２３４５６７８", "，"),
    ("联系方式：张某某，", "1381234 5678", "，"),
    ("（", "+86 13812345678", "）"),
    ("（", "+86-138-1234-5678", "）"),
    ("手机：", "19912345678", "万某某"),
    ("电话：", "0635-8288079", "人社局"),
    ("电话：", "0635—8288079", "。"),
    ("电话：", "0635 8288079", "。"),
    ("电话 ", "（0635）8288079", "。"),
    ("电话：", "(0635) 828 8079", "。"),
    ("电话：", "（０６３５）８２８８０７９", "。"),
    ("电话：", "06358288079", "。"),
    ("电话：", "0635-8288079转802", "。"),
    ("电话：", "0635-8288079-802", "。"),
    ("电话：", "0635-8288079、8288080", "。"),
    ("电话：", "0635-8288079/8288080", "。"),
    ("电话：", "010-66012345", "。"),
    ("电话：", "010 6601 2345", "。"),
    ("电话：", "+86-635-8288079", "。"),
    ("电话：", "8288079", "。"),
    ("电 话：", "0635－8288079", "。"),
    ("联系方式：张某某 ", "8288079", "。"),
    ("联系人：", "刘丙丁", "；"),
    ("联系人:", "孙庚辛、钱壬癸", "；"),
    ("联系方式：张某某（", "8288079", "）。"),
    ("传真：", "8288-079", "。"),
    ("服务热线", "400-123-4567", "。"),
    ("服务热线", "4001234567", "。"),
    ("服务热线：", "400 123 4567", "。"),
    ("Tel:", "0635-8288079", " "),
    ("微信：", "lc_zwgk2019", "。"),
    ("微信号", "zhangmou88", "。"),
    ("微信", "13812345678", "。"),
    ("QQ：", "123456789", "。"),
    ("QQ群", "123456789", "。"),
    ("ＱＱ：", "１２３４５６７８", "。"),
    ("邮箱：", "lcszfgb@163.com", "。"),
    ("邮箱：", "lcszfgb＠163.com", "。"),
    ("邮箱：", "lcszfgb @ 163.com", "。"),
    ("邮箱：", "lcszfgb[at]163.com", "。"),
    ("邮箱：", "lcszfgb（at）163.com", "。"),
    ("邮箱：", "lcszfgb[at]163[dot]com", "。"),
    ("邮箱：", "lcszfgb#163.com", "。"),
    ("邮箱：", "lcszfgb&#64;163.com", "。"),
    ("邮箱：", "ｌｃｓ＠１６３．ｃｏｍ", "。"),
    ("邮箱：", "zhang.mou-1@lc.shandong.cn", "。"),
    ("身份证号", "371502198001011234", "。"),
    ("张某某，", "37150219800101123X", "。"),
    ("身份证号码：", "371502800101123", "。"),
)

#: What only looks like a secret.
KEPT = (
    "聊政字〔2023〕12号",
    "菏政办字 [2023] 56号",
    "聊政发〔2016〕56 号",
    "行政区划代码371500",
    "GB/T 2260-2007",
    "GB/T 9704—2012",
    "2023年8月25日",
    "2023-08-25",
    "2023—2025年",
    "20230825",
    "投资13800000000元",
    "投资15000000000 元",
    "补助5000000元",
    "总投资1380000万元",
    "面积13812345678平方米",
    "第135批",
    "150 2023 2025",
    "15 20 30 40 50 6",
    "1.3812345678",
    "项目代码2019-371500-48-03-012345",
    "统一社会信用代码11371500004351234X",
    "拨打12345热线",
    "12345市民热线办理1234567件",
    "热线受理12345678件",
    "96166",
    "全国安全生产电视电话会议20190109",
    "联系电话会议2019年1月9日",
    "微信支付2000000笔",
    "微信公众平台",
    "QQ2019年",
    "第1个#平台",
    "139项任务",
    "0.635",
    "3月-12月",
    "10—15亿元",
    "同比增长13.8%",
)


@pytest.mark.parametrize(("before", "secret", "behind"), SECRETS, ids=range(len(SECRETS)))
def test_secrets_are_blanked_to_their_length(before, secret, behind):
    assert mask(before + secret + behind) == before + "*" * len(secret) + behind


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_one_stays(text):
    assert mask(text) == text
    assert mask(f"{text}。（责任单位：市财政局）") == f"{text}。（责任单位：市财政局）"


def test_line_ends_stay():
    text = "电话：0635-\r\n8288079\n邮箱：a@\nb.cn\n"
    masked = mask(text)
    assert [len(x) for x in masked.splitlines()] == [len(x) for x in text.splitlines()]
    assert not re.search(r"\d|[a-z]", masked)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_is_masked(encoding):
    text = "聊城市财政局联系电话：0635-8288079，邮箱：a@b.cn。为加快推进高质量发展，现通知如下，请认真贯彻落实。"
    decoded = decode(text.encode(encoding))
    assert len(decoded.text) == len(text)
    assert "8288079" not in decoded.text and "a@b.cn" not in decoded.text


# --- every artefact of a build --------------------------------------------------------------------

PAPER = """聊城市人民政府
聊政字〔2024〕99号

聊城市人民政府
关于印发某某工作方案的通知

各县（市、区）人民政府：

现将《某某工作方案》印发给你们。{preamble}

聊城市人民政府
2024年1月2日

某某工作方案

一、重点任务

{tasks}
附件：任务清单

序号\t工作任务\t责任单位\t联系人\t备注
{rows}
"""


def paper() -> str:
    said = [a + b + c for a, b, c in SECRETS]
    return PAPER.format(
        preamble="；".join(said),
        tasks="".join(
            f"{n}. 建设第{n}个项目，{x.strip('。')}。（牵头单位：市财政局；配合单位：市教育体育局）\n"
            for n, x in enumerate(said, 1)
        ),
        rows="".join(f"{n}\t完成第{n}项工作{x}\t市财政局\t{x}\t{x}\n" for n, x in enumerate(said, 1)),
    )


@pytest.fixture(scope="module")
def artefacts(corpus: Path, tmp_path_factory) -> dict[str, str]:
    """Everything that policykg writes of the corpus and the made-up paper, by name."""
    folder = tmp_path_factory.mktemp("privacy")
    made, kg, net = folder / "made-up.txt", folder / "kg", folder / "net.html"
    made.write_text(paper(), encoding="utf-8")
    found: dict[str, str] = {}

    def run(name: str, *arguments: str) -> None:
        result = CliRunner().invoke(main, [*arguments, "--lang", "zh"])
        assert result.exit_code == 0, (arguments, result.stderr)
        found[name] = result.stdout + result.stderr

    run("build", "build", str(corpus), str(made), "-o", str(kg))
    for form in ("jsonl", "csv", "ttl", "nq", "jsonld", "graphml", "gexf"):
        run(form, "export", "-g", str(kg), "--format", form)
    run("view", "view", "-g", str(kg), "-o", str(net))
    found["net.html"] = net.read_text(encoding="utf-8")
    run("review", "review", "-g", str(kg))
    run("dump", "query", "-g", str(kg), "SELECT ?s ?p ?o { ?s ?p ?o }", "--format", "tsv")
    for item in ("item:聊政字-2024-99.正文.一.1", "item:聊政字-2023-12.附件1.1"):
        run(f"trace {item}", "trace", "-g", str(kg), item, "--format", "html")
        run(f"explain {item}", "explain", "-g", str(kg), item)
    for path in sorted(p for p in kg.rglob("*") if p.is_file()):
        found[str(path.relative_to(kg))] = path.read_bytes().decode("utf-8", "replace")
    return found


def secrets(corpus: Path) -> Iterator[str]:
    """What must stand nowhere: the made-up secrets, and the gazette's own telephone and mailbox."""
    yield from (s for _, s, _ in SECRETS)
    for match in re.finditer(
        r"0635-\d{7}|[a-z]+@163\.com", (corpus / "liaocheng-gazette-2019-02.txt").read_text("utf-8")
    ):
        yield match.group()


def plain(text: str) -> str:
    """Full width, dashes and white space folded, so that no form of a number hides."""
    return re.sub(r"[\s—－-]+", "", text.translate({0xFF01 + i: 0x21 + i for i in range(94)}))


def test_the_gazette_prints_a_telephone_and_a_mailbox(corpus):
    assert len(list(secrets(corpus))) >= len(SECRETS) + 2


def test_nothing_that_is_written_holds_a_secret(artefacts, corpus):
    assert {"graph.nq", "records.jsonl", "report.json", "net.html", "csv", "gexf", "dump"} <= artefacts.keys()
    assert any(name.startswith("texts/") for name in artefacts)
    for name, text in artefacts.items():
        folded = plain(text)
        held = {s for s in secrets(corpus) if s in text or (len(plain(s)) > 7 and plain(s) in folded)}
        assert not held, (name, held)


def test_the_made_up_paper_was_read_whole(artefacts):
    records = [json.loads(x) for x in artefacts["records.jsonl"].splitlines()]
    rows = [r for r in records if r["document"]["number"] == "聊政字〔2024〕99号"]
    assert len(rows) == 2 * len(SECRETS)
    assert all(r["roles"] for r in rows)


def test_the_store_was_asked_whole(artefacts):
    assert artefacts["dump"].count("\n") > 20_000


# --- other formats --------------------------------------------------------------------------------


def as_html(lines: list[str]) -> bytes:
    rows = "".join(f"<tr><td>{n}</td><td>建设第{n}个项目</td><td>{x}</td></tr>" for n, x in enumerate(lines, 1))
    paragraphs = "".join(f"<p>{x}</p>" for x in lines)
    return f'<html><head><meta charset="utf-8"></head><body>{paragraphs}<table>{rows}</table></body></html>'.encode()


def as_docx(lines: list[str]) -> bytes:
    docx = pytest.importorskip("docx")
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=2)
    for n, line in enumerate(lines, 1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"建设第{n}个项目", line
    document.save(out)
    return out.getvalue()


def as_xlsx(lines: list[str]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["序号", "工作任务", "责任单位", "备注"])
    for n, line in enumerate(lines, 1):
        book.active.append([n, f"建设第{n}个项目", "市财政局", line])
    book.active.append([99, "建设项目", "市财政局", 13812345678])  # a number, not a text
    book.save(out)
    return out.getvalue()


FORMS = {
    "html": as_html,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "md": lambda lines: ("# 方案\n\n" + "\n\n".join(f"- {x}" for x in lines)).encode(),
    "csv": lambda lines: (
        "序号,工作任务,备注\n" + "".join(f'{n},建设项目,"{x}"\n' for n, x in enumerate(lines))
    ).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_format_is_masked(form):
    lines = [a + b + c for a, b, c in SECRETS]
    source = Source(f"paper.{form}", "0" * 64)
    document, issues = read_bytes(FORMS[form](lines), source, load_lexicon())
    assert document is not None, issues
    said = document.text + repr(document.blocks)
    assert "建设" in said or form == "md"
    held = {s for _, s, _ in SECRETS if s in said or (len(plain(s)) > 7 and plain(s) in plain(document.text))}
    assert not held
