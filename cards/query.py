"""Queries about a return: the audit team asks, the agency answers, all of it stays to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.involvement import Involvement, Line
from audits.queries import waiting
from cards import boxes, inputs, reading
from cards.page import face
from cards.parts import (
    BUDGET,
    Card,
    Element,
    button,
    card,
    excerpt,
    notice,
    plain_button,
    shortened,
    size,
    small,
    text,
    title,
)  # fmt: skip
from cards.words import moment

ROOM = BUDGET - 12_000
WHOLE = "whole"
"""Stands on cards for the return as a whole, which the domain calls by no box."""
QUOTED = 600
"""Characters of the answer that is asked about."""
SAID = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A query, an answer to one, or a reason to open the return again."""

    return_id: str
    box: str
    words: str


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    box = reading.words_in(data, "box")
    return Filled(
        return_id=reading.id_in(data, "return"),
        box="" if box == WHOLE else box,
        words=inputs.written_in(data),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """A return that is in, with what was asked and answered about it."""

    own: Involvement
    names: Mapping[str, str]
    """Names by person id."""
    box: str = ""
    """The box that was chosen, empty for the return as a whole."""
    told: str = ""


def ask(threads: Threads) -> Card:
    """Draw what the audit team asked and heard, and a box for more."""
    own, carried = threads.own, {"return": threads.own.ret.id}
    about = inputs.one_of("box", "About which answer?", items(own), threads.box or WHOLE)
    body = [
        face(own), title("Query this return"), *done(threads.told), *drawn(threads),
        about, inputs.words("Your words", "What would you like to know, or what should change?"),
        small("A query leaves the return with you: the service answers it here, or sends the "
              "return again. Opening it again gives it back to be changed; all that was sent "
              "stays in the history."),
    ]  # fmt: skip
    return card(body, [
        button("Send the query", "query", carried, first=True),
        button("Open it again", "reopen", carried),
        plain_button("Accept it", "accept", carried),
        plain_button("Read it", "read", carried),
        plain_button("This return", "settle", carried),
    ])  # fmt: skip


def answer(threads: Threads) -> Card:
    """Draw what was asked of the agency, and a box for its answer."""
    own, carried = threads.own, {"return": threads.own.ret.id}
    open_ones = waiting(own.ret)
    body = [face(own), title("The audit team has a query"), *done(threads.told)]
    ways = [
        plain_button("Read what I sent", "read", carried),
        plain_button("Take it back to change it", "recall", carried),
        plain_button("My returns", "my_returns"),
    ]
    if not open_ones:
        body += [notice("**No query waits for your answer.**", style="good"), *drawn(threads)]
        return card(body, ways)
    body += drawn(threads)
    if len(open_ones) > 1:
        pairs = [(box or WHOLE, named(own.audit, box)) for box in open_ones]
        body.append(inputs.one_of("box", "Which query do you answer?", pairs, pairs[0][0]))
    else:
        carried = {**carried, "box": open_ones[0] or WHOLE}
    body += [
        inputs.words("Your answer", "A few sentences. Use roles, not names."),
        small("Your return stays as it is. To change an answer in it, take it back."),
    ]
    return card(body, [button("Send the answer", "reply", carried, first=True), *ways])


def done(told: str) -> list[Element]:
    """Return what was just done."""
    return [notice(told, style="good")] if told else []


def items(own: Involvement) -> list[tuple[str, str]]:
    """Return what can be asked about: the whole, and each question that was answered."""
    found = [(WHOLE, "The return as a whole")]
    for theme in own.audit.tool.themes:
        for question in theme.questions:
            answered = [box.name for box in question.boxes if own.ret.value(box.name)]
            found += [(answered[0], named(own.audit, answered[0]))] if answered else []
    return found


def named(audit: Audit, box: str) -> str:
    """Return the question in which the box stands."""
    if box not in audit.tool.above:
        return "The return as a whole"
    question = audit.tool.above[box][1]
    return f"{question.number}. {shortened(question.label, 70)}"


def drawn(threads: Threads) -> list[Element]:
    """Return every thread, the one that was said in last first, as many as there is room for."""
    own = threads.own
    order = sorted(own.ret.queries.items(), key=lambda pair: pair[1][-1].at, reverse=True)
    found: list[Element] = []
    for place, (box, lines) in enumerate(order):
        piece = thread(threads, box, lines)
        if found and size([*found, *piece]) > ROOM:
            found.append(small(f"and {len(order) - place} more before", spacing="Medium"))
            break
        found += piece
    return found


def thread(threads: Threads, box: str, lines: Sequence[Line]) -> list[Element]:
    """Return one thread: the answer it is about, and what was said, the newest last."""
    own = threads.own
    found = [text(f"**{named(own.audit, box)}**", spacing="Large", separator=True)]
    if value := own.ret.value(box):
        words = boxes.value_in_words(own.audit.tool.box[box], value)
        found += [small("What the return says:"), excerpt(words, QUOTED)]
    for line in lines[-LAST:]:
        who = threads.names.get(line.by, "Somebody")
        role = "the audit team" if line.team else own.agency.name
        when = moment(own.audit.here(line.at))
        found += [small(f"{who}, {role}, {when}", spacing="Small"),
                  excerpt(line.words, SAID)]  # fmt: skip
    return found


LAST = 4
"""Lines of one thread that are shown, the newest."""
