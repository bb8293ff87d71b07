"""`python -m tests.benchmarks.speed`: start-up and key latency beside a minimal Textual app, in the same run.

Absolute figures depend on the machine; the ratios to the minimal app are what can be compared.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

CONTROL = re.compile(
    rb"\x1b\[[0-9;?<>=:]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_].*?\x1b\\|\x1b.", re.S
)
MINIMAL = Path(__file__).with_name("minimal_app.py")
SIZE = (40, 120)


class Program:
    """A program in a pseudo-terminal that answers no queries."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.began = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))

    def wait_for(self, text: bytes, seconds: float = 30) -> float:
        """Read until the text has been written; the time that took, in seconds, from this call."""
        begun, seen = time.perf_counter(), b""
        while text not in CONTROL.sub(b"", seen):
            left = begun + seconds - time.perf_counter()
            if left <= 0 or not select.select([self.terminal], [], [], left)[0]:
                raise TimeoutError(f"{text!r} did not show; the last of it: {CONTROL.sub(b'', seen)[-300:]!r}")
            seen += os.read(self.terminal, 65536)
        return time.perf_counter() - begun

    def rest(self, seconds: float) -> None:
        """Read and forget for a while."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                os.read(self.terminal, 65536)

    def press(self, key: bytes, expected: bytes) -> float:
        """From writing the key to reading what it changed, in seconds."""
        os.write(self.terminal, key)
        return self.wait_for(expected, 5)

    def end(self) -> None:
        """Kill and reap."""
        os.kill(self.pid, signal.SIGKILL)
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def start_up(
    programs: Sequence[tuple[Sequence[str], Sequence[bytes]]], environment: dict[str, str], runs: int
) -> list[list[float]]:
    """For each program, medians of the time from its start to each of its marks, in milliseconds.

    The programs take turns, so that their ratio holds when the machine drifts; two turns of warm-up do not count.
    """
    times: list[list[list[float]]] = [[] for _ in programs]
    for _ in range(runs + 2):
        for place, (command, marks) in enumerate(programs):
            program, seen = Program(command, environment), []
            for mark in marks:
                program.wait_for(mark)
                seen.append((time.perf_counter() - program.began) * 1000)
            program.end()
            times[place].append(seen)
    return [[statistics.median(column) for column in zip(*one[2:], strict=True)] for one in times]


def latency(
    command: Sequence[str], ready: bytes, presses: Sequence[tuple[bytes, bytes]], environment: dict[str, str], keys: int
) -> str:
    """Milliseconds from key to changed text, as a line of figures."""
    program = Program(command, environment)
    program.wait_for(ready)
    program.rest(1)
    taken = []
    for place in range(keys):
        program.rest(random.uniform(0.03, 0.12))
        key, expected = presses[place % len(presses)]
        taken.append(program.press(key, expected) * 1000)
    program.end()
    taken.sort()
    return f"median {statistics.median(taken):6.1f}  p95 {taken[int(0.95 * (keys - 1))]:6.1f}  max {taken[-1]:6.1f} ms"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--keys", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "MOCKDECK_HOME": home}
        environment.pop("NO_COLOR", None)
        mockdeck = [str(Path(sys.executable).with_name("mockdeck"))]
        subprocess.run([*mockdeck, "banks"], env=environment, check=True, capture_output=True)
        minimal = [sys.executable, str(MINIMAL)]
        programs = [(minimal, [b"COUNT-0000"]), (mockdeck, [b"Mockdeck", b"not sat yet"])]
        (bare,), (frame, banks) = start_up(programs, environment, asked.runs)
        print(f"first frame   minimal {bare:.0f} ms, mockdeck {frame:.0f} ms, ratio {frame / bare:.2f}")
        print(f"banks and due {banks:.0f} ms, {banks - frame:.0f} ms after the first frame")
        counts = [(b"x", f"COUNT-{count:04}".encode()) for count in range(1, asked.keys + 1)]
        print(f"key, minimal  {latency(minimal, b'COUNT-0000', counts, environment, asked.keys)}")
        exam = [*mockdeck, "exam", "AI-103", "--seed", "3"]
        turns = [(b"n", b"Question 2"), (b"p", b"Question 1")]
        print(f"next question {latency(exam, b'Question 1', turns, environment, asked.keys)}")


if __name__ == "__main__":
    main()
