"""Makes one file and ends: a process of its own, so that turns go on meanwhile.

What is wanted comes on standard input, the file goes to standard output. Nothing is written to the
disk, and of a fault only its type and the places it passed are told: its words may be an answer.
"""

import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import msgspec

from bot.faults import faults
from dialogs.turn import FileWanted, Making
from files.material import Material

KINDER = 10
"""How far this process stands back behind turns when both want the processor."""
TEMPLATE = 3
"""How it ends when the partnership's own template cannot be filled; the words say why."""
MODULES: Mapping[Making, str] = {
    Making.WORKBOOK: "files.workbook",
    Making.CSV: "files.csv_zip",
    Making.JSON: "files.whole_json",
    Making.PACK: "files.pack",
    Making.REPORT: "files.report",
    Making.CERTIFICATES: "files.certificates",
}
"""What makes each. Only the one that is needed is loaded: charts take most of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be made of what."""

    wanted: FileWanted
    material: Material
    template: bytes | None = None
    """The partnership's own report template, where it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file under its name, which has nothing in it but codes."""

    name: str
    content: bytes


def made(order: Order) -> Made:
    """Make the file."""
    wanted, material = order.wanted, order.material
    maker: Any = import_module(MODULES[wanted.making])
    match wanted.making:
        case Making.PACK if wanted.family:
            content = maker.made(material, wanted.family)
            return Made(name=maker.file_name(material, wanted.family), content=content)
        case Making.PACK:
            return Made(name=maker.all_file_name(material), content=maker.all_made(material))
        case Making.REPORT:
            content = maker.made(material, order.template)
        case _:
            content = maker.made(material)
    return Made(name=maker.file_name(material), content=content)


def main() -> int:
    """Make what standard input asks for."""
    os.nice(KINDER)
    try:
        order = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that began us
        sys.stdout.buffer.write(msgspec.msgpack.encode(made(order)))
    except Exception as error:  # noqa: BLE001 - told to the one who began us
        if isinstance(error, getattr(sys.modules.get("files.report"), "TemplateFault", ())):
            sys.stderr.buffer.write(str(error).encode())
            return TEMPLATE
        sys.stderr.buffer.write(msgspec.json.encode(faults(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
