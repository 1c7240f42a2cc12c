"""HTML fragments to plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import html_to_text, one_line, shorten


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two <b>bold</b>.</p>", "One\nTwo bold."),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("A line\nthat goes on", "A line that goes on"),
        ("First paragraph\n\nsecond &amp; last", "First paragraph\nsecond & last"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<script>if (a < b) x()</script>Text<style>p{}</style><!-- note -->", "Text"),
        ("<script>never closed", ""),
        ('<a href="x" title="a &gt; b" data-x>link</a>, word', "link, word"),
        ("5 < 6 and 7 > 3 <i>ok</i>", "5 < 6 and 7 > 3 ok"),
        ("&lt;b&gt; is a tag <br> here", "<b> is a tag\nhere"),
        ("<img src=x onerror=alert(1)>safe", "safe"),
        ('<a title="1 > 0">odd</a>', "odd"),
        ("<P CLASS='x'>One</P><LI>two<TD>three", "One\ntwo three"),
        ("kept<p:x>apart<b-x>not here", "kept\napartnot here"),
        ("one<iframe src='https://x.example/'>no text</iframe> line", "one line"),
        ("<p>one\x0ctwo\x85three \x1f four</p>", "onetwothree four"),
        ("in<em>com</em>plete <b", "incomplete"),
    ],
)
def test_fragments_become_paragraphs(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@given(st.lists(st.sampled_from(["<p>", "<B>", "</td>", " <a href='x'>", "<hr />", "<img src=x>", "word", " \n"])))
def test_a_loose_sign_elsewhere_does_not_change_how_tags_are_read(pieces: list[str]) -> None:
    markup = "<p>" + "".join(pieces)  # without any tag, empty lines part paragraphs
    assert html_to_text(f"{markup}<p>2 < 3").removesuffix("2 < 3").rstrip() == html_to_text(markup)


@given(st.text(alphabet="ab \t\n\x0b\x1c\x7f\x85\xa0\u200b\u3000", max_size=12), st.text("ab  \n", max_size=60))
def test_a_shortened_text_begins_as_the_whole_does(start: str, text: str) -> None:
    whole = " ".join("".join(mark for mark in start + text if mark not in "\x0b\x1c\x7f\x85\u200b").split())
    assert one_line(start + text) == whole
    short = shorten((start + text) * 20, 8)
    assert len(short) <= 8
    assert one_line((start + text) * 20).startswith(short.removesuffix("…"))


@given(st.text(alphabet="<>/ab&;=\"'! -\n", max_size=80))
def test_any_soup_ends_as_lines_without_blank_ones(soup: str) -> None:
    assert all(line == line.strip() and line for line in html_to_text(soup).split("\n")) or html_to_text(soup) == ""
