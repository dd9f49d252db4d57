"""What people are told when they, or something in their name, ask for more than can be served."""

from collections.abc import Mapping

from audits.problems import Code
from cards.told import NOTHING, Told

LIMITS: Mapping[Code, Told] = {
    Code.TURNS_TOO_MANY: Told(
        happened="That was a lot at once, so we stopped for a moment.",
        kept="Everything that you saved before is kept. What you entered just now is still on your "
        "card, and is not saved yet.",
        now="Wait ten seconds, then press the button again.",
    ),
    Code.FILES_TOO_MANY: Told(
        happened="You have asked for many files in the last hour, so this one was not made.",
        kept=NOTHING,
        now="Use the files you have, or ask again in a few minutes.",
    ),
    Code.UPLOADS_TOO_MANY: Told(
        happened="You have sent many files in the last hour, so this one was not looked at.",
        kept=NOTHING,
        now="Wait a few minutes, then send it again.",
    ),
}
