"""Cards as people get them in the Agents Playground, narrow and wide: axe finds nothing of ours."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.e2e import walks_looked_at as walks
from tests.e2e.conftest import OpenChats
from tests.e2e.in_playground import CLIENTS_OWN, Looking
from tests.e2e.walks_looked_at import Here, Way
from tests.proofs import LONG, proved

WIDTHS = (320, 480, 800) if LONG else (320,)
ROW = "cards in the Agents Playground at 320, 480 and 800 px, nothing serious of ours"
WALKS = walks.WALKS if LONG else walks.WALKS[:1]

Start = Callable[..., Awaitable[Here]]


@pytest.fixture
def start(open_demo: OpenChats) -> Start:
    """Return what starts a demo, with the health visitor's and the business manager's chats."""

    async def started(*more: str) -> Here:
        visitor, manager = await open_demo(*more)
        return Here(visitor, manager, Looking(WIDTHS))

    return started


@pytest.mark.parametrize("way", WALKS, ids=lambda way: way.name)
async def test_cards_have_no_obstacles_in_the_playground(start: Start, way: Way) -> None:
    """Nothing serious that is ours; what is the client's own is there, or leaves the table."""
    here = await start(*way.more)
    await way.walk(here)
    assert not here.look.wrong, "\n".join(here.look.wrong)
    assert here.look.not_met(way.shows) == []
    proved(ROW, "{:,} cards", len(here.look.seen))


FOUND = {"width": 320, "needs": 320, "nameless": [], "cut": [], "found": []}
FOLD = '<button type="button" class="fui-Button" aria-label="More" aria-controls="{}">'
SAID = "Invalid ARIA attribute value: aria-controls="


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ({}, 0),
        ({"needs": 400}, 1),
        ({"cut": ["Save and ne"]}, 1),
        ({"nameless": ["<textarea>"]}, 1),
        ({"found": [["aria-valid-attr-value", "critical", FOLD.format("g.known"), SAID]]}, 0),
        ({"found": [["aria-valid-attr-value", "critical", FOLD.format("other"), SAID]]}, 1),
        ({"found": [["button-name", "critical", FOLD.format("g.known"), SAID]]}, 1),
        ({"found": [["empty-table-header", "minor", "<div>", ""]]}, 0),
    ],
)
def test_only_what_is_listed_is_let_pass(found: dict[str, Any], wrong: int) -> None:
    """The rule, the element and what axe says of it must be those of the table."""
    look = Looking((320,))
    listed = [dict(zip(("id", "impact", "html", "why"), one, strict=True))
              for one in found.get("found", [])]  # fmt: skip
    look.note("a card", 320, {**FOUND, **found, "found": listed})
    assert len(look.wrong) == wrong


def test_what_the_client_has_mended_leaves_the_table() -> None:
    """Each of its findings that a walk is sure to meet must be met."""
    look = Looking((320,))
    assert look.not_met(CLIENTS_OWN) == [one.rule for one in CLIENTS_OWN]
    one = {
        "id": CLIENTS_OWN[0].rule,
        "impact": "critical",
        "html": FOLD.format("gone"),
        "why": SAID,
    }
    look.note("a card", 320, {**FOUND, "found": [one]})
    assert look.not_met(CLIENTS_OWN) == [one.rule for one in CLIENTS_OWN[1:]]
