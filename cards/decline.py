"""Say that no return will come, with the reason."""

from collections.abc import Mapping
from typing import Any

from audits.involvement import Involvement
from cards import inputs, reading
from cards.page import face
from cards.parts import Card, button, card, plain_button, text, title


def read(data: Mapping[str, Any]) -> tuple[str, str]:
    """Read which return, and the reason."""
    return reading.id_in(data, "return"), inputs.written_in(data)


def draw(own: Involvement) -> Card:
    """Draw what to say, and the nil return for a family that is not known."""
    carried = {"return": own.ret.id}
    body = [
        face(own), title("No return will come"),
        text("Is the family **not known** to you, or was there **no contact**? Then send a nil "
             "return: it counts, and takes two minutes."),
        inputs.words("Why will no return come?"),
        text("The business manager sees the reason, and the report names it. You can still send "
             "the return later."),
    ]  # fmt: skip
    return card(body, [
        plain_button("Send a nil return", "nil",
                     {**carried, "drawn": own.ret.version, "shown": []}, first=True),
        button("No return will come", "send_decline", carried),
        plain_button("Something else", "more", carried),
    ])  # fmt: skip
