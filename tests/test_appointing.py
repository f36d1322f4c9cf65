"""任免 papers of every common form, written for the tests (persons invented), with who got or left which post."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykg.build import build_corpus
from policykg.extract.appointing import read_entry
from policykg.lexicon import load_lexicon
from policykg.names import NameBook
from policykg.records import Corpus

BOOK = NameBook(load_lexicon())


def paper(title: str, number: str, body: str, issuer: str, date: str) -> str:
    return f"{title}\n{number}\n\n各有关单位：\n{body}\n\n{issuer}\n{date}\n"


#: name -> (text, issuer's key, person | body's key | post | note | action …)
PAPERS: dict[str, tuple[str, str, str]] = {
    "given and taken in one sentence": (
        paper(
            "浙江省人民政府关于陈明等职务任免的通知",
            "浙政干〔2023〕12号",
            "省人民政府决定：\n陈明任浙江省人民政府副秘书长（兼），免去其浙江省经济和信息化厅副厅长职务；\n"
            "林伟任浙江省文化广电和旅游厅副厅长（试用期一年）；\n免去黄芳的浙江省教育厅副厅长、一级巡视员职务；\n"
            "买买提·吐尔逊任浙江海洋大学副校长。",
            "浙江省人民政府",
            "2023年8月2日",
        ),
        "330000.人民政府",
        """陈明|330000.人民政府|副秘书长|兼|appointed
        陈明|330000.经济和信息化厅|副厅长||removed
        林伟|330000.文化广电和旅游厅|副厅长|试用期一年|appointed
        黄芳|330000.教育厅|副厅长||removed
        黄芳|330000.教育厅|一级巡视员||removed
        买买提·吐尔逊|330000.海洋大学|副校长||appointed""",
    ),
    "under headings": (
        "成都市武侯区人民政府\n关于王志强等同志职务任免的通知\n成武府人〔2022〕3号\n\n各街道办事处，区级各部门：\n"
        "经区政府2022年3月1日第5次常务会议研究决定：\n任命：\n王志强同志为成都市武侯区卫生健康局局长；\n"
        "李燕同志为成都市武侯区商务局副局长（试用期一年）。\n免去：\n张玉梅同志的成都市武侯区卫生健康局局长职务；\n"
        "赵晓东同志的成都市武侯区商务局副局长职务。\n\n成都市武侯区人民政府\n2022年3月4日\n",
        "510107.人民政府",
        """王志强|510107.卫生健康局|局长||appointed
        李燕|510107.商务局|副局长|试用期一年|appointed
        张玉梅|510107.卫生健康局|局长||removed
        赵晓东|510107.商务局|副局长||removed""",
    ),
    "a people's congress": (
        "北京市人大常委会任免名单\n（2021年5月27日北京市第十五届人民代表大会常务委员会第三十一次会议通过）\n\n"
        "一、任命孙健为北京市副市长。\n二、决定任命刘云为北京市规划和自然资源委员会主任。\n"
        "三、免去周华的北京市第三中级人民法院副院长、审判委员会委员、审判员职务。\n"
        "四、接受吴军辞去北京市人民检察院检察长职务的请求。\n",
        "110000.人大常委会",
        """孙健|110000.人民政府|副市长||appointed
        刘云|110000.规划和自然资源委|主任||appointed
        周华|110000.第三中级人民法院|副院长||removed
        周华|110000.第三中级人民法院|审判委员会委员||removed
        周华|110000.第三中级人民法院|审判员||removed
        吴军|110000.人民检察院|检察长||removed""",
    ),
    "its announcement, which only its sentences tell": (
        "北京市人民代表大会常务委员会公告\n〔十五届〕第57号\n\n任命孙健为北京市副市长。\n"
        "决定任命刘云为北京市规划和自然资源委员会主任。\n\n北京市人民代表大会常务委员会\n2021年5月27日\n",
        "110000.人大常委会",
        """孙健|110000.人民政府|副市长||appointed
        刘云|110000.规划和自然资源委|主任||appointed""",
    ),
    "the chairmen's meeting": (
        "聊城市东昌府区人大常委会主任会议任命名单\n"
        "（2022年6月1日东昌府区第十九届人民代表大会常务委员会第十次主任会议通过）\n\n任命：\n"
        "张叁为东昌府区人大常委会办公室副主任；\n李肆为聊城市东昌府区人民代表大会常务委员会办公室主任。\n",
        "371502.人大常委会",
        """张叁|371502.人大常委会办公室|副主任||appointed
        李肆|371502.人大常委会办公室|主任||appointed""",
    ),
    "a party committee": (
        paper(
            "中共东阿县委关于张叁等同志职务任免的通知",
            "东发〔2023〕9号",
            "县委决定：\n张叁同志任东阿县水利局党组书记，提名为东阿县水利局局长人选；\n"
            "李肆同志任中共东阿县委组织部副部长（兼），不再担任县委老干部局局长职务；\n"
            "免去王伍同志的东阿县财政局党组成员职务，退休。",
            "中共东阿县委",
            "2023年3月2日",
        ),
        "371524.中共委",
        """张叁|371524.水利局|党组书记||appointed
        张叁|371524.水利局|局长||nominated
        李肆|371524.县委组织部|副部长|兼|appointed
        李肆|371524.县委老干部局|局长||removed
        王伍|371524.财政局|党组成员|退休|removed""",
    ),
    "persons described, retired, named without 的": (
        paper(
            "昆明市人民政府关于欧阳晓芳等职务任免的通知",
            "昆政任〔2023〕4号",
            "市人民政府决定：\n任命欧阳晓芳（女，白族）为昆明市应急管理局局长；\n"
            "免去赵敏同志昆明市应急管理局局长、党委书记职务，退休；\n免去黄芳昆明市教育体育局副局长职务，另有任用。",
            "昆明市人民政府",
            "2023年5月6日",
        ),
        "530100.人民政府",
        """欧阳晓芳|530100.应急管理局|局长||appointed
        赵敏|530100.应急管理局|局长|退休|removed
        赵敏|530100.应急管理局|党委书记|退休|removed
        黄芳|530100.教育体育局|副局长|另有任用|removed""",
    ),
    "several persons, several posts, several sentences in a line": (
        paper(
            "聊城市人民政府关于张叁等工作人员职务任免的通知",
            "聊政任〔2024〕5号",
            "市政府决定，任命张叁、李肆（女）、王伍为聊城市人民政府副秘书长，试用期一年；任命赵陆为聊城市财政局局长，"
            "钱柒为聊城市审计局局长，免去孙捌的聊城市水利局局长、总工程师职务。\n"
            "周玖任聊城市发展和改革委员会副主任兼聊城市粮食和物资储备局局长。",
            "聊城市人民政府",
            "2024年5月6日",
        ),
        "371500.人民政府",
        """张叁|371500.人民政府|副秘书长|试用期一年|appointed
        李肆|371500.人民政府|副秘书长|试用期一年|appointed
        王伍|371500.人民政府|副秘书长|试用期一年|appointed
        赵陆|371500.财政局|局长||appointed
        钱柒|371500.审计局|局长||appointed
        孙捌|371500.水利局|局长||removed
        孙捌|371500.水利局|总工程师||removed
        周玖|371500.发展改革委|副主任||appointed
        周玖|371500.粮食和储备局|局长|兼|appointed""",
    ),
    "names that hold the words of the rule": (
        paper(
            "聊城市人民政府关于任命张有为等同志职务的通知",
            "聊政任〔2024〕6号",
            "市政府决定：\n张有为为聊城市水利局局长；\n任命王任重任聊城市司法局副局长；\n周为民任聊城市民政局局长；\n"
            "任伟任聊城市审计局副局长。",
            "聊城市人民政府",
            "2024年5月7日",
        ),
        "371500.人民政府",
        """张有为|371500.水利局|局长||appointed
        王任重|371500.司法局|副局长||appointed
        周为民|371500.民政局|局长||appointed
        任伟|371500.审计局|副局长||appointed""",
    ),
    "damaged: lines broken, marks lost, a number of a contact": (
        paper(
            "聊城市人民政府关于张叁等同志任职的通知",
            "聊政任〔2024〕7号",
            "市政府决定：\n张 叁任聊城市财政局局\n长，联系电话：0635-8288079\n李肆任聊城市教育和体育局副局长\n"
            "王伍任聊城市民政局\n副局长；",
            "聊城市人民政府",
            "2024年5月8日",
        ),
        "371500.人民政府",
        """张叁|371500.财政局|局长||appointed
        李肆|371500.教育体育局|副局长||appointed
        王伍|371500.民政局|副局长||appointed""",
    ),
    "numbers of contacts beside names and posts": (
        paper(
            "聊城市人民政府关于张建国等同志任免职的通知",
            "聊政任〔2023〕9号",
            "经研究决定：\n任命张建国为市财政局局长，电话：13812345678；\n"
            "免去赵明（女，身份证号370302198001011234）市司法局副局长职务；\n任命孙悦13953312345同志为市卫生健康委主任。",
            "聊城市人民政府",
            "2023年3月5日",
        ),
        "371500.人民政府",
        """张建国|371500.财政局|局长||appointed
        赵明|371500.司法局|副局长||removed
        孙悦|371500.卫生健康委|主任||appointed""",
    ),
    "a district's leaders": (
        "聊城市东昌府区人民代表大会常务委员会\n关于王维代理聊城市东昌府区区长职务的决定\n\n"
        "决定任命王维为聊城市东昌府区副区长。\n决定王维代理聊城市东昌府区区长职务。\n"
        "接受李肆因工作变动辞去聊城市东昌府区区长职务的请求。\n\n聊城市东昌府区人大常委会\n2023年2月3日\n",
        "371502.人大常委会",
        """王维|371502.人民政府|副区长||appointed
        王维|371502.人民政府|区长|代理|appointed
        李肆|371502.人民政府|区长||removed""",
    ),
    "numbered, lapsed, dismissed, engaged": (
        paper(
            "聊城市人民政府关于张叁等同志职务任免的通知",
            "聊政任〔2024〕8号",
            "（一）聘任张叁为聊城市人民政府参事，聘期五年。\n（二）撤销李肆的聊城市水利局副局长职务。\n"
            "（三）王伍的原聊城市档案局副局长职务自然免除。\n（四）赵陆同志不再担任聊城市教育和体育局副局长职务。",
            "聊城市人民政府",
            "2024年5月9日",
        ),
        "371500.人民政府",
        """张叁|371500.人民政府|参事|聘期五年|appointed
        李肆|371500.水利局|副局长||removed
        王伍|371500.档案局|副局长||lapsed
        赵陆|371500.教育体育局|副局长||removed""",
    ),
    "judges under a heading, name and post in a row": (
        "聊城市人大常委会任命名单\n（2023年8月30日聊城市第十八届人民代表大会常务委员会第十二次会议通过）\n\n任命：\n"
        "孙 捌 聊城市中级人民法院审判员\n周玖 聊城市中级人民法院民事审判第一庭副庭长、审判员\n",
        "371500.人大常委会",
        """孙捌|371500.中级人民法院|审判员||appointed
        周玖|371500.中级人民法院民事审判第一庭|副庭长||appointed
        周玖|371500.中级人民法院民事审判第一庭|审判员||appointed""",
    ),
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("提名李刚为市交通运输局局长人选", "李刚|市交通运输局|局长||nominated"),
        ("推荐李刚为市工商联主席候选人", "李刚|市工商联|主席||nominated"),
        ("聘任孙悦为市政府副秘书长，免去其市民政局副局长职务", "孙悦|市政府|副秘书长||appointed;孙悦|市民政局|副局长||removed"),
        ("续聘孙悦为聊城市仲裁委员会仲裁员（聘期三年）", "孙悦|聊城市仲裁委员会|仲裁员|聘期三年|appointed"),
        ("委派孙悦为聊城市财信集团董事", "孙悦|聊城市财信集团|董事||appointed"),
        ("孙悦任市政府副秘书长兼市信访局局长，试用期一年", "孙悦|市政府|副秘书长|试用期一年|appointed;孙悦|市信访局|局长|兼；试用期一年|appointed"),
        ("孙悦试用期满，任聊城市财政局副局长", "孙悦|聊城市财政局|副局长|试用期满|appointed"),
        ("孙悦同志任聊城市财政局副局长试用期满，正式任职", "孙悦|聊城市财政局|副局长|试用期满|appointed"),
        ("孙悦试用期满正式任命为聊城市财政局副局长", "孙悦|聊城市财政局|副局长|试用期满|appointed"),
        ("孙悦挂职任聊城市科技局副局长，时间二年", "孙悦|聊城市科技局|副局长|挂职；时间二年|appointed"),
        ("免去赵明（女，身份证号******************）市司法局副局长职务", "赵明|市司法局|副局长||removed"),
        ("任命孙悦***********同志为市卫生健康委主任", "孙悦|市卫生健康委|主任||appointed"),
        ("任命张建国（电话***********）为市财政局局长，电话：***********", "张建国|市财政局|局长||appointed"),
    ],
)  # fmt: skip
def test_who_is_named_given_and_taken(text: str, said: str) -> None:
    found, unread = read_entry(text, "", BOOK)
    assert ["|".join((s.person, s.body, s.post, s.note, s.action)) for s in found] == said.split(";")
    assert unread == ()


def build(tmp_path: Path, text: str) -> Corpus:
    (tmp_path / "p.txt").write_text(text, encoding="utf-8")
    return build_corpus([tmp_path])


@pytest.mark.parametrize("name", PAPERS)
def test_papers(name: str, tmp_path: Path) -> None:
    text, issuer, expected = PAPERS[name]
    corpus = build(tmp_path, text)
    (document,) = corpus.documents
    assert (document.kind, document.issuer_key) == ("appointments", issuer)
    assert document.date
    said = [r.appointment for r in corpus.records if r.appointment is not None]
    found = ["|".join((a.person, a.agency, a.post, a.note, a.action)) for a in said]
    assert found == [line.strip() for line in expected.splitlines()]
    assert len({r.key for r in corpus.records}) == len(corpus.records)
    assert [i.values for i in corpus.issues if i.code == "appointment-unread"] == []


GAZETTE = """聊城市人民政府公报
2023年第3期（总第120期）

