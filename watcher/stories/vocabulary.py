"""Word lists of general news English: what says nothing, what says little, and what says the same.

Written from general knowledge, not counted in any corpus. ``COMMON`` stands in for document
frequencies as long as a young database knows none of its own; it fades as real counts arrive.
"""

STOP_WORDS = frozenset(
    """
    a about above after again against ago ahead all almost along already also although always am amid among an and
    another any anyone anything are around as at away back be became because become becomes been before behind being
    below best better between beyond both but by came can cannot come comes coming could did do does doing done down
    during each either else enough even ever every everyone everything far few for from further gave get gets
    getting give given gives giving go goes going gone good got had has have having he her here hers herself him
    himself his how however i if in inside instead into is it its itself just keep keeps kept last later least less
    let like likely long look looks lot made make makes making many may maybe me might mine more most much must my
    near nearly need needs never next no nor not nothing now of off often on once one ones only onto or other others
    our out outside over own per perhaps put puts quite rather re really s said same saw say saying says see seen
    set several shall she should since so some someone something soon still such t take taken takes taking than that
    the their theirs them themselves then there these they thing things think this those though through thus to
    together told too took toward towards tell tells under until up upon us use used uses using very via vs want
    wants was way ways we well went were what whatever when where whether which while who whole whom whose why will
    with within without won't would yet you your yours yourself
    """.split()
)

# Words that many news items hold. The first group stands in roughly one item of fifteen, the second in one of fifty.
VERY_COMMON = frozenset(
    """
    year new people first time day week month government president country state world official minister police
    american national international report million company public according two three
    """.split()
)
COMMON = frozenset(
    """
    action activity actor administration agency agreement air aid airport allegation analyst announce announcement
    announced arrest army attack authority ban bank bid bill billion black board body book border boss boy brand
    break british budget build building business call campaign car care case cause centre center central chair
    chance change charge chief child children chinese city claim climate club coach coalition college commission
    committee community concern conference congress contract control cost council court crash crew crime crisis
    critic cut data date daughter deadly deal death debate decade decision defence defense demand democrat
    department deputy design detail development device digital director disease doctor drive driver drug early earth
    east economy economic education effort election emergency end energy england enforcement england event evidence
    executive expect expert face fail fall family fan father fear federal field fight figure file film final find
    fire firm five flight follow food football force foreign former found four free friday friend full fund future
    game general girl global goal governor great green ground group growth gun hand head health hear hearing help
    high history hit hold home hope hospital host hour house human idea impact increase independent industry
    inflation information injury inquiry interest internet interview investigation investigator investment investor
    issue job join judge july june justice kill kind king large late launch law lawmaker lawsuit lawyer lead leader
    league leave legal level life line list live local london lose loss main major man manager march mark market
    match matter meet meeting member men message middle military minute mission mobile model moment monday money
    morning mother move movie murder music name nation network news night north number offer office officer oil old
    online open operation opinion opposition order organisation organization owner paper parent park parliament part
    party past patient pay peace performance person phone photo place plan plane play player plead point policy
    political politician politics poll poor popular population post power press pressure price prime prison problem
    process product production program programme project property prosecutor protect protest protester prove provide
    quarter question race raise rate reach reaction read real reason receive record red region release remain remove
    replace republican request rescue research researcher resident response rest result return reveal right rise
    risk river road role room royal rule run safe safety sale saturday save scene school science scientist score
    season seat second secretary security seek sell senate senator senior sense series serious service seven sex
    share shooting shop short shot show sign site situation six small social society soldier son source south space
    speak special spending spokesman spokesperson sport staff stage stand star start statement station stay step
    stock stop store storm story street strike strong student study suffer summer sunday super support supporter
    surge suspect system talk target tax teacher team tech technology television ten term test thursday tie tip
    title today tomorrow tool top total tour town track trade train travel treat treatment trial trip troop trouble
    try tuesday turn tv u.s union unit university update urge user value vehicle video view violence visit voice
    vote voter vow wait walk war warn warning watch water weapon weather website wednesday weekend west white wife
    win winner winter woman women word work worker worry worst write young
    """.split()
)

