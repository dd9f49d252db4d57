"""What people are told of the problems that meet the audit team over returns that are in."""

from collections.abc import Mapping

from audits.problems import Code
from cards.told import AGAIN, NOTHING, Told

WRITTEN = "What you wrote is on the card, so that you can copy it."

PANEL: Mapping[Code, Told] = {
    Code.QUERY_NO_BOX: Told(
        happened="We cannot find the answer that you ask about.",
        kept="Nothing was sent.",
        now="Open the return again and choose the answer there.",
    ),
    Code.QUERY_NOT_ASKED: Told(
        happened="The audit team does not wait for an answer to this any more.",
        kept=NOTHING,
        now="To change the return, take it back and send it again.",
    ),
    Code.REOPEN_NO_REASON: Told(
        happened="The return was not given back: the reason is missing.",
        kept=NOTHING,
        now="Write in a sentence what the service should look at, then press the button again.",
    ),
    Code.GRADE_NOT_A_GRADE: Told(
        happened="This grade is not on the scale of this question.",
        kept=NOTHING,
        now="Choose a grade from the list, then press the button again.",
    ),
    Code.GRADE_NO_REASON: Told(
        happened="The grade was not kept: the reason is missing.",
        kept=NOTHING,
        now="Say in a sentence why the panel sees it differently, then press the button again.",
    ),
    Code.GRADE_CHANGED: Told(
        happened="Somebody else on the panel changed this grade after your card was drawn.",
        kept=f"Their grade stands. {WRITTEN}",
        now="Look at both. If the panel agrees on yours, press the button again.",
    ),
    Code.FINDING_NO_WORDS: Told(
        happened="The finding was not kept: the box is empty.",
        kept=NOTHING,
        now=AGAIN,
    ),
    Code.FINDING_NO_THEME: Told(
        happened="The finding was not kept: its theme is missing.",
        kept=NOTHING,
        now="Choose the theme that it belongs to, then press the button again.",
    ),
    Code.FINDING_NO_REASON: Told(
        happened="The finding still stands: the reason for taking it out is missing.",
        kept=NOTHING,
        now="Write in a sentence why, then press the button again.",
    ),
    Code.FINDING_NOT_FOUND: Told(
        happened="We cannot find this finding.",
        kept=NOTHING,
        now="Somebody may have taken it out. Open the findings of the family again.",
    ),
    Code.FINDING_CHANGED: Told(
        happened="Somebody else on the panel changed this finding after your card was drawn.",
        kept=f"Their words stand. {WRITTEN}",
        now="Look at both. If the panel agrees on yours, press the button again.",
    ),
    Code.MISMATCH_NO_WORDS: Told(
        happened="The mismatch is still open: the explanation is missing.",
        kept=NOTHING,
        now="Write in a sentence what explains it, then press the button again.",
    ),
    Code.MISMATCH_NOT_FOUND: Told(
        happened="These two returns do not differ any more, or one of them was taken back.",
        kept=NOTHING,
        now="Type “mismatches” to see those that stand.",
    ),
    Code.SUMMARY_CHANGED: Told(
        happened="Somebody else changed this case summary after your card was drawn.",
        kept=f"Their words stand. {WRITTEN}",
        now="Bring both together, then press the button again.",
    ),
    Code.PACK_NOTHING: Told(
        happened="The pack was not frozen: nobody was asked about this family.",
        kept=NOTHING,
        now="See “status” for the families of the audit.",
    ),
}
