"""Services that nominations name, while an audit is set up: taken one by one."""

from dataclasses import replace

from audits import drafts
from cards import nominated as card
from dialogs import loading
from dialogs.setup import draft_of, nominations
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show them."""
    draft = await draft_of(turn, store)
    return Reply(card=card.draw(draft, nominations(draft)))


async def take(turn: Turn, store: Store) -> Reply:
    """Ask the service about the family, once."""
    draft = await draft_of(turn, store)
    code, name = card.read(turn.data)
    one = next((p for p in nominations(draft) if (p.family, p.name) == (code, name)), None)
    if one is None or not one.agency:
        return Reply(card=card.draw(draft, nominations(draft)))
    family = draft.families[code]
    asked = replace(family, involved=(*family.involved, one.agency))
    why = f"{name[:80]} is named in the nomination of family {code}"
    after = drafts.changed(draft, "agency.added", by=turn.who.id, at=turn.at, why=why,
                           families={**draft.families, code: asked})  # fmt: skip
    draft = await loading.keep(store, draft, after)
    told = f"**{draft.agencies[one.agency].name} will be asked** about family {code}."
    return Reply(card=card.draw(draft, nominations(draft), (told,)))
