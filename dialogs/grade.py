"""The panel grades a theme of a family: `grade C theme 1`."""

from dataclasses import dataclass

from audits import grades, moderating, steering
from audits.access import Doing
from audits.audit import Audit
from audits.collected import Collected
from audits.grades import GradeCell
from audits.involvement import IN
from audits.moderating import Given
from audits.panel import Panel
from audits.problems import Code, Problem
from audits.tool import Theme
from cards import choose, scoped
from cards import grade as card
from cards.grade import Filled, Graded
from dialogs import load, scope
from dialogs.turn import Reply, Turn
from storage.contract import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """From which grade on, and what was just done."""

    start: int = 0
    told: str = ""
    style: str = "good"


async def show(turn: Turn, store: Store) -> Reply:
    """Show the services' own grades and the panel's; or ask which family and theme are meant."""
    filled = card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.JUDGE, filled.audit_id)
    meant = scope.of_turn(audit, turn.data)
    theme = next((t for t in scoped.graded(audit) if t.name == meant.only.theme), None)
    if theme is None or meant.only.family not in audit.families:
        return Reply(card=choose.theme_to_grade(audit, meant.only, meant.unknown))
    panel = await load.panel_of(audit, meant.only.family, store)
    return await drawn(audit, panel, theme, store, Shown(start=filled.start))


async def drawn(audit: Audit, panel: Panel, theme: Theme, store: Store, shown: Shown) -> Reply:
    """Return the card with the grades as they are kept."""
    got = await load.collected(audit, store)
    cells = grades.cells(got, panel, theme.name)
    by = {moderated.by for moderated in panel.grades.values()}
    people = await store.people(sorted(by))
    return Reply(card=card.draw(Graded(
        audit=audit, panel=panel, theme=theme, cells=cells, start=shown.start,
        told=shown.told, style=shown.style,
        names={who: person.name for who, person in people.items()},
        waiting=waiting(got, panel.family),
    )))  # fmt: skip


def waiting(got: Collected, family: str) -> list[str]:
    """Return the names of the services whose return about the family is not in."""
    agencies = got.audit.agencies
    return [
        agencies[one.agency].name
        for one in got.standings
        if one.family == family and one.stage not in IN and one.agency in agencies
    ]


async def give(turn: Turn, store: Store) -> Reply:
    """Keep the panel's grade, and show the theme as it is kept."""
    filled = card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.JUDGE, filled.audit_id)
    steering.still_running(audit)
    if filled.family not in audit.families:
        raise Problem(Code.RETURN_NOT_FOUND)
    panel = await load.panel_of(audit, filled.family, store)
    theme = next((t for t in scoped.graded(audit) if t.name == filled.theme), None)
    if theme and not (filled.cell.of and turn.data.get("value")):
        told = "**Choose whose grade, and the panel's grade.** Nothing was changed."
        shown = Shown(start=filled.start, told=told, style="warning")
        return await drawn(audit, panel, theme, store, shown)
    one = await cell_of(audit, panel, filled, store)
    given = Given(
        value=filled.value, why=filled.why, own=one.own, box=one.box, drawn=filled.drawn
    )  # fmt: skip
    change = moderating.grade(panel, one.cell, given, by=turn.who.id, at=turn.at)
    if not await store.keep_panel(change):
        return await give(turn, store)
    theme = audit.tool.above[one.box.name][0]
    told = f"**Kept for {audit.agencies[one.agency].name}.**"
    return await drawn(audit, change.after, theme, store, Shown(start=filled.start, told=told))


async def cell_of(audit: Audit, panel: Panel, filled: Filled, store: Store) -> GradeCell:
    """Return the grade that the panel's is about; `return.not_found` when it is not there."""
    got = await load.collected(audit, store)
    for one in grades.cells(got, panel, filled.theme):
        if one.cell == filled.cell:
            return one
    raise Problem(Code.RETURN_NOT_FOUND)
