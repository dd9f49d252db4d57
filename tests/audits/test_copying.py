"""Quick copies of large records: the same as `dataclasses.replace` makes."""

from dataclasses import replace

import pytest

from audits.copying import altered, filled
from audits.involvement import AgencyReturn, Stage, Standing

RET = AgencyReturn(id="a.C.phn", audit_id="a", family="C", agency="phn", contacts=("amina",))


def test_copy_is_as_replace_makes_it() -> None:
    """All fields are taken over, those named are changed, and what was copied stays as it was."""
    made = altered(RET, version=3, stage=Stage.OPENED)
    assert made == replace(RET, version=3, stage=Stage.OPENED)
    assert (RET.version, RET.stage) == (0, Stage.NOT_OPENED)


def test_copy_with_an_unknown_field_is_refused() -> None:
    """A field that there is not is a mistake of ours, as it is for `replace`."""
    with pytest.raises(TypeError, match="has no field answer"):
        altered(RET, answer="x")


def test_record_of_another_kind_takes_the_fields_it_has() -> None:
    """How a return stands is the return without its answers, of the kind that was wanted."""
    made = filled(Standing, altered(RET, sent_by="amina"))
    assert type(made) is Standing
    assert (made.id, made.sent_by) == ("a.C.phn", "amina")
