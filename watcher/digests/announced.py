"""Whether a text announces that it was corrected, in the outlet's own words. Pure.

Only an announcement counts: "Correction: ...", "an earlier version of this article misstated ...", "更正：...".
A changed headline or sentence is none, and a market correction is none either.
"""

import re

from watcher.text import one_line, sentences, shorten

LONGEST = 300  # characters of a source that may leave the house

_LABEL = r"(?:corrections?|corrected|clarifications?|corrigendum|erratum|更正(?:启事|啟事|声明|聲明)?|勘[误誤])"
_TITLE_FIRST = re.compile(
    rf"^\s*(?:update\s+\d+\s*-\s*)?(?:[\[(【（]\s*{_LABEL}\s*[\])】）]\s*[:：-]?|{_LABEL}\s*(?:[:：|–—]|-\s?))\s*",
    re.IGNORECASE,
)
_TITLE_LAST = re.compile(rf"\s*[\[(【（]\s*{_LABEL}\s*[\])】）]\s*$", re.IGNORECASE)
_SENTENCE_FIRST = re.compile(
    rf"^\W*(?:editor[’']?s note\W+)?{_LABEL}\s*"
    r"(?:[:：】）\])]|[(\[,–—-][^:：\n]{0,40}[:：]|(?:appended|added|on|at)\b[^:：\n]{0,40}[:：])\s*",
    re.IGNORECASE,
)
_PIECE = r"(?:article|story|report|post|piece|headline|version|page|item|dispatch|release|transcript)"
_SAID = re.compile(
    rf"\b(?:earlier|previous|prior|original) version of (?:this|the|our) (?:\w+ ){{0,3}}?{_PIECE}\b.{{0,80}}?"
    r"\b(?:mis\w+|incorrect\w*|wrong\w*|erroneous\w*|in error|inaccurate\w*|said|stated|gave)\b"
    rf"|\b(?:this|the) (?:\w+\.? ){{0,4}}?{_PIECE} (?:has been|was|is) (?:\w+ ){{0,2}}(?:to )?correct(?:ed)?\b"
    rf"|\b(?:this|the) (?:\w+ ){{0,2}}?{_PIECE} corrects\b"
    rf"|\bwe have (?:since )?corrected (?:this|the) (?:\w+ ){{0,2}}?{_PIECE}\b"
    r"|(?:本文|本报道|本報道|本稿|原文|前文|此前报道|早前报道|先前版本)[^。！？]{0,30}(?:更正|勘[误誤]|有误|有誤|误写|誤寫|误植|誤植)",
    re.IGNORECASE,
)


def announced_correction(title: str, text: str) -> str | None:
    """What the outlet says it corrected, without the label in front; None where nothing is announced."""
    if found := _TITLE_FIRST.match(title) or _TITLE_LAST.search(title):
        return _said(title[: found.start()] + title[found.end() :], title)
    if not (_SAID.search(text) or _HINT.search(text)):
        return None
    for start, end in sentences(text):
        sentence = text[start:end]
        if label := _SENTENCE_FIRST.match(sentence):
            rest = sentence[label.end() :]
            return _said(rest if rest.strip() else text[end : end + LONGEST], sentence)
        if _SAID.search(sentence):
            return _said(sentence, sentence)
    return None


_HINT = re.compile(_LABEL, re.IGNORECASE)


def _said(rest: str, whole: str) -> str:
    return shorten(one_line(rest) or one_line(whole), LONGEST)
