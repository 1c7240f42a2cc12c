"""The language of a text where its script shows it, whatever the feed declares."""

import pytest

from watcher.text import written_language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("新加坡与美国举行首次关键和新兴技术对话", "en-US", "zh"),
        ("新加坡与美国举行首次关键和新兴技术对话", None, "zh"),
        ("新加坡與美國 AI 對話", "zh-tw", "zh-tw"),
        ("日米首脳会談", "ja", "ja"),
        ("シンガポールと米国が新興技術について対話", "en", "ja"),
        ("싱가포르와 미국, 핵심 기술 대화 개최", None, "ko"),
        ("Singapore and Washington open talks", "zh", None),
        ("Singapore opens 新加坡 talks on the technology of tomorrow", "zh", "zh"),
        ("Singapore and Washington open talks", "en-SG", "en-SG"),
        ("Washington et Singapour ouvrent un dialogue", None, None),
        ("", "en", "en"),
        ("", None, None),
        ("The word 量子 stands in an English text about quantum computing", "en", "en"),
    ],
)
def test_a_script_outweighs_what_is_declared(text: str, declared: str | None, language: str | None) -> None:
    assert written_language(text, declared) == language
