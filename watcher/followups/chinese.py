"""Follow-ups in Chinese sentences: the common patterns of dates and commitment, simplified and traditional.

A smaller grammar than the English one, of the same strictness: a date counts where a word of commitment (将, 计划,
预计, 定于 ...) stands in the sentence, or as a report where 已, 了, 举行了 tell that it took place.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from watcher.followups.chinese_dates import BY, DATE, period_of
from watcher.followups.expressions import expression
from watcher.followups.kinds import edition_of
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.period import UNDATED, Period

_SINCE = expression(r"\A\s*(?:以来|以來|至今)")
_FUTURE = expression(
    r"将(?!军|领|士)|將(?!軍|領|士)|计划(?![，。、；]|\Z)|計劃(?![，。、；]|\Z)|预计|預計|预定|預定|[定订訂](?:于|於|在)|择定|擇定|订下|訂下|拟|擬|有望|打算|准备|準備|力争|力爭|争取|爭取|目标|目標|承诺|承諾|安排在|会在|會在|即将|即將|截止|料将"
    r"|料將|推迟至|推遲至|延至|延期至|改期|生效|有意|希望"
    r"|同意(?=于|於|在|明年|今年|下)|商定|约定|約定|决定(?=于|於|在)|決定(?=於|在)"
)
_PAST = expression(
    r"已(?:经|經|于|於)?|举行了|舉行了|召开了|召開了|签署了|簽署了|发布了|發布了|启动了|完成了|曾|举办了|舉辦了"
    r"|圆满|圓滿|成功(?:举|舉|召|发|發)|落幕"
)
_SAYING = expression(r"[^，。；]{0,3}?(?:宣布|宣佈|说|說|表示|指出|透露|披露|称|稱|告诉|告訴|报道|報道)")
_REPLACED = expression(r"(?:原定|原订|原訂|原本|原计划|原計劃|本定)(?:在|于|於)?\Z")
_HELD_WORDS = (
    r"举行|舉行|召开|召開|签署|簽署|发布|發布|启动|啟動|启用|啟用|登陆|登陸|落成|揭牌|揭幕|竣工|投产|投產|发射|發射|升空|结束|結束|成立|开业|開業|动工|動工"
    r"|举办|舉辦|开幕|開幕|闭幕|閉幕|会晤|會晤|推出|公布|落幕"
)
_HELD = expression(_HELD_WORDS)
_DONE = expression(  # told as done with no date: "首届论坛已在首尔闭幕"
    rf"(?:已(?:经|經|在|于|於)?|成功|圆满|圓滿|顺利|順利)[^，。；、]{{0,14}}?(?:{_HELD_WORDS})|(?:{_HELD_WORDS})了"
)
_CANCELLED = expression(
    r"取消|撤回|撤销|撤銷|中止|不(?:会|會|再){1,2}[^，。；]{0,14}?(?:举行|舉行|举办|舉辦|召开|召開)|消息不实|消息不實|辟谣|闢謠|(?:否认|否認)[^，。；]{0,14}?[将將会會]"
)
_NOT_SET = expression(  # nothing is promised
    r"(?:没有|沒有|并无|並無|暂无|暫無)[^，。；]{0,4}?(?:计划|計劃|打算)|无意|無意|(?:尚|还|還|并|並)?未(?:决定|決定|确定|確定|敲定|定(?:下|于|於)?)|不(?:打算|准备|準備|计划|計劃)"
)
_CONDITION = expression(r"(?:\A|[，。；“])\s*(?:如果|假如|假若|倘若|如若|若(?!干)|一旦|除非)[^。；]{1,60}?，")
_MISSED = expression(r"(?:未能|没能|沒能|未)(?:如期|按期|按时|按時|按计划|按計劃)")
_IN_PASSING = expression(r"[^，。；]{0,8}的")  # "受季风影响而延后两周的海缆"
_POSTPONED = expression(r"推迟|推遲|延期|延后|延後|展延|押后|押後|无限期|無限期")
_SUPPOSED = expression(r"如果|假如|倘若|可能(?!于)|或许|或許|吗？|嗎？|？\Z")
_FORECAST = expression(
    r"(?:专家|專家|分析师|分析師|经济学家|經濟學家)(?:普遍)?(?:预计|預計|预测|預測|认为|認為)|(?:成长|成長|增长|增長)[一二三四五六七八九两兩\d]+(?:成|倍)"
    r"|(?:增长|增長|增至|达到|達到|达|達|超过|超過|上升|下降|下跌)\s*(?:约|約|至)?\s*[\d.]+\s*(?:%|％|亿|億|万亿|萬億)|市场规模|市場規模"
)
_KINDS: Final = (
    (Kind.DEADLINE, r"截止|征求意见|徵求意見|申请|申請|提交|报名|報名|生效"),
    (Kind.AGREEMENT, r"签署|簽署|协议|協議|协定|協定|备忘录|備忘錄|签约"),
    (Kind.MEETING, (r"会议|會議|对话|對話|峰会|峰會|论坛|論壇|会谈|會談|会晤|會晤|访问|訪問"
     r"|举行|舉行|召开|召開|举办|舉辦")),
    (Kind.REPORT, r"报告|報告|白皮书|白皮書|指南|路线图|路線圖|发布|發布|公布"),
    (Kind.FUNDING, r"投资|投資|拨款|撥款|基金|亿|億"),
    (Kind.LAUNCH, (r"开幕|開幕|落成|揭牌|揭幕"
     r"|推出|启动|啟動|启用|啟用|投产|投產|发射|發射|建成|投入|上线|开始|開始|开放|部署|完工|动工")),
)  # fmt: skip
_PLACES = (
    "新加坡|华盛顿|華盛頓|美国|美國|中国|中國|北京|上海|深圳|香港|台北|东京|東京|日本|首尔|首爾|韩国|韓國|伦敦|倫敦|英国|英國|巴黎|法国|法國|柏林|德国|德國|日内瓦|日內瓦|瑞士|新德里|印度"
    "|雅加达|印尼|马来西亚|馬來西亞"
    "|吉隆坡|曼谷|泰国|泰國|河内|河內|越南|马尼拉|菲律宾|菲律賓|堪培拉|悉尼|澳大利亚|澳洲|布鲁塞尔|布魯塞爾|纽约|紐約|旧金山|舊金山|夏威夷|迪拜|阿布扎比|多哈|利雅得|莫斯科|柔佛|滨海湾金沙"
)
_PLACE = expression(
    rf"(?:在|于|於|赴|访问|訪問|前往|抵达)\s*(?P<in>{_PLACES})|(?P<host>{_PLACES})(?:将|將)?(?:于|於|在)?[^，。；]{{0,14}}?(?:主办|主辦|承办"
    rf"|承辦|举办|舉辦)"
)
# Places no list has: "地点设在...", "在...启用". What tells a time, or a meeting itself, is none.
_OPEN_PLACE = expression(
    r"(?:设在|設在|落户|落戶|位于|位於|选址|選址|落地)(?P<at>[^，。；、\s（]{2,10}?)(?=[，。；、（\s]|\Z)"
    r"|在(?!第|季度)(?P<at2>[^，。；、在年月日号周天期间会上下前后後中内时時将的]{2,6}?)(?:正式)?(?:举行|舉行|召开|召開|举办|舉辦|启用|啟用|开幕|開幕|动工|動工"
    r"|投产|投產|落成|登陆|登陸|发射|發射|开业|開業|建成|揭幕|试行|試行|试用|試用)"
)
MARKS = expression("[年月日号號周週天季期消近久将將已了幕功满滿]")  # without one of them a text tells nothing
_HAN = expression(r"[\u4e00-\u9fff]")


def is_candidate(sentence: str) -> bool:
    """Whether it is written in Chinese and has a date or a report in it."""
    head = sentence[:200]
    return MARKS.search(sentence) is not None and len(_HAN.findall(head)) * 3 >= len(head)


def read(sentence: str, published: date, slug: str | None) -> Iterator[FoundFollowUp]:
    """The follow-ups and reports of one sentence."""
    if (_SUPPOSED.search(sentence) and not _FUTURE.search(sentence)) or _CONDITION.search(sentence):
        return
    if _MISSED.search(sentence):
        yield _found(sentence, 0, len(sentence), UNDATED, slug, Change.POSTPONED)
        return
    if _CANCELLED.search(sentence):
        yield _found(sentence, 0, len(sentence), UNDATED, slug, Change.CANCELLED)
        return
    told = False
    for match in DATE.finditer(sentence):
        low, high = _clause(sentence, match.start(), match.end())
        period = period_of(match, sentence, published, ahead=_FUTURE.search(sentence[low:high]) is not None)
        change = _change(sentence, low, high, match, period, published)
        if change is not None and period is not None:
            told = True
            yield _found(sentence, low, high, period, slug, change, (match.start(), match.end()))
    if not told and _DONE.search(sentence) and not _FUTURE.search(sentence) and not DATE.search(sentence):
        yield _found(sentence, 0, len(sentence), UNDATED, slug, Change.HELD)
        return
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
        return None if _NOT_SET.search(clause) else Change.ANNOUNCED
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
    kind = next((kind for said in (event, clause) for kind, words in _KINDS if re.search(words, said)), Kind.OTHER)
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
    words = _FUTURE.sub("", re.sub(r"[在于於]\Z", "", before)) + _FUTURE.sub("", BY.sub("", after))
    words = re.sub(r"\A原(?:[定订訂本]|计划|計劃)?[^，。；的]{0,14}的|已(?:经|經)?\Z", "", words)
    words = re.sub(r"计划|計劃|(?<![规規协協约約])定(?=在|\Z)", "", words).strip(' ，。、“”"')
    words = re.sub(r"（[^）]*\Z", "", words[:30]) if len(words) > 30 else words
    return words if len(words) >= 2 else sentence.strip(" ，。")[:30]
