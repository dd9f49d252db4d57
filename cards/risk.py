"""What is said at once when somebody reports a child at risk now."""

from audits.asked import Asked
from audits.editions import asks
from audits.involvement import Involvement
from audits.people import Partnership
from audits.tool import Box
from cards import boxes
from cards.page import Go, face
from cards.parts import Card, button, card, notice, text


def draw(own: Involvement, asked: Asked, partnership: Partnership, done: Box | None) -> Card:
    """Draw the act-now text with its contacts, and ask what the person did."""
    shown = [done.name] if done and done.name in asked.boxes else []
    body = [
        face(own),
        notice(
            "**Act now. This bot is not a way to refer a child.**",
            "Nobody is called because of your answer. Use your normal procedures today:",
            *(f"**{line}**" for line in partnership.act_now),
            style="attention",
        ),
        text("Your answer is saved. The audit team sees the family's code and that a risk was "
             "reported, and will ask whether it was acted on."),
    ]  # fmt: skip
    if done and shown:
        question = asks(own.audit).above[done.name][1]
        value = asked.answers.get(done.name, "")
        body.append(boxes.drawn(asked.tool, done, question, value))
    carried = {"return": own.ret.id, "drawn": own.ret.version, "shown": shown}
    return card(body, [
        button("Save and go on", "save", {**carried, "go": Go.NEXT.value}, first=True),
        button("Save and stop", "save", {**carried, "go": Go.STOP.value}),
    ])  # fmt: skip
