"""What is installed from a wheel runs by itself: samples, pages and migrations come along."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what belongs to it, without the network."""
    source = tmp_path_factory.mktemp("source")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in (one.rstrip("*") for one in packages):
        shutil.copytree(ROOT / name, source / name, ignore=unwanted)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
        "--no-index", "--disable-pip-version-check", "-w", str(source / "dist"), str(source),
        folder=source)  # fmt: skip
    (made,) = (source / "dist").iterdir()
    return made


@pytest.fixture(scope="module")
def maca(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it into an environment of its own, with the packages it needs and no checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    found = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    site = Path(found.strip())
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps",
        "--no-index", "--disable-pip-version-check", str(wheel))  # fmt: skip
    # The packages are those of this environment; a path in a .pth brings no checkout with it.
    (site / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin" / "maca"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere"


def run(*words: str, folder: Path | None = None) -> str:
    """Run a command and return what it says; it must succeed."""
    done = subprocess.run(  # noqa: S603 - our own words
        words, cwd=folder, env=environment(), capture_output=True, text=True, timeout=SECONDS,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def environment() -> dict[str, str]:
    """The environment without our settings, and without paths to a checkout."""
    return {
        name: one for name, one in os.environ.items()
        if not name.startswith(("MACA_", "PYTHON", "VIRTUAL_ENV", "COVERAGE"))
    }  # fmt: skip


def test_wheel_carries_what_the_code_reads(wheel: Path) -> None:
    """Every file beside the code, and no test."""
    held = set(zipfile.ZipFile(wheel).namelist())
    beside = [
        path.relative_to(ROOT).as_posix()
        for room in ("cards/pages", "manifest", "samples", "storage/migrations")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    assert beside
    assert sorted(set(beside) - held) == []
    assert not [one for one in held if one.startswith(("tests/", "bench/", "data/"))]


def test_installed_command_comes_from_the_wheel(maca: Path, elsewhere: Path) -> None:
    """Not from the checkout that happens to be on this machine."""
    python = str(maca.with_name("python"))
    where = run(
        python, "-c", "import bot, cards; print(bot.__file__, cards.__file__)", folder=elsewhere
    )
    assert str(ROOT) not in where


def test_installed_tool_is_checked(maca: Path, elsewhere: Path) -> None:
    """The audit tool of six themes is found."""
    assert "1" in run(str(maca), "tool", "check", folder=elsewhere)


def test_installed_package_is_made(maca: Path, elsewhere: Path) -> None:
    """The manifest and its icons are found."""
    run(str(maca), "package", "--bot-id", "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        "--domain", "audit.riverbridge.example", folder=elsewhere)  # fmt: skip
    assert (elsewhere / "case-audit.zip").stat().st_size > 5_000


def test_installed_demo_runs_and_stops(maca: Path, elsewhere: Path) -> None:
    """Its samples are found; it serves its pages, and ends when asked to."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = subprocess.Popen(  # noqa: S603 - our own words
        [str(maca), "demo", "--headless", "--port", str(port)], cwd=elsewhere,
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        said = ""
        assert running.stdout
        for line in running.stdout:
            said += line
            if "listens on" in line:
                break
        assert re.search(rf"127\.0\.0\.1:{port}/api/messages", said), said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/privacy", timeout=10) as seen:
            assert b"Riverbridge" in seen.read()
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)
    assert running.returncode == 0
    assert (elsewhere / ".demo").is_dir()
