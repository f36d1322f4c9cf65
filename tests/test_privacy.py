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
    # digits apart, in words, as letters, in other scripts, with marks between
    ("（", "1 3 8 8 8 1 2 3 4 5 6", "）"),
    ("（", "1-3-8-8-8-1-2-3-4-5-6", "）"),
    ("（", "0 6 3 5 - 8 2 8 8 0 7 9", "）"),
    ("（", "一三八八八一二三四五六", "）"),
    ("（", "一三八 八八一二 三四五六", "）"),
    ("（", "壹叁捌捌捌壹贰叁肆伍陆", "）"),
    ("（", "幺三八零零幺三八零零零", "）"),
    ("（", "零六三五—八二八八零七九", "）"),
    ("电话：", "八二八八零七九", "。"),
    ("（", "１３８ ８８１２ ３４５６", "）"),
    ("（", "١٣٨٨٨١٢٣٤٥٦", "）"),
    ("（", "𝟏𝟑𝟖𝟖𝟖𝟏𝟐𝟑𝟒𝟓𝟔", "）"),
    ("（", "138O1234567", "）"),
    ("（", "l38O1234567", "）"),
    ("（", "138.8812.3456", "）"),
    ("（", "138·8812·3456", "）"),
    ("（", "138/8812/3456", "）"),
    ("（", "(138)88123456", "）"),
    ("（", "138-881-23456", "）"),
    ("（", "138 881 23456", "）"),
    ("手机：", "138 88 12 34 56", "。"),
    ("手 机：", "13-888-123-456", "。"),
    ("固定电话 ", "0635 828 8079转801", "。"),
    ("固定电话 ", "0635 8288 0791转801", "。"),
    ("电话：", "0635—8288079 分机 801", "。"),
    ("电话：", "０６３５—８２８８０７９转８０１", "。"),
    ("电话：", "0635-8288079（转801）", "。"),
    ("传  真：", "8288079", "。"),
    ("短号：", "661234", "。"),
    ("内线", "8011", "。"),
    ("QQ：", "12 345 678 9", "。"),
    ("薇信：", "zhangmou_88", "。"),
    ("微信（", "zhangmou88", "）"),
    ("VX ", "zhang_mou", "。"),
    ("邮箱：", "lcs@163。com", "。"),
    ("邮箱：", "lcs @ 163 . com", "。"),
    ("邮箱：", "lcszfgb at 163 dot com", "。"),
    ("院长，邮箱", "zhangmd#lc.edu.cn", "。"),
    ("材料报送至", "l c s z @163.com", "。"),
    # further contacts behind the first
    ("联系人及电话：** ********、", "孙丽戉 63612348", "）"),
    ("（**：********；", "王镪戈：63612340", "）"),
    ("联系人：****、****** ", "63612346", "）"),
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("联系人及电话：赵敏 63612347、孙丽 63612348、李镪 6361-2349", "联系人及电话：、、"),
        ("（市教育局（张三：63612349；王五：63612340；孙丽：63612341）", "（市教育局（；；）"),
        ("联系人：欧阳丽君、古丽·买买提 63612346）\n三、推进", "联系人：、）\n三、推进"),
        ("联系人：赵敏 63612347。投资63612348元、补助 6361234 元", "联系人：。投资63612348元、补助 6361234 元"),
        ("联系人：赵敏 63612347、20230805前报送", "联系人：、20230805前报送"),
    ],
)
def test_every_contact_of_a_list_is_blanked(text, kept):
    assert re.sub(r"\*[* ：-]*", "", mask(text)) == kept


