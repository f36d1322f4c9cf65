"""Quantities: what papers say, read by eye, against what the rules find; properties over made sentences."""

from __future__ import annotations

import csv
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykg.extract.dates import find_dates, find_frequencies
from policykg.extract.quantities import find_quantities
from policykg.extract.quantities_past import reports
from policykg.extract.quantities_text import fold, prepare
from policykg.extract.quantities_units import base_value
from policykg.model import Quantity

UNITS = Path(__file__).parents[1] / "data" / "lexicon" / "units.csv"


def brief(text: str, date: str = "") -> list[str]:
    """Write each quantity as 't>=1000家@2025'."""
    return [_brief(q) for q in find_quantities(text, "text", date)]


def _brief(q: Quantity) -> str:
    value = f"{q.value:g}" if q.value < 1e6 else f"{q.value:.0f}"
    top = f"..{q.value_max:g}" if q.value_max is not None else ""
    return f"{q.kind[0]}{q.comparator}{value}{top}{q.unit}" + (f"@{q.deadline}" if q.deadline else "")


# Sentences of the five papers of the corpus; the expected values were read from the papers.
PAPERS = [
    # 聊政字〔2023〕12号
    ("到 2025 年年底,全市高新技术企业达到 1000 家,科技型中小企业入库达到 1200 家。", ["t=1000家@2025-12-31", "t=1200家@2025-12-31"]),
    ("争取省财政给予的最高 1000 万元扶持。", ["t<=10000000元"]),
    ("力争到2025年,“两高”企业能效水平全部达到基准线,达到标杆水平的产能超过30%。", ["t>=30%@2025"]),
    ("积极推进黄河干流及主要支流岸线1公里范围内高耗水、高污染企业搬迁入园", []),
    ("流域面积在200—3000平方公里范围内的中小河流治理", []),
    ("到2025年,累计建成5G基站1.3万个。", ["t=13000个@2025"]),
    ("到 2023 年年底，规模以上农产品加工企业营业收入突破“千亿大关”；到 2025 年，突破 1300 亿元、力争突破 1500 亿元", ["t>=100000000000@2023-12-31", "t>=130000000000元@2025", "t>=150000000000元@2025"]),
    ("争取中央和省财政衔接资金投入4个乡村振兴重点帮扶县,额度不低于4亿元", ["t>=400000000元"]),
    ("积极推动省级美丽乡村示范村建设,2023年完成建设38个、2024年完成建设39个,到2025年,全市省市县三级美丽乡村覆盖率不低于30%。", ["t=38个@2023", "t=39个@2024", "t>=30%@2025"]),
    ("争取省财政直管县不低于 80%、其他县(市、区)不低于 70%的补助。", ["t>=80%", "t>=70%"]),
    ("从使用的月份起,免征城镇土地使用税10年。", ["f=10年"]),
    ("市县分险比例为2:2:2:4的四级分险机制,各承担最终损失金额的20%,市、县级担保机构承担40%。", []),
    ("在不超过12个月的期限内缴纳个人所得税。", []),
    ("2023年—2025年每年从承担任务较重的市直部门选派40名左右优秀科级及以上干部到对口省直部门处室开展为期1年的学习锻炼。", ["t~40名@2025"]),
    ("到2023年,创建省级乡村振兴齐鲁样板示范区2个、市级示范区11个、县级示范区15个", ["t=2个@2023", "t=11个@2023", "t=15个@2023"]),
    ("2023年建设“吨半粮”示范区20万亩,2024年达到60万亩,2025年达到100万亩", ["t=200000亩@2023", "t=600000亩@2024", "t=1000000亩@2025"]),
    ("落实“百园千镇万村”工程,推进机场快速路(G309 青兰线)、G105 京澳线,积极向 5 市倾斜。", []),
    ("补助标准与《关于加快聊城市金融产业高质量发展的意见》(聊政发〔2021〕5号)一致。", []),
    # 菏政办字〔2023〕56号
    ("年均滚动实施投资 500 万元以上技改项目 1 万个左右。", ["t~10000个"]),
    ("90%以上县域形成 1-2 个产值百亿元以上、具有较强竞争优势的产业集群", ["t>=90%", "t range"]),
    ("培育一批产值过 20 亿元的中小微企业特色专业园区、过百亿元的县域特色专业园区。", []),
    ("每市至少确定一个县域作为试点", ["t>=1个"]),
    ("发挥胶州、龙口、荣成、邹城、寿光 5个\"千亿\"县(市)带动作用", []),
    # 历城区清单
    ("对每个组别2023年规模以上工业增加值增速排名首位的市，分别给予最高500万元一次性奖励。", ["f<=5000000元"]),
    ("按照研发投入40%的比例，分别给予最高1000万元、2000万元、3000万元资金支持，每个企业每年累计支持额度最高1亿元。", ["f=40%", "f<=10000000元", "f<=20000000元", "f<=30000000元", "f<=100000000元"]),
    ("对1万平方米以上消费类展会给予一定补贴。", []),
    ("省级引导基金出资比例由原来最高可出资30%提高至40%", ["f<=40%"]),
    ("2022年推进的14个智慧社区已按省市要求完成验收和资料上报", []),
    ("使用的原辅材料VOCs含量（质量比）均低于10%的工序，可不要求采取无组织排放收集和处理措施。", []),
    # 聊城市人民政府公报 2019年第2期 (the gold of this paper is held back)
    ("对我市列入省新材料领军企业的，给予一次性奖励100万元。", ["f=1000000元"]),
    ("2019年1月1日起，对我市认定为国内、省内首台（套）产品，分别给予一次性奖励100万、50万元", ["f=1000000元", "f=500000元"]),
    ("同一企业年度奖励金额最高不超过500万元。", ["f<=5000000元"]),
    ("三年滚动支持30个对标国内同行业先进的市级重大技改项目，在项目竣工投产后，市财政按银行一年期贷款基准利率的30%给予最高200万元贴息支持", ["t=30个", "f=30%", "f<=2000000元"]),
    ("每年遴选10家市级两化融合示范企业，给予一次性奖励20万元。", ["t=10家", "f=200000元"]),
    ("对新评定为国家5A、4A、3A级的景区分别给予一次性奖励200万元、100万元和30万元。", ["f=2000000元", "f=1000000元", "f=300000元"]),
    ("市财政对每年新增主营业务收入过100亿元、300亿元的产业集群分别给予一次性奖励50万元、100万元", ["f=500000元", "f=1000000元"]),
    ("对符合我市产业升级方向，入选“中国500强”“山东省100强”的制造业企业，分别给予一次性奖励200万元、100万元。", ["f=2000000元", "f=1000000元"]),
    ("对年主营业务收入首次超过500亿元、300亿元、100亿元、50亿元的制造业企业，分别给予企业经营者一次性奖励100万元、50万元、30万元、20万元。", ["f=1000000元", "f=500000元", "f=300000元", "f=200000元"]),
    ("按照主持制定同类标准奖励数额的50%给予奖励", ["f=50%"]),
    ("设立1亿元的新经济发展基金，给予初创期新经济企业不超过 20% 股权比例、最高 500 万元的股权投资。", ["f=100000000元", "f<=20%", "f<=5000000元"]),
    ("按照季均担保余额的 2‰ 给予最高 50 万元的奖励。", ["f=2‰", "f<=500000元"]),
    ("市财政给予前三年运营费用的 20%，每年不超过 50 万元的补贴。", ["f=20%", "f<=500000元"]),
    ("2019—2021 年，对成功转型的“小升规”企业，转型后前三年由两级财政分别按实缴税款地方财政新增部分的 100%、50%、30% 给予奖励返还", ["f=100%@2021", "f=50%@2021", "f=30%@2021"]),
    ("市财政给予 50 万—200 万元奖励。", ["f range"]),
    ("对促成不低于 5 项科技成果在市内转化，年度技术合同成交额在 1000 万元以上的转化服务机构，市财政给予合同成交额的 1.5%、最高 50 万元的补助。", ["f=1.5%", "f<=500000元"]),
    ("每培育 1 家高新技术企业，给予 10 万元奖励，每年最高奖励 100 万元。", ["f=100000元", "f<=1000000元"]),
    ("自正常经营之日起产生的市县新增财力，按照前 3 年 100%，第 4 年、第 5 年 50% 的比例奖励给企业。", ["f=100%", "f=50%"]),
    ("每月享受 20000 元的生活补贴和 3000 元的租房补贴，最高给予 5000 万元项目资助或 6000 万元直接股权投资支持。", ["f=20000元", "f=3000元", "f<=50000000元", "f<=60000000元"]),
    ("每月享受 5000—10000 元的生活补贴和 2000 元的租房补贴，经评审认定后给予 20—100 万元的一次性项目资助。", ["f range", "f=2000元", "f range"]),
    ("项目个数保持在200个左右。每半年组织召开一次论证会", ["t~200个"]),
    ("到2020年，新增高速公路里程163.2公里；抓好G240莘县段等干线公路改建工程。", ["t=163.2公里@2020"]),
    ("推进500千伏聊城南变电站、220千伏莘县仙鹤变电站等70项电网项目建设。", ["t=70项"]),
    ("到2020年，全市30%以上的村庄达到省级美丽乡村标准，打造18个省级试点，95%的村庄实现生活垃圾无害化处理", ["t>=30%@2020", "t=18个@2020", "t=95%@2020"]),
    ("力争到2020年底实现5家左右规模化机构开展长租业务。", ["t~5家@2020-12-31"]),
    ("培育临清（纺织）、莘县（蔬菜）、阳谷（肉制品）3个外贸转型升级省级试点县。", ["t=3个"]),
    ("择优按8万元、5万元、2万元的标准给予工作经费奖励", ["f=80000元", "f=50000元", "f=20000元"]),
    ("对进入全市税收贡献评价前3名的园区给予市级奖励。", []),
    ("资金分配依据经济运行质量效益、创新驱动发展、对外开放、生态环保等四个方面12项二级指标", []),
    ("扣除限额比例由2.5%提高至8%；将企业研发费用加计扣除比例提高到75%", ["f=8%", "f=75%"]),
    ("将增值税税率由17%和11%分别调整为16%、10%", ["f=16%", "f=10%"]),
    ("年销售收入 2 亿元（含）以下企业，按其当年享受研发费用加计扣除费用总额的 10% 给予补助；单个企业年度最高可补助 1000 万元。", ["f=10%", "f<=10000000元"]),
    ("补贴比例逐步降低，2018年补贴50%，2019年补贴40%，2020年（含）以后不再补贴。", ["f=50%@2018", "f=40%@2019"]),
    ("市财政按有关规定给予200万元以上、最高600万元的奖补。", ["f>=2000000元", "f<=6000000元"]),
    ("某园区税收贡献评价得分 = (该园区亩均税收指标考核值 × 权重 40% + 该园区亩均主体税收指标考核值 × 权重 30%) × 100 分。", []),
]  # fmt: skip

