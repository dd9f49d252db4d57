"""Checks what an operator has set: what is missing, wrong or misspelt, all of it at once."""

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import SecretStr, ValidationError
from rapidfuzz import process

from bot.settings import Credential, Settings, SettingsError, told, variable

NEEDED = {
    "app_id": "the id of the Azure Bot's app registration",
    "tenant_id": "the id of the Entra tenant where the app is registered",
    "partnership": "the name of your partnership",
    "act_now": "whom to ring when a child is at risk now, lines parted by |",
    "read_by": "who reads a return, as the end of “Your return is read by ...”",
    "kept_for": "how long returns are kept, as the end of “It is kept ...”",
}
"""What cannot be guessed for real use: a wrong telephone number on a card may harm a child."""
NEEDED_BY = {
    Credential.SECRET: ("secret", "the app's client secret"),
    Credential.CERTIFICATE: ("certificate", "the path of the app's certificate with its key, PEM"),
    Credential.FEDERATED: ("identity_id", "the client id of the managed identity that vouches"),
}
MASTERS = ("master_key_file", "master_key", "key_vault_key")
"""One of these is set."""
INVENTED = re.compile(r"riverbridge|01632 ?960|invented", re.IGNORECASE)
"""What the demo says. 01632 960 000 and the numbers after it belong to nobody (Ofcom)."""
FOR_TESTS = re.compile(
    r"MACA_(TEST_\w+|LONG|SCHEMAS|REQUIRE_\w+|PICTURES|SERVICE_(HOST|PORT)\w*|PORT_\d+_\w+)"
)
"""What only tests read, and what Kubernetes sets by itself for a service called `maca`."""
LIKE_ENOUGH = 75.0


def for_real_use(settings: Settings) -> Settings:
    """Return the settings if they are complete for real use; raises SettingsError."""
    wanting = [*misspelt(os.environ), *wanting_in(_given(settings))]
    if settings.dangerously_without_tokens:
        wanting.append(f"{variable('dangerously_without_tokens')} is for `maca demo` only.")
    if wanting:
        raise SettingsError("\n".join([*wanting, "To try it without any of these: maca demo"]))
    return settings


def problems() -> list[str]:
    """Return a sentence for each thing that keeps the bot from real use; none where it is fit."""
    found = list(_wrong({}))
    named = {line.partition(":")[0] for line in found}
    try:
        for_real_use(Settings(**_defaults(named)))
    except SettingsError as error:
        found += [line for line in str(error).splitlines()[:-1] if _name(line) not in named]
    except ValidationError:  # two settings that contradict each other, told already
        found += [line for line in wanting_in(_raw(os.environ)) if _name(line) not in named]
        found += misspelt(os.environ)
    return found


def wanting_in(given: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each setting that is missing, or still as the demo has it."""
    credential = given.get("credential")
    needed = [*NEEDED.items(), *filter(None, [NEEDED_BY.get(credential)] if credential else [])]
    lines = [
        f"{variable(name)} is not set: {what}." for name, what in needed if not given.get(name)
    ]
    if not any(given.get(name) for name in MASTERS):
        lines.append(
            f"{variable('master_key_file')} is not set: the master key without which nothing that "
            f"is kept can be read. Make one with `maca keys new-master`; or set "
            f"{variable('key_vault_key')}."
        )
    invented = [name for name in ("partnership", "act_now") if INVENTED.search(given.get(name, ""))]
    return lines + [
        f"{variable(name)} is the demo's, and made up: {NEEDED[name]}." for name in invented
    ]


def misspelt(environment: Iterable[str]) -> list[str]:
    """Return a sentence for each variable that begins like a setting and is none.

    What is misspelt would be passed over, and a safeguard that somebody relies on with it.
    """
    known = [variable(name) for name in Settings.model_fields]
    lines = []
    for name in sorted({one.upper() for one in environment}):
        if name.startswith("MACA_") and name not in known and not FOR_TESTS.fullmatch(name):
            like = process.extractOne(name, known, score_cutoff=LIKE_ENOUGH)
            meant = f"Did you mean {like[0]}?" if like else "`maca settings list` names them all."
            lines.append(f"{name} is no setting of ours. {meant}")
    return lines


def _wrong(chosen: Mapping[str, Any]) -> Iterable[str]:
    """Give what is wrong in itself; then, without that, what contradicts each other."""
    try:
        Settings(**chosen)
    except ValidationError as error:
        faults = error.errors()
        lines = [told(fault) for fault in faults]
        yield from lines
        if all(fault["loc"] for fault in faults):
            yield from _wrong({**chosen, **_defaults(line.partition(":")[0] for line in lines)})


def _defaults(variables: Iterable[str]) -> dict[str, Any]:
    """Return what these settings are when nobody sets them."""
    named = {one.removeprefix("MACA_").lower() for one in variables}
    return {
        name: field.get_default() for name, field in Settings.model_fields.items() if name in named
    }


def _given(settings: Settings) -> dict[str, Any]:
    """Return what somebody set."""
    found = {name: getattr(settings, name) for name in settings.model_fields_set}
    return {
        name: one.get_secret_value() if isinstance(one, SecretStr) else one
        for name, one in found.items()
    }


def _raw(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the environment says, unread."""
    by_name = {name.upper(): value for name, value in environment.items()}
    return {name: by_name.get(variable(name), "") for name in Settings.model_fields}


def _name(line: str) -> str:
    """Return the variable with which a sentence begins."""
    return line.partition(" ")[0]
