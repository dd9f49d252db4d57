"""Everything that can be asked for, and who may ask: one table each for buttons and words.

Who may is decided where the return or the audit is loaded (audits/access.py); the third column
says it for the reader, and tests/test_rights.py proves it for every person and every return.
"""

from collections.abc import Awaitable, Callable, Mapping

from audits.problems import Code, Problem
from dialogs import answer, greeting, my_returns, nil, review, status
from dialogs.turn import Reply, Turn
from storage.contract import Store

Talk = Callable[[Turn, Store], Awaitable[Reply]]

ANYBODY = "anybody on the roster"
ANSWERING = "contacts of the return, coordinators of its agency"
READING = "those who answer it; the audit team once it is sent"
TEAM = "the audit team"

VERBS: Mapping[str, tuple[Talk, str]] = {
    "welcome": (greeting.greet, ANYBODY),
    "help": (greeting.tell, ANYBODY),
    "lost": (greeting.lost, ANYBODY),
    "my_returns": (my_returns.show, ANYBODY),
    "open": (answer.open_return, ANSWERING),
    "save": (answer.save, ANSWERING),
    "nil": (nil.ask, ANSWERING),
    "send_nil": (nil.send, ANSWERING),
    "review": (review.show, ANSWERING),
    "change": (review.change, ANSWERING),
    "send": (review.send, ANSWERING),
    "recall": (review.recall, ANSWERING),
    "read": (review.show_sent, READING),
    "status": (status.show, TEAM),
    "look": (status.look, TEAM),
}

COMMANDS: Mapping[str, str] = {
    "hi": "welcome",
    "hello": "welcome",
    "welcome": "welcome",
    "start": "welcome",
    "help": "help",
    "?": "help",
    "my returns": "my_returns",
    "returns": "my_returns",
    "status": "status",
}
"""What can be typed, in any letter case, and the verb that it asks for."""


async def take(turn: Turn, store: Store) -> Reply:
    """Carry out the turn's verb and return the card to show; raises Problem."""
    if turn.verb not in VERBS:
        raise Problem(Code.VERB_UNKNOWN)
    return await VERBS[turn.verb][0](turn, store)


def verb_for(text: str) -> str:
    """Return the verb that a typed message asks for; `lost` for what is not understood."""
    words = " ".join(text.lower().split()).strip(" .!/")
    return COMMANDS.get(words, "lost")
