"""Looks for obstacles on cards as the Agents Playground draws them, with axe-core."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Locator

from tests.e2e.chat import Chat
from tests.e2e.rendered import AXE, SERIOUS

ROOM = 1000
"""A window wide enough for the widest card."""
# The Playground draws every card 450 px wide, however wide its window is; Teams does not. The card
# gets its place from here, and the client's own parts lay themselves out in it.
PLACE = """width => {
    const made = () => document.head.appendChild(document.createElement('style'));
    window.placed ??= made();
    window.placed.textContent = width ? `
        .fai-OutputCard > :has(> .ac-preview-panel) { width: fit-content; max-width: none }
        .ac-preview-panel { width: ${width}px; max-width: none }` : '';
}"""
# What stands elsewhere in the chat is hidden meanwhile: axe would walk through all of it. And axe
# takes words that stand in an empty box for its name, and asks no name of a group.
LOOK = """async card => {
    const drawn = card.querySelector('.ac-adaptiveCard');
    const head = '[aria-label="Message header"]';
    let message = card.closest(`div:has(> ${head})`);
    while (message.parentElement.querySelectorAll(head).length === 1) {
        if (message.parentElement === document.body) break;
        message = message.parentElement;
    }
    const told = one => one?.textContent.trim();
    const named = one => one.getAttribute('aria-label')?.trim()
        || [...(one.labels ?? [])].some(told)
        || (one.getAttribute('aria-labelledby') ?? '').split(' ')
            .some(id => told(document.getElementById(id)));
    const others = [...message.parentElement.children].filter(one => one !== message);
    others.forEach(one => { one.style.display = 'none'; });
    const found = await axe.run(drawn, {resultTypes: ['violations']});
    others.forEach(one => { one.style.display = ''; });
    return {
        width: drawn.getBoundingClientRect().width, needs: drawn.scrollWidth,
        nameless: [...drawn.querySelectorAll('input, textarea, [role=radiogroup]')]
            .filter(one => one.getClientRects().length && !named(one))
            .map(one => one.outerHTML.slice(0, 200)),
        cut: [...drawn.querySelectorAll('.ac-textBlock, .ac-richTextBlock, button *')]
            .filter(one => one.scrollWidth > one.clientWidth && one.clientWidth > 0
                && getComputedStyle(one).overflowX === 'hidden'
                && !one.textContent.trimEnd().endsWith('…'))
            .map(one => one.textContent.slice(0, 60)),
        found: found.violations.flatMap(({id, impact, nodes}) => nodes.map(
            ({html, failureSummary: why}) => ({id, impact, html, why}))),
    };
}"""


@dataclass(frozen=True, slots=True)
class ClientsOwn:
    """A finding of axe in what the client draws: the rule, what it is found on, whose it is."""

    rule: str
    html: str
    """What the element looks like, from its beginning."""
    said: str
    """What axe says of it."""
    why: str

    def fits(self, rule: str, html: str, why: str) -> bool:
        """Say whether this is the finding."""
        return rule == self.rule and bool(re.match(self.html, html)) and self.said in why


CLIENTS_OWN = (
    ClientsOwn(
        "aria-valid-attr-value",
        r'<button [^>]*aria-controls="(g\.\w+|gone|typed)"',
        "Invalid ARIA attribute value: aria-controls=",
        "A button that unfolds a part names it by its id on the card, but the Playground writes "
        "no such id into its page, folded or not. With Action.ShowCard it writes aria-expanded "
        "on a part of the button that may not have it, which is no better.",
    ),
    ClientsOwn(
        "aria-command-name",
        r'<div class="[^"]*" tabindex="0" role="button" style="width: [\d.]+%; height: 12px;',
        "Element does not have text that is visible to screen readers",
        "The parts of a chart's bar are buttons to the Playground, and it gives them no name; the "
        "bar as a whole has one with every figure.",
    ),
    ClientsOwn(
        "nested-interactive",
        r'<div class="[^"]*" aria-label="[^"]*, Total: \d+[^"]*" role="img">',
        "Element has focusable descendants",
        "The Playground calls a chart's bar a picture, and puts those buttons into it.",
    ),
    ClientsOwn(
        "aria-hidden-focus",
        r'<i tabindex="0" role="none" data-tabster-dummy="" aria-hidden="true"',
        "Focusable content should have tabindex=",
        "The Playground's library for the focus puts these marks around a chart's bar.",
    ),
    ClientsOwn(
        "aria-required-children",
        r'<div role="listbox" [^>]*aria-label="Legend">',
        "Element has children which are not allowed: button",
        "The Playground calls a chart's legend a list of options, and puts a button into it.",
    ),
)


@dataclass(slots=True)
class Looking:
    """What was found on all cards that were looked at."""

    widths: tuple[int, ...]
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    met: set[ClientsOwn] = field(default_factory=set)
    """The client's own findings that were met."""

    async def last(self, chat: Chat, name: str) -> None:
        """Look at the newest card of the chat."""
        await self.card(chat, await chat.last_card(), name)

    async def card(self, chat: Chat, card: Locator, name: str) -> None:
        """Look at this card at each width; the window is as before when this is done."""
        page, size = chat.page, chat.page.viewport_size
        assert size is not None
        await page.set_viewport_size({"width": ROOM, "height": size["height"]})
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in self.widths:
            await page.evaluate(PLACE, width)
            self.note(f"{name}, {width} px", width, await card.evaluate(LOOK))
        await page.evaluate(PLACE, 0)
        await page.set_viewport_size(size)
        self.seen.append(name)

    def note(self, where: str, width: int, found: dict[str, Any]) -> None:
        """Take down what is wrong, and which of the client's own findings were met."""
        assert found["width"] == width, f"{where}: drawn {found['width']} px wide"
        if found["needs"] > width:
            self.wrong.append(f"{where}: {found['needs']} px wide")
        self.wrong += [f"{where}: cut: {words}" for words in found["cut"]]
        self.wrong += [f"{where}: no name: {html}" for html in found["nameless"]]
        for one in found["found"]:
            if one["impact"] in SERIOUS:
                fit = [own for own in CLIENTS_OWN if own.fits(one["id"], one["html"], one["why"])]
                self.met |= {*fit}
                if not fit:
                    self.wrong.append(f"{where}: {one['id']}: {one['html'][:300]} {one['why']}")

    def not_met(self, sure: Iterable[ClientsOwn]) -> list[str]:
        """Return which of these findings the client no longer has, so that they go."""
        return [own.rule for own in sure if own not in self.met]
