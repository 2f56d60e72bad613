"""The settings: all that is missing or wrong is said at once, with how to mend it."""

from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, read_settings
from domain.model import Policy, QuietHours

SECRET = "Hush-hush_this_is_a_secret_1234567890"  # noqa: S105  of nobody
NEEDED = {
    "TELEGRAM_TOKEN": f"123456:{SECRET}",
    "SCHOOL_NAME": "Elm School",
    "SCHOOL_TIMEZONE": "Europe/London",
    "CURRENCY": "GBP",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No setting in the environment, and a folder without `.env`."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment with the settings that there must be."""
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def complaint() -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return str(caught.value)


def test_all_that_is_missing_is_named_in_one_message() -> None:
    heading, *faults = complaint().splitlines()

    assert heading == "These settings need mending:"
    assert [fault.strip().partition(":")[0] for fault in faults] == list(NEEDED)
    for fault in faults:
        assert "is missing" in fault
        assert fault.endswith("Set it in the environment or in .env.")


def test_what_is_wrong_is_named_together_with_what_is_missing(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.delenv("SCHOOL_NAME")
    environment.setenv("CURRENCY", "Pounds")
    environment.setenv("CREDIT_LIMIT", "lots")

    faults = complaint().splitlines()[1:]

    assert [fault.strip().partition(":")[0] for fault in faults] == [
        "SCHOOL_NAME",
        "CURRENCY",
        "CREDIT_LIMIT",
    ]


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("TELEGRAM_TOKEN", SECRET, "must look like 123456:ABC-DEF…; ask @BotFather"),
        ("TELEGRAM_TOKEN", f"bot:{SECRET}", "must look like 123456:ABC-DEF…"),
        ("TELEGRAM_TOKEN", "123456:short", "must look like 123456:ABC-DEF…"),
        ("TELEGRAM_TOKEN", f"123456:{SECRET} 1", "must look like 123456:ABC-DEF…"),
        ("TELEGRAM_TOKEN", f"١٢٣:{SECRET}", "must look like 123456:ABC-DEF…"),
        ("SCHOOL_NAME", "   ", "at least 1 character"),
        ("SCHOOL_NAME", "S" * 61, "at most 60 characters"),
        ("SCHOOL_TIMEZONE", "London", "like Europe/London"),
        ("SCHOOL_TIMEZONE", "../etc/passwd", "like Europe/London"),
        ("CURRENCY", "gbp", "code of a currency in capitals, like GBP"),
        ("CURRENCY", "£", "code of a currency in capitals, like GBP"),
        ("TELEGRAM_API_URL", "api.telegram.org", "must begin with https:// or http://"),
        ("DATABASE_URL", "mysql://host/name", "sqlite:///path or postgresql://"),
        ("DATABASE_URL", "data/afterbell.db", "sqlite:///path or postgresql://"),
        ("HTTP_PORT", "0", "greater than or equal to 1"),
        ("HTTP_PORT", "65536", "less than or equal to 65535"),
        ("WEBHOOK_URL", "bot.example.org", "must begin with https://"),
        ("WEBHOOK_URL", "http://bot.example.org", "must begin with https://"),
        ("WEBHOOK_URL", "https://bot.example.org", "needs HTTP_PORT too"),
        ("ADMIN_TELEGRAM_IDS", "12, @anna", "valid integer"),
        ("REGISTRATION", "closed", "'open' or 'invite'"),
        ("LAST_YEAR_GROUP", "14", "less than or equal to 13"),
        ("LAST_YEAR_GROUP", "-1", "greater than or equal to 0"),
        ("PHONE_COUNTRY_CODE", "0044", "begin with, like 44"),
        ("PHONE_COUNTRY_CODE", "GB", "begin with, like 44"),
        ("PAYMENT_PROVIDER_TOKEN", SECRET, "must look like 123456:LIVE:…; @BotFather gives"),
        ("PAYMENT_PROVIDER_TOKEN", f"123:DEMO:{SECRET}", "must look like 123456:LIVE:…"),
        ("PAYMENT_PROVIDER_TOKEN", "123:TEST:a b", "must look like 123456:LIVE:…"),
        ("HOLD_MINUTES", "9", "greater than or equal to 10"),
        ("HOLD_MINUTES", "10081", "less than or equal to 10080"),
        ("OFFICE_HOLD_HOURS", "0", "greater than or equal to 1"),
        ("OFFICE_HOLD_HOURS", "1" * 12, "less than or equal to 8784"),
        ("OFFER_HOLD_HOURS", "0", "greater than or equal to 1"),
        ("OFFER_HOLD_HOURS", "two days", "valid integer"),
        ("BOOKING_CUTOFF_MINUTES", "-5", "greater than or equal to 0"),
        ("BOOKING_CUTOFF_MINUTES", "1" * 12, "less than or equal to"),
        ("FREE_CANCELLATION_HOURS", "-1", "greater than or equal to 0"),
        ("FREE_CANCELLATION_HOURS", "1" * 12, "less than or equal to"),
        ("LATE_REFUND_PERCENT", "101", "less than or equal to 100"),
        ("CREDIT_LIMIT", "-1", "greater than or equal to 0"),
        ("CREDIT_LIMIT", "NaN", "finite"),
        ("QUIET_FROM", "9 pm", "must be a time of day, like 21:00"),
        ("QUIET_FROM", "24:00", "must be a time of day, like 21:00"),
        ("QUIET_UNTIL", "7:00", "must be a time of day, like 21:00"),
        ("QUIET_UNTIL", "07:60", "must be a time of day, like 21:00"),
        ("REGISTER_MINUTES", "-1", "greater than or equal to 0"),
        ("REGISTER_MINUTES", "1441", "less than or equal to 1440"),
    ],
)
def test_complaint_says_how_to_mend_it(
    environment: pytest.MonkeyPatch, name: str, value: str, mend: str
) -> None:
    environment.setenv(name, value)

    [fault] = complaint().splitlines()[1:]

    assert fault.startswith(f"  {name}: ")
    assert mend in fault
    assert f"({Settings.model_fields[name.lower()].description})" in fault


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", SECRET),
        ("TELEGRAM_TOKEN", f"123456:{SECRET}!"),
        ("PAYMENT_PROVIDER_TOKEN", f"123:TEST {SECRET}"),
        ("DATABASE_URL", f"postgres://afterbell:{SECRET}@host/name"),
    ],
)
def test_complaint_never_holds_a_secret(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert SECRET not in str(caught.value)
    assert caught.value.__suppress_context__, "the cause would be printed with the value"


def test_token_is_not_shown_with_the_settings(environment: pytest.MonkeyPatch) -> None:
    settings = read_settings()

    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert settings.telegram_token.get_secret_value() == NEEDED["TELEGRAM_TOKEN"]


def test_provider_shortens_holds_to_minutes_and_stays_secret(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("PAYMENT_PROVIDER_TOKEN", f"123456:TEST:{SECRET}")
    environment.setenv("OFFER_HOLD_HOURS", "12")
    assert read_settings().policy.hold == timedelta(minutes=30)

    environment.setenv("HOLD_MINUTES", "45")
    settings = read_settings()

    assert settings.pays_online
    assert settings.policy.hold == timedelta(minutes=45)
    assert settings.policy.offer_hold == timedelta(hours=12)
    assert settings.office_hold == timedelta(hours=48)
    assert SECRET not in repr(settings)
    assert settings.secrets == [NEEDED["TELEGRAM_TOKEN"], f"123456:TEST:{SECRET}"]


def test_optional_settings_have_defaults(environment: pytest.MonkeyPatch) -> None:
    settings = read_settings()

    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///data/afterbell.db"
    assert settings.admin_telegram_ids == ()
    assert settings.registration == "open"
    assert settings.last_year_group == 6
    assert not settings.pays_online
    assert settings.policy == Policy(
        zone=ZoneInfo("Europe/London"),
        hold=timedelta(hours=48),
        offer_hold=timedelta(hours=24),
        booking_cutoff=timedelta(hours=1),
        free_cancellation=timedelta(hours=24),
        late_refund_percent=0,
        credit_limit_minor=0,
        quiet=QuietHours(time(21), time(7)),
        register_before=timedelta(minutes=30),
    )


def test_policy_is_what_the_school_has_set(environment: pytest.MonkeyPatch) -> None:
    for name, value in {
        "SCHOOL_TIMEZONE": "Asia/Tokyo",
        "OFFICE_HOLD_HOURS": "72",
        "OFFER_HOLD_HOURS": "12",
        "BOOKING_CUTOFF_MINUTES": "90",
        "FREE_CANCELLATION_HOURS": "0",
        "LATE_REFUND_PERCENT": "25",
        "CREDIT_LIMIT": "20",
        "QUIET_FROM": "12:30",
        "QUIET_UNTIL": "13:45",
        "REGISTER_MINUTES": "0",
    }.items():
        environment.setenv(name, value)

    assert read_settings().policy == Policy(
        zone=ZoneInfo("Asia/Tokyo"),
        hold=timedelta(hours=72),
        offer_hold=timedelta(hours=12),
        booking_cutoff=timedelta(minutes=90),
        free_cancellation=timedelta(0),
        late_refund_percent=25,
        credit_limit_minor=2000,
        quiet=QuietHours(time(12, 30), time(13, 45)),
        register_before=timedelta(0),
    )


def test_equal_times_mean_no_quiet_hours(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("QUIET_FROM", "07:00")

    assert read_settings().policy.quiet is None


@pytest.mark.parametrize(
    ("currency", "limit", "minor"),
    [
        ("JPY", "1500", 1500),
        ("GBP", "15", 1500),
        ("GBP", "0.29", 29),
        ("GBP", "1.155", 115),
        ("KWD", "1.5", 1500),
        ("KWD", "0.001", 1),
    ],
)
def test_credit_limit_is_counted_in_the_currencys_smallest_coin(
    environment: pytest.MonkeyPatch, currency: str, limit: str, minor: int
) -> None:
    environment.setenv("CURRENCY", currency)
    environment.setenv("CREDIT_LIMIT", limit)

    assert read_settings().policy.credit_limit_minor == minor


@pytest.mark.parametrize(
    ("written", "ids"),
    [("", ()), ("12", (12,)), ("12,34", (12, 34)), (" 12 , 34,", (12, 34)), ("12 34", (12, 34))],
)
def test_admin_ids_are_separated_by_commas_or_spaces(
    environment: pytest.MonkeyPatch, written: str, ids: tuple[int, ...]
) -> None:
    environment.setenv("ADMIN_TELEGRAM_IDS", written)

    assert read_settings().admin_telegram_ids == ids


def test_admin_ids_may_be_given_in_code() -> None:
    given: dict[str, Any] = {name.lower(): value for name, value in NEEDED.items()}

    assert read_settings(**given, admin_telegram_ids=(12, 34)).admin_telegram_ids == (12, 34)


def test_address_of_the_api_may_end_with_a_slash(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")

    assert read_settings().telegram_api_url == "http://127.0.0.1:8081"


def test_empty_setting_counts_as_not_set(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("OFFER_HOLD_HOURS", "")
    environment.setenv("SCHOOL_NAME", "")

    [fault] = complaint().splitlines()[1:]

    assert fault.startswith("  SCHOOL_NAME: is missing.")


def test_dot_env_file_is_read(nothing_set: Path) -> None:
    lines = [f"{name}={value}" for name, value in NEEDED.items() if name != "SCHOOL_NAME"]
    lines += ['SCHOOL_NAME="École Élan"', "# OFFER_HOLD_HOURS=1", "SOMETHING_ELSE=1"]
    (nothing_set / ".env").write_text("\n".join(lines), encoding="utf-8")

    settings = read_settings()

    assert settings.school_name == "École Élan"
    assert settings.offer_hold_hours == 24


def test_environment_goes_before_dot_env(
    nothing_set: Path, environment: pytest.MonkeyPatch
) -> None:
    (nothing_set / ".env").write_text("SCHOOL_NAME=Another\nCURRENCY=EUR\n", encoding="utf-8")
    environment.delenv("CURRENCY")

    settings = read_settings()

    assert (settings.school_name, settings.currency) == ("Elm School", "EUR")


def test_settings_do_not_change_while_the_bot_runs(environment: pytest.MonkeyPatch) -> None:
    settings = read_settings()

    with pytest.raises(ValidationError, match="frozen"):
        settings.school_name = "Another"


@pytest.mark.parametrize(
    "address", ["https://bot.example.org/", "http://127.0.0.1:8080", "http://localhost:8080"]
)
def test_webhook_has_an_address_and_a_server(environment: pytest.MonkeyPatch, address: str) -> None:
    environment.setenv("HTTP_PORT", "8080")
    environment.setenv("WEBHOOK_URL", address)

    assert read_settings().webhook_url == address.rstrip("/")


@pytest.mark.parametrize(("given", "code"), [("44", "44"), ("+44", "44"), ("", None)])
def test_country_code_is_kept_without_its_plus(
    environment: pytest.MonkeyPatch, given: str, code: str | None
) -> None:
    environment.setenv("PHONE_COUNTRY_CODE", given)
    assert read_settings().phone_country_code == code


@pytest.mark.parametrize(
    ("currency", "is_fine"), [("GBP", True), ("JPY", True), ("RSD", False), ("ALL", False)]
)
def test_currency_that_telegram_counts_otherwise_is_not_paid_online(
    environment: pytest.MonkeyPatch, currency: str, *, is_fine: bool
) -> None:
    environment.setenv("CURRENCY", currency)
    assert read_settings()
    environment.setenv("PAYMENT_PROVIDER_TOKEN", "123456:TEST:abc")

    if is_fine:
        assert read_settings().pays_online
    else:
        assert f"PAYMENT_PROVIDER_TOKEN: cannot be used with {currency}" in complaint()
