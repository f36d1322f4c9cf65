"""任免 and 大事记: persons as holders of public posts; the persons of the small texts are invented."""

from __future__ import annotations

import pytest

from policykg.extract.appointing import appointments, read_entry
from policykg.extract.people import officials
from policykg.lexicon import load_lexicon
from policykg.model import Appointment, Instrument, Item, Paragraph, Passage, Source
from policykg.names import NameBook
from policykg.read.text import read_text
from policykg.segment import segment
from policykg.segment.personnel import is_personnel, read_personnel

LEXICON = load_lexicon()
BOOK = NameBook(LEXICON)


def entry(text: str, section: str = "") -> tuple[Appointment, ...]:
    item = Item("appointment", "正文", section, "1", "", ("1",), Passage("", ()), Passage.of(text, 50))
    return appointments(item, "2019-02-18", BOOK)[0]


def paper(text: str) -> Instrument:
    (act,) = segment(read_text(text, Source("a.txt", "0" * 64), LEXICON), LEXICON, BOOK).instruments
    return act


@pytest.mark.parametrize(
    ("title", "yes"),
    [
        ("关于任免甲某某等工作人员职务的通知", True),
        ("某市人民政府关于甲某某任职的通知", True),
        ("关于免去乙某某职务的决定", True),
        ("某市干部任免管理办法", False),
        ("某市行政机关任免规定", False),
        ("关于印发工作方案的通知", False),
    ],
)
def test_papers_that_appoint(title: str, yes: bool) -> None:
    assert is_personnel(title) is yes


@pytest.mark.parametrize(
    ("text", "section", "persons", "body", "post", "note", "action"),
    [
        ("王甲乙为聊城市财政局副局长", "任命", ("王甲乙",), "聊城市财政局", "副局长", "", "appointed"),
        pytest.param(
            "王甲乙为聊城市财政局副局长（正县级，列李丙丁之后）；",
            "任命",
            ("王甲乙",),
            "聊城市财政局",
            "副局长",
            "正县级，列李丙丁之后",
            "appointed",
        ),
        (
            "王甲、李乙丙、张丁为聊城市发展和改革委员会副主任",
            "任命",
            ("王甲", "李乙丙", "张丁"),
            "聊城市发展和改革委员会",
            "副主任",
            "",
            "appointed",
        ),
        pytest.param(
            "任命王甲乙同志为东阿县人民政府办公室主任", "", ("王甲乙",), "东阿县人民政府办公室", "主任", "", "appointed"
        ),
        ("王甲乙任聊城市水利局局长", "", ("王甲乙",), "聊城市水利局", "局长", "", "appointed"),
        ("王甲乙的聊城市人民政府副秘书长职务", "免去", ("王甲乙",), "聊城市人民政府", "副秘书长", "", "removed"),
        pytest.param("免去王甲乙同志的聊城市教育局局长职务", "", ("王甲乙",), "聊城市教育局", "局长", "", "removed"),
        (
            "王甲、李乙的原聊城市档案局副局长职务自然免除",
            "免去",
            ("王甲", "李乙"),
            "聊城市档案局",
            "副局长",
            "",
            "lapsed",
        ),
    ],
)
def test_entries(
    text: str, section: str, persons: tuple[str, ...], body: str, post: str, note: str, action: str
) -> None:
    found = entry(text, section)
    assert tuple(a.person for a in found) == persons
    assert {(a.body, a.post, a.note, a.action, a.date) for a in found} == {(body, post, note, action, "2019-02-18")}
    assert {a.rule for a in found} == {f"appointment-{action}"}
    assert {(a.start, a.end) for a in found} == {(50, 50 + len(text))}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "王甲乙为聊城市新旧动能转换重大工程推进办公室主任",
        ),
        "王甲乙为聊城市金融工作办公室主任",
        "王甲乙为聊城市人民政府外事办公室主任",
    ],
)
def test_offices_are_not_cut_inside_their_last_word(text: str) -> None:
    (found,) = entry(text, "任命")
    assert found.post == "主任"
    assert found.body == text[4:-2]