# Sentences in the manner of other provinces' papers, made for this test.
OTHERS = [
    ("到2025年，全省数字经济核心产业增加值占GDP比重达到15%以上，5G基站总数突破15万个。", ["t>=15%@2025", "t>=150000个@2025"]),
    ("主要目标。到2027年，研发经费投入强度达到3.5%。新增省级以上专精特新企业300家、国家级“小巨人”企业50家。", ["t=3.5%@2027", "t=300家@2027", "t=50家@2027"]),
    ("规上工业总产值突破1.5万亿元，培育千亿级产业集群2个。", ["t>=1500000000000元", "t=2个"]),
    ("2024年完成投资120亿元，2025年完成投资150亿元。", ["t=12000000000元@2024", "t=15000000000元@2025"]),
    ("PM2.5平均浓度控制在35微克/立方米以下，优良天数比例达到85%以上。", ["t<=35微克/立方米", "t>=85%"]),
    ("城市建成区绿化覆盖率由42%提高到45%。", ["t=45%"]),
    ("到“十四五”末，高速公路通车里程突破9000公里。", ["t>=9000公里@2025-12-31"]),
    ("新建改造农村公路3000公里、危桥200座。", ["t=3000公里", "t=200座"]),
    ("按照设备投资额的15%给予补助，单个项目补助最高不超过1000万元。", ["f=15%", "f<=10000000元"]),
    ("省财政每年安排专项资金5亿元支持乡村振兴。", ["f=500000000元"]),
    ("建成三甲医院两家，改造老旧小区一百二十个。", ["t=2家", "t=120个"]),
    ("审批时限压缩至3个工作日以内。", ["t<=3个工作日"]),
    ("引进世界500强企业3家以上，实际利用外资30亿美元。", ["t>=3家", "t=3000000000美元"]),
    ("截至2023年底，全市已建成5G基站2万个，现有规模以上企业320家。", []),
    ("对投资额5000万元以上、年纳税500万元以上的项目优先供地。", []),
    ("满足连续2年盈利且净利润累计不少于3000万元的，给予300万元奖励。", ["f=3000000元"]),
    ("市财政给予每亩200元补助，每户最高不超过2000元。", ["f=200元", "f<=2000元"]),
    ("单位地区生产总值能耗比2020年下降14.5%。", ["t=14.5%"]),
    ("全市生产总值实现翻一番，居民收入年均增长6.5%以上。", ["t=1番", "t>=6.5%"]),
    ("培育3至5家龙头企业，新增床位2000余张。", ["t range", "t>=2000张"]),
    ("力争空气质量排名进入全省前5位。", ["t=5位"]),
    ("围绕“三区三线”布局，做好三个方面工作，实施六大行动，落实“四个一批”。", []),
    ("第三条 本办法自2024年1月1日起施行，有效期至2028年12月31日。", []),
    ("建成后可容纳3000人，项目总投资20亿元。", []),
    ("森林覆盖率提高到百分之四十二，三分之一以上的行政村建成示范村。", ["t=42%", "t>=0.333333"]),
    ("居住建筑间距不得小于18米，道路红线宽度不小于24米。", ["t>=18米", "t>=24米"]),
    ("单个项目支持额度不超过项目总投资的30%，且不超过1000万元。", ["f<=30%", "f<=10000000元"]),
    ("带动就业的按每带动1人2000元标准给予奖励，最高不超过2万元。", ["f=2000元", "f<=20000元"]),
    ("城乡居民基本养老保险基础养老金最低标准提高到每人每月150元。", ["t=150元"]),
    ("10亿元以上企业达到50家，引进亿元以上项目100个。", ["t=50家", "t=100个"]),
    ("每个乡镇至少有1家标准化卫生院，每个行政村有1所村卫生室。", ["t>=1家", "t=1所"]),
    ("会议指出，过去五年，全市规模以上工业企业达到1200家。", []),
    ("由县级以上人民政府在30日内作出决定；逾期未改正的，处5万元以上20万元以下罚款。", []),
    ("建设高标准农田500万亩（新建300万亩、改造提升200万亩）。", ["t=5000000亩", "t=3000000亩", "t=2000000亩"]),
    ("光伏发电装机达到4000万千瓦、风电装机2500万千瓦。", ["t=40000000千瓦", "t=25000000千瓦"]),
    ("全省培育龙头企业１，２００家。", ["t=1200家"]),
]  # fmt: skip


