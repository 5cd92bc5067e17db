"""Countries, their capitals and their peoples: places that speak ("Ottawa said") are organisations.

Lower case, without accents. The list covers the members of the United Nations, places that news
treats like countries, and the seats of government that stand for them.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in words.split())


COUNTRIES = _set(
    "afghanistan albania algeria andorra angola argentina armenia australia austria "
    "azerbaijan bahamas bahrain bangladesh barbados belarus belgium belize benin bhutan "
    "bolivia bosnia botswana brazil britain brunei bulgaria burkina_faso burma burundi "
    "cambodia cameroon canada cape_verde central_african_republic chad chile china colombia "
    "comoros congo costa_rica croatia cuba cyprus czechia czech_republic denmark djibouti "
    "dominica dominican_republic east_timor ecuador egypt el_salvador england "
    "equatorial_guinea eritrea estonia eswatini ethiopia fiji finland france gabon gambia "
    "georgia germany ghana greece greenland grenada guatemala guinea guyana haiti holland "
    "honduras hong_kong hungary iceland india indonesia iran iraq ireland israel italy "
    "ivory_coast jamaica japan jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan laos "
    "latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg macau macedonia "
    "madagascar malawi malaysia maldives mali malta mauritania mauritius mexico micronesia "
    "moldova monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal "
    "netherlands new_zealand nicaragua niger nigeria north_korea north_macedonia "
    "northern_ireland norway oman pakistan palau palestine panama papua_new_guinea paraguay "
    "peru philippines poland portugal puerto_rico qatar romania russia rwanda samoa "
    "san_marino saudi_arabia scotland senegal serbia seychelles sierra_leone singapore "
    "slovakia slovenia somalia south_africa south_korea south_sudan spain sri_lanka sudan "
    "suriname sweden switzerland syria taiwan tajikistan tanzania thailand tibet togo tonga "
    "trinidad tunisia turkey turkmenistan tuvalu uganda ukraine united_arab_emirates "
    "united_kingdom united_states united_states_of_america uruguay uzbekistan vanuatu vatican "
    "venezuela vietnam wales yemen zambia zimbabwe us usa uk uae u.s. u.k. u.s.a. u.a.e. eu "
    "e.u. european_union un u.n. united_nations soviet_union ussr america europe asia africa "
    "crimea catalonia quebec gaza"
)
CAPITALS = _set(
    "kabul tirana algiers canberra vienna baku dhaka minsk brussels brasilia sofia ottawa "
    "santiago beijing bogota zagreb havana prague copenhagen cairo tallinn helsinki paris "
    "berlin athens budapest reykjavik new_delhi delhi jakarta tehran baghdad dublin jerusalem "
    "tel_aviv rome tokyo amman astana nairobi pristina kuwait_city riga beirut tripoli "
    "vilnius kuala_lumpur valletta mexico_city rabat kathmandu amsterdam the_hague wellington "
    "abuja pyongyang oslo islamabad manila warsaw lisbon doha bucharest moscow kigali riyadh "
    "belgrade singapore bratislava ljubljana pretoria seoul madrid khartoum stockholm bern "
    "damascus taipei bangkok tunis ankara kiev kyiv abu_dhabi london washington caracas hanoi "
    "harare edinburgh cardiff belfast lima buenos_aires montevideo quito la_paz addis_ababa "
    "mogadishu dakar accra kinshasa luanda downing_street kremlin the_kremlin white_house "
    "pentagon westminster elysee whitehall"
)
DEMONYMS = _set(
    "afghan albanian algerian american angolan argentine argentinian argentinean armenian "
    "australian austrian azerbaijani azeri bahraini bangladeshi belarusian belgian bolivian "
    "bosnian brazilian british bulgarian burmese burundian cambodian cameroonian canadian "
    "chadian chilean chinese colombian congolese croatian cuban cypriot czech danish dutch "
    "ecuadorian egyptian english eritrean estonian ethiopian european fijian filipino "
    "philippine finnish french gambian georgian german ghanaian greek guatemalan guinean "
    "haitian honduran hungarian icelandic indian indonesian iranian iraqi irish israeli "
    "italian ivorian jamaican japanese jordanian kazakh kenyan korean kosovar kurdish kuwaiti "
    "kyrgyz laotian latvian lebanese liberian libyan lithuanian macedonian malagasy malawian "
    "malaysian maldivian malian maltese mauritanian mexican moldovan mongolian montenegrin "
    "moroccan mozambican namibian nepalese nepali nicaraguan nigerian norwegian omani "
    "pakistani palestinian panamanian paraguayan peruvian polish portuguese qatari romanian "
    "russian rwandan samoan saudi scottish senegalese serbian singaporean slovak slovenian "
    "somali spanish sudanese swedish swiss syrian taiwanese tanzanian thai tibetan tunisian "
    "turkish turkmen ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni "
    "zambian zimbabwean african asian latino hispanic arab jewish muslim christian catholic "
    "hindu buddhist islamic soviet us u.s. uk u.k. eu e.u. un u.n. afro-american "
    "african-american anglican protestant orthodox sunni shia shiite sikh maori texan "
    "californian floridian parisian londoner"
)
PARTY_WORDS = _set(
    "republican democratic democrat democrats republicans conservative conservatives liberal "
    "liberals labour labor tory tories green greens socialist socialists communist communists "
    "libertarian independent nationalist unionist islamist leftist centrist"
)
US_STATES = _set(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii "
    "idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts "
    "michigan minnesota mississippi missouri montana nebraska nevada new_hampshire new_jersey "
    "new_mexico new_york north_carolina north_dakota ohio oklahoma oregon pennsylvania "
    "rhode_island south_carolina south_dakota tennessee texas utah vermont virginia "
    "washington west_virginia wisconsin wyoming ontario british_columbia alberta manitoba "
    "saskatchewan nova_scotia new_south_wales victoria queensland tasmania bavaria "
    "los_angeles chicago boston philadelphia san_francisco ala ariz ark calif colo conn fla "
    "mass md minn neb nev okla tenn va vt wis wyo d.c. toronto montreal sydney melbourne "
    "mumbai shanghai manhattan brooklyn"
)
# The long name of a short one, so that both are one speaker when an article uses both.
SAME_PLACE = {
    "us": "united states", "u.s.": "united states", "usa": "united states",
    "america": "united states",
    "u.s.a.": "united states", "united states of america": "united states",
    "uk": "united kingdom", "u.k.": "united kingdom", "britain": "united kingdom",
    "great britain": "united kingdom",
    "eu": "european union", "e.u.": "european union",
    "un": "united nations", "u.n.": "united nations",
    "uae": "united arab emirates", "u.a.e.": "united arab emirates",
}  # fmt: skip


def is_place(low: str) -> bool:
    """Whether a folded name is a country, capital or state of the lists."""
    return low in COUNTRIES or low in CAPITALS or low in US_STATES