@pytest.mark.parametrize(
    "text",
    [
        "试用期一年。",
        "各单位要认真执行",
        "",
        "以上同志任期三年",
    ],
)
def test_what_is_no_entry(text: str) -> None:
    assert read_entry(text, "appointed", BOOK)[0] == ()


def test_a_removal_is_never_read_as_an_appointment() -> None:
    assert read_entry("王甲乙为聊城市财政局副局长", "removed", BOOK)[0] == ()


PAPER = """关于任免王甲乙等职务的通知
聊政任〔2024〕3号

各县（市、区）人民政府：

市人民政府决定，任命：

王甲乙为聊城市财政局副局长（正县级，列赵某之后）；

李丙、张丁戊为聊城市交通运输执法监察支队支

队长；

免去：

赵己庚的聊城市水利局副局长职务；
钱辛的聊城市教育局局长职务。

原聊城市物价局局长、副局长职务自然免除。

聊城市人民政府
2024年3月6日
"""


def test_a_paper_is_cut_into_entries_over_line_and_page_ends() -> None:
    act = paper(PAPER)
    assert act.kind == "appointments"
    assert [(i.section, i.ordinal, i.text.text) for i in act.items] == [
        ("任命", "1", "王甲乙为聊城市财政局副局长（正县级，列赵某之后）"),
        ("任命", "2", "李丙、张丁戊为聊城市交通运输执法监察支队支队长"),
        ("免去", "3", "赵己庚的聊城市水利局副局长职务"),
        ("免去", "4", "钱辛的聊城市教育局局长职务"),
    ]
    for item in act.items:
        start, end = item.text.span()
        assert "".join(PAPER[start:end].split()) == item.text.text


def test_what_names_no_person_is_kept_apart() -> None:
    paragraphs = [Paragraph(Passage.of("任命：")), Paragraph(Passage.of("原聊城市物价局局长职务自然免除。", 10))]
    items, loose = read_personnel(paragraphs, "正文")
    assert items == ()
    assert [p.text for p in loose] == ["任命：", "原聊城市物价局局长职务自然免除。"]


# --- the chronicle -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("市委副书记、市长王甲乙出席会议并讲话。", [("王甲乙", ("市委副书记", "市长"))]),
        ("副市长王甲陪同活动。", [("王甲", ("副市长",))]),
        ("副市长王甲、李乙丙、张丁参加会议。", [("王甲", ("副市长",)), ("李乙丙", ("副市长",)), ("张丁", ("副市长",))]),
        ("市领导王甲乙、李丙丁出席会议。", [("王甲乙", ()), ("李丙丁", ())]),
        ("副省长王甲带领督导组来我市。市政府秘书长李乙丙参加。", [("王甲", ("副省长",)), ("李乙丙", ("市政府秘书长",))]),
        ("市政府秘书长王甲乙以及市财政局负责人参加调研。", [("王甲乙", ("市政府秘书长",))]),
        ("副市长王甲乙，市政协副主席李丙，市政府秘书长张丁戊参加。", [
            ("王甲乙", ("副市长",)), ("李丙", ("市政协副主席",)), ("张丁戊", ("市政府秘书长",)),
        ]),
        ("市长办公会召开，研究重点工作。", []),
        ("局长会议要求，各部门负责人参加。", []),
        ("走访慰问困难党员、退休干部参加活动的代表。", []),
        ("副市长、各局局长参加会议。", []),
    ],
)  # fmt: skip
def test_officials(text: str, named: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(o.person, o.posts) for o in officials(Passage.of(text))] == named


def test_an_official_named_twice_counts_once_and_spans_hold_the_name() -> None:
    text = "市长王甲乙主持会议。\n市长王甲乙讲话。"
    (found,) = officials(Passage.of(text, 7))
    assert text[found.start - 7 : found.end - 7] == "王甲乙"
