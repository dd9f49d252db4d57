"""Which part of an audit is meant: "theme 2 family C police concern", in any order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from audits.audit import Audit
from audits.collected import Only
from cards import reading, scoped
from cards.scoped import graded, grades
from dialogs.commands import nearest, rest_of

NUMBER = re.compile(r"\b(\d+)\b")
PASSED_OVER = frozenset({"the", "of", "for", "and", "in", "by", "grade", "grades", "service",
                         "agency", "all", "whole", "everything", "audit"})  # fmt: skip
LONGEST = 4
"""Words of a service's or a theme's name that are read together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The part of the audit that is meant."""

    only: Only = field(default_factory=Only)
    unknown: str = ""
    """The first word that nothing in the audit is called."""


def of_words(audit: Audit, text: str) -> Scope:
    """Return what the words mean in this audit."""
    scope, words = Scope(), text.casefold().split()
    while words:
        taken, scope = step(audit, words, scope)
        words = words[taken:]
    return scope


def step(audit: Audit, words: list[str], scope: Scope) -> tuple[int, Scope]:
    """Return how many of the words were read, and the scope with what they mean."""
    first = words[0].strip(",;:")
    if first in PASSED_OVER or not first:
        return 1, scope
    if first in {"theme", "family"} and len(words) > 1:
        found = named(audit, first, words[1].strip(",;:"))
        return 2, (narrowed(scope, {first: found}) if found else missed(scope, words[1]))
    for count in range(min(LONGEST, len(words)), 0, -1):
        if found_at := exactly(audit, " ".join(words[:count]).strip(",;:")):
            return count, narrowed(scope, found_at)
    for count in range(min(LONGEST, len(words)), 0, -1):
        if guessed := nearly(audit, " ".join(words[:count]).strip(",;:")):
            return count, narrowed(scope, guessed)
    return 1, missed(scope, first)


def narrowed(scope: Scope, found: Mapping[str, str]) -> Scope:
    """Return the scope with one more part of it known."""
    return replace(scope, only=replace(scope.only, **found))


def missed(scope: Scope, word: str) -> Scope:
    """Return the scope with a word that nothing is called, unless there was one before."""
    return scope if scope.unknown else replace(scope, unknown=word)


def named(audit: Audit, kind: str, word: str) -> str:
    """Return the theme or the family that has this number, code or name; empty for none."""
    if kind == "theme":
        return themes(audit).get(word, "") or nearest(word, titles(audit))
    return {code.casefold(): code for code in audit.families}.get(word, "")


def exactly(audit: Audit, words: str) -> dict[str, str]:
    """Return the part of the scope that is called exactly so; empty for none."""
    for part, names in every_name(audit):
        if words in names:
            return {part: names[words]}
    return {}


def every_name(audit: Audit) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Return by part of the scope what each of its members is called, in lower case."""
    yield "family", {code.casefold(): code for code in audit.families}
    agencies = audit.agencies.values()
    names = {name: a.key for a in agencies for name in (a.key, a.short, a.name)}
    yield "agency", {name.casefold(): key for name, key in names.items()}
    yield "theme", {title.casefold(): name for name, title in titles(audit).items()}
    yield "theme", {name.casefold(): name for name in titles(audit)}
    yield "grade", {label.casefold(): value for value, label in grades(audit).items()}
    yield "grade", {value.casefold(): value for value in grades(audit)}


def nearly(audit: Audit, words: str) -> dict[str, str]:
    """Return the part of the scope that is called nearly so; empty for none."""
    agencies = {agency.key: agency.name for agency in audit.agencies.values()}
    for part, names in (("agency", agencies), ("theme", titles(audit)), ("grade", grades(audit))):
        if len(words) > 2 and (found := nearest(words, names)):  # noqa: PLR2004 - too short to guess
            return {part: found}
    return {}


def titles(audit: Audit) -> dict[str, str]:
    """Return what each theme is about, by its name, without its number."""
    return {theme.name: theme.title.partition(": ")[2] or theme.title for theme in
            audit.tool.themes}  # fmt: skip


def themes(audit: Audit) -> dict[str, str]:
    """Return the themes by number: the one in the title, or else their place among the graded."""
    places = {str(place): theme.name for place, theme in enumerate(graded(audit), start=1)}
    stated = {
        found[1]: theme.name
        for theme in audit.tool.themes
        if (found := NUMBER.search(theme.title.partition(":")[0]))
    }
    return stated or places


def of_turn(audit: Audit, data: Mapping[str, Any]) -> Scope:
    """Return what was typed or chosen on a card. Choices stand before words."""
    chosen, meant = scoped.read(data), of_words(audit, rest_of(reading.words_in(data, "text")))
    return Scope(
        only=Only(
            theme=chosen.theme or meant.only.theme,
            family=chosen.family or meant.only.family,
            agency=chosen.agency or meant.only.agency,
            grade=chosen.grade or meant.only.grade,
        ),
        unknown=meant.unknown,
    )
