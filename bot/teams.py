"""Reads what Teams sends, has it carried out, and answers the way Teams wants it answered."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from botbuilder.core import TurnContext  # type: ignore[import-untyped]

from audits.people import Partnership, Person
from audits.problems import Code, Problem
from bot import consent, hold_back, log, measures, reach, sorry, traces, uploads
from bot.adapter import CARD, Adapter
from bot.clock import Clock
from bot.errands import Errands
from bot.identity import Joining, inner, known, person_or_unknown, tenant_of, text
from bot.limits import Limits
from bot.log import Line, turn_id
from bot.retry import SendFailed
from bot.uploads import Files
from bot.wire import Answer, Refused
from cards import problem as problem_card
from dialogs.turn import Place, Reply, Turn
from storage.contract import Store

LOG = log.logger(__name__)
Take = Callable[[Turn, Store], Awaitable[Reply]]


class Way(StrEnum):
    """How somebody asked, which decides how they are answered."""

    EXECUTE = "execute"
    """A button of today's kind: the answer to the request is the next card."""
    SUBMIT = "submit"
    """A button of the older kind: the message with the card is changed."""
    TYPED = "typed"
    ADDED = "added"
    """The bot was installed: it says hello, once."""
    CONSENT = "consent"
    """Somebody answered Teams' own question whether a file may be kept."""


