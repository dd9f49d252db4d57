"""What people are told of the problems that meet them while they set up or change an audit."""

from collections.abc import Mapping

from audits.problems import Code
from cards.told import NOTHING, Told

OVERVIEW = "Open the overview again with “new audit”."

SETTING_UP: Mapping[Code, Told] = {
    Code.DRAFT_NONE: Told(
        happened="We cannot find this audit among those that you set up.",
        kept=NOTHING,
        now="Type “new audit” to begin one. If somebody else began it, ask them to name you.",
    ),
    Code.DRAFT_NOT_YOURS: Told(
        happened="Setting up an audit is for business managers and those they name.",
        kept=NOTHING,
        now="Ask your partnership's business manager, or whoever runs this bot, to name you.",
    ),
    Code.DRAFT_CLOSED: Told(
        happened="This audit is no longer being set up: it was opened or dropped.",
        kept=NOTHING,
        now="Type “status” to see it as it runs.",
    ),
    Code.DRAFT_CHANGED: Told(
        happened="Somebody changed this audit just before you.",
        kept="Their change is kept; yours was not made.",
        now="Look at it again, then make your change.",
    ),
    Code.DRAFT_INCOMPLETE: Told(
        happened="The audit cannot open yet: something is still missing.",
        kept="Everything you entered is kept.",
        now="The overview says what is missing. " + OVERVIEW,
    ),
    Code.DRAFT_NO_TITLE: Told(
        happened="The audit has no title yet.",
        kept=NOTHING,
        now="Go back to the card, write a title without names, and save again.",
    ),
    Code.DRAFT_NO_DAY: Told(
        happened="The day of the audit is missing, or is over.",
        kept=NOTHING,
        now="Go back to the card, choose a day that lies ahead, and save again.",
    ),
    Code.DRAFT_NOT_DAYS: Told(
        happened="A length of time is not a whole number from 1 to 60.",
        kept=NOTHING,
        now="Go back to the card, write the working days in digits, and save again.",
    ),
    Code.CHOOSE_NONE: Told(
        happened="No family was chosen, or more than there are.",
        kept=NOTHING,
        now="Go back to the card, tick families, or write how many to draw.",
    ),
    Code.CHOOSE_NO_REASON: Told(
        happened="You did not say why these families, so the choice was not kept.",
        kept=NOTHING,
        now="Go back to the card and write one sentence. The report names it.",
    ),
    Code.CHANGE_NO_REASON: Told(
        happened="You did not say why, so nothing was changed.",
        kept=NOTHING,
        now="Go back to the card and write one sentence. It goes into the journal.",
    ),
    Code.CHANGE_NOBODY: Told(
        happened="There is nobody to whom this applies.",
        kept=NOTHING,
        now="Look whether the service has a coordinator, and whether the person takes part. The "
        "last business manager cannot be taken out.",
    ),
    Code.TOOL_SAME: Told(
        happened="This workbook asks what is asked already.",
        kept="The tool stays as it is.",
        now="Change the workbook and save it, then send it again.",
    ),
    Code.TOOL_SAME_VERSION: Told(
        happened="This workbook asks something else, under a version that was used before.",
        kept="The tool stays as it is.",
        now="Write a new version on the sheet “settings”, save, and send it again. Answers are "
        "marked with the version under which they were given.",
    ),
    Code.PERSON_NO_EMAIL: Told(
        happened="That is no work e-mail address, so nothing was changed.",
        kept=NOTHING,
        now="Go back to the card and write the address that they sign in to Teams with.",
    ),
    Code.PERSON_NO_NAME: Told(
        happened="Nobody with this e-mail address is on the roster yet.",
        kept=NOTHING,
        now="Look whether the address is right. If they are new, write their name too.",
    ),
    Code.AGENCY_NO_NAME: Told(
        happened="A service that is new needs a name, a short name and a kind.",
        kept=NOTHING,
        now="Go back to the card, fill them in, and press again.",
    ),
    Code.AGENCY_THERE: Told(
        happened="A service with this short name takes part already.",
        kept=NOTHING,
        now="Choose it from the list, or give the new one another short name.",
    ),
    Code.DOCUMENT_NONE: Told(
        happened="This is not a Word document (.docx) or PDF that can be kept: it is of an older "
        "kind, damaged, or locked with a password.",
        kept=NOTHING,
        now="Save it without a password as a Word document (.docx) or a PDF, and send it again.",
    ),
    Code.DOCUMENT_NO_FAMILY: Told(
        happened="You did not say of which family this is the case summary.",
        kept="The document still waits.",
        now="Go back to the card, choose the family, and press “Keep it” again.",
    ),
    Code.DOCUMENT_RUNS: Told(
        happened="This document holds a program (macros), another file, or a link that opens by "
        "itself.",
        kept=NOTHING,
        now="Save it as a plain PDF, and send that.",
    ),
    Code.FILE_NOT_NOW: Told(
        happened="This file is neither an audit tool nor a document. A roster can only be taken "
        "before an audit opens.",
        kept="The file is deleted here. Nothing was changed.",
        now="Type “people” to add or take out a service or a person.",
    ),
    Code.FILE_GONE: Told(
        happened="We no longer have this file.",
        kept=NOTHING,
        now="Send the file again. We keep a file only until it is taken.",
    ),
    Code.FILE_TOO_LARGE: Told(
        happened="The file is larger than 8 MB.",
        kept=NOTHING,
        now="Take out what is not needed, then send it again.",
    ),
    Code.FILE_UNREADABLE: Told(
        happened="We could not fetch the file from Teams.",
        kept=NOTHING,
        now="Send it again in a minute. If that fails too, use the upload link on the card.",
    ),
    Code.IDENTITY_NOT_FOUND: Told(
        happened="There is no identity sheet here that you can open.",
        kept="What you have answered is kept.",
        now="You can open it for the families that your service is asked about. If one is "
        "missing, tell the business manager.",
    ),
    Code.IDENTITY_NOT_HERE: Told(
        happened="This version of Teams would keep the names in the chat, so we do not show them.",
        kept="What you have answered is kept.",
        now="Open the chat in today's Teams on a computer or a phone, and press the button there.",
    ),
    Code.AUDIT_NOT_CLOSED: Told(
        happened="This audit is open already.",
        kept=NOTHING,
        now="Type “status” to see it.",
    ),
}
