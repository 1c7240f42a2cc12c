"""Where something is to happen: a small gazetteer of the project, and the words that tie a place to an event.

Countries, capitals, large cities, U.S. states and Singapore's venues. A place counts only where the sentence says
that the thing happens there ("in Singapore", "Washington is to host"), never as an origin or a nationality.
"""

import re
from dataclasses import dataclass

_COUNTRIES = """
Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh|Barbados
      |Belarus|Belgium|Belize|Benin
|Bhutan|Bolivia|Bosnia|Botswana|Brazil|Brunei|Bulgaria|Cambodia|Cameroon|Canada|Chile|China|Colombia|Costa Rica
      |Croatia|Cuba|Cyprus
|Czech Republic|Czechia|Denmark|Dominican Republic|Ecuador|Egypt|El Salvador|Estonia|Ethiopia|Fiji|Finland|France
      |Georgia|Germany|Ghana
|Greece|Guam|Guatemala|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Jamaica|Japan
      |Jordan|Kazakhstan|Kenya|Kuwait
|Kyrgyzstan|Laos|Latvia|Lebanon|Libya|Lithuania|Luxembourg|Madagascar|Malaysia|Maldives|Malta|Mauritius|Mexico
      |Moldova|Monaco|Mongolia
|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Nigeria|North Korea|Norway
      |Oman|Pakistan|Palau|Panama
|Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Puerto Rico|Qatar|Romania|Russia|Rwanda|Samoa
      |Saudi Arabia|Senegal|Serbia
|Singapore|Slovakia|Slovenia|Solomon Islands|Somalia|South Africa|South Korea|Spain|Sri Lanka|Sudan|Sweden
      |Switzerland|Syria|Taiwan
|Tajikistan|Tanzania|Thailand|Timor-Leste|Tonga|Tunisia|Turkey|Türkiye|Turkmenistan|Uganda|Ukraine
      |United Arab Emirates|UAE|United Kingdom|UK
|U.K.|Britain|England|Scotland|Wales|United States|U.S.|US|USA|America|Uruguay|Uzbekistan|Vanuatu|Venezuela
      |Vietnam|Viet Nam|Yemen|Zambia
|Zimbabwe|Europe|Asia|Southeast Asia|South-east Asia|Africa|Latin America|Middle East|Korea|Hong Kong|Macau
"""
_CITIES = """
Abu Dhabi|Abuja|Accra|Addis Ababa|Ahmedabad|Algiers|Almaty|Amman|Amsterdam|Ankara|Antwerp|Astana|Athens|Auckland
      |Baghdad|Baku|Bali|Bandar Seri Begawan
|Bangalore|Bengaluru|Bangkok|Barcelona|Basel|Beijing|Beirut|Belém|Belgrade|Berlin|Bern|Bletchley Park|Bogotá
      |Bogota|Bonn|Brasília|Brasilia|Bratislava|Brisbane|Brussels
|Bucharest|Budapest|Buenos Aires|Busan|Cairo|Canberra|Cape Town|Caracas|Casablanca|Cebu|Changi|Chengdu|Chennai
      |Chiang Mai|Cologne|Colombo|Copenhagen
|Da Nang|Dakar|Dalian|Davos|Delhi|New Delhi|Dhaka|Doha|Dresden|Dubai|Dublin|Durban|Düsseldorf|Edinburgh|Eindhoven
      |Florence|Frankfurt|Fukuoka|Geneva|Glasgow|Gothenburg
|Guadalajara|Guangzhou|Gyeongju|Hà Nội|Hamburg|Hangzhou|Hannover|Hanoi|Havana|Helsinki|Hiroshima|Ho Chi Minh City
      |Hsinchu|Hyderabad|Incheon|Islamabad|Istanbul|Jakarta
|Jeddah|Jerusalem|Johannesburg|Johor|Johor Bahru|Kaohsiung|Karachi|Kathmandu|Kigali|Kobe|Kolkata|Kuala Lumpur
      |Kuching|Kulim|Kumamoto|Kuwait City|Kyiv|Kyoto|Lagos|Lahore|Langkawi|Lima
|Lisbon|Ljubljana|London|Luang Prabang|Luxembourg City|Lyon|Madrid|Malacca|Malé|Manchester|Manila|Marrakesh
      |Marseille|Melbourne|Mexico City|Milan|Minsk|Montevideo|Montreal
|Moscow|Mumbai|Munich|Muscat|Nagoya|Nairobi|Nanjing|Naypyidaw|Nice|Osaka|Oslo|Ottawa|Panama City|Paris|Pattaya
      |Penang|Perth|Phnom Penh|Phuket|Port Moresby|Prague|Pretoria
|Putrajaya|Pyongyang|Quito|Rabat|Reykjavik|Riga|Rio de Janeiro|Riyadh|Rome|Rotterdam|San José|Santiago|Sapporo
      |São Paulo|Sao Paulo|Sarajevo|Seoul|Shanghai|Sharjah|Shenzhen
|Siem Reap|Sofia|Stockholm|Strasbourg|Surabaya|Sydney|Taipei|Taichung|Tallinn|Tashkent|Tbilisi|Tehran|Tel Aviv
      |The Hague|Tokyo|Toronto|Toulouse|Tunis|Ulaanbaatar|Valencia|Vancouver
|Vatican City|Vienna|Vientiane|Vilnius|Vladivostok|Warsaw|Wellington|Wuhan|Xi'an|Xiamen|Yangon|Yokohama
      |Yogyakarta|Zagreb|Zurich|Cambridge|Oxford|Sarawak|Sabah|Selangor|Cyberjaya|Batam|Gujarat
|Atlanta|Albany|Anchorage|Annapolis|Arlington|Austin|Baltimore|Boise|Boston|Boulder|Buffalo|Camp David|Charlotte
      |Chicago|Cincinnati|Cleveland|Colorado Springs|Columbus|Dallas|Denver
|Detroit|El Paso|Fort Meade|Gaithersburg|Honolulu|Houston|Huntsville|Indianapolis|Jacksonville|Kansas City
      |Las Vegas|Long Beach|Los Angeles|Memphis|Menlo Park|Miami|Milwaukee|Minneapolis
|Mountain View|Nashville|New Orleans|New York|New York City|Oakland|Orlando|Palo Alto|Philadelphia|Phoenix
      |Pittsburgh|Portland|Raleigh|Richmond|Rochester|Sacramento|Salt Lake City
|San Antonio|San Diego|San Francisco|San Jose|San Juan|Santa Clara|Seattle|Silicon Valley|St. Louis|Stanford
      |Syracuse|Tampa|Tucson|Washington|Washington, D.C.|Washington D.C.|Washington DC|Washington, DC
|the White House|White House|Capitol Hill|the Pentagon|Pearl Harbor|Cape Canaveral|Kennedy Space Center|Rockville
      |Kourou|Baikonur|Vandenberg|Sriharikota|Wallops Island|Tanegashima|Boca Chica|Jiuquan|Wenchang|Mahia
      |Mars|Moon|Jupiter|Venus|Saturn|Ganymede
      |Boise|Manassas|Hillsboro|Sherman|Quantico|Malta, New York
"""
_STATES = """
Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana
      |Iowa|Kansas|Kentucky|Louisiana|Maine
|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey
      |New Mexico|North Carolina|North Dakota|Ohio
|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia
      |West Virginia|Wisconsin|Wyoming|Ontario|Quebec|Bavaria|Saxony|Queensland
"""
_SINGAPORE = """
Marina Bay Sands|Sands Expo|Sands Expo and Convention Centre|Suntec|Suntec City|Suntec Singapore|Singapore Expo
      |Changi Exhibition Centre|Capella Singapore|Sentosa|Jurong Island|Jurong|Jurong Lake District
|Punggol|Punggol Digital District|Punggol Coast|Tuas|One-North|one-north|Biopolis|Fusionopolis|Woodlands|Tampines
      |Raffles City|Orchard Road|Shangri-La Hotel|Shangri-La|Resorts World|Istana|Changi Naval Base|Loyang
      |Seletar|LaunchPad|JTC LaunchPad|Paya Lebar
"""
NAMES = sorted(
    {
        name.strip()
        for block in (_COUNTRIES, _CITIES, _STATES, _SINGAPORE)
        for name in block.replace("\n", "").split("|")
        if name.strip()
    },
    key=len,
    reverse=True,
)
_NAME = "(?:" + "|".join(map(re.escape, NAMES)) + r")(?![\w])"
_REGION = (
    "(?:"
    + "|".join(
        re.escape(n)
        for n in sorted(
            {x.strip() for b in (_COUNTRIES, _STATES) for x in b.replace("\n", "").split("|")} - {""},
            key=len,
            reverse=True,
        )
    )
    + r")(?!\w)"
)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'&.-]*"
_VENUE = (
    rf"(?:(?:{_WORD}|of|and|for|the|on)\s+){{0,5}}{_WORD}\s+(?:Centre|Center|Hotel|Hall|Expo|Park|Campus|Building"
    rf"|Base|Airport|Arena|Stadium|Institute|University|College|House"
    rf"|Convention\s+Cent(?:re|er)|Museum|Library|LaunchPad|Auditorium|Theatre|Theater|Palace|Laboratory"
    rf"|Laboratories|Hub|Tower|District|Space\s+Center|Port|Naval\s+Base)\b|{_WORD}\s+University"
    rf"|University\s+of\s+{_WORD}(?:\s+{_WORD})?"
)
_TIED = re.compile(
    rf"\b(?P<prep>in|at|near|outside|reach(?:es|ed|ing)?|past|gets?\s+to|on(?=\s+the\s+Moon)|orbit\s+(?:round|around)|across|throughout|visit(?:s|ed|ing)?|tour(?:s|ing)?|(?:visit|trip|return(?:s"
    rf"|ing|ed)?|travel(?:s|ling|ing)?|head(?:s|ing|ed)?|fl(?:y|ies|ying)|come(?:s)?|coming|goes|go|going|move(?:s"
    rf"|d)?|moving|relocat\w+|mission|delegation)\s+(?:back\s+)?to"
    rf"|(?:launch(?:ed|es|ing)?|(?:lift|blast)(?:s|ed|ing)?\s+off|lift-?off|fly|flies|flew|flown|flight)\s+(?:[\w-]+\s+){{0,5}}?from"
    rf"|(?:welcom|receiv|invit)\w*\s+(?:[\w’'.&-]+,?\s+){{1,14}}?to|(?<!call\s)(?<!called\s)(?<!kick\s)(?<!lift\s)(?<!put\s)off"
    rf"|hosted\s+by|host\s+(?:city|country)|all\s+around|around|into|expected\s+in|for)\s+"
    rf"(?:its\s+(?=\S+\s+(?:campus|plant|headquarters|site|base|facility|office|fab|factory|lab)\b))?"
    rf"(?:{_REGION}['’]s\s+)?(?P<where>(?:the\s+)?(?:(?P<venue>{_VENUE})(?:(?:,|\s+in)\s+{_NAME})?"
    rf"|(?P<city>{_WORD}(?:\s+{_WORD})?),\s+{_REGION}|(?P<name>{_NAME})(?:,\s+{_REGION})?))",
)
_HOST = re.compile(
    rf"\b(?=[A-Zt])(?P<where>(?:the\s+)?{_NAME})\s+(?:\w+\s+){{0,1}}?(?:(?:will|is|are|was|has|plans?|agreed|hopes?"
    rf"|wants?|to|set|due|scheduled|be|also|again|next|then|offered|in\s+line|would|expected"
    rf"|slated)\s+){{0,4}}(?:gets?\s+its|holds?\s+the\s+next|host|hosts|hosted|hosting|welcome|welcomes|welcoming|be\s+the\s+(?:host|venue|site))\b"
)
_HOSTING = re.compile(r"\b(?:host|welcom|venue|site)")
_HELD_AT = re.compile(
    rf"\b(?:held|hosted|hold|place|staged|commissioned|conducted|built|signed|located|opened|launched|convened?|meet|meets|met|gather|gathers|scheduled|opens?|opened|summit|plant|fab|line|site|facility|factory|campus|station|reactor"
    rf"|conference|forum|meeting|dialogue|workshop|symposium)\s+(?:in"
    rf"|at)\s+(?P<where>(?:the\s+)?{_WORD}(?:\s+{_WORD}){{0,3}})"
)
_LEADING = re.compile(r"\A(?:the|The)\s+(?!Hague)")
_NOT_PLACE = re.compile(
    r"\A(?:the\s+)?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb"
    r"|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Q\d|FY\d*|H\d)\b"
    r"|(?!US\b|UK\b|UAE\b|USA\b)[A-Z]{2,}\Z)"
)


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place tied to something by the words before it; ``name`` stands at ``text[start:end]``."""

    start: int
    end: int
    name: str


def places_in(text: str) -> list[PlaceHit]:
    """Every place that the text says something happens at, in order."""
    hits: dict[int, PlaceHit] = {}
    for match in _TIED.finditer(text):
        if match["prep"] == "for" and not match["name"]:
            continue
        if match["prep"] in {"for", "around", "into"} and not re.search(
            r"\b(?:planned|set|scheduled|slated|bound|heads?|leaves?)\s+\Z", text[: match.start()][-12:]
        ):
            continue
        if _possessive(text, match.end()) or _NOT_PLACE.match(match["where"]):
            continue
        _add(hits, match)
    for pattern in (_HOST, _HELD_AT) if _HOSTING.search(text) else (_HELD_AT,):
        for match in pattern.finditer(text):
            if not _NOT_PLACE.match(match["where"]) and not _possessive(text, match.end("where")):
                _add(hits, match)
    return sorted(hits.values(), key=lambda hit: hit.start)


def _possessive(text: str, end: int) -> bool:
    """ "in Singapore's view", "in US dollars", "in China-made": the name only qualifies something else."""
    return (
        re.match(
            r"['’]s?\s|-\w|\s+(?:dollars?|terms|officials|companies|markets?|firms|law|history)\b", text[end : end + 14]
        )
        is not None
    )


def _add(hits: dict[int, PlaceHit], match: re.Match[str]) -> None:
    name = match["where"]
    start = match.start("where")
    lead = _LEADING.match(name)
    if lead:
        name, start = name[lead.end() :], start + lead.end()
    name = name.rstrip(".,;") if not re.search(r"\b[A-Z]\.[A-Z]\.\Z", name) else name
    if not any(hit.start <= start < hit.end for hit in hits.values()):
        hits[start] = PlaceHit(start, start + len(name), name)


_IN_A_LIST = re.compile(rf"(?::|,|,\s+and)\s+(?P<where>{_NAME})\s+(?:on|over|in|from)?\s*(?:the\s+)?\Z")
_AFTER_A_COLON = re.compile(rf"\A[^:]{{0,3}}:[^:]{{1,80}},\s+(?P<where>{_NAME}[^,]{{0,30}}?)\W*\Z")
_OF_A_COUNTRY = re.compile(
    rf"\A(?P<where>{_REGION})['’]s\s+(?:[\w-]+\s+){{0,5}}?(?:plant|fab|factory|laws?|reactor|park|port|airport|station|line|hub|grid|centre|center|site)\b"
)


def beside(text: str, start: int, end: int) -> str | None:
    """The place that stands right beside a date in a list, or whose thing the sentence is about."""
    listed = _IN_A_LIST.search(text[max(0, start - 60) : start])
    if listed is None and start <= 3:
        listed = _AFTER_A_COLON.match(text[end:])
    if listed is None:
        listed = _OF_A_COUNTRY.match(text)
    return listed["where"] if listed else None


def nearest(places: list[PlaceHit], start: int, end: int, low: int, high: int) -> PlaceHit | None:
    """The place for a date at ``start:end`` inside ``low:high``: right behind it, else the last before, else after."""
    behind = [place for place in places if end <= place.start < high]
    before = [place for place in places if low <= place.start < start]
    taken = bool(before and behind) and high - behind[0].end <= 5  # "in Singapore on 5 May and in Tokyo on ..."
    if behind and behind[0].start - end <= 10 and not taken:
        return behind[0]
    if before:
        return before[-1]
    return behind[0] if behind else None


def same_place(one: str | None, other: str | None) -> bool | None:
    """Whether two places may be one ("Singapore", "Sands Expo, Singapore"); None where one is not told."""
    if not one or not other:
        return None
    a, b = _plain(one), _plain(other)
    if a == b or a in b or b in a or _COUNTRY_OF.get(a) == b or _COUNTRY_OF.get(b) == a:
        return True
    return False if _is_known(one) and _is_known(other) else None  # a suburb nobody lists may lie in the city


def _is_known(place: str) -> bool:
    return in_english(place).split(",")[0].strip() in _KNOWN


_KNOWN = frozenset(NAMES)
_WIDE = frozenset(name.strip() for block in (_COUNTRIES, _STATES) for name in block.replace("\n", "").split("|"))


def _plain(place: str) -> str:
    return re.sub(r"[^\w ]", "", in_english(place).casefold()).strip().replace("washington dc", "washington")


def in_english(place: str) -> str:
    """The English name of a place told in Chinese; a name it does not know stays."""
    return _ENGLISH.get(place, place)


def more_exact(known: str | None, told: str | None) -> str | None:
    """The place that says more: another one told replaces the known, a wider name for it does not."""
    if known is None or told is None:
        return told or known
    same = same_place(known, told)
    if same is None:  # an unlisted place says more than a country, and no more than a city
        return told if known in _WIDE else known
    if not same:
        return told
    mine, theirs = _plain(known), _plain(told)
    return told if _COUNTRY_OF.get(theirs) == mine or (mine != theirs and mine in theirs) else known


_ENGLISH = {
    chinese: english
    for names, english in (
        ("新加坡", "Singapore"), ("华盛顿 華盛頓", "Washington"), ("美国 美國", "United States"),
        ("中国 中國", "China"), ("北京", "Beijing"),
        ("上海", "Shanghai"), ("深圳", "Shenzhen"), ("香港", "Hong Kong"), ("台北", "Taipei"),
        ("东京 東京", "Tokyo"), ("日本", "Japan"), ("首尔 首爾", "Seoul"), ("韩国 韓國", "South Korea"),
        ("伦敦 倫敦", "London"), ("英国 英國", "United Kingdom"), ("巴黎", "Paris"), ("法国 法國", "France"),
        ("柏林", "Berlin"), ("德国 德國", "Germany"), ("日内瓦 日內瓦", "Geneva"), ("瑞士", "Switzerland"),
        ("新德里", "New Delhi"), ("印度", "India"), ("印尼", "Indonesia"), ("雅加达", "Jakarta"),
        ("马来西亚 馬來西亞", "Malaysia"), ("吉隆坡", "Kuala Lumpur"), ("柔佛", "Johor"), ("曼谷", "Bangkok"),
        ("泰国 泰國", "Thailand"), ("河内 河內", "Hanoi"), ("越南", "Vietnam"), ("马尼拉", "Manila"),
        ("菲律宾 菲律賓", "Philippines"), ("堪培拉", "Canberra"), ("悉尼", "Sydney"), ("澳大利亚 澳洲", "Australia"),
        ("布鲁塞尔 布魯塞爾", "Brussels"), ("纽约 紐約", "New York"), ("旧金山 舊金山", "San Francisco"),
        ("夏威夷", "Hawaii"), ("迪拜", "Dubai"), ("阿布扎比", "Abu Dhabi"), ("多哈", "Doha"), ("利雅得", "Riyadh"),
        ("莫斯科", "Moscow"), ("滨海湾金沙", "Marina Bay Sands"),
    )
    for chinese in names.split()
}  # fmt: skip
_COUNTRY_OF = {
    name.strip().casefold(): "singapore" for name in _SINGAPORE.replace("\n", "").split("|") if name.strip()
} | {
    "washington": "united states", "washington dc": "united states", "new york": "united states",
    "tokyo": "japan", "seoul": "south korea",
    "beijing": "china", "london": "united kingdom", "paris": "france", "berlin": "germany",
    "new delhi": "india", "canberra": "australia",
    "hanoi": "vietnam", "jakarta": "indonesia", "bangkok": "thailand",
    "manila": "philippines", "kuala lumpur": "malaysia", "geneva": "switzerland",
}  # fmt: skip
