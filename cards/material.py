"""What a draft is made of: its tool and themes, its files, case summaries and genograms."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from audits.audit import Family
from audits.drafts import Draft
from audits.household import Home, Household, Tie, Who
from cards import inputs, reading
from cards.draft import carried, top
from cards.parts import Card, Element, button, card, notice, plain_button, said, small, text

SUMMARY_LIMIT = 1_500
"""Characters; the genogram takes most of the card."""
ROOM = 14_000
"""Bytes that picture and summary may take together; without room there is no picture."""
HOMES: Mapping[Home, str] = {
    Home.IN: "lives in the household",
    Home.PARTLY: "lives there part of the time",
    Home.OUT: "lives elsewhere",
}
TIES: Mapping[Tie, str] = {Tie.TOGETHER: "are a couple", Tie.SEPARATED: "are separated"}


def tool(draft: Draft) -> Card:
    """Draw the tool's themes, to be ticked."""
    found = draft.tool
    body = [top(draft, "Step 3: Audit tool and themes")]
    if found is None:
        body.append(text("There is no tool yet. Send an XLSForm into this chat."))
        return card(body, [plain_button("Overview", "new_audit", carried(draft))])
    pairs = [(theme.name, theme.title) for theme in found.themes[:30]]
    ticked = draft.themes or tuple(name for name, _ in pairs)
    body += [
        text(f"**{found.title}**, version {found.version}. Untick a theme that is not asked."),
        inputs.many_of("themes", "Themes", pairs, ",".join(ticked)),
        small("To use a tool of your own, send its workbook (XLSForm) into this chat."),
    ]
    return card(body, [button("Save and go on", "save_tool", carried(draft), first=True),
                       plain_button("Overview", "new_audit", carried(draft))])  # fmt: skip


def roster(draft: Draft, link: str) -> Card:
    """Draw how the workbook gets here."""
    body = [
        top(draft, "Step 4: Agencies, contacts and families"),
        text(f"So far: {len(draft.agencies)} agencies and {len(draft.families)} families."),
        text("**Drop the roster workbook into this chat.** You see what is in it before anything "
             "is taken. Send it again whenever it changes."),
        small("An empty workbook: “maca roster template”, or samples/roster_template.xlsx."),
    ]  # fmt: skip
    ways = [plain_button("Overview", "new_audit", carried(draft))]
    if link:
        body.append(small("If files cannot be dropped here, use the upload page. The link works "
                          "once, for a quarter of an hour."))  # fmt: skip
        ways = [
            {"type": "Action.OpenUrl", "title": "Open the upload page", "url": link},
            plain_button("Look at what I uploaded", "look_file", carried(draft), first=True),
            *ways,
        ]
    return card(body, ways)


def plan(draft: Draft) -> Card:
    """Draw who is reminded when."""
    now = draft.plan
    before = ", ".join(map(str, now.due_before))
    body = [
        top(draft, "Step 6: Who is reminded when"),
        text(f"Reminders go at {now.at:%H:%M}: {before} working days before returns are due and on "
             "the day, then while they are late. Whoever has sent is left in peace."),
        text("What goes to a service's lead waits for your approval."),
        small("Once the audit is open, change it at any time: type “plan”."),
    ]  # fmt: skip
    return card(body, [plain_button("Overview", "new_audit", carried(draft), first=True)])


def families(draft: Draft) -> Card:
    """Draw a choice of families, to write a summary or look at a genogram."""
    pairs = [(code, mark(draft.families[code])) for code in draft.chosen[:60]]
    body = [top(draft, "Step 7: Case summaries and genograms"),
            text("The panel reads them before the day. Codes and roles only."),
            small("Terms of reference, or a case summary, as a document: drop it (Word or PDF) "
                  "into this chat.")]  # fmt: skip
    if not pairs:
        body.append(notice("There is no family yet. Load a roster first.", style="warning"))
        return card(body, [plain_button("Overview", "new_audit", carried(draft), first=True)])
    body.append(inputs.one_of("family", "Which family?", pairs, pairs[0][0]))
    return card(body, [button("Show it", "family_page", carried(draft), first=True),
                       plain_button("Overview", "new_audit", carried(draft))])  # fmt: skip


