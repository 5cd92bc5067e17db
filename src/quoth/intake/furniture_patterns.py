"""The shapes of page furniture: one table of named patterns, for `quoth.intake.furniture`.

Each pattern is matched against a whole line, without what lists and Markdown put around it. All are
written so that they cannot backtrack far, and see no more than a few hundred characters. Letters
match in either case, but for what stands in ``(?-i:…)``: a name or a headline opens with a capital.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Pattern(NamedTuple):
    """One shape of furniture.

    ``kind`` says what it is. ``longest`` is the longest line, in characters, that it may take.
    ``plain`` patterns look like sentences, and take no line that reports words or quotes them.
    ``ends`` patterns also hold for the last sentences of a longer line.
    """

    kind: str
    regex: re.Pattern[str]
    longest: int = 200
    plain: bool = True
    ends: bool = False


# Where a headline, a name or a handle begins.
_TITLE = r"(?-i:(?=[\"“”‘’'«(\[]*[A-Z\d@#À-ÞĀ-Ž]))"
_NAME = r"(?-i:@?[A-ZÀ-Þ][\w.’'-]*)"
# "Ann Vale", "The Oakbridge Times", "Ann Vale and Bo Rask in Oakbridge"
_LINK = r"(?:(?:and|of|the|in|at|from|for|with|&|de|van|von|al|bin)\s){0,2}"
_NAMES = rf"{_NAME}(?:,?\s{_LINK}{_NAME}){{0,14}}+"
_NETWORK = (
    r"(?:facebook|twitter|x|instagram|linkedin|threads|bluesky|mastodon|tiktok|youtube|whatsapp"
    r"|telegram|snapchat|tumblr|reddit|pinterest|spotify|apple podcasts|itunes|google news)"
)
_PIECE = r"(?:story|article|post|piece|column|blog(?: post)?|live ?blog|page|copy|essay|op-ed)"
_AGENCY = (
    r"(?-i:Getty(?: Images)?|AFP|A\.?P\.?(?: Photo| Images)?|Associated Press|ASSOCIATED PRESS|EPA"
    r"|Reuters|REUTERS|Shutterstock|iStock(?:photo)?|Alamy(?: Stock Photo)?|PA(?: Wire| Images)?"
    r"|Bloomberg|Xinhua|Anadolu(?: Agency)?|ZUMA(?: Press)?|Wikimedia(?: Commons)?|Flickr|NurPhoto)"
)
_END = r"\s*[.!:…»→>]*$"
_MEDIA = (
    r"(?:video|videos|clip|interview|ad|trailer|speech|debate|live ?stream|stream|footage|audio"
    r"|podcast|episode|photos?|pictures?|images?|gallery|slide ?show|results|list|full|rest|more"
    r"|story|stories|article|report|post|letter|statement|transcript|ruling|opinion|document"
    r"|complaint|indictment|thread|tweets?|segment|remarks|coverage|updates|analysis"
    r"|profile|piece|moment|text|it all|performance|conversation|discussion|exchange|broadcast"
    r"|newscast|map|chart)"
)
_DATE_PART = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?"
    r"|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|\d{1,4}(?:st|nd|rd|th)?|[ap]\.?m\.?|gmt|utc|[a-z]{1,2}[sd]?t|at|on|of|ago"
    r"|minutes?|mins?|hours?|days?|today|yesterday|noon|midnight"
)
_SHARE_PART = (
    rf"{_NETWORK}|share[ds]?|sharing|e-?mail|print|pin(?: it)?|tweet|messenger|copy|copied|link|url"
    r"|this|the|article|story|page|post|on|via|to|by|and|or|with|more|icon|sms|flipboard|save"
    r"|comments?|options|send|a|friend|friends|opens in (?:a )?new window|\d{1,6}k?"
)


def _pattern(
    kind: str, regex: str, *, longest: int = 200, plain: bool = True, ends: bool = False
) -> Pattern:
    return Pattern(kind, re.compile(regex, re.IGNORECASE), longest, plain, ends)


_SEE_ALSO = (
    # A label in capitals, or one of more than a word, says by itself that a link follows.
    _pattern(
        "see also",
        r"(?:(?-i:READ|WATCH|LISTEN|SEE|LOOK|RELATED|ALSO|MORE|VIDEO|PHOTOS?|GALLERY|SLIDESHOW)"
        r"|(?:read|see|watch|listen|view|hear)\s(?:more|also|now|next|live|here|this|it)"
        r"|also\s(?:read|see|watch|on\s.{1,40})|must[\s-](?:read|watch|see)"
        r"|(?:read|watch|see)\s(?:the\s)?full\s\w{1,12}"
        r"|related\s(?:stor(?:y|ies)|articles?|content|coverage|links?|topics?|posts?|news|reading|video)"
        r"|you\s(?:may|might)\s(?:also\s)?(?:like|be\sinterested\sin)"
        r"|more\s(?:on|about)\s(?:this|the)\s(?:story|topic|subject)|more\sfrom\s.{1,40}"
        r"|further\sreading|don['’]t\smiss|recommended(?:\s(?:reading|stories|for\syou))?|in\spictures"
        r"|most\s(?:read|popular|viewed)|trending(?:\snow)?|up\snext|live\s(?:updates|blog)"
        r")\s*[:|►▶→»]\s*(?=\S).{1,220}$",
        longest=280,
        plain=False,
        ends=True,
    ),
    # The same words as common verbs: a headline must follow, and one that is not a sentence.
    _pattern(
        "see also",
        rf"(?:read|watch|listen|related|more|see|gallery)\s*:\s*{_TITLE}"
        r"(?!.*\b(?:said|told|asked|replied|added|wrote)\b).{4,160}$",
        plain=False,
        ends=True,
    ),
    _pattern(
        "see also",
        r"(?:watch\slive(?:\snow)?|watch\snow|watch\sagain|listen\s(?:live|now)|live\supdates"
        r"|read\s(?:more|on|next|also|the\s(?:full|original|whole)\s(?:story|article|report|post|piece))"
        r"(?:\shere)?|(?:read|see)\sfull\s(?:story|article)|keep\sreading|(?:show|load|see|view)\s(?:more|all)"
        r"|related(?:\s(?:stor(?:y|ies)|articles?|content|coverage|links?|topics?|posts?|news|videos?))?"
        r"|most\s(?:read|popular|viewed|shared)|trending(?:\snow)?|recommended(?:\sfor\syou)?"
        r"|you\s(?:may|might)\s(?:also\s)?like|see\salso|also\sread|up\snext|editor['’]?s['’]?\spicks?"
        rf"|more\s(?:on|about)\s(?:this|the)\s(?:story|topic|subject)|top\sstories|what\sto\sread\snext){_END}",
        longest=60,
    ),
    _pattern(
        "see also",
        r"(?:read|watch|listen|see|more|also\son\s(?:the\s)?\w{2,20})\s*:$"
        r"|(?:see|view)\s.{0,40}\b(?:results|list|gallery|photos|document)\s?:\s?(?:https?://|www\.)\S{1,80}$",
        longest=140,
    ),
    _pattern(
        "see also",
        r"more\sfrom\s(?:(?:the|this|our)\s(?:author|section|series|network|site|newsroom|web)"
        rf"|{_NAMES}){_END}",
        longest=80,
    ),
    _pattern("see also", r"read\smore\s(?:on|about|from|at|in|of|by)\s.{1,90}$", longest=110),
    _pattern(
        "see also",
        r"(?:please\s)?(?:watch|listen(?:\sto)?|see|view|read|check\sout|hear|find)\b(?=.*\b"
        rf"{_MEDIA}\b).{{1,140}}\b(?:above|below|here){_END}",
        longest=180,
        ends=True,
    ),
    _pattern(
        "see also",
        r"read\s(?:the|it|more|all)\b.{0,60}\b(?:rest|full|original|whole|entire|complete)\b"
        rf".{{0,60}}\b(?:here|on|at|in)\b.{{0,60}}$|read\sthe\s(?:rest|original|full|whole|entire)\b.{{0,60}}"
        rf"\b(?:here|at\s{_NAMES}|on\s{_NAMES}){_END}",
        longest=160,
        ends=True,
    ),
    _pattern(
        "see also",
        r"for\smore(?:\s(?:information|details|on\s.{1,60}|about\s.{1,60}|from\s.{1,60}|news))?,\s"
        r"(?:please\s)?(?:visit|head|click|tap|see|go\sto|sign\sup|read|follow|listen|watch|subscribe)\b"
        r".{0,140}$",
        ends=True,
    ),
    _pattern(
        "see also",
        r"(?:click|tap|press)\s(?:here\b|on\sthe\s(?:link|image|photo|picture|video|player|arrow|button)"
        r"|the\s(?:link|image|photo|picture|video|player|arrow|button|play)"
        r"|to\s(?:share|expand|enlarge|play|view|read|see|email|print|watch|listen|copy|subscribe|join))\b.{0,160}$",
        ends=True,
    ),
)

_ADVERTISEMENT = (
    _pattern(
        "advertisement",
        r"(?:(?:paid\s)?advertise(?:ment|ments|ing)|adverts?|ads?|sponsored(?:\s(?:content|links?|post))?"
        rf"|promoted(?:\scontent)?|paid\s(?:content|post)|ad\sfeedback){_END}",
        longest=40,
    ),
    _pattern(
        "advertisement",
        r"(?:[-–—.…\s]*)(?:story|article|content|post|text|report)\scontinues(?:\s(?:below|after)"
        r"(?:\s(?:this\s|the\s)?(?:advertisements?|ads?|adverts?|video|gallery|photos?))?)?[\s.…:»→-]*$",
        longest=60,
    ),
    _pattern(
        "advertisement",
        r"(?:advertisement[\s.:-]*)?(?:scroll\s(?:down\s)?(?:to\scontinue|for\smore)|continue\sreading)\b"
        r"(?:\s(?:below|the\smain\sstory|this\s(?:story|article)|with\sthe\sapp|after\s(?:the|this)\s\w{2,15}"
        rf"|on\s{_NAMES}|{_TITLE}.{{1,120}}))?{_END}",
        longest=160,
    ),
)

_PAYWALL = (
    _pattern(
        "paywall",
        r"(?:to\s)?(?:continue|keep|finish)\sreading\b.{0,60}?[,:]?\s(?:please\s)?"
        r"(?:subscribe|log\s?in|sign\s?(?:in|up)|register|start\sa|become\sa)\b.{0,80}$",
    ),
    _pattern(
        "paywall",
        r"(?:please\s)?(?:subscribe|sign\s?(?:in|up)|log\s?in|register|become\sa\s\w{4,12})\b.{0,40}?"
        r"\bto\s(?:(?:continue|keep|finish)\sreading|unlock|(?:read|access|see)\s(?:the\s(?:full|rest|whole)"
        r"|this|more))\b.{0,80}$",
    ),
    _pattern(
        "paywall",
        r"(?:the\s(?:rest|remainder)\sof\s)?this\s(?:article|story|content|piece|page)\s(?:is|can\sbe\sread)\s"
        r"(?:only\s|exclusively\s|reserved\s)?(?:available\s)?(?:only\s)?(?:for|to|by)\s.{0,30}?"
        r"(?:subscribers|members)\b.{0,60}$",
    ),
    _pattern(
        "paywall",
        r"you(?:['’]ve|\shave)\s(?:read|reached|used|hit)\s.{0,40}?"
        r"(?:free\s(?:articles?|stor(?:y|ies))|(?:monthly|article|free)\slimit)\b.{0,80}$",
    ),
    _pattern("paywall", r"subscribe\s(?:now\s)?(?:for|from)\s(?:(?:just|only)\s)?[£$€]\d.{0,60}$"),
)

_NEWSLETTER = (
    _pattern(
        "newsletter",
        r"(?:(?:want|looking\sfor|like\swhat)\s.{1,80}\?\s*)?(?:please\s)?(?:sign[\s-]?up|register|subscribe)\b"
        r"(?:\s(?:now|today|here|free|for\sfree))*(?=.*\b(?:newsletters?|e-?mails?|alerts?|updates|briefings?"
        r"|inbox|podcasts?|here|channel|feed|headlines|digest|our|free|itunes|weekly|daily)\b).{0,170}$",
        longest=260,
        ends=True,
    ),
    _pattern(
        "newsletter", rf"(?:subscribe|sign\s?up)(?:\s(?:now|today|here|free))?{_END}", ends=True
    ),
    _pattern(
        "newsletter",
        r"(?:get|receive|have|stay)\b.{1,120}\b(?:in|to|into)\syour\s(?:e-?mail\s)?inbox\b.{0,80}$"
        r"|(?:enter|your)\s(?:your\s)?e-?mail(?:\saddress)?(?:\shere)?[\s.:*]*$"
        r"|thank(?:s|\syou)\sfor\s(?:subscribing|signing\sup)\b.{0,60}$"
        r"|(?:already\sa\s(?:subscriber|member)\b.{0,60}|become\sa\s(?:subscriber|member)(?:\stoday)?"
        r"|support\s(?:our|independent|local)\sjournalism|(?:log|sign)\sin(?:\sto\s(?:comment|continue|read))?"
        rf"|start\s(?:your\s)?free\strial){_END}",
    ),
    _pattern(
        "newsletter",
        r"download\s(?:the|our)\s(?:[\w’'.-]+\s){0,4}app\b.{0,80}$"
        rf"|join\s(?:us\son|our)\s(?=.*\b(?:{_NETWORK}|channel|newsletter|community|group)\b).{{1,80}}$",
        ends=True,
    ),
)

_SHARE = (
    _pattern(
        "share",
        rf"(?!(?:on|the|an?|to|by|and|or|with)\b)(?=.*\b(?:share|tweet|pin\sit|e-?mail|print|facebook|twitter|whatsapp|linkedin|reddit|pinterest)\b)"
        rf"(?:(?:{_SHARE_PART})(?![\w’'])[\s|,/·•&.:+()-]*)++$",
        longest=160,
    ),
)

_FOLLOW = (
    _pattern(
        "follow",
        rf"(?:(?:you\scan\s)?(?:follow|like|find|connect\swith|join)\s(?:us|him|her|them|me|{_NAMES})"
        rf"(?:\s?\(?@\w{{1,30}}\)?)?\son\s(?-i:[A-Z])\w*\b.{{0,80}}"
        rf"|follow\s@\w{{1,30}}\b.{{0,80}}|on\stwitter\sfollow\s.{{1,140}}"
        rf"|follow\s{_NAMES}(?:\s(?:on|at))?:?\s?\(?@\w{{1,30}}\b.{{0,80}}"
        rf"|follow\sus(?:\son\b.{{0,80}})?{_END})$",
        ends=True,
    ),
    _pattern(
        "follow",
        r"(?:(?:e-?mail|contact|write\sto|reach)\b.{0,60}\S@\S.{0,60}|(?:twitter|x|instagram)\s*:\s*@\S{1,40}"
        rf"|(?:{_NAMES}|he|she|they)\s(?:can\sbe\s(?:reached|contacted|followed)\s.{{0,40}}@.{{1,60}}"
        r"|tweets\s(?:at\s|from\s|as\s)?@.{1,40})"
        r"|send\s.{0,80}\b(?:tips?|scoops|ideas|feedback|corrections)\b.{0,80}@.{1,60}"
        r"|(?:got|have|do\syou\shave)\s(?:a|any)\s(?:news\s|story\s|confidential\s)?(?:tips?|story|stories)\b.{0,40}"
        r"\?.{0,160})$",
        ends=True,
    ),
)

_CREDIT = (
    _pattern(
        "credit",
        rf"file\s(?:photo|image|picture|pic)s?(?:\s(?:of|by|from|shows?|showing)\s.{{1,100}}|\s*[:/-].{{0,200}})?{_END}"
        r"|(?-i:FILE\sPHOTO|FILE|PHOTO|IMAGE)\s?[-–—:]{1,2}\s.{1,400}$",
        longest=440,
    ),
    _pattern(
        "credit",
        r"(?:photo(?:graph)?s?|pictures?|images?|video|illustration|graphics?|credit|infographic)"
        r"(?:\s(?:credits?|by|courtesy(?:\sof)?|source|caption|via|illustration))?"
        rf"\s*[:|,/–-]\s*{_TITLE}.{{2,120}}$",
        longest=150,
    ),
    _pattern(
        "credit",
        r"(?:photo(?:graph)?s?|pictures?|images?|video|illustration|graphics?)"
        rf"\s(?:by|courtesy(?:\sof)?|via|provided\sby|from)\s{_NAMES}(?:\s?[/|,–-]\s?{_NAMES}){{0,3}}{_END}",
        longest=120,
    ),
    _pattern(
        "credit",
        rf"(?:{_NAMES}\s?(?:/|,|\bvia\b|\bfor\b|\||–|-)\s?){{0,3}}{_AGENCY}(?:\s?(?:/|via)\s?{_NAMES}){{0,3}}{_END}",
        longest=120,
    ),
)

_CONTRIBUTORS = (
    _pattern(
        "contributors",
        r"(?:additional\s|original\s)?(?:reporting|writing|editing|compiled|edited|reported)(?:\sand\s\w{5,12})?"
        rf"(?:\s(?:for\s)?{_NAMES})?\sby\s{_NAMES}(?!.*\b(?:found|shows?|showed|reveals?|revealed|suggests?|that"
        r"|has|had|was|were|is|are)\b).{0,300}$",
        longest=360,
        ends=True,
    ),
    _pattern(
        "contributors",
        rf"(?:the\s)?(?:{_NAMES}|.{{1,200}}?\b(?:writers?|reporters?|journalists?|correspondents?|staff|services?|bureau)\b.{{0,160}}?)"
        r"(?:\salso)?\scontributed(?:\s(?:to\sthis\s(?:report|story|article|post|piece|column)"
        r"|(?:additional\s)?(?:reporting|research)(?:\sto\sthis\s\w{4,8})?))?"
        rf"(?:\s(?:from|in)\s{_NAMES})?\.?(?:\s{_NAMES}\sreported\sfrom\s{_NAMES}\.?)?$",
        longest=360,
        ends=True,
    ),
    _pattern(
        "contributors",
        rf"(?:contributing(?:\s(?:reporters?|writers?|editors?))?\s*:\s*{_TITLE}.{{2,200}}"
        rf"|with\s(?:files|reporting|reports|additional\sreporting)\s(?:from|by)\s{_TITLE}.{{2,160}}"
        rf"|{_NAMES}\sreported\sfrom\s{_NAMES}\.?(?:\s{_NAMES}\s(?:reported|contributed)\b.{{0,60}})?)$",
        longest=240,
        ends=True,
    ),
)

_NOTICE = (
    _pattern(
        "published",
        rf"this\s(?:{_PIECE}|interview|report|video|transcript)\s(?:was\s|has\sbeen\s|is\s)?(?:first|originally"
        r"|previously|also)\s(?:been\s)?(?:published|appeared|posted|aired|ran|written|reported|produced)\b"
        r"(?!.*\b(?:said|says|told|added)\b).{0,240}$"
        rf"|this\s(?:{_PIECE}|interview)\s(?:was|has\sbeen|is\sbeing|will\sbe|is)\s(?:last\s|automatically\s|lightly\s)?"
        r"(?:updated|corrected|amended|revised|republished|reprinted|syndicated|adapted|condensed"
        r"|edited(?=\s(?:for|and))|published(?=\s(?:in\spartnership|with|under|by\sarrangement)))\b.{0,240}$",
        longest=320,
        plain=False,
        ends=True,
    ),
    _pattern(
        "published",
        r"(?:originally|first)\s(?:published|appeared|posted|aired)\s(?:on|in|at|by)\b.{1,100}$"
        r"|this\sis\sa\s(?:developing|breaking)(?:\snews)?\sstory\b.{0,160}$"
        rf"|(?:developing\sstory|more\sto\s(?:follow|come)|check\sback\s(?:here\s|soon\s)?for\s.{{0,40}}updates?){_END}",
    ),
    _pattern(
        "published",
        rf"(?:last\s|first\s)?(?:updated?|modified|published|posted)(?:\s(?:on|at))?\s*:?\s(?=.*\d)"
        rf"(?:(?:{_DATE_PART})(?!\w)[\s,.:/|–-]*)++$",
        longest=90,
    ),
    _pattern(
        "note",
        r"(?:(?:editor|author|publisher|writer|reader)s?['’]?s?['’]?\snote\s*[:.—–-]|note\sto\s(?:our\s)?"
        r"(?:readers|editors)\s*[:.—–-]).{0,640}$"
        rf"|(?:correction|clarification|corrections?\s(?:and|&)\sclarifications?)\s*(?:\(.{{3,40}}\)\s*)?:\s*{_TITLE}.{{4,600}}$"
        rf"|(?:correction|clarification)(?:\sappended)?\s*[.:]?$|an\searlier\sversion\sof\sthis\s(?:{_PIECE}|report)\b.{{4,500}}$"
        rf"|note\s*:\s*(?:this|an\searlier\sversion\sof\sthis)\s(?:{_PIECE}|report)\b.{{4,400}}$",
        longest=700,
        plain=False,
        ends=True,
    ),
    _pattern(
        "copyright",
        rf"(?:(?:copyright\s?)?(?:©|\(c\)|copyright)[\s,:]*(?:by\s)?(?:{_NAMES}[\s,]+)?(?:19|20)\d\d\b.{{0,200}}"
        r"|(?:.{0,160}[.,;]\s)?all\srights\sreserved\b.{0,160}"
        r"|this\smaterial\smay\snot\sbe\s(?:published|reproduced)\b.{0,160})$",
        longest=360,
        ends=True,
    ),
    _pattern(
        "cookies",
        r"(?:we|this\s(?:web\s?)?site|this\spage|our\s(?:web\s?)?site|our\spartners)\s(?:and\sour\s(?:\w{2,12}\s)?partners\s)?"
        r"uses?\scookies\b.{0,300}$"
        r"|by\s(?:continuing|clicking|using|browsing|subscribing|signing\sup)\b.{0,100}\b(?:you\s(?:agree|accept|consent)"
        r"|cookies)\b.{0,200}$"
        r"|(?:(?:accept|reject|manage|allow)(?:\sall)?\scookies|(?:cookie|privacy)(?:\s(?:and|&)\scookie)?\s"
        rf"(?:policy|notice|settings|preferences)|terms\s(?:of\s(?:use|service)|(?:and|&)\sconditions)){_END}",
        longest=420,
    ),
    _pattern(
        "player",
        r"(?:please\senable\s(?:javascript|cookies)|your\sbrowser\sdoes\snot\ssupport|javascript\s(?:is\s|must\s|required)"
        r"|to\s(?:view|watch|play|see)\sthis\s(?:video|content|page|site)(?=.*\b(?:please|enable|accept|allow|must|need)\b)|media\splayback\sis\s(?:un|not\s)supported"
        r"|this\sslideshow\srequires\sjavascript|sorry,\s(?:this|your|the)\s(?:video|browser|content|player)\b"
        r"|this\s(?:video|content|audio)\s(?:is\s(?:not|no\slonger|un)\s?available|can(?:no|['’])t\sbe\s(?:played|loaded))"
        r").{0,160}$"
        rf"|(?:(?:video|audio)\s(?:unavailable|player|loading)|now\splaying|skip\s(?:ad|to\s(?:main\s)?content)|play\svideo"
        rf"|loading){_END}",
    ),
    _pattern(
        "comments",
        r"(?:\d{1,6}\s)?comments?(?:\s\(?\d{1,6}\)?)?"
        rf"{_END}|(?:(?:leave|post|add|write)\s(?:a|your)\scomments?|(?:view|read|show|hide|see)\s(?:all\s)?(?:\d{{1,6}}\s)?comments"
        rf"|join\sthe\s(?:conversation|discussion)|what\sdo\syou\sthink\?(?=.*\bcomments?\b).{{0,100}}|comments\sare\sclosed){_END}",
        longest=140,
    ),
)

_SHORT_CODE = (
    r"(?:caption|embed|gallery|button|audio|video|playlist|contact-form(?:-7)?|vc_\w{2,20}"
    r"|et_pb_\w{2,20}|youtube|twitter|soundcloud|gravityform|mc4wp_form)"
)
_LEFT_OVER = (
    # What the program that makes the page puts under a story, or has left in it.
    _pattern("tags", r"(?:tags|post\stags|related\stags|keywords|filed\sunder)\s?:\s?\S.{1,160}$"),
    _pattern(
        "short code",
        # Without the brackets around the line, which have been taken off.
        rf"/{_SHORT_CODE}$|{_SHORT_CODE}(?:\s[\w-]{{1,20}}=[^\[\]]{{0,120}})?\].{{0,160}}\[/\w{{2,20}}$"
        rf"|{_SHORT_CODE}\s[\w-]{{1,20}}=[^\[\]]{{0,120}}$",
        longest=280,
        plain=False,
    ),
)

PATTERNS: tuple[Pattern, ...] = (
    *_PAYWALL,
    *_SEE_ALSO,
    *_ADVERTISEMENT,
    *_NEWSLETTER,
    *_SHARE,
    *_FOLLOW,
    *_CREDIT,
    *_CONTRIBUTORS,
    *_NOTICE,
    *_LEFT_OVER,
)

# What a bracket inside a line of the article may hold to be furniture.
IN_BRACKETS = re.compile(
    rf"(?:(?:{_AGENCY}|file|handout)\s?/?\s?(?:photo|image|picture|video)s?\b(?:\s?[/:,]\s?.{{1,80}})?"
    rf"|(?:photo|image|picture|screenshot|video)s?(?:\scredit)?\s?(?:by|courtesy(?:\sof)?|via|:)\s{_TITLE}.{{2,80}}"
    rf"|(?:{_NAMES}\s?/\s?){{1,3}}{_AGENCY}\.?|(?-i:RELATED|READ(?:\sMORE|\sALSO)?|SEE\sALSO|ALSO\sREAD|WATCH|MORE)\s?:.{{3,150}}"
    rf"|(?:related|read(?:\smore|\salso)|see\salso|also\sread)\s?:\s{_TITLE}.{{3,150}}"
    r"|click\shere\b.{0,80}|(?:story|article)\scontinues\sbelow)$",
    re.IGNORECASE,
)