# What a new user's trial found wrong, and what such papers print alike; the paper is of 2024-03-20.
TRIAL = [
    # after 建成, 投产, 今 the sign 后 belongs to the word before it: no day the year after next
    ("项目建成后年处理能力达到10万吨。", ["t=100000吨"]),
    ("力争明年、后年分别建成园区3个、5个。", ["t=3个@2025", "t=5个@2026"]),
    # 分别 hands out years, comparators and what was said before
    ("全省旅游总收入2024年、2025年分别达到2000亿元、3000亿元。", ["t=200000000000元@2024", "t=300000000000元@2025"]),
    ("到2025年底和2027年底，分别建成充电桩5万个和10万个。", ["t=50000个@2025-12-31", "t=100000个@2027-12-31"]),
    ("婴儿死亡率、5岁以下儿童死亡率分别控制在4‰和5‰以下。", ["t<=4‰", "t<=5‰"]),
    # what was done or is so
    ("今年以来，全省新增市场主体30万户，培育专精特新企业200家。", []),
    ("近三年累计引进项目500个，实现产值1000亿元。", []),
    ("经过五年努力，森林覆盖率提高到45%，新建公园120个。", []),
    ("目前，全省已建成高标准农田2000万亩，占耕地面积的52%，下一步力争新建200万亩。", ["t=2000000亩"]),
    ("一季度完成投资120亿元，占年度计划的25%，二季度要完成150亿元。", ["t=15000000000元@2024-06-30"]),
    ("在2023年规上工业企业1350家的基础上，净增规上工业企业100家，总数达到1450家。", ["t=100家", "t=1450家"]),
    # who may apply, and caps
    ("申报条件：企业从业人员中研发人员不少于10人，年研发投入占比不低于5%。", []),
    ("施工企业须具备一级资质且近5年完成过3项类似工程。", []),
    ("已获得30万元以上资金的不再支持。", []),
    ("以上政策不重复享受，总额超过500万元的按500万元兑现。", ["f<=5000000元"]),
    ("对符合奖励条件的县，奖励比例分两档，分别给予20%、40%奖励。", ["f=20%", "f=40%"]),
    # numbers of the next clause, of the next word
    ("10个县GDP超百亿，3家企业营收超千亿。", []),
    ("老年用品产业产值年均增速保持在两位数。", []),
    ("全省实现3个100%，做到5个不准。", []),
    ("改造大中型灌区5处，更换二次供水设施20处。", ["t=5处", "t=20处"]),
    ("给予共计1000万元奖励，其中辅导备案200万元、申报受理300万元、成功上市500万元。", ["f=10000000元", "f=2000000元", "f=3000000元", "f=5000000元"]),
    # relief, ratios, second parts
    ("减征50%企业所得税，免征3年房产税，增值税减按1%征收。", ["f=50%", "f=3年", "f=1%"]),
    ("城乡居民收入比缩小到2.3:1，市、县按1:1配套，其余由省、市按7:3分担。", ["t=2.3:1", "f=1:1"]),
    ("确保粮食面积4500万亩、产量1300万吨、单产290公斤以上。", ["t=45000000亩", "t=13000000吨", "t>=290公斤"]),
    ("每亩补助标准为：水稻100元，小麦80元，玉米60元。", ["f=100元", "f=80元", "f=60元"]),
    ("厕所100%达到A级标准。", ["t=100%"]),
    ("2024年6月30日前完成改造20处，10月中旬前完成30处。", ["t=20处@2024-06-30", "t=30处@2024-10-20"]),
    ("由省财政在2022—2024年每年安排10亿元设立，三年共30亿元。", ["f=1000000000元@2024", "f=3000000000元@2024"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TRIAL)
def test_what_a_trial_found(text: str, expected: list[str]) -> None:
    assert brief(text, "2022-07-18" if "2022" in text else "2024-03-20") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("西安、宝鸡分别建设高标准农田10万亩、8万亩。", ["西安高标准农田", "宝鸡高标准农田"]),
        ("自然村通硬化路比例、城乡供水一体化率分别达到95%和85%。", ["自然村通硬化路比例", "城乡供水一体化率"]),
        ("幼儿园覆盖率达到87%以上，公办园占比达到55%以上；到2027年底，分别达到90%和60%以上。",
         ["幼儿园覆盖率", "公办园占比", "幼儿园覆盖率", "公办园占比"]),
        ("空气优良率达到88%，较上年提高1.5个百分点。", ["空气优良率", "空气优良率"]),
        ("2023年—2025年每年新建公园5个。", ["公园"]),
        ("力争完成率、达标率均达到95%以上。", ["完成率、达标率"]),
        ("2022年GDP为3万亿元，2025年力争达到4万亿元。", ["GDP"]),
    ],
)  # fmt: skip
def test_indicators_are_whole_and_clean(text: str, expected: list[str]) -> None:
    assert [q.indicator for q in find_quantities(text, "text", "2024-03-20")] == expected


