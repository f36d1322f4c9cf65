"""Which texts are one paper: numbers and places keep papers apart, however alike they read."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from policykg.build import build_corpus
from policykg.rdf.iri import iri
from policykg.records import Corpus

TASKS = (
    "建设数据共享交换平台，接入全部单位。（牵头单位：县财政局）",
    "疏浚全县主要河道并加固堤防。（牵头单位：县水利局）",
    "改造农村老旧供水管网。（牵头单位：县水务局）",
    "开展全民健身系列活动。（牵头单位：县教育体育局）",
)


def paper(number: str = "", year: str = "2022", place: str = "鄄城县", tasks: tuple[str, ...] = TASKS) -> str:
    by = f"{place}人民政府办公室" if place else ""
    signs = "一二三四五六七八九十"
    rows = "".join(f"{signs[n]}、{t}\n" for n, t in enumerate(tasks))
    signed = f"\n{by}\n{year}年3月1日\n" if by else ""
    return f"{by}关于印发{year}年重点任务分工的通知\n{number}\n\n各有关单位：\n{rows}{signed}"


def built(folder: Path, **texts: str) -> Corpus:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return build_corpus([folder])


def keys(corpus: Corpus) -> list[str]:
    return [d.key for d in corpus.documents]


def codes(corpus: Corpus, code: str) -> list[tuple[str, ...]]:
    return [(i.path, *i.values) for i in corpus.issues if i.code == code]


def test_two_numbers_are_two_papers_however_alike(tmp_path):
    corpus = built(tmp_path, a=paper("鄄政办发〔2022〕3号"), b=paper("鄄政办发〔2023〕4号", "2023"))
    assert keys(corpus) == ["鄄政办发-2022-3", "鄄政办发-2023-4"]
    assert [r.document for r in corpus.records] == ["鄄政办发-2022-3"] * 4 + ["鄄政办发-2023-4"] * 4
    assert not codes(corpus, "duplicate-source")
    # what a reader must know is said of both, with the other's name
    assert codes(corpus, "papers-alike") == [
        ("a.txt", "鄄政办发〔2022〕3号", "鄄政办发〔2023〕4号（b.txt）", "1"),
        ("b.txt", "鄄政办发〔2023〕4号", "鄄政办发〔2022〕3号（a.txt）", "1"),
    ]


def test_papers_that_share_few_tasks_are_not_mentioned(tmp_path):
    other = (*TASKS[:1], "修建乡镇敬老院三处。（牵头单位：县民政局）", "推进企业上市辅导培育。（牵头单位：县财政局）")
    corpus = built(tmp_path, a=paper("鄄政办发〔2022〕3号"), b=paper("鄄政办发〔2023〕4号", tasks=other))
    assert len(keys(corpus)) == 2 and not codes(corpus, "papers-alike")


def test_one_number_is_one_paper(tmp_path):
    corpus = built(tmp_path, a=paper("鄄政办发〔2022〕3号"), b=paper("鄄政办发[2022]3号"))
    assert keys(corpus) == ["鄄政办发-2022-3"]
    assert [len(r.attested_by) for r in corpus.records] == [1] * 4
    assert len(codes(corpus, "duplicate-source")) == 1


def test_a_text_without_a_number_joins_the_one_paper_it_can_be(tmp_path):
    corpus = built(tmp_path, a=paper("鄄政办发〔2022〕3号"), b=paper().replace("的通知", "的函"))
    assert keys(corpus) == ["鄄政办发-2022-3"]


def test_a_text_without_a_number_joins_neither_of_two(tmp_path):
    texts = [paper("鄄政办发〔2022〕3号"), paper("鄄政办发〔2023〕4号", "2023"), paper(place="")]
    for n, order in enumerate(permutations(range(3))):
        corpus = built(tmp_path / str(n), **{"abc"[i]: texts[j] for i, j in enumerate(order)})
        assert len(keys(corpus)) == 3
        assert {r.document: len(r.attested_by) for r in corpus.records} == dict.fromkeys(keys(corpus), 0)
        assert len(codes(corpus, "papers-alike")) == 3


def test_a_text_without_a_place_is_no_bridge(tmp_path):
    """Two counties' papers and a text that names no place: whichever is read first, nothing is merged."""
    texts = [
        paper(place="鄄城县"),
        paper(place="东阿县", year="2023"),
        paper(place="", year="2024"),
    ]
    for n, order in enumerate(permutations(range(3))):
        corpus = built(tmp_path / str(n), **{"abc"[i]: texts[j] for i, j in enumerate(order)})
        assert len(keys(corpus)) == 3, order
        assert sorted(d.jurisdiction for d in corpus.documents) == ["", "371524", "371726"]
        assert not codes(corpus, "duplicate-source")


