"""What is held about a family, or by a person, for a request for one's own data.

Words that may tell who a third party is are blacked out as far as the checks for names reach, and
the document says on every page that somebody has to read it before it goes out: nothing here
decides who may see what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from docx.document import Document

from files import word
from files.identifiers import Passage, found
from files.word_tables import table

BLACK = "█████"
WIDTHS = (3.4, 9.2, 3.8)
NOTE = (
    "Not to be sent as it is. Names and numbers of other people were blacked out by a program, as "
    "far as it knows them: it misses nicknames, and whatever tells who somebody is without naming "
    "them. Somebody who may decide this has to read every line, black out what is missing, put "
    "back what belongs to the person who asks, and take out what an exemption covers."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that is held: where, what, and who wrote it when."""

    place: str
    words: str
    written: str = ""
    """By whom, as a role or a service, and when."""
    free: bool = True
    """Whether somebody wrote it in their own words; codes and dates are not searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for, and all that was found."""

    about: str
    """"Family C" or somebody's work e-mail."""
    audit: str
    partnership: str
    marking: str
    pieces: Sequence[Piece]
    names: Sequence[str] = ()
    """Names that are known: of everybody on the roster and on the family's sheet."""
    keep: Sequence[str] = ()
    """Names that belong to the person who asks, and stay."""
    usual: Sequence[str] = field(default=())
    """The audit's own words, which give nobody away."""


def redacted(request: Request) -> tuple[list[Piece], Mapping[str, int]]:
    """Return the pieces with what was found blacked out, and how often each kind was."""
    passages = [Passage(key=str(n), place=one.place, text=one.words)
                for n, one in enumerate(request.pieces) if one.free]  # fmt: skip
    kept = {name.casefold() for text in request.keep for name in (text, *text.split())}
    hidden: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for one in found(passages, others(request.names, kept), request.usual):
        if one.words.casefold().removesuffix("'s").removesuffix("’s") not in kept:
            hidden.setdefault(one.key, []).append(one.words)
            counts[one.kind.value] = counts.get(one.kind.value, 0) + 1
    pieces = [black(one, hidden.get(str(n), ())) for n, one in enumerate(request.pieces)]
    return pieces, counts


def others(names: Iterable[str], kept: set[str]) -> list[str]:
    """Return the names that are not of the person who asks."""
    return [" ".join(part for part in name.split() if part.casefold() not in kept)
            for name in names]  # fmt: skip


def black(piece: Piece, words: Iterable[str]) -> Piece:
    """Return a piece with these words blacked out, the longest first."""
    text = piece.words
    for one in sorted(set(words), key=len, reverse=True):
        text = text.replace(one, BLACK)
    return Piece(place=piece.place, words=text, written=piece.written, free=piece.free)


def made(request: Request) -> bytes:
    """Return the Word document."""
    pieces, counts = redacted(request)
    page = word.blank()
    page.core_properties.title = f"Held about {request.about}"
    page.core_properties.author = request.partnership
    word.heading(page, f"What is held about {request.about}", 1)
    word.said(page, f"{request.partnership}, {request.audit}")
    word.strong(word.said(page, NOTE), 11)
    told = ", ".join(f"{n} × {kind.replace('_', ' ')}" for kind, n in sorted(counts.items()))
    word.said(page, f"Blacked out: {told or 'nothing was found'}.")
    by_place(page, pieces)
    word.said(page, "Read and released by: ______________________   Date: ______________")
    marking = " · ".join(filter(None, (request.marking, "to be checked before release")))
    word.edges(page, f"Held about {request.about}", marking)
    return word.saved(page)


def by_place(page: Document, pieces: Sequence[Piece]) -> None:
    """Write the pieces, those of one place in a table."""
    groups: dict[str, list[Piece]] = {}
    for one in pieces:
        groups.setdefault(one.place.partition(": ")[0], []).append(one)
    for name, group in groups.items():
        word.heading(page, name, 2)
        rows = [(one.place.partition(": ")[2], one.words, one.written) for one in group]
        table(page, ("What", "As it stands", "Written"), rows, widths=WIDTHS, told=name)
    if not pieces:
        word.said(page, "Nothing is held.")
