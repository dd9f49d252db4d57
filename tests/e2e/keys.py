"""A keyboard before one chat: nothing here uses a mouse."""

from typing import Any

import pytest

from tests.e2e.chat import ACTION, CARD, Chat

MOST_STOPS = 60
"""More than any card has."""
MOST_CHOICES = 12
SAME_LINE = 12
"""Pixels by which things on one line may stand higher or lower."""
# Taken where they are offered: the family is known, nobody is at risk now.
TAKEN = ("Yes, the child and an adult", "No")
WHERE = """kind => {
    const one = document.activeElement, card = one.closest(kind);
    const at = one.getBoundingClientRect(), top = card?.getBoundingClientRect().top ?? 0;
    const by = document.getElementById(one.getAttribute('aria-labelledby')?.split(' ')[0] ?? '');
    const named = one.labels?.length ? one.labels[0].innerText : '';
    return {
        name: (one.getAttribute('aria-label') || named || by?.innerText || one.innerText).trim(),
        kind: one.getAttribute('role') || one.type || one.tagName,
        card: card ? [...document.querySelectorAll(kind)].indexOf(card) : -1,
        whole: card !== null && (one === card || one.contains(card.firstElementChild)),
        y: at.top - top,
        seen: one.matches(':focus-visible') && at.bottom > 0 && at.top < innerHeight,
        checked: one.checked === true, value: one.value ?? '',
        writes: one.isContentEditable,
    };
}"""

NEAR = 3
"""Further stops back that the focus may be away from the card."""


class Keys:
    """A keyboard before one chat."""

    def __init__(self, chat: Chat) -> None:
        self.chat, self.page = chat, chat.page

    async def hit(self, key: str) -> dict[str, Any]:
        """Press a key; give what has the focus then."""
        await self.page.keyboard.press(key)
        found: dict[str, Any] = await self.page.evaluate(WHERE, CARD)
        return found

    async def say(self, words: str) -> None:
        """Go on to the box for messages, type, send; wait until something follows it."""
        before = await self.chat.cards.count()
        for _ in range(MOST_STOPS):
            spot = await self.hit("Tab")
            if spot["writes"]:
                break
        assert spot["writes"], "The box for messages cannot be reached."
        assert spot["seen"], "nobody sees that the box for messages has the focus"
        await self.page.keyboard.type(words)
        await self.page.keyboard.press("Enter")
        await self.chat.cards.nth(before).wait_for()

    async def into_card(self) -> None:
        """Go back from where the focus is to the newest card's first stop."""
        last = await self.chat.cards.count() - 1
        spot = await self.hit("Shift+Tab")
        for _ in range(NEAR):  # the Playground may have buttons of its own below the card
            if spot["card"] == last:
                break
            spot = await self.hit("Shift+Tab")
        assert spot["card"] == last, f"the focus was lost: {spot}"
        for _ in range(MOST_STOPS):
            if (await self.hit("Shift+Tab"))["card"] != last:
                return
        pytest.fail("The focus cannot leave the card.")

    async def through(
        self, wanted: str, ticks: tuple[str, ...] = (), words: str = "3"
    ) -> list[str]:
        """Go through the card in order, answering it, to a button; press it; give the kinds met."""
        await self.into_card()
        met, before = list[str](), -SAME_LINE
        for _ in range(MOST_STOPS):
            spot = await self.hit("Tab")
            assert spot["seen"], f"nobody sees where the focus is: {spot}"
            assert spot["y"] >= before - SAME_LINE, f"not in reading order: {spot}"
            before = max(spot["y"], 0)
            met.append(spot["kind"])
            if spot["name"] == wanted:
                async with self.page.expect_response(ACTION):
                    await self.page.keyboard.press("Enter")
                return met
            await self.answer(spot, ticks, words)
        pytest.fail(f"No button {wanted!r}.")

    async def answer(self, spot: dict[str, Any], ticks: tuple[str, ...], words: str) -> None:
        """Answer what has the focus: the first choice, a grade, some words."""
        match spot["kind"]:
            case "radio" if not spot["checked"]:
                here = await self.hit("Space")
                for _ in range(MOST_CHOICES):
                    if not here["name"].endswith(TAKEN):
                        here = await self.hit("ArrowDown")
            case "checkbox" if spot["name"] in ticks:
                await self.page.keyboard.press("Space")
            case "combobox" if not spot["value"]:
                for key in ("Enter", "ArrowDown", "Enter"):
                    await self.page.keyboard.press(key)
            case "textarea" | "text" if not spot["value"]:
                await self.page.keyboard.insert_text(words)

    async def past(self) -> list[str]:
        """Go through the whole card and out of it again; give the names of all stops."""
        await self.into_card()
        last, met = await self.chat.cards.count() - 1, list[str]()
        for _ in range(MOST_STOPS):
            spot = await self.hit("Tab")
            if spot["card"] != last:
                return met
            assert spot["seen"], f"nobody sees where the focus is: {spot}"
            met.append(spot["name"])
        pytest.fail("The focus cannot leave the card.")
