"""Settings are documented where people look for them."""

from pathlib import Path

import pytest

from bot.settings import Settings, example, read_settings

ROOT = Path(__file__).parents[2]
NAMES = [name.upper() for name in Settings.model_fields]
FILLED_IN = {
    "TELEGRAM_TOKEN": "123456:" + "a" * 30,
    "SCHOOL_NAME": "Elm School",
    "SCHOOL_TIMEZONE": "Europe/London",
    "CURRENCY": "GBP",
}


def test_example_file_is_made_from_the_settings() -> None:
    """If not: `.venv/bin/python -c "from bot.settings import *; print(example(), end='')"`."""
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == example()


@pytest.mark.parametrize("name", NAMES)
def test_readme_names_every_setting(name: str) -> None:
    assert f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_says_what_it_means(name: str) -> None:
    description = Settings.model_fields[name.lower()].description

    assert description
    assert f"# {description}\n" in example()


def test_example_works_once_its_first_part_is_filled_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    filled_in = example()
    for name, value in FILLED_IN.items():
        filled_in = filled_in.replace(f"\n{name}=\n", f"\n{name}={value}\n")
    Path(".env").write_text(filled_in, encoding="utf-8")
    by_the_example = read_settings()

    Path(".env").write_text(_with_defaults_uncommented(filled_in), encoding="utf-8")

    assert read_settings() == by_the_example


def _with_defaults_uncommented(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(
        line.removeprefix("# ") if line.removeprefix("# ").partition("=")[0] in NAMES else line
        for line in lines
    )
