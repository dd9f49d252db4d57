"""How two people's words meet in one box."""

from hypothesis import given
from hypothesis import strategies as st

from audits.answers import Answer, Keep, Words, met, settled
from tests.cast import AT


def words(value: str, by: str = "hv", version: int = 1) -> Words:
    """Words as somebody wrote them."""
    return Words(value=value, by=by, at=AT, version=version)


def test_first_words_stand() -> None:
    """What is written into an empty box stands."""
    assert met(None, words("seen alone"), drawn=0) == Answer(now=words("seen alone"))


def test_nothing_in_an_empty_box_leaves_no_trace() -> None:
    """An empty box that stays empty is no answer."""
    assert met(None, words(""), drawn=0) is None


def test_newer_words_replace_and_keep_the_past() -> None:
    """Whoever saw what stood there may replace it; the old words are kept."""
    first = Answer(now=words("one"))
    later = met(first, words("two", version=2), drawn=1)
    assert later == Answer(now=words("two", version=2), past=(words("one"),))


def test_same_words_again_change_nothing() -> None:
    """A double click gives the same answer object back."""
    first = Answer(now=words("one"))
    assert met(first, words("one", version=2), drawn=0) is first


def test_untouched_box_of_an_old_card_changes_nothing() -> None:
    """A box that still shows what it showed when drawn was not touched."""
    answer = met(Answer(now=words("one")), words("two", "hv2", 2), drawn=1)
    assert met(answer, words("one", version=3), drawn=1) is answer


def test_two_people_at_once_both_are_kept() -> None:
    """Words that meet a colleague's newer words wait beside them and overwrite nothing."""
    answer = met(None, words("mine", "hv2", 1), drawn=0)
    both = met(answer, words("yours", version=2), drawn=0)
    assert both is not None
    assert both.rival is not None
    assert (both.now.value, both.rival.value) == ("mine", "yours")


def test_rival_repeated_changes_nothing() -> None:
    """The same late words twice are one rival."""
    both = Answer(now=words("mine", "hv2"), rival=words("yours", version=2))
    assert met(both, words("yours", version=3), drawn=0) is both


def test_third_voice_keeps_all_three() -> None:
    """A third person's words take the rival's place; the rival is set aside, not dropped."""
    both = Answer(now=words("a", "hv2"), rival=words("b", version=2))
    third = met(both, words("c", "phnc", 3), drawn=0)
    assert third is not None
    assert [w.value for w in third.aside] == ["b"]
    assert third.rival is not None
    assert third.rival.value == "c"


def test_settled_each_way_stands_and_keeps_the_rest() -> None:
    """Whichever words stand, none is lost and no rival is left."""
    both = Answer(now=words("a", "hv2"), rival=words("b", version=2))
    stands = {keep: settled(both, keep, words("", version=3)) for keep in Keep}
    assert {keep: answer.now.value for keep, answer in stands.items()} == {
        Keep.SAVED: "a",
        Keep.OTHER: "b",
        Keep.BOTH: "a\n\nb",
    }
    assert all(answer.rival is None and answer.aside for answer in stands.values())


posts = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 12), st.sampled_from([None, *Keep])),
    max_size=12,
)


@given(posts)
def test_nothing_written_is_ever_lost(said: list[tuple[str, int, Keep | None]]) -> None:
    """Whatever arrives, from cards however old: every word written is still to be found."""
    answer: Answer | None = None
    for version, (value, drawn, keep) in enumerate(said, start=1):
        new = words(value, version=version)
        answer = met(answer, new, drawn=min(drawn, version - 1))
        if keep and answer:
            answer = settled(answer, keep, new)
    found = set()
    if answer:
        kept = (*answer.past, answer.now, *answer.aside, *([answer.rival] if answer.rival else []))
        found = {part for w in kept for part in w.value.split()}
    assert {value for value, _drawn, _keep in said} <= found
