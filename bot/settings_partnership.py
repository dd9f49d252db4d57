"""What can be set of the partnership: its own words, its holidays, and who begins."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from audits.calendar import Span
from audits.people import Partnership
from bot import regions
from bot.regions import Region

YEARS = range(2020, 2041)
"""The years of which we know the bank holidays."""


class PartnershipWords(BaseModel):
    """What cards say of the partnership. The defaults are those of the demo, and invented."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    partnership: str = Field(
        default="Riverbridge Safeguarding Children Partnership",
        min_length=1,
        examples=["Riverbridge Safeguarding Children Partnership"],
    )
    """The name of your partnership."""
    act_now: str = Field(
        default="In an emergency ring 999."
        "|Riverbridge children’s front door: 01632 960 101, at any hour (an invented number).",
        examples=["In an emergency ring 999.|Children’s front door: 01632 960 101, at any hour."],
    )
    """Whom to ring when a child is at risk now; lines are parted by `|`."""
    read_by: str = Field(
        default="the audit team: the business manager, the chair and the panel",
        examples=["the business manager, the chair and the panel"],
    )
    """Who reads a return, as the end of the sentence “Your return is read by ...”."""
    kept_for: str = Field(
        default="until the audit has been reported, and then for one year",
        examples=["until the audit has been reported, and then for one year"],
    )
    """How long returns are kept, as the end of the sentence “It is kept ...”."""
    contact: str = Field(
        default="write to the audit’s business manager in Teams",
        min_length=1,
        examples=["write to audit@your-partnership.example or ring 01632 960 102"],
    )
    """Whom people ask, as the end of “Something does not work: ...” on the bot’s own pages."""
    pages: Path | None = Field(default=None, examples=["/etc/maca/pages"])
    """A folder with the partnership’s own texts for the bot’s pages: home.md, privacy.md, terms.md,
    accessibility.md. What is not there is as it comes."""
    marking: str = Field(
        default="OFFICIAL-SENSITIVE", max_length=60, examples=["OFFICIAL-SENSITIVE"]
    )
    """The protective marking on every page of every file that leaves the bot; empty for none."""
    report_template: Path | None = Field(default=None, examples=["/etc/maca/report.docx"])
    """The partnership's own Word template for the report."""
    region: Region = Field(default=Region.ENGLAND, examples=["WLS"])
    """Whose bank holidays count: ENG, WLS, SCT or NIR."""
    school_holidays: str = Field(default="", examples=["2026-12-21/2027-01-01 Christmas"])
    """First and last day and a name, like `2026-12-21/2027-01-01 Christmas`; several are parted by
    `|`."""
    set_up_by: str = Field(default="", examples=["carol.whitfield@example.org"])
    """Who may set up the first audit: work e-mails or Teams object ids, a comma between."""

    @field_validator("school_holidays")
    @classmethod
    def _are_holidays(cls, value: str) -> str:
        spans(value)
        return value

    @field_validator("pages")
    @classmethod
    def _is_a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("must be the path of a folder")
        return value

    @field_validator("report_template")
    @classmethod
    def _is_a_template(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("must be the path of a Word file")
        return value

    def words(self, tenant: str, tenants: Iterable[str]) -> Partnership:
        """Return what cards say of the partnership, whose people sign in to these tenants."""
        lines = tuple(line.strip() for line in self.act_now.split("|") if line.strip())
        named = re.split(r"[,;\s]+", self.set_up_by.casefold())
        return Partnership(
            name=self.partnership,
            act_now=lines,
            read_by=self.read_by,
            kept_for=self.kept_for,
            marking=self.marking,
            tenant=tenant,
            tenants=frozenset(tenants),
            set_up_by=frozenset(one for one in named if one),
            days_off=regions.days_off(YEARS, self.region),
            school_holidays=spans(self.school_holidays),
        )


def spans(words: str) -> tuple[Span, ...]:
    """Return the school holidays in these words. Raises ValueError."""
    found = []
    for part in filter(None, (one.strip() for one in words.split("|"))):
        days, _, name = part.partition(" ")
        first, _, last = days.partition("/")
        try:
            span = Span(first=date.fromisoformat(first), last=date.fromisoformat(last), name=name)
        except ValueError:
            raise ValueError("must be like 2026-12-21/2027-01-01 Christmas") from None
        found.append(span)
    return tuple(found)
