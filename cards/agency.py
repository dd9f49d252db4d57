"""A coordinator's list: all returns of the agency, who has each, and giving them to people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.audit import Agency, Audit
from audits.involvement import Stage, Standing
from audits.people import Person
from audits.states import due_of, state_of
from cards import inputs, reading
from cards.parts import Card, Element, button, card, header, notice, plain_button, text
from cards.states import NAMES
from cards.words import until_due

ROWS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came back: returns that were ticked, and a person."""

    audit_id: str
    agency: str
    start: int
    returns: tuple[str, ...]
    to: str


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    return Filled(
        audit_id=reading.words_in(data, "audit"),
        agency=reading.words_in(data, "agency"),
        start=reading.whole_in(data, "start"),
        returns=inputs.ticked_in(data, "returns"),
        to=reading.words_in(data, "to"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """An agency in an audit: its returns, and everybody who may answer them."""

    audit: Audit
    agency: Agency
    standings: Sequence[Standing]
    people: Mapping[str, Person]
    start: int = 0

    @property
    def shown(self) -> Sequence[Standing]:
        """The returns on this card."""
        start = self.start if self.start < len(self.standings) else 0
        return self.standings[start : start + ROWS]


def draw(service: Service, at: datetime, told: Sequence[str] = ()) -> Card:
    """Draw the list with what can be done about it."""
    audit = service.audit
    done = sum(not standing.waits for standing in service.standings)
    deputies = ", ".join(service.people[d].name for d in service.agency.deputies
                         if d in service.people)  # fmt: skip
    below = f"{audit.title} · {until_due(audit, audit.due, at)}"
    body = [
        header(service.agency.name, f"{done} of {len(service.standings)} done",
               f"{below} · deputy: {deputies}" if deputies else below),
        *([notice(*told, style="good")] if told else []),
        *(line(service, standing, at) for standing in service.shown),
        *giving(service),
    ]  # fmt: skip
    return card(body, foot(service))


def line(service: Service, standing: Standing, at: datetime) -> Element:
    """Return one return's line: code, state, who has it, its own date."""
    names = [service.people[who].name for who in standing.contacts if who in service.people]
    state = NAMES[state_of(standing, service.audit, at)]
    said = [f"**{standing.family}**", state, ", ".join(names[:3]) or "nobody"]
    if standing.due:
        said.append(f"due {due_of(standing, service.audit):%-d %B}")
    return text(" · ".join(said), spacing="Small")


def giving(service: Service) -> list[Element]:
    """Return the inputs by which returns are given to somebody."""
    open_ones = [(s.id, f"Family {s.family}") for s in service.shown if s.waits]
    people = sorted(service.people.values(), key=lambda person: person.name)
    listed = inputs.one_of("to", "Person", [(one.id, one.name) for one in people[:60]])
    if not open_ones:
        return [listed]
    return [inputs.many_of("returns", "Which returns?", open_ones), listed]


def foot(service: Service) -> list[Element]:
    """Return the buttons."""
    here = {"audit": service.audit.id, "agency": service.agency.key, "start": service.start}
    ways = [
        button("Give to this person", "assign", here, first=True),
        button("Name as deputy", "deputy", here),
    ]
    ready = [s for s in service.standings if s.stage is Stage.SIGN_OFF]
    ways += [
        plain_button(f"Sign off {one.family}", "sign_off", {"return": one.id}) for one in ready[:2]
    ]
    if len(service.standings) > ROWS:
        onward = service.start + ROWS
        onward = onward if onward < len(service.standings) else 0
        ways.append(plain_button("Next returns", "agency", {**here, "start": onward}))
    return [*ways, plain_button("Known or not known", "acknowledge", {"audit": here["audit"]})]
