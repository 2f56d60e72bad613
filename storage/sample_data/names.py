"""Names of people who do not exist: ordinary first names, surnames that nobody bears.

They are of many kinds on purpose: accents, apostrophes, hyphens, and letters written from right
to left are what a school's list looks like.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names that go together; each surname is one family."""

    surnames: tuple[str, ...]
    adults: tuple[str, ...]
    children: tuple[str, ...]


NAMES = (
    NameGroup(
        surnames=(
            "Bramblecote",
            "Buttonshaw",
            "Candlewright",
            "Dapplewood",
            "Eiderdown",
            "Fernyhollow",
            "Foxglove-Hale",
            "Gingerbeck",
            "Hazelbarrow",
            "Honeydrop",
            "Jollyfield",
            "Kestrelby",
            "Lanternby",
            "Marrowthwaite",
            "Merrywhistle",
            "Mossinghurst",
            "Pebblethwaite",
            "Quillfeather",
            "Snowdrop-Pike",
            "Thistlewick",
            "Tinderbrook",
            "Wobblesworth",
        ),
        adults=(
            "Alice",
            "Anne-Marie",
            "Ben",
            "Charlotte",
            "Chloë",
            "Daniel",
            "Eleanor",
            "Fiona",
            "George",
            "Hannah",
            "Jack",
            "Kate",
            "Laura",
            "Marcus",
            "Nathan",
            "Paul",
            "Rachel",
            "Simon",
            "Tom",
            "Victoria",
        ),
        children=(
            "Albie",
            "Amelia",
            "Arthur",
            "Beatrice",
            "Daisy",
            "Edith",
            "Elsie",
            "Felix",
            "Finn",
            "Florence",
            "Freya",
            "Harriet",
            "Hugo",
            "Ivy",
            "Jude",
            "Mabel",
            "Max",
            "Noah",
            "Poppy",
            "Rory",
            "Rosie",
            "Theo",
            "Willow",
            "Zoë",
        ),
    ),
    NameGroup(
        surnames=(
            "ap Rhosynwen",
            "Llanwybren",
            "MacPebble",
            "McHeatherbell",
            "Ó Fuinseogín",
            "O'Marigold",
            "O'Tumble",
            "Tregorsewen",
        ),
        adults=("Aoife", "Dáithí", "Eilidh", "Ffion", "Gethin", "Órla", "Rhys", "Ruaridh", "Siân"),
        children=("Caoimhe", "Carys", "Fíadh", "Gwen", "Iona", "Macsen", "Niamh", "Oisín", "Seán"),
    ),
    NameGroup(
        surnames=(
            "Chandrakamal",
            "D'Jasmine",
            "Mayurdeep",
            "Neelpankh",
            "Patangwala",
            "Sitarapuri",
            "Suryaphool",
            "Titliwala",
        ),
        adults=("Anjali", "Bilal", "Farah", "Harpreet", "Imran", "Meera", "Nisha", "Rohan", "Zara"),
        children=("Aarav", "Aisha", "Dev", "Diya", "Hamza", "Kavya", "Maryam", "Riya", "Yusuf"),
    ),
    NameGroup(
        surnames=("Čmeláček", "Hvězdičková", "Poziomkowska", "Śnieżyczka", "Złotopiórko"),
        adults=("Agnieszka", "Jiří", "Łukasz", "Małgorzata", "Ondřej", "Zuzanna"),
        children=("Bartek", "Eliška", "Filip", "Kája", "Maja", "Staś", "Wójtek", "Zosia"),
    ),
    NameGroup(
        surnames=("Baobabson", "Ìràwọ̀dára", "Mangotree", "Nsorommabell", "Sunmolareed"),
        adults=("Adwoa", "Chidi", "Folákẹ́", "Kofi", "Ngozi", "Túndé"),
        children=("Ama", "Ayọ̀", "Chiamaka", "Ebo", "Kwame", "Temi", "Zainab"),
    ),
    NameGroup(
        surnames=("Byeolbitnara", "Hoshizorano", "Nguyễn-Saosáng", "Xingkongli"),
        adults=("Haruki", "Jiwoo", "Linh", "Mei", "Minh", "Yuna"),
        children=("An", "Đạt", "Hana", "Kai", "Lan", "Ren", "Sora", "Xiu"),
    ),
    NameGroup(
        surnames=("Conchinha", "Étoilet", "Papillonneau", "Peñaluz"),
        adults=("Benoît", "Inês", "João", "Noémie", "Núria", "Raúl"),
        children=("Anaïs", "Chloé", "Íker", "Jérôme", "Lúcia", "Maël", "Tiago"),
    ),
    NameGroup(
        surnames=("نجم البحر",),
        adults=("ليلى", "يوسف", "سلمى"),
        children=("نور", "آدم", "هناء", "زياد"),
    ),
    NameGroup(
        surnames=("כוכב־ים",),
        adults=("נועה", "איתן", "שירה"),
        children=("מאיה", "אורי", "תמר", "יונתן"),
    ),
)
