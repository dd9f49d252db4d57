"""What an operator sets: each wrong thing is named, with what to do, and no secret is repeated."""

import base64
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import rehearsal
from bot.__main__ import main
from bot.settings import Settings, SettingsError, from_environment, variable
from bot.settings_checks import NEEDED, for_real_use
from tests.bot.world import APP_ID, TENANT

COMPLETE = {
    "MACA_APP_ID": APP_ID,
    "MACA_TENANT_ID": TENANT,
    "MACA_CREDENTIAL": "secret",
    "MACA_SECRET": "hunter2",
    "MACA_PARTNERSHIP": "Elsewhere Safeguarding Children Partnership",
    "MACA_ACT_NOW": "Ring 999. | Ring the front door. |",
    "MACA_READ_BY": "the panel",
    "MACA_KEPT_FOR": "for a year",
    "MACA_MASTER_KEY": base64.b64encode(bytes(32)).decode(),
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set all that real use needs."""
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.usefixtures("environment")
def test_complete_settings_are_taken() -> None:
    """Also the partnership's own words, a line each."""
    words = for_real_use(from_environment()).partnership_words()
    assert words.name == "Elsewhere Safeguarding Children Partnership"
    assert words.act_now == ("Ring 999.", "Ring the front door.")


@pytest.mark.parametrize("name", sorted({*COMPLETE} - {"MACA_CREDENTIAL", "MACA_MASTER_KEY"}))
def test_missing_setting_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    """Nothing that cannot be guessed is guessed; a wrong telephone number may harm a child."""
    environment.delenv(name)
    with pytest.raises(SettingsError, match=f"{name} is not set: .{{10,}}"):
        for_real_use(from_environment())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MACA_PARTNERSHIP", "Riverbridge Safeguarding Children Partnership"),
        ("MACA_ACT_NOW", "Ring 999.|Front door: 01632 960 101"),
        ("MACA_ACT_NOW", "Ring the front door (an invented number)."),
    ],
)
def test_what_the_demo_says_is_refused(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Copied from the documentation, a telephone number that nobody answers may harm a child."""
    environment.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name} is the demo's, and made up"):
        for_real_use(from_environment())


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("MACA_TENNANT_ID", "Did you mean MACA_TENANT_ID?"),
        ("maca_apid", "MACA_APID is no setting of ours. Did you mean MACA_APP_ID?"),
        ("MACA_QUITE_OTHER", "`maca settings list` names them all."),
    ],
)
def test_misspelt_setting_is_named(environment: pytest.MonkeyPatch, name: str, meant: str) -> None:
    """Passed over in silence, a safeguard that somebody relies on would not be there."""
    environment.setenv(name, "hunter2")
    with pytest.raises(SettingsError) as raised:
        for_real_use(from_environment())
    assert meant in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.usefixtures("environment")
def test_check_of_complete_settings_succeeds() -> None:
    """And says what it did not look at."""
    told = CliRunner().invoke(main, ["settings", "check"])
    assert told.exit_code == 0, told.output
    assert "complete" in told.output


def test_check_names_every_problem_at_once(environment: pytest.MonkeyPatch) -> None:
    """Wrong, missing, made up, misspelt and contradicting, in one run and without a secret."""
    environment.setenv("MACA_PORT", "hunter2")
    environment.setenv("MACA_SECONDS_TO_FINISH", "hunter2")
    environment.setenv("MACA_FILES_BY_LINK", "true")
    environment.setenv("MACA_ACT_NOW", "01632 960 101")
    environment.setenv("MACA_SECRETT", "hunter2")
    environment.delenv("MACA_APP_ID")
    environment.delenv("MACA_SECRET")
    told = CliRunner().invoke(main, ["settings", "check"])
    assert told.exit_code == 1
    for name in ("PORT:", "SECONDS_TO_FINISH:", "FILES_BY_LINK needs", "ACT_NOW is the demo's",
                 "SECRETT is no", "APP_ID is not set", "SECRET is not set"):  # fmt: skip
        assert told.output.count(f"MACA_{name}") == 1, name
    assert "hunter2" not in told.output


@pytest.mark.usefixtures("environment")
def test_list_shows_what_is_set_and_no_secret() -> None:
    """With its meaning; whoever asks for help can paste it."""
    told = CliRunner().invoke(main, ["settings", "list"])
    assert f"MACA_APP_ID={APP_ID}  [set]" in told.output
    assert "MACA_SECRET=(not shown)  [set]" in told.output
    assert "MACA_PORT=3978  [default]" in told.output
    assert "hunter2" not in told.output
    assert all(variable(name) in told.output for name in Settings.model_fields)


def test_all_that_is_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One start, one list."""
    for name in COMPLETE:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError) as raised:
        for_real_use(from_environment())
    assert len(str(raised.value).splitlines()) == len(NEEDED) + 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MACA_APP_ID", "my-bot hunter2"),
        ("MACA_PORT", "hunter2"),
        ("MACA_PORT", "70000"),
        ("MACA_CREDENTIAL", "hunter2"),
        ("MACA_LOG_LEVEL", "loud hunter2"),
    ],
)
def test_wrong_setting_is_named_without_its_value(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """What was set wrongly may be a secret in the wrong place."""
    environment.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        from_environment()
    assert name in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.usefixtures("environment")
def test_secret_is_not_shown() -> None:
    """Whoever prints the settings."""
    assert "hunter2" not in repr(from_environment())


def test_without_tokens_only_loopback_is_listened_on(environment: pytest.MonkeyPatch) -> None:
    """Otherwise everybody could be anybody."""
    environment.setenv("MACA_HOST", "0.0.0.0")  # noqa: S104 - refused
    with pytest.raises(SettingsError, match=r"127\.0\.0\.1"):
        from_environment(dangerously_without_tokens=True)


def test_serve_refuses_to_go_without_tokens(environment: pytest.MonkeyPatch) -> None:
    """The dangerous switch is the demo's."""
    environment.setenv("MACA_DANGEROUSLY_WITHOUT_TOKENS", "1")
    told = CliRunner().invoke(main, ["serve"])
    assert told.exit_code == 1
    assert "MACA_DANGEROUSLY_WITHOUT_TOKENS is for `maca demo` only." in told.output


def test_serve_refuses_a_demos_folder(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Made-up people have no business in real use."""
    rehearsal.prepare_folder(tmp_path / "it", fresh=False)
    environment.setenv("MACA_DATA_DIR", str(tmp_path / "it"))
    told = CliRunner().invoke(main, ["serve"])
    assert told.exit_code == 1
    assert "belongs to a demo" in told.output


@pytest.mark.parametrize("fresh", [False, True])
def test_demo_leaves_other_folders_alone(tmp_path: Path, *, fresh: bool) -> None:
    """It fills and deletes only what a demo made."""
    precious = tmp_path / "precious"
    precious.write_text("x")
    with pytest.raises(SettingsError, match="left alone"):
        rehearsal.prepare_folder(tmp_path, fresh=fresh)
    assert precious.read_text() == "x"


def test_demo_keeps_its_folder_until_asked_for_a_fresh_one(tmp_path: Path) -> None:
    """What was entered survives a restart."""
    folder = tmp_path / "demo"
    rehearsal.prepare_folder(folder, fresh=True)
    (folder / "entered").write_text("x")
    rehearsal.prepare_folder(folder, fresh=False)
    assert (folder / "entered").exists()
    rehearsal.prepare_folder(folder, fresh=True)
    assert not (folder / "entered").exists()
    assert rehearsal.is_demo(folder)
