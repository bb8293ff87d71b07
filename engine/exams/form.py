"""Draws a form: the items of one exam, parallel to every other form of the same bank.

A pure function of the bank, the length, the seed and how often each family was met before. Domain places follow
the blueprint by largest remainder; inside a domain topics share by their number of objectives; unseen families come
first, and among equals chance decides; then items of the same topic are exchanged until the form's difficulties and
kinds are near the bank's. No form holds two items of a family; a case study comes whole or not at all.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.banks.bank import Bank, Domain
from engine.errors import FormError
from engine.exams.apportion import apportion
from engine.items.kinds import CaseStudy, Dropdown, Item, MultipleResponse, Parametric, SingleChoice

SHOWABLE_KINDS = frozenset({"single_choice", "multiple_response", "yes_no_series", "dropdown"})
"""Kinds the exam room can put on the screen so far; others stay out of forms, with a note."""

CASE_FROM = 30
"""Forms shorter than this hold no case study: it would take too large a part of one domain."""


@dataclass(frozen=True, slots=True)
class Form:
    """The items drawn for one exam, in the order they are asked."""

    code: str
    seed: int
    minutes: int
    item_ids: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What the learner should know about this form: items left out, places that could not be filled."""


def assemble(bank: Bank, *, questions: int, minutes: int, seed: int, met: Mapping[str, int] | None = None) -> Form:
    """Draw a form of `questions` items, or of all there are where the bank holds fewer families.

    `met` counts how often the learner has met each family; the least met come first.

    Raises:
        FormError: the bank has no item that can be shown, or `questions` is no positive number.
    """
    if questions < 1:
        raise FormError(f"a form needs at least one question, not {questions}")
    draw = _Draw(bank, questions, seed, met or {})
    if not draw.pool:
        raise FormError(f"{bank.code} has no item this version can show; kinds it shows are {_listed(SHOWABLE_KINDS)}")
    draw.take_case()
    draw.fill_domains()
    draw.backfill()
    draw.balance()
    return Form(bank.code, seed, minutes, draw.in_order(), (*draw.notes, *draw.shortfalls()))


def option_order(item: Item, seed: int) -> dict[str, tuple[str, ...]]:
    """The order in which a sitting shows the item's options: slot to option ids, `""` for the item's own list.

    Locked options keep their authored place. Slots that are not shuffled are left out.
    """
    rng = random.Random(f"{seed}/{item.id}")
    match item:
        case SingleChoice() | MultipleResponse() if item.shuffle:
            return {"": _shuffled([(o.id, o.locked) for o in item.options], rng)}
        case Dropdown():
            return {gap.id: _shuffled([(o.id, o.locked) for o in gap.options], rng) for gap in item.gaps if gap.shuffle}
        case _:
            return {}


def _shuffled(options: Sequence[tuple[str, bool]], rng: random.Random) -> tuple[str, ...]:
    free = [name for name, locked in options if not locked]
    rng.shuffle(free)
    rest = iter(free)
    return tuple(name if locked else next(rest) for name, locked in options)


