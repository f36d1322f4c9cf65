"""A small corpus made by hand, for tests of rdf, store, analyse and view.

Two papers: a city's division of work, two rows of which quote one provincial item (the second row
inherits its merged cell, names nobody and holds markup and quotes), and a gazette with one appointment
and one entry of the chronicle. The persons are invented. Spans are real: ``texts`` holds the sources.
"""

from __future__ import annotations

from policykg.model import (
    Appointment,
    ChronicleEvent,
    Citation,
    Issue,
    Official,
    Place,
    PlaceMention,
    ProjectMention,
    Quantity,
    Source,
)
from policykg.records import (
    Agency,
    Assignment,
    Attestation,
    CitedDocument,
    Corpus,
    DocumentInfo,
    Record,
    Upstream,
)

PLAN = Source("plan.txt", "a" * 64)
ANNEX = Source("annex.txt", "b" * 64)
GAZETTE = Source("gazette.txt", "c" * 64)

PLAN_TEXT = """聊城市人民政府关于印发《示例行动方案》的通知
聊政字〔2023〕12号
根据《山东省示例行动计划》（鲁政发〔2022〕17号），制定本方案。
5\t建设充电设施。（省发展改革委牵头，省财政厅配合）\t到2025年，全市充电桩保有量达到1.5万个以上，建成聊城机场充电站。\t市发展改\n革委\t市财政局、各县（市、区）人民政府
S\t\t说明<b>"粗体"</b>内容。
"""
GAZETTE_TEXT = """聊城市人民政府公报
任命甲某为市财政局副局长（试用期一年）。
3月5日 市长乙某到东昌府区调研。
"""


def _at(text: str, words: str, nth: int = 1) -> tuple[int, int]:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start, start + len(words)


COUNTRY = Place("000000", "中华人民共和国", "中国", "country", "")
SHANDONG = Place("370000", "山东省", "山东", "province", "000000")
LIAOCHENG = Place("371500", "聊城市", "聊城", "city", "370000")
DONGCHANGFU = Place("371502", "东昌府区", "东昌府", "county", "371500")

CITY_GOVERNMENT = Agency("371500.人民政府", "市政府", "聊城市人民政府", "agency", "371500", "")
REFORM = Agency(
    "371500.发展改革委", "市发展改革委", "聊城市发展改革委", "agency", "371500", "发展改革", (), "371500.人民政府"
)
FINANCE = Agency("371500.财政局", "市财政局", "聊城市财政局", "agency", "371500", "财政", (), "371500.人民政府")
DISTRICT = Agency("371502.人民政府", "区政府", "东昌府区人民政府", "agency", "371502", "")
COUNTIES = Agency(
    "371500.各县市区人民政府",
    "各县（市、区）人民政府",
    "聊城市各县（市、区）人民政府",
    "group",
    "371500",
    "",
    ("371502.人民政府",),
)
PROVINCIAL_REFORM = Agency("370000.发展改革委", "省发展改革委", "山东省发展改革委", "agency", "370000", "发展改革")
PROVINCIAL_FINANCE = Agency("370000.财政厅", "省财政厅", "山东省财政厅", "agency", "370000", "财政")

UPPER_TEXT = "建设充电设施。"
ROW_TEXT = "到2025年，全市充电桩保有量达到1.5万个以上，建成聊城机场充电站。"
MARKUP_TEXT = '说明<b>"粗体"</b>内容。'


def _assignment(agency: Agency, words: str, role: str, score: float = 0.95, repair: str = "") -> Assignment:
    start, end = _at(PLAN_TEXT, words)
    return Assignment(agency, "".join(words.split()), role, start, end, "column", score, repair)  # type: ignore[arg-type]


def _upstream(inherited: bool) -> Upstream:
    start, end = _at(PLAN_TEXT, UPPER_TEXT)
    roles = (
        _assignment(PROVINCIAL_REFORM, "省发展改革委", "leads"),
        _assignment(PROVINCIAL_FINANCE, "省财政厅", "assists"),
    )
    return Upstream("鲁政发-2022-17.5", "鲁政发-2022-17", "5", UPPER_TEXT, start, end, roles, "quoted", 1.0, inherited)


_CITE = _at(PLAN_TEXT, "《山东省示例行动计划》（鲁政发〔2022〕17号）")
CITED = CitedDocument(
    "鲁政发-2022-17",
    "鲁政发〔2022〕17号",
    "山东省示例行动计划",
    Citation(
        "鲁政发〔2022〕17号", "山东省示例行动计划", "based_on", PLAN_TEXT[slice(*_CITE)], *_CITE, "title-number", 0.95
    ),
    "山东省人民政府",
)

_QUOTE = _at(PLAN_TEXT, "充电桩保有量达到1.5万个")
TARGET = Quantity(
    "target",
    "text",
    "充电桩保有量",
    ">=",
    15000.0,
    None,
    "个",
    "2025",
    None,
    None,
    "level",
    PLAN_TEXT[slice(*_QUOTE)],
    *_QUOTE,
)
_AIRPORT = _at(PLAN_TEXT, "聊城机场")
_ROW = _at(PLAN_TEXT, ROW_TEXT)
_MARKUP = _at(PLAN_TEXT, MARKUP_TEXT)
_MISREAD = (PLAN_TEXT.index("S\t\t"), PLAN_TEXT.index("S\t\t") + 1)

