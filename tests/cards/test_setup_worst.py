"""Every card of setting up, at its worst: the most families, the longest names, every letter."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest

from audits.audit import Agency, Audit, Family
from audits.calendar import Span
from audits.choosing import How, Picked
from audits.drafts import Draft, begun
from audits.edition import Edition
from audits.enrolment import Enrolment, Fate, Note
from audits.household import Home, Household, Member, Sign, Who
from audits.identity import Identity, Particulars
from audits.new_version import Touched
from audits.papers import Paper
from audits.proposals import Proposal
from audits.roster import Sheet, family_codes
from audits.tool import Question
from audits.tool_changes import between
from cards import (
    choosing,
    draft,
    identity,
    material,
    new_tool,
    nominated,
    papers,
    people,
    proposals,
)
from cards.new_tool import Compared
from cards.parts import Card
from files.genogram import drawn
from files.tool import default_tool
from tests import cast
from tests.cards.lint import faults
from tests.cards.test_worst import LONG_NAME, TEXTS, audit_with

LONG = "Ŵ🙂" * 600
TODAY = date(2026, 11, 23)
CROWD = Household(members=tuple(
    Member(
        code=f"AA{n}",
        who=Who.INDEX if n == 1 else Who.ADULT,
        role=f"Half-brother {n} " + "x" * 20,
        sign=Sign.MALE,
        home=Home.IN,
        parents=("AA12",) if n < 10 else (),
    )
    for n in range(1, 16)
))  # fmt: skip


def worst() -> Draft:
    """A draft of 200 families and 40 agencies with the longest names there may be."""
    keys = [f"a{n}" for n in range(40)]
    agencies = {k: Agency(key=k, name=LONG_NAME + LONG[:40], short="GIMACPGIMACP", kind="phn")
                for k in keys}  # fmt: skip
    codes = list(islice(family_codes(), 200))
    families = {c: Family(code=c, index_child=f"{c}1", involved=tuple(keys), household=CROWD,
                          summary=TEXTS["welsh"][:1500]) for c in codes}  # fmt: skip
    return replace(
        begun("2026-9999", by="bm", at=cast.AT), title=LONG[:120], reason=LONG[:1000],
        period=LONG[:120], context=LONG[:120], tool=default_tool(), agencies=agencies,
        families=families, audit_day=date(2027, 1, 2), version=99,
        days_off=frozenset(TODAY + timedelta(days=n) for n in range(0, 60, 2)),
        school_holidays=tuple(Span(first=TODAY, last=date(2027, 3, 1), name=LONG[:80])
                              for _ in range(9)),
        picked=Picked(how=How.RANDOM, codes=tuple(codes[:100]), reserves=tuple(codes[100:]),
                      seed="x" * 40),
    )  # fmt: skip


def running(one: Draft) -> Audit:
    """The audit that comes of the draft."""
    return replace(cast.AUDIT, title=LONG[:120], agencies=one.agencies, families=one.families,
                   tool=default_tool(), helpers=tuple(f"p{n}" for n in range(200)))  # fmt: skip


def wordy(question: Question) -> Question:
    """A question with other names and the longest words."""
    boxes = tuple(replace(b, name=f"{b.name}_x", label=LONG[:300]) for b in question.boxes)
    return replace(question, label=LONG[:300], boxes=boxes)


def of_people(audit: Audit, named: list[Proposal]) -> dict[str, Card]:
    """The cards by which it is changed who takes part."""
    everybody = [cast.person(f"p{n}", LONG_NAME + LONG[:60]) for n in range(300)]
    return {f"people {step}": drawn for step, drawn in (
        ("overview", people.overview(audit, 90, (LONG[:200],))),
        ("contact", people.add_contact(audit)), ("without", people.remove_agency(audit)),
        ("agency", people.add_agency(audit, people.Begun(
            name=LONG[:120], kind="gp", family="AA", why=LONG[:400]))),
        ("leaver", people.leaver(audit)), ("close", people.ending(audit)),
        ("open", people.ending(replace(audit, closed_at=cast.AT))),
        ("file", people.sending(audit, f"https://bot.example/upload/{'x' * 60}")),
        ("file dropped", people.sending(audit, "")),
        ("helpers", people.helpers(audit, everybody, {"audit": audit.id})),
        ("proposals", proposals.draw(audit, named, [(LONG_NAME, LONG)] * 60)))}  # fmt: skip


def of_running(one: Draft) -> dict[str, Card]:
    """The cards by which an audit is changed while it runs, at their worst."""
    audit = running(one)
    named = [Proposal(family="AA", kind="gp", name=LONG[:300], said_by=tuple(audit.agencies),
                      agency="a1" if n % 2 else "") for n in range(90)]  # fmt: skip
    papers_of = tuple(
        Paper(key=f"{'x' * 90}{n}", name="x", kind="summary", size=7_999_999, by="bm", at=cast.AT,
              family=code)
        for n, code in enumerate(one.families)
    )  # fmt: skip
    whole, boxes = default_tool(), dict.fromkeys(map(str, range(400)), ("a", "b"))
    themes = tuple(
        replace(theme, name=f"{theme.name}_x", questions=tuple(map(wordy, theme.questions)))
        for theme in whole.themes
    )
    other = replace(whole, version=LONG[:90], title=LONG[:300], themes=themes)
    compared = Compared(tool=other, changes=between(whole, other),
                        touched=Touched(keep=999, move=999, boxes=boxes),
                        names=dict.fromkeys(boxes, ("AA", "GIMACPGIMACP")))  # fmt: skip
    changed = replace(audit, editions=(Edition(tool=whole), Edition(
        tool=other, since=cast.AT, by="bm", why=LONG[:1000])))  # fmt: skip
    return {
        **of_people(audit, named),
        "nominated": nominated.draw(one, named, (LONG[:200],)),
        "new tool": new_tool.preview(audit, compared),
        "faulty new tool": new_tool.faulty(audit, (LONG,) * 500),
        "new tool taken": new_tool.taken(changed, LONG[:1000]), "left": new_tool.left(audit),
        "whose tool": new_tool.whose([("a1", LONG[:120])] * 9),
        "what document": papers.what([one, audit]),
        "documents": papers.draw(replace(audit, papers=papers_of), {"bm": LONG[:120]}, alters=True),
        "document kept": papers.kept(one, papers_of[0]),
        "document coming": papers.coming(audit, papers_of[0]), "forgotten": papers.forgotten(),
    }  # fmt: skip


def cards() -> dict[str, Card]:
    """Every card, at its worst."""
    one = worst()
    notes = tuple(Note(fate=fate, sheet=sheet, name=LONG_NAME + str(n))
                  for fate in Fate for sheet in Sheet for n in range(50))  # fmt: skip
    done = Enrolment(draft=one, notes=notes)
    sheet = Identity(id="x", audit_id="x", family="AA", people=tuple(
        Particulars(role=f"Role {n}", names=LONG, born=LONG, addresses=LONG, numbers=LONG)
        for n in range(60)))  # fmt: skip
    own = audit_with(default_tool())
    picture = drawn(CROWD, "Family AA")
    return {
        "overview": draft.overview(one, TODAY, ("**Saved.**",)),
        "empty overview": draft.overview(begun("2026-1", by="bm", at=cast.AT), TODAY),
        "about": draft.about(one),
        "dates": draft.dates(one, draft.warnings(one, TODAY)),
        "review": draft.review(one, TODAY),
        "choose": choosing.choose(one),
        "preview": choosing.preview(one, done, "k", (LONG,) * 9),
        "faulty": choosing.faulty(one, (LONG,) * 500, 9_500),
        "tool": material.tool(one),
        "roster": material.roster(one, "https://bot.example/upload/" + "x" * 32),
        "plan": material.plan(one),
        "families": material.families(one),
        "family": material.family("x", one.families["AA"], picture, told="**Saved.**"),
        "family with a long summary": material.family(
            "x", replace(one.families["AA"], summary="🙂" * 750), picture),
        "identity": identity.draw(own, sheet, "29:" + "x" * 120),
        "folded": identity.folded(own),
        "who": identity.choose([own] * 60),
        **of_running(one),
        "begin": material.begin(), "dropped": material.dropped(), "opened": material.opened("x"),
    }  # fmt: skip


CARDS = cards()


@pytest.mark.parametrize("name", CARDS)
def test_card_of_setting_up_fits(name: str) -> None:
    """It is valid, small enough, has few actions and a label at every input."""
    assert not faults(CARDS[name])


def test_genogram_is_told_in_words_too() -> None:
    """Who cannot see the picture reads the same."""
    assert "AA1, Half-brother 1" in material.described(CROWD)


def test_warnings_name_holidays_and_little_time() -> None:
    """School holidays, bank holidays, too little time and an audit day off are pointed out."""
    told = " ".join(draft.warnings(worst(), TODAY))
    for words in ("school holidays", "bank holiday", "not a working day", "ten working days"):
        assert words in told
