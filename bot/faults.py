"""Tells an exception by its type and the places it passed; its words may be what somebody wrote."""

import re
import traceback
from collections.abc import Sequence
from pathlib import PurePath
from types import TracebackType
from typing import TypedDict

MOST = 20
"""Exceptions of one chain, and places of each."""
PARTS = 3
"""So many last parts of a path tell a maintainer where it is, and nobody where the bot lives."""
TYPE = re.compile(r"[A-Za-z_][\w.<>]{0,99}")
PLACE = re.compile(r"[\w./<>+-]{1,120}:\d{1,6} [\w<>]{1,80}")


class Fault(TypedDict):
    """One exception of a chain; the innermost place comes last."""

    type: str
    places: list[str]


def faults(error: BaseException) -> list[Fault]:
    """Tell the exception, those of its group, and what caused each."""
    told: list[Fault] = []
    left: list[BaseException | None] = [error]
    while left and len(told) < MOST:
        at = left.pop(0)
        if at is None:
            continue
        told.append({"type": type(at).__qualname__, "places": places(at.__traceback__)})
        left.append(at.__cause__ or at.__context__)
        left.extend(at.exceptions if isinstance(at, BaseExceptionGroup) else ())
    return told


def places(found: TracebackType | None) -> list[str]:
    """Return the last places of a traceback. Nothing is read from the disk for it."""
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(found)][-MOST:]
    return [f"{short(code.co_filename)}:{line} {code.co_name}" for code, line in frames]


def short(path: str) -> str:
    """Return the end of a path."""
    return "/".join(PurePath(path).parts[-PARTS:]).lstrip("/")


def are_faults(found: object) -> bool:
    """Say whether this tells exceptions and nothing else."""
    return isinstance(found, Sequence) and all(
        isinstance(one, dict)
        and one.keys() == {"type", "places"}
        and isinstance(one["type"], str)
        and TYPE.fullmatch(one["type"]) is not None
        and are_places(one["places"])
        for one in found
    )


def are_places(found: object) -> bool:
    """Say whether these are places in code and nothing else."""
    return isinstance(found, list) and all(
        isinstance(one, str) and PLACE.fullmatch(one) for one in found
    )