ROW = Record(
    key="聊政字-2023-12.附件1.5",
    kind="row",
    document="聊政字-2023-12",
    source=PLAN,
    attested_by=(Attestation(ANNEX, 7, 7 + len(ROW_TEXT), ""),),
    part="附件1",
    section="一、基础设施",
    ordinal="5",
    printed_ordinal="5",
    title="",
    text=ROW_TEXT,
    start=_ROW[0],
    end=_ROW[1],
    deadline="2025-12-31",
    roles=(
        _assignment(REFORM, "市发展改\n革委", "leads", 0.9, "市发展改革委"),
        _assignment(FINANCE, "市财政局", "assists"),
        _assignment(COUNTIES, "各县（市、区）人民政府", "responsible"),
    ),
    upstream=_upstream(False),
    quantities=(TARGET,),
    places=(PlaceMention("371500", "聊城市", "聊城", _AIRPORT[0], _AIRPORT[0] + 2, "place-name"),),
    projects=(ProjectMention("聊城机场", *_AIRPORT, "project-name"),),
    cites=(),
    fields=(("进展情况", "=已开工"), ('备注"<i>"', "无")),
)
MARKUP = Record(
    key="聊政字-2023-12.附件1.5-2",
    kind="row",
    document="聊政字-2023-12",
    source=PLAN,
    attested_by=(),
    part="附件1",
    section="一、基础设施",
    ordinal="5",
    printed_ordinal="S",
    title='<b>"粗体"</b>',
    text=MARKUP_TEXT,
    start=_MARKUP[0],
    end=_MARKUP[1],
    deadline="",
    upstream=_upstream(True),
    issues=(Issue("plan.txt", 6, "ordinal-misread", *_MISREAD, ("S", "5")),),
    absence="NotAssigned",
)
_ACT = _at(GAZETTE_TEXT, "任命甲某为市财政局副局长（试用期一年）")
APPOINTMENT = Record(
    key="聊城市人民政府公报-2019-2.任免.1",
    kind="appointment",
    document="聊城市人民政府公报-2019-2",
    source=GAZETTE,
    attested_by=(),
    part="任免",
    section="",
    ordinal="1",
    printed_ordinal="",
    title="",
    text=GAZETTE_TEXT[slice(*_ACT)],
    start=_ACT[0],
    end=_ACT[1],
    deadline="",
    appointment=Appointment(
        "甲某", "副局长", "市财政局", "appointed", "2019-01-31", "试用期一年", *_ACT, "appointment", "371500.财政局"
    ),
)
_ENTRY = _at(GAZETTE_TEXT, "3月5日 市长乙某到东昌府区调研。")
_DISTRICT = _at(GAZETTE_TEXT, "东昌府区")
EVENT = Record(
    key="聊城市人民政府公报-2019-2.大事记.1",
    kind="event",
    document="聊城市人民政府公报-2019-2",
    source=GAZETTE,
    attested_by=(),
    part="大事记",
    section="",
    ordinal="1",
    printed_ordinal="",
    title="",
    text="市长乙某到东昌府区调研。",
    start=_ENTRY[0],
    end=_ENTRY[1],
    deadline="",
    places=(PlaceMention("371502", "东昌府区", "东昌府区", *_DISTRICT, "place-name", 0.95),),
    event=ChronicleEvent("2019-03-05", "2019-03-05", (Official("乙某", ("市长",), *_at(GAZETTE_TEXT, "乙某")),)),
)
PLAN_INFO = DocumentInfo(
    key="聊政字-2023-12",
    kind="act",
    number="聊政字〔2023〕12号",
    title="聊城市人民政府关于印发《示例行动方案》的通知",
    issuer="聊城市人民政府",
    issuer_key="371500.人民政府",
    level="city",
    jurisdiction="371500",
    date="2023-02-28",
    sources=(PLAN, ANNEX),
    cites=(CITED,),
)
GAZETTE_INFO = DocumentInfo(
    key="聊城市人民政府公报-2019-2",
    kind="gazette",
    number="",
    title="聊城市人民政府公报2019年第2期",
    issuer="聊城市人民政府",
    issuer_key="371500.人民政府",
    level="city",
    jurisdiction="371500",
    date="2019-04",
    sources=(GAZETTE,),
)
CORPUS = Corpus(
    documents=(GAZETTE_INFO, PLAN_INFO),
    records=(APPOINTMENT, EVENT, ROW, MARKUP),
    agencies=(
        PROVINCIAL_REFORM,
        PROVINCIAL_FINANCE,
        CITY_GOVERNMENT,
        REFORM,
        COUNTIES,
        FINANCE,
        DISTRICT,
    ),
    places=(COUNTRY, SHANDONG, LIAOCHENG, DONGCHANGFU),
    texts=((PLAN, PLAN_TEXT), (ANNEX, "附件1 节选\n" + ROW_TEXT), (GAZETTE, GAZETTE_TEXT)),
)
