"""Measure what building the sample papers costs: processor time with start-up, and memory; ``make bench``.

Each run is a process of its own that writes a new graph. Then the reading of roles (clauses, columns, running text) and of
quantities is measured, in this process, over the segmented items of the same papers: quantities shall cost less.
Prints tables; says nothing about other machines.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
RUNS = 5


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command; return its processor time in seconds and its peak memory in MiB, child processes included."""
    pid = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, used = os.wait4(pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)}: exit code {code}")
    unit = 1024**2 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, KiB elsewhere
    return used.ru_utime + used.ru_stime, used.ru_maxrss / unit


def stages() -> dict[str, tuple[float, float]]:
    """Return for each paper the best of RUNS for its roles and for its quantities, in seconds.

    Roles are read with names not yet looked up, as a build of that paper alone reads them.
    """
    from policykg.extract.item_quantities import item_quantities
    from policykg.extract.roles import find_roles
    from policykg.lexicon import load_lexicon
    from policykg.model import Source
    from policykg.names import NameBook
    from policykg.read import find_files, read_bytes
    from policykg.segment import segment

    lexicon = load_lexicon()
    files, _ = find_files([ROOT / "data" / "corpus"])
    best: dict[str, tuple[float, float]] = {}
    for file in files * RUNS:
        document, _ = read_bytes(file.data, Source(file.name, file.sha256), lexicon)
        if document is None:
            continue
        items = [i for s in segment(document, lexicon, NameBook(lexicon)).instruments for i in s.items]
        book, start = NameBook(lexicon), process_time()
        for item in items:
            find_roles(item, book, None, "")
        roles, start = process_time() - start, process_time()
        for item in items:
            item_quantities(item, document.text, "", "")
        quantities = process_time() - start
        former = best.get(file.name, (roles, quantities))
        best[file.name] = (min(former[0], roles), min(former[1], quantities))
    return best


def main() -> None:
    """Build RUNS times and print each run and the best, then what roles and quantities cost."""
    program = str(Path(sys.executable).with_name("policykg"))
    times = []
    for run in range(1, RUNS + 1):
        with tempfile.TemporaryDirectory() as folder:
            command = [program, "build", str(ROOT / "data" / "corpus"), "-o", f"{folder}/kg", "--quiet"]
            seconds, memory = measure(command)
        times.append(seconds)
        print(f"build {run}: {seconds:6.2f} s processor time, {memory:6.0f} MiB")
    print(f"best   : {min(times):6.2f} s")
    for name, (roles, quantities) in stages().items():
        print(f"{name}: roles {roles * 1000:5.1f} ms, quantities {quantities * 1000:5.1f} ms, {quantities / roles:.2f}")


if __name__ == "__main__":
    main()
