"""The options for inputs, by name: one table for the command line and the web app."""

from __future__ import annotations

from typing import NamedTuple


class IntakeField(NamedTuple):
    """One option for inputs: a field of `IntakeOptions`, for all interfaces."""

    name: str
    help: str
    flag: bool = False


#: The options for inputs of the command line and the web app, in this order.
INTAKE_FIELDS = (
    IntakeField("text_column", "Column or field of the text; dots for nested fields: _source.body"),
    IntakeField("id_column", "Column or field of the identifier."),
    IntakeField("title_column", "Column or field of the title."),
    IntakeField("date_column", "Column or field of the publication date."),
    IntakeField("outlet_column", "Column or field of the outlet."),
    IntakeField("url_column", "Column or field of the URL."),
    IntakeField("author_column", "Column or field of the authors."),
    IntakeField(
        "date_format",
        "Format of dates: day-first, month-first, or a pattern such as %d.%m.%y %H:%M.",
    ),
    IntakeField("outlet", "Outlet for articles without one."),
    IntakeField("published", "Publication date for articles without one, YYYY-MM-DD."),
    IntakeField("encoding", "Character encoding of the inputs, if it cannot be detected."),
    IntakeField("lang", "Language of the inputs (en), instead of detecting it."),
    IntakeField(
        "skip_unknown", "Do not report files of unknown kinds in folders as errors.", flag=True
    ),
    IntakeField("allow_private", "Allow URLs in private networks.", flag=True),
)

#: Options that turn one input into many that are fetched.
FETCH_FIELDS = (
    IntakeField("follow", "Read the pages that feeds and site maps link to.", flag=True),
    IntakeField("addresses", "Treat text files as lists of URLs to read, one per line.", flag=True),
)
