"""A return to be read: by the agency that wrote it, or by the audit team that got it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.asked import Asked
from audits.editions import asks, behind, tool_for
from audits.involvement import IN, Involvement, Stage
from cards import answers, reading
from cards.page import face
from cards.parts import (
    BUDGET,
    Card,
    Element,
    card,
    notice,
    plain_button,
    said,
    shortened,
    small,
    text,
    title,
)
from cards.words import STAGES, moment, nil_words

ROOM = BUDGET - 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which return, and which part of it."""

    return_id: str
    part: int


def read(data: Mapping[str, Any]) -> Wanted:
    """Read which return was asked for."""
    return Wanted(return_id=reading.id_in(data, "return"), part=reading.whole_in(data, "part"))


def draw(own: Involvement, asked: Asked, part: int = 0, *, ways: Sequence[Element] = ()) -> Card:
    """Draw the return, or the part of it that was asked for; `ways` are where one can go on to."""
    body = [face(own), title(STAGES[own.ret.stage]), small(sent_line(own)), *version_line(own)]
    if own.ret.stage is Stage.NIL and own.ret.nil:
        body.append(text(nil_words(own.ret)))
        if own.ret.nil.why:
            body.append(said(own.ret.nil.why))
        return card(body, foot(own, 0, 1, ways))
    parts = answers.in_parts(asked, own.ret, ROOM)
    part = min(part, len(parts) - 1)
    if len(parts) > 1:
        body.append(small(f"Part {part + 1} of {len(parts)}"))
    return card([*body, *parts[part]], foot(own, part, len(parts), ways))


def sent_line(own: Involvement) -> str:
    """Return the reference and the time of sending, where there is one."""
    if own.ret.stage not in IN or own.ret.sent_at is None:
        return f"{own.agency.name} · not sent yet"
    return f"{own.ret.reference} · sent {moment(own.audit.here(own.ret.sent_at))}"


def version_line(own: Involvement) -> list[Element]:
    """Return under which version of the tool it was answered, when another one is asked now."""
    if not behind(own.audit, own.ret):
        return []
    then, now = tool_for(own.audit, own.ret).version, asks(own.audit).version
    words = (f"Answered under version {shortened(then, 30)} of the tool. Version "
             f"{shortened(now, 30)} is asked now.")  # fmt: skip
    return [notice(words, style="warning")]


def foot(own: Involvement, part: int, parts: int, ways_on: Sequence[Element]) -> list[Element]:
    """Return the buttons to go on reading, and to go on from here."""
    ways = []
    if part + 1 < parts:
        ways.append(
            plain_button("Next part", "read", {"return": own.ret.id, "part": part + 1}, first=True)
        )
    if part:
        ways.append(plain_button("Part before", "read", {"return": own.ret.id, "part": part - 1}))
    return [*ways, *(ways_on or [plain_button("My returns", "my_returns")])]


def team_ways(own: Involvement, *, runs: bool) -> list[Element]:
    """Return where the audit team goes on to from a return."""
    carried = {"return": own.ret.id}
    found = [plain_button("Query or open again", "ask", carried)] if runs else []
    if runs and not own.ret.accepted:
        found.append(plain_button("Accept it", "accept", carried))
    return [*found, plain_button("Status", "status", {"audit": own.audit.id})]
