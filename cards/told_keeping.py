"""What people are told of the problems that meet them while they decide what is kept, how long."""

from collections.abc import Mapping

from audits.problems import Code
from cards.told import NOTHING, Told

LOOK = "Type “retention” to see how things stand."

KEEPING: Mapping[Code, Told] = {
    Code.HOLD_STANDS: Told(
        happened="This audit is held already.",
        kept="The hold stands as it is, with its reason.",
        now=LOOK,
    ),
    Code.HOLD_NONE: Told(
        happened="No hold stands on this audit.",
        kept=NOTHING,
        now=LOOK,
    ),
    Code.HOLD_NOT_ASKED: Told(
        happened="Nobody has asked for this hold to be lifted.",
        kept="The hold stands.",
        now="The business manager asks first, with a reason; somebody else of the team agrees.",
    ),
    Code.HOLD_SAME_PERSON: Told(
        happened="You asked for this hold to be lifted yourself. It takes two people.",
        kept="The hold stands, and what you asked for is kept.",
        now="Ask the chair or somebody else of the audit team to type “retention” and agree.",
    ),
    Code.PERIODS_NOT_IN_ORDER: Told(
        happened="These periods cannot be kept to.",
        kept="The periods stay as they were.",
        now="Give whole months from 0 to 600. Names go first, then returns, then the report, then "
        "the journal: none may end before the one above it.",
    ),
    Code.RETURN_DESTROYED: Told(
        happened="What was said in this audit’s returns has been destroyed, as its period ended.",
        kept="How each return stood, the report and the certificate are kept.",
        now=LOOK,
    ),
}