class _Draw:
    """One draw in progress."""

    def __init__(self, bank: Bank, questions: int, seed: int, met: Mapping[str, int]) -> None:
        self.bank, self.met, self.asked = bank, met, questions
        self.rng = random.Random(f"form/{bank.code}/{seed}")
        self.notes: list[str] = []
        self.case: tuple[Item, ...] = ()
        self.taken: list[Item] = []
        self.families: set[str] = set()
        self.pool = self._pool()
        self.cases = self._cases()
        self.questions = min(questions, self._available())
        self.places = self._places()
        self.wanted = {
            trait: Counter(_shares(self.questions, (getattr(item, trait) for item in self.pool)))
            for trait in ("difficulty", "kind")
        }

    def _pool(self) -> list[Item]:
        """Single items that can be shown, in chance order, so that ties fall by chance."""
        items = [item for item in self.bank.items.values() if item.id not in self.bank.groups]
        shown = [item for item in items if item.kind in SHOWABLE_KINDS]
        hidden: Counter[str] = Counter(item.kind for item in items if item.kind not in SHOWABLE_KINDS)
        hidden.update(group.kind for group in self.bank.distinct_groups if not _is_showable_case(group))
        for kind, count in sorted(hidden.items()):
            self.notes.append(f"{count} of kind {kind} left out: this version cannot show it yet")
        self.rng.shuffle(shown)
        return shown

    def _cases(self) -> list[CaseStudy]:
        """Case studies that can be shown and hold no family twice."""
        cases: list[CaseStudy] = []
        for group in self.bank.distinct_groups:
            if not isinstance(group, CaseStudy) or not _is_showable_case(group):
                continue
            if len({item.family_id for item in group.items}) == len(group.items):
                cases.append(group)
            else:
                self.notes.append(f"the case study {group.title!r} left out: two of its items are of one family")
        return cases

    def _available(self) -> int:
        """The most items a form can hold: one of each family, and a case where the form is long enough for one."""
        single = {item.family_id for item in self.pool}
        longest = max((len(single.union(item.family_id for item in case.items)) for case in self.cases), default=0)
        return longest if min(self.asked, longest) >= CASE_FROM else len(single)

    def _places(self) -> dict[str, int]:
        domains = self.bank.manifest.blueprint.domains
        families: dict[str, set[str]] = {domain.id: set() for domain in domains}
        in_cases = [item for case in self.cases for item in case.items] if self.questions >= CASE_FROM else []
        for item in (*self.pool, *in_cases):
            families[item.domain].add(item.family_id)
        limits = {name: len(members) for name, members in families.items()}
        return apportion(self.questions, _weights(domains), limits)

    def take_case(self) -> None:
        """Put in one whole case study where the form is long enough and its domains have the places."""
        if self.questions < CASE_FROM:
            return
        fitting = [case for case in self.cases if self._fits(case.items)]
        if not fitting:
            return
        self.rng.shuffle(fitting)
        case = min(fitting, key=lambda group: sum(self.met.get(item.family_id, 0) for item in group.items))
        self.case = tuple(case.items)
        for item in case.items:
            self._take(item)

    def _fits(self, items: Iterable[Item]) -> bool:
        needed = Counter(item.domain for item in items)
        return all(self.places[domain] >= count for domain, count in needed.items())

    def fill_domains(self) -> None:
        """Fill each domain's places, topic by topic."""
        for domain in self.bank.manifest.blueprint.domains:
            for topic, places in self._topic_places(domain).items():
                self._fill([item for item in self.pool if item.domain == domain.id and item.topic == topic], places)
            left = self._open(domain.id)
            self._fill([item for item in self.pool if item.domain == domain.id], left)

    def backfill(self) -> None:
        """Fill what a short domain left open from wherever there are items."""
        self._fill(self.pool, self.questions - len(self.taken))

    def balance(self) -> None:
        """Exchange items for others of their topic until difficulties and kinds come no nearer to the bank's.

        Exposure stays as it is. Every exchange brings them nearer, so this ends.
        """
        alike: defaultdict[tuple[str, str | None, int], list[Item]] = defaultdict(list)
        for item in self.pool:
            alike[self._standing(item)].append(item)
        exchanged = True
        while exchanged:
            exchanged = False
            drawn = [item for item in self.taken if item.id not in self.bank.groups]
            self.rng.shuffle(drawn)
            for out in drawn:
                into = self._better(out, alike[self._standing(out)])
                if into is not None:
                    self._give_back(out)
                    self._take(into)
                    exchanged = True

    def shortfalls(self) -> Iterator[str]:
        """What the form lacks of what was asked for and of what the blueprint gives each domain."""
        length, domains = len(self.taken), self.bank.manifest.blueprint.domains
        if length < self.asked:
            yield f"{self.bank.code} can fill {length} of the {self.asked} questions asked for"
        counts = Counter(item.domain for item in self.taken)
        wanted = apportion(length, _weights(domains), {domain.id: length for domain in domains})
        for domain in domains:
            if (short := wanted[domain.id] - counts[domain.id]) > 0:
                yield f"{domain.name}: {short} short of its share; other domains fill in"

    def in_order(self) -> tuple[str, ...]:
        """Single items in chance order, the case study at the end."""
        case = {item.id for item in self.case}
        single = [item.id for item in self.taken if item.id not in case]
        self.rng.shuffle(single)
        return (*single, *(item.id for item in self.case))

    def _open(self, domain_id: str) -> int:
        return self.places[domain_id] - sum(item.domain == domain_id for item in self.taken)

    def _topic_places(self, domain: Domain) -> dict[str, int]:
        """The domain's open places shared by objectives, with what the case took counted in."""
        taken = Counter(item.topic for item in self.taken if item.domain == domain.id)
        families: dict[str, set[str]] = {topic.id: set() for topic in domain.topics}
        for item in self.pool:
            if item.domain == domain.id and item.topic in families and item.family_id not in self.families:
                families[item.topic].add(item.family_id)
        weights = {topic.id: Fraction(max(1, len(topic.objectives))) for topic in domain.topics}
        limits = {name: len(members) + taken[name] for name, members in families.items()}
        while weights:
            shares = apportion(self._open(domain.id) + sum(taken[name] for name in weights), weights, limits)
            overfull = [name for name in weights if taken[name] > shares[name]]
            if not overfull:
                return {name: places - taken[name] for name, places in shares.items()}
            # A topic the case gave more than its share gets nothing; the others share what is really open.
            weights = {name: weight for name, weight in weights.items() if name not in overfull}
        return {}

    def _fill(self, candidates: Sequence[Item], places: int) -> None:
        for _ in range(places):
            free = [item for item in candidates if item.family_id not in self.families]
            if not free:
                return
            self._take(min(free, key=self._met))

    def _met(self, item: Item) -> int:
        return self.met.get(item.family_id, 0)

    def _standing(self, item: Item) -> tuple[str, str | None, int]:
        return item.domain, item.topic, self._met(item)

    def _better(self, out: Item, others: Iterable[Item]) -> Item | None:
        """The first of the others that could stand in the form instead of `out` and would serve its balance."""
        for into in others:
            free = into.family_id == out.family_id or into.family_id not in self.families
            if free and self._gain(out, into) > 0:
                return into
        return None

    def _gain(self, out: Item, into: Item) -> int:
        """By how much an exchange brings difficulties and kinds nearer to what is wanted."""
        gain = 0
        for trait, need in self.wanted.items():
            gone, come = getattr(out, trait), getattr(into, trait)
            if gone != come:
                gain += abs(need[gone]) - abs(need[gone] + 1) + abs(need[come]) - abs(need[come] - 1)
        return gain

    def _take(self, item: Item) -> None:
        self.taken.append(item)
        self.families.add(item.family_id)
        for trait, need in self.wanted.items():
            need[getattr(item, trait)] -= 1

    def _give_back(self, item: Item) -> None:
        self.taken = [other for other in self.taken if other.id != item.id]
        self.families.discard(item.family_id)
        for trait, need in self.wanted.items():
            need[getattr(item, trait)] += 1


def _is_showable_case(group: object) -> bool:
    return isinstance(group, CaseStudy) and all(
        item.kind in SHOWABLE_KINDS and not isinstance(item, Parametric) for item in group.items
    )


def _weights(domains: Sequence[Domain]) -> dict[str, Fraction]:
    """A point in each domain's published range, all equally far up theirs, so that they add up to 100."""
    lowest, highest = (sum(domain.weight[end] for domain in domains) for end in (0, 1))
    up = Fraction(100 - lowest, highest - lowest) if highest > lowest else Fraction(0)
    return {domain.id: domain.weight[0] + up * (domain.weight[1] - domain.weight[0]) for domain in domains}


def _shares(total: int, traits: Iterable[str]) -> dict[str, int]:
    counts = Counter(traits)
    whole = sum(counts.values())
    weights = {name: Fraction(count, max(1, whole)) for name, count in sorted(counts.items())}
    return apportion(total, weights, dict.fromkeys(weights, total))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
