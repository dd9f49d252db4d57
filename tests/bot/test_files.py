"""Files that somebody asked for: made while turns go on, and handed to that person alone."""

import io
import sys
import zipfile
from dataclasses import replace

import pytest

from audits.people import Role
from bot.app import ERRANDS
from bot.consent import CONSENT, FILE_INFO, Uploads
from bot.maker import Order
from bot.workshop import Workshop, WorkshopError
from tests.bot.conftest import Build
from tests.bot.wishing import AUDIT, LOOPBACK, WANTED, Wishing, asked, methods, offered
from tests.bot.world import SAM, World, failing


async def answer(world: World, action: str, **changes: object) -> None:
    """Answer the consent card, as Teams tells it."""
    context = offered(world)["content"]["acceptContext"]
    where = {"uploadUrl": f"{world.connector.url}/upload?id=1", "name": offered(world)["name"],
             "contentUrl": "https://x.example/a", "uniqueId": "u1", "fileType": "zip"}  # fmt: skip
    value = {"type": "fileUpload", "action": action, "context": context, "uploadInfo": where}
    said = {"name": "fileConsent/invoke", "type": "invoke", "replyToId": "m-consent"}
    sent = await world.told("execute", **(said | {"value": value} | changes))
    assert sent.status == 200
    await world.errands_run()


async def test_a_file_is_offered_by_teams_own_question(build: Build) -> None:
    """First the answer, then the file with its true size, in the person's own chat."""
    world = await asked(build)
    assert methods(world) == ["POST", "POST"]
    offer = offered(world)
    assert offer["contentType"] == CONSENT
    assert offer["name"].endswith(".zip")
    assert offer["content"]["sizeInBytes"] > 100
    assert "a%3Apersonal-sam-okoro" in world.connector.got[-1].path


async def test_an_accepted_file_is_put_where_teams_says(build: Build) -> None:
    """Whole, without our token; then it is shown, and the question is taken away."""
    world = await asked(build)
    size = offered(world)["content"]["sizeInBytes"]
    await answer(world, "accept")
    assert methods(world) == ["POST", "POST", "PUT", "POST", "DELETE"]
    put, shown, withdrawn = world.connector.got[2:]
    assert put.headers["Content-Range"] == f"bytes 0-{size - 1}/{size}"
    assert "Authorization" not in put.headers
    assert zipfile.ZipFile(io.BytesIO(put.body)).testzip() is None
    assert shown.said["attachments"][0]["contentType"] == FILE_INFO
    assert shown.said["attachments"][0]["content"] == {"uniqueId": "u1", "fileType": "zip"}
    assert withdrawn.path.endswith("/activities/m-consent")


async def test_an_accepted_file_is_put_once(build: Build) -> None:
    """Teams sends an answer again when ours was slow."""
    world = await asked(build)
    offer = world.connector.got[-1]
    await answer(world, "accept")
    world.connector.got.append(offer)
    await answer(world, "accept")
    assert methods(world).count("PUT") == 1
    assert "no longer waiting" in str(offered(world))


async def test_a_declined_file_is_forgotten(build: Build) -> None:
    """The question goes, and accepting it afterwards finds nothing."""
    world = await asked(build)
    offer = world.connector.got[-1]
    await answer(world, "decline")
    assert methods(world)[2:] == ["DELETE"]
    world.connector.got.append(offer)
    await answer(world, "accept")
    assert "PUT" not in methods(world)


async def test_rights_are_asked_again_at_the_click(build: Build) -> None:
    """Somebody who left the audit team gets nothing that was offered before."""
    world = await asked(build)
    found = await world.store.audit("a1")
    assert found
    await world.store.keep_audit(replace(found, team={SAM.id: Role.PANEL}))
    await answer(world, "accept")
    assert "PUT" not in methods(world)
    assert "business manager" in str(offered(world))


@pytest.mark.parametrize("role", [None, Role.OBSERVER, Role.PANEL, Role.CHAIR])
async def test_a_file_that_is_not_theirs_is_not_made(build: Build, role: Role | None) -> None:
    """Whatever a dialog let pass, the errand asks again."""
    world = await asked(build, role=role)
    assert "business manager" in str(offered(world))
    assert CONSENT not in str(world.connector.got)


async def test_an_audit_that_is_not_there_looks_like_one_that_is_not_theirs(build: Build) -> None:
    """Missing and forbidden look alike."""
    gone = replace(WANTED, audit_id="a2")
    world = await asked(build, router=Wishing(wanted=gone))
    assert "business manager" in str(offered(world))


