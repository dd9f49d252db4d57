"""All that can be typed: the word, what it does, what may follow it, and whose it is."""

from cards.command import Command, Whose
from cards.commands_manager import FOR_MANAGER

FOR_ALL: tuple[Command, ...] = (
    Command(
        word="my returns",
        verb="my_returns",
        what="the families your service is asked about, and how far you are",
        more="Those to go on with stand first. Press a family to answer, or to read its receipt.",
        also=("returns",),
        menu="The families you answer for, and how far you are",
        button="My returns",
    ),
    Command(
        word="known",
        verb="acknowledge",
        what="say for all your families whether you know them",
        more="It takes a minute. “Not known” leads to a nil return, which is an answer too.",
        also=("acknowledge",),
        button="Known or not known",
    ),
    Command(
        word="something else",
        verb="more",
        what="hand a return over, ask for time, decline, or ask the audit team",
        more="You can also type “hand over”, “more time”, “decline” or “question”.",
        also=("hand over", "more time", "decline", "question"),
        button="Something else",
    ),
    Command(
        word="later",
        verb="snooze",
        what="be reminded at another time",
        more="Tomorrow morning, the day before it is due, or on a date that you choose.",
        also=("snooze", "remind me later"),
        button="Remind me later",
    ),
    Command(
        word="my hours",
        verb="my_hours",
        what="when we may write to you, and when you are away",
        more="Your working hours and days, your time zone, and your leave.",
        also=("hours", "away"),
        button="My hours",
    ),
    Command(
        word="who",
        verb="who",
        what="who your families are, to find your records",
        more="Names and birth dates are shown to you alone, and each look is on record.",
        also=("who is this", "identity"),
        button="Who they are",
    ),
    Command(
        word="my service",
        verb="agency",
        what="for coordinators: all returns of your service, and who has them",
        more="Give returns to colleagues, and name somebody who stands in for you.",
        also=("my agency",),
        whose=Whose.COORDINATORS,
        button="My service",
    ),
    Command(
        word="newcomers",
        verb="newcomers",
        what="who may be somebody of yours, and waits for your word",
        more="Somebody wrote whose address is nearly one on the list. Until you say whose account "
        "it is, nothing is shown to them.",
        also=("who is new", "confirm"),
        whose=Whose.COORDINATORS,
        button="Newcomers",
    ),
    Command(
        word="help",
        verb="help",
        what="this card; “help” and a command tells more about it",
        follows=("help status",),
        also=("?",),
        menu="What you can type here",
    ),
    Command(word="hello", verb="welcome", what="what this is, and who reads what you write",
            also=("hi", "welcome", "start"), button="Hello"),
)  # fmt: skip
"""Known to everybody; what they show is one's own."""

FOR_TEAM = (
    Command(
        word="status",
        verb="status",
        what="which returns are in, and how the others stand",
        more="Services down, families across, ten families at a time. Below the table you choose "
        "one return and see all that happened to it, and what you can do about it.",
        also=("grid", "progress"),
        whose=Whose.TEAM,
        menu="Which returns are in, and who is late",
        button="Status",
    ),
    Command(
        word="outstanding",
        verb="outstanding",
        what="who still owes a return, the longest overdue first",
        more="Services with the people who have the returns, how late they are in working days, "
        "and how often they were written to. One button writes to them all.",
        follows=("outstanding police",),
        also=("late", "overdue", "who is late", "who has not answered", "owing"),
        whose=Whose.TEAM,
        menu="Who still owes a return, longest overdue first",
        button="Outstanding",
    ),
    Command(
        word="summary",
        verb="summary",
        what="grades by theme, and what services told",
        more="Add a theme, a family, a service or a grade, in any order, to see only that: good "
        "practice and weaker practice as the services told it, with what shows it and what it "
        "changed for the child.",
        follows=("summary theme 2", "summary family C", "summary police", "summary theme 2 police"),
        also=("results", "grades", "summaries"),
        whose=Whose.RESULTS,
        menu="Grades by theme, good and weaker practice",
        button="Summary",
    ),
    Command(
        word="mismatches",
        verb="mismatches",
        what="where two returns contradict each other",
        more="One service told, the other was not told; a meeting that one lists and another "
        "denies; an adult whom only one service knows; grades far apart. Mark each “to discuss "
        "on the day” or “explained”.",
        follows=("mismatches family C", "mismatches police"),
        also=("mismatch", "contradictions", "differences"),
        whose=Whose.TEAM,
        menu="Where two returns contradict each other",
        button="Mismatches",
    ),
    Command(
        word="flags",
        verb="flags",
        what="returns to ask about: a risk now, no evidence, no impact on the child",
        more="A child at risk now stands first, with who was told when. Every other flag is a "
        "reason to ask, and no mark against anybody.",
        follows=("flags family C", "flags police"),
        also=("flag", "queries"),
        whose=Whose.TEAM,
        menu="Returns to ask about, a risk now first",
        button="Flags",
    ),
    Command(
        word="read",
        verb="read_one",
        what="one return in full",
        more="Give the family and the service. From the return you can query an answer or accept "
        "the whole.",
        follows=("read C police",),
        also=("look at", "open"),
        whose=Whose.TEAM,
        button="Read a return",
    ),
    Command(
        word="grade",
        verb="grade",
        what="the panel's grade beside the service's own, with the reason",
        more="Give the family and the theme. You can also write down what the panel found, tied "
        "to the answers that it rests on.",
        follows=("grade C theme 1",),
        also=("moderate",),
        whose=Whose.TEAM,
        button="Grade",
    ),
    Command(
        word="findings",
        verb="findings",
        what="what the panel found: strengths, concerns, questions and actions",
        follows=("findings family C",),
        also=("finding",),
        whose=Whose.TEAM,
        button="Findings",
    ),
    Command(
        word="papers",
        verb="papers",
        what="the audit's documents: terms of reference and case summaries",
        more="They come into this chat. Whoever sets the audit up adds one by dropping a Word "
        "document or a PDF here.",
        also=("documents", "terms of reference", "terms"),
        whose=Whose.TEAM,
        button="Documents",
    ),
    Command(
        word="questions",
        verb="questions",
        what="what services ask you about items",
        more="Your answer goes to everybody who works on that item.",
        whose=Whose.TEAM,
        button="Questions",
    ),
)
"""For the audit team; `summary` also for observers."""

ALL = (*FOR_ALL, *FOR_TEAM, *FOR_MANAGER)
MENU = tuple(command for command in ALL if command.menu)
"""What the Teams menu offers, ten at most."""
