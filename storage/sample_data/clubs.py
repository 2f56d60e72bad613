"""The clubs of the sample school and who runs them; none of it exists."""

from dataclasses import dataclass
from datetime import time

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)

TUTORS = (
    "Ms Tamsin Otterpool",
    "Mr Barnaby Whistlecroft",
    "Coach Dele Brightwater",
    "Mrs Priya Kiteflyer",
    "Miss Zuzanna Gwiazdka",
    "Mr Hamish MacGorse",
    "Ms Ngozi Sunbeam",
    "Madame Élise Feuillet-d'Or",
    "Mr Idris Clogwyn",
    "Mrs Fay Tansy-Bell",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Club:
    """One row of the programme."""

    name: str
    tutor: int
    """Which of `TUTORS`."""
    weekday: int
    start: time
    end: time
    location: str
    price_minor: int
    capacity: int
    grades: tuple[int, int]
    wanted: int
    """How much children like it, against the others."""
    description: str
    booking_cutoff_minutes: int | None = None
    free_cancellation_minutes: int | None = None


STORY = "Swimming"
"""The club of the guided story: one place left on every date, and nobody waiting."""
EMMAS_CLUB, OLIVERS_CLUB, LEOS_CLUB = "Art and Clay", "Little Movers", "Football"
"""Where the children of the story go already; none is on the day of `STORY`."""

CLUBS = (
    Club(
        name=STORY,
        tutor=0,
        weekday=MONDAY,
        start=time(15, 30),
        end=time(16, 30),
        location="Kingfisher Pool",
        price_minor=650,
        capacity=8,
        grades=(2, 6),
        wanted=0,
        description="Strokes, floats and a game at the end. Bring a towel and a hat.",
    ),
    Club(
        name="Chess",
        tutor=1,
        weekday=MONDAY,
        start=time(15, 30),
        end=time(16, 30),
        location="Library",
        price_minor=0,
        capacity=14,
        grades=(1, 6),
        wanted=3,
        description="From how a knight moves to the county league. Boards are here.",
    ),
    Club(
        name="Yoga before School",
        tutor=6,
        weekday=MONDAY,
        start=time(7, 50),
        end=time(8, 35),
        location="Hall",
        price_minor=300,
        capacity=16,
        grades=(0, 6),
        wanted=2,
        description="Stretch, breathe and start the week calmly. Breakfast is not included.",
    ),
    Club(
        name="Football",
        tutor=2,
        weekday=TUESDAY,
        start=time(15, 30),
        end=time(16, 45),
        location="Bottom field",
        price_minor=450,
        capacity=18,
        grades=(1, 4),
        wanted=6,
        description="Skills, small-sided games, any weather. Boots and shin pads, please.",
    ),
    Club(
        name="Choir",
        tutor=3,
        weekday=TUESDAY,
        start=time(15, 30),
        end=time(16, 15),
        location="Music room",
        price_minor=0,
        capacity=24,
        grades=(2, 6),
        wanted=3,
        description="Songs in two parts, and one concert before the holidays. No audition.",
    ),
    Club(
        name="Story Corner",
        tutor=9,
        weekday=TUESDAY,
        start=time(15, 20),
        end=time(16, 0),
        location="Library",
        price_minor=0,
        capacity=12,
        grades=(0, 1),
        wanted=4,
        description="Picture books, puppets and a biscuit for our youngest.",
    ),
    Club(
        name="Coding",
        tutor=4,
        weekday=WEDNESDAY,
        start=time(15, 30),
        end=time(16, 45),
        location="Computer room",
        price_minor=700,
        capacity=10,
        grades=(3, 6),
        wanted=6,
        description="Make a game and take it home. Computers are provided.",
    ),
    Club(
        name="Art and Clay",
        tutor=7,
        weekday=WEDNESDAY,
        start=time(15, 30),
        end=time(16, 30),
        location="Art room",
        price_minor=550,
        capacity=12,
        grades=(1, 6),
        wanted=4,
        description="Paint, print and pottery. An old shirt saves the jumper.",
    ),
    Club(
        name="Little Movers",
        tutor=6,
        weekday=WEDNESDAY,
        start=time(15, 20),
        end=time(16, 0),
        location="Hall",
        price_minor=350,
        capacity=10,
        grades=(0, 2),
        wanted=5,
        description="Running, rolling and balancing for small legs.",
    ),
    Club(
        name="Gymnastics",
        tutor=6,
        weekday=THURSDAY,
        start=time(15, 30),
        end=time(16, 30),
        location="Hall",
        price_minor=600,
        capacity=12,
        grades=(1, 6),
        wanted=6,
        description="Floor, bench and vault, in small groups. Bare feet, hair tied back.",
    ),
    Club(
        name="Science Lab",
        tutor=8,
        weekday=THURSDAY,
        start=time(15, 30),
        end=time(16, 30),
        location="Year 5 classroom",
        price_minor=500,
        capacity=14,
        grades=(3, 6),
        wanted=4,
        description="Volcanoes, circuits and slime. Goggles are here; questions are welcome.",
    ),
    Club(
        name="Recorder Group",
        tutor=3,
        weekday=THURSDAY,
        start=time(8, 0),
        end=time(8, 40),
        location="Music room",
        price_minor=250,
        capacity=10,
        grades=(2, 5),
        wanted=2,
        description="Three notes by half-term, a tune by the end. Recorders can be borrowed.",
    ),
    Club(
        name="Cookery",
        tutor=9,
        weekday=FRIDAY,
        start=time(15, 30),
        end=time(17, 0),
        location="Food room",
        price_minor=800,
        capacity=6,
        grades=(2, 6),
        wanted=7,
        description="Cook a supper and take it home. Tell us about allergies beforehand.",
        # The shopping is done the day before.
        booking_cutoff_minutes=24 * 60,
        free_cancellation_minutes=48 * 60,
    ),
    Club(
        name="Drama",
        tutor=7,
        weekday=FRIDAY,
        start=time(15, 30),
        end=time(16, 45),
        location="Studio",
        price_minor=500,
        capacity=16,
        grades=(2, 6),
        wanted=4,
        description="Improvise, play and put on a show for families in the last week.",
    ),
    Club(
        name="Gardening",
        tutor=5,
        weekday=FRIDAY,
        start=time(15, 20),
        end=time(16, 10),
        location="Kitchen garden",
        price_minor=0,
        capacity=8,
        grades=(0, 3),
        wanted=5,
        description="Dig, sow and water. Wellington boots live in the shed.",
    ),
    Club(
        name="Cross-country",
        tutor=5,
        weekday=SATURDAY,
        start=time(9, 30),
        end=time(10, 30),
        location="Millpond Park gate",
        price_minor=0,
        capacity=20,
        grades=(3, 6),
        wanted=2,
        description="A muddy mile or two. Parents and carers may run along.",
    ),
)
