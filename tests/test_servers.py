"""The graph behind two real SPARQL servers: pushed whole or not at all, and asked as the embedded store is asked."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import unicodedata
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from policykg.analyse.queries import load_queries, run_query
from policykg.analyse.trace import trace
from policykg.errors import GraphError, InputError, QueryError, StoreError
from policykg.rdf.vocab import BASE, Ext
from policykg.store import Graph, Table, open_graph
from policykg.store.http import Connection, Credentials
from policykg.store.push import Notes, Step, push
from policykg.store.remote import RemoteGraph, ask_as_select, form_of

NOTES = Notes(BASE + "graph/pushed", Ext.IDENTIFIER)
SECRET = "s3cret-word"
BEGINS = "ASK {{ GRAPH <{}> {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'http://e/{}')) }} }}"
VIRTUOSO_INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
DirsAllowed = .
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True, slots=True)
class Server:
    name: str
    url: str
    credentials: Credentials | None = None

    def open(self, url: str = "") -> RemoteGraph:
        return RemoteGraph(url or self.url, credentials=self.credentials)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(url + "?query=ASK%7B%7D", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def missing(what: str, needed: bool) -> None:
    """Skip loudly; under CI a server that must be there is a failure."""
    if needed and os.environ.get("CI"):
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"NOT TESTED: {what} is not installed")


def start_oxigraph(folder: Path) -> tuple[subprocess.Popen[bytes], Server]:
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        missing("the oxigraph server (pip install -e '.[test]')", True)
    bind = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [program, "serve", "--location", folder / "db", "--bind", bind, "--union-default-graph"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return process, Server("oxigraph", f"http://{bind}/query")


def start_virtuoso(folder: Path, rows: int = 1_000_000) -> tuple[subprocess.Popen[bytes], Server]:
    program = shutil.which("virtuoso-t")
    if program is None:
        missing("Virtuoso 7 (apt-get install virtuoso-opensource-7)", False)
    port = free_port()
    (folder / "v.ini").write_text(VIRTUOSO_INI.format(sql=free_port(), http=port, rows=rows))
    process = subprocess.Popen(
        [str(program), "+foreground", "+configfile", "v.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return process, Server("virtuoso", f"http://127.0.0.1:{port}/sparql", Credentials("dba", "dba"))


@pytest.fixture(scope="module", params=[start_oxigraph, start_virtuoso], ids=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    process, started = request.param(tmp_path_factory.mktemp("server"))
    try:
        wait_for(started.url, process)
        yield started
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def local(kg: Path) -> Graph:
    return open_graph(kg, memory=True)


@pytest.fixture(scope="module")
def filled(server: Server, local: Graph) -> RemoteGraph:
    remote = server.open()
    list(push(local.quads(), remote, NOTES))
    return remote


def graphs_of(local: Graph) -> dict[str, int]:
    rows = local.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {str(r["g"]): int(str(r["n"])) for r in rows}


# --- push ---------------------------------------------------------------------------------------


def test_every_statement_arrives(filled: RemoteGraph, local: Graph) -> None:
    for graph, count in graphs_of(local).items():
        assert filled.count(graph) == count
        query = f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        assert plain(filled.select(query)) == plain(local.select(query)), graph


def plain(table: Table) -> list[tuple[str, ...]]:
    return sorted(tuple("" if t is None else f"{t.kind} {t.plain} {t.lang}" for t in row) for row in table.rows)


def test_what_did_not_change_is_not_sent_again(filled: RemoteGraph, local: Graph) -> None:
    steps = list(push(local.quads(), filled, NOTES))
    assert {s.done for s in steps} == {"unchanged"}
    assert {s.graph: s.triples for s in steps} == graphs_of(local)


def test_a_changed_paper_is_replaced_and_one_that_is_gone_is_removed(server: Server, local: Graph) -> None:
    remote = server.open()
    lines = list(local.quads())
    gone, changed = sorted(graphs_of(local))[:2]
    dropped = next(line for line in lines if line.endswith(f"<{changed}> .\n"))
    kept = [line for line in lines if line != dropped and not line.endswith(f"<{gone}> .\n")]
    list(push(lines, remote, NOTES))
    steps = {s.graph: s for s in push(kept, remote, NOTES)}
    assert {g for g, s in steps.items() if s.done == "pushed"} == {changed}
    assert {g for g, s in steps.items() if s.done == "removed"} == {gone}
    assert (remote.count(gone), remote.count(changed)) == (0, graphs_of(local)[changed] - 1)
    again = {s.graph: s.done for s in push(lines, remote, NOTES)}
    assert {g for g, done in again.items() if done == "pushed"} == {gone, changed}


class Cutter:
    """A proxy that breaks the connection in the middle of a request's body, after so many bytes in all."""

    def __init__(self, port: int, after: int) -> None:
        self.port, self.left = port, after
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url_port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        upstream = socket.create_connection(("127.0.0.1", self.port))
        threading.Thread(target=self._back, args=(upstream, client), daemon=True).start()
        while data := _received(client):
            self.left -= len(data)
            if not self._send(upstream, data):
                break
        for end in (upstream, client):
            end.close()

    def _send(self, upstream: socket.socket, data: bytes) -> bool:
        """Pass bytes on; say whether to go on."""
        upstream.sendall(data if self.left >= 0 else data[: len(data) // 2])
        return self.left >= 0

    @staticmethod
    def _back(upstream: socket.socket, client: socket.socket) -> None:
        try:
            while data := upstream.recv(65536):
                client.sendall(data)
        except OSError:
            return

    def close(self) -> None:
        self.listener.close()


class Spoiler(Cutter):
    """A proxy that spoils a body's statements after so many bytes, once."""

    def _send(self, upstream: socket.socket, data: bytes) -> bool:
        if self.left < 0 and b"> <http" in data:
            self.left = 1 << 40
            data = data.replace(b"> <http", b"> .http", 1)
        upstream.sendall(data)
        return True


class Deaf(Cutter):
    """A proxy that passes on all that is sent and goes away before the answer to a long request comes."""

    def _relay(self, client: socket.socket) -> None:
        upstream = socket.create_connection(("127.0.0.1", self.port))
        threading.Thread(target=self._back, args=(upstream, client), daemon=True).start()
        wanted, sent = self.left, b""
        while data := _received(client):
            upstream.sendall(data)
            sent += data
            length = re.search(rb"content-length: *(\d+)", sent, re.IGNORECASE)
            if length and int(length[1]) > wanted and len(sent.partition(b"\r\n\r\n")[2]) >= int(length[1]):
                break
        for end in (upstream, client):
            end.close()


def _received(client: socket.socket) -> bytes:
    try:
        return client.recv(16384)
    except OSError:
        return b""


def test_a_push_that_was_cut_off_leaves_no_half_paper_and_goes_on(server: Server, local: Graph) -> None:
    for graph in (*graphs_of(local), NOTES.graph):
        server.open().delete(graph)
    wanted = graphs_of(local)
    port = int(re.search(r":(\d+)/", server.url)[1])  # type: ignore[index]
    cutter = Cutter(port, after=3_000_000)
    cut = server.open(server.url.replace(str(port), str(cutter.url_port)))
    done: list[Step] = []
    with pytest.raises(StoreError, match="push again"):
        done.extend(push(local.quads(), cut, NOTES))
    cutter.close()
    direct = server.open()
    time.sleep(1)  # a server may still be at what it was sent
    found = {g: direct.count(g) for g in wanted}
    assert all(found[g] in (0, n) for g, n in wanted.items()), found
    assert 0 < sum(n > 0 for n in found.values()) < len(wanted)
    steps = {s.graph: s.done for s in push(local.quads(), direct, NOTES)}
    assert "unchanged" in steps.values() and "pushed" in steps.values()
    assert {g: direct.count(g) for g in wanted} == wanted


@pytest.mark.parametrize("break_off", [Spoiler, Deaf])
def test_a_paper_stays_whole_when_its_successor_breaks_off(
    server: Server, break_off: type[Cutter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policykg.store.push.PAUSE", 0.5)
    graph, notes = BASE + "doc/long", Notes(BASE + "graph/t", Ext.FORMAT)
    old, new = (
        [f'<http://e/{version}{n}> <http://e/p> "{"字" * 30}" <{graph}> .' for n in range(20_000)] for version in "ab"
    )
    direct = server.open()
    list(push(old, direct, notes))
    port = int(re.search(r":(\d+)/", server.url)[1])  # type: ignore[index]
    proxy = break_off(port, after=1_500_000)
    through = server.open(server.url.replace(str(port), str(proxy.url_port)))
    with pytest.raises(StoreError, match="push again"):
        list(push(new, through, notes))
    proxy.close()
    nothing, kept, came = (0, False, False), (20_000, True, False), (20_000, False, True)
    # what was sent whole is carried out, whoever hears of it
    wanted = {came} if break_off is Deaf else {nothing, kept}
    for _ in range(300):
        held = direct.count(graph), *(direct.ask(BEGINS.format(graph, version)) for version in "ab")
        if held in wanted:
            break
        time.sleep(0.1)
    assert held in wanted
    assert [s.done for s in push(new, direct, notes)] == ["pushed"]
    assert direct.count(graph) == 20_000
    direct.delete(graph)
    direct.delete(notes.graph)


def test_a_paper_that_is_no_rdf_is_not_sent_and_the_old_one_stays(server: Server) -> None:
    remote, graph = server.open(), BASE + "doc/broken"
    good = [f'<http://e/{n}> <http://e/p> "x" <{graph}> .' for n in range(5)]
    notes = Notes(BASE + "graph/t", Ext.FORMAT)
    list(push(good[:3], remote, notes))
    with pytest.raises(GraphError, match="no RDF"):
        list(push([*good, f"<http://e/a> <http://e/p> <broken <{graph}> ."], remote, notes))
    assert remote.count(graph) == 3
    remote.delete(graph)
    remote.delete(notes.graph)


# --- the same answers ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", [q.name for q in load_queries()])
def test_named_questions_have_the_same_answer(filled: RemoteGraph, local: Graph, name: str) -> None:
    asked, here = run_query(filled, name), run_query(local, name)
    assert asked.columns == here.columns
    assert as_far_as_promised(asked) == as_far_as_promised(here)


def as_far_as_promised(table: Table) -> list[tuple[object, ...]]:
    """Return rows with quotients cut to twelve places: how many a division keeps is the affair of a server."""
    return [tuple(round(v, 12) if isinstance(v, Decimal) else v for v in row) for row in table.values()]


@pytest.mark.parametrize(
    "start", ["聊城机场前期工作", "item:聊政字-2023-12.附件1.6", "聊城市财政局", "菏政办字〔2023〕56号"]
)
def test_a_trace_is_the_same(filled: RemoteGraph, local: Graph, start: str) -> None:
    assert trace(filled, start) == trace(local, start) and trace(local, start).nodes


def test_ask_construct_and_what_is_refused(filled: RemoteGraph) -> None:
    assert filled.ask("ASK { ?s ?p ?o }") is True
    assert filled.ask("ASK { <http://example.org/none> ?p ?o }") is False
    assert len(filled.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 7")) == 7
    with pytest.raises(QueryError, match="malformed"):
        filled.query("SELECT * { ?s ?p }")
    with pytest.raises(QueryError, match="SERVICE"):
        filled.query("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")


def test_the_command_line_asks_a_server(
    filled: RemoteGraph, kg: Path, run_cli: Callable[..., CompletedProcess[str]]
) -> None:
    url = filled.connection.url
    for command in (["query", "leads-most", "--format", "csv"], ["trace", "聊城机场前期工作", "--lang", "en"]):
        by_store, by_folder = run_cli(*command, "--store", url), run_cli(*command, "-g", kg)
        assert by_store.returncode == by_folder.returncode == 0, by_store.stderr
        assert by_store.stdout == by_folder.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["coverage", "--format", "csv"],
        ["coverage", "鲁政字〔2023〕18号", "--lang", "en"],
        ["ladder", "公益性岗位"],
        ["drift", "--format", "csv"],
        ["copy-map", "--format", "csv"],
        ["targets", "--format", "json"],
        ["calendar", "--format", "csv"],
    ],
    ids=" ".join,
)
def test_comparisons_of_a_server_are_those_of_the_folder(
    filled: RemoteGraph, kg: Path, run_cli: Callable[..., CompletedProcess[str]], command: list[str]
) -> None:
    by_store, by_folder = run_cli(*command, "--store", filled.connection.url), run_cli(*command, "-g", kg)
    assert by_store.returncode == by_folder.returncode == 0, by_store.stderr
    # keys are as IRIs have them: Ⅰ is I there; pairs below the bar, "most like it", stay out of the graph (DECISIONS.md)
    told = [unicodedata.normalize("NFKC", x.stdout).partition("most like it")[0] for x in (by_store, by_folder)]
    assert told[0] == told[1] != ""
    assert len(by_folder.stdout) > 100


def test_the_network_of_a_server_is_that_of_the_folder(
    filled: RemoteGraph, kg: Path, run_cli: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    pages = []
    for n, place in enumerate((["--store", filled.connection.url], ["-g", kg])):
        made = run_cli("view", "--focus", "聊城市财政局", *place, "-o", tmp_path / f"{n}.html")
        assert made.returncode == 0, made.stderr
        pages.append((tmp_path / f"{n}.html").read_text(encoding="utf-8"))
    assert pages[0] == pages[1]


def test_the_command_line_pushes_with_credentials_it_does_not_show(
    server: Server,
    kg: Path,
    run_cli: Callable[..., CompletedProcess[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLICYKG_USER", "dba")
    monkeypatch.setenv("POLICYKG_PASSWORD", "dba")
    result = run_cli("push", server.url, "-g", kg, "--lang", "en")
    assert result.returncode == 0, result.stderr
    assert "counted" in result.stderr and result.stdout == ""
    if server.credentials is not None:
        monkeypatch.setenv("POLICYKG_PASSWORD", SECRET)
        (kg.parent / "other").mkdir(exist_ok=True)
        refused = run_cli("--traceback", "push", server.url, "-g", kg)
        # an unchanged graph needs no right to write
        server.open().delete(BASE + "doc/聊政字-2023-12")
        refused = run_cli("--traceback", "push", server.url, "-g", kg)
        assert refused.returncode == 3 and "401" in refused.stderr
        assert SECRET not in refused.stderr + refused.stdout
        monkeypatch.delenv("POLICYKG_USER")
        file = tmp_path / "netrc"
        file.write_text("machine 127.0.0.1 login dba password dba\n")
        file.chmod(0o600)
        monkeypatch.setenv("NETRC", str(file))
        assert run_cli("push", server.url, "-g", kg).returncode == 0


def test_an_answer_that_a_server_cuts_off_is_none(tmp_path: Path) -> None:
    process, server = start_virtuoso(tmp_path, rows=100)
    try:
        wait_for(server.url, process)
        remote = server.open()
        remote.put("http://e/g", "".join(f"<http://e/{n}> <http://e/p> {n} .\n" for n in range(150)).encode())
        asked = "SELECT ?s { GRAPH <http://e/g> { ?s ?p ?o } }"
        with pytest.raises(StoreError, match="only the first 100 rows"):
            remote.select(asked)
        assert len(remote.select(f"{asked} LIMIT 100")) == 100
        assert len(remote.select(asked.replace("?s ?p", "<http://e/7> ?p").replace("?s {", "?p {"))) == 1
    finally:
        process.kill()
        process.wait()


# --- without a server ---------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_one_line(run_cli: Callable[..., CompletedProcess[str]]) -> None:
    result = run_cli("query", "leads-most", "--store", f"http://127.0.0.1:{free_port()}/query")
    assert result.returncode == 3 and len(result.stderr.strip().splitlines()) == 1
    assert "cannot be reached" in result.stderr


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(InputError) as caught:
        Connection(f"http://me:{SECRET}@example.org/sparql")
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(Credentials("me", SECRET))


def test_a_redirect_is_not_followed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            client, _ = listener.accept()
            client.recv(65536)
            client.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
            client.close()

        threading.Thread(target=answer, daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        with pytest.raises(StoreError, match="302"):
            RemoteGraph(url, credentials=Credentials("me", SECRET)).select("SELECT * { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("query", "form"),
    {
        "ASK {}": "ASK",
        "# SELECT\nASK {}": "ASK",
        "PREFIX ask: <http://x/ASK#> CONSTRUCT WHERE { ?ask ?p 'SELECT' }": "CONSTRUCT",
        "describe <http://x/>": "DESCRIBE",
    }.items(),
)
def test_the_form_of_a_query(query: str, form: str) -> None:
    assert form_of(query) == form


def test_ask_becomes_select() -> None:
    assert ask_as_select("ASK FROM <http://ASK/> WHERE { ?s ?p ?o }").startswith(
        "SELECT (1 AS ?yes) FROM <http://ASK/>"
    )
    assert ask_as_select("ASK { ?s ?p ?o } VALUES ?s { <http://x/> }").endswith("}")
