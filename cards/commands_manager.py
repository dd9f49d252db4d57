"""What the business manager alone can type."""

from cards.command import Command, Whose

FOR_MANAGER = (
    Command(
        word="new audit",
        verb="new_audit",
        what="set an audit up, or go on with it",
        more="Title, dates, tool, services and families, page by page. Stop whenever you like.",
        also=("set up",),
        whose=Whose.MANAGER,
        button="New audit",
    ),
    Command(
        word="copy audit",
        verb="copy_audit",
        what="set an audit up from the last one",
        whose=Whose.MANAGER,
        button="Copy the last audit",
    ),
    Command(
        word="invite",
        verb="invite",
        what="who has never opened Case audit, and the e-mail to send them",
        more="Whoever has not opened it cannot be reminded in Teams.",
        also=("not opened", "invitation"),
        whose=Whose.MANAGER,
        button="Invite",
    ),
    Command(
        word="export",
        verb="export",
        what="everything as an Excel workbook, as CSV, or as one JSON file",
        more="The workbook has the returns, the answers, the grid, the nudges and the findings. "
        "The JSON file is the whole audit, to take elsewhere.",
        follows=("export csv", "export json"),
        also=("excel", "workbook", "download", "spreadsheet"),
        whose=Whose.MANAGER,
        menu="Everything as Excel, CSV or JSON",
        button="Export",
    ),
    Command(
        word="pack",
        verb="pack",
        what="the panel's pack of one family, or of all, in Word",
        more="Returns side by side by theme, mismatches, what is missing and that it was chased. "
        "What looks like a name is shown to you first.",
        follows=("pack C", "pack all"),
        also=("packs", "panel pack"),
        whose=Whose.MANAGER,
        menu="The panel's pack of a family, in Word",
        button="Pack",
    ),
    Command(
        word="report",
        verb="report",
        what="a draft report in Word, made of accepted returns and findings",
        more="Introduction, background, method with the table of who answered, an overview by "
        "theme, and recommendations. What looks like a name is shown to you first.",
        also=("draft report",),
        whose=Whose.MANAGER,
        menu="A draft report in Word",
        button="Report",
    ),
    Command(
        word="nudges",
        verb="preview",
        what="who would be reminded when, and why",
        more="The next ten working days, if nothing comes in meanwhile.",
        also=("nudge preview", "preview"),
        whose=Whose.MANAGER,
        button="Nudges to come",
    ),
    Command(
        word="nudge now",
        verb="nudge",
        what="remind everybody who owes a return, or some, at once",
        more="You see how many people get a message before anything goes.",
        also=("nudge",),
        whose=Whose.MANAGER,
        button="Nudge now",
    ),
    Command(
        word="plan",
        verb="plan",
        what="when people are reminded, to be changed",
        also=("nudge plan",),
        whose=Whose.MANAGER,
        button="The nudge plan",
    ),
    Command(
        word="timetable",
        verb="timetable",
        what="the audit's dates, to be changed",
        more="Counted in working days, with warnings of bank and school holidays. Whoever owes a "
        "return is told of a new due date.",
        also=("dates",),
        whose=Whose.MANAGER,
        button="The timetable",
    ),
    Command(
        word="school holidays",
        verb="holidays",
        what="the school holidays, to be changed",
        also=("holidays",),
        whose=Whose.MANAGER,
        button="School holidays",
    ),
    Command(
        word="people",
        verb="people",
        what="who takes part: add or take out a service or a person, close the audit",
        more="Services that returns or nominations name are proposed here. Each change needs a "
        "reason and counts at once.",
        also=("who takes part", "close audit", "reopen audit", "leaver"),
        whose=Whose.MANAGER,
        button="Who takes part",
    ),
    Command(
        word="agencies",
        verb="agencies",
        what="who is told when a service does not answer, to be changed",
        also=("services", "agency settings"),
        whose=Whose.MANAGER,
        button="Services",
    ),
    Command(
        word="retention",
        verb="retention",
        what="what is kept of an audit and until when; hold it, or get a certificate",
        more="Names go first, then returns, then the report, then the journal. You are told two "
        "weeks before anything is destroyed. A hold stops it; two people lift a hold.",
        also=("what is kept", "legal hold", "certificates"),
        whose=Whose.TEAM,
        button="What is kept",
    ),
)
"""For the business manager, who runs the audit."""
