"""Assignment clauses and lists of bodies: labels, verbs, joins, marks, damage, and what is no body."""

from __future__ import annotations

import pytest

from policykg.bodylists import cut_list, read_names, split_names
from policykg.clauses import read_clause
from policykg.elisions import restore
from policykg.extract.leading import first_leads, rest_assists
from policykg.extract.roles import find_roles
from policykg.extract.running import find_duty_list, find_running_roles
from policykg.lexicon import load_lexicon
from policykg.model import Item, Passage
from policykg.names import NameBook
from policykg.segment.brackets import find_clauses, read_line

BOOK = NameBook(load_lexicon())


def read(text: str, default: str | None = None) -> str:
    """Return who does what as 'l:市财政局 a:市教育局' (leads, assists, responsible)."""
    clause = read_clause(Passage.of(text), BOOK, default=default)  # type: ignore[arg-type]
    return " ".join(f"{m.role[0]}:{m.printed}" for m in clause.mentions)


def names(text: str) -> list[str]:
    return [p.text for p, _ in split_names(Passage.of(text), BOOK)]


# --- labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # the five papers
        ("牵头单位：市科技局；配合单位：市工业和信息化局、市财政局", "l:市科技局 a:市工业和信息化局 a:市财政局"),
        ("牵头单位:市科技局;配合单位:市财政局", "l:市科技局 a:市财政局"),
        # other provinces' words
        ("责任单位：市教育局、市财政局", "r:市教育局 r:市财政局"),
        ("主责单位：市教育局 配合单位：市财政局", "l:市教育局 a:市财政局"),
        ("主办：市教育局；协办：市财政局、市公安局", "l:市教育局 a:市财政局 a:市公安局"),
        ("牵头部门：省教育厅，参与部门：省财政厅、省科技厅", "l:省教育厅 a:省财政厅 a:省科技厅"),
        ("牵头责任单位：县教育局。配合责任单位：县财政局。", "l:县教育局 a:县财政局"),
        ("【牵头单位】市教育局【配合单位】市财政局", "l:市教育局 a:市财政局"),
        ("第一责任单位：市教育局；责任单位：市财政局", "l:市教育局 r:市财政局"),
        ("市级牵头单位：市教育局；市级配合单位：市财政局", "l:市教育局 a:市财政局"),
        # words run together, blanks inside
        ("牵头单位市教育局配合单位市财政局", "l:市教育局 a:市财政局"),
        ("牵 头 单 位 ： 市教育局  配 合 单 位 ： 市财政局", "l:市教育局 a:市财政局"),
        ("牵头单位：市教\n育局；配合单位：市 财 政 局", "l:市教育局 a:市财政局"),
        # labels that take text out of the list
        ("牵头单位：市教育局；责任人：张某某；配合单位：市财政局；联系电话：12345", "l:市教育局 a:市财政局"),
        ("责任单位：市教育局；完成时限：2024年12月底", "r:市教育局"),
        ("责任单位：市教育局；督办单位：市政府督查室", "r:市教育局"),
        ("牵头单位：市教育局（责任人：张某）；配合单位：市财政局（联系人：李某）", "l:市教育局 a:市财政局"),
    ],
)
def test_labels(text: str, said: str) -> None:
    assert read(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("率头单位：市教育局；配台单位：市财政局", "l:市教育局 a:市财政局"),
        ("率头单位：市教育局；配合单位：市财政局", "l:市教育局 a:市财政局"),
        ("牵头单位：市教育局；配合单垃：市财政局", "l:市教育局 a:市财政局"),
    ],
)
def test_damaged_labels(text: str, said: str) -> None:
    assert read(text) == said


def test_words_for_a_label_inside_a_name_are_no_label() -> None:
    # 聊办发〔2019〕3号
    assert (
        read("市财政局牵头，市税务局、各“九大”产业推进专班牵头部门配合")
        == "l:市财政局 a:市税务局 a:各“九大”产业推进专班牵头部门"
    )
    assert (
        read("市工业和信息化局、各“九大”产业推进专班牵头部门牵头，市发展改革委配合")
        == "l:市工业和信息化局 l:各“九大”产业推进专班牵头部门 a:市发展改革委"
    )


