"""HTML fragments to plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import html_to_text


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
        ("in<em>com</em>plete <b", "incomplete"),
    ],
)
def test_fragments_become_paragraphs(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@given(st.text(alphabet="<>/ab&;=\"'! -\n", max_size=80))
def test_any_soup_ends_as_lines_without_blank_ones(soup: str) -> None:
    assert all(line == line.strip() and line for line in html_to_text(soup).split("\n")) or html_to_text(soup) == ""
