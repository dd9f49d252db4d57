"""A return that waits for its coordinator: all of it, and two buttons at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.asked import Asked
from audits.involvement import Involvement
from cards import answers, inputs, reading
from cards.page import face
from cards.parts import BUDGET, Card, button, card, plain_button, small, title

ROOM = BUDGET - 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came back: which return, as it was drawn, and the remark."""

    return_id: str
    drawn: int
    part: int
    remark: str


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    return Filled(
        return_id=reading.id_in(data, "return"),
        drawn=reading.whole_in(data, "drawn"),
        part=reading.whole_in(data, "part"),
        remark=inputs.written_in(data),
    )


def draw(own: Involvement, asked: Asked, part: int = 0) -> Card:
    """Draw the return, or the part of it that was asked for; deciding comes with the last."""
    parts = answers.in_parts(asked, own.ret, ROOM)
    part = min(part, len(parts) - 1)
    here = {"return": own.ret.id, "drawn": own.ret.version}
    body = [face(own), title("For your sign-off")]
    if len(parts) > 1:
        body.append(small(f"Part {part + 1} of {len(parts)}"))
    body += parts[part]
    ways = []
    if part + 1 < len(parts):
        onward = {**here, "part": part + 1}
        ways.append(plain_button("Next part", "sign_off", onward, first=True))
    else:
        body.append(inputs.words("A remark, when you send it back", "What should change?"))
        ways.append(plain_button("Send to the audit team", "let_go", here, first=True))
        ways.append(button("Send it back", "send_back", here))
    if part:
        ways.append(plain_button("Part before", "sign_off", {**here, "part": part - 1}))
    return card(body, [*ways, plain_button("My service", "agency", {"audit": own.audit.id})])
