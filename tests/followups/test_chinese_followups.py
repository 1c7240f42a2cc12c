"""Chinese sentences: the common patterns of dates, commitment and report."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change, Kind

PUBLISHED = date(2024, 5, 8)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "place", "kind"),
    [
        ("第二届对话将于2024年7月在新加坡举行。", "2024-07-01", "2024-07-31", "month", "新加坡", "meeting"),
        ("第二次对话定于7月31日在新加坡举行。", "2024-07-31", "2024-07-31", "day", "新加坡", "meeting"),
        ("新加坡计划明年推出新的人工智能平台。", "2025-01-01", "2025-12-31", "year", None, "launch"),
        ("两国有望在年底前签署科技合作协议。", "None", "2024-12-31", "year", None, "agreement"),
        ("公众咨询将于2026年3月15日截止。", "2026-03-15", "2026-03-15", "day", None, "deadline"),
        ("新工厂将在2026年第一季度投产。", "2026-01-01", "2026-03-31", "quarter", None, "launch"),
        ("新工厂将在2027年上半年投产。", "2027-01-01", "2027-06-30", "half", None, "launch"),
        ("新工厂将在2027年底投产。", "2027-09-01", "2027-12-31", "range", None, "launch"),
        ("新工厂将于明年年中投产。", "2025-05-01", "2025-08-31", "range", None, "launch"),
        ("双方将于5月20日至22日在东京会晤。", "2024-05-20", "2024-05-22", "range", "东京", "meeting"),
        ("外长将于下周访问美国。", "2024-05-13", "2024-05-19", "range", "美国", "meeting"),
        ("双方将于下周三会谈。", "2024-05-15", "2024-05-15", "day", None, "meeting"),
        ("双方将于周五会谈。", "2024-05-10", "2024-05-10", "day", None, "meeting"),
        ("双方将于明天会谈。", "2024-05-09", "2024-05-09", "day", None, "meeting"),
        ("报告预计下个月发布。", "2024-06-01", "2024-06-30", "month", None, "report"),
        ("报告预计本月底发布。", "2024-05-21", "2024-05-31", "range", None, "report"),
        ("报告预计六月中旬发布。", "2024-06-11", "2024-06-20", "range", None, "report"),
        ("报告预计3月发布。", "2025-03-01", "2025-03-31", "month", None, "report"),
        ("報告將於第三季度發布。", "2024-07-01", "2024-09-30", "quarter", None, "report"),
        ("报告将于下半年发布。", "2024-07-01", "2024-12-31", "half", None, "report"),
        ("政府将在未来三年投资量子技术。", "2024-05-08", "2027-05-08", "range", None, "funding"),
        ("企业须在90天内提交报告，规则将生效。", "None", "2024-08-06", "day", None, "deadline"),
        ("计划将从2025年至2028年实施。", "2025-01-01", "2028-12-31", "range", None, "other"),
        ("新法将于年内生效。", "None", "2024-12-31", "year", None, "deadline"),
        ("双方将于近期会谈。", "None", "None", "none", None, "meeting"),
        ("对话将于明年秋季举行。", "2025-09-01", "2025-11-30", "range", None, "meeting"),
        ("对话将于明年第二季度举行。", "2025-04-01", "2025-06-30", "quarter", None, "meeting"),
        ("港口会议将于六月十五日在釜山举行。", "2024-06-15", "2024-06-15", "day", "釜山", "meeting"),
        ("新规将于二〇二五年一月一日生效。", "2025-01-01", "2025-01-01", "day", None, "deadline"),
        ("渔业会谈定于六月二十日至二十二日召开。", "2024-06-20", "2024-06-22", "range", None, "meeting"),
        ("海关将于28日举行听证会。", "2024-05-28", "2024-05-28", "day", None, "meeting"),
        ("海关将于3日举行听证会。", "2024-06-03", "2024-06-03", "day", None, "meeting"),
        ("海图集预计第四季度公布。", "2024-10-01", "2024-12-31", "quarter", None, "report"),
        ("双方同意于下个月举行第三次会谈。", "2024-06-01", "2024-06-30", "month", None, "meeting"),
        ("协议须在十二月三十一日前签署，双方有望达成。", "None", "2024-12-31", "day", None, "agreement"),
    ],
)
def test_a_promise_is_found(text: str, start: str, end: str, precision: str, place: str | None, kind: str) -> None:
    (found,) = find("", text, PUBLISHED, "zh")
    period = found.period
    assert (str(period.start), str(period.end), period.precision.value) == (start, end, precision)
    assert (found.place, found.kind.value, found.text) == (place, kind, text)


@pytest.mark.parametrize(
    "text",
    [
        "预计2030年市场规模将达到500亿美元。",
        "新加坡去年出口增长5%。",
        "如果谈判失败，2025年关税可能上升吗？",
        "自2020年以来，两国合作密切。",
        "2月30日将举行会议。",
        "13月将举行会议。",
        "2028年至2025年将实施。",
        "美国将军明年访华团。",
        "如果审查通过，港口将于6月扩建。",
        "若议会批准，新规将于7月1日生效。",
        "一旦双方达成共识，明年将启动项目。",
        "市政府没有计划在今年举办船展。",
        "渔业部尚未决定是否将于明年举行会谈。",
        "他在3日报上读到将要发生的事。",
    ],
)
def test_what_promises_nothing_is_left(text: str) -> None:
    assert find("", text, PUBLISHED, "zh") == ()


@pytest.mark.parametrize(
    ("text", "report", "end"),
    [
        ("第一届对话已于2023年10月12日在华盛顿举行。", Change.HELD, "2023-10-12"),
        ("双方昨天签署了备忘录。", Change.HELD, "2024-05-07"),
        ("原定3月举行的峰会已推迟。", Change.POSTPONED, "None"),
        ("主办方说，论坛已取消。", Change.CANCELLED, "None"),
        ("第四届船舶论坛已于5月6日在釜山举行。", Change.HELD, "2024-05-06"),
        ("船舶论坛于五月六日在釜山举行。", Change.HELD, "2024-05-06"),
        ("两国副部长6日在釜山举行了渔业会谈。", Change.HELD, "2024-05-06"),
        ("两国副部长29日在釜山举行了渔业会谈。", Change.HELD, "2024-04-29"),
        ("船舶论坛周二在釜山落幕。", Change.HELD, "2024-05-07"),
        ("船舶论坛上周五圆满结束。", Change.HELD, "2024-05-03"),
        ("首届船舶论坛成功举行。", Change.HELD, "None"),
        ("海图集已正式发布。", Change.HELD, "None"),
        ("船舶论坛今年不会举行。", Change.CANCELLED, "None"),
        ("釜山明年将不再举办船舶论坛。", Change.CANCELLED, "None"),
        ("渔业部否认双方将于六月会谈。", Change.CANCELLED, "None"),
        ("渔业会谈未能如期举行。", Change.POSTPONED, "None"),
    ],
)
def test_what_became_of_something_is_reported(text: str, report: Change, end: str) -> None:
    (found,) = find("", text, PUBLISHED, "zh")
    assert (found.report, str(found.period.end)) == (report, end)


def test_the_edition_is_read() -> None:
    (found,) = find("", "第十二届论坛将于2024年9月在北京举行。", PUBLISHED, "zh")
    assert (found.edition, found.kind) == (12, Kind.MEETING)


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [("该卫星计划在第四季度发射。", "该卫星发射", None), ("新规定将于2026年1月1日生效。", "新规定", None)],
)
def test_a_quarter_is_no_place_and_a_rule_keeps_its_name(text: str, event: str, place: str | None) -> None:
    (found,) = find("", text, PUBLISHED, "zh")
    assert (found.event, found.place) == (event, place)


def test_what_experts_expect_of_a_market_is_promised_by_nobody() -> None:
    assert find("", "專家預計市場明年成長兩成。", PUBLISHED, "zh") == ()
