"""Words that tell persons, organisations and documents apart; lower case, without accents.

The lists were written for quoth. They hold kinds of words (roles, bodies, papers), never the names
that one article or one country speaks of; countries and peoples are in `places`.
"""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of ``words``, parted by white space."""
    return frozenset(words.split())


# ---- pronouns and small words -------------------------------------------------------------------

HE = word_set("he him his himself")
SHE = word_set("she her hers herself")
IT = word_set("it its itself")
THEY = word_set("they them their theirs themselves")
I = word_set("i me my mine myself")  # noqa: E741 - the pronoun
WE = word_set("we us our ours ourselves")
YOU = word_set("you your yours yourself yourselves")
RELATIVE = word_set("who which that whom whose")
PRONOUNS = HE | SHE | IT | THEY | I | WE | YOU | RELATIVE

DETERMINERS = word_set("the a an this that these those its his her their our my your")
QUANTIFIERS = word_set(
    "some many most several few other others another any all both each every no none one two "
    "three four five six seven eight nine ten dozens hundreds thousands scores more half "
    "majority number numbers handful group groups lot various numerous least nearly almost "
    "about over at everyone everybody someone somebody anyone anybody nobody"
)
PREPOSITIONS = word_set(
    "of for with by to in from against about at on over under between among into through "
    "toward towards near after before during since until via despite without within behind "
    "beside besides beyond across around upon onto off including like than per versus vs "
    "regarding concerning"
)
CONJUNCTIONS = word_set(
    "and or but nor yet so while whereas although though because if when as than"
)
AUXILIARIES = word_set(
    "is are was were be been being am has have had having do does did will would shall should "
    "can could may might must not"
)
# Words that open a sentence with a capital and are no part of a name.
OPENERS = (
    DETERMINERS
    | QUANTIFIERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
    | PRONOUNS
    | word_set(
        "there here then now still also however meanwhile moreover furthermore nevertheless "
        "nonetheless thus hence therefore instead later earlier today yesterday tomorrow tonight "
        "what why how where whether yes no well oh ok okay please thank thanks let lets just even "
        "only perhaps maybe never always often sometimes once twice again already soon ago "
        "according asked speaking writing responding replying addressing commenting adding noting "
        "citing referring following given based due such much less little very too rather quite "
        "indeed finally eventually initially previously recently currently apparently reportedly "
        "allegedly allegations additionally similarly likewise overall generally ultimately "
        "unfortunately fortunately clearly obviously certainly surely probably possibly early "
        "late contrary longtime remarked last next first second third new old former fellow "
        "despite amid along unlike outside inside back up down out away image photo photos file "
        "video related update editor note read watch see look listen get go come make take give "
        "keep put say said says tell told ask think know want need call called calls anyone yet "
        "else worse better best whatever whoever whenever wherever nothing something anything "
        "everything mr mrs ms miss sadly critics officials people reports police authorities "
        "witnesses experts protesters lawyers analysts supporters residents lawmakers "
        "investigators prosecutors researchers scientists leaders voters sources observers "
        "developers scholars polls studies surveys documents monday tuesday wednesday thursday "
        "friday saturday sunday january february march april june july august september october "
        "november december"
    )
)
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december christmas easter ramadan jan. "
    "feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec."
)

# ---- names --------------------------------------------------------------------------------------

PARTICLES = word_set(
    "de la las los le del della di da dos das do du des van von der den dem ter ten te zu zur "
    "af av bin bint ibn ben al el ul ad y e i st san santa dela delos abu umm ap ab mac"
)
SUFFIXES = word_set("jr sr jnr snr ii iii iv phd md esq obe mbe cbe qc kc mp")
MR = {
    "mr": "m", "mister": "m", "mrs": "f", "ms": "f", "miss": "f", "mx": "", "sir": "m",
    "lord": "m", "lady": "f", "dame": "f", "madam": "f", "madame": "f", "monsieur": "m",
    "herr": "m", "frau": "f", "senor": "m", "senora": "f", "sheikh": "m",
    "sheikha": "f", "imam": "m", "father": "m", "sister": "f", "brother": "m", "king": "m",
    "queen": "f", "prince": "m", "princess": "f", "pope": "m", "emperor": "m", "empress": "f",
    "sultan": "m", "duke": "m", "duchess": "f", "count": "m", "countess": "f", "baroness": "f",
    "baron": "m", "emir": "m", "ayatollah": "m", "mullah": "m",
}  # fmt: skip
# Titles that belong to the name itself when a single name follows.
REGAL = word_set("pope king queen prince princess emperor empress saint sister mother sultan")
# Written with a capital before a name; `ROLES` with a capital serve too.
TITLES = frozenset(MR) | word_set(
    "councilmember cllr cr mec cio cso cro evp svp vp supervisor selectman comptroller registrar "
    "shri smt datuk dato datin tengku haji alhaji alhaja hajiya malam mallam engr barr otunba "
    "sheik shaikh ustaz ustad pandit maulana mufti hojatoleslam rav ven venerable apostle "
    "evangelist archimandrite metropolitan patriarch catholicos dom drs ir emeritus emerita rt "
    "major-general maj-gen lt-gen brig brigadier-general pol insider spokesperson-general "
    "dr doctor prof professor gov governor sen senator rep reps sens representative "
    "congressman congresswoman president vice-president vice prime premier minister "
    "first-minister chancellor secretary undersecretary ambassador speaker mayor councillor "
    "councilman councilwoman councilor alderman judge justice magistrate attorney solicitor "
    "advocate prosecutor gen general lt lieutenant col colonel maj major capt captain cmdr "
    "commander adm admiral sgt sergeant cpl corporal private pvt marshal brigadier chief "
    "superintendent inspector detective constable officer sheriff deputy trooper commissioner "
    "director ceo coo cfo cto chairman chairwoman chairperson chair rev reverend bishop "
    "archbishop cardinal rabbi monsignor hon honourable honorable mp msp mla mep td "
    "assemblyman assemblywoman legislator lawmaker coach manager editor founder co-founder "
    "leader spokesman spokeswoman spokesperson envoy monarch crown secretary-general "
    "director-general attorney-general governor-general supt insp det const taoiseach "
    "tanaiste comandante lawyer counsel actor actress singer author activist analyst "
    "economist scientist journalist reporter host anchor moderator nominee candidate "
    "strategist adviser advisor aide official member president-elect mr-speaker legislators "
    "senators deputies presidents governors ministers judges justices representatives mayors "
    "del whip coordinator"
)

# ---- persons in the singular --------------------------------------------------------------------

FEMALE_ROLES = word_set(
    "actress woman girl lady mother wife daughter sister aunt niece grandmother granddaughter "
    "mom mum widow girlfriend fiancee bride spokeswoman chairwoman congresswoman "
    "businesswoman policewoman councilwoman assemblywoman alderwoman waitress hostess heiress "
    "nun queen princess duchess baroness empress sportswoman anchorwoman stateswoman "
    "forewoman stepmother stepdaughter mother-in-law sister-in-law daughter-in-law ex-wife "
    "headmistress saleswoman schoolgirl firstlady"
)
MALE_ROLES = word_set(
    "actor man boy gentleman father husband son brother uncle nephew grandfather grandson dad "
    "widower boyfriend groom spokesman chairman congressman businessman policeman councilman "
    "assemblyman alderman waiter monk king prince duke baron emperor sportsman anchorman "
    "statesman foreman stepfather stepson father-in-law brother-in-law son-in-law ex-husband "
    "headmaster salesman gunman hitman fireman fisherman craftsman pope archbishop cardinal "
    "priest imam friar"
) - {"actor"}
NEUTRAL_ROLES = word_set(
    "actor minister president secretary spokesperson official officer leader chief head "
    "director manager governor mayor senator representative lawmaker legislator politician "
    "candidate nominee deputy ambassador diplomat envoy judge justice magistrate lawyer "
    "attorney solicitor barrister prosecutor counsel defendant plaintiff suspect witness "
    "eyewitness victim survivor resident neighbour neighbor tourist passenger driver pilot "
    "engineer scientist researcher professor lecturer academic scholar historian economist "
    "analyst expert specialist consultant adviser advisor aide assistant strategist pollster "
    "activist campaigner organiser organizer protester demonstrator critic supporter opponent "
    "ally rival member colleague friend relative cousin parent child teenager student pupil "
    "teacher principal headteacher doctor physician surgeon nurse psychologist psychiatrist "
    "psychotherapist psychoanalyst therapist patient epidemiologist virologist biologist "
    "ecologist geologist seismologist meteorologist physicist chemist astronomer "
    "anthropologist archaeologist sociologist mathematician statistician journalist reporter "
    "correspondent editor columnist writer author novelist poet blogger broadcaster anchor "
    "host presenter moderator commentator producer filmmaker photographer artist musician "
    "singer songwriter composer drummer guitarist conductor dancer comedian celebrity model "
    "designer architect curator coach trainer captain player footballer striker goalkeeper "
    "athlete wrestler boxer swimmer runner cyclist jockey referee umpire skipper owner "
    "founder co-founder chair chairperson ceo executive entrepreneur investor developer "
    "trader banker broker farmer worker employee employer boss staffer volunteer customer "
    "client shopper consumer user voter citizen civilian soldier sergeant lieutenant colonel "
    "general admiral commander marshal major veteran guard policeofficer detective inspector "
    "superintendent constable sheriff trooper commissioner councillor councilor clerk coroner "
    "firefighter paramedic rescuer sailor astronaut bishop cleric pastor reverend rabbi "
    "mullah ayatollah monk chancellor premier monarch speaker chairholder treasurer auditor "
    "accountant regulator ombudsman whistleblower whistle-blower insider source hacker "
    "terrorist attacker shooter killer murderer robber prisoner inmate detainee hostage "
    "refugee migrant immigrant protestor rebel fighter militant dissident exile tycoon "
    "billionaire millionaire mogul magnate philanthropist socialite democrat republican "
    "conservative liberal socialist communist tory nationalist independent libertarian "
    "incumbent frontrunner front-runner challenger newcomer hopeful contender running-mate "
    "successor predecessor counterpart partner spouse roommate landlord tenant guest fan "
    "performer star narrator translator interpreter agent operative person individual "
    "man-child co-author lead secretary-general director-general vice-president vice-chairman "
    "vice-chair president-elect undersecretary archdeacon dean provost rector chaplain "
    "ex-president ex-minister ex-leader mp msp mla mep mastermind organist conservationist "
    "environmentalist feminist mountaineer climber surfer skier gymnast racer sprinter golfer "
    "programmer coder maintainer inventor innovator demographer geographer linguist librarian "
    "archivist bartender chef cook baker cashier barista plumber electrician builder "
    "contractor bystander onlooker passer-by mourner worshipper parishioner separatist "
    "loyalist warlord chieftain elder youth teen toddler baby infant orphan heir monarchist "
    "caretaker janitor proponent advocate detractor whip attendant steward stewardess "
    "co-pilot mechanic technician operator dispatcher"
)
ROLES = FEMALE_ROLES | MALE_ROLES | NEUTRAL_ROLES
PLURAL_PERSONS = word_set(
    "people men women children police-officers officials authorities families persons wives "
    "policemen spokesmen businessmen congressmen firemen parents relatives allies critics "
    "supporters opponents lawyers attorneys prosecutors experts analysts aides advisers "
    "advisors voters residents witnesses eyewitnesses sources members workers employees users "
    "fans americans scientists researchers leaders lawmakers politicians democrats "
    "republicans conservatives liberals jurors staff crew crowd public populace youths "
    "ministers participants respondents readers viewers percent folks guys veterans clerics "
    "townspeople spokespeople kids fishermen countrymen layman laymen aids personnel "
    "surrogates operatives others everyone somebody someone anyone nobody community jury "
    "friends neighbours neighbors"
)
# What a word for a role may stand for: the general word first, then words it covers.
ROLE_GROUPS: tuple[frozenset[str], ...] = (
    word_set("spokesman spokeswoman spokesperson"),
    word_set("lawyer attorney solicitor barrister counsel advocate"),
    word_set("chairman chairwoman chair chairperson"),
    word_set(
        "lawmaker legislator senator sen rep representative congressman congresswoman mp msp mla "
        "mep assemblyman assemblywoman politician"
    ),
    word_set("actor actress star performer"),
    word_set("businessman businesswoman entrepreneur tycoon billionaire mogul magnate executive"),
    word_set("nominee candidate hopeful contender"),
    word_set("judge justice magistrate"),
    word_set("adviser advisor aide strategist"),
    word_set("journalist reporter correspondent columnist writer editor author"),
    word_set("doctor physician surgeon dr"),
    word_set("professor scientist researcher academic scholar prof expert"),
    word_set("singer musician performer songwriter drummer guitarist"),
    word_set("leader president premier minister chancellor chairman head chief"),
    word_set("president-elect president"),
    word_set("governor gov"),
    word_set("coach manager trainer"),
    word_set("ceo executive boss chief head president"),
    word_set("officer official chief sheriff superintendent inspector detective constable captain"),
    word_set("footballer player striker goalkeeper captain"),
    word_set("bishop archbishop cleric cardinal priest pope pontiff"),
    word_set("king queen prince princess monarch royal"),
    word_set("diplomat ambassador envoy"),
    word_set("commander general colonel admiral"),
)
# Words for a person that say nothing of a role: they point at whoever was last spoken of.
ANYONE = word_set(
    "man woman person boy girl teenager individual victim suspect defendant resident "
    "candidate official politician leader politico mother father survivor attacker star "
    "gentleman lady 64-year-old"
)

# ---- organisations ------------------------------------------------------------------------------

# Common nouns for bodies that can speak; with a capital at the end of a name they make it one.
BODIES = word_set(
    "ministry government administration department agency authority commission committee "
    "council parliament congress senate assembly court tribunal party campaign office bureau "
    "board company firm corporation group organisation organization association federation "
    "union foundation institute institution university college school academy bank fund trust "
    "charity club team league society church diocese mosque hospital clinic force forces "
    "service services army navy military militia police fbi embassy consulate mission "
    "secretariat presidency monarchy palace kremlin cabinet coalition alliance bloc movement "
    "network channel station newspaper paper daily tabloid weekly magazine journal "
    "publication outlet broadcaster website site portal publisher media press newsroom "
    "airline airlines carrier manufacturer maker retailer supermarket chain store brand "
    "startup start-up vendor supplier operator utility provider platform insurer lender "
    "watchdog regulator ombudsman thinktank think-tank centre center laboratory lab "
    "observatory museum gallery theatre theater studio label band orchestra festival city "
    "town county state province country nation republic kingdom municipality village region "
    "legislature judiciary panel inquiry taskforce task-force delegation junta regime "
    "opposition leadership management syndicate cartel collective cooperative consortium "
    "conglomerate subsidiary unit division branch directorate chamber caucus lobby guild "
    "brigade battalion squad command headquarters hq pac super-pac ngo nonprofit non-profit "
    "taliban state-media house household congregation order parish synod see vatican exchange "
    "promotion franchise administration's conservancy archive registry reserve treasury "
    "pharmacy hotel casino restaurant prison jail industry sector developer distributor"
)
# With a capital inside a name they mark an organisation as well.
NAME_BODIES = BODIES | word_set(
    "inc corp ltd llc plc gmbh co ag sa holdings industries enterprises partners technologies "
    "systems solutions news times post herald tribune gazette guardian telegraph observer "
    "journal chronicle mail bulletin review today tv radio broadcasting wire nations "
    "democrats republicans conservatives greens labour labor front brigades units committees "
    "affairs security intelligence investigations investigation house defence defense justice "
    "treasury reserve survey women transport citizens circuit nato united national "
    "international federal royal agencies schools authorities conference convention forum "
    "initiative project coalition watch rights workers teachers scientists nurses lives club "
    "fc cf afc rugby universities motors airways records pictures entertainment studios games "
    "software labs capital media communications telecom petroleum oil gas energy electric "
    "power steel mining foods brewery pharmaceuticals bancorp insurance securities advisors "
    "consulting associates group's research councils centers centres constabulary patrol "
    "guard guards corps cross crescent relief aid amnesty commons lords knesset bundestag "
    "duma rada sejm majlis loya jirga politburo presidium sciences medicine management "
    "operations ministries institutes libraries library museum prisons customs enforcement "
    "immigration citizenship administration statistics planning producers growers "
    "manufacturers veterans reform budget responsible policy integrity studies science "
    "technology engineering arts letters"
) - {"state", "see", "order", "house", "station", "city", "town", "county", "village", "country"}
# Bodies that many articles speak of without a name.
BARE_BODIES = word_set(
    "police authorities government ministry military army navy parliament congress court "
    "media press prosecution management opposition state-media airforce rescuers coastguard"
)
MEDIA = word_set(
    "newspaper paper daily tabloid weekly magazine journal publication outlet broadcaster "
    "website site portal news times post herald tribune gazette guardian telegraph observer "
    "chronicle mail bulletin tv radio agency wire channel network station media press reuters "
    "bbc cnn afp"
)
STATE_BODIES = word_set("country nation state government republic kingdom city town bloc")
FIRM_BODIES = word_set(
    "company firm corporation group manufacturer maker retailer supermarket chain airline "
    "carrier giant startup start-up operator utility provider platform insurer lender brand "
    "developer"
)

# What somebody does, by the heads of their roles, and the feature that says so of a speaker.
CALLINGS = (
    ("around holds office", word_set(
        "minister president secretary ambassador governor mayor senator premier chancellor envoy "
        "congressman congresswoman representative lawmaker commissioner mp king prince leader"
    )),
    ("around plays", word_set(
        "coach player captain quarterback manager striker goalkeeper midfielder defender forward "
        "skipper winger receiver pitcher"
    )),
    ("around manages", word_set(
        "ceo executive founder co-founder owner director analyst chairman chairwoman chair partner "
        "economist strategist editor principal superintendent chief spokesman spokeswoman "
        "spokesperson"
    )),
    ("around studies", word_set(
        "professor researcher scientist author scholar lecturer doctor expert fellow student"
    )),
)  # fmt: skip

# ---- documents ----------------------------------------------------------------------------------

DOCUMENTS = word_set(
    "report reports statement statements study studies survey surveys poll polls letter "
    "letters document documents memo memos memorandum email emails e-mail e-mails text texts "
    "message messages tweet tweets post posts posting postings release article articles story "
    "stories book books memoir memoirs autobiography biography paper papers analysis analyses "
    "review research data figures statistics records record filing filings complaint lawsuit "
    "suit indictment ruling verdict judgment judgement decision order decree law laws act "
    "bill legislation constitution charter treaty agreement accord deal resolution convention "
    "protocol amendment regulation regulations guidelines guideline guidance rule rules "
    "policy policies plan proposal budget communique declaration manifesto petition "
    "transcript transcripts testimony affidavit brief submission summary notice warrant "
    "subpoena contract will certificate census database map chart graph slide presentation "
    "video videos footage film documentary movie recording recordings audio tape tapes "
    "broadcast programme program episode ad ads advert advertisement commercial banner "
    "banners sign signs placard placards caption headline headlines editorial op-ed column "
    "blog blogpost webpage page website's leaflet flyer brochure advisory bulletin dispatch "
    "account accounts estimate estimates projection projections forecast forecasts average "
    "averages model findings finding results result evidence piece profile interview speech "
    "address comments remarks commentary quote note notes diary journal-entry script code log "
    "logs case investigation probe inquiry schedule questionnaire assessment evaluation audit "
    "feed tally update announcement readout slogan"
)
NAME_DOCUMENTS = word_set(
    "act report convention treaty charter constitution bill amendment resolution agreement "
    "accord protocol declaration survey study poll memo letter index review census code"
)

# Nouns that may be said of one and the same body, and of one and the same document.
BODY_GROUPS: tuple[frozenset[str], ...] = (
    word_set("panel committee commission council"),
    word_set("court tribunal bench"),
    word_set("agency department bureau service administration office ministry authority"),
    word_set("group association organisation organization federation union alliance charity ngo"),
    word_set("university school college"),
    word_set("company firm corporation group giant maker manufacturer operator retailer business"),
    word_set("newspaper paper daily tabloid weekly magazine outlet publication broadcaster"),
    word_set("club team side"),
    word_set("government administration cabinet"),
    word_set("force police department"),
)
PAPER_GROUPS: tuple[frozenset[str], ...] = (
    word_set("report study survey analysis paper research finding review assessment estimate"),
    word_set("poll survey"),
    word_set("letter memo memorandum email note"),
    word_set("story article piece report column editorial op-ed"),
    word_set("film documentary movie video footage"),
    word_set("book memoir autobiography biography account"),
    word_set("ruling decision judgment judgement verdict order"),
    word_set("law bill act legislation"),
    word_set("complaint lawsuit suit filing brief submission"),
    word_set("tweet post message"),
    word_set("statement release communique announcement"),
)
