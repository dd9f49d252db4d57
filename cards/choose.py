"""Which one is meant: asked when a family, a theme or a service was left out or not understood."""

from audits.audit import Audit
from audits.collected import Only
from cards import scoped
from cards.parts import Card, Element, button, card, header, plain_button, text


def return_to_read(audit: Audit, only: Only, unknown: str = "") -> Card:
    """Ask which return is to be read."""
    lists = [scoped.of_family(audit, only.family or first_family(audit), whole=""),
             scoped.of_agency(audit, only.agency or first_agency(audit), whole="")]  # fmt: skip
    words = "Choose the family and the service. Next time you can type it: “read C police”."
    return asking(audit, ("Read a return", words), unknown, lists=lists,
                  way=("Read it", "read_one"))  # fmt: skip


def theme_to_grade(audit: Audit, only: Only, unknown: str = "") -> Card:
    """Ask which family and theme the panel grades."""
    themes = scoped.graded(audit)
    lists = [scoped.of_family(audit, only.family or first_family(audit), whole=""),
             scoped.of_graded(themes, only.theme)]  # fmt: skip
    words = "Choose the family and the theme. Next time you can type it: “grade C theme 1”."
    return asking(audit, ("Grade", words), unknown, lists=lists, way=("Go on", "grade"))


def asking(
    audit: Audit,
    words: tuple[str, str],
    unknown: str,
    *,
    lists: list[Element],
    way: tuple[str, str],
) -> Card:
    """Draw the lists under a title and a sentence, with the button that goes on."""
    body = [header(words[0], "", audit.title), *scoped.missed(unknown), text(words[1]), *lists]
    about = {"audit": audit.id}
    return card(body, [button(way[0], way[1], about, first=True),
                       plain_button("Status", "status", about)])  # fmt: skip


def first_family(audit: Audit) -> str:
    """Return the family that stands first in the list."""
    return min(audit.families, default="")


def first_agency(audit: Audit) -> str:
    """Return the service that stands first in the list."""
    return min(audit.agencies.values(), key=lambda agency: agency.name).key


def theme_to_find(audit: Audit, only: Only) -> Card:
    """Ask which family and theme a finding is about."""
    lists = [scoped.of_family(audit, only.family or first_family(audit), whole=""),
             scoped.of_theme(audit, only.theme or audit.tool.themes[0].name, whole="")]  # fmt: skip
    words = "Choose the family and the theme that the finding is about."
    return asking(audit, ("Write a finding", words), "", lists=lists, way=("Go on", "finding"))
