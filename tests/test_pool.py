"""Processes that answer strangers: what goes over a limit is killed, the next question is answered."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policykg.errors import GraphError, LimitError, QueryError
from policykg.store.pool import Limits, Pool, Question

ENDLESS = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
COUNT = Question("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def number(body: bytes) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("memory", [False, True], ids=["disk", "memory"])
def test_disk_and_memory_answer_alike(kg: Path, memory: bool) -> None:
    with Pool(kg, 1, memory=memory) as pool:
        reply = pool.ask(COUNT)
        assert (reply.kind, reply.form) == ("table", "json")
        lines = (kg / "graph.nq").read_text(encoding="utf-8").count("\n")
        assert number(reply.body) == lines
        assert pool.ask(Question("ASK {}")).kind == "truth"
        made = pool.ask(Question("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 3", triples="nt"))
        assert (made.kind, made.form, made.body.count(b"\n")) == ("triples", "nt", 3)


def test_a_process_that_was_killed_is_replaced(kg: Path) -> None:
    with Pool(kg, 1, Limits(seconds=0.5), memory=True) as pool:
        for _ in range(2):
            with pytest.raises(LimitError, match=r"longer than 0\.5 s"):
                pool.ask(ENDLESS)
            assert number(pool.ask(COUNT).body) > 1000


def test_each_limit_has_its_reason(kg: Path) -> None:
    with Pool(kg, 1, Limits(rows=10, size=300), memory=True) as pool:
        with pytest.raises(LimitError, match="10 rows"):
            pool.ask(Question("SELECT * { ?s ?p ?o }"))
        with pytest.raises(LimitError, match="300"):
            pool.ask(Question("SELECT ?t { ?s <https://w3id.org/policykg/ontology#text> ?t } LIMIT 10"))
        with pytest.raises(QueryError, match="malformed"):
            pool.ask(Question("SELECT"))


def test_who_waits_too_long_is_told_that_all_are_busy(kg: Path) -> None:
    with Pool(kg, 1, Limits(seconds=3, wait=0.3, slow=60), memory=True) as pool, ThreadPoolExecutor(2) as threads:
        pool.ask(COUNT)
        slow = threads.submit(pool.ask, ENDLESS)
        threading.Event().wait(0.3)
        with pytest.raises(LimitError, match="busy"):
            pool.ask(COUNT)
        with pytest.raises(LimitError):
            slow.result()


def test_slow_queries_give_way_when_others_wait(kg: Path) -> None:
    with Pool(kg, 2, Limits(seconds=60, slow=0.2), memory=True) as pool, ThreadPoolExecutor(4) as threads:
        pool.ask(COUNT)
        slow = [threads.submit(pool.ask, ENDLESS) for _ in range(2)]
        threading.Event().wait(0.5)
        assert number(pool.ask(COUNT).body) > 1000  # one of the two was stopped for it
        pool.close()
        reasons = []
        for one in slow:
            with pytest.raises(LimitError) as caught:
                one.result()
            reasons.append(str(caught.value))
        assert sum("while others waited" in r for r in reasons) == 1


def test_a_folder_that_is_no_graph_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GraphError):
        Pool(tmp_path / "none", 1)


@pytest.mark.parametrize("pause", [0, 0.003, 0.01, 0.03, 0.1])
def test_who_is_answered_while_the_pool_closes_is_told_so(kg: Path, pause: float) -> None:
    with Pool(kg, 2, Limits(seconds=60, slow=60), memory=True) as pool, ThreadPoolExecutor(2) as threads:
        pool.ask(COUNT)
        slow = [threads.submit(pool.ask, ENDLESS) for _ in range(2)]
        threading.Event().wait(pause)
        pool.close()
        for one in slow:
            with pytest.raises(LimitError):
                one.result(timeout=30)
