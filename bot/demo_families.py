"""The made-up families of the demo: who belongs to them, by code and role."""

from collections.abc import Sequence
from datetime import date, timedelta

from audits.household import Couple, Home, Household, Member, Sign, Tie, Who


def household(code: str, rows: Sequence[Sequence[str]], today: date) -> Household:
    """Return a family's household from the sample's rows."""
    codes = {row[0]: f"{code}{number}" for number, row in enumerate(rows, 1)}
    members = tuple(member(codes, row, today) for row in rows)
    couples = tuple(
        Couple(one=codes[row[0]], other=codes[row[5]], tie=Tie(row[6])) for row in rows if row[5]
    )
    return Household(members=members, couples=couples)


def member(codes: dict[str, str], row: Sequence[str], today: date) -> Member:
    """Return one person of a family."""
    role, who, sex, home, parents, partner, more = row
    weeks = int(more) if more and not partner else 0
    return Member(
        code=codes[role],
        who=Who(who),
        role=role,
        sign=Sign(sex or Sign.NOT_SAID),
        home=Home(home),
        unborn=bool(weeks),
        due=today + timedelta(weeks=weeks) if weeks else None,
        parents=tuple(codes[one.strip()] for one in parents.split(",") if one.strip()),
    )