def test_what_it_was_and_what_it_is_for() -> None:
    (raised,) = find_quantities("研发投入强度由2.8%提高至3.5%。")
    assert (raised.value, raised.former_value) == (3.5, 2.8)
    both = find_quantities("将增值税税率由17%和11%分别调整为16%、10%。")
    assert [(q.value, q.former_value) for q in both] == [(16, 17), (10, 11)]
    per = find_quantities("每吨补贴300元，每公里补助30万元，给予每户每月200元补助，一次性奖励10万元。")
    assert [q.per for q in per] == ["吨", "公里", "户", ""]


@pytest.mark.parametrize(
    ("heading", "no_aims"),
    [("一、2023年工作回顾", True), ("二、存在问题", True), ("（一）发展基础", True), ("第三条 申报条件", True),
     ("夯实发展基础", False), ("优化营商环境", False), ("一、2024年主要目标", False), ("问题整改任务", False)],
)  # fmt: skip
def test_headings_of_reviews(heading: str, no_aims: bool) -> None:
    assert reports(fold(heading)[0]) is no_aims


# Forms that real papers of other provinces showed first (own sentences): quantities and indicators, read by eye.
SEEN = [
    ("总部项目投资达2亿元(含)以上的奖励100万元。", ["f=1000000元"], ["奖励"]),
    ("3个重点乡镇和2个补偿试点村秸秆利用率达到88%或比上年增加4个百分点以上。", ["t=88%", "t>=4个百分点"], []),
    ("按县级每亩补贴30元标准发放。作业补贴包含5种。", ["f=30元"], ["补贴"]),
    ("报告书12个工作日内、报告表6个工作日内、登记卡2个工作日内完成审批。", ["t<=12个工作日", "t<=6个工作日", "t<=2个工作日"], ["报告书", "报告表", "登记卡"]),
    ("县级财政安排600万元道路养护费，统筹使用。", ["f=6000000元"], ["道路养护费"]),
    ("将茶叶、蚕桑、中药材6个优势产业，培育成为全省标杆。", ["t=6个"], ["优势产业"]),
    ("与国内排名前20创新平台开展交流。", []  , []),
    ("力争综合实力进入全省前20行列。", ["t=20"], []),
    ("新开、优化公交线路12条。", ["t=12条"], []),
    ("组织城区名校与9所乡镇初中结对共建。", ["t=9所"], ["乡镇初中"]),
    ("彻底解决东山、西坡等2个街道15个行政村6.2万常住人口饮水问题。", ["t=2个", "t=15个", "t=62000"], ["街道", "行政村", "常住人口饮水问题"]),
    ("完成甲水县、乙水县两处规模化污水处理站建设。", ["t=2处"], ["规模化污水处理站建设"]),
    ("惠及3万群众，带动1.5万农户增收。", ["t=30000", "t=15000"], ["群众", "农户增收"]),
    ("到2026年，规上工业增加值年均增长9%，确保在2021年基础上翻一番。", ["t=9%@2026", "t=1番@2026"], ["规上工业增加值", "规上工业增加值"]),
    ("到2026年，全面建成创新型城市。研发投入强度达3.1%。", ["t=3.1%@2026"], ["研发投入强度"]),
    # 倍增 is twice as much where it says of what; ranks that move; how long something is given
    ("到2026年，软件业务收入倍增，规上工业营业收入实现倍增。", ["t=2倍@2026", "t=2倍@2026"], ["软件业务收入", "规上工业营业收入"]),
    ("实施“倍增计划”，推动企业倍增发展，实现倍增目标。", [], []),
    ("争取百强县位次前移5位以上，营商环境排名进位3名。", ["t>=5位", "t=3名"], ["百强县位次", "营商环境排名"]),
    ("力争综合排名再前进2个位次。", ["t=2个位次"], ["综合排名"]),
    ("补贴期限不超过3年。", ["f<=3年"], ["补贴期限"]),
    ("给予最长2年的租金补贴，每年最高20万元。", ["f<=2年", "f<=200000元"], ["租金补贴", "租金补贴"]),
    ("连续3年每年给予50万元补助。", ["f=500000元"], ["补助"]),
    ("城市低保标准提高到每人每月700元，发放低保金不少于6亿元。", ["t=700元", "f>=600000000元"], ["城市低保标准", "低保金"]),
    ("对获得质量奖的企业由市财政一次性奖励80万元。", ["f=800000元"], ["一次性奖励"]),
    ("成立由1名副市长牵头的专班。", [], []),
    ("到2026年，建成园区2个。研发投入强度达3.1%。", ["t=2个@2026", "t=3.1%"], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "indicators"), SEEN)
