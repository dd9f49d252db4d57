"""What deserves a second look before a return goes."""

import pytest

from audits import asked, remarks, returns
from audits.involvement import Sheet
from audits.remarks import Advice
from tests import cast
from tests.cast import AT, involved


def advice(box: str, text: str) -> set[Advice]:
    """The advice on this text in this box of the small tool."""
    return set(remarks.of_words(cast.TOOL.box[box].kind, text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We completed the form within timescales.", True),
        ("The service complied with the policy.", True),
        ("We visited more often, so the child was seen alone.", False),
        ("The baby had a safe place to sleep.", False),
        ("She felt able to tell us.", False),
        ("We stopped waiting, and the six-year-old was seen that week.", False),
        ("Our workers saw the twins at school.", False),
        ("", False),
    ],
)
def test_impact_that_is_only_about_the_service_is_prompted(text: str, wanted: bool) -> None:  # noqa: FBT001
    """The 2021 report, section 5: impact on the child, not on the service."""
    assert (Advice.SERVICE in advice("look_impact", text)) is wanted


def test_evidence_may_be_about_the_service() -> None:
    """Evidence is where the service's own records belong."""
    assert advice("look_evidence", "Our supervision record of May.") == set()


@pytest.mark.parametrize("text", ["Mum refused.", "hard to reach", "She was unwilling to discuss"])
def test_blaming_words_get_a_gentle_prompt(text: str) -> None:
    """The 2021 report, theme 5: such words hide what made it hard."""
    assert Advice.BLAME in advice("look_evidence", text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("NHS 943 476 5919", True),
        ("lives at TQ1 3DR", True),
        ("born 12/03/2024", True),
        ("DOB: 1.2.2019", True),
        ("Visit record of 12/03/2026", False),
        ("Minutes, 4 May", False),
        ("three calls in 2025", False),
    ],
)
def test_identifiers_are_noticed_and_dates_of_records_are_not(text: str, wanted: bool) -> None:  # noqa: FBT001
    """NHS numbers, postcodes and birth dates are noticed; a record's date is evidence."""
    assert (Advice.IDENTIFIER in advice("look_evidence", text)) is wanted


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({"differ": "no", "shared": "no_response"}, True),
        ({"differ": "no", "look_evidence": "I chased the social worker by e-mail."}, True),
        ({"differ": "no", "look_evidence": "Repeated emails, no reply."}, True),
        ({"differ": "no", "look_evidence": "Emailed the social worker four times."}, True),
        ({"differ": "no", "look_evidence": "Rang the school, then visited."}, False),
        ({"differ": "yes", "shared": "no_response"}, False),
        ({"differ": "no", "shared": "we_told"}, False),
    ],
)
def test_no_difference_beside_no_response_is_looked_at_again(
    answers: dict[str, str],
    wanted: bool,  # noqa: FBT001
) -> None:
    """The 2021 report, theme 4: "not needed" beside text that shows that it was."""
    own = involved()
    own = own.after(returns.save(own, Sheet(drawn=0, answers=answers), by="hv", at=AT))
    now = asked.of(own)
    found = {remark.advice for remark in remarks.on(now, now.boxes.values())}
    assert (Advice.LOOK_AGAIN in found) is wanted


def test_rule_made_compulsory_boxes_refuse_and_plain_ones_do_not() -> None:
    """On a page only what an answer made compulsory is insisted on; the rest waits for review."""
    own = involved()
    own = own.after(returns.save(own, Sheet(drawn=0, answers={"look": "exceeds"}), by="hv", at=AT))
    names = [box.name for box in remarks.refused(asked.of(own), ["look", *cast.TOOL.box])]
    assert names == ["look_evidence", "look_impact"]


@pytest.mark.parametrize(
    "text",
    ["refusal", "UNWILLING", "Hard To Reach", "failed to attend", "non-compliance", "disengaged",
     "did not engage", "won't engage", "uncooperative", "Non engagement"],
)  # fmt: skip
def test_quick_look_for_blame_misses_nothing(text: str) -> None:
    """Whatever the careful pattern finds has one of the stems that are looked for first."""
    assert (Advice.BLAME in advice("look_evidence", f"She was {text}.")) is bool(
        remarks.BLAME.search(text)
    )
