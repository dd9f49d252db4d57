"""A tool changes while its audit runs: who is asked by which version, and nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from audits import asked, collected, editions, new_version
from audits.audit import Audit
from audits.involvement import Involvement, Saying, Sheet, Stage
from audits.problems import Code, Problem
from audits.returns import recall, save, send
from audits.tool import Tool
from tests import cast
from tests.changed_tool import ANSWERS, AUDIT, NEW, OLD

LATER = cast.AT + timedelta(hours=1)
LAST = LATER + timedelta(hours=1)
WHY = Saying(by="bm", at=LATER, words="Two services asked what it meant")


def changed(audit: Audit = AUDIT, tool: Tool = NEW) -> Audit:
    """The audit with the new version."""
    return new_version.taken(audit, tool, WHY).audit


def own(audit: Audit = AUDIT) -> Involvement:
    """The health visitor's return, answered under the old version, in this audit."""
    before = replace(cast.involved(), audit=AUDIT)
    answered = save(before, Sheet(drawn=0, answers=ANSWERS), by="hv", at=cast.AT)
    return replace(before.after(answered), audit=audit, at=LATER)


def sent() -> Involvement:
    """The same, sent under the old version, in the changed audit."""
    before = own()
    return replace(before.after(send(before, drawn=1, by="hv", at=cast.AT)), audit=changed())


def test_open_return_goes_on_with_the_new_version() -> None:
    """What fits stays; what does not fit, and what is new, is missing; the rest is marked."""
    found = own(changed())
    assert set(asked.of(found).boxes) == {"father", "seen", "words", "fresh"}
    assert [box.name for box in asked.missing(found)] == ["seen", "fresh"]
    before = {name: editions.earlier(found, name) for name in ANSWERS}
    assert before["words"] is None
    assert before["father"] is not None
    assert before["father"].fits
    assert before["seen"] is not None
    assert (before["seen"].fits, before["seen"].value, before["seen"].version) == (
        False, "phone", "1",
    )  # fmt: skip
    assert [one.box.name for one in editions.no_longer_asked(found)] == ["bye"]


def test_sent_return_keeps_the_version_under_which_it_went() -> None:
    """It reads as it was answered, and lacks nothing; taken back, it is asked anew."""
    found = sent()
    assert editions.behind(found.audit, found.ret)
    assert set(asked.of(found).boxes) == set(ANSWERS)
    assert not asked.missing(found)
    assert collected.reading(found).values == ANSWERS
    assert editions.earlier(found, "father") is None
    back = found.after(recall(found, by="hv", at=LATER))
    assert "fresh" in asked.of(back).boxes
    more = {"seen": "home", "fresh": "A visit"}
    again = back.after(save(back, Sheet(drawn=back.ret.version, answers=more), by="hv",
                            at=LATER))  # fmt: skip
    gone = send(again, drawn=again.ret.version, by="hv", at=LATER)
    assert (gone.after.edition, gone.after.times_sent) == (1, 2)
    assert set(collected.reading(again.after(gone)).values) == {"father", "seen", "words", "fresh"}


def test_return_that_waits_for_sign_off_keeps_its_version() -> None:
    """The coordinator lets go what the contact finished, not what was never asked."""
    before = own()
    signing = replace(before, agency=replace(before.agency, sign_off=True))
    ready = signing.after(send(signing, drawn=1, by="hv", at=cast.AT))
    assert ready.ret.stage is Stage.SIGN_OFF
    found = replace(ready, audit=changed())
    assert set(asked.of(found).boxes) == set(ANSWERS)
    assert not asked.missing(found)


def test_answer_that_no_longer_fits_stays_until_another_is_given() -> None:
    """Saving the page with the box still empty loses nothing; a new answer takes its place."""
    found = own(changed())
    empty = save(found, Sheet(drawn=1, answers={"seen": ""}), by="hv", at=LATER)
    assert empty.after.value("seen") == "phone"
    given = save(found, Sheet(drawn=1, answers={"seen": "home"}), by="hv", at=LAST)
    assert given.after.value("seen") == "home"
    assert editions.earlier(found.after(given), "seen") is None


