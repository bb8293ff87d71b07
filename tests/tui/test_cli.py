"""Global options may stand before or after the command; everything else keeps its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli import GLOBAL_OPTIONS, hoist, main

words = st.sampled_from(["form", "EX-1", "--json", "--questions", "5", "--questions=5", "-", "--homely", "x=y", ""])
values = st.sampled_from(["/tmp/a b", "x", "--json", "a=b", "=", "é"])


@given(st.lists(words, max_size=6), st.dictionaries(st.sampled_from(GLOBAL_OPTIONS), values), st.data())
def test_global_options_are_found_wherever_they_stand(
    rest: list[str], front: dict[str, str], data: st.DataObject
) -> None:
    groups = [[word] for word in rest]
    for name, value in front.items():
        group = data.draw(st.sampled_from([[name, value], [f"{name}={value}"]]))
        groups.insert(data.draw(st.integers(0, len(groups))), group)
    assert hoist([word for group in groups for word in group]) == (front, rest)


@pytest.mark.parametrize(
    ("given_words", "expected"),
    [
        ([], ({}, [])),
        (["--home", "a", "--home=b"], ({"--home": "b"}, [])),
        (["banks", "--home"], ({"--home": ""}, ["banks"])),
        (["banks", "--home="], ({"--home": ""}, ["banks"])),
        (["lint", "--", "--home", "x"], ({}, ["lint", "--", "--home", "x"])),
    ],
)
def test_hoist(given_words: list[str], expected: tuple[dict[str, str], list[str]]) -> None:
    assert hoist(given_words) == expected


@pytest.mark.parametrize("words", [["banks", "--home"], ["--learner="], ["--home", ""]], ids=str)
def test_a_global_option_without_a_value_is_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert capsys.readouterr().err.endswith(" needs a value\n")
