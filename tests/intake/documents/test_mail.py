"""E-mail: the mail itself is read; what it cites and what is attached is told."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import bundle_samples
from intake_samples import PARAGRAPHS, TITLE, error, one, take

from quoth.records import Article


def _mail(text: str = "", page: str | None = None) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ida Holm <ida@courier.example>"
    mail["Subject"] = f"Fwd: {TITLE}"
    mail["Date"] = "Mon, 08 Nov 2021 07:15:00 +0100"
    if text:
        mail.set_content(text)
    if page is not None:
        add = mail.add_alternative if text else mail.set_content
        add(page, subtype="html")
    return mail


def test_a_mail_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "story.eml"
    path.write_bytes(_mail("\n\n".join(PARAGRAPHS)).as_bytes())
    article = one(path)
    assert article.text == "\n".join(PARAGRAPHS)
    assert (article.title, article.authors) == (TITLE, ("Ida Holm",))
    assert article.published == "2021-11-08T07:15:00+01:00"


def test_a_mail_of_a_page_is_its_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "story.eml"
    page = f"<html><body><h2>{TITLE}</h2><p>{PARAGRAPHS[0]}</p><script>x()</script></body></html>"
    path.write_bytes(_mail(page=page).as_bytes())
    assert one(path).text == f"{TITLE}\n{PARAGRAPHS[0]}"


def test_what_a_mail_cites_its_signature_and_its_files_are_left_out_and_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "story.eml"
    earlier = "On Mon, Nov 8, 2021 Per Sund wrote:\n> A ferry!\n> Now."
    mail = _mail(f"{PARAGRAPHS[0]}\n\n{earlier}\n\n-- \nIda Holm")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    path.write_bytes(mail.as_bytes())
    article = one(path)
    assert article.text == PARAGRAPHS[0]
    cited, attached = article.warnings
    assert cited.startswith("3 lines of earlier mails that it cites are left out")
    assert attached.startswith("not read: 1 attached: plan.pdf; save and give them too")


def test_a_mail_with_the_download_of_a_press_archive_is_split(tmp_path: Path) -> None:
    path = tmp_path / "alert.eml"
    path.write_bytes(_mail(page=bundle_samples.FACTIVA_PAGE).as_bytes())
    found = take(path)
    assert [item.outlet for item in found if isinstance(item, Article)] == [
        *("The Brask Courier", "Holm Evening News")
    ]


def test_a_mail_without_text_and_a_text_named_eml_are_one_line_each(tmp_path: Path) -> None:
    path = tmp_path / "empty.eml"
    path.write_bytes(_mail("\n").as_bytes())
    assert "no text" in error(path)
    path.write_text("This is no mail at all.\n", encoding="utf-8")
    assert "begins with no header" in error(path)
