"""Countries and unions under all their names: of the land, its people, its capital as a word for its government."""

import re

from watcher.followups.expressions import expression

# Code: names, parted by "|". Capitals stand for governments in reports ("Washington and Hanoi agreed").
_NAMES = """
us: United States of America|United States|U.S.A.|U.S.|USA|US|America|American|Americans|Washington, D.C.
us: Washington D.C.|Washington DC|Washington
sg: Singapore|Singaporean|Singaporeans|SG
uk: United Kingdom|Great Britain|Britain|British|Briton|Britons|U.K.|UK|London
kr: South Korea|South Korean|Republic of Korea|Korea|Korean|Koreans|Seoul
jp: Japan|Japanese|Tokyo
cn: People's Republic of China|China|Chinese|Beijing
in: India|Indian|Indians|New Delhi|Delhi
id: Indonesia|Indonesian|Indonesians|Jakarta
my: Malaysia|Malaysian|Malaysians|Kuala Lumpur|Putrajaya
th: Thailand|Thai|Thais|Bangkok
vn: Vietnam|Viet Nam|Việt Nam|Vietnamese|Hanoi|Hà Nội
ph: Philippines|Philippine|Filipino|Filipinos|Manila
au: Australia|Australian|Australians|Canberra
nz: New Zealand|New Zealander|New Zealanders|Wellington
nl: Netherlands|Dutch|The Hague
de: Germany|German|Germans|Berlin
fr: France|French|Paris
it: Italy|Italian|Italians|Rome
es: Spain|Spanish|Madrid
se: Sweden|Swedish|Stockholm
no: Norway|Norwegian|Norwegians|Oslo
fi: Finland|Finnish|Helsinki
dk: Denmark|Danish|Copenhagen
ee: Estonia|Estonian|Tallinn
pl: Poland|Polish|Warsaw
ch: Switzerland|Swiss
at: Austria|Austrian|Vienna
be: Belgium|Belgian
ie: Ireland|Irish|Dublin
il: Israel|Israeli|Israelis
ae: United Arab Emirates|U.A.E.|UAE|Emirati|Emirates|Abu Dhabi
sa: Saudi Arabia|Saudi|Riyadh
qa: Qatar|Qatari|Doha
tr: Turkey|Türkiye|Turkish|Ankara
tw: Taiwan|Taiwanese|Taipei
hk: Hong Kong
ca: Canada|Canadian|Canadians|Ottawa
mx: Mexico|Mexican|Mexico City
br: Brazil|Brazilian|Brasília|Brasilia
cl: Chile|Chilean
ru: Russia|Russian|Moscow
ua: Ukraine|Ukrainian|Kyiv
bn: Brunei|Bruneian
kh: Cambodia|Cambodian|Phnom Penh
la: Laos|Lao|Vientiane
mm: Myanmar
pk: Pakistan|Pakistani|Islamabad
bd: Bangladesh|Bangladeshi|Dhaka
lk: Sri Lanka|Sri Lankan|Colombo
za: South Africa|South African|Pretoria
ke: Kenya|Kenyan|Nairobi
ng: Nigeria|Nigerian|Abuja
eg: Egypt|Egyptian|Cairo
pe: Peru|Peruvian|Lima
ar: Argentina|Argentine|Argentinian|Buenos Aires
co: Colombia|Colombian|Bogotá
uy: Uruguay|Uruguayan|Montevideo
pa: Panama|Panamanian
gr: Greece|Greek|Athens
pt: Portugal|Portuguese|Lisbon
cz: Czech Republic|Czechia|Czech|Prague
sk: Slovakia|Slovak|Bratislava
hu: Hungary|Hungarian|Budapest
ro: Romania|Romanian|Bucharest
bg: Bulgaria|Bulgarian
hr: Croatia|Croatian|Zagreb
si: Slovenia|Slovenian
rs: Serbia|Serbian|Belgrade
lt: Lithuania|Lithuanian|Vilnius
lv: Latvia|Latvian|Riga
lu: Luxembourg
is: Iceland|Icelandic|Reykjavik
cy: Cyprus|Cypriot
kz: Kazakhstan|Kazakh|Astana
uz: Uzbekistan|Uzbek|Tashkent
mn: Mongolia|Mongolian|Ulaanbaatar
np: Nepal|Nepali|Kathmandu
mv: Maldives|Maldivian
fj: Fiji|Fijian
pg: Papua New Guinea|Port Moresby
ma: Morocco|Moroccan|Rabat
gh: Ghana|Ghanaian|Accra
et: Ethiopia|Ethiopian|Addis Ababa
rw: Rwanda|Rwandan|Kigali
iq: Iraq|Iraqi|Baghdad
ir: Iran|Iranian|Tehran
jo: Jordan|Jordanian|Amman
kw: Kuwait|Kuwaiti
om: Oman|Omani|Muscat
bh: Bahrain|Bahraini
eu: European Union|E.U.|EU|European Commission|European|Europeans|Europe|Brussels
asean: Association of Southeast Asian Nations|ASEAN|Asean|Southeast Asia|Southeast Asian
asean: South-east Asia|South-east Asian
un: United Nations|U.N.|UN
"""
_TOKENS = {
    name: f"@{code}"
    for line in _NAMES.strip().splitlines()
    for code, _, names in [line.partition(": ")]
    for name in names.split("|")
}
NATION = expression(
    r"(?<![\w@])(?=[A-Z])(?:"
    + "|".join(map(re.escape, sorted(_TOKENS, key=len, reverse=True)))
    + r")(?:['’]s\b|(?![\w.]\w))"
)


def token(name: str) -> str:
    """ "@us" for any name of the United States."""
    return _TOKENS[re.sub(r"['’]s\Z", "", name)]
