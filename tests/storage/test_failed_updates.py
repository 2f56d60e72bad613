"""What was passed over is recorded once, with the reference that the person was told."""

from storage.database import Database
from storage.failed_updates import FailedUpdate, record_failed_update
from storage.tables import failed_update, notice
from tests.factory import NOW, Factory

OFFICE = (41, 42)


def test_update_that_was_passed_over_is_recorded(database: Database, make: Factory) -> None:
    failed = FailedUpdate(7, 1001, "ValueError", "0123abcd")

    make.staff(42, "admin")
    make.staff(43, "admin")
    make.staff(44, "tutor")

    database.transact(record_failed_update, failed, OFFICE, now=NOW)

    [row] = make.rows(failed_update)
    assert (row.id, row.telegram_id, row.error) == (7, 1001, "ValueError")
    assert (row.reference, row.failed_at) == ("0123abcd", NOW)
    told = {(row.kind, row.failed_update_id, row.staff_telegram_id) for row in make.rows(notice)}
    assert told == {("update_failed", 7, person_id) for person_id in (41, 42, 43)}


def test_update_that_comes_again_and_fails_again_is_recorded_once(
    database: Database, make: Factory
) -> None:
    for reference in ("0123abcd", "4567abcd"):
        failed = FailedUpdate(7, None, "ValueError", reference)
        database.transact(record_failed_update, failed, OFFICE, now=NOW)

    assert [row.reference for row in make.rows(failed_update)] == ["0123abcd"]
    assert make.count(notice) == len(OFFICE)
