"""The names of places: a small gazetteer of the project, and when two names may be one place.

Countries, capitals, large cities, U.S. states and Singapore's venues. What ties one to an event is ``whereabouts``'.
"""

import re

from watcher.followups.expressions import expression

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
      |Earth|Mars|Mercury|Moon|Jupiter|Venus|Saturn|Ganymede
|Valletta|Aarhus|Alicante|Bergen|Bilbao|Bologna|Bordeaux|Bremen|Bristol|Brno|Cardiff|Dortmund|Gdansk|Gdańsk|Genoa
|Ghent|Graz|Grenoble|Groningen|Halifax|Innsbruck|Karlsruhe|Kaunas|Krakow|Kraków|Lausanne|Leeds|Leipzig
|Leuven|Lille|Linz|Liverpool|Málaga|Malmö|Maribor|Montréal|Mombasa|Nantes|Naples|Nuremberg|Oulu|Palermo
|Porto|Poznań|Québec City|Quebec City|Reykjavík|Salzburg|Seville|Stuttgart|Tampere|Tartu|Thessaloniki
|Trieste|Tromsø|Trondheim|Turin|Turku|Uppsala|Utrecht|Valparaíso|Valparaiso|Winnipeg|Wrocław|Zürich
|Calgary|Edmonton|Adelaide|Darwin|Hobart|Christchurch|Dunedin|Kumasi|Kampala|Entebbe|Lusaka|Harare
|Windhoek|Gaborone|Maputo|Luanda|Kinshasa|Dar es Salaam|Arusha|Zanzibar|Port Louis|Medellín|Cartagena
|Guayaquil|Cuenca|Asunción|La Paz|Santo Domingo
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
|Punggol|Punggol Digital District|Punggol Coast|Tuas|Tengah|Bedok|Bishan|Bukit Timah|Clementi|Jurong East
|Jurong West|Kallang|Kranji|Marina Bay|Marina South|Novena|Pasir Panjang|Pulau Ubin|Queenstown|Sembawang
|Sengkang|Serangoon|Toa Payoh|Yishun|Ang Mo Kio|Buona Vista|Tanjong Pagar|One-North|one-north|Biopolis
|Fusionopolis|Woodlands|Tampines|Raffles City|Orchard Road|Shangri-La Hotel|Shangri-La|Resorts World|Istana
|Changi Naval Base|Loyang|Seletar|LaunchPad|JTC LaunchPad|Paya Lebar
"""


def _listed(*blocks: str) -> list[str]:
    """The names of the blocks, the longest first, so that an alternation takes "New York City" before "New York"."""
    names = {name.strip() for block in blocks for name in block.replace("\n", "").split("|")} - {""}
    return sorted(names, key=lambda name: (-len(name), name))


NAMES = _listed(_COUNTRIES, _CITIES, _STATES, _SINGAPORE)
# What a venue's name ends in.
VENUES = (
    r"(?:Centre|Center|Hotel|Hall|Expo|Park|Campus|Building|Base|Airport|Arena|Stadium|Institute|University|College|House"
    r"|School|Academy|Polytechnic|Hospital|Convention\s+Cent(?:re|er)|Museum|Library|LaunchPad|Auditorium|Theatre|Theater"
    r"|Palace|Laboratory|Lab|Labs|Laboratories|Hub|Tower|District|Space\s+Center|Port|Naval\s+Base|Barrage|Reservoir"
    r"|Terminal|Shipyard|Yard|Square|Pier|Quay|Spaceport|Cosmodrome|Observatory|Headquarters|Plaza|Gallery|Harbou?r)"
)
VENUE = expression(rf"\b{VENUES}\b")
REGIONS = _listed(_COUNTRIES, _STATES)
TOWNS = _listed(_CITIES)


def same_place(one: str | None, other: str | None) -> bool | None:
    """Whether two places may be one ("Singapore", "Sands Expo, Singapore"); None where one is not told."""
    if not one or not other:
        return None
    a, b = _plain(one), _plain(other)
    if a == b or a in b or b in a or a in _holders(b) or b in _holders(a):
        return True
    if {a, b} <= _PARTS:
        return None  # of two parts of one city, one may lie in the other
    if in_english(one) in _DISTRICTS and in_english(other) in _DISTRICTS:
        return None  # "Biopolis" lies at "one-north"
    return False if _is_known(one) and _is_known(other) else None  # a suburb nobody lists may lie in the city


def _holders(place: str) -> set[str]:
    """What a place lies in: its town, its country."""
    found: set[str] = set()
    while (place := _LIES_IN.get(place, "")) and place not in found:
        found.add(place)
    return found


def _is_known(place: str) -> bool:
    return in_english(place).split(",")[0].strip() in _KNOWN


_KNOWN = frozenset(NAMES)
_WIDE = frozenset(REGIONS)
_TOWNS = frozenset(TOWNS)
_CITY_STATES = frozenset(("Singapore", "Hong Kong", "Macau", "Monaco", "Luxembourg"))
_DISTRICTS = frozenset(_listed(_SINGAPORE)) | {
    "White House",
    "the White House",
    "Capitol Hill",
    "the Pentagon",
    "Pentagon",
}
_IN_TOWN = expression(r"(?:the\s+)?(?P<site>[^,]*?)(?:,|\s+in)\s+(?P<town>[A-ZÀ-ÖØ-Þ][^,]*)(?:,.*)?")
_A_TOWN = expression(r"\b(?:" + "|".join(map(re.escape, [*TOWNS, *_CITY_STATES])) + r")(?!\w)")


def _plain(place: str) -> str:
    name = re.sub(r"[^\w ]", "", in_english(place).casefold()).strip().removeprefix("the ")
    return _SHORT.get(name, name).replace("washington dc", "washington")


_SHORT = {"us": "united states", "usa": "united states", "uk": "united kingdom", "uae": "united arab emirates"}


def in_english(place: str) -> str:
    """The English name of a place told in Chinese; a name it does not know stays."""
    return _ENGLISH.get(place, place)


def town_of(place: str) -> str:
    """The town of a building: "Oslo" of "Harbour Hall, Oslo", "Jakarta" of "Jakarta Convention Center"."""
    if place in _KNOWN and place not in _DISTRICTS:
        return place
    town, _, country = place.partition(", ")
    if town in _TOWNS and country in _WIDE:
        return town  # "Hyderabad, India"
    building = _IN_TOWN.fullmatch(place)
    if building and (building["site"] in _DISTRICTS or VENUE.search(building["site"])):
        return building["town"]
    if place in _DISTRICTS or VENUE.search(place):
        inside = _A_TOWN.search(place)
        return inside.group() if inside else place
    return place


def is_only_of_a_venue(place: str, sentence: str) -> bool:
    """Whether a region is told only as what a venue is called by: "at the Queensland convention centre"."""
    if place not in _WIDE or place in _CITY_STATES:
        return False
    return re.search(rf"\b{re.escape(place)}\s+(?:[a-z]+\s+){{0,2}}{_VENUES_PLAIN}\b", sentence) is not None


_VENUES_PLAIN = (
    r"(?:centre|center|hotel|hall|university|museum|campus|stadium|arena|port|airport|base|town|city|resort)"
)


def more_exact(known: str | None, told: str | None) -> str | None:
    """The place a record names: the town rather than its country, and rather than the building in it.

    Another place told replaces the known one; of two names for one town the shorter stands.
    """
    if known is None or told is None:
        return told or known
    if _part_of_town(known) and told in known.split(", "):
        return known
    if same_place(known, told) is False or _rank(told) > _rank(known) or _part_of_town(told) == known:
        return told
    mine, theirs = _plain(known), _plain(told)
    shorter = _rank(told) == _rank(known) and mine != theirs and f" {theirs} " in f" {mine} "
    return told if shorter else known  # "Sendai" rather than "Sendai City"


def _part_of_town(place: str) -> str:
    """ "Songdo" of "Songdo, Incheon"; nothing of "Hyderabad, India" and of what is no part of a town."""
    part, _, town = place.partition(", ")
    return part if town in _TOWNS and part not in _KNOWN else ""


def _rank(place: str) -> int:
    name = in_english(place)
    if name in _DISTRICTS or (name not in _KNOWN and VENUE.search(name)):
        return 0
    if name in _WIDE and name not in _CITY_STATES:
        return 1
    return 3 if name in _KNOWN else 2


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
_COUNTRY_TOWNS = """
Argentina: Buenos Aires; Australia: Canberra, Sydney, Melbourne, Perth; Austria: Vienna; Azerbaijan: Baku
Bangladesh: Dhaka; Belgium: Brussels, Antwerp; Brazil: Brasília, Brasilia, Rio de Janeiro, São Paulo, Sao Paulo, Belém
Brunei: Bandar Seri Begawan; Cambodia: Phnom Penh, Siem Reap; Canada: Vancouver
Chile: Santiago; China: Beijing, Shanghai, Shenzhen, Guangzhou, Hangzhou, Nanjing, Wuhan, Chengdu, Dalian, Xiamen
Colombia: Bogotá, Bogota; Croatia: Zagreb; Czechia: Prague; Czech Republic: Prague; Denmark: Copenhagen; Egypt: Cairo
Estonia: Tallinn; Ethiopia: Addis Ababa; Finland: Helsinki; France: Paris, Lyon, Marseille, Toulouse, Strasbourg, Nice
Germany: Berlin, Hamburg, Frankfurt, Cologne, Bonn, Düsseldorf, Hannover; Ghana: Accra; Greece: Athens
Hungary: Budapest; Iceland: Reykjavik; Iran: Tehran; Iraq: Baghdad; Ireland: Dublin; Israel: Jerusalem, Tel Aviv
India: New Delhi, Delhi, Mumbai, Bengaluru, Bangalore, Hyderabad, Chennai, Kolkata, Ahmedabad, Gujarat
Indonesia: Jakarta, Surabaya, Bali, Batam, Yogyakarta; Italy: Rome, Milan, Florence; Jordan: Amman; Kenya: Nairobi
Japan: Tokyo, Osaka, Kyoto, Kobe, Hiroshima, Fukuoka, Nagoya, Sapporo, Yokohama, Kumamoto; Kazakhstan: Astana, Almaty
Laos: Vientiane, Luang Prabang; Latvia: Riga; Lithuania: Vilnius; Mexico: Mexico City, Guadalajara
Mongolia: Ulaanbaatar
Malaysia: Kuala Lumpur, Putrajaya, Penang, Johor, Johor Bahru, Kuching, Langkawi, Malacca, Cyberjaya, Selangor, Kulim
Morocco: Rabat, Casablanca, Marrakesh; Myanmar: Naypyidaw, Yangon; Nepal: Kathmandu; Nigeria: Abuja, Lagos
Oman: Muscat; Netherlands: Amsterdam, Hague, Rotterdam, Eindhoven; New Zealand: Wellington, Auckland, Mahia
Norway: Oslo; Pakistan: Islamabad, Karachi, Lahore; Papua New Guinea: Port Moresby; Peru: Lima
Philippines: Manila, Cebu; Poland: Warsaw; Portugal: Lisbon; Qatar: Doha; Romania: Bucharest
Russia: Moscow, Vladivostok; Rwanda: Kigali; Saudi Arabia: Riyadh, Jeddah; Senegal: Dakar; Serbia: Belgrade
Slovakia: Bratislava; Slovenia: Ljubljana; South Africa: Pretoria, Cape Town, Johannesburg, Durban
South Korea: Seoul, Busan, Incheon, Gyeongju; Spain: Madrid, Barcelona, Valencia; Sri Lanka: Colombo
Sweden: Stockholm, Gothenburg; Switzerland: Geneva, Bern, Basel, Zurich, Davos
Taiwan: Taipei, Hsinchu, Kaohsiung, Taichung; Thailand: Bangkok, Chiang Mai, Phuket, Pattaya; Tunisia: Tunis
Turkey: Ankara, Istanbul; Ukraine: Kyiv; United Arab Emirates: Abu Dhabi, Dubai, Sharjah; Uruguay: Montevideo
Uzbekistan: Tashkent; United Kingdom: London, Edinburgh, Glasgow, Manchester, Cambridge, Oxford, Bletchley Park
Vietnam: Hanoi, Hà Nội, Ho Chi Minh City, Da Nang
United States: Washington, New York, New York City, Seattle, Atlanta, Alabama, Alaska, Arizona, California, Colorado
United States: Florida, Hawaii, Idaho, Illinois, Indiana, Louisiana, Maryland, Massachusetts, Michigan, Minnesota
United States: Missouri, Nevada, North Carolina, Ohio, Oregon, Pennsylvania, Tennessee, Texas, Utah, Virginia, Wisconsin
Alabama: Huntsville; Alaska: Anchorage; Arizona: Phoenix, Tucson; Colorado: Denver, Boulder, Colorado Springs
California: San Francisco, Los Angeles, San Diego, Sacramento, Palo Alto, Menlo Park, Mountain View, Santa Clara
California: San Jose, Oakland, Long Beach, Stanford, Silicon Valley, Vandenberg; Florida: Miami, Orlando, Tampa
Florida: Jacksonville, Cape Canaveral, Kennedy Space Center; Hawaii: Honolulu, Pearl Harbor; Idaho: Boise
Illinois: Chicago; Indiana: Indianapolis; Louisiana: New Orleans; Maryland: Baltimore, Annapolis, Gaithersburg
Maryland: Rockville, Fort Meade, Camp David; Massachusetts: Boston; Michigan: Detroit; Minnesota: Minneapolis
Missouri: St. Louis, Kansas City; Nevada: Las Vegas; North Carolina: Charlotte, Raleigh
Ohio: Columbus, Cleveland, Cincinnati; Oregon: Portland, Hillsboro; Pennsylvania: Philadelphia, Pittsburgh
Tennessee: Nashville, Memphis; Texas: Austin, Houston, Dallas, San Antonio, El Paso, Boca Chica, Sherman
Utah: Salt Lake City; Virginia: Arlington, Richmond, Quantico, Manassas, Wallops Island; Wisconsin: Milwaukee
Australia: Queensland, Adelaide, Darwin, Hobart; Queensland: Brisbane; Canada: Ontario, Quebec, Calgary, Edmonton
Ontario: Ottawa, Toronto; Quebec: Montreal, Montréal; Germany: Bavaria, Saxony; Bavaria: Munich, Nuremberg
Saxony: Dresden, Leipzig
Washington: White House, Capitol Hill, Pentagon
"""
_PARTS = frozenset(_plain(name) for name in _listed(_SINGAPORE))
_LIES_IN = dict.fromkeys(_PARTS, "singapore") | {
    _plain(town): _plain(country)
    for line in _COUNTRY_TOWNS.replace("\n", ";").split(";")
    for country, _, towns in [line.partition(":")]
    for town in towns.split(",")
    if town.strip()
}
