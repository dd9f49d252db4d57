"""One person's Teams-like window, as a test sees it: say, read, fill in, press.

Everything here waits for a condition and never for a time. What is waited for in vain fails after
the browser context's own timeout.
"""

import contextlib
import re
from pathlib import Path
from typing import Self

from playwright.async_api import Locator, Page, Response, expect

CARD = ".fai-OutputCard"
CLICKS = 3
WAIT_AFTER_A_CLICK = 5_000
"""Milliseconds."""
DISMISS = "Dismiss Invoke Message"
ACTION = re.compile(r"/_conversation/v1/(invoke|submit)$")
TO_OPEN = 60_000
"""Milliseconds in which a window opens: the client is one script of nine megabytes."""
# What stands above and below the messages, so that a picture can be made tall enough for a card.
FRAME = 280
TO_THE_END = """message => {
    document.activeElement.blur();
    let list = message.parentElement;
    while (getComputedStyle(list).overflowY !== "auto") list = list.parentElement;
    list.scrollTop = list.scrollHeight;
}"""


class Chat:
    """The chat with the bot in one open Agents Playground."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Each message has a header with its time; the panels beside the chat have none.
        self.messages = page.locator("div:has(> [aria-label='Message header'])")
        self.cards = page.locator(CARD)

    @classmethod
    async def at(cls, page: Page, address: str) -> Self:
        """Open the window and put away what is not the chat."""
        await page.goto(address, timeout=TO_OPEN)
        chat = cls(page)
        await page.get_by_role("button", name="Hide log panel").click()
        return chat

    async def say(self, text: str) -> None:
        """Type a message to the bot, send it, and wait until something follows it.

        A bot answers whatever it is told. One that also greets may have done only that: what
        counts is said by `waits_for` or `card_with`.
        """
        before = await self.messages.count()
        box = self.page.locator("[role=textbox][contenteditable=true]")
        await box.click()
        await self.page.keyboard.insert_text(text)
        async with self.page.expect_response(re.compile(r"/messages$")):
            await self.page.keyboard.press("Enter")
        await expect(self.messages.nth(before + 1)).to_be_visible()

    async def waits_for(self, text: str) -> Locator:
        """Wait until the newest message or card that says `text` is there, and give it.

        `text` is what a person reads in one block of text: bold or plain, wrapped or not.
        """
        found = self.messages.filter(has_text=_as_read(text)).last
        await expect(found).to_be_visible()
        return found

    async def last_card(self) -> Locator:
        """Give the newest card; it stays the same card when another one follows."""
        return await self._fixed(self.cards.last)

    async def card_with(self, text: str) -> Locator:
        """Wait for a card that says `text`, and give the newest one."""
        return await self._fixed(self.cards.filter(has_text=_as_read(text)).last)

    async def press(self, title: str) -> Locator:
        """Press the button in the newest card that has it; give that card, as it then is."""
        button = self.page.get_by_role("button", name=title, exact=True)
        card = await self._fixed(self.cards.filter(has=button).last)
        await self.press_in(card, title)
        return card

    async def press_in(self, card: Locator, title: str) -> None:
        """Press a button of this card that sends something, and wait for the bot's answer.

        After an Execute the answer has been drawn. After a Submit the bot has only got it: what it
        does then comes as a message of its own, so go on with `waits_for`. The line that says that
        the answer was sent is put away at once: putting it away later empties the card's fields.
        """
        async with self.page.expect_response(ACTION) as answering:
            await card.get_by_role("button", name=title, exact=True).click()
        answer: Response = await answering.value
        assert answer.ok, f"{title!r} was answered with HTTP {answer.status}"
        if answer.url.endswith("/invoke"):
            await card.get_by_role("button", name=DISMISS).wait_for()
            await self._dismiss(card)

    async def unfold(self, title: str) -> None:
        """Press a button that only shows or hides a part of its card."""
        await self.page.get_by_role("button", name=title, exact=True).last.click()

    async def fill(self, label: str, text: str, *, nth: int = 0) -> None:
        """Write into the field with this label, the `nth` of them in the newest card with one.

        A date is written as 2026-03-03.
        """
        field = (await self._card_with_field(label)).get_by_label(_label(label)).nth(nth)
        await field.fill(text)
        if await field.get_attribute("role") == "combobox":  # a date, understood once it is left
            await field.press("Tab")
            await expect(field).not_to_have_value(text)

    async def choose(self, label: str, *options: str, nth: int = 0) -> None:
        """Choose from a list, radio buttons, check boxes or a single one, whichever is shown."""
        card = await self._card_with_field(label)
        group = card.get_by_role("radiogroup", name=_label(label))
        drop_down = card.get_by_role("combobox", name=_label(label))
        for option in options:
            if await group.count():
                await group.nth(nth).get_by_role("radio", name=option, exact=True).check()
            elif await drop_down.count():
                await self._pick(drop_down.nth(nth), option)
            else:
                box = card.get_by_role("checkbox", name=_label(label, option))
                await box.nth(nth).check()

    async def picture(self, path: Path) -> None:
        """Take a picture of the whole newest card, and of nothing else."""
        card = await self.last_card()
        await self._dismiss(card)
        size, box = self.page.viewport_size, await card.bounding_box()
        assert size is not None
        assert box is not None
        tall_enough = int(box["height"]) + FRAME
        await self.page.set_viewport_size({"width": size["width"], "height": tall_enough})
        await self.messages.last.evaluate(TO_THE_END)
        path.parent.mkdir(parents=True, exist_ok=True)
        await card.screenshot(path=path, animations="disabled")
        await self.page.set_viewport_size(size)

    async def _fixed(self, card: Locator) -> Locator:
        """Turn "the newest card such that" into "the third card", which stays true."""
        place = await card.evaluate(
            "(card, kind) => [...document.querySelectorAll(kind)].indexOf(card)", CARD
        )
        return self.cards.nth(place)

    async def _card_with_field(self, label: str) -> Locator:
        labelled = self.page.locator("label", has_text=_label(label))
        return await self._fixed(self.cards.filter(has=labelled).last)

    async def _pick(self, drop_down: Locator, option: str) -> None:
        await drop_down.click()
        await self.page.get_by_role("option", name=option, exact=True).click()
        await expect(drop_down).to_have_value(re.compile(re.escape(option)))

    async def _dismiss(self, card: Locator) -> None:
        """Put away the line under a card that says its answer was sent."""
        line = card.get_by_role("button", name=DISMISS)
        for _ in range(CLICKS):  # one is lost where the client draws the card just then
            if not await line.count():
                return
            await line.click()
            with contextlib.suppress(AssertionError):
                await expect(line).to_have_count(0, timeout=WAIT_AFTER_A_CLICK)
        await expect(line).to_have_count(0)


def _label(label: str, option: str = "") -> re.Pattern[str]:
    """Match the whole label, with or without the star of a required field."""
    return re.compile(rf"^\s*{_words(label)}\s*\*?\s*{_words(option)}\s*$")


def _as_read(text: str) -> re.Pattern[str]:
    return re.compile(_words(text))


def _words(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())
