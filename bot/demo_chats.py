"""Where the demo's messages go to people who sit at no window: they are taken, and nobody reads."""

from aiohttp import web

from audits.people import Person
from audits.reach import Reach
from storage.contract import Store

PATH = "/demo"


def address(port: int) -> str:
    """Return the service address of those who sit at no window."""
    return f"http://127.0.0.1:{port}{PATH}"


async def take(request: web.Request) -> web.Response:
    """Take a message as Teams does."""
    await request.read()
    return web.json_response({"id": "demo"}, status=201)


async def give_reaches(store: Store, people: dict[str, Person], port: int) -> None:
    """Let everybody be reached who has no window of their own, at this start's port."""
    for person in people.values():
        found = await store.reach(person.id) or Reach(person=person.id)
        if found.service_url and not found.service_url.endswith(PATH):
            continue
        given = Reach(
            person=person.id,
            tenant=person.tenant,
            user=f"29:{person.object_id}",
            bot="28:maca",
            service_url=address(port),
            conversation=f"a:{person.object_id}",
            habits=found.habits,
            version=found.version,
        )
        if given != found:
            await store.keep_reach(given)
