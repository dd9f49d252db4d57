"""Every person of the demo tries every verb on every return of the demo."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from audits.involvement import IN, Standing
from audits.people import AUDIT_TEAM, Person, Role
from audits.problems import Code
from bot import demo
from bot.demo import Demo
from storage.tiny import TinyStore
from tests.test_rights import (
    COORDINATING,
    FOR_MANAGERS,
    FOR_OBSERVERS_TOO,
    FOR_THE_TEAM,
    ON_A_RETURN,
    REFUSED,
    RUNNING,
    outcome,
)  # fmt: skip

TODAY = date(2026, 11, 23)
MISSING = "demo.Z.phn"
"""A return that there is not."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    """The demo's store as it is when the demo starts."""
    made = await TinyStore.open(tmp_path / "store")
    await demo.fill(made, TODAY)
    yield made
    await made.close()


def may(sample: Demo, who: Person, verb: str, standing: Standing) -> bool:
    """The rule as the sample has it, told without the code that keeps it."""
    agency, families = sample.sample["contacts"].get(who.id, ["", "", []])[1:]
    role = sample.sample["team"].get(who.id, ["", ""])[1]
    if verb in RUNNING:
        return bool(role == Role.BUSINESS_MANAGER)
    answers = agency == standing.agency and standing.family in families
    coordinates = any(
        sample.sample[group].get(who.id, ["", ""])[1] == standing.agency
        for group in ("coordinators", "deputies")
    )
    if verb in COORDINATING:
        return coordinates
    team = role in AUDIT_TEAM
    return answers or coordinates or (team and verb in {"open", "read"} and standing.stage in IN)


@pytest.mark.parametrize("verb", ON_A_RETURN)
async def test_nobody_of_the_demo_gets_at_what_is_not_theirs(store: TinyStore, verb: str) -> None:
    """Whoever may not is refused as if the return did not exist, and nothing changes."""
    sample = demo.read(TODAY)
    before = await store.returns_in("demo")
    tried = 0
    for who in sample.people.values():
        assert await outcome(store, who, verb, MISSING) == (Code.RETURN_NOT_FOUND, "")
        for standing in before:
            if not may(sample, who, verb, standing):
                tried += 1
                assert await outcome(store, who, verb, standing.id) == (Code.RETURN_NOT_FOUND, "")
    assert tried > len(before) * len(sample.people) / 2
    assert await store.returns_in("demo") == before


@pytest.mark.parametrize("verb", ["open", "read"])
async def test_everybody_of_the_demo_gets_at_what_is_theirs(store: TinyStore, verb: str) -> None:
    """The refusals above are no accident: those who may are let in."""
    sample = demo.read(TODAY)
    for who in sample.people.values():
        for standing in await store.returns_in("demo"):
            if may(sample, who, verb, standing):
                assert await outcome(store, who, verb, standing.id) == ("done", "")


@pytest.mark.parametrize(
    ("verbs", "roles"),
    [
        (FOR_OBSERVERS_TOO, {*AUDIT_TEAM, Role.OBSERVER}),
        (FOR_THE_TEAM, AUDIT_TEAM),
        (FOR_MANAGERS, {Role.BUSINESS_MANAGER}),
    ],
)
async def test_audit_teams_verbs_are_its_own(
    store: TinyStore, verbs: tuple[str, ...], roles: set[Role]
) -> None:
    """Everybody of the demo tries every verb about the audit; those without the role get none."""
    sample = demo.read(TODAY)
    before = await store.audit("demo")
    others = [who for who in sample.people.values()
              if sample.sample["team"].get(who.id, ["", ""])[1] not in roles]  # fmt: skip
    for verb in verbs:
        for who in others:
            assert (await outcome(store, who, verb, "demo.A.police"))[0] in REFUSED
    assert len(others) >= len(sample.people) / 2
    assert await store.audit("demo") == before
    assert not await store.panels("demo")
    for who in set(sample.people.values()) - set(others):
        assert (await outcome(store, who, verbs[0], "demo.A.police"))[0] not in REFUSED
