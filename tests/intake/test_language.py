"""In which language a text is, and when that is better left open."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.intake import IntakeOptions, article_from_text, articles, language
from quoth.intake.language import detect
from quoth.records import Article
from quoth.wording import foreign

ENGLISH = (
    "The mayor of Oakbridge said on Monday that the new bridge would not open until spring. “We"
    " underestimated the schedule,” she told reporters. The opposition accuses her of hiding the"
    " true cost of the works and has asked for a special council meeting."
)
GERMAN = (
    "Die Bürgermeisterin von Altenau sagte am Montag, die neue Brücke werde erst im Frühjahr"
    " geöffnet. „Wir haben den Zeitplan unterschätzt“, erklärte sie vor Reportern. Die Opposition"
    " warf ihr vor, die Kosten zu verschweigen, und verlangte eine Sondersitzung des Stadtrats."
)
RUSSIAN = (
    "Мэр Дубровска заявила в понедельник, что новый мост откроют только весной. «Мы недооценили"
    " сроки», — сказала она журналистам. Оппозиция требует внеочередного заседания совета."
)
OTHERS = {
    "de": GERMAN,
    "ru": RUSSIAN,
    "fr": "La maire de Valmont a déclaré lundi que le nouveau pont n'ouvrirait qu'au "
    "printemps. « Nous avons sous-estimé les délais », a-t-elle dit aux journalistes.",
    "es": "La alcaldesa de Valmonte dijo el lunes que el nuevo puente no se abrirá hasta la"
    " primavera. «Hemos subestimado los plazos», declaró a los periodistas.",
    "pt": "A prefeita de Valmonte disse na segunda-feira que a nova ponte só será aberta na"
    " primavera. A oposição acusa-a de esconder o custo real das obras.",
    "it": "La sindaca di Valmonte ha detto lunedì che il nuovo ponte aprirà solo in "
    "primavera. L'opposizione la accusa di nascondere il costo reale dei lavori.",
    "nl": "De burgemeester van Oudendijk zei maandag dat de nieuwe brug pas in het voorjaar"
    " opengaat. De oppositie verwijt haar de kosten te verzwijgen.",
    "sv": "Borgmästaren i Ekby sade i måndags att den nya bron öppnar först till våren. "
    "Oppositionen anklagar henne för att dölja kostnaden.",
    "pl": "Burmistrz Dębowa powiedziała w poniedziałek, że nowy most zostanie otwarty "
    "dopiero wiosną. Opozycja zarzuca jej ukrywanie prawdziwych kosztów.",
    "uk": "Мерка Дубрівська заявила в понеділок, що новий міст відкриють лише навесні. «Ми "
    "недооцінили терміни», — сказала вона журналістам.",
    "cy": "Dywedodd maer Llanfelen ddydd Llun na fydd y bont newydd yn agor tan y gwanwyn. "
    "Mae'r wrthblaid yn ei chyhuddo o guddio'r gost.",
    "ga": "Dúirt méara Bhaile Nua Dé Luain nach n-osclófar an droichead nua go dtí an "
    "t-earrach. Tá an freasúra ag éileamh cruinniú speisialta den chomhairle.",
    "tr": "Belediye başkanı pazartesi günü yeni köprünün ancak ilkbaharda açılacağını "
    "söyledi. Muhalefet gerçek maliyeti gizlemekle suçluyor.",
    "sw": "Meya alisema Jumatatu kwamba daraja jipya litafunguliwa tu wakati wa masika. "
    "Upinzani unamshutumu kwa kuficha gharama halisi.",
    "ar": "قالت رئيسة البلدية يوم الاثنين إن الجسر الجديد لن يفتح قبل الربيع. وأضافت "
    "للصحفيين أن المجلس أخطأ في تقدير المدة.",
    "he": "ראש העירייה אמרה ביום שני כי הגשר החדש ייפתח רק באביב. לדבריה, המועצה טעתה "
    "בהערכת לוח הזמנים.",
    "hi": "महापौर ने सोमवार को कहा कि नया पुल वसंत में ही खुलेगा। विपक्ष ने उन पर असली लागत"
    " छिपाने का आरोप लगाया और परिषद की विशेष बैठक की मांग की।",
    "el": "Η δήμαρχος είπε τη Δευτέρα ότι η νέα γέφυρα θα ανοίξει μόνο την άνοιξη. Η "
    "αντιπολίτευση την κατηγορεί ότι κρύβει το πραγματικό κόστος.",
    "zh": "市长周一表示，新桥要到春天才能开放。她对记者说：“我们低估了工期。”",
    "ja": "市長は月曜日、新しい橋の開通は春になると述べた。「工期を甘く見ていた」と語った。",
    "ko": "시장은 월요일 새 다리가 봄에야 개통될 것이라고 말했다. 야당은 임시 회의를 요구했다.",
}


def test_english_is_english() -> None:
    assert detect(ENGLISH) == "en"


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_told_from_english_and_from_each_other(code: str) -> None:
    assert detect(OTHERS[code]) == code
    assert detect(OTHERS[code] * 100) == code


def test_capitals_change_nothing() -> None:
    assert detect(ENGLISH.upper()) == "en"
    assert detect("Kommentar. " + GERMAN.upper()) == "de"


@pytest.mark.parametrize(
    "headline",
    [
        "Obama, Biden to campaign for Clinton in September",
        "Oakbridge mayor: bridge opening delayed again",
        "Mayor Ana Llewellyn, Deputy Owain Pugh, Councillor Dilys Parry attend vigil",
        "Xi, Nguyễn, Müller sign accord in São Paulo",
        "BREAKING: FIRE AT HARBOUR WAREHOUSE, ROADS CLOSED",
        "Council axes bus route 47; union vows strike",
    ],
)
def test_an_english_headline_is_never_called_another_language(headline: str) -> None:
    assert detect(headline) in ("en", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "Bonjour tout le monde",
        "12 345,67 – 89 %" * 50,
        "你好，世界",
        "…" * 1000,
        "\0" * 99,
    ],
)
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect(text) is None


def test_text_that_is_no_words_has_no_language() -> None:
    assert detect("a" * 100_000) is None
    assert detect("QWxhZGRpbjpvcGVuIHNlc2FtZQ" * 1_000) is None


def test_addresses_in_the_text_do_not_count() -> None:
    links = " ".join(f"https://nachrichten.example/der-und-die-{n}" for n in range(50))
    assert detect(links) is None
    assert detect(f"{links} {ENGLISH}") == "en"


def test_most_of_the_text_decides() -> None:
    assert detect(f"{ENGLISH} {ENGLISH} The sign read: {GERMAN}") == "en"
    assert detect(f"{GERMAN} {GERMAN} Auf dem Schild stand: {ENGLISH}") == "de"
    assert detect(f"{ENGLISH} {ENGLISH} She added: {RUSSIAN[:60]}") == "en"
    assert detect("Read in English. " + RUSSIAN * 3) == "ru"


def test_a_long_text_is_judged_by_start_middle_and_end() -> None:
    header = "Home News Sport Weather Jobs " * 100
    assert detect(header + GERMAN * 200) == "de"
    assert detect(GERMAN * 20 + ENGLISH * 2_000 + GERMAN) == "en"


def test_plain_english_is_told_without_loading_the_model() -> None:
    code = (
        "import sys\n"
        "from quoth.intake.language import detect\n"
        f"assert detect({ENGLISH!r}) == 'en'\n"
        "assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_model_is_loaded_once() -> None:
    detect(GERMAN)
    loads = language._identifier.cache_info().misses
    detect(RUSSIAN)
    assert language._identifier.cache_info().misses == loads == 1


@given(st.text())
@settings(deadline=None)
def test_any_text_has_a_code_or_none_and_always_the_same(text: str) -> None:
    code = detect(text)
    assert code is None or (code.isalpha() and code.islower() and len(code) in (2, 3))
    assert detect(text) == code


def test_the_warning_of_another_language_names_file_and_row() -> None:
    rows = f'url,text\nhttps://altenau.example/brücke,"{GERMAN}"\n'.encode()
    (article,) = articles([rows])
    assert isinstance(article, Article)
    assert article.warnings == (f"{foreign('de')} (in bytes row 1)",)


def test_a_language_that_is_given_is_not_warned_of() -> None:
    assert article_from_text(GERMAN, id="a", options=IntakeOptions(lang="en")).warnings == ()
