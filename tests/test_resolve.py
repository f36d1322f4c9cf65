"""Resolving: which body of which place is meant; what print damaged is mended by rule, or left visibly alone."""

from __future__ import annotations

import pytest

from policykg.lexicon import load_lexicon
from policykg.model import Place, RoleMention
from policykg.names import NameBook
from policykg.records import Agency, Assignment
from policykg.resolve.agencies import AgencyResolver, canonical_stem, slug
from policykg.resolve.places import ancestors, find_home, find_place, level_place, nearness, upper_home
from policykg.resolve.repair import confusable, mend, mend_place

LEXICON = load_lexicon()
BOOK = NameBook(LEXICON)
PLACES = LEXICON.places

LIAOCHENG, HEZE, LICHENG, LINQING = "371500", "371700", "370112", "371581"


def resolver(code: str = LIAOCHENG) -> AgencyResolver:
    return AgencyResolver(BOOK, PLACES[code] if code else None, "a.txt")


def mentions(*names: str) -> list[RoleMention]:
    return [RoleMention(n, "leads", i, i + 1, "test", 0.95) for i, n in enumerate(names)]


def body(name: str, home: str = LIAOCHENG) -> Agency:
    (assigned,), _ = resolver(home).assign(mentions(name))
    return assigned.agency


def assign(*names: str, home: str = LIAOCHENG) -> tuple[list[Assignment], list[tuple[str, tuple[str, ...]]]]:
    done, issues = resolver(home).assign(mentions(*names))
    return list(done), [(i.code, i.values) for i in issues]


# --- keys, names, labels -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "home", "key", "name", "label"),
    [
        ("市财政局", LIAOCHENG, "371500.财政局", "市财政局", "聊城市财政局"),
        ("市财政局", HEZE, "371700.财政局", "市财政局", "菏泽市财政局"),
        ("聊城市财政局", HEZE, "371500.财政局", "市财政局", "聊城市财政局"),
        ("省财政厅", LIAOCHENG, "370000.财政厅", "省财政厅", "山东省财政厅"),
        ("区财政局", LICHENG, "370112.财政局", "区财政局", "历城区财政局"),
        ("市财政局", LICHENG, "370100.财政局", "市财政局", "济南市财政局"),
        # a county-level city: 市 is the city itself
        ("市财政局", LINQING, "371581.财政局", "市财政局", "临清市财政局"),
        ("省财政厅", LINQING, "370000.财政厅", "省财政厅", "山东省财政厅"),
        # a municipality and its district
        ("市财政局", "310000", "310000.财政局", "市财政局", "上海市财政局"),
        ("市财政局", "310115", "310000.财政局", "市财政局", "上海市财政局"),
        ("区财政局", "310115", "310115.财政局", "区财政局", "浦东新区财政局"),
        # autonomous regions, prefectures, banners
        ("自治区财政厅", "150400", "150000.财政厅", "自治区财政厅", "内蒙古自治区财政厅"),
        ("州财政局", "532900", "532900.财政局", "州财政局", "大理白族自治州财政局"),
        ("旗财政局", "150421", "150421.财政局", "旗财政局", "阿鲁科尔沁旗财政局"),
        ("省教育厅", "440300", "440000.教育厅", "省教育厅", "广东省教育厅"),
        # forms of one name
        ("市发改委", LIAOCHENG, "371500.发展改革委", "市发展改革委", "聊城市发展改革委"),
        ("市发展和改革委员会", LIAOCHENG, "371500.发展改革委", "市发展改革委", "聊城市发展改革委"),
        ("市住建局", LIAOCHENG, "371500.住房城乡建设局", "市住房城乡建设局", "聊城市住房城乡建设局"),
        ("市住房和城乡建设局", LIAOCHENG, "371500.住房城乡建设局", "市住房城乡建设局", "聊城市住房城乡建设局"),
    ],
)
def test_agency_is_jurisdiction_and_name(printed: str, home: str, key: str, name: str, label: str) -> None:
    agency = body(printed, home)
    assert (agency.key, agency.name, agency.label, agency.kind) == (key, name, label, "agency")
    assert agency.jurisdiction == key.split(".")[0]