# --- verbs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市财政局牵头，市科技局、市税务局配合", "l:市财政局 a:市科技局 a:市税务局"),
        ("市财政局牵头", "l:市财政局"),
        ("市财政局、市科技局牵头、市税务局配合", "l:市财政局 l:市科技局 a:市税务局"),
        ("市财政局、市科技局负责实施", "r:市财政局 r:市科技局"),
        ("市财政局、市科技局按职责分工负责", "r:市财政局 r:市科技局"),
        ("市财政局牵头，市科技局、市税务局按职责分工负责", "l:市财政局 r:市科技局 r:市税务局"),
        ("市政府办公室、市发展改革委按工作职责分别落实", "r:市政府办公室 r:市发展改革委"),
        (
            "市发展改革委，东昌府区人民政府、江北水城旅游度假区管委会负责实施",
            "r:市发展改革委 r:东昌府区人民政府 r:江北水城旅游度假区管委会",
        ),
        ("由市财政局牵头，市科技局协助", "l:市财政局 a:市科技局"),
        ("市财政局总牵头，市科技局、市税务局等部门参与", "l:市财政局 a:市科技局 a:市税务局"),
        ("市财政局主办，市科技局协办", "l:市财政局 a:市科技局"),
        ("市财政局为牵头单位，市科技局为责任单位", "l:市财政局 r:市科技局"),
        ("市财政局负责，2024年底前完成", "r:市财政局"),
        ("各县（市、区）人民政府落实", "r:各县（市、区）人民政府"),
        ("市财政局牵头、市保险协会配合", "l:市财政局 a:市保险协会"),
    ],
)
def test_verbs(text: str, said: str) -> None:
    assert read(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # 菏政办字〔2023〕56号: 率头, 单兴, 配合力
        ("市文化和旅游局、市财政局率头,市有关部门配合", "l:市文化和旅游局 l:市财政局 a:市有关部门"),
        ("省民政厅、省发展改革委单兴", "l:省民政厅 l:省发展改革委"),
        ("省财政厅牵头,省人力资源社会保障厅配合力", "l:省财政厅 a:省人力资源社会保障厅"),
        ("省发展改革委牵头,省 有关部门配合", "l:省发展改革委 a:省有关部门"),
        (
            "省财政厅、省发展改革 委牵头,省自然资源厅、 省工业和信息化厅配合",
            "l:省财政厅 l:省发展改革委 a:省自然资源厅 a:省工业和信息化厅",
        ),
    ],
)
def test_damaged_verbs_and_blanks(text: str, said: str) -> None:
    assert read(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("市财政局会同市科技局、市税务局负责", "r:市财政局 r:市科技局 r:市税务局"),
        ("省财政厅会同省科技厅、省税务局负责", "r:省财政厅 r:省科技厅 r:省税务局"),
        ("市财政局牵头，会同市科技局、市税务局负责", "l:市财政局 a:市科技局 a:市税务局"),
        pytest.param("市财政局牵头会同市科技局", "l:市财政局 a:市科技局"),
        pytest.param("市财政局商市科技局负责", "r:市财政局 r:市科技局"),
    ],
)
def test_joins(text: str, said: str) -> None:
    assert read(text) == said


def test_a_join_inside_a_name_is_none() -> None:
    assert read("市商务局、市工商联合会负责") == "r:市商务局 r:市工商联合会"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市财政局（牵头）、市科技局、市税务局", "l:市财政局 r:市科技局 r:市税务局"),
        ("市财政局（牵头）、市科技局（配合）", "l:市财政局 a:市科技局"),
        ("市财政局（主责），市科技局〔参与〕", "l:市财政局 a:市科技局"),
        ("市财政局（牵头） 市科技局（配合）", "l:市财政局 a:市科技局"),
    ],
)
def test_names_marked_in_brackets(text: str, said: str) -> None:
    assert read(text, "responsible") == said