def test_forms_of_other_provinces(text: str, expected: list[str], indicators: list[str]) -> None:
    found = find_quantities(text)
    assert [_brief(q) for q in found] == expected
    assert not indicators or [q.indicator for q in found] == indicators


@pytest.mark.parametrize(("text", "expected"), PAPERS + OTHERS)
def test_read_by_eye(text: str, expected: list[str]) -> None:
    found = [b if "range" not in b else b[0] + " range" for b in brief(text)]
    assert found == expected


def one(text: str, date: str = "") -> Quantity:
    found = find_quantities(text, "text", date)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "indicator", "quote"),
    [
        ("到 2025 年年底,全市高新技术企业达到 1000 家。", "高新技术企业", "高新技术企业达到1000家"),
        ("争创1—2个国家级电子商务示范基地。", "国家级电子商务示范基地", "1—2个国家级电子商务示范基地"),
        ("实现支小支农担保业务占比达到80%以上", "支小支农担保业务占比", "支小支农担保业务占比达到80%"),
        (
            "每年争取1—2个县(市、区)获评省级耕地保护激励县。",
            "省级耕地保护激励县",
            "1—2个县(市、区)获评省级耕地保护激励县",
        ),
        ("分别给予最高500万元一次性奖励。", "一次性奖励", "500万元一次性奖励"),
        ("给予一次性奖励100万元。", "一次性奖励", "一次性奖励100万元"),
        ("省财政按照保费不低于50%的比例给予补贴。", "补贴", "50%的比例给予补贴"),
    ],
)
def test_indicator_and_quote(text: str, indicator: str, quote: str) -> None:
    found = one(text)
    assert (found.indicator, found.quote) == (indicator, quote)