def mark(family: Family) -> str:
    """Return a family with what it has already."""
    has = [word for word, there in (("summary", family.summary), ("checked", family.checked_by))
           if there]  # fmt: skip
    return f"Family {family.code}" + (f" ({', '.join(has)})" if has else "")


def family(draft_id: str, one: Family, picture: bytes, *, told: str = "") -> Card:
    """Draw a family's genogram and its case summary, to be checked and corrected."""
    about = {"draft": draft_id, "family": one.code}
    if len(picture) + 3 * len(one.summary.encode()) // 4 > ROOM:
        picture = b""
    body: list[Element] = [
        text(f"Family {one.code}", size="Large", weight="Bolder", style="heading"),
        *([notice(told, style="good")] if told else []),
    ]
    if picture:
        url = f"data:image/png;base64,{b64encode(picture).decode()}"
        body.append({"type": "Image", "url": url, "altText": described(one.household)[:1500]})
        checked = "Somebody of the team has checked it." if one.checked_by else (
            "Nobody has checked it yet.")  # fmt: skip
        body.append(small(f"{checked} To correct it, change the sheet “Household” and send the "
                          "roster again."))  # fmt: skip
    body.append({
        "type": "Input.Text", "id": "summary", "label": "Case summary for the panel",
        "isMultiline": True, "maxLength": SUMMARY_LIMIT, "value": one.summary,
        "placeholder": "A few lines. Codes and roles, no names.", "spacing": "Medium",
    })  # fmt: skip
    return card(body, [
        button("Save the summary", "save_summary", about, first=True),
        plain_button("The genogram is right", "genogram_right", about),
        plain_button("Other families", "set_up", {"draft": draft_id, "step": "papers"}),
    ])  # fmt: skip


def described(household: Household) -> str:
    """Return a genogram in words, for those who cannot see it."""
    if not household.members:
        return "Nobody is in this family yet."
    by_code, lines = household.by_code, []
    for member in household.members:
        index = ", the index child" if member.who is Who.INDEX else ""
        born = ", unborn" if member.unborn else ""
        due = f", expected {member.due:%d %B %Y}" if member.due else ""
        died = ", has died" if member.died else ""
        parents = ", child of " + " and ".join(member.parents) if member.parents else ""
        lines.append(f"{member.code}, {member.role}{index}{born}{due}{died}{parents}, "
                     f"{HOMES[member.home]}.")  # fmt: skip
    lines += [f"{c.one} and {c.other} {TIES[c.tie]}." for c in household.couples
              if {c.one, c.other} <= by_code.keys()]  # fmt: skip
    return " ".join(lines)


def family_in(data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Read the draft, the family's code and the summary."""
    return (
        reading.words_in(data, "draft"),
        reading.words_in(data, "family"),
        reading.words_in(data, "summary"),
    )


def opened(told: str) -> Card:
    """Draw that the audit is open."""
    return card([notice("**The audit is open.**", told, style="good"),
                 text("Contacts get one message each, in their own hours. Type “status” to see "
                      "who has answered.")],
                [plain_button("Status", "status", first=True)])  # fmt: skip


def dropped() -> Card:
    """Draw that the draft was dropped."""
    return card([notice("**This audit was dropped.** Nobody was asked anything.", style="good")],
                [plain_button("Begin another", "begin_audit", first=True)])  # fmt: skip


def begin(reasons: str = "") -> Card:
    """Draw the beginning: a new audit, or a copy of the last one."""
    body = [text("Set up an audit", size="Large", weight="Bolder", style="heading"),
            text("It takes about half an hour. You need the day of the audit, and a workbook with "
                 "agencies, contacts and families. You can stop at any time."),
            *([said(reasons)] if reasons else [])]  # fmt: skip
    return card(body, [plain_button("Begin a new audit", "begin_audit", first=True),
                       plain_button("Copy the last one", "copy_audit")])  # fmt: skip