@pytest.mark.parametrize(
    ("printed", "home", "label"),
    [
        ("青岛啤酒集团", "370200", "青岛啤酒集团"),
        ("阳谷华泰公司", LIAOCHENG, "阳谷华泰公司"),
        ("茌平信发集团", LIAOCHENG, "茌平信发集团"),
        ("东阿阿胶公司", LIAOCHENG, "东阿阿胶公司"),
        ("大庆油田公司", "230600", "大庆油田公司"),
        ("山东建筑大学", "370100", "山东建筑大学"),
        ("上海交通大学", "310000", "上海交通大学"),
        ("上海交通大学", "370200", "上海交通大学"),  # of no place of the paper's
        ("大庆师范学院", "230600", "大庆师范学院"),
        ("青岛大学附属医院", "370200", "青岛大学附属医院"),
        ("天津医科大学总医院", "120000", "天津医科大学总医院"),
        # the city's, by its level word or its full name
        ("市水务集团", "370200", "青岛市水务集团"),
        ("青岛市水务集团", "370200", "青岛市水务集团"),
        ("市人民医院", LIAOCHENG, "聊城市人民医院"),
        # a body of state is called by its level
        ("聊城市财政局", LIAOCHENG, "聊城市财政局"),
    ],
)
def test_a_place_that_is_part_of_a_proper_name_stays_as_printed(printed: str, home: str, label: str) -> None:
    assert body(printed, home).label == label


@pytest.mark.parametrize(
    ("forms", "home", "key", "label"),
    [
        (("市中级法院", "市中级人民法院", "市中院"), LIAOCHENG, "371500.中级人民法院", "聊城市中级人民法院"),
        (("省高级法院", "省高级人民法院", "省高院"), LIAOCHENG, "370000.高级人民法院", "山东省高级人民法院"),
        (("市检察院", "市人民检察院", "检察院"), LIAOCHENG, "371500.人民检察院", "聊城市人民检察院"),
        (
            ("行署办公室", "盟行政公署办公室", "盟行署办公室"),
            "152500",
            "152500.行政公署办公室",
            "锡林郭勒盟行政公署办公室",
        ),
    ],
)
def test_short_and_full_form_are_one_body(forms: tuple[str, ...], home: str, key: str, label: str) -> None:
    assert {(b.key, b.label) for b in (body(f, home) for f in forms)} == {(key, label)}


def test_the_same_function_down_the_levels() -> None:
    line = [body("省财政厅", LICHENG), body("市财政局", LICHENG), body("区财政局", LICHENG)]
    assert {a.function for a in line} == {"财政"}
    assert len({a.key for a in line}) == 3


def test_bodies_with_functions_of_their_own_are_not_folded() -> None:
    # 自然资源局 and 自然资源和规划局 carry one function, but are two names
    assert canonical_stem("自然资源和规划", "自然资源", LEXICON) == "自然资源和规划"
    assert body("市自然资源和规划局").key == "371500.自然资源和规划局"
    assert body("市教育体育局").key != body("市教育局").key


@pytest.mark.parametrize(
    ("printed", "key", "label"),
    [
        ("聊城海关", "371500.海关", "聊城海关"),
        ("国网聊城供电公司", "371500.国网供电公司", "国网聊城供电公司"),
        ("中国人民银行聊城市分行", "371500.中国人民银行分行", "中国人民银行聊城市分行"),
    ],
)
def test_bodies_of_the_state_in_a_place(printed: str, key: str, label: str) -> None:
    agency = body(printed)
    assert (agency.key, agency.label, agency.kind) == (key, label, "agency")


def test_a_body_of_another_place_is_not_taken_home() -> None:
    assert body("市生态环境局历城分局", LICHENG).jurisdiction == LICHENG
    assert body("东阿县人民政府").key == "371524.人民政府"
    assert body("东阿县政府").key == "371524.人民政府"
    assert body("江北水城旅游度假区管委会").jurisdiction == LIAOCHENG


def test_without_a_place_nothing_is_guessed() -> None:
    agency = body("市财政局", "")
    assert agency.kind == "unresolved"
    assert agency.key.startswith("000000.")
    assert agency.name == "市财政局"


def test_a_name_outside_the_lexicon_stays_as_printed() -> None:
    (done,), _ = assign("新兴产业集群专班")
    assert done.agency.name == "新兴产业集群专班"


def test_a_name_outside_the_lexicon_stays_visible() -> None:
    (done,), issues = assign("新兴产业集群专班")
    assert (done.agency.kind, done.agency.key) == ("unresolved", "371500.新兴产业集群专班")
    assert issues == [("name-unresolved", ("新兴产业集群专班",))]


def test_one_body_in_one_role_counts_once() -> None:
    done, _ = assign("市发展改革委", "市发改委", "聊城市发展和改革委员会")
    assert [a.printed for a in done] == ["市发展改革委"]


# --- groups --------------------------------------------------------------------------------------


