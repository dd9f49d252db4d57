"""All functions of expressions by name, and those that ODK has and we refuse."""

from difflib import get_close_matches

from audits.choice_functions import CHOICE_FUNCTIONS
from audits.date_functions import DATE_FUNCTIONS
from audits.function import Function
from audits.number_functions import NUMBER_FUNCTIONS
from audits.text_functions import TEXT_FUNCTIONS

FUNCTIONS: dict[str, Function] = {
    **CHOICE_FUNCTIONS,
    **DATE_FUNCTIONS,
    **NUMBER_FUNCTIONS,
    **TEXT_FUNCTIONS,
    "is-selected": CHOICE_FUNCTIONS["selected"],
}

PLACES = "there are no places on a map here"
OTHER_FILES = "a tool cannot look into other files"
NO_REPEATS = "rows do not repeat here"
NOT_ODK = "it is not one of ODK’s functions"
REFUSED = {
    **dict.fromkeys(("area", "distance", "enclosed-area", "geofence", "intersects"), PLACES),
    **dict.fromkeys(("instance", "pulldata", "lookup", "search", "extract-signed"), OTHER_FILES),
    **dict.fromkeys(("indexed-repeat", "position", "last"), NO_REPEATS),
    **dict.fromkeys(("id", "lang", "name", "local-name", "namespace-uri"), NOT_ODK),
    "jr:itext": "write the text itself",
    "property": "nothing is known here of the device",
    "randomize": "choices stand in the order of the sheet",
    "version": "write the version itself",
}
"""Functions that other programs have, and why there is no use for them here."""

TWICE = {"weighted-checklist"}
"""Functions that take their values in pairs."""


def unknown(name: str) -> str:
    """Say that there is no such function, and which one may be meant."""
    if name in REFUSED:
        return f"{name}() cannot be used: {REFUSED[name]}"
    near = get_close_matches(name.lower(), FUNCTIONS, n=1, cutoff=0.7)
    said = f"There is no function {name}()"
    return f"{said}: did you mean {near[0]}()?" if near else said


def wrong_count(name: str, given: int) -> str:
    """Say how many values a function takes, blank when so many are right."""
    least, most = FUNCTIONS[name].bounds
    if least <= given <= most:
        return f"{name}() takes its values in pairs" if name in TWICE and given % 2 else ""
    wanted = str(least) if least == most else f"{least} to {most}"
    were = "was" if given == 1 else "were"
    return f"{name}() takes {wanted} value{'' if wanted == '1' else 's'}, {given} {were} given"
