"""What the guide sheet of a tool's workbook says: how to write one, and scales to copy."""

from audits.functions import FUNCTIONS

Lines = tuple[tuple[str, ...], ...]

START = (
    "A tool is written on three sheets: survey, choices and settings.",
    (
        "Each row of survey is a question, or begins or ends a group. Keep the headings as they "
        "are; put columns in any order; leave out those you do not need."
    ),
    (
        "Save, then check it: send the workbook to the bot, or run “maca tool check” on it. "
        "Everything that is wrong is told at once, by sheet, row and column."
    ),
    (
        "The format is XLSForm. ODK and KoboToolbox open it too; they pass over the columns that "
        "start with audit:: and this sheet."
    ),
)
STEPS: Lines = (
    (
        "1",
        "Settings",
        (
            "Give the tool a form_title, a form_id without spaces, and a version. Write "
            "a new version whenever you change the tool."
        ),
    ),
    (
        "2",
        "Themes",
        (
            "A row begin_group starts a theme, and a row end_group ends it. Its label is "
            "the theme’s title."
        ),
    ),
    (
        "3",
        "Questions",
        (
            "A row in a theme is a question. A group in a theme is one question with "
            "several boxes, such as a grade, the evidence and the impact."
        ),
    ),
    (
        "4",
        "Choices",
        (
            "Write select_one and the name of a list under type. Write the list on the "
            "sheet choices, a row for each choice."
        ),
    ),
    (
        "5",
        "Who is asked",
        (
            "Write kinds of agency under audit::agencies, with spaces between. Blank "
            "means every agency."
        ),
    ),
    ("6", "When it is asked", "Write a rule under relevant. Blank means always."),
)
TYPES: Lines = (
    ("text", "Words of one’s own. audit::kind tells evidence, impact and action apart."),
    ("select_one LIST", "One of a list. With audit::kind grade it is a grade."),
    ("select_multiple LIST", "Any number of a list."),
    ("integer, decimal, range", "A number. A range needs start=0 end=10 under parameters."),
    ("date, time", "A day, a time of day."),
    ("acknowledge", "A single tick."),
    ("note", "Words that are only read."),
    ("calculate", "A value that is worked out from the answers. Nobody sees it by itself."),
    ("begin_group, end_group", "A theme, or a question with several boxes."),
    ("hidden", "One of the names that the software knows: agency, facts, involved, chased."),
)
COLUMNS: Lines = (
    ("type, name", "What the row is, and its short name: letters, digits and underscores."),
    (
        "label, hint",
        ("What people read. For another language add a column such as label::Cymraeg (cy)."),
    ),
    ("guidance_hint", "What we want and where to look. It unfolds beside the question."),
    (
        "required, required_message",
        ("yes, or a rule; and what is said when a rule makes it compulsory."),
    ),
    ("relevant", "A rule: the row, or the whole group, is asked only when it is true."),
    (
        "constraint, constraint_message",
        (
            "A rule for the answer, which is written as a full stop: "
            ". <= today(). The answer is kept, and must be put right before the return can go."
        ),
    ),
    ("calculation", "What a row of type calculate comes to."),
    ("default", "Stands in the box until somebody answers."),
    ("audit::kind", "grade; evidence, impact or action; row for a row of a matrix."),
    ("audit::look", "meetings, shared or people: the group is a matrix, its rows share one list."),
    (
        "audit::part",
        (
            "known, risk or risk_done: the software acts on the answer. known needs the "
            "choice no, risk the choice yes."
        ),
    ),
    ("audit::agencies", "Kinds of agency that are asked."),
    ("audit::about", "Who the question is about when it is not the index child alone."),
    ("audit::limit", "How many characters an answer may have, at most 4000."),
    (
        "audit::look_again, audit::look_again_message",
        ("A rule; when true, the review asks the person to look at the answer again."),
    ),
    ("meaning", "On choices: what a grade stands for. It is shown with the guidance."),
    ("half", "On choices of a grade: good, weak or none. Blank: the first half is the good one."),
    ("audit::per_page", "On settings: how many questions stand on a page, 1 to 10."),
)
RULES: Lines = (
    ("${known} != 'no'", "The answer to known is not no. Texts stand in straight quotation marks."),
    ("selected(${seen}, 'home')", "home is ticked in seen."),
    (
        "selected(${facts}, 'unborn') and ${agency} != 'police'",
        ("There is an unborn baby, and this is not the police."),
    ),
    ("count-selected(${steps}) >= 2", "At least two are ticked."),
    ("${visits} = 0 or ${visits} = ''", "None, or no answer: blank is not nought."),
    (". <= today()", "As a constraint: not in the future."),
    ("regex(., '[A-Z]{3}[0-9]{4}')", "As a constraint: three capitals and four digits."),
    (
        "${grade} = 'exceeds' or ${grade} = 'concern'",
        ("As required: for the highest and the lowest grade."),
    ),
    ("${visits} * 2", "As a calculation. div divides, mod gives what is left."),
)
SCALES: Lines = (
    (
        "four_levels",
        "exceeds",
        "Exceeds good practice",
        "Goes beyond what policy asks, and a record shows the difference for this child.",
    ),
    ("four_levels", "good", "Good practice", "What policy asks was done, in time."),
    ("four_levels", "improve", "Needs improvement", "Some of it was done, or it came late."),
    ("four_levels", "concern", "Cause for concern", "A step that was called for did not happen."),
    ("rag", "red", "Red", "Not in place."),
    ("rag", "amber", "Amber", "Partly in place."),
    ("rag", "green", "Green", "In place."),
    *(
        (("one_to_five", str(n), str(n), {1: "Not at all", 5: "Fully"}.get(n, "")))
        for n in range(1, 6)
    ),
    *(
        (("nought_to_ten", str(n), str(n), {0: "The worst it could be", 10: "The best"}.get(n, "")))
        for n in range(11)
    ),
)
NO_SCALE = (
    "To do without grades, write no row with audit::kind grade. To use another scale, write its "
    "list on choices, and name it in the grade’s type: select_one rag."
)


def functions() -> str:
    """Return the names of all functions that rules may use."""
    return ", ".join(f"{name}()" for name in sorted(FUNCTIONS))