def test_a_bracket_behind_a_name_belongs_to_it() -> None:
    assert read("责任单位：区委组织部（区人才局）、市孔繁森精神教学基地(孔繁森同志纪念馆)") == (
        "r:区委组织部（区人才局） r:市孔繁森精神教学基地(孔繁森同志纪念馆)"
    )


def test_time_words_are_the_deadline_not_a_body() -> None:
    clause = read_clause(Passage.of("市财政局牵头，2025年12月底前完成"), BOOK)
    assert [m.printed for m in clause.mentions] == ["市财政局"]
    assert clause.deadline == "2025年12月底前完成"
    assert read_clause(Passage.of("责任单位：市财政局；完成时限：长期坚持"), BOOK).deadline == "长期坚持"


def test_names_that_nothing_governs_stay_undecided_unless_a_default_is_given() -> None:
    clause = read_clause(Passage.of("市财政局、市教育局"), BOOK)
    assert clause.mentions == ()
    assert [p.text for p in clause.undecided] == ["市财政局", "市教育局"]
    assert read("市财政局、市教育局", "assists") == "a:市财政局 a:市教育局"


def test_spans_hold_the_printed_name() -> None:
    text = "牵头单位：市 财\n政局；配合单位：各县（市、区）人民政府"
    for mention in read_clause(Passage.of(text, 100), BOOK).mentions:
        printed = text[mention.start - 100 : mention.end - 100]
        assert "".join(printed.split()) == mention.printed


# --- who is first --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "leads", "assists"),
    [
        ("注：责任单位列第一位的为牵头单位。", True, False),
        ("排在首位的单位为牵头单位，其他为配合单位。", True, True),
        ("各项任务排名第一的单位为牵头单位。", True, False),
        pytest.param("首批示范项目为企业牵头实施的项目。", False, False),
        ("第一产业增加值是考核重点，由各县牵头。", False, False),
        pytest.param("各项任务排名第一的责任单位牵头。", True, False),
        ("第一责任单位为牵头单位，其余单位配合", True, True),
        ("列第一位的为\n牵头单位", True, False),
        ("坚持把教育放在第一位，牵头单位要负起责任。", False, False),
        ("首先由牵头单位提出意见。", False, False),
    ],
)
def test_a_paper_says_that_the_first_leads(text: str, leads: bool, assists: bool) -> None:
    assert first_leads(text) is leads
    assert rest_assists(text) is assists


# --- lists ---------------------------------------------------------------------------------------


