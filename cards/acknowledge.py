"""Known or not known: one card for all the families that an agency is asked about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from audits.audit import Audit
from audits.involvement import Involvement, Known
from cards import inputs, reading
from cards.parts import Card, button, card, header, plain_button, small
from cards.words import day, many

AT_ONCE = 20
KEY = "known."
SAID: Mapping[Known, str] = {Known.KNOWN: "Known to us", Known.NOT_KNOWN: "Not known to us"}


def read(data: Mapping[str, Any]) -> dict[str, Known]:
    """Read what was said, by the return's id. Families left out are left for later."""
    keys = [key for key in data if key.startswith(KEY)][: 2 * AT_ONCE]
    said = {key.removeprefix(KEY): reading.one_of(Known, data, key) for key in keys}
    return {return_id: known for return_id, known in said.items() if known is not Known.UNSAID}


def draw(owns: Sequence[Involvement], at: datetime) -> Card:
    """Draw the families, those that nothing was said about first, `AT_ONCE` of them."""
    shown = owns[:AT_ONCE]
    audit = shown[0].audit
    left = sum(own.ret.known is Known.UNSAID for own in owns)
    face = header(
        "Do you know these families?", f"{left} to say" if left else "All said",
        f"{audit.title} · {until_when(audit, at)}",
    )  # fmt: skip
    several = len({own.agency.key for own in shown}) > 1
    rows = [
        inputs.one_of(
            f"{KEY}{own.ret.id}",
            f"Family {own.family.code}" + (f", {own.agency.name}" if several else ""),
            [(known.value, words) for known, words in SAID.items()],
            own.ret.known.value,
        )
        for own in shown
    ]
    hint = "Look under the adults' names too, and under earlier addresses."
    rest = [small(f"{len(owns) - AT_ONCE} more after these.")] if len(owns) > AT_ONCE else []
    return card(
        [face, small(hint, spacing="Small"), *rows, *rest],
        [button("Save", "send_acknowledge", {"audit": audit.id}, first=True),
         plain_button("Who are these families?", "who"),
         plain_button("My returns", "my_returns")],
    )  # fmt: skip


def until_when(audit: Audit, at: datetime) -> str:
    """Return by when it is asked for; once that is over, that it still is."""
    by = audit.timetable.acknowledge_by
    return f"please say by {day(by)}" if audit.here(at).date() <= by else "please say it now"


def done(owns: Sequence[Involvement], *, coordinates: bool) -> Card:
    """Draw what was kept, and what follows from it."""
    unknown = [own for own in owns if own.ret.known is Known.NOT_KNOWN]
    known = sum(own.ret.known is Known.KNOWN for own in owns)
    said = f"{known} known, {len(unknown)} not known, {len(owns) - known - len(unknown)} not said."
    face = header("Thank you", many(len(owns), "family", "families"), said)
    words = "A family that is not known still needs a nil return. It takes two minutes."
    nils = [
        plain_button(f"Nil return for {own.family.code}", "nil",
                     {"return": own.ret.id, "drawn": own.ret.version, "shown": []})
        for own in unknown[:3]
    ]  # fmt: skip
    ways = [plain_button("My service", "agency", {"audit": owns[0].audit.id})]
    return card(
        [face, *([small(words, spacing="Medium")] if unknown else [])],
        [*nils, *(ways if coordinates else []),
         plain_button("My returns", "my_returns", first=not nils)],
    )  # fmt: skip
