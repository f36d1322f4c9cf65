"""Measure what building the sample papers costs: processor time with start-up, and memory; ``make bench``.

Each run is a process of its own that writes a new graph. Prints a table; says nothing about other machines.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

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


def main() -> None:
    """Build RUNS times and print each run and the best."""
    program = str(Path(sys.executable).with_name("policykg"))
    times = []
    for run in range(1, RUNS + 1):
        with tempfile.TemporaryDirectory() as folder:
            command = [program, "build", str(ROOT / "data" / "corpus"), "-o", f"{folder}/kg", "--quiet"]
            seconds, memory = measure(command)
        times.append(seconds)
        print(f"build {run}: {seconds:6.2f} s processor time, {memory:6.0f} MiB")
    print(f"best   : {min(times):6.2f} s")


if __name__ == "__main__":
    main()