async def test_somebody_elses_answer_does_nothing(build: Build) -> None:
    """The offer is tied to the person who asked, by the verified sender."""
    world = await asked(build)
    other = replace(SAM, id="p-other", object_id="bbbbbbbb-0000-0000-0000-000000000001")
    await world.store.keep_person(other)
    sender = world.activity("execute")["from"] | {"aadObjectId": other.object_id}
    await answer(world, "accept", **{"from": sender})
    assert "PUT" not in methods(world)


async def test_a_strangers_answer_does_nothing(build: Build) -> None:
    """Nobody on the roster, nothing said."""
    world = await asked(build)
    sender = world.activity("execute")["from"] | {"aadObjectId": "x"}
    await answer(world, "accept", **{"from": sender})
    assert methods(world) == ["POST", "POST"]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/upload",
        "http://contoso-my.sharepoint.com/upload",
        "https://contoso-my.sharepoint.com.evil.example/upload",
        "https://sharepoint.com@evil.example/",
        "https://contoso.sharepoint.com:8443/upload",
        "https://[",
        "",
    ],
)
async def test_a_file_goes_to_teams_own_places_only(build: Build, address: str) -> None:
    """The address comes from outside; a forged one would carry the file away."""
    assert Uploads().includes("https://contoso-my.sharepoint.com/personal/x/upload?y=1")
    assert not Uploads().includes(address)
    world = await asked(build, outside={})
    await answer(world, "accept")
    assert "PUT" not in methods(world)
    assert "Teams did not take the file" in str(offered(world))


async def test_a_file_that_teams_does_not_take_can_be_tried_again(build: Build) -> None:
    """The offer stays until it was taken."""
    world = await asked(build)
    offer = world.connector.got[-1]
    world.connector.will_answer(failing(507))
    await answer(world, "accept")
    assert "Teams did not take the file" in str(offered(world))
    world.connector.got.append(offer)
    await answer(world, "accept")
    assert FILE_INFO in str(world.connector.got[-2].body)


@pytest.mark.parametrize(
    "value", [None, 7, [], {}, {"action": "accept"}, {"context": {"offer": 1}}]
)
async def test_an_unreadable_answer_is_harmless(world: World, value: object) -> None:
    """It is answered, and nothing is put anywhere."""
    said = {"name": "fileConsent/invoke", "type": "invoke", "value": value}
    assert (await world.told("execute", **said)).status == 200
    await world.errands_run()
    assert "PUT" not in methods(world)


BROKEN = (sys.executable, "-c", "import sys; sys.stderr.write('[places]'); sys.exit(1)")
REFUSING = (sys.executable, "-c", "import sys; sys.stderr.write('Line 3: {x}'); sys.exit(3)")
WAITING = (sys.executable, "-c", "import signal; signal.pause()")


@pytest.mark.parametrize(
    ("program", "told"),
    [(BROKEN, "could not be made"), (REFUSING, "Line 3: {x}"), (("/no/such",), "could not be")],
)
async def test_a_file_that_cannot_be_made_is_told(
    build: Build, program: tuple[str, ...], told: str
) -> None:
    """Nobody waits in vain; what is wrong with a template of their own is said in words."""
    world = await asked(build, router=Wishing())
    world.bot.app[ERRANDS].workshop.program = program
    await world.told("message")
    await world.errands_run()
    assert told in str(offered(world))


async def test_a_fault_is_logged_without_anybodys_words(caplog: pytest.LogCaptureFixture) -> None:
    """What breaks a file may be an answer: the log has types and places."""
    order = Order(wanted=WANTED, material="SECRET-ANSWER")  # type: ignore[arg-type]
    with pytest.raises(WorkshopError) as refused:
        await Workshop().make(order)
    assert "csv_zip" in str(refused.value.told)
    assert "SECRET" not in f"{refused.value} {refused.value.told} {caplog.text}"


async def test_turns_go_on_while_a_file_is_made(build: Build) -> None:
    """The answer to the next turn is there before the file is."""
    world = await build(router=Wishing(), outside={"uploads": LOOPBACK})
    await world.store.keep_audit(AUDIT)
    first, second = await world.told("message"), await world.told("message")
    assert (first.status, second.status) == (200, 200)
    assert [CONSENT in str(sent.body) for sent in world.connector.got] == [False, False]
    await world.errands_run()
    assert [CONSENT in str(sent.body) for sent in world.connector.got[2:]] == [True, True]


async def test_a_stop_does_not_wait_for_ever(build: Build) -> None:
    """A file that is still being made is made no further; its process ends with us."""
    world = await asked(build)
    errands = world.bot.app[ERRANDS]
    errands.workshop.program = WAITING
    await world.told("message")
    assert errands.busy
    await errands.finish(0)
    assert not errands.busy