def test_series_shares_its_indicator() -> None:
    text = "2023年建设“吨半粮”示范区20万亩,2024年达到60万亩。"
    first, second = find_quantities(text)
    assert first.indicator == second.indicator == "“吨半粮”示范区"
    assert second.quote == "“吨半粮”示范区20万亩,2024年达到60万亩"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("技改投资年均增长6%以上。", "rate"),
        ("新增水肥一体化面积12万亩。", "increase"),
        ("比重提高3个百分点以上。", "increase"),
        ("报销比例提高到70%左右。", "level"),
        ("数字经济核心产业增加值占比达到10%。", "level"),
        ("力争2023年新创设城乡公益性岗位60万个。", "level"),
    ],
)
def test_mode(text: str, mode: str) -> None:
    assert one(text).mode == mode


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("每年城镇新增就业110万人以上。", "year"),
        ("确保年均新开户有进出口实绩企业200家以上。", "year"),
        ("每月享受20000元的生活补贴。", "month"),
        ("资助3000元/年。", "year"),
        ("建设园区3个。", None),
    ],
)
def test_frequency(text: str, frequency: str | None) -> None:
    assert one(text).frequency == frequency


@pytest.mark.parametrize(
    ("text", "deadline", "start"),
    [
        ("到2025年，建成园区3个。", "2025", None),
        ("2024年年底，建成园区3个。", "2024-12-31", None),
        ("2023年上半年，建成园区3个。", "2023-06-30", None),
        ("2023—2025年，建成园区3个。", "2025", "2023"),
        ("2023年—2025年，建成园区3个。", "2025", "2023"),
        ("“十四五”期间，建成园区3个。", "2025", "2021"),
        ("到2026年6月底，建成园区3个。", "2026-06-30", None),
        ("到2024年2月，建成园区3个。", "2024-02-29", None),
        ("2025年第三季度，建成园区3个。", "2025-09-30", None),
        ("到二〇二五年，建成园区3个。", "2025", None),
        ("2023年12月31日前，建成园区3个。", "2023-12-31", None),
        ("2019年1月1日起，每年建成园区3个。", None, "2019-01-01"),
        ("三年内，建成园区3个。", "2026-08-25", "2023-08-25"),
        ("今年，建成园区3个。", "2023", None),
        ("年底前，建成园区3个。", "2023-12-31", None),
        ("按照2022年标准，建成园区3个。", None, None),
        ("2023年，完善机制。建成园区3个。", None, None),
    ],
)
def test_deadline(text: str, deadline: str | None, start: str | None) -> None:
    found = one(text, "2023-08-25")
    assert (found.deadline, found.start) == (deadline, start)