PLACES = {place.value: place for place in Place}
INVOKES = {"adaptiveCard/action": Way.EXECUTE, consent.INVOKE: Way.CONSENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every turn is served with."""

    adapter: Adapter
    store: Store
    partnership: Partnership
    clock: Clock
    take: Take
    verb_for: Callable[[str], str]
    errands: Errands
    files: Files
    joining: Joining
    limits: Limits | None = None
    """How much one person may ask; None for no limit."""


async def served(activity: Mapping[str, Any], desk: Desk) -> Answer:
    """Serve one activity and return status and body; raises Refused for one that cannot be read.

    A reply that Teams would not take for good is 200, for there is nothing to repeat; one that
    it might take later is 502, so that Teams or the person tries again. Repeats are harmless.
    """
    readable_or_refuse(activity)
    way = way_of(activity)
    if way and not await hold_back.let_through(activity, desk.limits):
        quiet = way in {Way.EXECUTE, Way.CONSENT}
        return await hold_back.refused(activity, desk.adapter, desk.limits, quiet=quiet)
    if desk.partnership.lets_in(tenant_of(activity)):
        await reach.note(activity, desk.store, desk.clock)
    if way is None:
        return Answer(status=501 if activity["type"] == "invoke" else 200)
    line = Line(turn=turn_id())
    steps = traces.begin()
    try:
        if way is Way.CONSENT:
            return await _consented(activity, desk, line)
        if way is Way.EXECUTE:
            return await _answered(activity, desk, line)
        await desk.adapter.run(activity, _logic(activity, way, desk=desk, line=line))
    except SendFailed as failed:
        line.sent = str(failed)
        return Answer(status=200 if failed.final else 502)
    finally:
        measures.time("maca.turn.duration", line.write(), verb=line.verb, outcome=line.outcome)
        traces.end(steps, turn=line.turn, verb=line.verb, outcome=line.outcome)
    return Answer()


async def _answered(activity: Mapping[str, Any], desk: Desk, line: Line) -> Answer:
    """Answer a button: the card takes the place of the one that was pressed, for this user.

    It goes back as the HTTP response. The SDK's pipeline, which is for sending, would copy it.
    """
    reply = await _reply(activity, Way.EXECUTE, desk=desk, line=line)
    if line.failed is not None:
        return Answer(body=sorry.on_the_card(line.turn, line.failed))
    if reply.file:
        await _fetch(activity, reply, desk)
    return Answer(body={"statusCode": 200, "type": CARD, "value": reply.card})


def _logic(
    activity: Mapping[str, Any], way: Way, *, desk: Desk, line: Line
) -> Callable[[TurnContext], Awaitable[None]]:
    async def logic(context: TurnContext) -> None:
        reply = await _reply(activity, way, desk=desk, line=line)
        if way is Way.SUBMIT and line.failed is None:
            await desk.adapter.replace(context, reply.card, reply.summary)
        else:
            await desk.adapter.send(context, reply.card, reply.summary)
        await _fetch(activity, reply, desk)

    return logic


async def _fetch(activity: Mapping[str, Any], reply: Reply, desk: Desk) -> None:
    """Have the file made that goes with the reply, if one does."""
    who = await known(activity, desk.store) if reply.file else None
    if reply.file and who:
        desk.errands.fetch(who, reply.file)


async def _consented(activity: Mapping[str, Any], desk: Desk, line: Line) -> Answer:
    """Have the file put where Teams says. Teams waits for our answer, and not for that."""
    line.note_verb("file_consent")
    who = await known(activity, desk.store)
    if who is None or not desk.partnership.lets_in(who.tenant):
        line.outcome = Code.PERSON_UNKNOWN.value
    else:
        line.person = who.id
        desk.errands.answered(who, consent.read(activity))
    return Answer()


async def _reply(activity: Mapping[str, Any], way: Way, *, desk: Desk, line: Line) -> Reply:
    """Return the card to show, whatever happens."""
    try:
        return await _taken(activity, way, desk=desk, line=line)
    except Exception as error:  # the one place where a fault of ours ends
        line.outcome, line.failed = f"fault.{type(error).__name__}", error
        LOG.exception("turn.failed", turn=line.turn)
        return Reply(card=problem_card.apology(line.turn, unsaved=sorry.unsaved(error)))


async def _taken(activity: Mapping[str, Any], way: Way, *, desk: Desk, line: Line) -> Reply:
    """Have the turn carried out; what can be explained is explained on a card."""
    carried: Mapping[str, Any] = {}
    try:
        verb, carried = asked(activity, way, desk.verb_for)
        who = await _sender(activity, desk)
        line.person = who.id
        line.note_verb(verb)  # of a stranger's card, no word is known to be a verb
        turn = Turn(
            who=who,
            verb=verb,
            at=desk.clock.now(),
            partnership=desk.partnership,
            data=carried,
            place=place_of(activity) or Place.PERSONAL,
            file=await _dropped(activity, who, desk) if verb == uploads.VERB else None,
            sender=activity["from"]["id"],
            fleeting=way is Way.EXECUTE,
            upload_link=desk.files.link_for(who),
        )
        return await desk.take(turn, desk.store)
    except Problem as problem:
        line.outcome = problem.code.value
        if problem.code is Code.VERB_UNKNOWN:
            line.verb = "?"
        return Reply(card=problem_card.draw(problem, carried))


async def _dropped(activity: Mapping[str, Any], who: Person, desk: Desk) -> bytes:
    if desk.limits is not None and not desk.limits.upload(who.id):
        measures.count("maca.limits.hit", limit="uploads")
        raise Problem(Code.UPLOADS_TOO_MANY)
    return await desk.files.fetched(activity)


async def _sender(activity: Mapping[str, Any], desk: Desk) -> Person:
    """Return who asks; raises Problem(PERSON_UNKNOWN), also where the tenant is not let in."""
    if not desk.partnership.lets_in(tenant_of(activity)):
        raise Problem(Code.PERSON_UNKNOWN)

    async def joining(activity: Mapping[str, Any], store: Store) -> Person | None:
        found = await desk.joining(activity, store)
        if found is not None:  # known from now on, and so is how they are reached
            await reach.note(activity, store, desk.clock)
        return found

    return await person_or_unknown(activity, desk.store, joining)


def readable_or_refuse(activity: Mapping[str, Any]) -> None:
    """Raise Refused(400) unless the fields that every activity has are there, and are text."""
    for name in ("type", "channelId", "serviceUrl"):
        if not text(activity, name):
            raise Refused(400, "activity.unreadable")
    for name in ("conversation", "from", "recipient"):
        if not text(inner(activity, name), "id"):
            raise Refused(400, "activity.unreadable")
    if not isinstance(activity.get("replyToId", ""), str):
        raise Refused(400, "activity.unreadable")


def place_of(activity: Mapping[str, Any]) -> Place | None:
    """Return where it was asked; None for chats of several people, which are none of ours."""
    found = inner(activity, "conversation").get("conversationType", "personal")
    return PLACES.get(found) if isinstance(found, str) else None


def way_of(activity: Mapping[str, Any]) -> Way | None:
    """Return how something was asked; None for what asks nothing of us.

    The page that shows a new chat sends installationUpdate and conversationUpdate both; only
    the first is greeted. In a channel only those count who speak to the bot by its name, and
    nobody is greeted there.
    """
    place = place_of(activity)
    match activity["type"] if place else None:
        case "invoke":
            return INVOKES.get(text(activity, "name"))
        case "message" if activity.get("value") is not None:
            return Way.SUBMIT
        case "message" if place is Place.PERSONAL or spoken_to(activity):
            return Way.TYPED
        case "installationUpdate" if place is Place.PERSONAL and activity.get("action") == "add":
            return Way.ADDED
    return None


def asked(
    activity: Mapping[str, Any], way: Way, verb_for: Callable[[str], str]
) -> tuple[str, Mapping[str, Any]]:
    """Return the verb and what came with it; raises Problem(CARD_UNREADABLE)."""
    if way is Way.ADDED:
        return "welcome", {}
    if way is Way.TYPED and uploads.attached(activity):
        return uploads.VERB, {}
    if way is Way.TYPED:
        words = typed(activity)
        return verb_for(words), {"text": words}
    value = activity.get("value")
    pressed = _inner(value, "action") if way is Way.EXECUTE else value
    carried = _inner(pressed, "data") if way is Way.EXECUTE else value
    if not isinstance(pressed, dict) or not isinstance(carried, dict):
        raise Problem(Code.CARD_UNREADABLE)
    verb = pressed.get("verb")
    if not isinstance(verb, str):
        raise Problem(Code.CARD_UNREADABLE)
    return verb, carried


def typed(activity: Mapping[str, Any]) -> str:
    """Return what was typed, without the bot's own name where it was mentioned."""
    words = text(activity, "text")
    for entity in _entities(activity):
        if _mentions(entity, activity["recipient"]["id"]):
            words = words.replace(entity["text"], " ")
    return words.strip()


def spoken_to(activity: Mapping[str, Any]) -> bool:
    """Say whether the message names the bot."""
    return any(_mentions(one, activity["recipient"]["id"]) for one in _entities(activity))


def _entities(activity: Mapping[str, Any]) -> list[Any]:
    found = activity.get("entities")
    return found if isinstance(found, list) else []


def _mentions(entity: object, bot_id: str) -> bool:
    if not isinstance(entity, dict) or entity.get("type") != "mention":
        return False
    named = _inner(entity, "mentioned").get("id") == bot_id
    return named and isinstance(entity.get("text"), str) and bool(entity["text"])


def _inner(outer: object, name: str) -> Mapping[str, Any]:
    return inner(outer, name) if isinstance(outer, dict) else {}