def test_groups_have_their_members_where_they_can_be_known() -> None:
    group = body("各县（市、区）人民政府")
    assert (group.kind, group.key) == ("group", "371500.各县市区人民政府")
    # 东昌府、茌平、阳谷、莘、东阿、冠、高唐、临清: eight divisions in force; 茌平县 became a district in 2019
    assert group.members == tuple(
        f"{code}.人民政府" for code in ("371502", "371503", "371521", "371522", "371524", "371525", "371526", "371581")
    )


@pytest.mark.parametrize("printed", ["各县市区", "各县（市、区）", "各县（市、区）政府", "各县市区人民政府"])
def test_the_places_and_their_governments_are_one_group(printed: str) -> None:
    group = body(printed)
    assert group.key == "371500.各县市区人民政府"
    assert "371524.人民政府" in group.members


def test_groups_of_a_province_are_its_cities() -> None:
    members = body("各市人民政府", "370000").members
    assert len(members) == 16
    assert "371500.人民政府" in members


def test_groups_of_a_municipality_are_its_districts() -> None:
    members = body("各区人民政府", "310000").members
    assert len(members) == 16
    assert "310115.人民政府" in members


@pytest.mark.parametrize("printed", ["市有关部门", "有关部门", "各“九大”产业推进专班牵头部门"])
def test_groups_whose_members_nobody_says_have_none(printed: str) -> None:
    group = body(printed)
    assert (group.kind, group.members, group.jurisdiction) == ("group", (), LIAOCHENG)


def test_a_county_has_no_counties_below() -> None:
    assert body("各镇（街道）人民政府", "371524").members == ()


# --- repairs -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "meant", "home"),
    [
        # 菏政办字〔2023〕56号
        ("省全巷环境厅", "省生态环境厅", HEZE),
        ("市工生健康委", "市卫生健康委", HEZE),
        ("省卫生度康委", "省卫生健康委", HEZE),
        ("国家金融监督管理总局菏泽监督分局", "国家金融监督管理总局菏泽监管分局", HEZE),
        # 聊政字〔2023〕12号
        ("在平区人民政府", "茌平区人民政府", LIAOCHENG),
        ("国家金融监督管理局总局聊城监管分局", "国家金融监督管理总局聊城监管分局", LIAOCHENG),
    ],
)
def test_damaged_names_are_mended_by_rule(printed: str, meant: str, home: str) -> None:
    (done,), issues = assign(printed, home=home)
    assert done.printed == printed
    assert done.repair == meant
    assert done.agency.key == body(meant, home).key
    assert 0.5 < done.score < 0.95
    assert issues == [("name-repaired", (printed, meant))]


@pytest.mark.parametrize(
    "printed",
    [
        "市财政局",
        "市文旅集团",
        "市大数据局",
        "市投资促进局",
        "市公路事业发展中心",
        "市工业行业管理办公室",
        "市孔繁森精神教学基地",
        "九大产业集群专班",
        "市城管局",
        "市水务局",
        "市林业局",
        "市审计局",
        "市体育局",
        "东昌府区人民政府",
        "高新技术产业开发区管委会",
        "聊城大学",
    ],
)
def test_names_that_are_right_are_not_mended(printed: str) -> None:
    (done,), issues = assign(printed)
    assert done.repair == ""
    assert not [i for i in issues if i[0] in ("name-repaired", "name-dropped")]


def test_a_name_with_two_candidates_is_not_mended() -> None:
    assert mend_place("在平区", ["茌平区", "仕平区"], LEXICON) in (None, "茌平区")
    assert mend_place("在平区", ["东昌府区"], LEXICON) is None
    assert mend_place("茌平区", ["茌平区"], LEXICON) is None  # it is right


@pytest.mark.parametrize("home", [HEZE, "320100"])
def test_a_place_of_elsewhere_is_not_what_a_damaged_one_means(home: str) -> None:
    done, issues = assign("在平区人民政府", home=home)
    assert [a.repair for a in done] == [""]
    assert not [i for i in issues if i[0] == "name-repaired"]


@pytest.mark.parametrize(
    ("printed", "meant", "signs"),
    [
        ("省全巷", "省生态", 2),
        ("在平区", "茌平区", 1),
        ("财政", "财政", 0),
        ("财政", "教育", None),
        ("财政局", "财政", None),
    ],
)
def test_confusable_signs(printed: str, meant: str, signs: int | None) -> None:
    assert confusable(printed, meant, LEXICON) == signs


@pytest.mark.parametrize("printed", ["省财政厅", "财政厅", "省有关部门", "各县人民政府"])
def test_only_composed_names_with_a_foreign_stem_are_mended(printed: str) -> None:
    assert mend(printed, BOOK.parse(printed), BOOK) is None


