"""Who writes for the first time: known by the very address, else only by somebody's word."""

import json
from dataclasses import replace

import pytest
from aiohttp import web

from audits.people import Person
from storage.contract import Store
from tests import cast
from tests.bot.conftest import Build
from tests.bot.world import TENANT, World

OTHER = "22222222-2222-2222-2222-222222222222"
BETHAN = replace(cast.HEALTH_VISITOR, object_id="", tenant=TENANT, email="bethan.price@x.example")


async def a_world(build: Build, **settings: object) -> World:
    """A bot with the cast's audit, in which the health visitor never wrote yet."""
    given = {"tenant_id": TENANT, "tenants": OTHER} | settings
    world = await build(settings=given)
    for who in (*cast.EVERYBODY, BETHAN):
        await world.store.keep_person(who)
    await world.store.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await world.store.add(ret)
    return world


async def writes(world: World, tenant: str = TENANT, **told: str) -> Person | None:
    """Have somebody write of whom Teams tells this; return who they are to the bot afterwards."""
    account = "aad-new"
    member = {"id": "29:new", "objectId": account, "name": "Bethan Price", **told}
    activity = world.activity("message")
    activity["from"] = {"id": "29:new", "aadObjectId": account}
    activity["conversation"] |= {"tenantId": tenant}
    activity["channelData"] = {"tenant": {"id": tenant}}
    world.connector.will_answer(web.json_response(member))
    assert (await world.post(activity)).status == 200
    world.connector.next.clear()
    return await world.store.person(tenant, account)


async def claims(store: Store) -> int:
    """How many accounts wait."""
    audit = await store.audit("a1")
    assert audit
    return len(audit.claims)


@pytest.mark.parametrize(
    ("tenant", "told"),
    [
        (TENANT, {"email": "bethan.price@x.example", "userPrincipalName": "u1@council.example"}),
        (TENANT, {"email": "Bethan.Price@X.example"}),
        (TENANT, {"userPrincipalName": "bethan.price@x.example"}),
        (OTHER, {"userPrincipalName": "bethan.price@x.example"}),
    ],
)
async def test_very_address_is_known_at_once(
    build: Build, tenant: str, told: dict[str, str]
) -> None:
    """In the partnership's tenant by e-mail or sign-in name, in another by sign-in name alone."""
    world = await a_world(build)
    found = await writes(world, tenant, **told)
    assert found == replace(BETHAN, tenant=tenant, object_id="aad-new")
    assert await claims(world.store) == 0


@pytest.mark.parametrize(
    ("tenant", "told"),
    [
        (OTHER, {"email": "bethan.price@x.example", "userPrincipalName": "u@trust.example"}),
        (TENANT, {"userPrincipalName": "bethan.price_x.example#EXT#@council.example"}),
        (TENANT, {"userPrincipalName": "bethan.rees@x.example", "name": "Bethan Rees"}),
        (TENANT, {"userPrincipalName": "bethanprice@x.example"}),
    ],
)
async def test_nearly_the_address_waits_for_a_word(
    build: Build, tenant: str, told: dict[str, str]
) -> None:
    """Nothing is shown; another tenant may write any e-mail into its own directory."""
    world = await a_world(build)
    assert await writes(world, tenant, **told) is None
    assert await claims(world.store) == 1
    assert world.router.turns == []
    card = world.connector.got[-1].card
    assert "not on the list" in json.dumps(card)
    assert "Family" not in json.dumps(card)


async def test_writing_again_asks_nobody_again(build: Build) -> None:
    """One account waits once, however often it writes."""
    world = await a_world(build)
    for _ in range(3):
        await writes(world, userPrincipalName="bethanprice@x.example")
    assert await claims(world.store) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"userPrincipalName": "bethan.price@evil.example"},
        {"email": "someone@x.example", "name": "Bethan Price"},
        {"objectId": "aad-somebody-else", "email": "bethan.price@x.example"},
        {"email": "", "userPrincipalName": ""},
    ],
)
async def test_stranger_stays_a_stranger(build: Build, told: dict[str, str]) -> None:
    """A look-alike, a borrowed name, an answer about somebody else: nobody is asked."""
    world = await a_world(build)
    assert await writes(world, **told) is None
    assert await claims(world.store) == 0


async def test_tenant_that_is_not_let_in_gets_nothing(build: Build) -> None:
    """Teams is not even asked about its people, and nobody is about them."""
    world = await a_world(build, tenants="")
    assert await writes(world, OTHER, userPrincipalName="bethan.price@x.example") is None
    assert await claims(world.store) == 0
    assert not [sent for sent in world.connector.got if "members" in sent.path]


async def test_person_of_a_tenant_that_was_let_in_is_out_with_it(build: Build) -> None:
    """Taking a tenant off the list shuts the door at the next message."""
    world = await a_world(build, tenants="")
    await world.store.keep_person(replace(BETHAN, tenant=OTHER, object_id="aad-new"))
    await writes(world, OTHER)
    assert world.router.turns == []
    assert await world.store.reach("hv") is None
