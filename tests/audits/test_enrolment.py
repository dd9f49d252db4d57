"""A roster taken into a draft: what is new, changed, gone, refused; again it changes nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime

from audits import drafts
from audits.drafts import Missing, begun, missing
from audits.enrolment import Enrolment, Fate, Known, enrol
from audits.opening import opening
from audits.people import Person, Role
from audits.roster import ListedContact, Part, Roster, Sheet
from files.tool import default_tool
from tests.files.rosters import example

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DRAFT = begun("2026-1", by="bm", at=AT)


def known(done: Enrolment | None = None) -> Known:
    """What the store knows once this was kept."""
    people = {one.email: one for one in done.people} if done else {}
    sheets = {one.family: replace(one, version=1) for one in done.sheets} if done else {}
    return Known(tenant="t", people=people, sheets=sheets)


def taken() -> Enrolment:
    """The example, taken into an empty draft."""
    return enrol(DRAFT, example(), known(), by="bm", at=AT)


def told(done: Enrolment) -> set[tuple[Fate, Sheet, str]]:
    """The lines of the preview."""
    return {(note.fate, note.sheet, note.name) for note in done.notes}


def test_roster_into_an_empty_draft_is_all_new() -> None:
    """Agencies, contacts, families, involvements and identity sheets are new."""
    done = taken()
    assert {note.fate for note in done.notes} == {Fate.NEW}
    assert list(done.draft.agencies) == ["csc", "pol", "phn", "mid", "gp"]
    assert list(done.draft.families) == ["A", "B", "D"]
    assert done.draft.families["B"].involved == ("csc", "pol", "phn", "gp")
    assert len(done.people) == 32
    assert len(done.sheets) == 3
    assert not done.refused


def test_people_are_known_by_id_and_have_no_account_yet() -> None:
    """Ids tell nobody's name; Teams tells later who somebody is."""
    done = taken()
    for one in done.people:
        assert one.object_id == ""
        assert one.email.split("@")[0] not in one.id
    by_id = {one.id: one for one in done.people}
    (answers,) = done.draft.answering["A"]["phn"]
    assert by_id[answers].name == "Bethan Price"


def test_same_roster_again_changes_nothing() -> None:
    """Loading the same file again leaves everything as it is."""
    first = taken()
    again = enrol(first.draft, example(), known(first), by="bm", at=AT)
    assert again.draft is first.draft
    assert (again.people, again.sheets, again.notes) == ((), (), ())


def test_what_is_changed_and_gone_is_told() -> None:
    """A family that is no longer there is gone; an agency with another lead is changed."""
    first = taken()
    fewer = replace(
        example(),
        families=example().families[1:],
        agencies=(replace(example().agencies[0], sign_off=True), *example().agencies[1:]),
        identities={k: v for k, v in example().identities.items() if k != "A"},
    )
    done = enrol(first.draft, fewer, known(first), by="bm", at=AT)
    assert (Fate.CHANGED, Sheet.AGENCIES, "Children's social care") in told(done)
    assert (Fate.GONE, Sheet.FAMILIES, "A") in told(done)
    assert (Fate.GONE, Sheet.INVOLVEMENT, "Family A, Police") in told(done)
    assert set(done.draft.families) == {"B", "D"}
    assert done.draft.journal[-1].what == "roster.loaded"


def test_part_of_a_roster_leaves_the_rest() -> None:
    """A file of contacts alone changes contacts alone."""
    first = taken()
    new = ListedContact(name="Nia New", email="nia@x.example", agency="Police",
                        parts=frozenset({Part.CONTACT}))  # fmt: skip
    part = Roster(contacts=(new,), holds=frozenset({Sheet.CONTACTS}))
    done = enrol(first.draft, part, known(first), by="bm", at=AT)
    assert told(done) == {(Fate.NEW, Sheet.CONTACTS, "Nia New")}
    assert done.draft.families == first.draft.families


