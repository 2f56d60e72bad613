"""The trail for the office: what was done, by whom and to whom; and choosing a part of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import page_of, turning
from bot.screens.trail_words import action_words, actor_words, detail_words, did
from bot.taps.trail import ChooseDays, ChooseTopic, ChooseWho, SendTrail, ShowTrail, Trail
from bot.texts import Html, Say, isolated
from domain.audit import Topic
from storage.office_queries import FamilyFound
from storage.staff_queries import StaffEntry
from storage.trail_queries import TrailLine

A_PAGE = 8
STAFF_A_PAGE = 8
ANY_DAY = date.min


def trail(
    say: Say, part: Trail, name: str | None, found: Sequence[TrailLine], *, is_first: bool
) -> Screen:
    """Show a page; one more line than a page has says that there are more."""
    shown = found[:A_PAGE]
    nothing = say("Nothing was done that fits.")
    return Screen(
        paragraphs(
            lines(say("<b>Who did what</b>"), say("{part}", part=_part(say, part, name))),
            *(_by_day(say, shown) if shown else [nothing]),
        ),
        (
            *_turning(say, part, found, is_first=is_first),
            (
                Button(say.label("What"), ChooseTopic(**_same(part))),
                Button(say.label("When"), ChooseDays(**_same(part))),
                Button(say.label("Who"), ChooseWho(**_same(part))),
            ),
            *(((Button(say.label("As a file"), SendTrail(**_same(part))),),) if shown else ()),
        ),
    )


def _same(part: Trail) -> dict[str, Any]:
    """Return what chooses a part, for another tap about the same."""
    return {"topic": part.topic, "first": part.first, "last": part.last, "who": part.who}


def _turning(say: Say, part: Trail, found: Sequence[TrailLine], *, is_first: bool) -> Rows:
    row = []
    if not is_first:
        row.append(Button(say.label("‹ Newest"), ShowTrail(**_same(part))))
    if len(found) > A_PAGE:
        older = ShowTrail(**_same(part), before=found[A_PAGE - 1].id)
        row.append(Button(say.label("Older ›"), older))
    return (tuple(row),) if row else ()


def _part(say: Say, part: Trail, name: str | None) -> str:
    """Write which part of the trail is shown."""
    return ", ".join(
        [
            _topic_words(say, part.topic),
            days_words(say, part.first, part.last),
            name or say.label("everybody"),
        ]
    )


def _topic_words(say: Say, topic: str) -> str:
    return {
        "all": say.label("all that was done"),
        Topic.PLACES: say.label("places"),
        Topic.MONEY: say.label("money"),
        Topic.FAMILIES: say.label("families"),
        Topic.SCHOOL: say.label("activities and sessions"),
        Topic.STAFF: say.label("staff"),
    }[topic]


def days_words(say: Say, first: date, last: date) -> str:
    if first == ANY_DAY:
        return say.label("at any time")
    if first == last:
        return say.full_date(first)
    return say.label("{first} to {last}", first=say.full_date(first), last=say.full_date(last))


def _by_day(say: Say, found: Sequence[TrailLine]) -> list[Html]:
    """Write the lines under their days."""
    days: dict[date, list[Html]] = {}
    for line in found:
        local = line.at.astimezone(say.zone)
        days.setdefault(local.date(), []).append(_line(say, line, local))
    return [
        lines(say("<b>{day}</b>", day=say.full_date(day)), *written)
        for day, written in days.items()
    ]


def _line(say: Say, line: TrailLine, local: datetime) -> Html:
    about = ", ".join(filter(None, [line.person, _where(say, line), detail_words(say, line)]))
    does = say(
        "{time} {who}: {does}",
        time=say.clock(local.time()),
        who=actor_words(say, line),
        does=did(action_words(say), line),
    )
    return lines(say("{does} – {about}", does=does, about=about)) if about else does


def _where(say: Say, line: TrailLine) -> str:
    on = say.day(line.on) if line.on else None
    return " ".join(filter(None, [line.activity_name, on]))


def choose_topic(say: Say, part: Trail) -> Screen:
    chosen = [
        (Button(_topic_words(say, topic), ShowTrail(**_same(part) | {"topic": topic})),)
        for topic in ("all", *Topic)
    ]
    return Screen(say("<b>What are you looking for?</b>"), tuple(chosen))


def choose_days(say: Say, part: Trail, today: date) -> Screen:
    spans = {
        say.label("Today"): (today, today),
        say.label("Yesterday"): (today - timedelta(days=1), today - timedelta(days=1)),
        say.label("The last 7 days"): (today - timedelta(days=6), today),
        say.label("The last 30 days"): (today - timedelta(days=29), today),
        say.label("At any time"): (ANY_DAY, ANY_DAY),
    }
    rows = tuple(
        (Button(label, ShowTrail(**_same(part) | {"first": first, "last": last})),)
        for label, (first, last) in spans.items()
    )
    ask = say("<b>When was it?</b>\nFor another day write it like this: /audit 14.9.2026")
    return Screen(ask, rows)


def choose_who(say: Say, part: Trail, entries: Sequence[StaffEntry], page: int) -> Screen:
    shown, page = page_of(entries, page, STAFF_A_PAGE)
    rows = tuple(
        (Button(_staff_label(say, each), _of(part, f"s{each.telegram_id}")),) for each in shown
    )
    taps = ChooseWho(**_same(part), page=page - 1), ChooseWho(**_same(part), page=page + 1)
    ask = say(
        "<b>Whose doing was it?</b>\nTap one of the staff. For a family write a part of a name, "
        "like this: /audit Smith"
    )
    return Screen(
        ask,
        (
            *rows,
            *turning(say, page, STAFF_A_PAGE, len(entries), taps),
            (Button(say.label("Everybody"), _of(part, "all")),),
        ),
    )


def _staff_label(say: Say, entry: StaffEntry) -> str:
    return isolated(entry.name or say.label("Telegram {number}", number=entry.telegram_id))


def _of(part: Trail, who: str) -> ShowTrail:
    return ShowTrail(**_same(part) | {"who": who})


def choose_family(say: Say, query: str, found: Sequence[FamilyFound]) -> Screen:
    rows = tuple(
        (Button(_family_label(each), ShowTrail(who=f"p{each.parent_id}")),) for each in found
    )
    return Screen(say("Who fits “{query}”: tap one.", query=query), rows)


def _family_label(found: FamilyFound) -> str:
    return " · ".join(isolated(name) for name in (found.parent_name, *found.children[:1]))


def nobody(say: Say) -> Screen:
    return Screen(
        say(
            "I find no family by that. Write a part of one name, or a day, for example: "
            "/audit Smith, or: /audit 14.9.2026"
        )
    )


def cut_short(say: Say, most: int) -> Screen:
    return Screen(
        say("The file has the newest {most} lines. For older ones choose fewer days.", most=most)
    )
