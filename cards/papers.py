"""The documents of an audit: what one is that was dropped into the chat, and which there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.audit import Audit
from audits.drafts import Draft
from audits.papers import SUMMARY, TERMS, Paper
from audits.problems import Code, Problem
from cards import inputs, reading
from cards.offered import weight
from cards.parts import Card, button, card, header, notice, plain_button, shortened, small, text
from cards.words import short_day

KINDS: Mapping[str, str] = {TERMS: "Terms of reference", SUMMARY: "Case summary"}
MOST = 200
"""Families to choose among on one card."""
AUDITS = 8
PAPERS = 60
"""Documents to choose among on one card."""
LISTED = 12
"""Documents told of in full."""
APART = "|"


def title_of(one: Draft | Audit) -> str:
    """Return how an audit is called on these cards."""
    return f"{shortened(one.title, 50) or 'A new audit'} ({one.id})"


def what(targets: Sequence[Draft | Audit]) -> Card:
    """Draw the question what a document is, and of which audit."""
    pairs = [
        (APART.join((one.id, kind)), f"{words}, {title_of(one)}" if len(targets) > 1 else words)
        for one in targets[:AUDITS]
        for kind, words in KINDS.items()
    ]
    codes = dict.fromkeys(code for one in targets[:AUDITS] for code in families_of(one))
    families = [(code, f"Family {code}") for code in codes][:MOST]
    body = [
        header("What is this document?", "", "Nothing has been kept with an audit yet"),
        text("It is kept sealed, and handed back only to the audit team. It replaces the one "
             "that was there."),
        inputs.one_of("document", "It is", pairs, pairs[0][0]),
        *([inputs.one_of("family", "A case summary: of which family?", families)]
          if families else []),
        small("Codes and roles, no names: the panel reads it.", spacing="Medium"),
    ]  # fmt: skip
    carried = {"waits": targets[0].id}
    return card(body, [button("Keep it", "keep_document", carried, first=True),
                       plain_button("Forget it", "drop_document", carried)])  # fmt: skip


def read(data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Read the audit, the kind and the family.

    Problems: `card.unreadable`, `document.no_family` for a case summary of none.
    """
    audit_id, _, kind = reading.words_in(data, "document").partition(APART)
    if kind not in KINDS:
        raise Problem(Code.CARD_UNREADABLE, "document")
    family = reading.words_in(data, "family") if kind == SUMMARY else ""
    if kind == SUMMARY and not family:
        raise Problem(Code.DOCUMENT_NO_FAMILY)
    return audit_id, kind, family


def families_of(one: Draft | Audit) -> tuple[str, ...]:
    """Return the codes of the families that are, or will be, in the audit."""
    return one.chosen if isinstance(one, Draft) else tuple(one.families)


def named(paper: Paper) -> str:
    """Return what a document is."""
    return KINDS[paper.kind] + (f" of family {paper.family}" if paper.family else "")


def kept(one: Draft | Audit, paper: Paper) -> Card:
    """Draw that the document is kept."""
    body = [header("Documents", "", title_of(one)),
            notice(f"**Kept: {named(paper)}.** The file that waited here is deleted.",
                   style="good")]  # fmt: skip
    ways = [plain_button("All documents", "papers", {"audit": one.id}, first=True)]
    if isinstance(one, Draft):
        ways.append(plain_button("Overview", "new_audit", {"draft": one.id}))
    return card(body, ways)


def forgotten() -> Card:
    """Draw that the document is gone."""
    return card([notice("**The document is deleted here.** Nothing was kept.", style="good")],
                [plain_button("Help", "help", first=True)])  # fmt: skip


def draw(one: Draft | Audit, names: Mapping[str, str], *, alters: bool) -> Card:
    """Draw which documents there are, to have one handed over."""
    body = [header("Documents", "", title_of(one))]
    papers = sorted(one.papers, key=lambda paper: (paper.kind != TERMS, paper.family))
    if not papers:
        body.append(text("There is no document yet."))
    for paper in papers[:LISTED]:
        by, when = names.get(paper.by, ""), short_day(one.here(paper.at).date())
        told = f"{weight(paper.size)} · {when}{f' · {by}' if by else ''}"
        body += [text(f"**{named(paper)}**", spacing="Medium"), small(told, spacing="None")]
    ways = [plain_button("Status", "status", {"audit": one.id})] if isinstance(one, Audit) else [
        plain_button("Overview", "new_audit", {"draft": one.id})]  # fmt: skip
    if papers:
        pairs = [(paper.key, named(paper)) for paper in papers[:PAPERS]]
        body.append(inputs.one_of("paper", "Which one do you want?", pairs, pairs[0][0]))
        ways.insert(0, button("Send it to me", "paper", {"audit": one.id}, first=True))
    if alters:
        body.append(small("To add or replace one, drop a Word document or a PDF into this chat.",
                          spacing="Medium"))  # fmt: skip
    return card(body, ways)


def coming(one: Draft | Audit, paper: Paper) -> Card:
    """Draw that the document comes in a moment."""
    words = text(f"**{named(paper)}** comes in a message of its own.")
    ways = [plain_button("All documents", "papers", {"audit": one.id}, first=True)]
    return card([header("Documents", "", title_of(one)), words], ways)


def line_of(one: Draft | Audit) -> str:
    """Return in a line which documents there are."""
    terms = any(paper.kind == TERMS for paper in one.papers)
    summaries = sum(paper.kind == SUMMARY for paper in one.papers)
    told = "terms of reference" if terms else "no terms of reference yet"
    return f"**Documents:** {told}" + (f", case summaries: {summaries}" if summaries else "")
