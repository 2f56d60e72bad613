"""The school's money for the office as files: a line a week, and a line an entry."""

from collections.abc import Sequence
from dataclasses import astuple

from bot.documents.sheet import csv_file, harmless
from bot.screens.account import method_words
from bot.texts import Say
from domain.model import MoneyKind
from storage.money_queries import Money, MoneyLine, WeekOfMoney


def weeks_csv(say: Say, found: Money) -> bytes:
    """Return the weeks as CSV; how things stood is empty where a week has not begun."""
    header = (
        *(
            say.label("From"),
            say.label("Until"),
            say.label("Taken ({currency})", currency=say.currency),
        ),
        *(
            say.label("Places less refunds"),
            say.label("Paid out"),
            say.label("Corrections"),
        ),
        *(say.label("Due for held places"), say.label("Credit on accounts")),
        *(say.label("Owed by families"), say.label("Refunds to pay")),
    )
    return csv_file(header, [_week_row(say, each) for each in found.weeks])


def _week_row(say: Say, week: WeekOfMoney) -> tuple[str, ...]:
    moved = (week.taken_minor, week.used_minor, week.paid_out_minor, week.corrected_minor)
    stood = astuple(week.standing) if week.standing else (None,) * 4
    return (
        week.week.first.isoformat(),
        week.week.last.isoformat(),
        *["" if each is None else say.plain_money(each) for each in (*moved, *stood)],
    )


def money_csv(say: Say, found: Sequence[MoneyLine]) -> bytes:
    """Return the entries as CSV: codes and ids as the database has them, and names as people do."""
    header = (
        *(say.label("Entry"), say.label("Date"), say.label("Time"), say.label("Kind")),
        say.label("Amount ({currency})", currency=say.currency),
        *(say.label("Parent or carer"), say.label("Child"), say.label("Activity")),
        *(say.label("Date of the place"), say.label("Method"), say.label("Reference or reason")),
        *(say.label("Charge id"), say.label("Payment provider's number"), say.label("By")),
    )
    return csv_file(header, [_row(say, each) for each in found])


def _row(say: Say, line: MoneyLine) -> tuple[str | int, ...]:
    local = line.made_at.astimezone(say.zone)
    words = (
        line.parent_name,
        line.child_name or "",
        line.activity_name or "",
        line.on.isoformat() if line.on else "",
        method_words(say, line.method) if line.method else "",
        line.note,
        line.charge_id or "",
        line.provider_charge_id or "",
        f"{line.actor_role} {line.actor_id or ''}".strip(),
    )
    return (
        line.id,
        local.date().isoformat(),
        local.time().isoformat(timespec="minutes"),
        harmless(kind_words(say, line.kind)),
        say.plain_money(line.amount_minor),
        *[harmless(each) for each in words],
    )


def kind_words(say: Say, kind: MoneyKind) -> str:
    words = {
        MoneyKind.CHARGE: say.label("place"),
        MoneyKind.REFUND: say.label("refund"),
        MoneyKind.PAYMENT: say.label("payment"),
        MoneyKind.PAYOUT: say.label("payout"),
        MoneyKind.ADJUSTMENT: say.label("correction"),
    }
    return words[kind]
