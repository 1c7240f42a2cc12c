"""Text as the stages want it: HTML to plain text, normal form, sentences, words. No business logic.

Offsets are the point of ``Folded``: matching works on a normal form, evidence is shown in the
text as it was written.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

import nh3

_BLOCKS = (
    "p div br li ul ol dl dd dt h1 h2 h3 h4 h5 h6 tr table caption blockquote section article aside header footer main "
    "nav figure figcaption pre hr address form fieldset details summary center"
).split()
_CELLS = "td th option button".split()
_NO_TEXT = "script style template noscript iframe svg head".split()
# No "<" inside a tag: each of these stops at the next one, so 200,000 of them cost no more than their number.
_BLOCK = re.compile(rf"</?(?:{'|'.join(_BLOCKS)})\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(rf"</?(?:{'|'.join(_CELLS)})\b[^<>]*>", re.IGNORECASE)
_DROPPED = re.compile(rf"<({'|'.join(_NO_TEXT)})\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"</?[a-z][a-z0-9:-]*(?:\s+[a-z_@:][\w:.-]*(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+))?)*\s*/?>",
    re.IGNORECASE,
)
# Tags as nearly all are written; they are done with in one pass. _TAG takes each of them too.
_PLAIN_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)(?:\s+[a-zA-Z][\w:-]*=(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?>")
_EMPTY_LINE = re.compile(r"\n\s*\n")
# Control characters, invisible marks, and what turns the direction of the rest of a line round.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_BREAK = "\ue000"  # private use: marks a block's edge while tags are stripped
_CONTROL_SPACE = "\x0b\x0c\x1c\x1d\x1e\x1f\x85"  # controls that ``str.split`` takes for white space


class _Left(dict[str, str]):
    """What a plain tag leaves, by its name: "<" where what follows is to be dropped, nothing where it is not named."""

    def __missing__(self, name: str) -> str:
        return self.get(name.lower(), "")


_LEFT = _Left(
    {
        **{slash + name: "" for name in "a b i u em img span strong".split() for slash in ("", "/")},
        **{slash + name: _BREAK for name in _BLOCKS for slash in ("", "/")},
        **{slash + name: " " for name in _CELLS for slash in ("", "/")},
        **dict.fromkeys(_NO_TEXT, "<"),
    }
)
_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_EAST_ASIAN_CHARACTER = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_EAST_ASIAN = frozenset({"zh", "yue", "wuu", "cmn", "lzh", "ja", "ko"})

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sen rep gov gen lt col capt sgt st jr sr hon rev no nos vs etc inc ltd co corp dept est "
    "approx jan feb mar apr jun jul aug sept sep oct nov dec fig art sec vol pp p e.g i.e cf u.s u.k u.n e.u d.c "
    "a.m p.m".split()
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|\Z)|[。！？]+[”」』）]*")


def strip_controls(text: str) -> str:
    """Without C0/C1 control characters (tab and newlines stay) and zero-width marks."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """Runs of any white space become one space."""
    if text.isprintable():  # no white space in it but spaces
        return " ".join(text.split()) if "  " in text else text.strip()
    line = " ".join(text.split())
    if not line or (line.isprintable() and not any(map(text.__contains__, _CONTROL_SPACE))):
        return line
    return " ".join(_CONTROL.sub("", text).split())


def html_to_text(markup: str) -> str:
    """Plain text of an HTML fragment: paragraphs parted by one newline, no markup, entities resolved.

    A line break of the source is a space, as in HTML; text without any tag keeps its empty lines as paragraphs.
    """
    if "<" not in markup:
        blocks = _EMPTY_LINE.split(html.unescape(markup))
    else:
        markup = markup.replace(_BREAK, "")
        pieces = _PLAIN_TAG.split(markup)  # between two texts the name of a tag
        pieces[1::2] = map(_LEFT.__getitem__, pieces[1::2])
        bare = "".join(pieces)
        if "<" in bare:
            bare = _without_markup(markup)
        blocks = html.unescape(bare).split(_BREAK)
    return "\n".join([line for line in map(one_line, blocks) if line])


def _without_markup(markup: str) -> str:
    """Without tags, comments, and elements that are no text. Block edges are marked."""
    marked = _CELL.sub(" ", _BLOCK.sub(_BREAK, _DROPPED.sub(" ", markup)))
    bare = _TAG.sub("", marked)
    # Broken tags and loose "<": the real HTML parser decides.
    return nh3.clean(bare, tags=set(), attributes={}) if "<" in bare else bare


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters of one line, cut at a word and ended with an ellipsis."""
    start = text[: limit + limit // 4 + 20]
    line = one_line(start)
    text = line if len(line) > limit or len(start) == len(text) else one_line(text)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    if space > limit * 0.6:
        cut = cut[:space]
    return cut.rstrip(" ,;:-") + "…"


def is_cjk(text: str) -> bool:
    """Whether a good part of the text is written in Chinese characters."""
    return not text.isascii() and len(_CJK.findall(text)) * 4 >= max(1, len(text.replace(" ", "")))


def written_language(text: str, declared: str | None) -> str | None:
    """The language as its script shows it: "zh", "ja" or "ko", whatever a feed declares; else ``declared``.

    Feeds name the wrong one often (a site's default stays "en-US"). Chinese characters alone may be Japanese or
    Korean where that is declared. A text without one of their characters is in none of these languages: None.
    """
    main = (declared or "").partition("-")[0].lower()
    start = text[:1_000]
    if start.isascii():
        return None if main in _EAST_ASIAN else declared
    # Each of their characters takes two bytes more than a letter, and the fewest that count are an eighth of the text.
    more = len(start.encode("utf-8", "surrogatepass")) - len(start)
    if 4 * more < len(start) - start.count(" ") and main not in _EAST_ASIAN:
        return declared
    seen = "zh" if is_cjk(start) else None
    if len(_KANA.findall(start)) * 8 >= max(1, len(start)):
        seen = "ja"
    elif len(_HANGUL.findall(start)) * 4 >= max(1, len(start)):
        seen = "ko"
    if seen is None:
        return None if main in _EAST_ASIAN and not _EAST_ASIAN_CHARACTER.search(start) else declared
    return declared if main == seen or (seen == "zh" and main in _EAST_ASIAN) else seen


def folded(text: str) -> str:
    """Normal form for comparing: NFKC, case-folded, one space between words."""
    return one_line(text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text``, in order, without surrounding space: see ``each_sentence``."""
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[tuple[int, int]]:
    """The span of one sentence after another, read no further than it is asked for.

    A line break ends a sentence; an abbreviation's or an initial's full stop ("U.S.", "Dr.", "J.") does
    not, unless the next word starts a sentence of its own after "U.S." or the like.
    """
    offset = 0
    for line in text.splitlines(keepends=True):
        start = 0
        for stop in _SENTENCE_END.finditer(line):
            if line[stop.start()] == "." and not _ends_sentence(line, stop.start(), stop.end()):
                continue
            yield from _span(line, start, stop.end(), offset)
            start = stop.end()
        yield from _span(line, start, len(line), offset)
        offset += len(line)


def ended_within(line: str, most: int) -> int:
    """Where the last sentence ends of those that one line completes in its first ``most`` characters; 0: none does."""
    for stop in reversed(list(_SENTENCE_END.finditer(line, 0, most + 1))):
        end = stop.end()
        if end <= most and (line[stop.start()] != "." or _ends_sentence(line, stop.start(), end)):
            return end
    return 0


def _span(line: str, start: int, end: int, offset: int) -> tuple[tuple[int, int], ...]:
    piece = line[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return ((offset + start + left, offset + start + right),) if right > left else ()


_STARTERS = frozenset(
    "the a an in on at it its he she they we this that these those but and officials both under after for as with "
    "mr ms mrs dr his her their there".split()
)
_DASHES = re.compile(r"[-–—/]")


def _ends_sentence(line: str, dot: int, end: int) -> bool:
    before = line[max(0, dot - 24) : dot]
    word = before.rsplit(None, 1)[-1] if before.strip() else ""
    bare = _DASHES.split(word)[-1].lstrip("(\"'“‘[").casefold()  # "Korea-U.S. forum"
    following = line[end : end + 80].lstrip().split(None, 1)  # a slice to the line's end would be quadratic
    after = following[0] if following else ""
    if not after:
        return True
    if after[0].islower():
        return False
    dotted = "." in bare or len(bare) == 1
    if dotted and bare.replace(".", "").isalpha():
        return after.strip("\"'“‘").casefold() in _STARTERS
    if bare in _ABBREVIATIONS:
        return bare in {"etc", "inc", "ltd", "co", "corp"} and after.casefold() in _STARTERS
    return True


def whole_characters(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair: JSON's escapes can spell one, and no UTF-8 holds it."""
    return text if text.isascii() else _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


_HALVES = re.compile("[\ud800-\udfff]")
