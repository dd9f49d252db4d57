"""Who may see and do what."""

from collections.abc import Container
from dataclasses import replace

import pytest

from audits import access, returns
from audits.access import Doing
from audits.involvement import AgencyReturn, Sheet
from audits.people import Person, Role
from audits.problems import Code, Problem
from tests import cast
from tests.cast import AT, AUDIT, ENOUGH, involved


def sent() -> AgencyReturn:
    """The health visitor's return, sent."""
    own = involved()
    own = own.after(returns.save(own, Sheet(drawn=0, answers=ENOUGH), by="hv", at=AT))
    return returns.send(own, drawn=1, by="hv", at=AT).after


DRAFT_READERS = {"hv", "hv2", "phnc"}


@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
def test_draft_belongs_to_its_agency(who: Person) -> None:
    """A draft is read and answered by its contacts and its agency's coordinator alone."""
    allowed = who.id in DRAFT_READERS
    assert access.may_read(who, AUDIT, cast.MINE) is allowed
    assert access.answers_for(who, AUDIT, cast.MINE) is allowed


@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: who.id)
def test_sent_return_is_read_by_the_audit_team_too(who: Person) -> None:
    """What was sent is read by the audit team; observers see results only."""
    assert access.may_read(who, AUDIT, sent()) is (who.id in DRAFT_READERS | {"bm"})


def test_audit_team_never_answers() -> None:
    """Reading is not answering."""
    with pytest.raises(Problem) as met:
        access.to_answer(cast.BUSINESS_MANAGER, AUDIT, sent())
    assert met.value.code is Code.RETURN_NOT_FOUND


def test_missing_and_forbidden_look_alike() -> None:
    """A stranger cannot tell a return that exists from one that does not."""
    for audit, ret in ((AUDIT, cast.MINE), (AUDIT, None), (None, None)):
        with pytest.raises(Problem) as met:
            access.to_read(cast.STRANGER, audit, ret)
        assert (met.value.code, met.value.where) == (Code.RETURN_NOT_FOUND, "")


TEAM = {Doing.SEE_RESULTS, Doing.FOLLOW, Doing.READ, Doing.JUDGE}
ROLES: dict[str, Container[Doing]] = {
    "bm": {*Doing},
    "chair": TEAM,
    "lead": TEAM,
    "pan": TEAM,
    "obs": {Doing.SEE_RESULTS},
    "hv": (),
}


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("doing", Doing)
def test_role_decides_what_somebody_may_do(who: str, doing: Doing) -> None:
    """The business manager runs it, the panel judges, observers see figures, others nothing."""
    team = {"bm": Role.BUSINESS_MANAGER, "chair": Role.CHAIR, "lead": Role.LEAD_AUDITOR,
            "pan": Role.PANEL, "obs": Role.OBSERVER}  # fmt: skip
    audit, someone = replace(AUDIT, team=team), cast.person(who, "Somebody")
    allowed = doing in ROLES[who]
    assert access.may(someone, audit, doing) is allowed
    if allowed:
        assert access.to_do(someone, audit, doing) is audit
    else:
        with pytest.raises(Problem) as met:
            access.to_do(someone, audit, doing)
        assert met.value.code is Code.VERB_NOT_YOURS


def test_audit_that_is_missing_looks_like_one_that_is_not_yours() -> None:
    """Nobody learns which audits there are."""
    with pytest.raises(Problem) as met:
        access.to_do(cast.BUSINESS_MANAGER, None, Doing.FOLLOW)
    assert met.value.code is Code.VERB_NOT_YOURS


def test_who_reads_judges_and_runs_is_who_was_on_the_team_before() -> None:
    """The table and the older questions give one answer."""
    for role in Role:
        audit = replace(AUDIT, team={"bm": role})
        someone = cast.BUSINESS_MANAGER
        assert access.may(someone, audit, Doing.READ) is access.on_team(someone, audit)
        assert access.may(someone, audit, Doing.RUN) is access.runs(someone, audit)