目录
聊城市人民政府关于印发聊城市重点工作实施方案的通知……………1
人事任免……………………8

聊城市人民政府
关于印发聊城市重点工作实施方案的通知
聊政发〔2023〕8号

各县（市、区）人民政府：
现将《聊城市重点工作实施方案》印发给你们，请认真贯彻执行。

一、重点任务
1.推进重点工作落实见效。（责任单位：市财政局）

聊城市人民政府
2023年3月5日

人事任免

2023年3月10日，市政府决定：
任命张叁为聊城市财政局局长；
免去王伍的聊城市水利局副局长职务。

聊城市人民政府办公室
关于印发聊城市用水方案的通知
聊政办发〔2023〕9号

各县（市、区）人民政府：
一、加强用水管理。（责任单位：市水利局）

聊城市人民政府办公室
2023年3月12日
"""


def test_a_section_of_a_gazette_appoints(tmp_path):
    corpus = build(tmp_path, GAZETTE)
    said = [r.appointment for r in corpus.records if r.appointment]
    assert [(a.person, a.agency, a.post, a.action, a.date) for a in said] == [
        ("张叁", "371500.财政局", "局长", "appointed", "2023-03-10"),
        ("王伍", "371500.水利局", "副局长", "removed", "2023-03-10"),
    ]
    (section,) = [d for d in corpus.documents if d.kind == "appointments"]
    assert section.title == "聊城市人民政府公报2023年第3期（总第120期）人事任免"
    roles = [(r.document, [a.agency.key for a in r.roles]) for r in corpus.records if r.roles]
    assert sorted(roles) == [("聊政办发-2023-9", ["371500.水利局"]), ("聊政发-2023-8", ["371500.财政局"])]


TABLE = """| 序号 | 姓名 | 任职务 | 免职务 |
| --- | --- | --- | --- |
| 1 | 张叁 | 聊城市财政局局长 | 聊城市审计局副局长 |
| 2 | 买买提·吐尔逊 | 聊城市民族宗教事务局副局长 | |
| 3 | 欧阳娜 | | 聊城市水利局副局长、总工程师 |
"""


def test_a_table_appoints(tmp_path):
    text = paper(
        "聊城市人民政府关于张叁等同志职务任免的通知",
        "聊政任〔2023〕5号",
        f"市政府决定：\n\n{TABLE}",
        "聊城市人民政府",
        "2023年6月8日",
    )
    corpus = build(tmp_path, text)
    said = [r.appointment for r in corpus.records if r.appointment]
    assert [(a.person, a.agency, a.post, a.action) for a in said] == [
        ("张叁", "371500.财政局", "局长", "appointed"),
        ("张叁", "371500.审计局", "副局长", "removed"),
        ("买买提·吐尔逊", "371500.民族宗教局", "副局长", "appointed"),
        ("欧阳娜", "371500.水利局", "副局长", "removed"),
        ("欧阳娜", "371500.水利局", "总工程师", "removed"),
    ]
    assert [i for i in corpus.issues if i.code == "appointment-unread"] == []


def test_a_list_of_contacts_names_nobody(tmp_path):
    table = TABLE.replace("任职务", "职务").replace("免职务", "联系电话").replace("聊城市审计局副局长", "0635-8288079")
    text = paper("聊城市人民政府关于报送联系人的通知", "聊政办发〔2023〕5号", table, "聊城市人民政府", "2023年6月8日")
    corpus = build(tmp_path, text)
    assert not any("张叁" in t or "8288079" in t for _, t in corpus.texts)


def test_what_cannot_be_read_is_reported(tmp_path):
    text = paper(
        "聊城市人民政府关于张叁等同志职务任免的通知",
        "聊政任〔2024〕9号",
        "市政府决定：\n张叁任聊城市财政局局长。\n李肆同志退休。\n原聊城市物价局局长、副局长职务自然免除。\n"
        "免去其聊城市水利局局长职务。\n以上同志试用期一年。",
        "聊城市人民政府",
        "2024年5月9日",
    )
    corpus = build(tmp_path, text)
    assert [r.appointment.person for r in corpus.records if r.appointment] == ["张叁"]
    told = sorted(i.values[0] for i in corpus.issues if i.code == "appointment-unread")
    assert [t[:4] for t in told] == ["免去其聊", "原聊城市", "李肆同志"]


@pytest.mark.parametrize(
    "title",
    [
        "聊城市干部任免工作办法",
        "聊城市行政执法人员资格考试方案",
        "关于做好教师职称评聘工作的意见",
        "聊城市2024年重点任务清单",
    ],
)
def test_papers_about_posts_appoint_nobody(title, tmp_path):
    text = paper(
        title + "的通知",
        "聊政办发〔2024〕9号",
        "一、严格任免程序，认真做好任职试用期考核。（牵头单位：市委组织部）\n二、加强培训。（牵头单位：市人力资源社会保障局）",
        "聊城市人民政府办公室",
        "2024年5月9日",
    )
    corpus = build(tmp_path, text)
    assert not [r for r in corpus.records if r.appointment or r.kind == "appointment"]
    assert corpus.documents[0].kind != "appointments"


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("张叁任市委、市政府信访局局长", [("市政府信访局", "局长")]),
        ("张叁任聊城市人民政府办公室（研究室）副主任、一级调研员", [("聊城市人民政府办公室（研究室）", "副主任"), ("聊城市人民政府办公室（研究室）", "一级调研员")]),
        ("张叁任聊城市财政局局长、聊城市国有资产监督管理委员会主任", [("聊城市财政局", "局长"), ("聊城市国有资产监督管理委员会", "主任")]),
        ("张叁任浙江省国有资本运营有限公司董事长", [("浙江省国有资本运营有限公司", "董事长")]),
    ],
)  # fmt: skip
def test_posts_and_their_bodies(text, posts):
    found, unread = read_entry(text, "", BOOK)
    assert [(s.body, s.post) for s in found] == posts
    assert unread == ()


@pytest.mark.parametrize(
    ("post", "body"),
    [
        ("西安交通大学第一附属医院院长", "西安交通大学第一附属医院"),
        ("青海大学附属医院副院长", "青海大学附属医院"),
        ("中国人民大学附属中学校长", "中国人民大学附属中学"),
        ("西安交通大学副校长", "西安交通大学"),
    ],
)
def test_a_universitys_hospital_or_school_is_the_body(post: str, body: str) -> None:
    said, _ = read_entry(f"任命陈明为{post}", "", NameBook(load_lexicon()))
    assert [(s.body, s.body + s.post) for s in said] == [(body, post)]