def test_part_that_names_strangers_is_refused() -> None:
    """An agency that nobody knows is refused, by name."""
    new = ListedContact(name="Nia New", email="nia@x.example", agency="Fire")
    part = Roster(contacts=(new,), holds=frozenset({Sheet.CONTACTS}))
    done = enrol(DRAFT, part, known(), by="bm", at=AT)
    assert done.refused
    assert (Fate.REFUSED, Sheet.CONTACTS, "Fire") in told(done)


def test_person_with_an_account_keeps_it() -> None:
    """Who is known to Teams already stays known; only the name may change."""
    bethan = Person(id="hv1", tenant="t", object_id="aad-1", name="B. Price",
                    email="hv1@riverbridge.example")  # fmt: skip
    done = enrol(DRAFT, example(), Known(tenant="t", people={bethan.email: bethan}), by="bm", at=AT)
    assert done.draft.answering["A"]["phn"] == ("hv1",)
    found = next(one for one in done.people if one.id == "hv1")
    assert (found.name, found.object_id) == ("Bethan Price", "aad-1")


def test_members_keep_their_codes_when_rows_move() -> None:
    """A code once given stays with its role, also when somebody comes in between."""
    first = taken()
    family = example().families[0]
    members = family.household.members
    moved = replace(family.household, members=(members[0], *reversed(members[1:])))
    roster = replace(example(), families=(replace(family, household=moved),
                                          *example().families[1:]))  # fmt: skip
    done = enrol(first.draft, roster, known(first), by="bm", at=AT)
    before = {m.role: m.code for m in first.draft.families["A"].household.members}
    after = {m.role: m.code for m in done.draft.families["A"].household.members}
    assert before == after


def ready() -> drafts.Draft:
    """A draft that can open."""
    words = {"title": "Case audit", "period": "the last 12 months", "reason": "A rapid review"}
    draft = drafts.described(taken().draft, words, by="bm", at=AT)
    return replace(draft, tool=default_tool(), audit_day=date(2027, 2, 24))


def test_draft_says_what_is_missing() -> None:
    """All that is missing is told, in the order in which to do it."""
    wants = [what for what, _ in missing(DRAFT, TODAY)]
    assert wants == [Missing.TITLE, Missing.AUDIT_DAY, Missing.TOOL, Missing.AGENCIES,
                     Missing.FAMILIES]  # fmt: skip
    assert missing(ready(), TODAY) == []
    late = replace(ready(), audit_day=date(2026, 12, 1))
    assert [what for what, _ in missing(late, TODAY)] == [Missing.LATE]
    silent = {k: replace(one, coordinators=(), deputies=()) for k, one in ready().agencies.items()}
    none = replace(ready(), answering={}, agencies=silent)
    assert (Missing.CONTACT, "csc") in missing(none, TODAY)
    alone = replace(ready(), families={
        code: replace(one, involved=()) for code, one in ready().families.items()})  # fmt: skip
    assert (Missing.INVOLVEMENT, "A") in missing(alone, TODAY)


def test_opened_audit_owes_a_return_for_each_family_and_agency() -> None:
    """The audit has what the draft had; each involvement owes one return; the journal goes on."""
    made = opening(ready(), by="bm", at=AT, today=TODAY)
    assert len(made.returns) == sum(len(f.involved) for f in made.audit.families.values()) == 14
    assert made.audit.due == date(2027, 2, 11)
    assert made.audit.team["bm"] is Role.BUSINESS_MANAGER
    assert made.audit.tool.id == default_tool().id
    assert not made.draft.waits
    assert [line.what for line in made.journal][-1] == "audit.opened"
    ids = {ret.id for ret in made.returns}
    assert "2026-1.A.phn" in ids


def test_themes_that_are_not_chosen_are_not_asked() -> None:
    """A draft with chosen themes opens with these alone."""
    names = tuple(theme.name for theme in default_tool().themes[:2])
    made = opening(replace(ready(), themes=names), by="bm", at=AT, today=TODAY)
    assert tuple(theme.name for theme in made.audit.tool.themes) == names