def tokens(text: str) -> list[str]:
    return [t.text for t in cut_list(Passage.of(text), BOOK)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("市财政局、市教育局，市公安局；市司法局", ["市财政局", "市教育局", "市公安局", "市司法局"]),
        ("市财政局/市教育局", ["市财政局", "市教育局"]),
        ("各县（市、区）人民政府、市属开发区管委会", ["各县（市、区）人民政府", "市属开发区管委会"]),
        ("各旗、县、区人民政府、市财政局", ["各旗、县、区人民政府", "市财政局"]),
        ("各县（市）、区人民政府", ["各县（市）、区人民政府"]),
        ("市教育局（市体育局、市语委）、市财政局", ["市教育局（市体育局、市语委）", "市财政局"]),
        ("“三农、四新”工作专班、市财政局", ["“三农、四新”工作专班", "市财政局"]),
        ("冠县及莘县人民政府", ["冠县", "莘县人民政府"]),
    ],
)
def test_lists_are_cut_at_marks_outside_brackets(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("市财政局 市教育局", ["市财政局", "市教育局"]),
        ("市财政局市教育局", ["市财政局", "市教育局"]),
        ("市 财 政 局", ["市财政局"]),
        ("市财政局 市发展改 革委 市科技局", ["市财政局", "市发展改革委", "市科技局"]),
        ("国家金融监督管理局 总局聊城监管分局 市财政局", ["国家金融监督管理局总局聊城监管分局", "市财政局"]),
        ("高新技术产业开发 区管委会", ["高新技术产业开发区管委会"]),
        pytest.param("聊城海关 中国人民银行聊城市分行", ["聊城海关", "中国人民银行聊城市分行"]),
        ("市财政局", ["市财政局"]),
    ],
)
def test_runs_are_cut_where_names_are_surest(text: str, cut: list[str]) -> None:
    assert names(text) == cut


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("市财政局和市教育局", ["市财政局", "市教育局"]),
        ("市工业和信息化局", ["市工业和信息化局"]),
        ("市文化和旅游局和市财政局", ["市文化和旅游局", "市财政局"]),
        ("市财政局等部门", ["市财政局"]),
        ("市财政局等有关部门", ["市财政局", "有关部门"]),
        ("市自然资源和规划局等", ["市自然资源和规划局"]),
        ("东昌府区", ["东昌府区"]),
    ],
)
def test_names_of_one_token(text: str, read_as: list[str]) -> None:
    assert [p.text for p, _ in read_names(Passage.of(text), BOOK)] == read_as


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("锦江区、武侯区、青羊区人民政府", ["锦江区人民政府", "武侯区人民政府"]),
        ("冠县、莘县政府", ["冠县政府"]),
        ("市财政局、东阿县", ["东阿县人民政府"]),
        ("市财政局、市教育局", []),
    ],
)
def test_places_of_an_enumeration_mean_their_administration(text: str, meant: list[str]) -> None:
    restored = restore(cut_list(Passage.of(text), BOOK), BOOK)
    assert [restored[k] for k in sorted(restored)] == meant


def test_restored_places_keep_their_print() -> None:
    clause = read_clause(Passage.of("锦江区、武侯区人民政府负责"), BOOK)
    assert [(m.printed, m.meant, m.role) for m in clause.mentions] == [
        ("锦江区", "锦江区人民政府", "responsible"),
        ("武侯区人民政府", "", "responsible"),
    ]


# --- brackets ------------------------------------------------------------------------------------


def found(text: str) -> list[str]:
    return [
        " ".join(f"{m.role[0]}:{m.printed}" for m in f.clause.mentions) for f in find_clauses(Passage.of(text), BOOK)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("加快建设。（市财政局牵头）", ["l:市财政局"]),
        ("加快建设。〔市财政局牵头）", ["l:市财政局"]),
        ("加快建设。[责任单位：市财政局]。", ["r:市财政局"]),
        ("加快建设。（市财政局、市教育局）", ["r:市财政局 r:市教育局"]),
        ("加快建设。（市财政局牵头）做好服务。（市教育局负责）", ["l:市财政局", "r:市教育局"]),
        ("加快建设。责任单位：市财政局、市教育局", ["r:市财政局 r:市教育局"]),
        ("加快建设。由市财政局牵头，市教育局配合。", ["l:市财政局 a:市教育局"]),
        ("加快建设（一期）。（市财政局负责实施）", ["r:市财政局"]),
    ],
)
def test_brackets_that_assign(text: str, said: list[str]) -> None:
    assert found(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "支持企业（含个体工商户）牵头建设。",
        "给予补助（由省级财政负担）。",
        "对首台（套）产品给予奖励，由企业牵头实施的项目（不超过3个）优先。",
        "建立重点项目（市级）、储备项目（县级）库。",
        "市财政局（以下简称财政局）要加强管理。",
        "本方案由市财政局负责解释。",
        "发挥财政（金融）作用，推动落实（见附件）。",
        "实施企业（牵头企业为3家）联合攻关。",
    ],
)
def test_brackets_that_assign_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("责任单位：市财政局、市教育局", "r:市财政局 r:市教育局"),
        ("  牵头单位：市财政局   配合单位：市教育局", "l:市财政局 a:市教育局"),
        ("【责任单位】市财政局", "r:市财政局"),
    ],
)
def test_lines_that_assign(text: str, said: str) -> None:
    clause = read_line(Passage.of(text), BOOK)
    assert clause is not None
    assert " ".join(f"{m.role[0]}:{m.printed}" for m in clause.mentions) == said


