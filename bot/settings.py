"""The settings, from the environment or `.env`; all that is wrong with them is said at once."""

import hashlib
import hmac
from datetime import time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from pydantic import Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.setting_types import (
    Address,
    CountryCode,
    Currency,
    DatabaseUrl,
    Numbers,
    ProviderToken,
    TimeOfDay,
    Token,
    Webhook,
    ZoneName,
)
from domain.discounts import TERM_DATES
from domain.model import Policy, QuietHours
from domain.timetable import LONGEST_BOOKING_CUTOFF


class SettingsError(Exception):
    """The settings are missing or wrong."""


LONGEST_HOURS = 24 * 366
LONGEST_HOLD_MINUTES = 7 * 24 * 60


class Settings(BaseSettings):
    """What an operator decides. A field's description is its line in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_token: Annotated[Token, Field(description="The bot's token, from @BotFather.")]
    school_name: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
        Field(description="The name that parents read."),
    ]
    school_timezone: Annotated[ZoneName, Field(description="Where the school's clocks are.")]
    currency: Annotated[Currency, Field(description="The school's one currency, as a code.")]
    telegram_api_url: Annotated[
        Address,
        Field(description="The Bot API server; another one for trying out."),
    ] = "https://api.telegram.org"
    database_url: Annotated[
        DatabaseUrl,
        Field(description="sqlite:///path, or postgresql://user:password@host/name."),
    ] = "sqlite:///data/afterbell.db"
    http_host: Annotated[str, Field(description="Where the bot's own web server listens.")] = (
        "127.0.0.1"
    )
    http_port: Annotated[
        int | None,
        Field(
            ge=1,
            le=65_535,
            description="Its port, for /healthz, /readyz and /metrics; without one, no server.",
        ),
    ] = None
    webhook_url: Annotated[
        Webhook,
        Field(
            description="Where Telegram reaches that server from outside, like "
            "https://bot.example.org; without it, the bot polls."
        ),
    ] = None
    admin_telegram_ids: Annotated[
        Numbers,
        Field(description="Telegram ids of the office, separated by commas."),
    ] = ()
    registration: Annotated[
        Literal["open", "invite"],
        Field(description="open: any parent may join. invite: only with a link from the office."),
    ] = "open"
    last_year_group: Annotated[
        int, Field(ge=0, le=13, description="The school's oldest year group; 0 is Reception.")
    ] = 6
    phone_country_code: Annotated[
        CountryCode,
        Field(
            description="The country of phone numbers that the office writes without its code, "
            "like 44."
        ),
    ] = None
    payment_provider_token: Annotated[
        ProviderToken,
        Field(
            description="The payment provider's token, from @BotFather; without one, parents pay "
            "at the school office."
        ),
    ] = None
    hold_minutes: Annotated[
        int,
        Field(
            ge=10,
            le=LONGEST_HOLD_MINUTES,
            description="With a payment provider: how long a place is kept that is still to be "
            "paid for.",
        ),
    ] = 30
    office_hold_hours: Annotated[
        int,
        Field(
            ge=1,
            le=LONGEST_HOURS,
            description="The same for a place that is to be paid for at the school office.",
        ),
    ] = 48
    offer_hold_hours: Annotated[
        int,
        Field(ge=1, le=LONGEST_HOURS, description="The same for a place from the waiting list."),
    ] = 24
    booking_cutoff_minutes: Annotated[
        int,
        Field(
            ge=0,
            le=LONGEST_BOOKING_CUTOFF // timedelta(minutes=1),
            description="How long before its start a session closes for booking.",
        ),
    ] = 60
    free_cancellation_hours: Annotated[
        int,
        Field(
            ge=0, le=LONGEST_HOURS, description="How long before the start a cancellation is free."
        ),
    ] = 24
    late_refund_percent: Annotated[
        int, Field(ge=0, le=100, description="What a later cancellation gives back, in percent.")
    ] = 0
    sibling_discount_percent: Annotated[
        int,
        Field(
            ge=0,
            le=100,
            description="What is taken off a place, in percent, while another child of the same "
            "parent has one in the same week.",
        ),
    ] = 0
    term_discount_percent: Annotated[
        int,
        Field(
            ge=0,
            le=100,
            description="What is taken off, in percent, when all dates that are left of an "
            f"activity are booked at once, at least {TERM_DATES}.",
        ),
    ] = 0
    credit_limit: Annotated[
        Decimal,
        Field(ge=0, description="How far below zero an account may go; 0 means pay first."),
    ] = Decimal(0)
    quiet_from: Annotated[
        TimeOfDay,
        Field(
            description="When the hours begin in which nobody is reminded, on the school's clock."
        ),
    ] = "21:00"
    quiet_until: Annotated[
        TimeOfDay,
        Field(description="When they end; the same time as they begin means that there are none."),
    ] = "07:00"
    register_minutes: Annotated[
        int,
        Field(
            ge=0,
            le=24 * 60,
            description="How long before a session its tutor is sent the register; 0 means never.",
        ),
    ] = 30

    def derived(self, purpose: str) -> str:
        """Make a secret that every replica makes alike, and that does not tell the token."""
        token = self.telegram_token.get_secret_value()
        return hmac.new(token.encode(), f"afterbell {purpose}".encode(), hashlib.sha256).hexdigest()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.school_timezone)

    @property
    def _quiet_hours(self) -> QuietHours | None:
        if self.quiet_from == self.quiet_until:
            return None
        return QuietHours(time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until))

    @property
    def secrets(self) -> list[str]:
        """What must be in no log."""
        given = (self.telegram_token, self.payment_provider_token)
        return [each.get_secret_value() for each in given if each is not None]

    @property
    def pays_online(self) -> bool:
        return self.payment_provider_token is not None

    @property
    def office_hold(self) -> timedelta:
        return timedelta(hours=self.office_hold_hours)

    @property
    def policy(self) -> Policy:
        online_hold = timedelta(minutes=self.hold_minutes)
        return Policy(
            zone=self.zone,
            hold=online_hold if self.pays_online else self.office_hold,
            offer_hold=timedelta(hours=self.offer_hold_hours),
            booking_cutoff=timedelta(minutes=self.booking_cutoff_minutes),
            free_cancellation=timedelta(hours=self.free_cancellation_hours),
            late_refund_percent=self.late_refund_percent,
            sibling_discount_percent=self.sibling_discount_percent,
            term_discount_percent=self.term_discount_percent,
            credit_limit_minor=int(self.credit_limit.scaleb(get_currency_precision(self.currency))),
            quiet=self._quiet_hours,
            register_before=timedelta(minutes=self.register_minutes),
        )


def read_settings(**given: Any) -> Settings:
    """Read the settings; what is given in the call goes before the environment.

    Raises:
        SettingsError: naming everything that is missing or wrong, and how to mend it.

    """
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [_complaint(fault) for fault in error.errors(include_url=False)]
        raise SettingsError("\n".join(["These settings need mending:", *lines])) from None


def _complaint(fault: Any) -> str:
    name = str(fault["loc"][0])
    description = Settings.model_fields[name].description
    if fault["type"] == "missing":
        words = "is missing"
    else:
        words = fault["msg"].removeprefix("Value error, ")
    return f"  {name.upper()}: {words}. ({description}) Set it in the environment or in .env."


def example() -> str:
    """Return `.env.example`: every setting with its meaning; the optional ones with defaults."""
    parts = ["# Copy this file to .env and fill in the first part.\n"]
    for name, field in Settings.model_fields.items():
        if field.is_required():
            line = f"{name.upper()}="
        else:
            default = "" if field.default in ((), None) else field.default
            line = f"# {name.upper()}={default}"
        parts.append(f"# {field.description}\n{line}\n")
    return "\n".join(parts)
