"""Follow-ups in Chinese sentences: the common patterns of dates and commitment, simplified and traditional.

A smaller grammar than the English one, of the same strictness: a date counts where a word of commitment (将, 计划,
预计, 定于 ...) stands in the sentence, or as a report where 已, 了, 举行了 tell that it took place.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from watcher.followups import spans
from watcher.followups.kinds import edition_of
from watcher.followups.spans import Span
from watcher.model import UNDATED, Change, FoundFollowUp, Kind, Period, Precision

_NUMBER: Final = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "兩": 2}
_N = r"[0-9零一二三四五六七八九十两兩]{1,3}"
_YEAR = r"(?:(?P<y>(?:19|20)\d\d)年|(?P<yr>今年|明年|后年|後年|本年|去年))"
_DATE = re.compile(
    rf"(?P<ymd>(?:{_YEAR}(?:的)?)?(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?(?:(?P<d>\d{{1,2}})[日号號](?:\s*(?:至|到|-"
    rf"|—|－|~)\s*(?:(?P<m2>\d{{1,2}})月)?(?P<d2>\d{{1,2}})[日号號])?|(?P<mp>上旬|中旬|下旬|初|中|底|末))?)"
    rf"|(?P<range>(?P<r1>(?:19|20)\d\d)年?\s*(?:至|到|-|—|－)\s*(?P<r2>(?:19|20)\d\d)年)"
    rf"|(?P<year>{_YEAR.replace('<y>', '<y2>').replace('<yr>', '<yr2>')}(?:的)?(?:(?P<half>上半年|下半年)"
    rf"|第?(?P<q>[一二三四1-4])季度?|(?P<yp>年?初|年中|年?底|年?末|春季|夏季|秋季|冬季))?)"
    rf"|(?P<lapse>(?:(?P<next>未来|未來|今后|今後|接下来|接下來)(?P<ln>{_N})(?P<lu>年|个月|個月|周|週|天))|(?P<wn>{_N})(?P<wu>年|个月|個月|周|週"
    rf"|天|日)(?P<ws>内|內|之内|后|後))"
    rf"|(?P<rel>下个?月(?P<relp>初|中|底)?|下個月|本月(?P<relp2>底|中旬|下旬)?|这个月|下周(?P<rw>[一二三四五六日天])?|下週(?P<rw2>[一二三四五六日天])?"
    rf"|(?:本周|本週|周|週|星期)(?P<w>[一二三四五六日天])|本周|本週|下季度?|明天|明日|今天|今日|昨天|昨日|上个?月|上周|上週|年底|年内|年內|岁末|明年初)"
    rf"|(?P<halfonly>(?:上|下)半年)|第(?P<qonly>[一二三四])季度"
    rf"|(?P<vague>即将|即將|近期|不久|未来几(?:个)?(?:月|年|周)|日后|很快|稍后)"
)  # fmt: skip
_BY = re.compile(r"\A\s*(?:之?前|以前|为止|為止)")
_BY_BEFORE = re.compile(r"(?:不迟于|不遲於|最迟|最遲|截至|截止|直到|至迟|到)\s*\Z")
_SINCE = re.compile(r"\A\s*(?:以来|以來|至今)")
_FUTURE = re.compile(
    r"将(?!军|领|士)|將(?!軍|領|士)|计划(?![，。、；]|\Z)|計劃(?![，。、；]|\Z)|预计|預計|预定|預定|定于|定於|拟|擬|有望|打算|准备|準備|力争|力爭|争取|爭取|目标|目標|承诺|承諾|安排在|会在|會在|即将|即將|截止|料将"
    r"|料將|推迟至|推遲至|延至|延期至|改期|生效|有意|希望"
)
_PAST = re.compile(
    r"已(?:经|經|于|於)?|举行了|舉行了|召开了|召開了|签署了|簽署了|发布了|發布了|启动了|完成了|曾|举办了|舉辦了"
)
_SAYING = re.compile(r"[^，。；]{0,3}?(?:宣布|宣佈|说|說|表示|指出|透露|披露|称|稱|告诉|告訴|报道|報道)")
_REPLACED = re.compile(r"(?:原定|原订|原訂|原本|原计划|原計劃|本定)(?:在|于|於)?\Z")
_HELD = re.compile(
    r"举行|舉行|召开|召開|签署|簽署|发布|發布|启动|啟動|启用|啟用|登陆|登陸|落成|揭牌|揭幕|竣工|投产|投產|发射|發射|升空|结束|結束|成立|开业|開業|动工|動工"
    r"|举办|舉辦|开幕|開幕|闭幕|閉幕|会晤|會晤|推出|公布"
)
_CANCELLED = re.compile(r"取消|撤回|撤销|撤銷|中止|不再举行|不會舉行|不会举行")
_IN_PASSING = re.compile(r"[^，。；]{0,8}的")  # "受季风影响而延后两周的海缆"
_POSTPONED = re.compile(r"推迟|推遲|延期|延后|延後|展延|押后|押後|无限期|無限期")
_SUPPOSED = re.compile(r"如果|假如|倘若|可能(?!于)|或许|或許|吗？|嗎？|？\Z")
_FORECAST = re.compile(
    r"(?:增长|增長|增至|达到|達到|达|達|超过|超過|上升|下降|下跌)\s*(?:约|約|至)?\s*[\d.]+\s*(?:%|％|亿|億|万亿|萬億)|市场规模|市場規模"
)
_KINDS: Final = (
    (Kind.DEADLINE, r"截止|征求意见|徵求意見|申请|申請|提交|报名|報名|生效"),
    (Kind.AGREEMENT, r"签署|簽署|协议|協議|协定|協定|备忘录|備忘錄|签约"),
    (Kind.MEETING, (r"会议|會議|对话|對話|峰会|峰會|论坛|論壇|会谈|會談|会晤|會晤|访问|訪問"
     r"|举行|舉行|召开|召開|举办|舉辦")),
    (Kind.REPORT, r"报告|報告|白皮书|白皮書|指南|路线图|路線圖|发布|發布|公布"),
    (Kind.FUNDING, r"投资|投資|拨款|撥款|基金|亿|億"),
    (Kind.LAUNCH, r"推出|启动|啟動|启用|啟用|投产|投產|发射|發射|建成|投入|上线|开始|開始|开放|部署|完工|动工"),
)  # fmt: skip
_PLACES = (
    "新加坡|华盛顿|華盛頓|美国|美國|中国|中國|北京|上海|深圳|香港|台北|东京|東京|日本|首尔|首爾|韩国|韓國|伦敦|倫敦|英国|英國|巴黎|法国|法國|柏林|德国|德國|日内瓦|日內瓦|瑞士|新德里|印度"
    "|雅加达|印尼|马来西亚|馬來西亞"
    "|吉隆坡|曼谷|泰国|泰國|河内|河內|越南|马尼拉|菲律宾|菲律賓|堪培拉|悉尼|澳大利亚|澳洲|布鲁塞尔|布魯塞爾|纽约|紐約|旧金山|舊金山|夏威夷|迪拜|阿布扎比|多哈|利雅得|莫斯科|柔佛|滨海湾金沙"
)
_PLACE = re.compile(
    rf"(?:在|于|於|赴|访问|訪問|前往|抵达)\s*(?P<in>{_PLACES})|(?P<host>{_PLACES})(?:将|將)?(?:于|於|在)?[^，。；]{{0,14}}?(?:主办|主辦|承办"
    rf"|承辦|举办|舉辦)"
)
# Places no list has: "地点设在...", "在...启用". What tells a time, or a meeting itself, is none.
_OPEN_PLACE = re.compile(
    r"(?:设在|設在|落户|落戶|位于|位於|选址|選址|落地)(?P<at>[^，。；、\s（]{2,10}?)(?=[，。；、（\s]|\Z)"
    r"|在(?P<at2>[^，。；、在年月日号周天期间会上下前后後中内时時将的]{2,6}?)(?:正式)?(?:举行|舉行|召开|召開|举办|舉辦|启用|啟用|开幕|開幕|动工|動工"
    r"|投产|投產|落成|登陆|登陸|发射|發射|开业|開業|建成|揭幕|试行|試行|试用|試用)"
)
MARKS = re.compile("[年月日周週天期消近久将將]")  # without one of them a text tells nothing
_HAN = re.compile(r"[\u4e00-\u9fff]")


def is_candidate(sentence: str) -> bool:
    """Whether it is written in Chinese and has a date or a report in it."""
    head = sentence[:200]
    return MARKS.search(sentence) is not None and len(_HAN.findall(head)) * 3 >= len(head)


def read(sentence: str, published: date, slug: str | None) -> Iterator[FoundFollowUp]:
    """The follow-ups and reports of one sentence."""
    if _SUPPOSED.search(sentence) and not _FUTURE.search(sentence):
        return
    if _CANCELLED.search(sentence):
        yield _found(sentence, 0, len(sentence), UNDATED, slug, Change.CANCELLED)
        return
    told = False
    for match in _DATE.finditer(sentence):
        low, high = _clause(sentence, match.start(), match.end())
        period = _period(match, sentence, published)
        change = _change(sentence, low, high, match, period, published)
        if change is not None and period is not None:
            told = True
            yield _found(sentence, low, high, period, slug, change, (match.start(), match.end()))
    postponed = _POSTPONED.search(sentence)
    if not told and postponed and not _IN_PASSING.match(sentence, postponed.end()):
        yield _found(sentence, 0, len(sentence), UNDATED, slug, Change.POSTPONED)


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    low = max(sentence.rfind(mark, 0, start) for mark in "；;。") + 1
    ends = [at for mark in "；;。" if (at := sentence.find(mark, end)) >= 0]
    return low, min(ends, default=len(sentence))


def _change(
    sentence: str, low: int, high: int, match: re.Match[str], period: Period | None, published: date
) -> Change | None:
    clause = sentence[low:high]
    if _SAYING.match(sentence[match.end() :]) or _REPLACED.search(sentence[: match.start()]):
        return None
    if period is None or _FORECAST.search(clause) or _SINCE.match(sentence[match.end() :]):
        return None
    ahead = period.end is None or period.end >= published
    if ahead and _FUTURE.search(clause):
        return Change.ANNOUNCED
    begun = (period.start or period.end or published) <= published
    if begun and period.end is not None and _HELD.search(clause) and (_PAST.search(clause) or not ahead):
        return Change.HELD
    return None


def _found(
    sentence: str, low: int, high: int, period: Period, slug: str | None, change: Change, cut: tuple[int, int] = (0, 0)
) -> FoundFollowUp:
    clause = sentence[low:high]
    place = _PLACE.search(clause)
    event = _event(sentence, low, high, cut)
    kind = next((kind for kind, words in _KINDS if re.search(words, event) or re.search(words, clause)), Kind.OTHER)
    return FoundFollowUp(
        event=event,
        event_slug=slug,
        period=period,
        place=(place["in"] or place["host"]) if place else _unlisted(sentence, *cut),
        kind=Kind.MEETING if slug else kind,
        text=sentence,
        report=change,
        edition=edition_of(clause),
        self_settling=kind is Kind.DEADLINE and not slug,
    )


def _unlisted(sentence: str, start: int, end: int) -> str | None:
    """A place no list has: of the thing wherever it is told, of what is done there beside its date alone."""
    for found in _OPEN_PLACE.finditer(sentence):
        between = sentence[min(end, found.end()) : max(start, found.start())]
        if found["at"] or not re.search("[，,。；]", between):
            return found["at"] or found["at2"]
    return None


def _event(sentence: str, low: int, high: int, cut: tuple[int, int]) -> str:
    """What is said around the date, without it and without the word of commitment; at most 30 characters."""
    after = re.split(r"[，,。；：]", sentence[cut[1] : high])[0] if cut[1] else sentence[low:high]
    before = re.split(r"[，,。；：]", sentence[low : cut[0]])[-1] if cut[1] else ""
    words = _FUTURE.sub("", re.sub(r"[在于於]\Z", "", before)) + _FUTURE.sub("", _BY.sub("", after))
    words = re.sub(r"计划|計劃|定(?=在|\Z)", "", words).strip(' ，。、“”"')
    words = re.sub(r"（[^）]*\Z", "", words[:30]) if len(words) > 30 else words
    return words if len(words) >= 2 else sentence.strip(" ，。")[:30]


# ---------------------------------------------------------------- dates


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        return (_NUMBER.get(tens, 1) if tens else 1) * 10 + (_NUMBER.get(ones, 0) if ones else 0)
    return _NUMBER.get(words, 1)


def _relative_year(told: str | None, word: str | None, published: date) -> int | None:
    if told:
        return int(told)
    if word is None:
        return None
    return published.year + {"明年": 1, "后年": 2, "後年": 2, "去年": -1}.get(word, 0)


def _period(match: re.Match[str], sentence: str, published: date) -> Period | None:
    if match["vague"]:
        return UNDATED
    name = next(name for name in _RULES if match[name] is not None)
    span = _RULES[name](match, published)
    if span is None:
        return None
    limit = _BY.match(sentence[match.end() :]) or _BY_BEFORE.search(sentence[: match.start()])
    if limit or (match["ws"] and not match["ws"].startswith(("后", "後"))) or match["rel"] in {"年内", "年內"}:
        whole = _whole(match, span)
        return Period(None, whole.last, whole.precision)
    return Period(span.first, span.last, span.precision)


def _whole(match: re.Match[str], span: Span) -> Span:
    """ "年底前" means by the end of the year, with the year's precision."""
    if (match["rel"] in {"年底", "岁末"}) or (match["yp"] or "").endswith(("底", "末")):
        return spans.year(span.last.year)
    if (match["mp"] or "") in {"底", "末"} or match["relp"] == "底" or match["relp2"] == "底":
        return spans.month(span.last.year, span.last.month)
    return span


