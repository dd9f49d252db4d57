"""The draft report in Word, with the headings of the 2021 report, from our template or a given one.

A template is somebody's file. It is filled in by Jinja in a shut room (its sandbox): it sees the
words and figures of the report and nothing else, and what agencies wrote is never read as one.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from files import word
from files.charts import Picture
from files.material import Material, file_name_of
from files.printable import printable
from files.report_template import built
from files.report_words import context_of
from files.right_to_left import from_right

WIDE = 16.2
"""Centimetres that a picture has between the margins."""
LARGEST, UNPACKED = 5_000_000, 50_000_000
"""Bytes of a template, as a file and unpacked."""
CONTENTS = "[[contents]]"
"""Stands where the table of contents comes, until the headings are there."""


class TemplateFault(Exception):  # noqa: N818 - like ToolFault: what is wrong with a file of theirs
    """A template that cannot be filled in, and why, in words for who wrote it."""


def made(material: Material, template: bytes | None = None) -> bytes:
    """Return the report. Raises TemplateFault for a template that cannot be filled in."""
    pictures: dict[bytes, str] = {}
    try:
        filled = DocxTemplate(BytesIO(sound(template) if template else built()))
        room = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        given = given_to(filled, context_of(material), pictures)
        filled.render(given, room)
        out = BytesIO()
        filled.save(out)
    except TemplateError as wrong:
        raise TemplateFault(f"The template cannot be filled in: {wrong}") from wrong
    except (BadZipFile, KeyError, ValueError) as wrong:
        raise TemplateFault("The template is not a Word document (.docx).") from wrong
    return finished(material, docx.Document(BytesIO(out.getvalue())), pictures)


def file_name(material: Material) -> str:
    """Return what the file is called."""
    return file_name_of(material, "report", "docx")


def sound(template: bytes) -> bytes:
    """Return the template if it is of a size that can be read."""
    with ZipFile(BytesIO(template)) as archive:
        unpacked = sum(one.file_size for one in archive.infolist())
    if len(template) > LARGEST or unpacked > UNPACKED:
        raise TemplateFault("The template is too large. Take pictures out of it.")
    return template


def given_to(filled: Any, thing: Any, pictures: dict[bytes, str]) -> Any:  # noqa: ANN401 - the context
    """Return the context as the template takes it: clean texts, and pictures to put in."""
    if isinstance(thing, str):
        return printable(thing)
    if isinstance(thing, Picture):
        pictures[thing.png] = thing.alt
        return InlineImage(filled, BytesIO(thing.png), width=Cm(WIDE))
    if isinstance(thing, Mapping):
        return {key: given_to(filled, one, pictures) for key, one in thing.items()}
    if isinstance(thing, Sequence):
        return [given_to(filled, one, pictures) for one in thing]
    return thing


def finished(material: Material, document: Document, pictures: dict[bytes, str]) -> bytes:
    """Add what a template cannot: contents, alternative texts, directions, properties."""
    word.described(document, pictures)
    for paragraph in document.paragraphs:
        if from_right(paragraph.text):
            word.set_from_right(paragraph)
    for paragraph in document.paragraphs:
        if paragraph.text.strip() == CONTENTS:
            word.contents(document, paragraph)
            break
    word.told_about(document, material, f"{material.audit.title}: draft report")
    return word.saved(document, material.at)
