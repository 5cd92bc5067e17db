"""Users of a ledger, and the log of what everybody did; on both databases."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from builders import article
from quoth.acting import Acting, acting
from quoth.errors import NotFoundError, OptionError
from quoth.ledger import Changes, Ledger, StatementQuery, people, users

PASSWORD = "four words of a song"


@pytest.fixture(autouse=True)
def fast(request: pytest.FixtureRequest) -> None:
    """Hashes that take no time, but for the test that looks at them."""
    if "is_kept" not in request.node.name:
        request.getfixturevalue("cheap")


def kept(ledger: Ledger) -> int:
    """A statement of Ada Roth; its number."""
    built = article("[Ada Roth] {said} <the pier is safe>.", speakers={"a1": "Ada Roth"})
    ledger.keep(built.reading)
    return ledger.search("pier")[0].id


def test_a_user_signs_in_until_signing_out(ledger: Ledger) -> None:
    ledger.add_user("Mia  Holm", PASSWORD, role="admin", by="the desk")
    (mia,) = ledger.users()
    assert (mia.name, mia.role, mia.made_by) == ("Mia Holm", "admin", "the desk")
    assert ledger.sign_in("Mia Holm", "four words of a sonG") is None
    assert ledger.sign_in("Nobody", PASSWORD) is None
    session = ledger.sign_in("mia holm", PASSWORD)
    assert session is not None
    who = ledger.signed_in(session.secret)
    assert who is not None
    assert (who.name, who.role) == ("Mia Holm", "admin")
    ledger.sign_out(session.secret)
    assert ledger.signed_in(session.secret) is None


def test_neither_password_nor_secret_is_kept(ledger: Ledger) -> None:
    ledger.add_user("Mia", PASSWORD)
    session = ledger.sign_in("Mia", PASSWORD)
    assert session is not None
    with ledger.database.reading() as connection:
        for table in ("users", "sessions", "logbook"):
            rows = connection.execute(sa.text(f"SELECT * FROM {table}")).all()
            assert PASSWORD not in str(rows)
            assert session.secret not in str(rows)
        hash = connection.execute(sa.text("SELECT password FROM users")).scalar_one()
    assert hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, 4: the second choice


@pytest.mark.parametrize("change", ["role", "password", "removed"])
def test_another_role_or_password_ends_the_sessions(ledger: Ledger, change: str) -> None:
    ledger.add_user("Mia", PASSWORD, role="admin")
    ledger.add_user("Bo", PASSWORD)
    session, mine = ledger.sign_in("Bo", PASSWORD), ledger.sign_in("Mia", PASSWORD)
    assert session is not None
    assert mine is not None
    {
        "role": lambda: ledger.set_role("Bo", "reader"),
        "password": lambda: ledger.set_password("Bo", "quite another song"),
        "removed": lambda: ledger.remove_user("Bo"),
    }[change]()
    assert ledger.signed_in(session.secret) is None
    assert ledger.signed_in(mine.secret) is not None
    if change == "password":
        assert ledger.sign_in("Bo", PASSWORD) is None
        assert ledger.sign_in("Bo", "quite another song") is not None


def test_ones_own_password_is_changed_by_who_knows_the_old_one(ledger: Ledger) -> None:
    ledger.add_user("Mia", PASSWORD)
    assert not ledger.change_password("Mia", "not the old one at all", "quite another song")
    with pytest.raises(OptionError, match="this is the old password"):
        ledger.change_password("Mia", PASSWORD, PASSWORD)
    assert ledger.change_password("Mia", PASSWORD, "quite another song")
    assert ledger.sign_in("Mia", "quite another song") is not None


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "is no name"), ("Mia\x00", "is no name"), ("Mia (access token)", "is no name"),
     ("access  TOKEN", "how quoth calls"), ("mIA", "already"), ("x" * 61, "is no name"),
     ("‮Mia", "is no name"), ("...", "is no name")],
)  # fmt: skip
def test_names_that_are_none_are_refused(ledger: Ledger, name: str, told: str) -> None:
    ledger.add_user("Mia", PASSWORD)
    with pytest.raises(OptionError, match=told):
        ledger.add_user(name, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "MIA  HOLM THE FIRST",
                                      "four words\nof a song", "x1y2" * 300])  # fmt: skip
def test_passwords_that_are_guessed_are_refused(ledger: Ledger, password: str) -> None:
    with pytest.raises(OptionError, match="password"):
        ledger.add_user("Mia Holm the First", password)
    assert ledger.users() == []


def test_a_password_is_the_same_however_its_letters_are_composed(ledger: Ledger) -> None:
    ledger.add_user("Mia", "ein Lied über Bären")
    assert ledger.sign_in("Mia", "ein Lied über Bären") is not None


def test_there_is_always_an_admin_among_several(ledger: Ledger) -> None:
    ledger.add_user("Mia", PASSWORD, role="admin")
    ledger.add_user("Bo", PASSWORD)
    for way in (lambda: ledger.set_role("Mia", "editor"), lambda: ledger.remove_user("Mia")):
        with pytest.raises(OptionError, match="the only admin"):
            way()
    with pytest.raises(OptionError, match="role"):
        ledger.set_role("Bo", "owner")
    with pytest.raises(NotFoundError, match="there is no 'Ida'"):
        ledger.set_role("Ida", "admin")
    ledger.remove_user("Bo")
    ledger.remove_user("Mia")
    assert not ledger.has_users()


def test_the_last_user_can_be_kept(ledger: Ledger) -> None:
    ledger.add_user("Mia", PASSWORD, role="admin")
    with pytest.raises(OptionError, match="last user"):
        ledger.remove_user("Mia", keep_one=True)
    assert ledger.users()


def test_a_password_changed_meanwhile_stays(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add_user("Mia", PASSWORD)
    hashed = users.hashed

    def slow(password: str, name: str) -> str:
        monkeypatch.setattr(users, "hashed", hashed)
        ledger.set_password("Mia", "what the admin chose", by="the admin")
        return hashed(password, name)

    monkeypatch.setattr(users, "hashed", lambda password, name: slow(password, name))
    monkeypatch.setattr(people, "_ONE_AT_A_TIME", threading.RLock())
    assert ledger.change_password("Mia", PASSWORD, "quite another song") is None
    assert ledger.sign_in("Mia", "what the admin chose") is not None


def test_who_is_signed_in_decides_whatever_name_is_told(ledger: Ledger) -> None:
    statement = kept(ledger)
    with acting(Acting("page", user="Mia")):
        number = ledger.correct(statement, Changes(speaker="Ada Roth-Lund"), by="Bo")
        ledger.undo(number, by="Bo")
        mark = ledger.mark("tag", "checked", "statement", statement, by="Bo")
        saved = ledger.save_search("piers", StatementQuery("pier"), by="Bo")
        ledger.watch("https://herald.example/feed", by="Bo")
    assert {one.made_by for one in ledger.corrections()} == {"Mia"}
    assert ledger.marks()[0].made_by == "Mia"
    assert ledger.saved_search(saved).made_by == "Mia"
    assert ledger.watched()[0].added_by == "Mia"
    with acting(Acting("rest", by_token=True)):
        ledger.unmark(mark)
        ledger.confirm(statement, by="Mia")
        ledger.reject(statement)
    assert [one.made_by for one in ledger.corrections(limit=2)] == [
        "access token",
        "Mia (access token)",
    ]
    assert [(e.made_by, e.door, e.kind, e.action, e.about) for e in ledger.log(limit=8)] == [
        ("access token", "rest", "decision", "reject", "statement"),
        ("Mia (access token)", "rest", "decision", "confirm", "statement"),
        ("access token", "rest", "mark", "no tag", "statement"),
        ("Mia", "page", "watch", "watched", "watched"),
        ("Mia", "page", "search", "saved", "search"),
        ("Mia", "page", "mark", "tag", "statement"),
        ("Mia", "page", "decision", "undo", "statement"),
        ("Mia", "page", "decision", "correct", "statement"),
    ]


def test_who_acts_is_known_of_each_thread_alone(ledger: Ledger) -> None:
    statement = kept(ledger)

    def decide() -> None:
        ledger.confirm(statement, by="Bo")

    with acting(Acting("page", user="Mia")):
        thread = threading.Thread(target=decide)
        thread.start()
        thread.join()
    assert ledger.corrections()[0].made_by == "Bo"


def test_the_log_is_filtered_and_paged(ledger: Ledger) -> None:
    statement = kept(ledger)
    for by in ("Mia", "Bo", "Mia"):
        ledger.confirm(statement, by=by)
    ledger.note("articles", "added", "12 articles")
    assert [one.made_by for one in ledger.log(kind="decision")] == ["Mia", "Bo", "Mia"]
    assert len(ledger.log(user="Mia")) == 2
    assert [one.id for one in ledger.log(limit=1, offset=1)] == [ledger.log()[1].id]
    assert ledger.log_names() == ["Bo", "Mia"]
    (day, *_) = ledger.log()[0].made_at.split("T")
    assert len(ledger.log(since=day, until=day)) == 4
    assert ledger.log(until="2001-01-01") == []
    for asked in ({"kind": "gossip"}, {"since": "soon"}, {"until": "9999-12-31"}):
        with pytest.raises(OptionError):
            ledger.log(**asked)  # type: ignore[arg-type]


def test_a_wrong_password_is_logged_and_a_wrong_name_is_not_written_down(ledger: Ledger) -> None:
    ledger.add_user("Mia", PASSWORD)
    ledger.sign_in("Mia", "wrong in every way")
    ledger.sign_in("a password in the wrong field", "x")
    first, second = ledger.log(kind="sign-in")
    assert (first.target, first.told) == (None, "unknown name")
    assert (second.target, second.told) == ("Mia", "wrong password")
    assert "wrong field" not in str(ledger.log())


def test_lines_of_the_log_cannot_be_changed(ledger: Ledger) -> None:
    ledger.note("articles", "added", "12 articles")
    for change in ("UPDATE logbook SET made_by = 'Bo'", "DELETE FROM logbook"):
        with (
            closing(ledger.database.engine.connect()) as connection,
            pytest.raises(DBAPIError, match="the log is only added to"),
        ):
            connection.execute(sa.text(change))
    assert ledger.log()[0].told == "12 articles"
