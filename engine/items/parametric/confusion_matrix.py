"""Precision, recall, accuracy or F1 from the four counts of a binary classifier."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction

from engine.items.parametric.generator import Drawn

_MEASURES: Mapping[str, tuple[str, Callable[[int, int, int, int], Fraction]]] = {
    "precision": ("TP / (TP + FP)", lambda tp, fp, fn, tn: Fraction(tp, tp + fp)),
    "recall": ("TP / (TP + FN)", lambda tp, fp, fn, tn: Fraction(tp, tp + fn)),
    "accuracy": ("(TP + TN) / all", lambda tp, fp, fn, tn: Fraction(tp + tn, tp + fp + fn + tn)),
    "f1": ("2 TP / (2 TP + FP + FN)", lambda tp, fp, fn, tn: Fraction(2 * tp, 2 * tp + fp + fn)),
}


class ConfusionMatrix:
    """Parameter `measure`: precision, recall, accuracy or f1. The key is exact; 0.005 either way is right."""

    name = "confusion_matrix"
    version = 1

    def check(self, parameters: Mapping[str, str]) -> None:
        if set(parameters) != {"measure"} or parameters["measure"] not in _MEASURES:
            raise ValueError(f"confusion_matrix takes one parameter, measure: {', '.join(_MEASURES)}")

    def draw(self, rng: random.Random, parameters: Mapping[str, str]) -> dict[str, int]:
        return {
            "tp": rng.randint(40, 180),
            "fp": rng.randint(5, 60),
            "fn": rng.randint(5, 60),
            "tn": rng.randint(200, 800),
        }

    def render(self, values: Mapping[str, int], parameters: Mapping[str, str]) -> Drawn:
        measure = parameters["measure"]
        formula, compute = _MEASURES[measure]
        tp, fp, fn, tn = (values[name] for name in ("tp", "fp", "fn", "tn"))
        key = compute(tp, fp, fn, tn)
        question = (
            "| | predicted positive | predicted negative |\n|---|---|---|\n"
            f"| actually positive | {tp} | {fn} |\n| actually negative | {fp} | {tn} |\n\n"
            f"What is the {measure}, to two decimal places?"
        )
        return Drawn(question, key, Fraction(1, 200), None, f"{measure} = {formula} = {float(key):.4f}.")
