"""What a careful person does on each page of a return, whatever the tool asks."""

from playwright.async_api import Locator

from tests.e2e.chat import Chat

GRADES = ("Your grade", "Your overall grade")
TAKEN = ("Yes, the child and an adult", "No")
"""Choices taken where they are offered: the family is known, nobody is at risk now."""


async def to_review(chat: Chat) -> int:
    """Answer page after page until the review is there; give how many pages it took."""
    pages = 0
    while True:
        card = await chat.last_card()
        text = await card.inner_text()
        if "Look it through" in text:
            return pages
        await answer_page(chat, card)
        await chat.press("Save and review" if "Save and review" in text else "Save and next")
        pages += 1


async def answer_page(chat: Chat, card: Locator) -> None:
    """Answer what must be answered on the page: one of each choice, a good grade."""
    for group in await card.get_by_role("radiogroup").all():
        if not await group.get_by_role("radio", checked=True).count():
            options = [line for line in (await group.inner_text()).split("\n") if line.strip()]
            place = next((options.index(taken) for taken in TAKEN if taken in options), 0)
            await group.get_by_role("radio").nth(place).check()
    for label in GRADES:
        grade = card.get_by_role("combobox", name=label, exact=True)
        if await grade.count() and not await grade.input_value():
            await chat.choose(label, "Good practice")
