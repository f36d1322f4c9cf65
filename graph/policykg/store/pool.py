"""Processes that answer queries of strangers, each within limits, each killed when it goes over one.

A query that runs on is no reason for others to wait: while somebody waits for a process, at most half of
them may be busy for longer than ``Limits.slow``; beyond that the one that runs longest is stopped.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from policykg.errors import GraphError, LimitError, QueryError
from policykg.store import folder as files

_TICK = 0.05
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, rows (or triples), bytes of its answer, bytes of working memory.

    ``wait``: seconds until a free process is found; ``slow``: seconds after which a query gives way to others.
    """

    seconds: float = 30.0
    rows: int = 100_000
    size: int = 64 * 2**20
    memory: int = 2 * 2**30
    wait: float = 10.0
    slow: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """A query and how it is to be answered.

    ``default`` and ``named`` are the graphs of the dataset, None for all (then the default graph is the union of
    all named graphs); ``table`` and ``triples`` are formats of ``policykg.store.results``, "" when there is none.
    """

    sparql: str
    prefixes: dict[str, str] = field(default_factory=dict)
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    table: str = "json"
    triples: str = "ttl"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whole: ``kind`` is table, truth or triples; ``form`` the format of ``body``, "" when none suits."""

    kind: str
    form: str
    body: bytes


class Pool:
    """Processes with one graph open, safe to share between threads. Close it, or use it in a with statement."""

    def __init__(self, folder: Path, size: int, limits: Limits | None = None, *, memory: bool = False) -> None:
        files.read_meta(folder)
        self.limits = limits or Limits()
        where = folder / (files.QUADS if memory else files.STORE)
        self._request = json.dumps({"path": str(where), "memory": memory, "limits": asdict(self.limits)})
        self._free = threading.Condition()
        self._waiting = 0
        self._closed = False
        self._workers = [_Worker(self._request) for _ in range(size)]
        self._idle = list(self._workers)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill all processes; who still waits for an answer gets a LimitError."""
        with self._free:
            self._closed = True
            for worker in self._workers:
                worker.stop()
            for worker in self._idle:  # the pipes of a busy one belong to the thread that reads them: see _give
                worker.kill()
            self._idle.clear()

    def ask(self, question: Question) -> Reply:
        """Answer a question; raise QueryError when it is malformed, LimitError when it goes over a limit."""
        worker = self._take()
        try:
            return worker.ask(question, self.limits, lambda: self._crowded(worker))
        finally:
            self._give(worker)

    def _take(self) -> _Worker:
        with self._free:
            self._waiting += 1
            try:
                if not self._free.wait_for(lambda: self._idle or self._closed, self.limits.wait) or self._closed:
                    raise LimitError(f"all {len(self._workers)} processes are busy; try again")
                return self._idle.pop()
            finally:
                self._waiting -= 1

    def _give(self, worker: _Worker) -> None:
        with self._free:
            if not worker.lives():
                self._workers.remove(worker)
                worker.kill()
                if not self._closed:
                    worker = _Worker(self._request)
                    self._workers.append(worker)
            if not self._closed:
                self._idle.append(worker)
                self._free.notify()

    def _crowded(self, worker: _Worker) -> bool:
        """Say whether a worker must give way: somebody waits, too many are slow, and it is the slowest."""
        with self._free:
            if not self._waiting:
                return False
            now = time.monotonic()
            slow = [w for w in self._workers if w.since is not None and now - w.since > self.limits.slow]
            return len(slow) > len(self._workers) // 2 and worker is min(slow, key=lambda w: w.since or now)


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, request: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "policykg.store.pool_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ready = False
        self._buffer = b""
        self.since: float | None = None
        self._send(request)

    def lives(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """End the process; a thread that reads from it sees the end of the pipe."""
        self._process.kill()
        self._process.wait()

    def kill(self) -> None:
        """End the process and close its pipes; no thread may be reading from it."""
        self.stop()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def ask(self, question: Question, limits: Limits, crowded: Callable[[], bool]) -> Reply:
        if not self._ready:  # opening the graph is no part of a query's time
            self._line(lambda: None)
            self._ready = True
        self.since = time.monotonic()
        end = self.since + limits.seconds

        def check() -> None:
            if time.monotonic() > end:
                raise LimitError(f"the query took longer than {limits.seconds:g} s and was stopped; bind more")
            if crowded():
                raise LimitError(
                    f"the query took longer than {limits.slow:g} s while others waited, and was stopped; "
                    "bind more, or try again later"
                )

        try:
            self._send(json.dumps(asdict(question)))
            head = json.loads(self._line(check))
            body = self._bytes(head["size"], check)
        except LimitError:
            self.stop()
            raise
        finally:
            self.since = None
        if head["kind"] == "refused":
            raise QueryError(f"the query is malformed: {' '.join(body.decode().split())}")
        if head["kind"] == "limit":
            raise LimitError(body.decode())
        return Reply(head["kind"], head["form"], body)

    def _send(self, line: str) -> None:
        pipe = _pipe(self._process.stdin)
        try:
            pipe.write(line.encode() + b"\n")
            pipe.flush()
        except BrokenPipeError as error:
            raise self._gone() from error

    def _line(self, check: Callable[[], None]) -> bytes:
        while b"\n" not in self._buffer:
            self._read(check)
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def _bytes(self, size: int, check: Callable[[], None]) -> bytes:
        parts, have = [self._buffer], len(self._buffer)
        self._buffer = b""
        while have < size:
            self._read(check)
            parts.append(self._buffer)
            have += len(self._buffer)
            self._buffer = b""
        return b"".join(parts)

    def _read(self, check: Callable[[], None]) -> None:
        pipe = _pipe(self._process.stdout)
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while not selector.select(_TICK):
                check()
        chunk = os.read(pipe.fileno(), _CHUNK)
        if not chunk:
            raise self._gone()
        self._buffer += chunk

    def _gone(self) -> LimitError | GraphError:
        self._process.wait()
        if self._process.returncode == 1:
            return GraphError("the store cannot be opened by the processes that answer; build the graph again")
        return LimitError("the query took more memory than it may, and was stopped; bind more or add LIMIT")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
