"""Who may see and do what."""

import pytest

from audits import access, returns
from audits.involvement import AgencyReturn, Sheet
from audits.people import Person
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