#: Contacts, all invented: what stands in front, the name, what stands behind. Longer names, so that no word of the
#: corpus holds one.
NAMES = (
    ("省政务服务管理局 ", "杨黛丽", " 0871—6361 2345"),
    ("配合单位：省财政厅 ", "李肆儿", "(13500001111)"),
    ("市应急局", "李镪戈", "13800138000"),
    ("请报市发改委（", "章镪戈", "，13800138000）。"),
    ("请报市发改委（市财政局", "章镪戉", "，电话8288079）。"),
    ("（", "韩镅雪", " 8288079）"),
    ("0635-8288079（", "雷镪戈", "）"),
    ("13800138000 ", "梅镪戈", "。"),
    ("联系人：", "张玮戈、李娜戉", " 电话：0635-8288079"),
    ("联系人：市财政局 ", "王晓铭", "，电话 8288079"),
    ("联 系 人：", "王　玮", "。"),
    ("联系人：", "买买提·吐尔逊江", "。"),
    ("（责任单位：市财政局；责任人：", "张叁丰", "）"),
    ("责任人：", "李镪戉", "（13800000000）"),
    ("（牵头领导：", "张叁丰", "；牵头单位：市财政局）"),
    ("负责人：", "王玮戉", "。"),
    ("经办人: ", "欧阳镅月", "。"),
    ("联络员：", "司马镅青", "，13999990000"),
    ("填表人：", "陈镅戉", "。"),
    ("", "章叁戉", " 农业科科长 13500001111"),
    ("", "章叁儿、李肆戉", " 0635-8288079"),
    ("请与市农业农村局", "王镅戉", "同志联系，电话：8288079"),
    ("请与", "刘镅儿", "联系。"),
    ("", "王镅伍", "的电话是13800138000"),
    ("微信：lc_zwgk（", "周镅儿", "）"),
    ("", "吴镅儿", "，邮箱wumou@163.com"),
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
    "1 3 5 7 9 11 13",
    "13 15 17 19 21",
    "投资 1350 2000 300",
    "2023 2024 2025",
    "1、3、8、0、0",
    "一三五规划，二〇二三年至二〇二五年",
    "二〇二三—二〇二五",
    "一二三四五六七八九",
    "项目代码2101-370000-04-01-138123",
    "编号：0635-20231234",
    "鲁ICP备05019712号",
    "第1345678901号",
    "金额13812345678.00元",
    "13812345678万元",
    "电话 2023-12-31",
    "咨询2023-2025年",
    "市长热线12345，市场监管热线12315",
    "拨打0635-12345热线",
    "ISBN 978-7-5649-1234-5",
    # no contacts: bodies, offices, holders of posts, words that begin with a surname
    "责任人：市财政局局长李四",
    "牵头领导：李四（副市长）",
    "责任领导：副市长李四",
    "责任人：李四（市财政局局长）",
    "责任人：副市长李四",
    "市委副书记、市长李四出席会议",
    "任命李四为市财政局局长",
    "负责人：各科室",
    "责任人：安排到人，责任到人",
    "联系地址：东昌路1号，邮编252000",
    "与国家发展改革委联系",
    "与农户联系",
    "加强与高校联系",
)
#: Beside a number that is blanked these stay, as they name nobody.
BESIDE = (
    "市水利局",
    "高新区分局",
    "市农业农村局农业科",
    "白天",
    "张店区",
    "安全生产科",
    "东昌路",
    "市政府办公室",
    "文旅局",
    "完成第6项工作",
)


@pytest.mark.parametrize(
    ("before", "secret", "behind"),
    [
        ("联系人：** ", "138-1234-5670", "）\n\n三、推进审计"),
        ("手机：", "138-1234-5670", "）\n\n2．推进审计"),
        ("（手机：", "138—1234—5670", "）\n\n3. 推进"),
        ("（电话：", "8288079-802", "）\n三、推进"),
    ],
)
def test_a_bracket_that_a_number_does_not_open_is_not_its_own(before, secret, behind):
    assert mask(before + secret + behind) == before + "*" * len(secret) + behind


@pytest.mark.parametrize(("before", "secret", "behind"), SECRETS, ids=range(len(SECRETS)))
def test_secrets_are_blanked_to_their_length(before, secret, behind):
    assert mask(before + secret + behind) == before + "*" * len(secret) + behind


@pytest.mark.parametrize(
    ("before", "secret", "behind"),
    [
        ("市财政局（", "3182233", "）"),
        ("市财政局(", "318-2233", ")；"),
        ("市教育局（", "李四3182233", "）"),
        ("（市教育局", "李四，318-2233", "）"),
        ("（责任单位：市财政局；配合单位：市教育局（", "李四，3182233", "））"),
        ("市教育局 ", "李四 3182233", "；"),
        ("（责任单位：市财政局", "钱柒3186667", "）"),
        ("咨询", "周明3182999", "，或者到窗口办理"),
        ("联系", "吴亮 318-2998", "。"),
    ],
)
def test_local_numbers_behind_an_office_or_a_name_are_blanked(before, secret, behind):
    assert mask(before + secret + behind) == before + "*" * len(secret) + behind


@pytest.mark.parametrize(
    "text",
    [
        "市财政局（20230305）",
        "市统计局（2023-2025）",
        "市教育局（50000000）",
        "市统计局 投资 3182233 万元",
        "市财政局（方案3182233元）",
        "全市（任务 3182233）",
        "（高标准农田 1234567亩）",
        "市财政局金额3182233。",
        "联系成本3182233，",
        "市财政局赵柒3182233元",
    ],
)
def test_years_and_sums_behind_an_office_stay(text):
    assert mask(text) == text


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_one_stays(text):
    assert mask(text) == text
    assert mask(f"{text}。（责任单位：市财政局）") == f"{text}。（责任单位：市财政局）"


