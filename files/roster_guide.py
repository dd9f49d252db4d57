"""The words of the roster workbook: how to fill it in."""

from collections.abc import Mapping

from audits.roster import Sheet

GUIDE = (
    "Roster of a case audit",
    (
        "Fill in the sheets from left to right. Start with agencies and contacts; then the "
        "families, who belongs to each of them, and which agencies know them."
    ),
    (
        "Cells with a small arrow offer a list. Columns with a star must be filled in. A row that "
        "you do not need stays empty."
    ),
    (
        "Give nobody's name outside the sheets “Contacts” and “Identity”. Families have codes, "
        "which are made for you; people in a family have roles: Mother, Brother 1, Aunt."
    ),
    (
        "Check it before you hand it in: drop the file into the chat with the bot, or type "
        "“maca roster check” and the file's name. You are told everything that is wrong at once, "
        "with its sheet and row. Nothing is taken until you say so."
    ),
    "You may load the same file again. What has not changed stays as it is.",
    (
        "The sheet “Identity” holds names, dates of birth and addresses. Keep this file where only "
        "you can open it, and delete it once the roster is loaded. Or keep the sheet in a file of "
        "its own."
    ),
)
"""The title, then paragraphs."""
SHEETS: Mapping[Sheet, str] = {
    Sheet.AGENCIES: "The services that are asked, and who speaks for each of them.",
    Sheet.CONTACTS: "Everybody who answers, coordinates, leads or audits. One row for each person.",
    Sheet.FAMILIES: "One row for each family. The code is made for you: leave the first column.",
    Sheet.HOUSEHOLD: "Everybody who belongs to a family, by role. The genogram is drawn from it.",
    Sheet.INVOLVEMENT: "Which agency knows which family, and who answers. One row for each person.",
    Sheet.IDENTITY: "What services need to find their records, adults too. Kept apart, under seal.",
}
