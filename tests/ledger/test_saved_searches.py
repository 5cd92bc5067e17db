"""Saved searches: what they tell when articles come, change and go, and how that is sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from builders import article
from news_site import Site, answer
from quoth.errors import FetchError, NotFoundError, OptionError
from quoth.ledger import Changes, Ledger
from quoth.ledger.hooks import WAITS, send, signed
from quoth.query import StatementQuery
from quoth.records import Reading

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
FIRST = "<“The pier is safe,”> [1:Ada Roth] {1:said}."
URL = "https://herald.example/pier"


def kept(marked: str, url: str = URL, **of: Any) -> Reading:
    """A reading of one article; every statement in it is by Ada Roth unless told otherwise."""
    speakers = of.pop("speakers", None)
    built = article(marked, url=url, outlet="The Herald", title="The pier", **of)
    names = speakers or {one.id: "Ada Roth" for one in built.attributions}
    return article(
        marked, url=url, outlet="The Herald", title="The pier", speakers=names, **of
    ).reading


def told(ledger: Ledger, id: int) -> list[tuple[str, str]]:
    """What a search tells now, the first first: what, and of which words."""
    ledger.look()
    return [
        (one.what, (one.told or one.before or {})["content"]) for one in reversed(ledger.alerts(id))
    ]


SAFE = "[Ada Roth] {said} <“the pier is safe this winter and next”>."
CLOSED = "[Ada Roth] {said} <“the ferry stays closed for the season”>."


def test_what_was_there_is_not_told_and_what_comes_is(ledger: Ledger) -> None:
    ledger.keep(kept(SAFE))
    id = ledger.save_search("Roth", StatementQuery(speaker="Roth"), by="Mia")
    assert told(ledger, id) == []
    ledger.keep(kept(CLOSED, "https://herald.example/ferry"))
    assert told(ledger, id) == [("new", "“the ferry stays closed for the season”")]
    assert told(ledger, id) == [("new", "“the ferry stays closed for the season”")]
    (one,) = ledger.saved_searches()
    assert (one.name, one.made_by, one.alerts, one.waiting) == ("Roth", "Mia", 1, 0)


def test_a_new_text_of_an_article_tells_what_changed_and_what_was_withdrawn(
    ledger: Ledger,
) -> None:
    third = "[Ada Roth] {said} <“nobody was hurt”>."
    ledger.keep(kept(f"{SAFE}\n{CLOSED}\n{third}"))
    id = ledger.save_search("Roth", StatementQuery(speaker="Roth"))
    changed = SAFE.replace("winter and next", "winter and the next one")
    ledger.keep(kept(f"Corrected today.\n{changed}\n{third}"))
    assert sorted(told(ledger, id)) == [
        ("changed", "“the pier is safe this winter and the next one”"),
        ("withdrawn", "“the ferry stays closed for the season”"),
    ]


def test_decisions_are_told_too(ledger: Ledger) -> None:
    ledger.keep(kept(f"{SAFE}\n{CLOSED}"))
    id = ledger.save_search("pier or ferry", StatementQuery("pier OR ferry"))
    one, other = ledger.statements()
    ledger.correct(one.id, Changes(speaker="Bo Rask"))
    ledger.reject(other.id)
    assert sorted(told(ledger, id)) == [
        ("changed", "“the pier is safe this winter and next”"),
        ("withdrawn", "“the ferry stays closed for the season”"),
    ]
    changed = next(a for a in ledger.alerts(id) if a.what == "changed")
    assert changed.told is not None
    assert changed.before is not None
    assert (changed.before["who"], changed.told["who"]) == ("Ada Roth", "Bo Rask")


def test_a_deleted_article_is_told(ledger: Ledger) -> None:
    version = ledger.keep(kept(SAFE)).version
    id = ledger.save_search("pier", StatementQuery("pier"))
    ledger.delete_article(version)
    assert told(ledger, id) == [("withdrawn", "“the pier is safe this winter and next”")]
    assert ledger.alerts(id)[0].why == "its article was deleted"


def test_a_quotation_that_its_speaker_never_said_before(ledger: Ledger) -> None:
    ledger.keep(kept(SAFE))
    id = ledger.save_search("new by Roth", StatementQuery(speaker="Roth"), kind="quotation")
    ledger.keep(kept(f"Again: {SAFE}", "https://courier.example/pier"))
    ledger.keep(kept(CLOSED, "https://herald.example/ferry"))
    ledger.keep(kept(f"In short: {CLOSED}", "https://courier.example/ferry"))
    assert told(ledger, id) == [("never said before", "“the ferry stays closed for the season”")]


def counted(number: int, url: str, day: str) -> Reading:
    text = f"[The police] {{said}} <{number} people were hurt when the pier of Holt gave way>."
    built = article(
        text, url=url, outlet=url.split("/")[2], title="Pier of Holt gives way, people hurt",
        published=day, speakers={"a1": "The police"},
    )  # fmt: skip
    return built.figure(str(number), number, number, of="people hurt", attribution="a1").reading


def test_a_figure_that_changed_in_a_new_text_or_elsewhere(ledger: Ledger) -> None:
    ledger.keep(counted(20, URL, "2031-03-04"))
    id = ledger.save_search("hurt", StatementQuery("hurt"), kind="figure")
    ledger.keep(counted(25, URL, "2031-03-04"))
    ledger.look()
    assert [one.why for one in ledger.alerts(id)] == ["people hurt: 20 before, now 25"]
    ledger.keep(counted(35, "https://courier.example/pier", "2031-03-05"))
    ledger.look()
    assert ledger.alerts(id)[0].why == "people hurt: 25 before, now 35"
    ledger.keep(counted(35, "https://wire.example/pier", "2031-03-05"))
    ledger.look()
    assert len(ledger.alerts(id)) == 2  # that number is known


@pytest.mark.parametrize(
    ("name", "query", "more", "message"),
    [
        (" ", StatementQuery("pier"), {}, "needs a name"),
        ("a\x00b", StatementQuery("pier"), {}, "needs a name"),
        ("all", StatementQuery(), {}, "needs words or a filter"),
        ("pier", StatementQuery("pier"), {"kind": "rumour"}, "one of statements"),
        ("pier", StatementQuery("pier"), {"hook": "ftp://x.example"}, "is no address"),
        ("taken", StatementQuery("pier"), {}, "there is a saved search 'taken' already"),
    ],
)
def test_what_cannot_be_saved(
    ledger: Ledger, name: str, query: StatementQuery, more: dict[str, Any], message: str
) -> None:
    ledger.save_search("taken", StatementQuery("ferry"))
    with pytest.raises(OptionError, match=message):
        ledger.save_search(name, query, **more)


def test_a_search_is_changed_and_taken_away(ledger: Ledger) -> None:
    ledger.keep(kept(SAFE))
    id = ledger.save_search("pier", StatementQuery("pier"))
    ledger.change_search(id, {"name": "ferry", "query": StatementQuery("ferry")})
    ledger.keep(kept(CLOSED, "https://herald.example/ferry"))
    assert told(ledger, id) == [("new", "“the ferry stays closed for the season”")]
    assert ledger.saved_search("ferry").id == id
    ledger.forget_search(id)
    assert ledger.saved_searches() == []
    with pytest.raises(NotFoundError):
        ledger.saved_search(id)


# Sending


class Receiver:
    """Takes what is sent, or fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.got: list[tuple[dict[str, str], dict[str, Any]]] = []

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        if self.failures:
            self.failures -= 1
            raise FetchError(url, "answered 503 Service Unavailable")
        self.got.append((headers, json.loads(body)))
        return 204


