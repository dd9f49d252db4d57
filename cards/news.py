"""News: what somebody else did about a return, told to whom it concerns."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from audits.involvement import Extension, Involvement
from audits.plan import Question
from audits.states import due_of
from audits.tool import Tool
from cards.inputs import words
from cards.parts import (
    Card,
    Element,
    button,
    card,
    header,
    notice,
    plain_button,
    said,
    small,
    text,
)  # fmt: skip
from cards.words import day, many, short_day


def draw(what: str, about: Sequence[Involvement], by: str) -> Card:
    """Draw what happened to these returns. `by` is the name of who did it."""
    own = about[0]
    codes = ", ".join(one.family.code for one in about[:12])
    face = header(TITLES.get(what, "News of a return"), codes, f"{own.agency.name} · "
                  f"{own.audit.title}")  # fmt: skip
    return card([face, *BODIES[what](about, by)], WAYS[what](own))


def summary(what: str, about: Sequence[Involvement]) -> str:
    """Return what a lock screen may show: codes only."""
    codes = ", ".join(one.family.code for one in about[:6])
    return f"Case audit: {codes}: {TITLES.get(what, 'news')}"


TITLES: Mapping[str, str] = {
    "return.assigned": "You have a return to answer",
    "return.ready": "A return waits for your sign-off",
    "return.sent_back": "Your coordinator has a remark",
    "return.declined": "A return was declined",
    "return.waived": "No return is needed",
    "return.queried": "The audit team has a query",
    "return.reopened": "A return was given back to you",
    "query.answered": "A query was answered",
    "time.asked": "Somebody asks for more time",
    "time.granted": "You have more time",
    "time.refused": "The date stays as it is",
    "risk.reported": "A child at risk now was reported",
}


def assigned(about: Sequence[Involvement], by: str) -> list[Element]:
    """Tell the new contact."""
    count = many(len(about), "return", "returns")
    return [
        text(f"**{by} gave you {count}.** What was answered before is there; go on from it."),
        small(f"Due {day(due_of(about[0].ret, about[0].audit))}."),
    ]


def ready(_about: Sequence[Involvement], by: str) -> list[Element]:
    """Ask the coordinator to look."""
    return [text(f"**{by} has finished it.** Look it through: let it go to the audit team, or "
                 "send it back with a remark.")]  # fmt: skip


def with_words(sentence: str, of: Callable[[Involvement], str]) -> Callable[..., list[Element]]:
    """Return what draws a sentence and the words that somebody wrote."""

    def drawn(about: Sequence[Involvement], by: str) -> list[Element]:
        return [text(sentence.format(by=by)), said(of(about[0]))]

    return drawn


def latest(own: Involvement) -> str:
    """Return what the agency said last about a query."""
    lines = [lines[-1] for lines in own.ret.queries.values() if not lines[-1].team]
    return max(lines, key=lambda line: line.at).words if lines else ""


def decided(about: Sequence[Involvement], by: str) -> list[Element]:
    """Tell the asker what was decided."""
    wish = about[0].ret.extension
    if wish is None or wish.decided is None:
        return []
    due = day(due_of(about[0].ret, about[0].audit))
    words = f"**{by} gave you until {due}.**" if wish.granted else f"**It is still due on {due}.**"
    answer = [said(wish.decided.words)] if wish.decided.words else []
    return [text(words), *answer]


def wished(about: Sequence[Involvement], by: str) -> list[Element]:
    """Tell the business manager what is asked for."""
    wish = about[0].ret.extension
    answer = words("Your answer, if you like to add one")
    return [] if wish is None else [*asking(about[0], wish, by), answer]


def asking(own: Involvement, wish: Extension, by: str) -> list[Element]:
    """Return who asks for how much time, and why."""
    now = day(due_of(own.ret, own.audit))
    return [
        text(f"**{by}, {own.agency.name}, asks for time until {day(wish.until)}.** It is due on "
             f"{now}. The reason:"),
        said(wish.asked.words),
    ]  # fmt: skip


def at_risk(about: Sequence[Involvement], _by: str) -> list[Element]:
    """Tell the audit team to make sure that somebody acted."""
    told = f"**{about[0].agency.name} says that a child is at risk now.**"
    return [text(f"{told} They were told whom to ring. Make sure that it was done. This bot has "
                 "called nobody.")]  # fmt: skip


BODIES: Mapping[str, Callable[[Sequence[Involvement], str], list[Element]]] = {
    "return.assigned": assigned,
    "return.ready": ready,
    "return.sent_back": with_words(
        "**{by} sent it back to you.**", lambda own: own.ret.sent_back.words if own.ret.sent_back
        else ""),
    "return.declined": with_words(
        "**{by} says that no return will come.** The reason:",
        lambda own: own.ret.declined.words if own.ret.declined else ""),
    "return.waived": with_words(
        "**The audit can do without it. You need do no more.** The reason:",
        lambda own: own.ret.waived.words if own.ret.waived else ""),
    "return.queried": with_words(
        "**{by} asks about what you sent.** Answer in a few words, or take the return back, "
        "change it and send it again.",
        lambda own: own.ret.queried.words if own.ret.queried else ""),
    "return.reopened": with_words(
        "**{by} gave the return back, so that you can change it.** Send it again when it is "
        "ready. The reason:",
        lambda own: own.ret.reopened.words if own.ret.reopened else ""),
    "query.answered": with_words(
        "**{by} answered your query:**",
        latest),
    "time.asked": wished,
    "time.granted": decided,
    "time.refused": decided,
    "risk.reported": at_risk,
}  # fmt: skip


def to_open(own: Involvement) -> list[Element]:
    """Offer the return and the list."""
    return [
        plain_button(f"Open {own.family.code}", "open", {"return": own.ret.id}, first=True),
        plain_button("My returns", "my_returns"),
    ]


def to_answer(own: Involvement) -> list[Element]:
    """Offer the query to be answered, and the return."""
    carried = {"return": own.ret.id}
    return [
        plain_button("Answer the query", "thread", carried, first=True),
        plain_button(f"Open {own.family.code}", "open", carried),
        plain_button("My returns", "my_returns"),
    ]


def to_read_answer(own: Involvement) -> list[Element]:
    """Offer what was asked and answered, and the grid."""
    carried = {"return": own.ret.id}
    return [
        plain_button("Read the answer", "ask", carried, first=True),
        plain_button("Status", "status", {"audit": own.audit.id}),
    ]


def to_sign_off(own: Involvement) -> list[Element]:
    """Offer the return to be signed off."""
    look = plain_button("Look it through", "sign_off", {"return": own.ret.id}, first=True)
    return [look, plain_button("My service", "agency", {"audit": own.audit.id})]


def to_decide(own: Involvement) -> list[Element]:
    """Offer the two decisions about more time."""
    wish = own.ret.extension
    carried = {"return": own.ret.id, "until": wish.until.isoformat() if wish else ""}
    return [
        button("Give them the time", "decide_time", {**carried, "granted": "yes"}, first=True),
        button("Keep the date", "decide_time", {**carried, "granted": "no"}),
        plain_button("Status", "status", {"audit": own.audit.id}),
    ]


def to_status(own: Involvement) -> list[Element]:
    """Offer the grid and what can be done about one return."""
    one = plain_button("This return", "settle", {"return": own.ret.id})
    return [plain_button("Status", "status", {"audit": own.audit.id}, first=True), one]


WAYS: Mapping[str, Callable[[Involvement], list[Element]]] = {
    "return.assigned": to_open,
    "return.ready": to_sign_off,
    "return.sent_back": to_open,
    "return.declined": to_status,
    "return.waived": to_open,
    "return.queried": to_answer,
    "return.reopened": to_open,
    "query.answered": to_read_answer,
    "time.asked": to_decide,
    "time.granted": to_open,
    "time.refused": to_open,
    "risk.reported": to_status,
}


def question(audit_id: str, tool: Tool, asked: Question, by: str, *, mine: str = "") -> Card:
    """Draw a question to the audit team, to be answered, or answered otherwise than it was.

    `mine` is what somebody wrote who did not know of the answer that there is.
    """
    box = words("Your answer", "Everybody who answers this item sees it: write nothing "
                "that is about one family.")  # fmt: skip
    body = [
        header("A question to the audit team", "", by),
        *([notice(MEANWHILE, style="warning")] if mine else []),
        small(f"About: {item(tool, asked.box)}"),
        said(asked.words),
        *([small("The answer that went out:"), said(asked.answer)] if asked.answer else []),
        box | ({"value": mine} if mine else {}),
    ]
    carried = {"audit": audit_id, "question": asked.id, "seen": seen(asked)}
    return card(body, [
        button("Send the answer", "answer_question", carried, first=True),
        plain_button("All questions", "questions", {"audit": audit_id}),
    ])  # fmt: skip


MEANWHILE = (
    "**Somebody else answered this meanwhile.** Their answer has gone out; yours was not sent, and "
    "is below. Send it only if it should replace theirs."
)


def seen(asked: Question) -> str:
    """Return which answer a card shows: when it was given; empty for none."""
    return asked.answered_at.isoformat() if asked.answered_at else ""


def answered(tool: Tool, asked: Question) -> Card:
    """Draw the team's answer for everybody who works on the item."""
    body = [
        header("The audit team explains an item", "", item(tool, asked.box)),
        said(asked.answer),
        small("This goes to everybody who answers this item.", spacing="Medium"),
    ]
    return card(body, [plain_button("My returns", "my_returns", first=True)])