def test_relative_dates_need_the_papers_date() -> None:
    assert one("三年内，建成园区3个。").deadline is None


def test_a_past_years_figure_is_no_target() -> None:
    assert find_quantities("2021年，全市建成园区3个。", "text", "2023-08-25") == ()


def test_dates_do_not_overlap() -> None:
    dates = find_dates("2023—2025年，2023年1月1日至2025年12月31日，2024年底，“十四五”期间", "2023-01-01")
    assert [(d.deadline, d.start) for d in dates] == [
        ("2025", "2023"),
        ("2025-12-31", "2023-01-01"),
        ("2024-12-31", None),
        ("2025", "2021"),
    ]
    assert all(a.end <= b.begin for a, b in pairwise(dates))
    assert find_frequencies("2023年度，当年度，上年度") == []


def test_column_and_empty() -> None:
    assert find_quantities("") == ()
    assert find_quantities("完善机制。") == ()
    assert find_quantities("建成园区3个。", "upstream")[0].column == "upstream"


def test_scanning_damage_and_width() -> None:
    text = "到 ２０２５\u3000年 ， 全市 高新技术\n企业 达到 １ ０００ 家 。"
    found = one(text)
    assert (found.value, found.unit, found.deadline) == (1000, "家", "2025")
    assert text[found.quote_start : found.quote_end].startswith("高新技术\n企业")


def test_fold_keeps_offsets() -> None:
    text = "到 2025 年,１,２００ 家（含）."
    folded, at = fold(text)
    assert len(folded) == len(at)
    assert folded == "到2025年，1,200家(含)。"
    assert [text[i] for i in at if not text[i].isspace()] == [text[i] for i in at]
    assert prepare("贯彻《十条意见》").names.holding(3) is not None


def test_equal_sums_are_equal() -> None:
    assert base_value(20e8, "元") == base_value(2e9, "元")
    mu, hectare = base_value(15, "亩"), base_value(1, "公顷")
    assert mu is not None and hectare is not None
    assert mu[1] == hectare[1] and mu[0] == pytest.approx(hectare[0])
    assert base_value(1, "吨") == base_value(2000, "斤") == (1000.0, "kg")
    assert base_value(1, "兆瓦") == base_value(1000, "千瓦")


def test_units_table() -> None:
    with UNITS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["unit", "dimension", "base", "factor", "qudt", "source"]
    assert len({r["unit"] for r in rows}) == len(rows)
    for row in rows:
        assert row["dimension"] and row["base"] and row["source"], row
        assert float(Fraction(row["factor"])) > 0
        assert row["qudt"] == "" or row["qudt"].startswith("unit:")
    bases = {(r["dimension"], r["base"]) for r in rows}
    assert len({d for d, _ in bases}) == len(bases), "one base a dimension"


# --- properties ------------------------------------------------------------------------------------------------------

_COUNTS = ["个", "家", "所", "座", "项", "处", "名", "户", "辆", "场", "台"]
_THINGS = ["高新技术企业", "示范园区", "省级重点实验室", "农民合作社", "公共停车场", "科技特派员"]
_RATES = ["覆盖率", "城镇化率", "研发投入强度"]
_BEFORE = [
    ("不低于", ">="),
    ("不少于", ">="),
    ("超过", ">="),
    ("突破", ">="),
    ("至少", ">="),
    ("不超过", "<="),
    ("约", "~"),
    ("", "="),
]
_BEHIND = [("以上", ">="), ("以内", "<="), ("左右", "~"), ("", "=")]
_DATES = [
    ("到{y}年，", "{y}"),
    ("到{y}年年底，", "{y}-12-31"),
    ("{y}年底前，", "{y}-12-31"),
    ("{y}年上半年，", "{y}-06-30"),
    ("力争到{y}年，", "{y}"),
    ("", None),
]
_CHINESE = {3: "三", 5: "五", 10: "十", 12: "十二", 20: "二十", 100: "一百", 120: "一百二十"}


@st.composite
def printed_numbers(draw: st.DrawFn) -> tuple[str, float]:
    """Draw a number as papers print it, with its value."""
    form = draw(st.sampled_from(["plain", "万", "亿", "comma", "wide"]))
    if form in ("万", "亿"):
        tenths = draw(st.integers(1, 9999))
        return f"{tenths / 10:g}{form}", tenths * {"万": 10**4, "亿": 10**8}[form] / 10
    number = draw(st.integers(2, 9_999_999))
    if 1900 <= number < 2100:
        number += 200  # 2025 before 家 reads as a number, but no paper prints it
    if form == "comma":
        return f"{number:,}", number
    if form == "wide":
        return str(number).translate({48 + i: 0xFF10 + i for i in range(10)}), number
    return str(number), number


