"""Proves the rules of the house: who may import whom, and how long things may be."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Beside the standard library and itself, a room may import this and nothing else.
MAY_IMPORT = {
    "audits": {"re2"},  # which matches patterns, in time that a hostile one cannot stretch
    "cards": {"audits", "msgspec"},  # which measures a card as it is sent
    "storage": {"asyncpg", "audits", "cryptography", "msgspec", "tinydb"},
    "files": {
        "audits",
        "PIL",
        "docx",
        "docxtpl",
        "jinja2",
        "matplotlib",
        "numpy",
        "openpyxl",
        "pyxform",
        "rapidfuzz",
        "xlsxwriter",
    },
    "dialogs": {"audits", "cards", "files", "rapidfuzz", "storage.contract"},
    "bot": None,  # everything; it alone touches the SDK, HTTP, settings and the cloud
}
# The domain has no clock, no chance, no files and no network: all come as arguments.
THE_WORLD = {"asyncio", "os", "pathlib", "random", "secrets", "socket", "time", "uuid"}
THE_CLOCK = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow"}
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "core", "base"}
LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def files(*folders: str) -> list[Path]:
    """Give the Python files in these folders, as paths that read well in a test's name."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found)


def parsed(path: Path) -> ast.Module:
    """Read a file of ours as Python sees it."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Name all that a module imports: `from storage import contract` is `storage.contract`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{name.name}" for name in node.names)


def allowed(name: str, room: str) -> bool:
    """Say whether a room may import this name."""
    mine = {room, *sys.stdlib_module_names, *(MAY_IMPORT[room] or ())}
    return any(name == one or name.startswith(f"{one}.") for one in mine)


IN_ROOMS = files(*MAY_IMPORT)
EVERYWHERE = files(*MAY_IMPORT, "tests", "bench")
TESTS = [path for path in files("tests") if path.name.startswith("test_")]


@pytest.mark.parametrize(
    "path", [p for p in IN_ROOMS if MAY_IMPORT[p.parts[0]] is not None], ids=str
)
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    """The table above is the whole of it, and no import is relative, so that all can be read."""
    strangers = {name for name in imported(parsed(path)) if not allowed(name, path.parts[0])}
    assert not strangers


@pytest.mark.parametrize("path", files("audits"), ids=str)
def test_the_domain_does_not_touch_the_world(path: Path) -> None:
    """What a rule says depends on what it is given, and so does every test of it."""
    tree = parsed(path)
    assert not {name for name in imported(tree) if name.split(".")[0] in THE_WORLD}
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.AsyncFunctionDef | ast.Await)]
    assert not THE_CLOCK & {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}


@pytest.mark.parametrize("path", EVERYWHERE, ids=str)
def test_no_function_is_too_long_to_read_at_once(path: Path) -> None:
    """From its first line to its last, docstring included."""
    long = {
        node.name: length
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long


@pytest.mark.parametrize("path", EVERYWHERE, ids=str)
def test_no_file_is_too_long(path: Path) -> None:
    """A file that grows longer holds two ideas."""
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", EVERYWHERE, ids=str)
def test_names_say_what_is_inside(path: Path) -> None:
    """A drawer for odds and ends fills up."""
    assert not NAMES_THAT_SAY_NOTHING & {*path.parent.parts, path.stem}


@pytest.mark.parametrize("path", EVERYWHERE, ids=str)
def test_a_file_begins_by_saying_what_it_is_for(path: Path) -> None:
    """The first statement of a file that is not empty is its docstring."""
    tree = parsed(path)
    assert not tree.body or ast.get_docstring(tree)


@pytest.mark.parametrize("path", TESTS, ids=str)
def test_a_test_says_its_rule(path: Path) -> None:
    """Each test's docstring is the rule that it proves."""
    silent = [
        node.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert not silent


@pytest.mark.parametrize("path", TESTS, ids=str)
def test_no_test_pretends_or_sleeps(path: Path) -> None:
    """Fakes stand at the wire, and a wait is for a condition."""
    tree = parsed(path)
    sleeps = [
        node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "sleep"
    ]
    assert not sleeps
    assert not any(name.startswith("unittest.mock") for name in imported(tree))
