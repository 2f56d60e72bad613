"""Every rule the database keeps refuses a bad row, and is named when it does."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import Index, insert

from storage.database import Database
from storage.errors import ConflictError
from storage.tables import metadata
from tests.factory import MONDAY, NOW, Factory
from tests.storage.one_of_each import Values, fill, fill_for, rows

pytestmark = pytest.mark.unmeasured

NOWHERE = 999
"""The id of no row."""
FIRST_PAYMENT: Values = {
    "kind": "payment",
    "charge_id": "pay-1",
    "provider_charge_id": "provider-1",
    "method": "online",
    "amount_minor": 5,
    "booking_id": None,
}
PAYOUT: Values = {
    "kind": "payout",
    "charge_id": "out-1",
    "method": "cash",
    "amount_minor": -5,
    "booking_id": None,
}
UNKNOWN_MONEY: Values = {"reason": "unknown", "charge_id": "pay-1", "currency": "GBP"}
UNUSED_MONEY: Values = {"reason": "unused", "payment_id": 1}
FIRST = {
    "uq_account_entry_charge_id": FIRST_PAYMENT,
    "uq_account_entry_provider_charge_id": FIRST_PAYMENT,
    "uq_repayment_charge_id": UNKNOWN_MONEY,
    "uq_repayment_payment_id": UNUSED_MONEY,
}
"""What is there beside the first row, where that alone could not be in the way."""

BAD: list[tuple[str, Values]] = [
    ("ck_parent_reminders", {"reminders": "daily"}),
    ("ck_parent_credit_limit", {"credit_limit_minor": -1}),
    ("ck_child_grade", {"grade": -1}),
    ("ck_child_grade", {"grade": 14}),
    ("ck_parent_merged_is_nobody", {"merged_into": 1, "telegram_id": 5}),
    ("ck_applicant_status", {"status": "lost", "decided_at": NOW}),
    ("ck_applicant_decided_has_instant", {"decided_at": NOW}),
    ("ck_applicant_approved_is_parent", {"parent_id": 1}),
    ("ck_applicant_decided_by", {"decided_by": 42}),
    ("ck_invitation_used_by_somebody", {"used_at": NOW}),
    ("ck_invitation_used_by_somebody", {"parent_id": 1}),
    ("ck_announcement_audience", {"audience": "staff"}),
    ("ck_announcement_activity", {"audience": "activity"}),
    ("ck_announcement_activity", {"activity_id": 1}),
    ("ck_announcement_session", {"audience": "queue"}),
    ("ck_announcement_session", {"session_id": 1}),
    ("ck_announcement_grade", {"audience": "grade"}),
    ("ck_announcement_grade", {"grade": 3}),
    ("ck_activity_price", {"price_minor": -1}),
    ("ck_activity_capacity", {"max_capacity": 0}),
    ("ck_activity_weekday", {"weekday": -1}),
    ("ck_activity_weekday", {"weekday": 7}),
    ("ck_activity_ends_after_start", {"end_time": time(15, 30)}),
    ("ck_activity_ends_after_start", {"end_time": time(15, 29)}),
    ("ck_activity_term", {"first_on": date(2026, 9, 15)}),
    ("ck_activity_grades", {"grade_from": -1}),
    ("ck_activity_grades", {"grade_from": 7}),
    ("ck_activity_booking_cutoff", {"booking_cutoff_minutes": -1}),
    ("ck_activity_booking_cutoff", {"booking_cutoff_minutes": 14 * 24 * 60 + 1}),
    ("ck_activity_free_cancellation", {"free_cancellation_minutes": -1}),
    ("ck_session_capacity", {"capacity": 0}),
    ("ck_session_status", {"status": "open"}),
    ("ck_booking_status", {"status": "waiting"}),
    ("ck_booking_price", {"price_minor": -1}),
    ("ck_booking_discount", {"discount": "friends", "discount_minor": 50}),
    ("ck_booking_discount_minor", {"discount": "sibling", "discount_minor": 0}),
    ("ck_booking_discount_has_amount", {"discount": "term"}),
    ("ck_booking_discount_has_amount", {"discount_minor": 50}),
    ("ck_booking_late_refund_percent", {"late_refund_percent": -1}),
    ("ck_booking_late_refund_percent", {"late_refund_percent": 101}),
    ("ck_booking_pending_has_deadline", {"status": "pending"}),
    ("ck_booking_pending_has_deadline", {"hold_expires_at": NOW}),
    ("ck_booking_confirmed_has_instant", {"confirmed_at": None}),
    ("ck_booking_ended_has_instant", {"status": "cancelled"}),
    ("ck_booking_ended_has_instant", {"status": "expired"}),
    ("ck_booking_ended_has_instant", {"ended_at": NOW}),
    ("ck_waitlist_entry_status", {"status": "pending", "ended_at": NOW}),
    ("ck_waitlist_entry_promoted_has_booking", {"status": "promoted", "ended_at": NOW}),
    ("ck_waitlist_entry_promoted_has_booking", {"booking_id": 1}),
    ("ck_waitlist_entry_ended_has_instant", {"ended_at": NOW}),
    ("ck_waitlist_entry_ended_has_instant", {"status": "left"}),
    ("ck_waitlist_entry_price", {"price_minor": -1}),
    ("ck_attendance_status", {"status": "asleep"}),
    ("ck_attendance_status_before", {"status_before": "asleep"}),
    ("ck_account_entry_kind", {"kind": "gift", "booking_id": None, "amount_minor": 5}),
    ("ck_account_entry_sign", {"amount_minor": 500}),
    ("ck_account_entry_sign", {"amount_minor": 0}),
    ("ck_account_entry_sign", {"kind": "refund", "amount_minor": -500}),
    (
        "ck_account_entry_sign",
        {"kind": "payment", "charge_id": "p", "method": "cash", "booking_id": None},
    ),
    ("ck_account_entry_sign", {"kind": "adjustment", "amount_minor": 0, "booking_id": None}),
    ("ck_account_entry_place_has_booking", {"booking_id": None}),
    ("ck_account_entry_place_has_booking", {"kind": "adjustment"}),
    ("ck_account_entry_payment_has_charge_id", {"charge_id": "c"}),
    (
        "ck_account_entry_payment_has_charge_id",
        {"kind": "payment", "method": "cash", "amount_minor": 5, "booking_id": None},
    ),
    (
        "ck_account_entry_method",
        {
            "kind": "payment",
            "charge_id": "p",
            "method": "shells",
            "amount_minor": 5,
            "booking_id": None,
        },
    ),
    ("ck_account_entry_payment_has_method", {"method": "cash"}),
    (
        "ck_account_entry_payment_has_method",
        {"kind": "payment", "charge_id": "p", "amount_minor": 5, "booking_id": None},
    ),
    ("ck_account_entry_sign", PAYOUT | {"amount_minor": 5}),
    ("ck_account_entry_payment_has_charge_id", PAYOUT | {"charge_id": None}),
    ("ck_account_entry_payment_has_method", PAYOUT | {"method": None}),
    ("ck_account_entry_online_payout_has_payment", {"payment_id": 1}),
    ("ck_account_entry_online_payout_has_payment", PAYOUT | {"payment_id": 1}),
    ("ck_account_entry_online_payout_has_payment", PAYOUT | {"method": "online"}),
    ("ck_account_entry_only_payments_come_from_a_provider", {"provider_charge_id": "p"}),
    ("ck_account_entry_only_payments_come_from_a_provider", {"invoice_id": 1}),
    ("ck_account_entry_actor", {"actor_id": 1}),
    ("ck_account_entry_actor", {"actor_role": "parent"}),
    ("ck_repayment_change_amount", {"amount_minor": 0}),
    ("ck_repayment_reason", {"reason": "lost"}),
    ("ck_repayment_open", {"open_minor": 501}),
    ("ck_repayment_open", {"open_minor": -1}),
    ("ck_repayment_closed_has_instant", {"open_minor": 0}),
    ("ck_repayment_closed_has_instant", {"closed_at": NOW}),
    ("ck_repayment_known_has_parent", {"parent_id": None}),
    ("ck_repayment_unused_has_payment", {"payment_id": 1}),
    ("ck_repayment_unused_has_payment", {"reason": "unused"}),
    ("ck_repayment_unknown_has_charge", {"reason": "unknown"}),
    ("ck_repayment_unknown_has_charge", {"charge_id": "c", "currency": "GBP"}),
    ("ck_repayment_charge_has_currency", {"reason": "unknown", "charge_id": "c"}),
    ("ck_repayment_charge_has_currency", {"provider_charge_id": "p"}),
    ("ck_invoice_amount", {"amount_minor": 0}),
    ("ck_invoice_status", {"status": "lost", "closed_at": NOW}),
    ("ck_invoice_closed_has_instant", {"status": "paid"}),
    ("ck_invoice_closed_has_instant", {"closed_at": NOW}),
    ("ck_notice_state", {"state": "lost", "settled_at": NOW}),
    ("ck_notice_one_subject", {"booking_id": None}),
    ("ck_notice_one_subject", {"entry_id": 1}),
    ("ck_notice_one_subject", {"session_id": 1}),
    ("ck_notice_one_subject", {"on_date": MONDAY}),
    ("ck_notice_one_subject", {"failed_update_id": 1}),
    ("ck_notice_one_subject", {"booking_id": None, "session_id": 1, "on_date": MONDAY}),
    ("ck_notice_one_recipient", {"parent_id": None}),
    ("ck_notice_one_recipient", {"staff_telegram_id": 42}),
    ("ck_notice_one_subject", {"payment_id": 1}),
    ("ck_notice_one_subject", {"repayment_id": 1}),
    ("ck_notice_one_subject", {"activity_id": 1}),
    ("ck_notice_changed", {"booking_id": None, "activity_id": 1, "changed": "weather"}),
    ("ck_notice_changed_of_activity", {"changed": "times"}),
    ("ck_notice_settled_has_instant", {"settled_at": NOW}),
    ("ck_notice_settled_has_instant", {"state": "sent"}),
    ("ck_notice_settled_has_instant", {"state": "paused", "settled_at": NOW}),
    ("ck_audit_event_actor_role", {"actor_role": "stranger", "actor_id": 1}),
    ("ck_staff_role", {"role": "parent"}),
    ("ck_staff_invitation_role", {"role": "parent"}),
    ("ck_staff_invitation_tutor_is_named", {"role": "tutor"}),
    ("ck_staff_invitation_tutor_is_named", {"tutor_id": 1}),
    ("ck_staff_invitation_used_by_somebody", {"staff_id": 1}),
    ("ck_staff_invitation_used_by_somebody", {"used_at": NOW}),
    ("ck_audit_event_actor", {"actor_id": 1}),
    ("ck_audit_event_actor", {"actor_role": "parent"}),
    ("uq_parent_telegram_id", {"telegram_id": 1}),
    ("pk_applicant", {"id": 1}),
    ("uq_applicant_telegram_id", {"telegram_id": 901}),
    ("uq_invitation_code", {"code": "code-1"}),
    ("uq_invitation_unused_for_parent", {"for_parent_id": 1}),
    ("uq_tutor_telegram_id", {"telegram_id": 1}),
    ("uq_activity_request_key", {"request_key": "request-1"}),
    ("uq_staff_invitation_code", {"code": "code-1"}),
    ("uq_staff_telegram_id", {"telegram_id": 1}),
    ("uq_session_activity_id_date", {"activity_id": 1}),
    ("uq_booking_request_key_session_id", {"request_key": "request-1", "session_id": 1}),
    ("uq_booking_active_child_session", {"child_id": 1, "session_id": 1}),
    (
        "uq_booking_active_child_session",
        {"child_id": 1, "session_id": 1, "status": "pending", "hold_expires_at": NOW},
    ),
    ("uq_waitlist_entry_request_key_session_id", {"request_key": "request-1", "session_id": 1}),
    ("uq_waitlist_entry_waiting_child_session", {"child_id": 1, "session_id": 1}),
    ("uq_account_entry_charge_id", FIRST_PAYMENT | {"provider_charge_id": None}),
    ("uq_account_entry_provider_charge_id", FIRST_PAYMENT | {"charge_id": "pay-2"}),
    ("uq_account_entry_booking_charge", {"booking_id": 1}),
    ("uq_repayment_request", {"parent_id": 1}),
    ("uq_repayment_charge_id", UNKNOWN_MONEY),
    ("uq_repayment_payment_id", UNUSED_MONEY),
    ("uq_invoice_payload", {"payload": "payload-1"}),
    ("pk_announcement", {"id": 1}),
    ("uq_announcement_key", {"key": "key-1"}),
    ("uq_notice_dedupe_key", {"dedupe_key": "promoted:b1"}),
    ("pk_guardianship", {"parent_id": 1, "child_id": 1}),
    ("pk_cancellation", {"session_id": 1}),
    ("pk_acknowledgement", {"notice_id": 1}),
    ("pk_queue_block", {"session_id": 1}),
    ("ck_queue_block_waiting", {"waiting": -1}),
    ("uq_file_import_key", {"key": "key-1"}),
    ("pk_file_import", {"id": 1}),
    ("pk_closure", {"date": date(2026, 10, 1)}),
    ("pk_attendance", {"booking_id": 1}),
    ("pk_register_note", {"booking_id": 1}),
    ("pk_absence", {"booking_id": 1}),
    ("pk_register_message", {"message_id": 1}),
    ("pk_books_check", {"on_date": date(2026, 9, 1)}),
    ("pk_books_fault", {"on_date": date(2026, 9, 1), "rule": "charged"}),
    ("ck_books_fault_faults", {"faults": 0}),
    ("pk_invoice_booking", {"invoice_id": 1, "booking_id": 1}),
    ("pk_conversation", {"telegram_id": 1}),
    ("pk_lease", {"name": "lease-1"}),
    ("pk_file_import", {"id": 1}),
    ("uq_file_import_key", {"key": "key-1"}),
    ("pk_queue_block", {"session_id": 1}),
    ("ck_queue_block_waiting", {"waiting": -1}),
    ("pk_failed_update", {"id": 1}),
    ("pk_parked_update", {"id": 1}),
    ("pk_repayment", {"id": 1}),
    ("pk_invoice_mention", {"invoice_id": 1, "message_id": 1}),
    ("ck_queue_block_waiting", {"waiting": -1}),
    ("pk_file_import", {"id": 1}),
    ("uq_file_import_key", {"key": rows(1)["file_import"]["key"]}),
    ("pk_queue_block", {"session_id": 1}),
    ("fk_queue_block_session_id", {"session_id": NOWHERE}),
    *[
        (f"pk_{table}", {"id": 1})
        for table in (
            *(
                "parent",
                "child",
                "invitation",
                "staff",
                "staff_invitation",
                "tutor",
                "activity",
                "session",
                "booking",
            ),
            *("waitlist_entry", "account_entry", "notice", "audit_event", "invoice"),
            "repayment_change",
        )
    ],
    ("fk_guardianship_parent_id", {"parent_id": NOWHERE}),
    ("fk_guardianship_child_id", {"child_id": NOWHERE}),
    (
        "fk_applicant_parent_id",
        {"status": "approved", "decided_at": NOW, "parent_id": NOWHERE},
    ),
    (
        "fk_parent_merged_into",
        {"merged_into": NOWHERE, "telegram_id": None, "phone": None, "email": None},
    ),
    ("fk_notice_applicant_id", {"booking_id": None, "applicant_id": NOWHERE}),
    ("fk_notice_staff_invitation_id", {"booking_id": None, "staff_invitation_id": NOWHERE}),
    ("fk_invitation_for_parent_id", {"for_parent_id": NOWHERE}),
    ("fk_invitation_parent_id", {"parent_id": NOWHERE, "used_at": NOW}),
    ("fk_staff_invitation_tutor_id", {"role": "tutor", "tutor_id": NOWHERE}),
    ("fk_staff_invitation_staff_id", {"staff_id": NOWHERE, "used_at": NOW}),
    ("fk_tutor_telegram_id", {"telegram_id": NOWHERE}),
    ("fk_activity_tutor_id", {"tutor_id": NOWHERE}),
    ("fk_session_activity_id", {"activity_id": NOWHERE}),
    *[
        (f"fk_booking_{name}_id", {f"{name}_id": NOWHERE})
        for name in ("session", "child", "parent")
    ],
    *[
        (f"fk_waitlist_entry_{name}_id", {f"{name}_id": NOWHERE})
        for name in ("session", "child", "parent")
    ],
    (
        "fk_waitlist_entry_booking_id",
        {"status": "promoted", "ended_at": NOW, "booking_id": NOWHERE},
    ),
    ("fk_attendance_booking_id", {"booking_id": NOWHERE}),
    ("fk_register_note_booking_id", {"booking_id": NOWHERE}),
    ("fk_absence_booking_id", {"booking_id": NOWHERE}),
    ("fk_absence_parent_id", {"parent_id": NOWHERE}),
    ("fk_register_message_session_id", {"session_id": NOWHERE}),
    ("fk_books_fault_on_date", {"on_date": date(2025, 9, 1)}),
    ("fk_account_entry_parent_id", {"parent_id": NOWHERE}),
    ("fk_account_entry_booking_id", {"booking_id": NOWHERE}),
    ("fk_account_entry_invoice_id", FIRST_PAYMENT | {"invoice_id": NOWHERE}),
    (
        "fk_account_entry_payment_id",
        PAYOUT | {"method": "online", "payment_id": NOWHERE},
    ),
    ("fk_repayment_parent_id", {"parent_id": NOWHERE}),
    ("fk_repayment_payment_id", UNUSED_MONEY | {"payment_id": NOWHERE}),
    ("fk_invoice_mention_invoice_id", {"invoice_id": NOWHERE}),
    ("fk_repayment_change_repayment_id", {"repayment_id": NOWHERE}),
    ("fk_notice_repayment_id", {"booking_id": None, "repayment_id": NOWHERE}),
    ("fk_invoice_parent_id", {"parent_id": NOWHERE}),
    ("fk_invoice_booking_invoice_id", {"invoice_id": NOWHERE}),
    ("fk_invoice_booking_booking_id", {"booking_id": NOWHERE}),
    ("fk_queue_block_session_id", {"session_id": NOWHERE}),
    ("fk_cancellation_session_id", {"session_id": NOWHERE}),
    ("fk_queue_block_session_id", {"session_id": NOWHERE}),
    ("fk_acknowledgement_notice_id", {"notice_id": NOWHERE}),
    ("fk_notice_parent_id", {"parent_id": NOWHERE}),
    ("fk_notice_booking_id", {"booking_id": NOWHERE}),
    ("fk_notice_entry_id", {"booking_id": None, "entry_id": NOWHERE}),
    ("fk_notice_session_id", {"booking_id": None, "session_id": NOWHERE}),
    ("fk_notice_activity_id", {"booking_id": None, "activity_id": NOWHERE}),
    ("fk_notice_announcement_id", {"booking_id": None, "announcement_id": NOWHERE}),
    ("fk_announcement_activity_id", {"audience": "activity", "activity_id": NOWHERE}),
    ("fk_announcement_session_id", {"audience": "session", "session_id": NOWHERE}),
    ("fk_notice_failed_update_id", {"booking_id": None, "failed_update_id": NOWHERE}),
    ("fk_notice_payment_id", {"booking_id": None, "payment_id": NOWHERE}),
]


def table_of(constraint: str) -> str:
    name = constraint.partition("_")[2]
    return max((table for table in metadata.tables if name.startswith(table)), key=len)


def add(database: Database, table: str, values: Values) -> None:
    database.transact(
        lambda tx: tx.connection.execute(insert(metadata.tables[table]).values(values))
    )


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [pytest.param(name, wrong, id=f"{name} {list(wrong.values())}") for name, wrong in BAD],
)
def test_bad_row_is_refused_by_the_rule_of_that_name(
    database: Database, constraint: str, wrong: Values
) -> None:
    table = table_of(constraint)
    fill_for(database, table)
    if constraint in FIRST:
        add(database, table, rows(1)[table] | {"id": 3} | FIRST[constraint])
    with pytest.raises(ConflictError) as refused:
        add(database, table, rows(2)[table] | wrong)
    is_silent = constraint.startswith("fk_") and database.engine.dialect.name == "sqlite"
    assert refused.value.constraint == ("unknown" if is_silent else constraint)


@pytest.mark.parametrize("table", list(metadata.tables))
def test_good_row_is_accepted(database: Database, table: str) -> None:
    fill_for(database, table)
    add(database, table, rows(2)[table])


def test_every_rule_is_tried() -> None:
    def is_rule(rule: Any) -> bool:
        return not isinstance(rule, Index) or rule.unique

    rules: list[Any] = [
        rule
        for table in metadata.sorted_tables
        for rule in (*table.constraints, *table.indexes)
        if is_rule(rule)
    ]
    assert {name for name, _ in BAD} == {str(rule.name) for rule in rules}


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        pytest.param(
            "booking",
            {"child_id": 1, "session_id": 1, "status": "cancelled", "ended_at": NOW},
            id="a cancelled booking beside an active one",
        ),
        pytest.param(
            "booking",
            {"child_id": 1, "session_id": 1, "status": "expired", "ended_at": NOW},
            id="an expired booking beside an active one",
        ),
        pytest.param(
            "waitlist_entry",
            {"child_id": 1, "session_id": 1, "status": "left", "ended_at": NOW},
            id="an entry that was left beside one that waits",
        ),
        pytest.param("booking", {"child_id": 1}, id="another session for the same child"),
        pytest.param("booking", {"session_id": 1}, id="another child in the same session"),
        pytest.param("booking", {"request_key": "request-1"}, id="one request, two sessions"),
        pytest.param("parent", {"telegram_id": None}, id="a parent who was made anonymous"),
        pytest.param("parent", {"email": None, "phone": None}, id="a parent without e-mail"),
        pytest.param("session", {"date": date(2026, 9, 21)}, id="another date"),
        pytest.param(
            "notice", {"parent_id": None, "staff_telegram_id": 42}, id="a notice to the staff"
        ),
        pytest.param("notice", {"booking_id": None, "session_id": 1}, id="about a session"),
        pytest.param("notice", {"booking_id": None, "on_date": MONDAY}, id="about a day"),
        pytest.param(
            "notice",
            {"booking_id": None, "activity_id": 1, "changed": "times"},
            id="about an activity",
        ),
        pytest.param("notice", {"state": "paused"}, id="a notice that waits for its parent"),
        pytest.param(
            "account_entry",
            {"kind": "refund", "amount_minor": 5, "booking_id": 1},
            id="the refund of what was charged",
        ),
        pytest.param("child", {"grade": 0}, id="a child in Reception"),
        pytest.param("activity", {"price_minor": 0, "max_capacity": 1}, id="free, and for one"),
    ],
)
def test_rules_forbid_no_more_than_they_say(
    database: Database, table: str, changes: Values
) -> None:
    fill_for(database, table)
    add(database, table, rows(2)[table] | changes)


def test_missing_value_is_refused_though_no_rule_has_a_name_for_it(make: Factory) -> None:
    with pytest.raises(ConflictError) as refused:
        make.parent(name=None)
    assert refused.value.constraint == "unknown"


def test_row_that_others_refer_to_cannot_go(database: Database) -> None:
    fill(database)
    gone = metadata.tables["session"].delete()
    with pytest.raises(ConflictError):
        database.transact(lambda tx: tx.connection.execute(gone))
    assert MONDAY in [row.date for row in Factory(database).rows(metadata.tables["session"])]
