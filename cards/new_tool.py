"""A changed tool for an audit that runs: what is different, whom it touches, and taking it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.audit import Audit
from audits.editions import asks
from audits.new_version import Touched
from audits.tool import Tool
from audits.tool_changes import Change, ToolChanges
from cards import inputs
from cards.parts import (
    Card,
    Element,
    button,
    card,
    fitting,
    header,
    notice,
    plain_button,
    said,
    shortened,
    small,
    text,
)
from cards.words import many, short_day

NAMED = 12
"""Questions of one kind of change that are named; the rest is counted."""
RETURNS = 12
HEADINGS: Mapping[Change, str] = {
    Change.NEW: "New",
    Change.GONE: "No longer asked",
    Change.WORDS: "Worded differently",
    Change.ASKED: "Asked of others, or at other times",
    Change.ANSWERS: "Answered in another way",
    Change.MOVED: "In another place",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A tool beside the one that is asked now."""

    tool: Tool
    changes: ToolChanges
    touched: Touched
    names: Mapping[str, tuple[str, str]]
    """Family and agency, in short, by the id of a return whose answers no longer fit."""


def face(audit: Audit, what: str) -> Element:
    """Return the face of every card about a new version."""
    return header(what, audit.id, shortened(audit.title, 80))


def preview(audit: Audit, found: Compared) -> Card:
    """Draw what is different and whom it touches, and ask why."""
    now = asks(audit)
    body = [
        face(audit, "A new version of the tool"),
        text(f"**Nothing has been changed yet.** {shortened(found.tool.title, 80)}: version "
             f"{shortened(now.version, 30)} is asked now; this is version "
             f"{shortened(found.tool.version, 30)}."),
        *fitting([*different(found, now), *touching(found)], 12_000),
        inputs.words("Why is the tool changed?", "Two services could not answer question 4."),
    ]  # fmt: skip
    carried = {"audit": audit.id, "drawn": audit.version}
    return card(body, [
        button("Ask by this version from now on", "take_new_tool", carried, first=True),
        plain_button("Leave the tool as it is", "drop_new_tool", carried),
    ])  # fmt: skip


def different(found: Compared, now: Tool) -> list[Element]:
    """Return what is different: a line for each kind of change, with the questions."""
    lines = []
    for kind, heading in HEADINGS.items():
        names = found.changes.having(kind)
        if names:
            lines.append(text(f"**{heading}: {len(names)}**", spacing="Medium"))
            lines += [said(line, spacing="None") for line in asked_in(names, found, now)]
    more = [("calculations", len(found.changes.calculations))] if found.changes.calculations else []
    lines += [small(f"{count} {what} are different.") for what, count in more]
    return lines or [small("The questions are the same; the title or the pages differ.")]


def asked_in(names: Sequence[str], found: Compared, now: Tool) -> list[str]:
    """Return the boxes as people know them: by their question."""
    lines = list(dict.fromkeys(named(name, found.tool, now) for name in names))
    more = [f"and {len(lines) - NAMED} more"] if len(lines) > NAMED else []
    return [*lines[:NAMED], *more]


def named(name: str, tool: Tool, now: Tool) -> str:
    """Return a box by its question's number and words, and by its own label."""
    where = tool if name in tool.box else now
    question, box = where.above[name][1], where.box[name]
    number = f"{question.number}. " if question.number else ""
    words = f"{number}{shortened(question.label, 80)}"
    same = box.label in {"", question.label} or box.name == question.boxes[0].name
    return words if same else f"{words} – {shortened(box.label, 60)}"


def touching(found: Compared) -> list[Element]:
    """Return which returns it touches."""
    touched, lines = found.touched, []
    if touched.keep:
        lines.append(f"**{many(touched.keep, 'return')}** already sent: kept as sent, under the "
                     "version of that day.")  # fmt: skip
    if touched.move:
        lines.append(f"**{many(touched.move, 'open return')}** with answers: what is answered "
                     "stays; changed questions are marked, to be looked at again.")  # fmt: skip
    if not lines:
        lines.append("No answers yet: nobody has to look at anything again.")
    drawn: list[Element] = [notice("**Whom it touches**", *lines)]
    if touched.boxes:
        shown = [f"Family {family}, {agency}: {many(len(boxes), 'answer')}"
                 for key, boxes in touched.boxes.items()
                 for family, agency in (found.names.get(key, ("?", "?")),)]  # fmt: skip
        more = [f"and {len(shown) - RETURNS} more"] if len(shown) > RETURNS else []
        drawn.append(notice("**Answers that no longer fit.** They stay readable and have to be "
                            "given again:", *shown[:RETURNS], *more, style="warning"))  # fmt: skip
    return drawn


def faulty(audit: Audit, faults: Sequence[str]) -> Card:
    """Draw everything that is wrong with the workbook."""
    shown = fitting(said(shortened(one, 300)) for one in faults[:40])
    left = len(faults) - len(shown)
    body = [
        face(audit, "What is wrong with this tool"),
        notice(f"**{many(len(faults), 'thing')} to put right.** Nothing was changed.",
               style="attention"),
        *shown,
        *([small(f"And {left} more. Put these right and send the file again.")] if left else []),
    ]  # fmt: skip
    return card(body, [plain_button("Status", "status", {"audit": audit.id}, first=True)])


def taken(audit: Audit, reason: str) -> Card:
    """Draw that the new version is asked."""
    now = asks(audit)
    since = audit.editions[-1].since if audit.editions else None
    when = f" since {short_day(audit.here(since).date())}" if since else ""
    body = [
        face(audit, "A new version of the tool"),
        notice(f"**Version {shortened(now.version, 30)} is asked{when}.** Returns that were sent "
               "keep theirs. Answers from before are marked.", style="good"),
        *([small("The reason, as it stands in the journal:"), said(reason)] if reason else []),
    ]  # fmt: skip
    return card(body, [plain_button("Status", "status", {"audit": audit.id}, first=True)])


def left(audit: Audit) -> Card:
    """Draw that the tool stays as it is."""
    words = notice("**The tool stays as it is.** The file is deleted here.", style="good")
    return card([face(audit, "The tool"), words],
                [plain_button("Status", "status", {"audit": audit.id}, first=True)])  # fmt: skip


def whose(pairs: Sequence[tuple[str, str]]) -> Card:
    """Draw the question for which audit a tool is that was dropped into the chat."""
    body = [
        header("Which audit is this tool for?", "", "Nothing has been changed yet"),
        text("You set one audit up and another one runs. A running audit gets a new version."),
        inputs.shown_at_once("target", "Which one?", pairs, pairs[0][0]),
    ]
    return card(body, [button("Go on", "place_tool", {"waits": pairs[0][0]}, first=True),
                       plain_button("Help", "help")])  # fmt: skip