def _month_day(match: re.Match[str], published: date) -> Span | None:
    month = _number(match["m"])
    if not 1 <= month <= 12:
        return None
    year = _relative_year(match["y"], match["yr"], published)
    for candidate in [year] if year else [published.year, published.year + 1]:
        span = _in_year(match, candidate, month)
        if span is not None and (year or span.last >= published):
            return span
    return None


def _in_year(match: re.Match[str], year: int, month: int) -> Span | None:
    if match["d"]:
        first = spans.make_date(year, month, int(match["d"]))
        last = spans.make_date(year, int(match["m2"] or month), int(match["d2"])) if match["d2"] else first
        if first is None or last is None or last < first:
            return None
        return Span(first, last, Precision.DAY if first == last else Precision.RANGE)
    whole = spans.month(year, month)
    part = match["mp"]
    if not part:
        return whole
    return spans.part(whole, "early" if part in {"初", "上旬"} else "mid" if part in {"中", "中旬"} else "late")


def _year(match: re.Match[str], published: date) -> Span | None:
    year = _relative_year(match["y2"], match["yr2"], published) or published.year
    if match["half"]:
        return spans.half(year, 1 if match["half"].startswith("上") else 2)
    if match["q"]:
        return spans.quarter(year, _number(match["q"]))
    part = match["yp"]
    if not part:
        return spans.year(year)
    if part in _SEASONS:
        return spans.season(year, _SEASONS[part])
    return spans.part(spans.year(year), "early" if part.endswith("初") else "mid" if part.endswith("中") else "late")