@pytest.mark.parametrize(
    "text", ["责任单位要加强领导。各级要落实。", "牵头单位和配合单位要密切协作", "各责任单位：", "责任单位：企业、个人"]
)
def test_lines_that_assign_nothing(text: str) -> None:
    assert read_line(Passage.of(text), BOOK) is None


# --- running text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("由省农业农村厅牵头，会同省林业局制定方案。", ["l:省农业农村厅", "a:省林业局"]),
        ("市财政局、市教育局负责制定办法。", ["r:市财政局", "r:市教育局"]),
        ("支持企业牵头建设平台，鼓励高校配合。", []),
        ("各单位要积极配合，做好工作。", []),
        ("本方案由市财政局负责解释。", []),
        ("市财政局要发挥作用，会同市教育局落实。", []),
    ],
)
def test_running_text(text: str, said: list[str]) -> None:
    assert [f"{m.role[0]}:{m.printed}" for m in find_running_roles(Passage.of(text), BOOK)] == said


def test_duty_list() -> None:
    assert [m.printed for m in find_duty_list(Passage.of("市公安局、市司法局：负责查处违法行为。"), BOOK)] == [
        "市公安局",
        "市司法局",
    ]
    assert find_duty_list(Passage.of("主要目标：到2025年，全部完成。"), BOOK) == ()


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("市财政局负责，市审计局监督", ["市审计局监督"]),
        ("市委组织部牵头，市人力资源社会保障局配合，市统计局提供数据", ["市统计局提供数据"]),
        ("市财政局牵头，统筹推进，市教育局配合", []),
        ("市财政局牵头，各有关部门按职责分工负责", []),
    ],
)
def test_a_body_whose_verb_gives_no_role_is_told(clause: str, told: list[str]) -> None:
    text = Passage.of(f"加强资金管理。（{clause}）")
    item = Item("task", "正文", "", "一", "一", ("一",), text[:0], text, clauses=(text[8:-1],))
    _, _, issues = find_roles(item, BOOK)
    assert [(i.code, i.values[0]) for i in issues] == [("clause-undecided", t) for t in told]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市水务局牵头 市财政局 各区政府配合", "l:市水务局 a:市财政局 a:各区政府"),
        ("市水务局牵头市财政局配合", "l:市水务局 a:市财政局"),
        ("市水务局牵头，汕头海关及各区（县）政府协同推进", "l:市水务局 a:汕头海关 a:各区（县）政府"),
        ("市教育局牵头，各区政府及佛山职业技术学院配合", "l:市教育局 a:各区政府 a:佛山职业技术学院"),
        ("各县（市、区）党委、政府牵头", "l:各县（市、区）党委、政府"),
        ("各县（市、区）党委和政府牵头", "l:各县（市、区）党委和政府"),
    ],
)
def test_bodies_side_by_side_are_parted(text: str, said: str) -> None:
    found = read_clause(Passage.of(text), BOOK).mentions
    assert " ".join(f"{m.role[0]}:{m.printed}" for m in found) == said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("建好海岛。（大陈镇）", ["大陈镇"]),
        ("建好海岛（见附件）。", []),
        ("由有关部门（市财政局、市教育局）研究。", []),
        ("发放补贴（市财政局、专项资金）。", ["市财政局、专项资金"]),
    ],
)
def test_a_bracket_that_may_name_bodies_is_reported(text: str, told: list[str]) -> None:
    item = Item("task", "正文", "", "1", "1", ("1",), Passage("", ()), Passage.of(text))
    mentions, _, issues = find_roles(item, BOOK)
    assert [(i.code, i.values[0]) for i in issues] == [("clause-undecided", t) for t in told]
    assert mentions == ()