def test_alerts_are_sent_once_signed_and_in_order(ledger: Ledger) -> None:
    id = ledger.save_search("Roth", StatementQuery(speaker="Roth"), hook="https://desk.example/in")
    secret = ledger.saved_search(id).secret
    ledger.keep(kept(f"{SAFE}\n{CLOSED}"))
    ledger.look()
    receiver = Receiver()
    (sent,) = send(ledger.database, receiver, at=NOON)
    assert (sent.name, sent.alerts, sent.trouble) == ("Roth", 2, None)
    assert send(ledger.database, receiver, at=NOON) == []
    ((headers, body),) = receiver.got
    assert [one["what"] for one in body["alerts"]] == ["new", "new"]
    assert body["search"] == {"id": id, "name": "Roth", "kind": "statements"}
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed_text = f"{headers['webhook-id']}.{int(NOON.timestamp())}.".encode()
    mark = hmac.new(key, signed_text + json_bytes(body), hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(mark).decode()}"


def json_bytes(body: dict[str, Any]) -> bytes:
    from quoth.codec import dumps

    return dumps(body).encode()


def test_the_example_of_standard_webhooks_has_its_signature() -> None:
    """The published example of the specification's own libraries."""
    headers = signed(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
        b'{"test": 2432232314}',
    )  # fmt: skip
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_cannot_be_sent_is_tried_again_later_and_at_last_waits_for_a_person(
    ledger: Ledger,
) -> None:
    id = ledger.save_search("Roth", StatementQuery(speaker="Roth"), hook="https://desk.example/in")
    ledger.keep(kept(SAFE))
    ledger.look()
    receiver = Receiver(failures=len(WAITS) + 1)
    at = NOON
    for wait in WAITS:
        (sent,) = send(ledger.database, receiver, at=at)
        assert sent.trouble == "answered 503 Service Unavailable"
        assert send(ledger.database, receiver, at=at + timedelta(seconds=wait - 1)) == []
        at += timedelta(seconds=wait)
    (sent,) = send(ledger.database, receiver, at=at)
    assert sent.next_try is None
    assert send(ledger.database, receiver, at=at + timedelta(days=9)) == []
    assert ledger.saved_search(id).waiting == 1
    ledger.change_search(id, {"again": True})
    (sent,) = send(ledger.database, receiver, at=at)
    assert sent.alerts == 1
    assert ledger.saved_search(id).waiting == 0


def test_a_hook_gets_what_comes_after_it_was_given(ledger: Ledger) -> None:
    id = ledger.save_search("Roth", StatementQuery(speaker="Roth"))
    ledger.keep(kept(SAFE))
    ledger.look()
    ledger.change_search(id, {"hook": "https://desk.example/in"})
    receiver = Receiver()
    assert send(ledger.database, receiver, at=NOON) == []
    ledger.keep(kept(CLOSED, "https://herald.example/ferry"))
    ledger.look()
    assert [one.alerts for one in send(ledger.database, receiver, at=NOON)] == [1]


def test_a_real_receiver_inside_the_network_is_refused_unless_allowed(ledger: Ledger) -> None:
    site = Site()
    try:
        ledger.save_search("Roth", StatementQuery(speaker="Roth"), hook=site.url("/in"))
        ledger.keep(kept(SAFE))
        ledger.look()
        (sent,) = ledger.send_alerts(at=NOON)
        assert sent.trouble is not None
        assert "not on the public network (loopback)" in sent.trouble
        assert site.requests == []
        (sent,) = ledger.send_alerts(allow_private=True, at=NOON + timedelta(hours=1))
        assert sent.trouble is not None  # the test's site knows GET only
        assert "400" in sent.trouble
    finally:
        site.close()
    assert answer  # the site's answers are those of the other tests of fetching