def test_answer_left_as_it_is_under_a_changed_question_counts_anew() -> None:
    """Saving the page that shows the mark says that it still stands; an old card says nothing."""
    found = own(changed())
    left = Sheet(drawn=1, answers={"father": "yes"}, edition=1)
    old = save(found, replace(left, edition=0), by="hv", at=LAST)
    assert old.after is found.ret
    done = found.after(save(found, left, by="hv", at=LAST))
    assert editions.earlier(done, "father") is None
    assert done.ret.answers["father"].as_drawn(1) == "yes"
    assert save(done, left, by="hv", at=LAST).after is done.ret


def test_card_from_before_the_change_is_kept_when_it_comes_back_late() -> None:
    """What somebody typed into a question that is gone meanwhile is kept, and not refused."""
    found = own(changed())
    late = save(found, Sheet(drawn=1, answers={"bye": "More", "seen": "phone"}), by="hv",
                at=LATER)  # fmt: skip
    assert late.after.value("bye") == "More"
    with pytest.raises(Problem) as told:
        save(found, Sheet(drawn=1, answers={"never": "x"}), by="hv", at=LATER)
    assert told.value.code is Code.ANSWER_UNKNOWN


def test_answers_of_all_versions_have_a_place_in_what_is_read() -> None:
    """Gone questions and choices say of which version they are; the order is kept."""
    whole = changed().tool
    assert list(whole.box) == ["father", "seen", "words", "bye", "fresh"]
    assert whole.box["father"].label == "Did you meet both parents?"
    assert [one.label for one in whole.box["seen"].choices] == [
        "At home", "In clinic", "By telephone (version 1)",
    ]  # fmt: skip
    assert whole.above["bye"][1].label == "Anything else? (version 1)"
    assert editions.asks(changed()) == NEW


def test_theme_that_is_gone_has_a_place_too() -> None:
    """A whole theme of the first version stands where it stood, through two changes."""
    themed = replace(NEW, themes=tuple(replace(one, name="t2", title="Other") for one in
                                       NEW.themes), version="3")  # fmt: skip
    twice = changed(changed(), replace(themed, themes=(replace(
        themed.themes[0], questions=themed.themes[0].questions[:1]),)))  # fmt: skip
    assert {theme.name for theme in twice.tool.themes} == {"t1", "t2"}
    assert set(twice.tool.box) == {*ANSWERS, "fresh"}
    assert len(twice.editions) == 3


def test_new_version_is_in_the_journal_and_says_whom_it_touches() -> None:
    """Reason, person and both versions; how many returns keep theirs, and what no longer fits."""
    (line,) = new_version.taken(AUDIT, NEW, WHY).lines
    assert (line.what, line.about, line.why) == ("tool.changed", ("1", "2"), WHY.words)
    touched = new_version.touched(AUDIT, NEW, [own().ret, replace(sent().ret, id="x")])
    assert (touched.keep, touched.move) == (1, 1)
    assert touched.boxes == {cast.MINE.id: ("seen", "bye")}


REFUSED = {
    "no reason": (AUDIT, NEW, "", Code.CHANGE_NO_REASON),
    "nothing different": (AUDIT, replace(OLD, version="2"), "x", Code.TOOL_SAME),
    "same version": (AUDIT, replace(NEW, version="1"), "x", Code.TOOL_SAME_VERSION),
    "version used before": (changed(), replace(OLD, version="1"), "x", Code.TOOL_SAME_VERSION),
    "closed": (replace(AUDIT, closed_at=cast.AT), NEW, "x", Code.AUDIT_CLOSED),
}


@pytest.mark.parametrize(("audit", "tool", "words", "code"), REFUSED.values(), ids=REFUSED)
def test_new_version_is_refused(audit: Audit, tool: Tool, words: str, code: Code) -> None:
    """Without a reason, a difference or a name of its own, and once the audit is closed."""
    with pytest.raises(Problem) as told:
        new_version.taken(audit, tool, replace(WHY, words=words))
    assert told.value.code is code
