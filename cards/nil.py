"""The nil return: two taps, with what was searched, because "not known" is a finding too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.involvement import Involvement, Nil, NilKind, Searched
from audits.problems import Code, Problem
from audits.values import length, tidied
from cards import reading
from cards.page import face
from cards.parts import Card, Element, button, card, choices, notice, plain_button, text, title
from cards.words import NIL_KINDS, SEARCHED

WHY_LIMIT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The nil return as it came back."""

    return_id: str
    nil: Nil


def read(data: Mapping[str, Any]) -> Filled:
    """Read a nil return that came back."""
    ticked = reading.words_in(data, "searched").replace(",", " ").split()
    if set(ticked) - set(Searched):
        raise Problem(Code.CARD_UNREADABLE, "searched")
    why = tidied(reading.words_in(data, "why"))
    if length(why) > WHY_LIMIT:
        raise Problem(Code.ANSWER_TOO_LONG, "why")
    searched = frozenset(Searched(part) for part in ticked)
    kind = reading.one_of(NilKind, data, "kind")
    return Filled(
        return_id=reading.id_in(data, "return"), nil=Nil(kind=kind, searched=searched, why=why)
    )


def draw(own: Involvement, filled: Nil | None = None, refused: str = "") -> Card:
    """Draw the nil return to be ticked and sent, with what was filled in and why it was refused."""
    told = [notice(f"**{refused}**", style="attention")] if refused else []
    searched = ",".join(sorted(filled.searched)) if filled else ""
    ticks: Element = {
        "type": "Input.ChoiceSet", "id": "searched", "isMultiSelect": True, "style": "expanded",
        "label": "What did you search your records for?",
        "choices": choices((part, SEARCHED[part]) for part in Searched),
    }  # fmt: skip
    why: Element = {
        "type": "Input.Text", "id": "why", "isMultiline": True, "maxLength": WHY_LIMIT,
        "label": "Anything to add? Needed only for another reason.",
        "placeholder": "One sentence. Use roles, not names.",
    }  # fmt: skip
    body = [
        face(own), *told, title("Nothing to tell of this family?"),
        text("That is an answer too. Tick what you searched, then press the button that is true. "
             "Many services hold records under an adult's name, so search for the adults as well."),
        {**ticks, **({"value": searched} if searched else {})},
        {**why, **({"value": filled.why} if filled and filled.why else {})},
        text("**Pressing one of these sends the nil return:**", spacing="Medium"),
    ]  # fmt: skip
    sends = [
        button(NIL_KINDS[kind], "send_nil", {"return": own.ret.id, "kind": kind.value})
        for kind in NilKind
    ]
    about = {"return": own.ret.id}
    return card(body, [*sends, plain_button("Who is this family?", "identity", about),
                       plain_button("Back", "open", about)])  # fmt: skip
