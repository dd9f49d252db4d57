"""What is said of a file that was asked for: here it is, it is gone, it could not be made."""

from collections.abc import Sequence
from html import escape

from cards import web_page
from cards.parts import Card, card, notice, said, small, text

KILO, MEGA = 1_000, 1_000_000


def draw(name: str, size: int, address: str) -> Card:
    """Draw the link under which the file waits. Whoever opens it is asked once more."""
    told = [
        text(f"**{name}** is ready ({weight(size)})."),
        small("The link is for you alone. It works once, and for 10 minutes. Please keep the file "
              "where only the audit team can open it."),
    ]  # fmt: skip
    return card(told, [{"type": "Action.OpenUrl", "title": "Get the file", "url": address}])


def draw_gone() -> Card:
    """Draw that the file does not wait any more."""
    return card([notice("**This file is no longer waiting.** A file waits for 10 minutes.",
                        "Ask for it again and it is made anew, with what has come in since.",
                        style="warning")])  # fmt: skip


def draw_failed() -> Card:
    """Draw that the file could not be made."""
    return card([notice("**The file could not be made.** Nothing was lost.",
                        "Please try again in a few minutes. If it happens again, tell whoever "
                        "looks after Case audit. The log says why.",
                        style="attention")])  # fmt: skip


def draw_refused(why: str) -> Card:
    """Draw that the partnership's own template cannot be filled, and why."""
    return card([
        notice("**Your own report template could not be filled.** No report was made.",
               "Tell whoever looks after Case audit what stands below.", style="warning"),
        said(why),
    ])  # fmt: skip


def draw_not_put() -> Card:
    """Draw that Teams would not take the file."""
    return card([notice("**Teams did not take the file.** Nothing was lost.",
                        "Please ask for it again. If it happens again, ask your IT whether you may "
                        "keep files in OneDrive.", style="attention")])  # fmt: skip


def draw_not_yours() -> Card:
    """Draw that the person has no right to the file, or not any more."""
    return card([notice("**This file is for the audit’s business manager.**",
                        "Ask the business manager for it.", style="warning")])  # fmt: skip


def description(name: str) -> str:
    """Return what Teams shows beside its own question whether the file may be kept."""
    return f"{name}: kept in your OneDrive, where only you can open it until you share it."


def summary() -> str:
    """Return what a lock screen may show of a file that is ready."""
    return "Case audit: your file is ready"


def weight(size: int) -> str:
    """Return a file's size as people say it."""
    if size < MEGA:
        return f"{max(1, round(size / KILO))} KB"
    return f"{size / MEGA:.1f} MB"


def page(name: str) -> str:
    """Return the page behind the link: a button, so that nothing but a person fetches the file.

    Chat programs and mail filters open links to look at them; they do not press buttons.
    """
    told = ("It can be fetched once. Please keep it where only the audit team can open it.",)
    form = '<form method="post"><button>Get the file</button></form>'
    return web_page.short(
        "Your file is ready", f"<p><b>{escape(name)}</b></p>{_paragraphs(told)}{form}"
    )


def gone_page() -> str:
    """Return the page behind a link that was used, is too old, or never was."""
    told = (
        "A link works once, for 10 minutes, and only while you have a right to the file.",
        "Go back to Case audit in Teams and ask for the file again.",
    )
    return web_page.short("This link does not work any more", _paragraphs(told))


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)
