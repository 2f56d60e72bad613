"""HTML and entities, as pure functions."""

from typing import Any

import pytest

from bot.sandbox import limits, utf16
from bot.sandbox.entities import explicit, finish, to_html
from bot.sandbox.errors import ApiError
from bot.sandbox.links import checked_link, mentioned_id
from bot.sandbox.markup import parse_html

Entity = dict[str, Any]


def parsed(html: str) -> tuple[str, list[Entity]]:
    text, entities = finish(*parse_html(html))
    return text, entities


def spans(html: str) -> list[tuple[str, int, int]]:
    return [(e["type"], e["offset"], e["length"]) for e in parsed(html)[1]]


@pytest.mark.parametrize(
    ("html", "text", "found"),
    [
        ("<b>a</b>b", "ab", [("bold", 0, 1)]),
        ("<B>a</b>", "a", [("bold", 0, 1)]),
        ("<strong>a</>", "a", [("bold", 0, 1)]),
        ("<em>a<u>b</u></em>", "ab", [("italic", 0, 2), ("underline", 1, 1)]),
        ("😀<i>é</i>", "😀é", [("italic", 2, 1)]),
        ("<b>👩‍👧</b>", "👩‍👧", [("bold", 0, 5)]),
        ("<b></b>x", "x", []),
        ("a &lt; b &amp;&amp; c &gt; d &quot;", 'a < b && c > d "', []),
        ("&copy; &#65;&#x42; &#0;", "&copy; AB &#0;", []),
        ("  <b> a </b>\n", "a", [("bold", 0, 1)]),
        ("<code>/help <b>x</b></code>", "/help x", [("code", 0, 7)]),
        ("<pre><code>x</code></pre>", "x", [("pre", 0, 1)]),
        ("<b><code>x</code></b>", "x", [("code", 0, 1)]),
        ("<blockquote>a<b>b</b></blockquote>", "ab", [("blockquote", 0, 2), ("bold", 1, 1)]),
        ('<a href="ftp://x.org">x</a>', "x", []),
        ("<a>www.example.org</a>", "www.example.org", [("text_link", 0, 15)]),
        ("<span class='tg-spoiler'>x</span>", "x", [("spoiler", 0, 1)]),
        ('<a href="x.org?a&amp;b"   >x</a >', "x", [("text_link", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities_in_utf16_units(
    html: str, text: str, found: list[tuple[str, int, int]]
) -> None:
    assert parsed(html)[0] == text
    assert spans(html) == found


@pytest.mark.parametrize(
    "html",
    [
        '<pre><code class="language-python">x</code></pre>',
        '<code class="language-python"><pre>x</pre></code>',
    ],
)
def test_code_with_a_language_is_one_block(html: str) -> None:
    assert parsed(html)[1] == [{"type": "pre", "language": "python", "offset": 0, "length": 1}]


def test_language_of_code_that_is_no_block_is_dropped() -> None:
    assert parsed('<code class="language-python">x</code>')[1] == [
        {"type": "code", "offset": 0, "length": 1}
    ]


def test_attributes_make_the_entity() -> None:
    html = '<a href=example.org>a</a><tg-time unix="5" format="r">b</tg-time>'

    link, time = parsed(html)[1]

    assert link["url"] == "http://example.org/"
    assert (time["unix_time"], time["date_time_format"]) == (5, "r")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("1 < 2 >", 'Unsupported start tag "" at byte offset 2'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href", "Unclosed start tag at byte offset 0"),
        ("<a href=", "Unclosed start tag at byte offset 0"),
        ("<b>é</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_at_its_byte(html: str, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(html)

    assert str(refused.value) == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start CODE", [("bot_command", 0, 6)]),
        ("see /book.", [("bot_command", 4, 5)]),
        ("/book@club_bot now", [("bot_command", 0, 14)]),
        ("a/b http://x.org/a/b", [("url", 4, 16)]),
        ("1/2/2026", []),
        ("mail a.b+c@example.org!", [("email", 5, 17)]),
        ("@anna_s and #club2", [("mention", 0, 7), ("hashtag", 12, 6)]),
        ("#2 is no tag, a@b is no mail", []),
        ("call +44 7700 900123", [("phone_number", 5, 15)]),
    ],
)
def test_commands_links_and_the_like_are_found_by_themselves(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in finish(text, [])[1]] == found


def test_text_keeps_its_first_hundred_entities() -> None:
    assert len(parsed("<b>a</b> " * 101)[1]) == limits.ENTITIES


def test_shown_html_is_what_a_bot_could_have_written() -> None:
    html = (
        '<b>a &lt; <i>b</i></b> <a href="http://example.org/">c</a> '
        "<blockquote expandable>d</blockquote> <tg-spoiler>e</tg-spoiler>"
    )

    assert to_html(*parsed(html)) == html


def test_mention_by_id_and_what_html_cannot_say() -> None:
    person = {"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 5}}
    command = {"type": "bot_command", "offset": 2, "length": 5}

    assert to_html("A /help", [person, command]) == '<a href="tg://user?id=5">A</a> /help'


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("text", []),
        ([{"type": "bold", "offset": 0, "length": 1, "url": "x"}], ["bold"]),
        ([{"type": "hashtag", "offset": 0, "length": 1}], []),
        ([{"type": "text_link", "offset": 0, "length": 1, "url": "http://x.org/"}], ["text_link"]),
    ],
)
def test_explicit_entities_are_kept_unless_found_by_themselves(given: Any, kept: list[str]) -> None:
    assert [entity["type"] for entity in explicit(given)] == kept


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ("bold", "expected an Object"),
        ({"type": "bold", "length": 1}, 'Can\'t find field "offset"'),
        ({"offset": 0, "length": 1}, "Type is not specified"),
        ({"type": "text_link", "offset": 0, "length": 1}, 'Can\'t find field "url"'),
    ],
)
def test_malformed_explicit_entity_is_refused(entity: Any, words: str) -> None:
    with pytest.raises(ApiError, match=words):
        explicit([entity])


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("example.org", "http://example.org/"),
        ("https://example.org/a?b", "https://example.org/a?b"),
        ("http://localhost:80/a", "http://localhost:80/a"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("javascript://x.org", None),
        ("javascript:alert(1)", None),
        ("no host", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_only_real_links_are_links(url: str, checked: str | None) -> None:
    assert checked_link(url) == checked


def test_mention_link_names_a_person() -> None:
    assert mentioned_id("tg://user?id=5") == 5
    assert mentioned_id("tg://user?id=x") is None


def test_length_counts_utf16_units() -> None:
    assert [utf16.length(text) for text in ("", "é", "😀", "a😀")] == [0, 1, 2, 3]
