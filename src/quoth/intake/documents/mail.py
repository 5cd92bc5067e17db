"""E-mail (.eml), by Python's own `email`: newsletters, press releases, alerts of press archives."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from quoth.errors import InputError
from quoth.intake.dates import iso_date
from quoth.intake.documents.bundles import bundle_parts
from quoth.intake.documents.part import Line, Part, Parts, lined
from quoth.intake.documents.xml import html_lines
from quoth.intake.fields import Record

_HEADER = re.compile(rb"[!-9;-~]{1,60}:")
_EARLIER = re.compile(
    r"(?:On|Am|Le) .{5,150}(?:wrote|schrieb|a écrit).{0,80}:\Z"
    r"|-{3,20}\s?Original Message\s?-{3,20}\Z"
)
_SUBJECT = re.compile(r"(?:(?:re|fwd?|aw|wg|tr)\s?:\s*)+", re.IGNORECASE)
_LISTED = 5


def mail_parts(data: bytes, name: str) -> Parts:
    """The article in a mail, or those of the press archive whose download it brings.

    Raises:
        InputError: when it is no mail, or has no text.
    """
    if not _HEADER.match(data.lstrip(b"\xef\xbb\xbf\r\n")):
        raise InputError(name, "named as a mail, but it is not; it begins with no header")
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        plain, page = _body(message, "plain"), _body(message, "html")
        attached = [_file(part) for part in message.iter_attachments()]
        subject, sender = _header(message, "subject"), parseaddr(_header(message, "from"))[0]
        date = iso_date(_header(message, "date"))
    except MemoryError:
        raise
    except Exception as error:
        # Damaged mails find errors of many kinds in the library.
        raise InputError(name, f"a damaged mail ({type(error).__name__})") from None
    if parts := bundle_parts(page) or bundle_parts(plain):
        return parts
    warnings: list[str] = []
    lines = _plain_lines(plain, warnings) if plain.strip() else html_lines(page)
    if attached:
        listed = ", ".join(attached[:_LISTED]) + (", …" if len(attached) > _LISTED else "")
        warnings.append(f"not read: {len(attached)} attached: {listed}; save and give them too")
    text, kinds = lined(lines)
    if not text:
        raise InputError(name, warnings[-1] if warnings else "no text in this mail")
    record = Record(
        text,
        title=_SUBJECT.sub("", subject, count=1) or None,
        published=date,
        authors=(sender,) if " " in sender.strip() else (),
        kinds=kinds,
        warnings=tuple(warnings),
    )
    return [Part(record)]


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    try:
        content = part.get_content()
    except LookupError:  # a charset that Python does not know
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    text = content if isinstance(content, str) else ""
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    return _unfolded(text) if flowed else text


def _unfolded(text: str) -> str:
    """Lines that end in a space go on in the next (RFC 3676), but for the mark of a signature."""
    out: list[str] = []
    open_line = False
    for line in text.splitlines():
        line = line[1:] if line.startswith(" ") else line
        if open_line:
            out[-1] += line
        else:
            out.append(line)
        open_line = line.endswith(" ") and line != "-- "
    return "\n".join(out)


def _plain_lines(text: str, warnings: list[str]) -> list[Line]:
    """The lines of the mail itself; earlier mails that it cites and its signature are set aside."""
    kept: list[Line] = []
    cited = 0
    for line in text.splitlines():
        if line.rstrip("\r") == "-- ":
            break
        if line.startswith(">") or _EARLIER.match(line.strip()):
            cited += 1
            continue
        kept.append((line, "paragraph"))
    if cited:
        warnings.append(f"{cited} lines of earlier mails that it cites are left out")
    return _wrapped(kept)


def _wrapped(lines: list[Line]) -> list[Line]:
    """Paragraphs that stand between blank lines, where the mail parts them so."""
    blocks: list[list[str]] = [[]]
    for line, _ in lines:
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    whole = [block for block in blocks if block]
    if all(len(line) <= 80 for block in whole for line in block) and len(whole) > 1:
        return [
            (joined, "paragraph")
            for block in whole
            for joined in ([" ".join(block)] if _is_prose(block) else block)
        ]
    return [(line, "paragraph") for block in whole for line in block]


def _is_prose(block: list[str]) -> bool:
    """Whether all lines but the last are about as long as lines get: they were wrapped."""
    longest = max(map(len, block))
    return longest > 50 and all(len(line) > 0.7 * longest for line in block[:-1])


def _header(message: EmailMessage, key: str) -> str:
    return " ".join(str(message.get(key) or "").split())


def _file(part: EmailMessage) -> str:
    return part.get_filename() or part.get_content_type()
