"""Choosing the families from the long list, and what would become of a roster."""

from collections.abc import Mapping
from typing import Any

from audits.choosing import How
from audits.drafts import Draft
from audits.enrolment import Enrolment, Fate
from audits.problems import Code, Problem
from audits.roster import Listed
from cards import inputs, reading
from cards.draft import NAMED, carried, top
from cards.parts import (
    Card,
    button,
    card,
    fitting,
    notice,
    plain_button,
    said,
    shortened,
    small,
    text,
)

FATES: Mapping[Fate, str] = {
    Fate.NEW: "New",
    Fate.CHANGED: "Changed",
    Fate.GONE: "Gone",
    Fate.REFUSED: "Refused",
}


MOST = 120
"""Families that can be ticked; of more, chance draws or the roster marks."""


def choose(draft: Draft) -> Card:
    """Draw the long list by code, to be chosen from by hand or at random."""
    codes = list(draft.families)[:MOST]
    body = [
        top(draft, "Step 5: Choose the families"),
        text("The long list, by code. Choose by hand, or let chance draw. Both need a reason, "
             "which the report names."),
        inputs.many_of("codes", "Families", [(code, line(draft, code)) for code in codes],
                       ",".join(draft.chosen)),
        {"type": "Input.Number", "id": "count", "label": "Or draw so many at random", "min": 1,
         "max": max(1, len(draft.families)), "spacing": "Medium"},
        {"type": "Input.Text", "id": "seed", "label": "Seed, to draw the same again",
         "maxLength": 40, "placeholder": "Leave empty for a new draw", "spacing": "Small"},
        inputs.words("Why these families?"),
    ]  # fmt: skip
    if draft.picked and draft.picked.how is How.RANDOM:
        body.append(small(f"Drawn with the seed {draft.picked.seed}. Reserves, in order: "
                          f"{', '.join(draft.picked.reserves[:20]) or 'none'}."))  # fmt: skip
    return card(body, [
        button("Take those ticked", "choose_families", carried(draft), first=True),
        button("Draw at random", "draw_families", carried(draft)),
        plain_button("Overview", "new_audit", carried(draft)),
    ])  # fmt: skip


def line(draft: Draft, code: str) -> str:
    """Return a family of the long list: code, how it was listed, which agencies know it."""
    family = draft.families[code]
    known = ", ".join(draft.agencies[key].short for key in family.involved if key in draft.agencies)
    mark = {Listed.RESERVE: " (reserve)", Listed.NOT_CHOSEN: " (not marked)"}
    listed = mark.get(draft.listed.get(code, Listed.CHOSEN), "")
    return shortened(f"{code}{listed}: {known or 'no agency yet'}", 70)


def read(data: Mapping[str, Any]) -> tuple[tuple[str, ...], int, str, str]:
    """Read codes, how many to draw, the seed and the reason. Problems: `choose.none`."""
    count = reading.words_in(data, "count").removesuffix(".0") or "0"
    if not count.isascii() or not count.isdecimal():
        raise Problem(Code.CHOOSE_NONE)
    seed = " ".join(reading.words_in(data, "seed").split())[:40]
    return inputs.ticked_in(data, "codes"), int(count[:6]), seed, inputs.written_in(data)


def preview_lines(done: Enrolment) -> list[str]:
    """Return what would become of a roster, a line for each sheet and fate."""
    lines = []
    for fate, word in FATES.items():
        for sheet in dict.fromkeys(note.sheet for note in done.notes):
            names = [n.name for n in done.notes if n.fate is fate and n.sheet is sheet]
            if names:
                more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
                listed = "; ".join(shortened(name, 40) for name in names[:NAMED])
                lines.append(f"{word}, {sheet}: {len(names)} ({listed}{more})")
    return lines or ["Nothing changes: everything in this file stands so already."]


def preview(draft: Draft, done: Enrolment, key: str, notes: tuple[str, ...] = ()) -> Card:
    """Draw what would become of a roster, and the button that takes it."""
    lines = [shortened(line, 400) for line in (*notes[:5], *preview_lines(done))]
    body = [
        top(draft, "What is in this file"),
        text("**Nothing has been taken yet.** This would happen:"),
        *fitting(said(line) for line in lines[:30]),
    ]
    if done.refused:
        body.append(notice("**It cannot be taken:** something in it is refused. Put it right and "
                           "send the file again.", style="attention"))  # fmt: skip
    ways = [plain_button("Overview", "new_audit", carried(draft))]
    if not done.refused and done.notes:
        take = plain_button("Take it", "take_roster", {**carried(draft), "file": key}, first=True)
        ways.insert(0, take)
    return card(body, ways)


def faulty(draft: Draft, faults: tuple[str, ...], more: int) -> Card:
    """Draw everything that is wrong with a file, as much as a card holds."""
    shown = fitting(said(shortened(one, 300)) for one in faults[:40])
    left = more + len(faults) - len(shown)
    body = [
        top(draft, "What is wrong with this file"),
        notice(f"**{len(faults) + more} things to put right.** Nothing was taken.",
               style="attention"),
        *shown,
        *([small(f"And {left} more. Put these right and send the file again.")] if left else []),
    ]  # fmt: skip
    return card(body, [plain_button("Overview", "new_audit", carried(draft), first=True)])