_SEASONS: Final = {"春季": "spring", "夏季": "summer", "秋季": "autumn", "冬季": "winter"}
_UNITS: Final = {"年": "year", "月": "month", "周": "week", "週": "week", "天": "day", "日": "day"}


def _lapse(match: re.Match[str], published: date) -> Span | None:
    unit = _UNITS[(match["lu"] or match["wu"])[-1]]
    end = spans.add(published, _number(match["ln"] or match["wn"]), unit)
    if match["ws"] and match["ws"].startswith(("后", "後")):
        return spans.around(end, unit)
    return Span(published, end, Precision.DAY if unit == "day" and match["ws"] else Precision.RANGE)


def _range(match: re.Match[str], published: date) -> Span | None:
    first, last = spans.year(int(match["r1"])), spans.year(int(match["r2"]))
    return Span(first.first, last.last, Precision.RANGE) if first.first <= last.first else None


def _relative(match: re.Match[str], published: date) -> Span | None:
    words = match["rel"]
    weekday = match["rw"] or match["rw2"] or match["w"]
    if weekday:
        wanted = "一二三四五六日".find(weekday.replace("天", "日"))
        if words.startswith("下"):
            return spans.day(spans.add_days(published, 7 - published.weekday() + wanted))
        return spans.day(spans.add_days(published, (wanted - published.weekday()) % 7))
    for start, days in (("明天", 1), ("明日", 1), ("今", 0), ("昨", -1)):
        if words.startswith(start):
            return spans.day(spans.add_days(published, days))
    if words == "明年初":
        return spans.part(spans.year(published.year + 1), "early")
    if words in {"年底", "岁末"}:
        return spans.part(spans.year(published.year), "late")
    if words in {"年内", "年內"}:
        return spans.year(published.year)
    shift = {"下": 1, "上": -1}.get(words[0], 0)
    unit = "week" if "周" in words or "週" in words else "quarter" if "季" in words else "month"
    span = spans.around(spans.add(published.replace(day=1) if unit != "week" else published, shift, unit), unit)
    part = match["relp"] or match["relp2"]
    return spans.part(span, "early" if part == "初" else "mid" if part.startswith("中") else "late") if part else span


def _half_only(match: re.Match[str], published: date) -> Span | None:
    return spans.half(published.year, 1 if match["halfonly"].startswith("上") else 2)


def _quarter_only(match: re.Match[str], published: date) -> Span | None:
    span = spans.quarter(published.year, _number(match["qonly"]))
    return span if span.last >= published else spans.quarter(published.year + 1, _number(match["qonly"]))


_RULES: Final[dict[str, Callable[[re.Match[str], date], Span | None]]] = {
    "ymd": _month_day, "range": _range, "year": _year, "lapse": _lapse, "rel": _relative,
    "halfonly": _half_only, "qonly": _quarter_only,
}  # fmt: skip
