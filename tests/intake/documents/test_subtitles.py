"""Subtitles are read as a transcript: who speaks, and what is said."""

from __future__ import annotations

from pathlib import Path

from intake_samples import error, one

VTT = """WEBVTT

STYLE
::cue { color: white }

NOTE made by the harbour office

1
00:00:01.000 --> 00:00:03.000 align:start
<v Anna Lindqvist>We will not open the bridge</v>

2
00:00:03.000 --> 00:00:05.500
<v Anna Lindqvist>before it is <i>safe</i> &amp; dry.</v>

3
00:00:06.000 --> 00:00:08.000
<v Per Sund>We need a ferry.</v>

4
00:00:09.000 --> 00:00:10.000
<v Anna Lindqvist>You have one.</v>
"""

SRT = """1
00:00:01,000 --> 00:00:03,000
[music]
MAYOR LINDQVIST: We will not open the bridge

2
00:00:03,000 --> 00:00:05,000
before it is <i>safe</i>.

3
00:00:06,000 --> 00:00:08,000
>> PER SUND: We need a ferry.

4
00:00:08,000 --> 00:00:09,500
>> Who pays?

5
00:00:20,000 --> 00:00:22,000
MAYOR LINDQVIST (laughs): Nobody.
"""


def test_voices_of_webvtt_are_turns(tmp_path: Path) -> None:
    path = tmp_path / "council.vtt"
    path.write_text(VTT, encoding="utf-8")
    article = one(path)
    assert article.text.split("\n") == [
        "Anna Lindqvist: We will not open the bridge before it is safe & dry.",
        "Per Sund: We need a ferry.",
        "Anna Lindqvist: You have one.",
    ]
    assert {block.kind for block in article.blocks} == {"transcript turn"}


def test_names_before_a_colon_in_subrip_are_turns_and_sounds_are_set_aside() -> None:
    assert one(SRT.encode()).text.split("\n") == [
        "MAYOR LINDQVIST: We will not open the bridge before it is safe.",
        "PER SUND: We need a ferry.",
        "Who pays?",
        "MAYOR LINDQVIST: Nobody.",
    ]


def test_lines_that_roll_up_are_read_once() -> None:
    rolling = "WEBVTT\n\n" + "\n\n".join(
        f"00:00:0{i}.000 --> 00:00:0{i + 1}.000\n{above}\n{line}"
        for i, (above, line) in enumerate(
            [("", "the bridge stays closed"), ("the bridge stays closed", "until it is safe")]
        )
    )
    assert one(rolling.replace("\n\nthe", "\nthe").encode()).text == (
        "the bridge stays closed until it is safe"
    )


def test_subtitles_without_words_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "empty.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:03,000\n[music]\n", encoding="utf-8")
    assert error(path) == f"{path}: no words in these subtitles"
