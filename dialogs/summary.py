"""What came out of the audit: the figures, and what agencies told, of all of it or of part."""

from audits import grades, statements, totals
from audits.access import Doing, may
from audits.audit import Audit
from audits.collected import only
from audits.tool import Half
from cards import statements as told_card
from cards import summary as card
from cards.statements import HALVES, Told
from cards.summary import Figures
from dialogs import load, scope
from dialogs.turn import Place, Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the figures: returns in, grades by theme, what nobody answered."""
    wanted = card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.SEE_RESULTS, wanted.audit_id)
    meant = scope.of_turn(audit, turn.data)
    got = await load.collected(audit, store)
    panels = await store.panels(audit.id)
    part = meant.only
    return Reply(card=card.draw(Figures(
        audit=audit, only=part, at=turn.at,
        row=totals.completeness(only(got, part), turn.at),
        spreads=grades.spreads(got, panels, part),
        heat=grades.heat(got, panels, part),
        missing=totals.unanswered(got, part),
        start=wanted.start,
        reads=may(turn.who, audit, Doing.READ),
        shared=turn.place is Place.CHANNEL,
        unknown=meant.unknown,
        wide=wanted.wide,
    )))  # fmt: skip


async def told(turn: Turn, store: Store) -> Reply:
    """Show what agencies told, evidence and impact side by side, the half that was asked for."""
    wanted = told_card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.READ, wanted.audit_id)
    meant = scope.of_turn(audit, turn.data)
    got = await load.collected(audit, store)
    found = statements.statements(got, await store.panels(audit.id), turn.at, meant.only)
    return Reply(card=told_card.draw(in_half(audit, found, wanted, meant)))


def in_half(
    audit: Audit,
    found: list[statements.Statement],
    wanted: told_card.Wanted,
    meant: scope.Scope,
) -> Told:
    """Return the statements of the half, theme by theme; of a half that has any."""
    by_half = {half: [one for one in found if one.half is half] for half in HALVES}
    half = wanted.half
    if not by_half.get(half) and not wanted.start:
        half = next((one for one in HALVES if by_half[one]), Half.GOOD)
    order = {theme.name: place for place, theme in enumerate(audit.tool.themes)}
    ordered = sorted(by_half[half], key=lambda one: order[one.theme.name])
    return Told(
        audit=audit, only=meant.only, half=half, statements=ordered, start=wanted.start,
        counts={half: len(some) for half, some in by_half.items()}, unknown=meant.unknown,
    )  # fmt: skip
