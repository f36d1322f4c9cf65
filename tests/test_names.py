"""The grammar of body names: how sure it is of names of all levels and provinces, and what it does not take for one."""

from __future__ import annotations

import pytest

from policykg.lexicon import load_lexicon
from policykg.names import BARE, DAMAGED, GROUP, LISTED, PART, SUFFIX_ONLY, UNKNOWN, NameBook

BOOK = NameBook(load_lexicon())


@pytest.mark.parametrize(
    ("text", "prefix", "level", "function", "suffix"),
    [
        ("市财政局", "市", "city", "财政", "局"),
        ("省财政厅", "省", "province", "财政", "厅"),
        ("区财政局", "区", "county", "财政", "局"),
        ("自治区财政厅", "自治区", "province", "财政", "厅"),
        ("州财政局", "州", "city", "财政", "局"),
        ("旗财政局", "旗", "county", "财政", "局"),
        ("聊城市财政局", "聊城市", "city", "财政", "局"),
        ("东阿县财政局", "东阿县", "county", "财政", "局"),
        ("山东省聊城市财政局", "山东省聊城市", "city", "财政", "局"),
        ("市发展改革委", "市", "city", "发展改革", "委"),
        ("市发改委", "市", "city", "发展改革", "委"),
        ("市发展和改革委员会", "市", "city", "发展改革", "委员会"),
        ("市住房城乡建设局", "市", "city", "住房城乡建设", "局"),
        ("市住建局", "市", "city", "住房城乡建设", "局"),
        ("市人社局", "市", "city", "人力资源社会保障", "局"),
        ("市工信局", "市", "city", "工业和信息化", "局"),
        ("市卫健委", "市", "city", "卫生健康", "委"),
        ("县自然资源和规划局", "县", "county", "自然资源", "局"),
        ("市机关事务管理局", "市", "city", "机关事务", "局"),
    ],
)
def test_composed_names(text: str, prefix: str, level: str, function: str, suffix: str) -> None:
    name = BOOK.parse(text)
    assert name is not None
    assert (name.prefix, name.level, name.function, name.suffix, name.kind) == (
        prefix,
        level,
        function,
        suffix,
        "agency",
    )
    assert name.strength == LISTED


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("聊城海关", "聊城"),
        ("国家金融监督管理总局聊城监管分局", "聊城"),
        ("中国人民银行聊城市分行", "聊城市"),
        ("国网聊城供电公司", "聊城"),
        ("聊城银保监分局", "聊城"),
        ("共青团聊城市委", "聊城市"),
        ("团市委", ""),
        ("市委组织部", ""),
        ("省委编办", ""),
        ("市总工会", ""),
        ("市妇联", ""),
        ("人民银行青岛分行", "青岛"),
    ],
)
def test_bodies_that_composition_cannot_give(text: str, place: str) -> None:
    name = BOOK.parse(text)
    assert name is not None
    assert name.strength >= DAMAGED
    assert name.place == place


@pytest.mark.parametrize(
    "text",
    [
        "聊城市人民政府",
        "市政府",
        "东阿县政府",
        "高唐县委",
        "内蒙古自治区人民政府",
        "大理白族自治州人民政府",
        "恩施土家族苗族自治州人民政府",
        "鄂伦春自治旗人民政府",
        "上海市浦东新区人民政府",
        "大兴安岭地区行政公署",
    ],
)
def test_governments(text: str) -> None:
    name = BOOK.parse(text)
    assert name is not None
    assert name.kind in ("government", "agency")
    assert name.strength == LISTED


@pytest.mark.parametrize(
    "text",
    [
        "各县（市、区）人民政府",
        "各县区人民政府(管委会)",
        "市有关部门",
        "省 有关部门",
        "有关部门",
        "市直有关部门",
        "各相关责任单位",
        "各“九大”产业推进专班牵头部门",
        "各街道办事处",
        "市属开发区管委会",
        "各市、县（市、区）政府",
    ],
)
def test_groups(text: str) -> None:
    name = BOOK.parse(text)
    assert name is not None
    assert (name.kind, name.strength) == ("group", GROUP)


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("财政局", BARE),
        ("市生态环境局历城分局", PART),
        ("市公安局交警支队", LISTED),
        ("市公安局交警支队某某大队", PART),
        ("市盛锦集团", UNKNOWN),
        ("新兴产业集群专班", SUFFIX_ONLY),
        ("国家金融监督管理总局菏泽监督分局", DAMAGED),  # 菏政办字〔2023〕56号
    ],
)
def test_grades(text: str, strength: float) -> None:
    name = BOOK.parse(text)
    assert name is not None
    assert name.strength == strength


@pytest.mark.parametrize(
    "text",
    [
        "",
        "市",
        "到2025年年底",
        "2023年12月31日前",
        "力争新增5家",
        "加快建设，推进",
        "高质量发展",
        "各负其责",
        "各司其职",
        "各方面",
        "的财政局",
        "和财政局",
        "80%以上",
        "一个很长的句子说的是市财政局要会同有关的部门把这件事情认真地办好并且报告给市人民政府",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert BOOK.parse(text) is None


@pytest.mark.parametrize("text", ["支持企业", "加强部门", "推动银行", "技术企业", "创新平台", "负责单位"])
def test_phrases_are_never_sure(text: str) -> None:
    name = BOOK.parse(text)
    assert name is None or name.strength < BARE


@pytest.mark.parametrize(
    "text",
    [
        "市财政局会同市科技局",
        "市公安局联合市司法局",
        "聊城海关中国人民银行聊城市分行",
    ],
)
def test_two_bodies_are_not_one(text: str) -> None:
    name = BOOK.parse(text)
    assert name is None or name.strength < BARE


@pytest.mark.parametrize("text", ["市财政局市教育局", "市财政局和市教育局", "市财政局省教育厅"])
def test_two_bodies_side_by_side_are_not_one(text: str) -> None:
    name = BOOK.parse(text)
    assert name is None or name.strength < BARE


def test_width_blanks_and_brackets_do_not_matter() -> None:
    assert BOOK.parse("市 财\n政 局") == BOOK.parse("市财政局")
    for text in ("区委组织部（区人才局）", "市发展改革委(市能源局)"):
        name = BOOK.parse(text)
        assert name is not None and name.strength == LISTED


def test_reading_twice_gives_the_same_value() -> None:
    assert BOOK.parse("市财政局") is BOOK.parse("市财政局")
    assert NameBook(load_lexicon()).parse("市财政局") == BOOK.parse("市财政局")