@pytest.mark.parametrize(("before", "name", "behind"), NAMES, ids=range(len(NAMES)))
def test_names_of_contacts_are_blanked(before, name, behind):
    masked = mask(before + name + behind)
    assert masked.startswith(before if not re.search(r"\d{7}|_zwgk", before) else "")
    assert len(masked) == len(before + name + behind)
    assert not set("".join(name.split())) - set("、·") & set(masked[len(before) : len(before) + len(name)])


@pytest.mark.parametrize("word", BESIDE)
@pytest.mark.parametrize("behind", [" 0635-8288079", "（0635-8288079）", "：13812345678"])
def test_who_is_no_person_stays_beside_a_number(word, behind):
    assert mask(word + behind).startswith(word)


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
附件：责任清单

序号\t工作任务\t责任单位\t责任人\t联络员\t分管领导
{charged}
附件：联络清单

序号\t工作任务\t责任单位\t联系人及电话\t办公电话
{numbers}
"""
#: Numbers of columns, in forms that are no number anywhere else; a file's own name has one too.
COLUMN_NUMBERS = ("3186671", "318 6672", "318-6673", "66746674", "6675、6676转8")
FILE_NUMBER = "13700137000"
#: Persons of columns, without a post and without a number; the last one stands behind a body in its cell.
COLUMN_NAMES = ("郑镅儿", "钱镅儿", "孙镅儿", "冯  镅", "令狐镅儿")


def paper() -> str:
    said = [a + b + c for a, b, c in (*SECRETS, *NAMES)]
    return PAPER.format(
        preamble="；".join(said[: len(SECRETS)]),
        tasks="".join(
            f"{n}. 建设第{n}个项目，{x.strip('。')}。（牵头单位：市财政局；配合单位：市教育体育局）\n"
            for n, x in enumerate(said, 1)
        ),
        charged="".join(
            f"{n}\t推进第{n}项改革试点\t市财政局\t{x}\t{'市教育局' * (n == len(COLUMN_NAMES))}{x}\t副市长\n"
            for n, x in enumerate(COLUMN_NAMES, 1)
        ),
        numbers="".join(
            f"{n}\t推进第{n}项联络工作\t市财政局\t郑镅儿{x}\t{x}\n" for n, x in enumerate(COLUMN_NUMBERS, 1)
        ),
        rows="".join(f"{n}\t完成第{n}项工作，{x}\t市财政局\t{x}\t{x}\n" for n, x in enumerate(said, 1)),
    )


@pytest.fixture(scope="module")
def artefacts(corpus: Path, tmp_path_factory) -> dict[str, str]:
    """Everything that policykg writes of the corpus and the made-up paper, by name."""
    folder = tmp_path_factory.mktemp("privacy")
    made, kg, net = folder / f"made-up（郑镅儿{FILE_NUMBER}）.txt", folder / "kg", folder / "net.html"
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
    yield from (part for _, s, _ in NAMES for part in s.split("、"))
    yield from COLUMN_NAMES
    yield from (x for x in COLUMN_NUMBERS if len(x) > 4)
    yield FILE_NUMBER
    for match in re.finditer(
        r"0635-\d{7}|[a-z]+@163\.com", (corpus / "liaocheng-gazette-2019-02.txt").read_text("utf-8")
    ):
        yield match.group()


def plain(text: str) -> str:
    """Full width, dashes and white space folded, so that no form of a number hides."""
    return re.sub(r"[\s—－-]+", "", text.translate({0xFF01 + i: 0x21 + i for i in range(94)}))


def stands(secret: str, text: str) -> bool:
    """Tell whether a secret is in the text; a short number only behind words, as an offset or checksum may hold it too."""
    if len(secret) > 5:
        return secret in text
    return re.search(rf"[\u4e00-\u9fff][^0-9A-Za-z\"\n]{{0,4}}{re.escape(secret)}", text) is not None


def test_the_gazette_prints_a_telephone_and_a_mailbox(corpus):
    assert len(list(secrets(corpus))) >= len(SECRETS) + 2


def test_nothing_that_is_written_holds_a_secret(artefacts, corpus):
    assert {"graph.nq", "records.jsonl", "report.json", "net.html", "csv", "gexf", "dump"} <= artefacts.keys()
    assert any(name.startswith("texts/") for name in artefacts)
    for name, text in artefacts.items():
        folded = plain(text)
        held = {s for s in secrets(corpus) if stands(s, text) or (len(plain(s)) > 7 and plain(s) in folded)}
        assert not held, (name, held, [text[max(0, text.find(s) - 60) : text.find(s) + 30] for s in held])


def test_the_made_up_paper_was_read_whole(artefacts):
    records = [json.loads(x) for x in artefacts["records.jsonl"].splitlines()]
    rows = [r for r in records if r["document"]["number"] == "聊政字〔2024〕99号"]
    assert len(rows) == 2 * (len(SECRETS) + len(NAMES)) + len(COLUMN_NAMES) + len(COLUMN_NUMBERS)
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
