"""Whose account it may be: what is nearly the same, and what only looks like it."""

from dataclasses import replace

import pytest

from audits.claim import MOST_LIKE, Account, alike, first_name, plain
from audits.people import Person

HOME = "11111111-1111-1111-1111-111111111111"


def listed(email: str, name: str = "Sam Okoro", object_id: str = "") -> Person:
    """Somebody on the roster."""
    return Person(id=email, tenant=HOME, object_id=object_id, name=name, email=email)


SAM = listed("sam.okoro@health.example")
ZOE = listed("zoe.bronte-hill@police.example", "Zoë Brontë-Hill")
ROSTER = [SAM, ZOE, listed("jo.lee@nhs.example", "Jo Lee")]


def told(upn: str, name: str = "Sam Okoro", email: str = "") -> Account:
    """What Teams tells of a sender."""
    return Account(tenant=HOME, object_id="x", name=name, email=email, upn=upn)


@pytest.mark.parametrize(
    ("account", "like"),
    [
        (told("sam.okoro@health.example"), SAM),
        (told("Sam.Okoro@HEALTH.example"), SAM),
        (told("u123@health.example", email="sam.okoro@health.example"), SAM),
        (told("sam.okoro_health.example#EXT#@council.example"), SAM),
        (told("sam.okoro@nhs.example"), SAM),
        (told("samokoro@police.example"), SAM),
        (told("sam-okoro@health.example"), SAM),
        (told("sam.okoro@health.example", name=""), SAM),
        (told("zoe.brontehill@police.example", "Zoe Bronte"), ZOE),
        (told("zoë.brontë-hill@police.example", "Zoë"), ZOE),
        (told("zoe.marsh@police.example", "MARSH, Zoë (POLICE)"), ZOE),
        (told("sam.price@health.example"), SAM),
    ],
)
def test_nearly_the_same_is_found(account: Account, like: Person) -> None:
    """Another domain of the partnership, a guest, accents, dots, hyphens, another surname."""
    assert alike(account, ROSTER) == [like]


@pytest.mark.parametrize(
    "account",
    [
        told(""),
        told("sam.okoro"),
        told("@health.example"),
        told("sam.okoro@evil.example"),
        told("sam.okoro@health.example.evil.example"),
        told("sam.okoro@health.example@evil.example"),
        told("sam.okoro@xhealth.example"),
        told("sаm.okoro@health.example", name="Ana"),  # noqa: RUF001 - a Cyrillic letter
        told("sam.okoro+x@health.example", name="Ana Bell"),
        told("sam.okoro_health.example@evil.example"),
        told("sam.okoro_health.example#EXT#"),
        told("sam.okoro_evil.example#EXT#@health.example"),
        told("sam.price@nhs.example", name="Sam Price"),
        told("sam.price@health.example", name="Ana Price"),
        told("price@health.example", name="Sam Price"),
        told("s" * 400 + "@health.example"),
    ],
    ids=str,
)
def test_what_only_looks_like_it_is_nobody(account: Account) -> None:
    """Other domains, other alphabets, other first names: nobody is even asked about them."""
    assert alike(account, ROSTER) == []


def test_whoever_has_an_account_counts_only_by_the_very_same_address() -> None:
    """An account that was made anew may be theirs; one that resembles it may not."""
    tied = replace(SAM, object_id="old")
    assert alike(told("sam.okoro@health.example"), [tied]) == [tied]
    assert alike(told("samokoro@health.example"), [tied]) == []


def test_likelier_ones_come_alone() -> None:
    """The same address beats a resemblance."""
    other = listed("samokoro@health.example")
    assert alike(told("sam.okoro@health.example"), [SAM, other]) == [SAM]


def test_whoever_resembles_many_resembles_nobody() -> None:
    """A choice among a whole office would be a guess."""
    office = [listed(f"sam.{n}@health.example") for n in "abcdefgh"]
    assert alike(told("sam.z@health.example"), office[:MOST_LIKE]) == office[:MOST_LIKE]
    assert alike(told("sam.z@health.example"), office) == []


@pytest.mark.parametrize(
    ("name", "first"),
    [("Sam Okoro", "sam"), ("OKORO, Sam (HEALTH TRUST)", "sam"), ("Zoë", "zoe"), ("", ""),
     (",", ""), ("(guest)", "")],
)  # fmt: skip
def test_first_name_is_found_in_each_form(name: str, first: str) -> None:
    """As directories write names."""
    assert first_name(name) == first


def test_plain_letters_keep_other_alphabets_apart() -> None:
    """An accent is taken off; a letter that only looks alike stays another one."""
    assert plain("Brontë-O’Hill") == "bronteohill"
    assert plain("sаm") != "sam"  # noqa: RUF001 - a Cyrillic letter
