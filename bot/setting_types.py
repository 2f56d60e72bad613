"""What the values of settings must be, with the example that a complaint gives."""

import re
from typing import Annotated, Any
from zoneinfo import available_timezones

from babel.numbers import get_currency_precision, list_currencies
from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationInfo
from pydantic_settings import NoDecode

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{20,}")
_PROVIDER_TOKEN = re.compile(r"[0-9]+:(TEST|LIVE):\S+")
TELEGRAM_WITHOUT_DECIMALS = {"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND"}
"""Of all others it takes hundredths, also of some that have none on paper any more."""


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("must look like 123456:ABC-DEF…; ask @BotFather for one")
    return value


def _provider_token(value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    if value is not None and not _PROVIDER_TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("must look like 123456:LIVE:…; @BotFather gives one under Payments")
    currency = info.data.get("currency")
    if value is None or currency is None or currency in TELEGRAM_WITHOUT_DECIMALS:
        return value
    if not get_currency_precision(currency):
        # An amount in whole units would be taken for hundredths of it.
        raise ValueError(f"cannot be used with {currency}, which Telegram counts otherwise")
    return value


def _address(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// or http://")
    return value.rstrip("/")


def _webhook(value: str | None, info: ValidationInfo) -> str | None:
    if value is None:
        return None
    is_near = value.startswith(("http://127.0.0.1:", "http://localhost:"))
    if not value.startswith("https://") and not is_near:
        raise ValueError("must begin with https://, or Telegram refuses it")
    if info.data.get("http_port") is None:
        raise ValueError("needs HTTP_PORT too, for the server that it leads to")
    return value.rstrip("/")


def _database(value: str) -> str:
    # Without a path, SQLite would keep everything in memory and lose it with the process.
    if not re.match(r"sqlite:///(?!:memory:).|postgresql://.", value):
        raise ValueError("must be sqlite:///path or postgresql://user:password@host/name")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must be the name of a time zone, like Europe/London")
    return value


def _time_of_day(value: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise ValueError("must be a time of day, like 21:00")
    return value


def _country_code(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\+?[1-9][0-9]{0,2}", value):
        raise ValueError("must be the code that phone numbers of a country begin with, like 44")
    return value and value.removeprefix("+")


def _currency(value: str) -> str:
    if value not in list_currencies():
        raise ValueError("must be the code of a currency in capitals, like GBP")
    return value


def _numbers(value: Any) -> Any:
    """Read numbers separated by commas or spaces, as people write lists."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


Token = Annotated[SecretStr, AfterValidator(_token)]
ProviderToken = Annotated[SecretStr | None, AfterValidator(_provider_token)]
Address = Annotated[str, AfterValidator(_address)]
Webhook = Annotated[str | None, AfterValidator(_webhook)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
ZoneName = Annotated[str, AfterValidator(_zone)]
TimeOfDay = Annotated[str, AfterValidator(_time_of_day)]
CountryCode = Annotated[str | None, AfterValidator(_country_code)]
Currency = Annotated[str, AfterValidator(_currency)]
Numbers = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)]