def test_many_short_papers_stay_themselves(tmp_path):
    """Short papers with numbers of their own and no place: each stays, and one hint each names a few others."""
    numbers = {f"p{n:02}": f"某办函〔2022〕{n}号" for n in range(1, 33)}
    corpus = built(tmp_path, **{k: paper(v, place="", tasks=TASKS[:1]) for k, v in numbers.items()})
    assert len(keys(corpus)) == 32
    hints = codes(corpus, "papers-alike")
    assert len(hints) == 32 and {h[-1] for h in hints} == {"31"}
    assert all(h[2].count("（") == 3 and h[2].endswith("…") for h in hints)


def test_one_title_of_two_places_is_two_papers(tmp_path):
    """Nothing is lost where two counties' plans have the same title and no number."""
    a = paper(place="鄄城县").replace("鄄城县人民政府办公室关于", "关于", 1)
    b = paper(place="东阿县").replace("东阿县人民政府办公室关于", "关于", 1)
    corpus = built(tmp_path, a=a, b=b)
    assert len(set(keys(corpus))) == 2 and len(corpus.records) == 8
    assert {r.key.rsplit(".正文", 1)[0] for r in corpus.records} == set(keys(corpus))
    assert not codes(corpus, "one-number-two-texts")


def test_items_of_a_twin_that_have_no_partner_are_reported(tmp_path):
    ten = tuple(f"建设第{n}座乡镇污水处理设施{n * 137}处。（牵头单位：县水利局）" for n in range(1, 9))
    more = (*ten, "另行安排开展专项资金绩效评价工作。（牵头单位：县财政局）")
    corpus = built(tmp_path, a=paper("鄄政办发〔2022〕3号", tasks=ten), b=paper(tasks=more).replace("的通知", "的函"))
    assert keys(corpus) == ["鄄政办发-2022-3"]
    (told,) = codes(corpus, "one-number-two-texts")
    assert told[0] == "b.txt" and told[3] == "1"


def test_short_texts_without_number_and_title_are_one_by_their_words_only_by_chance(tmp_path):
    corpus = built(
        tmp_path, a="一、工作\n1.改革。（牵头单位：市财政局）\n", b="一、事项\n1.改革。（牵头单位：市财政局）\n"
    )
    assert len(keys(corpus)) == 2 and not codes(corpus, "duplicate-source")


def test_items_whose_ordinals_an_iri_folds_to_one_stay_apart(tmp_path: Path) -> None:
    """① and 1 are one sign in an IRI (NFKC): two items, two nodes, and the key printed is the graph's."""
    paper = tmp_path / "a.txt"
    paper.write_text(
        "济宁市人民政府办公室关于印发稳就业措施的通知\n\n济政办发〔2023〕7号\n\n一、重点任务\n\n"
        "①扩大招聘。（牵头单位：市教育局）\n\n②发放贷款。（牵头单位：市财政局）\n\n"
        "1.开展培训。（牵头单位：市总工会）\n\n2.建设园区。（牵头单位：市科技局）\n",
        encoding="utf-8",
    )
    corpus = build_corpus([paper])
    keys = [r.key for r in corpus.records]
    assert len(keys) == 4 and len({iri("item", k) for k in keys}) == 4
    assert [iri("item", k).rpartition("/")[2] for k in keys] == keys
