"""Two lists of adults can be compared though people use other words for the same role."""

import pytest

from audits.roles import named_in


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Mother, birth father, mother's partner, aunt", ("mother", "father",
         "partner or stepfather", "aunt")),
        ("Mum and Dad. Nan helps out.", ("mother", "father", "grandmother")),
        ("maternal grandmother; paternal grandfather", ("grandmother", "grandfather")),
        ("mother’s sister’s friend", ("family friend",)),
        ("Her step-dad (known as the boyfriend)", ("partner or stepfather",)),
        ("great-grandmother", ("great-grandparent",)),
        ("foster mother", ("foster carer",)),
        ("The godfather", ("godparent",)),
        ("Mam, tad a mamgu", ("mother", "father", "grandmother")),
        ("an older half-brother", ("adult brother",)),
        ("grandparents on both sides", ("grandparents",)),
        ("two aunts and two uncles", ("aunt", "uncle")),
        ("Motherwell dadaist, granary, a nanometre, midmother", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_roles_are_read_from_a_list(text: str, roles: tuple[str, ...]) -> None:
    """In the order of the text, each once; whose mother somebody is does not count."""
    assert named_in(text) == roles
