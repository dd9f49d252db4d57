"""A family's panel pack in Word: what the panel reads before and during the day.

A pack that was frozen shows the returns as they were then, whatever came later.
"""

from collections.abc import Sequence
from dataclasses import replace

from docx.document import Document

from audits.collected import Collected
from files import word
from files.fair_copy import FairCopy, fair_copy, of_pack
from files.material import Material, file_name_of, zipped
from files.pack_points import points
from files.pack_returns import side_by_side
from files.pack_standing import at_a_glance, missing
from files.pack_summary import findings, household, notes, summary
from files.wording import listed, moment


def made(material: Material, family: str) -> bytes:
    """Return the pack of one family."""
    copy = fair_copy(material, of_pack(material, family))
    mine = as_frozen(material, family)
    document = word.blank(across=True)
    word.edges(document, f"{material.partnership.name} – family {family}", material.marking)
    word.title_page(document, material, f"Panel pack: family {family}",
                    lines=about(material, family), unchecked=copy.unchecked)  # fmt: skip
    head = word.strong(document.add_paragraph("Contents"), 18)
    head.paragraph_format.page_break_before = True
    place = document.add_paragraph()
    written(document, mine, family, copy)
    word.contents(document, place)
    word.told_about(document, material, f"{material.audit.title}: panel pack, family {family}")
    return word.saved(document, material.at)


def as_frozen(material: Material, family: str) -> Material:
    """Return the material as it was when the family's pack was frozen; as it is, if it was not."""
    pack, got = material.panel(family).pack, material.frozen(family)
    if pack is None:
        return replace(material, got=got)
    until = pack.at
    sent = tuple(one for one in material.nudges if (one.settled_at or one.claimed_at) <= until)
    return replace(material, got=got, at=until, nudges=sent)


def written(document: Document, mine: Material, family: str, copy: FairCopy) -> None:
    """Write every chapter of the pack."""
    at_a_glance(document, mine, family, copy)
    missing(document, mine, family, copy)
    summary(document, mine, family, copy)
    household(document, mine, copy)
    points(document, mine, family, copy)
    side_by_side(document, mine, family, copy)
    findings(document, mine, family, copy)
    notes(document, mine)


def about(material: Material, family: str) -> list[str]:
    """Return what the first page says of the pack."""
    known, pack = material.audit.families[family], material.panel(family).pack
    facts = [fact.replace("_", " ") for fact in sorted(known.facts)]
    told = [
        material.audit.title,
        f"Index child: {known.index_child}. The audit asks about {material.audit.period}.",
        *([f"Known of the family: {listed(facts)}."] if facts else []),
    ]
    if pack:
        here = material.audit.here(pack.at)
        told.append(
            f"Edition {pack.edition}, frozen on {moment(here)}. Returns and messages are as they"
            " were then; what the panel found is as it is now."
        )
    else:
        told.append("Not frozen: it shows the returns as they stood when it was made.")
    return told


def file_name(material: Material, family: str) -> str:
    """Return what the file is called: the family's code is in it, nobody's name."""
    return file_name_of(material, f"pack-{family}", "docx")


def all_made(material: Material) -> bytes:
    """Return the packs of all families that anybody was asked about, in a zip."""
    packs = {file_name(material, code): made(material, code) for code in asked_about(material.got)}
    return zipped(packs, material.at)


def all_file_name(material: Material) -> str:
    """Return what the zip of all packs is called."""
    return file_name_of(material, "packs", "zip")


def asked_about(got: Collected) -> Sequence[str]:
    """Return the codes of the families about which anybody owes a return."""
    return sorted({standing.family for standing in got.standings})