def test_damaged_copies_of_a_body_already_in_the_list_are_dropped_and_said() -> None:
    # 菏政办字〔2023〕56号 prints 省商务厅, 省商者厅, 省商务厅, 省商省多厅, 省商务厅
    done, issues = assign("省商务厅", "省商者厅", "省商省多厅", "省财政厅", home=HEZE)
    assert [a.printed for a in done] == ["省商务厅", "省财政厅"]
    assert issues == [("name-dropped", ("省商者厅", "省商务厅")), ("name-dropped", ("省商省多厅", "省商务厅"))]


@pytest.mark.parametrize("printed", ["省水利厅", "省司法厅", "省民政厅", "省审计厅", "省体育局"])
def test_a_name_beside_another_is_no_copy_of_it(printed: str) -> None:
    done, issues = assign("省商务厅", "省财政厅", printed, home=HEZE)
    assert [a.printed for a in done] == ["省商务厅", "省财政厅", printed]
    assert issues == []


# --- places --------------------------------------------------------------------------------------


def place(code: str) -> Place:
    return PLACES[code]


def test_ancestors_end_with_the_country() -> None:
    assert [p.code for p in ancestors(place("371524"), LEXICON)] == ["371524", "371500", "370000", "100000"]


def test_the_nearest_of_several_places_is_meant() -> None:
    # 鼓楼区 stands in Nanjing, Xuzhou, Fuzhou and Kaifeng
    assert find_place("鼓楼区", place("320100"), LEXICON) == place("320106")
    assert find_place("鼓楼区", place("350100"), LEXICON) == place("350102")
    assert find_place("鼓楼区", None, LEXICON) is None
    assert find_place("没有这个区", place("320100"), LEXICON) is None


def test_nearness() -> None:
    home = place(LIAOCHENG)
    assert [nearness(place(c), home, LEXICON) for c in ("371524", "370000", "371700", "320100")] == [3, 3, 1, 0]
    assert nearness(place("371521"), place("371524"), LEXICON) == 2
    assert nearness(place("371521"), None, LEXICON) == 0


@pytest.mark.parametrize(
    ("level", "home", "code"),
    [
        ("city", LICHENG, "370100"),
        ("province", LICHENG, "370000"),
        ("country", LICHENG, "100000"),
        ("county", LICHENG, LICHENG),
        ("city", LINQING, LINQING),
        ("city", "310115", "310000"),
        ("county", LIAOCHENG, ""),
        ("city", "370000", ""),
    ],
)
def test_level_words_mean_a_place_of_the_papers_line(level: str, home: str, code: str) -> None:
    found = level_place(level, place(home), LEXICON)  # type: ignore[arg-type]
    assert (found.code if found else "") == code


def test_level_words_of_nowhere() -> None:
    assert level_place("city", None, LEXICON) is None
    assert upper_home(place(LICHENG), "", LEXICON) == place(LICHENG)
    assert upper_home(place(LICHENG), "province", LEXICON) == place("370000")


@pytest.mark.parametrize(
    ("issuer", "title", "bodies", "text", "code", "rule"),
    [
        ("聊城市人民政府", "聊城市人民政府关于印发方案的通知", (), "", "371500", "issuer"),
        ("中共聊城市委办公室", "", (), "", "371500", "issuer"),
        ("", "历城区贯彻落实省政策清单任务分工表", (), "", "370112", "title"),
        ("上海市浦东新区人民政府", "", (), "", "310115", "issuer"),
        ("国务院办公厅", "", (), "", "100000", "issuer"),
        (
            "",
            "任务分工清单",
            ("市财政局", "聊城海关", "东阿县人民政府", "中国人民银行聊城市分行"),
            "",
            "371500",
            "bodies",
        ),
        (
            "",
            "任务分工清单",
            ("市财政局",),
            "聊城市要做好工作，东阿县、聊城市都要落实，莘县也要落实。",
            "371500",
            "text",
        ),
        ("", "任务分工清单", ("市财政局",), "各单位要落实。", "", ""),
        ("", "任务分工清单", ("市财政局",), "聊城市要落实，菏泽市要落实。", "", ""),
    ],
)
def test_home_of_a_paper(issuer: str, title: str, bodies: tuple[str, ...], text: str, code: str, rule: str) -> None:
    home = find_home(issuer, title, bodies, text, BOOK)
    assert ((home.place.code if home.place else ""), home.rule) == (code, rule)


def test_slug_keeps_letters_and_digits() -> None:
    assert slug("各县（市、区）人民政府-12 号") == "各县市区人民政府12号"
