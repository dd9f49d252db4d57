"""The check for names: what it finds, what it lets pass, and that decisions are found again."""

from dataclasses import replace

import pytest

from audits.audit import Cleared
from files import fair_copy
from files.identifiers import Finding, Passage, Sign, found
from tests.cast import ENOUGH, MINE
from tests.files.exports import AT, answered, material, panel

NAMES = ("Dr Bethan Price", "Siân Llŷr", "Christopher Adeyemi")
USUAL = (
    "Public health nursing",
    "Chronology and supervision",
    "What is your grade?",
    "Riverbridge",
)


def search(*texts: str, names: tuple[str, ...] = NAMES) -> list[Finding]:
    """What is found in these texts, each in a place of its own."""
    passages = [Passage(key=str(n), place=f"Place {n}", text=text) for n, text in enumerate(texts)]
    return found(passages, names, USUAL)


def seen(*texts: str) -> list[tuple[Sign, str]]:
    """The same, as kind and words."""
    return [(one.kind, one.words) for one in search(*texts)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Then Bethan rang.", Sign.NAME, "Bethan"),
        ("then bethan rang", Sign.NAME, "bethan"),
        ("THEN BETHAN RANG", Sign.NAME, "BETHAN"),
        ("It was Price’s visit", Sign.NAME, "Price’s"),
        ("It was prices' visit by bethan's team", Sign.NAME, "bethan's"),
        ("We told Sian of it", Sign.NAME, "Sian"),
        ("We told llyr of it", Sign.NAME, "llyr"),
        ("We told Bethn of it", Sign.MISSPELT, "Bethn"),
        ("we told behtan of it", Sign.MISSPELT, "behtan"),
        ("Kristopher? No: Christofer.", Sign.MISSPELT, "Christofer"),
        ("NHS no. 943 476 5919", Sign.NHS_NUMBER, "943 476 5919"),
        ("lives at tq1 3ab now", Sign.POSTCODE, "tq1 3ab"),
        ("Lives at TQ13AB", Sign.POSTCODE, "TQ13AB"),
        ("born on 3 March 2021", Sign.BIRTH, "born on 3 March 2021"),
        ("DOB: 03/03/21", Sign.BIRTH, "DOB: 03/03/21"),
        ("dob 2021-03-03", Sign.BIRTH, "dob 2021-03-03"),
        ("ring 07700 900 123 please", Sign.PHONE, "07700 900 123"),
        ("write to a.b@nhs.example", Sign.EMAIL, "a.b@nhs.example"),
        ("She told Kayleigh about it", Sign.LIKE_A_NAME, "Kayleigh"),
        ("Kayleigh was there.", Sign.LIKE_A_NAME, "Kayleigh"),
        ("They moved to Upper Ashford Road.", Sign.LIKE_A_NAME, "Upper Ashford Road"),
        ("the twins were seen", Sign.RARE, "twins"),
        ("a 34-week-old baby", Sign.RARE, "34-week-old"),
        ("20% burns", Sign.RARE, "20%"),
        ("He works as a thatcher", Sign.RARE, "works as a thatcher"),
    ],
)
def test_what_may_tell_who_somebody_is_is_found(text: str, kind: Sign, words: str) -> None:
    """Known names in any case, possessive or misspelt; numbers and dates; rare details."""
    assert (kind, words) in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "Supervision was held, and the chronology was read.",
        "The record of 3 March 2021 shows two visits.",
        "GP and MARAC told CSC. DASV was asked.",
        "Mum and Dad were seen in December, on a Monday.",
        "Record of an unannounced visit. The entry says who was seen.",
        "Good practice; needs improvement. See 4.2 and 14.",
        "Public Health Nursing rang Riverbridge",
        "Bruising was explained by the mother.",
        "Nobody was told. We asked twice.",
    ],
)
def test_what_tells_nobody_passes(text: str) -> None:
    """Dates of records are evidence, abbreviations are agencies, and a sentence has a capital."""
    assert not seen(text)


def test_an_ordinary_word_is_no_name_in_small_letters() -> None:
    """Somebody is called Grade: a grade is still a grade. With a capital it is looked at."""
    names = ("Ann Grade",)
    assert not search("The grade was good.", names=names)
    assert [one.words for one in search("We rang Grade.", names=names)] == ["Grade"]


def test_a_word_that_many_use_is_not_taken_for_a_slip() -> None:
    """“prime” is near to Price; when three places use it, it is a word."""
    texts = ("prime reason one", "the prime point", "a prime duty")
    assert len(search(texts[0])) == 1
    assert not search(*texts)


def test_a_month_is_no_slip_for_a_name() -> None:
    """March is near to Marsh, and is a month; who is called March is found all the same."""
    assert not search("Seen in March and on a Friday", names=("Joe Marsh", "Elin Fridey"))
    assert [one.words for one in search("We rang March", names=("Joe March",))] == ["March"]


def test_a_rare_detail_with_a_name_in_it_is_two_findings() -> None:
    """To decide about the name does not decide about the detail."""
    found_ = search("She works as a price clerk now", names=("Ann Price",))
    assert {(one.kind, one.words) for one in found_} == {
        (Sign.NAME, "price"), (Sign.RARE, "works as a price"),
    }  # fmt: skip


def test_known_names_come_first() -> None:
    """The surest is at the top, wherever it stands."""
    kinds = [kind for kind, _ in seen("The twins of Kayleigh", "TQ1 3AB", "Bethan came", "Bethn")]
    assert kinds == [Sign.NAME, Sign.MISSPELT, Sign.POSTCODE, Sign.LIKE_A_NAME, Sign.RARE]


def test_a_finding_shows_where_it_stands() -> None:
    """Its place, and the words around it, as they were written."""
    (one,) = search("We rang the school and Bethan answered at once.")
    assert one.place == "Place 0"
    assert (one.before + one.words + one.after) == "We rang the school and Bethan answered at once."


def test_an_id_is_the_same_as_long_as_place_and_words_are() -> None:
    """What else changes in the text does not undo a decision; the same words elsewhere are new."""
    first, other = search("Bethan came", "Bethan came")
    (again,) = search("Later, Bethan went")
    assert first.id == again.id != other.id


def test_a_pack_and_the_report_are_searched_for_what_they_show() -> None:
    """An answer that is not accepted is in the pack and not in the report; a finding is in both."""
    made = material(
        answered(MINE, {**ENOUGH, "look_evidence": "Bethan came"}, accepted=False),
        panels={"C": panel("Karen did well")},
    )
    assert {one.words for one in fair_copy.of_report(made)} == {"Karen"}
    assert {one.words for one in fair_copy.of_pack(made, "C")} == {"Karen", "Bethan"}
    assert not fair_copy.of_pack(made, "F")


def test_decided_words_are_put_in_place_there_and_nowhere_else() -> None:
    """Each occurrence in that text is changed; another place waits for its own decision."""
    made = material(answered(MINE, {**ENOUGH, "look_evidence": "Bethan. Bethan!"}))
    (one,) = fair_copy.of_pack(made, "C")
    audit = replace(made.audit, cleared={one.id: Cleared(by="bm", at=AT, instead="The nurse")})
    copy = fair_copy.fair_copy(replace(made, got=replace(made.got, audit=audit)), [one])
    assert copy(MINE.id, "look_evidence", "Bethan. Bethan!") == "The nurse. The nurse!"
    assert copy(MINE.id, "unborn", "Bethan") == "Bethan"
    assert copy.unchecked == 0
