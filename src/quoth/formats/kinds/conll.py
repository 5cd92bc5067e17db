"""CoNLL: a token a line, and of each statement a column, as CoNLL-2005 has it of predicates.

    # newdoc id = boats.txt
    # columns = ID FORM START END a1 a2
    1	Ana	0	3	B-CONTENT	B-SOURCE
    2	Belić	4	9	I-CONTENT	I-SOURCE

Fields are parted by tabs, sentences by an empty line; an article without statements has the first
four columns. A column has ``B-`` and ``I-`` of SOURCE, CUE and CONTENT, and ``O``. START and END
are characters of the article's text, end excluded; a token that a part covers in part belongs to
it.
"""

from __future__ import annotations

from quoth.formats.format import Format, Output
from quoth.formats.linked import parts_of
from quoth.formats.output import encodable
from quoth.formats.tokens import tokenised, tokens_of
from quoth.records import Attribution, Reading, Span
from quoth.wording import visible


class ConllWriter:
    """Writes articles one after the other."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink

    def write(self, reading: Reading) -> None:
        """Add the article."""
        text = reading.article.text
        sentences = tokenised(text)
        flat = [token for sentence in sentences for token in sentence]
        columns = [_column(one, flat) for one in reading.attributions]
        article = reading.article
        known = {
            "newdoc id": article.id,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published,
            "model": reading.model,
            "columns": " ".join(["ID FORM START END", *(one.id for one in reading.attributions)]),
        }
        lines = [f"# {name} = {visible(value)}" for name, value in known.items() if value]
        at = 0
        for sentence in sentences:
            for number, token in enumerate(sentence, 1):
                form = encodable(token.of(text))
                cells = [str(number), form, str(token.start), str(token.end)]
                lines.append("\t".join([*cells, *(column[at] for column in columns)]))
                at += 1
            lines.append("")
        self._sink.write("\n".join(lines if at else [*lines, ""]) + "\n")

    def close(self) -> None:
        """Nothing is left to write."""


def _column(one: Attribution, tokens: list[Span]) -> list[str]:
    out = ["O"] * len(tokens)
    for part, _, span in parts_of(one):
        for place, number in enumerate(tokens_of(tokens, span)):
            if out[number] == "O":
                out[number] = f"{'I' if place else 'B'}-{part.upper()}"
    return out


FORMAT = Format(
    media_type="text/plain; charset=utf-8",
    suffixes=(".conll",),
    writer=ConllWriter,
)