def _reach(date: str, thing: str, before: str, number: str, unit: str, behind: str) -> str:
    verb = "" if before in ("不低于", "不少于", "超过", "突破", "不超过") else "达到"
    return f"{date}全市{thing}{verb}{before}{number}{unit}{behind}。"


def _make(date: str, thing: str, before: str, number: str, unit: str, behind: str) -> str:
    return f"{date}培育{before}{number}{unit}{behind}{thing}，完善机制。"


def _after(date: str, thing: str, before: str, number: str, unit: str, behind: str) -> str:
    return f"{date}新建{thing}{before}{number}{unit}{behind}，加强管理。"


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, str, float, str, str, str | None]:
    """Draw a sentence with what it says: text, kind, value, comparator, unit, deadline."""
    number, value = draw(printed_numbers())
    date, deadline = draw(st.sampled_from(_DATES))
    year = draw(st.integers(2021, 2035))
    date, deadline = date.format(y=year), deadline and deadline.format(y=year)
    before, behind, comparator = "", "", "="
    if draw(st.booleans()):
        before, comparator = draw(st.sampled_from(_BEFORE))
    else:
        behind, comparator = draw(st.sampled_from(_BEHIND))
    frame = draw(st.sampled_from(["reach", "make", "after", "rate", "give", "area", "chinese"]))
    thing, unit = draw(st.sampled_from(_THINGS)), draw(st.sampled_from(_COUNTS))
    if frame == "rate":
        number, value = (f"{value % 100:g}", value % 100) if value % 100 else ("50", 50.0)
        if len(number) > 6:
            number, value = "50", 50.0
        return (
            _reach(date, draw(st.sampled_from(_RATES)), before, number, "%", behind),
            "target",
            value,
            comparator,
            "%",
            deadline,
        )
    if frame == "give":
        before, comparator = draw(st.sampled_from([("最高", "<="), ("不超过", "<="), ("不低于", ">="), ("", "=")]))
        return (
            f"{date}对符合条件的企业，给予{before}{number}元一次性奖励。",
            "funding",
            value,
            comparator,
            "元",
            deadline,
        )
    if frame == "area":
        return _after(date, "高标准农田", before, number, "亩", behind), "target", value, comparator, "亩", deadline
    if frame == "chinese":
        value = draw(st.sampled_from(sorted(_CHINESE)))
        number = _CHINESE[int(value)]
        return _reach(date, thing, before, number, unit, behind), "target", value, comparator, unit, deadline
    make = {"reach": _reach, "make": _make, "after": _after}[frame]
    return make(date, thing, before, number, unit, behind), "target", value, comparator, unit, deadline


def _reads_back(case: tuple[str, str, float, str, str, str | None]) -> None:
    text, kind, value, comparator, unit, deadline = case
    found = one(text)
    assert (found.kind, found.value, found.comparator, found.unit, found.deadline) == (
        kind,
        value,
        comparator,
        unit,
        deadline,
    ), text


@settings(max_examples=600, deadline=None)
@given(sentences())
def test_made_sentences_read_back(case: tuple[str, str, float, str, str, str | None]) -> None:
    _reads_back(case)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(sentences())
def test_made_sentences_read_back_ten_thousand(case: tuple[str, str, float, str, str, str | None]) -> None:
    _reads_back(case)


@settings(max_examples=300, deadline=None)
@given(st.lists(sentences(), min_size=2, max_size=5))
def test_sentences_do_not_disturb_each_other(cases: list[tuple[str, str, float, str, str, str | None]]) -> None:
    found = find_quantities("".join(c[0] for c in cases))
    assert [(q.value, q.unit, q.deadline) for q in found] == [(c[2], c[4], c[5]) for c in cases]


_NOISE = st.text(
    alphabet="到2025年0123456789.,，、；。%‰个家元万亿千百十两三—-~（）()《》“”对给予最高不超过达到培育新增的以上左右前第由提高至每年按 \n\t",
    max_size=120,
)


@settings(max_examples=800, deadline=None)
@given(_NOISE)
def test_any_text_gives_sound_quotes(text: str) -> None:
    for q in find_quantities(text, "text", "2023-01-01"):
        assert 0 <= q.quote_start < q.quote_end <= len(text)
        assert q.quote == "".join(text[q.quote_start : q.quote_end].split())
        assert any(c.isdigit() or c in "两三百千万亿十" for c in q.quote)
        assert 0 < q.score <= 1
        assert q.rule


@pytest.mark.parametrize(
    "line",
    [
        "9" * 5_000_000,
        "一" * 1_000_000,
        "《" * 300_000,
        "(" * 300_000,
        "对" * 300_000,
        "1," * 300_000,
        "不超过" * 100_000 + "1个",
    ],
)
def test_damaged_lines_end(line: str) -> None:
    assert len(find_quantities(line)) <= 1
