"""Telling the office of what needs somebody to look at it."""

from collections.abc import Collection
from dataclasses import replace

from domain.notices import Notice
from domain.ports.transaction import Transaction


def tell_office(tx: Transaction, notice: Notice, office: Collection[int]) -> None:
    """Write a notice to each admin; `office` are those whom the settings name."""
    everyone = sorted({*office, *tx.staff.list_admins()})
    tx.outbox.add(*[replace(notice, staff_telegram_id=each) for each in everyone])
