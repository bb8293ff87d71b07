"""The command line as scripts use it: exit codes, one JSON document on stdout, messages on stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tui import banks
from tests.tui.shell import NAMES, Shell


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(tmp_path_factory.mktemp("shell"))


@pytest.fixture(scope="module")
def form(shell: Shell) -> Path:
    """A form of all ten questions."""
    return shell.file("form.json", shell.json("form", "TEN-1", "--seed", 7))


def test_a_form_is_the_same_for_the_same_seed_and_says_what_it_is(shell: Shell, form: Path) -> None:
    drawn = json.loads(form.read_text(encoding="utf-8"))
    assert shell.json("form", "ten-1", "--seed", 7) == drawn
    assert (drawn["code"], drawn["seed"], drawn["minutes"]) == ("TEN-1", 7, 20)
    assert sorted(item["id"] for item in drawn["items"]) == NAMES
    assert drawn["items"][0].keys() == {"id", "kind", "domain", "topic"}


def test_another_seed_draws_another_form(shell: Shell, form: Path) -> None:
    assert shell.json("form", "TEN-1", "--seed", 8)["items"] != json.loads(form.read_text(encoding="utf-8"))["items"]


def test_what_the_form_lacks_is_told_on_stderr_beside_the_document(shell: Shell) -> None:
    done = shell("form", "TEN-1", "--questions", 12, "--json")
    assert len(json.loads(done.stdout)["items"]) == 10
    assert done.stderr == "TEN-1 can fill 10 of the 12 questions asked for\n"
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("right", "scaled", "passed"), [(7, 700, True), (6, 600, False), (0, 1, False)],
    ids=["at-the-cut", "one-below", "nothing"],
)  # fmt: skip
def test_grade(shell: Shell, form: Path, right: int, scaled: int, passed: bool) -> None:
    responses = dict.fromkeys(NAMES[:right], "a") | dict.fromkeys(NAMES[right:] if right else (), "b")
    report = shell.json("grade", "TEN-1", "--form", form, "--responses", "-", stdin=json.dumps(responses))
    assert (report["points"], report["max"], report["scaled"], report["passed"]) == (right, 10, scaled, passed)
    assert report["fraction"] == right / 10
    (domain,) = report["domains"]
    assert (domain["id"], domain["points"], domain["items"]) == ("d1", right, 10)
    outcomes = {item["id"]: item["outcome"] for item in report["items"]}
    assert list(outcomes.values()).count("right") == right
    assert list(outcomes.values()).count("unanswered") == (0 if right else 10)


def test_grade_with_all_right_says_so_in_words(shell: Shell, form: Path) -> None:
    done = shell("grade", "TEN-1", "--form", form, "--responses", shell.file("all.json", dict.fromkeys(NAMES, "a")))
    assert done.stdout == "passed: 1000 of 1000 (10 of 10 points)\n  100.0 %  Everything\n"


REFUSED = [
    (("form", "NO-1"), "there is no bank 'NO-1'; banks here: "),
    (("grade", "TEN-1", "--form", "form.json", "--responses", "absent.json"), "absent.json cannot be read"),
    (("grade", "TEN-1", "--form", "form.json", "--responses", "strange.json"), "q99: the form has no such item"),
    (("result", "nothing"), "there is no finished exam 'nothing'"),
]


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize(("words", "reason"), REFUSED, ids=[" ".join(words[::2]) for words, _ in REFUSED])
def test_what_is_refused_ends_with_1_and_a_reason_on_stderr(shell: Shell, words: tuple[str, ...], reason: str) -> None:
    shell.file("strange.json", {"q99": "a"})
    done = shell(*words, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [(), ("exam", "TEN-1"), ("form", "TEN-1", "--questions", "0"), ("nonsense",)],
    ids=lambda words: " ".join(words) or "bare",
)
def test_wrong_usage_ends_with_2_and_nothing_on_stdout(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in shell.folder.iterdir() if path.suffix not in (".json", "")} == set()


def test_the_home_may_stand_before_or_after_or_in_the_environment(shell: Shell) -> None:
    listing = shell.json("banks")
    assert [bank["code"] for bank in listing] == ["AI-103", "TEN-1"]
    after = shell("banks", "--json", f"--home={shell.home}", home=False)
    around = shell("banks", "--json", home=False, MOCKDECK_HOME=str(shell.home))
    assert json.loads(after.stdout) == json.loads(around.stdout) == listing


def test_a_home_that_is_no_folder_is_refused_in_words(shell: Shell) -> None:
    done = shell("banks", "--home", shell.file("a-file.json", {}), home=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_listing_with_a_refused_bank_is_done_in_part(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    banks.write(shell.home, "BAD-1", banks.RIVER | {"key": "z"})
    done = shell("banks", "--json")
    assert done.returncode == 3
    assert "TEN-1" in {bank["code"] for bank in json.loads(done.stdout)}
    assert "key names 'z', which is no option of this item" in done.stderr


def test_without_exams_nothing_is_due_and_the_history_is_empty(shell: Shell) -> None:
    assert shell.json("due") == {"today": 0, "by_day": []}
    assert shell.json("history") == []
