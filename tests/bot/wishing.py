"""A world in which somebody asks for a file, and what is there to see of it."""

from dataclasses import dataclass, replace
from typing import Any

from audits.people import Role
from bot.consent import Uploads
from dialogs.turn import FileWanted, Making, Reply, Turn
from storage.contract import Store
from tests import cast
from tests.bot.conftest import Build
from tests.bot.world import SAM, Json, Router, World

WANTED = FileWanted(making=Making.CSV, audit_id="a1")
AUDIT = replace(cast.AUDIT, team={SAM.id: Role.BUSINESS_MANAGER})
LOOPBACK = Uploads(("127.0.0.1",), "http")


@dataclass
class Wishing(Router):
    """Answers everything with a card and the wish for a file."""

    wanted: FileWanted = WANTED

    async def take(self, turn: Turn, store: Store) -> Reply:
        """Say that it comes."""
        del store
        self.turns.append(turn)
        return Reply(card={"type": "AdaptiveCard", "body": []}, file=self.wanted)


async def asked(build: Build, *, role: Role | None = Role.BUSINESS_MANAGER, **more: Any) -> World:  # noqa: ANN401
    """Have somebody of this role ask for the file, in a world with something unusual."""
    unusual = {"router": Wishing(), "outside": {"uploads": LOOPBACK}} | more
    world = await build(**unusual)
    team = {SAM.id: role} if role else {}
    await world.store.keep_audit(replace(AUDIT, team=team))
    for ret in cast.RETURNS:
        await world.store.add(ret)
    assert (await world.told("message")).status == 200
    await world.errands_run()
    return world


def offered(world: World) -> Json:
    """Return what the newest message to the person carries."""
    attachment: Json = world.connector.got[-1].said["attachments"][0]
    return attachment


def methods(world: World) -> list[str]:
    """Return how the connector was called, in order."""
    return [sent.method for sent in world.connector.got]
