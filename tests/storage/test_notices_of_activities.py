"""What a notice of a changed activity is about: as it is now, with the parent's places in it."""

from datetime import timedelta

from domain.model import BookingStatus, Field
from domain.notices import Notice, NoticeKind
from storage.notices.activities import AboutActivity
from storage.tables import activity
from storage.transaction import Transaction
from tests.factory import MONDAY, NOW, Factory, Family


def tell(make: Factory, parent_id: int, activity_id: int) -> AboutActivity:
    told = Notice(
        parent_id,
        NoticeKind.ACTIVITY_CHANGED,
        NOW,
        activity_id=activity_id,
        changed=Field.TIMES,
        occasion="@key",
    )

    def work(tx: Transaction) -> AboutActivity:
        tx.outbox.add(told)
        [due] = tx.outbox.claim(now=NOW, again_at=NOW + timedelta(hours=1), most=9)
        assert isinstance(due.about, AboutActivity)
        return due.about

    return make.database.transact(work)


def test_activity_is_told_as_it_is_when_the_notice_is_sent(make: Factory) -> None:
    chess = make.session(name="Chess", tutor_id=make.tutor(name="Tina"))
    ann = make.family()
    make.booking(chess, ann)
    make.change(activity, chess.activity.id, location="Gym")
    about = tell(make, ann.parent_id, chess.activity.id)
    assert (about.planned.plan.location, about.planned.tutor_name) == ("Gym", "Tina")
    assert about.changed is Field.TIMES


def test_places_are_those_of_all_the_parent_s_children_whoever_booked(make: Factory) -> None:
    chess = make.session()
    later = make.session(activity_id=chess.activity.id, on=MONDAY + timedelta(weeks=1))
    mother, father = make.parent(), make.parent()
    emma = make.child(mother, father, name="Emma")
    ben = make.child(mother, name="Ben")
    make.booking(later, Family(mother, emma))
    make.booking(chess, Family(father, emma), status="pending")
    make.waiting(chess, Family(mother, ben))
    make.booking(chess, make.family())
    make.booking(make.session(), Family(mother, ben))
    make.booking(chess, Family(mother, ben), status="cancelled")

    def places(parent_id: int) -> list[tuple[str, int, BookingStatus | None]]:
        about = tell(make, parent_id, chess.activity.id)
        return [(each.child_name, each.session.id, each.status) for each in about.places]

    assert places(mother) == [
        ("Ben", chess.id, None),
        ("Emma", chess.id, BookingStatus.PENDING),
        ("Emma", later.id, BookingStatus.CONFIRMED),
    ]
    assert places(father) == [
        ("Emma", chess.id, BookingStatus.PENDING),
        ("Emma", later.id, BookingStatus.CONFIRMED),
    ]