# One spelling for what headlines write in several ways. Applied before stemming, to case-folded words.
SAME_WORD = {
    "u.s": "usa", "u.s.": "usa", "usa": "usa", "america": "usa", "u.k": "uk", "u.k.": "uk", "britain": "uk",
    "e.u": "eu", "e.u.": "eu", "u.n": "un", "u.n.": "un", "u.a.e": "uae", "p.m": "pm", "a.m": "am",
    "percent": "%", "pc": "%", "bn": "billion", "b": "billion", "mn": "million", "m": "million", "tn": "trillion",
    "govt": "government", "gov": "governor", "gov't": "government", "sen": "senator", "rep": "representative",
    "dem": "democrat", "dems": "democrat", "gop": "republican", "dept": "department", "pres": "president",
    "min": "minister", "intl": "international", "ex": "former", "xmas": "christmas", "nye": "new-year-eve",
    "dead": "death", "died": "death", "dies": "death", "die": "death", "dying": "death", "deadly": "death",
    "fatal": "death", "fatally": "death", "killed": "kill", "kills": "kill", "killing": "kill", "slain": "kill",
    "sue": "lawsuit", "sues": "lawsuit", "sued": "lawsuit", "suing": "lawsuit", "suit": "lawsuit",
    "buys": "buy", "bought": "buy", "buying": "buy", "acquire": "buy", "acquires": "buy", "acquired": "buy",
    "acquisition": "buy", "takeover": "buy", "sold": "sell", "sells": "sell", "selling": "sell",
    "won": "win", "wins": "win", "winning": "win", "victory": "win", "lost": "lose", "loses": "lose",
    "losing": "lose", "loss": "lose", "fires": "sack", "fired": "sack", "sacks": "sack", "sacked": "sack",
    "ousted": "oust", "ouster": "oust", "elected": "election", "elections": "election", "shot": "shoot",
    "shooting": "shoot", "shoots": "shoot", "hit": "strike", "hits": "strike", "struck": "strike",
    "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "held": "hold", "met": "meet",
    "women": "woman", "men": "man", "children": "child", "kids": "child", "kid": "child", "cop": "police",
    "cops": "police", "centre": "center", "defence": "defense", "programme": "program", "organisation": "organization",
    "labour": "labor", "harbour": "harbor", "jailed": "jail", "jails": "jail", "prison": "jail", "imprisoned": "jail",
    "quits": "resign", "quit": "resign", "resigns": "resign", "resigned": "resign", "resignation": "resign",
    "steps": "step", "unveils": "launch", "unveiled": "launch", "launched": "launch", "launches": "launch",
    "electric-vehicle": "ev", "evs": "ev", "a.i": "ai", "a.i.": "ai", "covid-19": "covid", "coronavirus": "covid",
    "wildcard": "wild-card", "films": "film", "movie": "film", "movies": "film", "probe": "investigation",
    "investigating": "investigation", "investigate": "investigation", "investigates": "investigation",
    "crashed": "crash", "crashes": "crash", "blast": "explosion", "blasts": "explosion", "exploded": "explosion",
    "explosions": "explosion", "quake": "earthquake", "talks": "talk", "hikes": "hike", "raised": "raise",
}  # fmt: skip

# People and things of a country count as the country. Names that are ordinary words as well are left out.
_DEMONYMS = """
    afghan afghanistan albanian albania algerian algeria argentine argentina argentinian argentina armenian armenia
    australian australia austrian austria azerbaijani azerbaijan bangladeshi bangladesh belarusian belarus belgian
    belgium bolivian bolivia brazilian brazil british uk briton uk bulgarian bulgaria burmese myanmar cambodian
    cambodia canadian canada chilean chile chinese china colombian colombia congolese congo croatian croatia cuban
    cuba cypriot cyprus czech czechia danish denmark ecuadorian ecuador egyptian egypt ethiopian ethiopia european
    europe filipino philippines finnish finland french france georgian georgia german germany ghanaian ghana greek
    greece guatemalan guatemala haitian haiti honduran honduras hungarian hungary icelandic iceland indian india
    indonesian indonesia iranian iran iraqi iraq irish ireland israeli israel italian italy jamaican jamaica japanese
    japan jordanian jordan kazakh kazakhstan kenyan kenya korean korea kuwaiti kuwait laotian laos lebanese lebanon
    libyan libya lithuanian lithuania malaysian malaysia mexican mexico moroccan morocco nepalese nepal nepali nepal
    nicaraguan nicaragua nigerian nigeria norwegian norway pakistani pakistan palestinian palestine panamanian panama
    peruvian peru portuguese portugal qatari qatar romanian romania russian russia rwandan rwanda saudi saudi-arabia
    scottish scotland serbian serbia singaporean singapore slovak slovakia somali somalia spanish spain sudanese sudan
    swedish sweden swiss switzerland syrian syria taiwanese taiwan tanzanian tanzania thai thailand tunisian tunisia
    turkish turkey ugandan uganda ukrainian ukraine uruguayan uruguay uzbek uzbekistan venezuelan venezuela vietnamese
    vietnam welsh wales yemeni yemen zambian zambia zimbabwean zimbabwe
""".split()
COUNTRY_OF = dict(zip(_DEMONYMS[::2], _DEMONYMS[1::2], strict=True))

NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
    if number >= 2
}
ORDINAL_WORDS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
ROMAN_NUMBERS = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9}

_MONTH_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAYS = {name: number for number, name in enumerate(_DAY_NAMES, start=1)}
WEEKDAYS |= {name[:3]: number for name, number in WEEKDAYS.items()} | {"tues": 2, "thur": 4, "thurs": 4}
AMBIGUOUS_DATE_WORDS = frozenset({"may", "march", "mar", "sun", "sat", "second"})
