"""The receipt: proof of what was sent and when, drawn from what is stored."""

from audits.involvement import IN, Involvement, Stage
from audits.states import due_of
from cards.page import face
from cards.parts import Card, Element, card, notice, plain_button, small, text, title
from cards.words import day, moment, nil_words


def draw(own: Involvement, *, fresh: bool = True) -> Card:
    """Draw the receipt of a return that is with the audit team."""
    ret, audit = own.ret, own.audit
    sent_at = audit.here(ret.sent_at) if ret.sent_at else None
    facts = [
        ("Reference", ret.reference),
        ("Sent", moment(sent_at) if sent_at else ""),
        ("Version", str(ret.version)),
    ]
    body = [
        face(own),
        title("Sent. Thank you." if fresh else "This return has been sent"),
        notice(f"**{what(own)}** The audit team has it.", style="good"),
        {"type": "FactSet", "facts": [{"title": t, "value": v} for t, v in facts]},
        text("Every answer is kept under this reference. You can read it here at any time, and "
             "take it back to change it until the audit closes."),
        *asked(own),
        small(f"This return is due by {day(due_of(ret, audit))}."),
    ]  # fmt: skip
    return card(body, ways_on(own))


def asked(own: Involvement) -> list[Element]:
    """Return that the audit team waits for an answer, where it does."""
    if own.ret.stage not in IN or not own.ret.queried:
        return []
    return [notice("**The audit team has a query about it.** Your answer is waited for.",
                   style="warning")]  # fmt: skip


def what(own: Involvement) -> str:
    """Return what was sent, in a sentence."""
    if own.ret.stage is Stage.NIL:
        return f"Nil return for Family {own.family.code}. {nil_words(own.ret)}"
    return f"Return for Family {own.family.code}, {own.agency.name}."


def ways_on(own: Involvement) -> list[Element]:
    """Return the receipt's buttons."""
    carried = {"return": own.ret.id}
    ways = [plain_button("My returns", "my_returns", first=not own.ret.queried)]
    if own.ret.stage in IN and own.ret.queried:
        ways.insert(0, plain_button("Answer the query", "thread", carried, first=True))
    if own.ret.stage in IN:
        ways.append(plain_button("Read what I sent", "read", carried))
    if own.audit.closed_at is None:
        ways.append(plain_button("Take it back to change it", "recall", carried))
    return ways
