"""Lists as an office sends them."""

FAMILIES = (
    "Child name,Birth date,Year group,Parent 1 name,Parent 1 phone,Parent 1 email,"
    "Parent 2 name,Parent 2 phone\r\n"
    "Emma Smith,31.5.2018,Year 3,Ann Smith,+44 7700 900123,ann@example.org,"
    "Tom Smith,+44 7700 900456\r\n"
    "Leo Smith,2020-02-14,Year 1,Ann Smith,+44 7700 900123,,,\r\n"
    '"O’Neill, Zoë",1.3.2019,Reception,Kim O’Neill,,kim@example.org,,\r\n'
).encode()
ACTIVITIES = (
    b"Activity;Tutor;Place;Weekday;Start;End;First date;Last date;From year;To year;Capacity;"
    b"Price\n"
    b"Swimming;Tim Pool;Pool;Monday;15:30;16:30;7.9.2026;28.9.2026;Reception;Year 4;15;6.50\n"
    b"Chess;Clara King;Library;wed;12.15;13.00;9.9.2026;30.9.2026;2;6;20;free\n"
)
WRONG = (
    b"Child name,Date of birth,Year,Parent 1 name,Parent 1 phone,Shoe size\n"
    b"=cmd|'/c calc',31.5.2018,Year 3,Ann Smith,+44 7700 900123,30\n"
    b"Leo,31.2.2018,Year 9,,07700 900124,31\n"
)
