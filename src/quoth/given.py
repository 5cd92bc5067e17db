"""What a user may say of the inputs, by name: one table for the command line and the web."""

from __future__ import annotations

from typing import NamedTuple


class IntakeField(NamedTuple):
    """One thing that a user may say of the inputs: a field of `IntakeOptions`, for every door."""

    name: str
    help: str
    flag: bool = False


#: What a user may say of the inputs; command line and web offer these, in this order.
INTAKE_FIELDS = (
    IntakeField("text_column", "Column or field of the text; dots lead into records: _source.body"),
    IntakeField("id_column", "Column or field of the identifier."),
    IntakeField("title_column", "Column or field of the title."),
    IntakeField("date_column", "Column or field of the date of publication."),
    IntakeField("outlet_column", "Column or field of the outlet."),
    IntakeField("url_column", "Column or field of the address."),
    IntakeField("author_column", "Column or field of the authors."),
    IntakeField(
        "date_format",
        "How dates are written: day-first, month-first, or a form such as %d.%m.%y %H:%M.",
    ),
    IntakeField("outlet", "Outlet of the articles that name none."),
    IntakeField("published", "Date of the articles that give none, YYYY-MM-DD."),
    IntakeField("encoding", "Encoding of the inputs, where it cannot be told."),
    IntakeField("lang", "Take the language as given (en) and do not detect it."),
    IntakeField("skip_unknown", "Files of other kinds in folders are no errors.", flag=True),
    IntakeField("allow_private", "Let addresses lead into private networks.", flag=True),
)

#: What makes one input into many that are fetched.
FETCH_FIELDS = (
    IntakeField("follow", "Read the pages to which feeds and site maps lead.", flag=True),
    IntakeField("addresses", "Text files are lists of addresses to read, one a line.", flag=True),
)
