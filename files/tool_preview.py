"""Draws a tool page by page as an agency would see it, in plain text and as a web page."""

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from audits.shape import Page
from audits.tool import Box, Kind, Question, Tool
from files.tool_audience import EVERY, HOW, as_read, everything_for, kinds, minutes, numbered
from files.tool_plain import said
from files.tool_preview_style import STYLE
from files.tool_word_look import plain

COLUMNS = 96
MARKS = {Kind.ONE: "( )", Kind.GRADE: "( )", Kind.MANY: "[ ]", Kind.ROW: "[ ]"}


def who(tool: Tool, agency: str) -> str:
    """Return what the agency is called."""
    return kinds(tool).get(agency, agency) if agency != EVERY else "an agency of no special kind"


def summary(tool: Tool, agency: str) -> str:
    """Return in a line how much the agency may be asked."""
    shape = everything_for(tool, agency)
    count = len(list(numbered(shape)))
    return (
        f"{tool.title}, version {tool.version}, as {who(tool, agency)} sees it: at the most "
        f"{count} questions on {len(shape.pages)} pages, about {minutes(shape)} minutes"
    )


def only_if(tool: Tool, level: Question | Box) -> str:
    """Return when the question or the box is asked, in words; blank for always."""
    return f"Only if {said(tool, level.relevant)}." if level.relevant else ""


def must(tool: Tool, box: Box) -> str:
    """Return when the box must be answered, in words; blank for never."""
    if box.required in {"", "true()"}:
        return "Compulsory." if box.required else ""
    return f"Compulsory if {said(tool, box.required)}."


# --- in plain text --------------------------------------------------------------------------


def outline(tool: Tool, agency: str) -> str:
    """Return the tool as lines of text, a page at a time."""
    tool = as_read(tool)
    pages = everything_for(tool, agency).pages
    lines = [summary(tool, agency), ""]
    for page in pages:
        lines += [f"Page {page.number} of {page.of} · {page.theme.title}", ""]
        if page.theme.relevant and first_of_theme(page, pages):
            lines += [f"    Only if {said(tool, page.theme.relevant)}.", ""]
        for question in page.questions:
            lines += [*question_lines(tool, question), ""]
    return "\n".join(lines).rstrip() + "\n"


def first_of_theme(page: Page, pages: tuple[Page, ...]) -> bool:
    """Tell whether the page is the first of its theme."""
    return page.number == 1 or pages[page.number - 2].theme.name != page.theme.name


def question_lines(tool: Tool, question: Question) -> Iterator[str]:
    """Yield the lines of a question."""
    if question.number:
        yield f"{question.number:>3}. {plain(question.label)}"
    for line in (f"About: {question.about}." if question.about else "", only_if(tool, question)):
        if line:
            yield from wrapped(line)
    rows = [box for box in question.boxes if box.kind is Kind.ROW]
    for box in rows:
        when = only_if(tool, box)
        yield from wrapped(f"- {plain(box.label)}{f' (o{when[1:-1]})' if when else ''}")
    for box in (*rows[:1], *(box for box in question.boxes if box not in rows)):
        yield from box_lines(tool, question, box)


def box_lines(tool: Tool, question: Question, box: Box) -> Iterator[str]:
    """Yield the lines of a box."""
    row = box.kind is Kind.ROW
    if box.kind is Kind.NOTE:
        yield from wrapped(plain(box.label))
    else:
        name = plain(box.label)
        label = "For each: " if row else f"{name} – " if name[-1:] in "?…" else f"{name}: "
        yield from wrapped(f"{'' if box.label == question.label else label}{HOW[box.kind].lower()}")
    rules = (box.hint, "" if row else only_if(tool, box), must(tool, box), box.constraint_why)
    for line in filter(None, rules):
        yield from wrapped(line, 7)
    for choice in box.choices:
        yield from wrapped(f"{MARKS[box.kind]} {choice.label}", 7)


def wrapped(text: str, indent: int = 5) -> list[str]:
    """Return the text in lines that a terminal shows whole."""
    margin = " " * indent
    return wrap(text, COLUMNS, initial_indent=margin, subsequent_indent=f"{margin}    ")


# --- as a web page --------------------------------------------------------------------------


def web_page(tool: Tool, agency: str) -> str:
    """Return the tool as one web page that needs nothing else, each page drawn as a card."""
    tool = as_read(tool)
    pages = everything_for(tool, agency).pages
    cards = "".join(drawn_page(tool, page) for page in pages)
    return (
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{escape(tool.title)}'
        f"</title><style>{STYLE}</style><main><h1>{escape(tool.title)}</h1>"
        f"<p>{escape(summary(tool, agency))}.</p>{cards}</main></html>\n"
    )


def drawn_page(tool: Tool, page: Page) -> str:
    """Return one page as a card."""
    head = f"<p class=small>Page {page.number} of {page.of}</p><h2>{escape(page.theme.title)}</h2>"
    when = small(f"Only if {said(tool, page.theme.relevant)}." if page.theme.relevant else "")
    body = "".join(drawn_question(tool, question) for question in page.questions)
    return f"<section>{head}{when}{body}</section>"


def drawn_question(tool: Tool, question: Question) -> str:
    """Return a question with its guidance folded away."""
    boxes = "".join(drawn_box(tool, question, box) for box in question.boxes)
    if not question.number:
        return boxes
    about = f"About: {question.about}." if question.about else ""
    guidance = "".join(f"<p>{escape(plain(part))}</p>" for part in question.guidance.split("\n\n"))
    folded = (
        f"<details><summary>What we want, and where to look</summary>{guidance}</details>"
        if question.guidance
        else ""
    )
    return (
        f"<h3>{question.number}. {escape(plain(question.label))}</h3>{small(about)}"
        f"{small(only_if(tool, question))}{folded}{boxes}"
    )


def drawn_box(tool: Tool, question: Question, box: Box) -> str:
    """Return a box as a card shows it, with its rules in the small print."""
    if box.kind is Kind.NOTE:
        return f"<p class=note>{escape(plain(box.label))}</p>{small(only_if(tool, box))}"
    label = f"Your answer to {question.number}" if box.label == question.label else box.label
    rules = " ".join(filter(None, (only_if(tool, box), must(tool, box), box.constraint_why)))
    return f"<div class=box><b>{escape(plain(label))}</b>{entry(box)}{small(rules)}</div>"


def entry(box: Box) -> str:
    """Return what the answer goes into."""
    if not box.choices:
        return f"<span class=entry>{escape(box.hint or HOW[box.kind])}</span>"
    shape = "round" if box.kind in {Kind.ONE, Kind.GRADE} else "square"
    items = "".join(f"<li class={shape}>{escape(choice.label)}</li>" for choice in box.choices)
    return f"{small(box.hint)}<ul>{items}</ul>"


def small(words: str) -> str:
    """Return a line in the small print, nothing where there is none."""
    return f"<p class=small>{escape(words)}</p>" if words else ""