def moved(about: Sequence[Involvement], was: date, by: str) -> Card:
    """Draw that the audit's due date has moved, for somebody who owes these returns by it."""
    audit = about[0].audit
    codes = ", ".join(one.family.code for one in about[:20])
    earlier = "earlier" if audit.due < was else "later"
    body = [
        header("The due date has changed", codes, audit.title),
        text(f"**{many(len(about), 'return is', 'returns are')} due {day(audit.due)} now.** That "
             f"is {earlier} than before: it was {day(was)}."),
        small(f"{by} changed it. Reminders follow the new date. You cannot make it? Ask for more "
              "time.", spacing="Medium"),
    ]  # fmt: skip
    return card(body, [
        plain_button("My returns", "my_returns", first=True),
        plain_button("Ask for more time", "more", {"return": about[0].ret.id}),
    ])  # fmt: skip


def moved_summary(about: Sequence[Involvement]) -> str:
    """Return what a lock screen may show of it: codes and a date."""
    codes = ", ".join(one.family.code for one in about[:6])
    return f"Case audit: {codes} now due {short_day(about[0].audit.due)}"


def item(tool: Tool, box: str) -> str:
    """Return the item that a box belongs to, as people know it."""
    if box not in tool.above:
        return "an item"
    found = tool.above[box][1]
    return f"{found.number}. {found.label}"
