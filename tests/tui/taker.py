"""A person at a terminal: runs the real program in a pseudo-terminal, presses keys, and sees what a screen would show.

The terminal says that it holds a frame back until it is complete (mode 2026), as current terminals do, so whatever
is seen here was seen whole. POSIX only.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "tui")
DEADLINE = 30.0
"""Seconds after which what is waited for counts as never coming; far more than a busy machine needs."""

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f", "delete": "\x1b[3~",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "ctrl+c": "\x03", "ctrl+q": "\x11",
}  # fmt: skip
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
ASKED, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


class Taker:
    """One run of the program; use it in a `with`, which ends and reaps it whatever happens.

    `on_frame` is called after every complete frame, with `text` as that frame shows it.
    """

    def __init__(
        self,
        home: Path,
        *arguments: str,
        program: Sequence[str] = PROGRAM,
        columns: int = 100,
        lines: int = 30,
        environment: Mapping[str, str] | None = None,
        on_frame: Callable[[], None] = lambda: None,
    ) -> None:
        self.raw = bytearray()
        """Every byte the program wrote."""
        self.on_frame = on_frame
        self._held = b""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
        self._pty, terminal = os.openpty()
        try:
            _set_size(terminal, columns, lines)
            self._process = subprocess.Popen(
                [*program, *arguments],
                stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True, cwd=ROOT,
                env={**inherited, "TERM": "xterm-256color", "MOCKDECK_HOME": str(home), **(environment or {})},
            )  # fmt: skip
        except BaseException:
            os.close(self._pty)
            raise
        finally:
            os.close(terminal)

    def __enter__(self) -> Taker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        os.close(self._pty)

    # -- what is on the screen ----------------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        return list(self._screen.display)

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self._screen.display)

    def wait_until(self, holds: Callable[[str], bool], seconds: float = DEADLINE) -> None:
        """Look until `holds(text)`; where it never does, fail and show the screen."""
        if not self.watch(seconds, holds):
            raise AssertionError(f"not seen within {seconds:g} s; the screen shows:\n{self.text}")

    def wait_for(self, words: str, seconds: float = DEADLINE) -> None:
        """Look until the words stand on the screen."""
        self.wait_until(lambda text: words in text, seconds)

    def watch(self, seconds: float, until: Callable[[str], bool] = lambda _text: False) -> bool:
        """Look for this long, or until something holds; False where it did not, or where the program ended first."""
        deadline = time.monotonic() + seconds
        while not until(self.text):
            left = deadline - time.monotonic()
            if left <= 0 or not self._look(left):
                return until(self.text)
        return True

    # -- what can be done ---------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys without waiting between them: single characters, or names from `KEYS`."""
        self.send("".join(KEYS.get(key, key) for key in keys).encode())

    def click(self, column: int, line: int) -> None:
        """Click the left button on a cell, counted from 0."""
        place = f"{column + 1};{line + 1}"
        self.send(f"\x1b[<0;{place}M\x1b[<0;{place}m".encode())

    def click_on(self, words: str) -> None:
        """Click where the words stand on the screen."""
        line = next(number for number, row in enumerate(self.lines) if words in row)
        self.click(self.lines[line].index(words), line)

    def send(self, data: bytes) -> None:
        """Send bytes as the terminal would."""
        os.write(self._pty, data)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self._screen.resize(lines, columns)
        _set_size(self._pty, columns, lines)
        self._process.send_signal(signal.SIGWINCH)  # the kernel only tells a controlling terminal's programs

    # -- how it ends --------------------------------------------------------------------------------------------

    def kill(self) -> None:
        """End the program at once with SIGKILL, and see what it had shown by then."""
        self._process.kill()
        self._process.wait()
        while self._look(DEADLINE):
            pass

    def end(self, number: int = signal.SIGTERM, seconds: float = DEADLINE) -> int:
        """Send a signal and wait for the end; the exit code."""
        self._process.send_signal(number)
        return self.wait_for_end(seconds)

    def wait_for_end(self, seconds: float = DEADLINE) -> int:
        """See the program end by itself; its exit code."""
        deadline = time.monotonic() + seconds
        while self._look(max(0, deadline - time.monotonic())):
            pass
        return self._process.wait(max(0, deadline - time.monotonic()))

    def _look(self, seconds: float) -> bool:
        """Take in what comes within this time; False where nothing came, or the program is gone."""
        if not select.select([self._pty], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._pty, 1 << 16)
        except OSError:  # how Linux says that nobody holds the other end any more
            return False
        self.raw += data
        if ASKED in self.raw[-len(data) - len(ASKED) + 1 :]:
            self.send(ANSWER)
        self._take(data)
        return bool(data)

    def _take(self, data: bytes) -> None:
        """Show complete frames and whatever stands outside of frames; hold back the rest."""
        data = self._held + data
        while (end := data.find(FRAME_ENDS)) >= 0:
            end += len(FRAME_ENDS)
            self._stream.feed(data[:end])
            self.on_frame()
            data = data[end:]
        begin = data.find(FRAME_BEGINS)
        shown = len(data) - _cut_off(data) if begin < 0 else begin
        self._stream.feed(data[:shown])
        self._held = data[shown:]


def _cut_off(data: bytes) -> int:
    """Length of a frame's beginning, itself cut off, at the end of the data."""
    return next((size for size in range(len(FRAME_BEGINS) - 1, 0, -1) if data.endswith(FRAME_BEGINS[:size])), 0)


def _set_size(descriptor: int, columns: int, lines: int) -> None:
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
