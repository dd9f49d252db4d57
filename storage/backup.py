"""Backups: one file that holds a store as it stood at one moment, with a hash of every part.

What lies sealed in the store lies sealed in the backup; no key is in it. So a backup is useless
without the keys, and what a destroyed key sealed cannot be read from it again.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final

from storage.disk import PRIVATE_FILE, PRIVATE_FOLDER

LAYOUT: Final = 1
LIST: Final = "backup.json"
CHUNK: Final = 1 << 20
ONE_TIME: Final = (1980, 1, 1, 0, 0, 0)


class BackupError(Exception):
    """The file is no backup, or not whole; the words say what is wrong and are fit to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a backup says of itself."""

    store: str
    """`tiny` or `postgresql`: what kind of store it was taken of and can be put back into."""
    made_at: datetime
    parts: Mapping[str, str]
    """The SHA-256 of each part by its name, in hex."""

    @property
    def whole(self) -> str:
        """One hash of all parts."""
        told = "".join(f"{name} {one}\n" for name, one in sorted(self.parts.items()))
        return hashlib.sha256(told.encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """How many parts there are of each kind: the room that their names begin with."""
        rooms = [name.partition("/")[0] for name in self.parts]
        return {room: rooms.count(room) for room in sorted(set(rooms))}


def write(file: Path, folder: Path, store: str, *, at: datetime) -> About:
    """Write all files of a folder as one backup, whole on the disk before returning, or not at all.

    Then read it again and compare. Raises FileExistsError rather than overwrite, OSError,
    BackupError when what was written does not read back.
    """
    if file.exists():
        raise FileExistsError(f"{file} is there already. Choose another name.")
    beside = file.with_name(f"{file.name}.part")
    parts: dict[str, str] = {}
    try:
        opener = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
        with os.fdopen(opener, "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as packed:
                for path in sorted(one for one in folder.rglob("*") if one.is_file()):
                    name = path.relative_to(folder).as_posix()
                    parts[name] = copied(path, packed, name)
                about = About(store=store, made_at=at, parts=parts)
                packed.writestr(entry(LIST), listed(about))
            raw.flush()
            os.fsync(raw.fileno())
        if check(beside).parts != parts:
            raise BackupError("What was written does not read back. The disk may be failing.")
        beside.rename(file)
        sync(file.parent)
    finally:
        beside.unlink(missing_ok=True)
    return about


def copied(path: Path, packed: zipfile.ZipFile, name: str) -> str:
    """Copy a file into the backup, and return its hash."""
    with path.open("rb") as source, packed.open(entry(name), "w", force_zip64=True) as target:
        return passed(source, target)


def passed(source: IO[bytes], target: IO[bytes] | None) -> str:
    """Hand all bytes on, if there is somebody to take them, and return their hash."""
    hashed = hashlib.sha256()
    while chunk := source.read(CHUNK):
        hashed.update(chunk)
        if target is not None:
            target.write(chunk)
    return hashed.hexdigest()


def entry(name: str) -> zipfile.ZipInfo:
    """Return the head of a part; its time says nothing."""
    made = zipfile.ZipInfo(name, ONE_TIME)
    made.external_attr = PRIVATE_FILE << 16
    return made


def listed(about: About) -> bytes:
    """Return the list of parts as it stands in the backup."""
    told = {
        "layout": LAYOUT, "store": about.store, "made_at": about.made_at.isoformat(),
        "parts": dict(about.parts), "whole": about.whole,
    }  # fmt: skip
    return json.dumps(told, indent=1).encode()


def check(file: Path) -> About:
    """Read all of a backup and return what it says of itself. Raises BackupError, OSError."""
    return unpacked(file, None)


def unpack(file: Path, folder: Path) -> About:
    """Check a backup and put its parts into a new folder, on the disk before returning.

    Raises FileExistsError where the folder holds something, BackupError, OSError; then the folder
    is as it was.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty. Restore into a folder of its own.")
    check(file)
    beside = folder.with_name(f"{folder.name}.part")
    beside.mkdir(mode=PRIVATE_FOLDER, parents=True)
    try:
        about = unpacked(file, beside)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
        sync(folder.parent)
    except BaseException:
        removed(beside)
        raise
    return about


def unpacked(file: Path, folder: Path | None) -> About:
    """Read all of a backup, into a folder if there is one. Raises BackupError, OSError."""
    try:
        with zipfile.ZipFile(file) as packed:
            about = about_of(packed)
            names = {one for one in packed.namelist() if one != LIST}
            if names != set(about.parts):
                raise BackupError(f"{file.name} has other parts than it says it has.")
            for name, told in about.parts.items():
                if part(packed, name, folder) != told:
                    raise BackupError(f"{file.name} is damaged: {name} is not what was written.")
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise BackupError(f"{file.name} is not a whole backup: {error}") from error
    return about


def about_of(packed: zipfile.ZipFile) -> About:
    """Return what a backup says of itself. Raises BackupError, KeyError, ValueError."""
    told = json.loads(packed.read(LIST))
    if told["layout"] != LAYOUT:
        raise BackupError("A later version of this software made this backup. Use that version.")
    about = About(
        store=told["store"], made_at=datetime.fromisoformat(told["made_at"]), parts=told["parts"]
    )
    if about.whole != told["whole"]:
        raise BackupError("The backup’s list of parts was changed.")
    return about


def part(packed: zipfile.ZipFile, name: str, folder: Path | None) -> str:
    """Return the hash of a part, and write it into the folder if there is one."""
    if not inside(name):
        raise BackupError(f"The backup names a file outside its folder: {name}")
    with packed.open(name) as source:
        if folder is None:
            return passed(source, None)
        path = folder / name
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with path.open("xb") as target:
            os.fchmod(target.fileno(), PRIVATE_FILE)
            told = passed(source, target)
            target.flush()
            os.fsync(target.fileno())
        return told


def inside(name: str) -> bool:
    """Tell whether a part's name stays within the folder: a room and a file."""
    steps = PurePosixPath(name).parts
    return len(steps) == 2 and ".." not in steps and not name.startswith("/") and "\\" not in name  # noqa: PLR2004 - a room and a file


def removed(folder: Path) -> None:
    """Take away what was unpacked in vain."""
    found: Iterable[Path] = sorted(folder.rglob("*"), reverse=True)
    for path in (*found, folder):
        path.rmdir() if path.is_dir() else path.unlink()


def sync(folder: Path) -> None:
    """Return when the names in the folder are on the disk."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
