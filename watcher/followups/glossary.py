"""English words of this field for the Chinese ones, so that reports in both languages meet. Knows no grammar.

Countries have their codes in ``nations``; what is not here stays as it stands, in pairs of characters.
"""

from watcher.followups.expressions import expression

_PAIRS = """
新加坡 狮城:@sg|美国 美國 华盛顿 美方:@us|中国 中國 北京 中方:@cn|澳大利亚 澳洲 澳方:@au|日本 东京:@jp
韩国 韓國 首尔:@kr|印度 新德里:@in|印尼 印度尼西亚 印度尼西亞 雅加达 雅加達:@id
马来西亚 馬來西亞 大马 大馬 吉隆坡:@my|泰国 泰國 曼谷:@th
越南 河内 河內:@vn|菲律宾 菲律賓 马尼拉 馬尼拉:@ph|英国 英國 伦敦 倫敦:@uk|法国 法國 巴黎:@fr
德国 德國 柏林:@de|欧盟 歐盟 欧洲联盟 欧洲 歐洲:@eu
亚细安 东盟 东协 東協 東盟:@asean|荷兰 荷蘭:@nl|加拿大:@ca|新西兰 纽西兰 紐西蘭:@nz|联合国 聯合國:@un
台湾 台灣 臺灣 台方:@tw|香港:@hk|俄罗斯 俄羅斯:@ru|捷克 布拉格:@cz|波兰 波蘭:@pl|立陶宛:@lt|爱沙尼亚:@ee|瑞典:@se
挪威:@no|芬兰 芬蘭:@fi|丹麦 丹麥:@dk|瑞士:@ch|意大利 義大利:@it|西班牙:@es|巴西:@br|墨西哥:@mx|智利:@cl
沙特 沙烏地:@sa|阿联酋 阿聯:@ae|哈萨克斯坦:@kz|柬埔寨:@kh|老挝 寮國:@la|缅甸 緬甸:@mm|文莱 汶萊:@bn
以色列:@il|人工智能:ai|量子:quantum|半导体 半導體 芯片 晶片:semiconductor|网络安全 网安:cybersecurity|数据 资料:data
数据中心:data center|海缆 海底电缆 海底光缆 光缆:submarine cable|卫星 衛星:satellite|太空 航天:space
火箭:rocket|发射:launch|生物科技 生物技术:biotechnology|气候:climate|碳:carbon|供应链:supply chain
国防 防务:defense|关键与新兴技术 关键和新兴技术:critical emerging technology|科技 技术:technology
数字 数码:digital|经济:economy|贸易:trade|安全:security|合作:cooperation|对话:dialogue|论坛:forum|峰会:summit
会议 会谈:meeting|圆桌会:roundtable|部长:minister|报告 报告书:report|白皮书:white paper
指南 准则 指引:guidelines|草案:draft|框架:framework|战略 策略:strategy|路线图 蓝图:roadmap|协议 协定:agreement
备忘录:memorandum|条约:treaty|签署 签:sign|演习 军演:exercise|投资:investment|工厂 厂房:plant|封装:packaging
实验室 實驗室:laboratory|研究中心:research center|大学 大學:university
设计 設計:design|中心:center|启用 啟用 揭牌 开幕 開幕 落成:open|招募:recruit|工程师 工程師:engineers
法规 条例 法案:regulation|规则:rule
出口管制:export controls|许可 许可证 执照:permit|征求意见 公众咨询 咨询:consultation comments|截止:deadline
试点:pilot|核能:nuclear|电网:grid|太阳能:solar|氢:hydrogen|港口:port|机场:airport|无人机:drone
自动驾驶 无人驾驶:autonomous|机器人:robot|云计算 云端:cloud|超级计算机 超算:supercomputer|模型:model
语言:language|隐私:privacy|加密:encryption|标准:standards|认证:certification|补贴:subsidy|关税:tariff
稀土:rare earths|电池:battery|储能:storage|制药:pharmaceutical|疫苗:vaccine|基因:gene|健康 卫生:health
"""
_ENGLISH = {
    chinese: english
    for line in _PAIRS.strip().splitlines()
    for entry in line.split("|")
    for names, _, english in [entry.partition(":")]
    for chinese in names.split()
}
_TERM = expression("|".join(sorted(_ENGLISH, key=len, reverse=True)))
# One character for a country, two side by side: "台捷" is Taiwan and the Czech Republic.
_SHORT = dict(
    zip(
        "台臺美英法德俄印澳泰越菲韩韓荷捷欧歐波",
        "tw tw us uk fr de ru in au th vn ph kr kr nl cz eu eu pl".split(),
        strict=True,
    )
)
_PARTIES = expression(f"([{''.join(_SHORT)}])([{''.join(_SHORT)}])")


def in_english(text: str) -> str:
    """Chinese text with the words of the glossary in English, set off by spaces."""
    text = _TERM.sub(lambda match: f" {_ENGLISH[match.group()]} ", text)
    return _PARTIES.sub(lambda match: f" @{_SHORT[match[1]]} @{_SHORT[match[2]]} ", text)
