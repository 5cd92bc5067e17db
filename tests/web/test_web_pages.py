"""The pages without a browser: what they say, and that forms do what they promise."""

from __future__ import annotations

import re
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from quoth.ledger import Ledger
from quoth.records import Article, Attribution, Reading, Span
from web_story import STORY

HOSTILE = (
    "<script>alert(1)</script> “<img src=x onerror=alert(2)>,” {{7*7}} {% raw %} said "
    "<svg onload=alert(3)> Ada Roth. \u202eevil\u202c javascript:alert(4)"
)


@pytest.fixture(scope="module")
def client(
    serve: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    folder: Path = tmp_path_factory.mktemp("pages")
    return serve(ledger=str(folder / "news.db"))


def mark(client: TestClient) -> str:
    """The mark of the session that every form carries."""
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/").text)
    assert found
    return found[1]


def read(client: TestClient, **fields: str) -> str:
    """The address of the reading of what a form gives."""
    answer = client.post("/read", data={"csrf": mark(client), **fields}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def keep(client: TestClient, **fields: str) -> str:
    name = read(client, **fields).rsplit("/", 1)[-1]
    answer = client.post("/keep", data={"csrf": mark(client), "held": name}, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"]).partition("?")[0]


def test_a_text_is_read_kept_and_found(client: TestClient) -> None:
    page = client.get(read(client, text=STORY, title="The bridge", outlet="The Herald"))
    assert "The bridge" in page.text
    assert "Add to the ledger" in page.text
    article = keep(client, text=STORY, title="The bridge", outlet="The Herald")
    assert "Maria Lindqvist" in client.get(article).text
    found = client.get("/statements", params={"q": "bolt"}).text
    assert "<mark>bolt</mark>" in found
    part = client.get("/statements", params={"q": "bol", "part": "true"}).text
    assert "<html" not in part
    assert "<mark>bolt</mark>" in part


def test_every_page_answers(client: TestClient) -> None:
    keep(client, text=STORY, title="The bridge", outlet="The Courier")
    speaker = re.search(r"/speaker/i\d+", client.get("/speakers?name=lindqvist").text)
    assert speaker
    paths = ["/", "/articles", "/statements", "/speakers", speaker[0], "/corrections", "/login"]
    paths += [f"/compare?what={what}" for what in ("quotations", "copies", "figures")]
    paths += ["/audit", "/audit?by=outlet", "/static/reading.css", "/static/reading.js"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            assert answer.text.count("<h1") == 1, path
            assert "<script>" not in answer.text
            assert " onclick" not in answer.text
            assert " style=" not in answer.text


def test_what_cannot_be_read_is_said_on_the_page(client: TestClient) -> None:
    answer = client.post("/read", data={"csrf": mark(client), "address": "http://127.0.0.1/"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "private" in answer.text


def test_a_file_is_read(client: TestClient) -> None:
    answer = client.post(
        "/read", data={"csrf": mark(client)}, files={"file": ("story.txt", STORY.encode())}
    )
    assert answer.status_code == 200
    assert "story.txt" in answer.text


@pytest.mark.parametrize("path", ["/article/999999", "/statement/999999", "/speaker/i999999",
                                  "/nothing"])  # fmt: skip
def test_what_is_not_there_is_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


def test_hostile_text_is_shown_and_never_markup(client: TestClient) -> None:
    address = keep(client, text=HOSTILE * 3, title=HOSTILE, outlet=HOSTILE[:400])
    for path in (address, "/statements", "/articles", "/audit?by=outlet", "/audit?by=article"):
        html = client.get(path).text
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "<svg onload" not in html
        assert 'href="javascript' not in html
    assert "{{7*7}}" in client.get(address).text


def test_corrections_from_confirming_to_undoing(client: TestClient) -> None:
    keep(client, text=STORY.replace("bolt", "girder"), title="Girders")
    found = client.get("/api/v1/statements", params={"q": "girder"}).json()["data"]
    number = next(one["id"] for one in found if one["source"] == "Maria Lindqvist")
    fields = {"csrf": mark(client), "by": "Mia", "why": "heard it"}
    page = client.post(f"/statement/{number}/confirm", data=fields)
    assert "confirmed" in page.text
    fields |= {"speaker": "Mara Lund", "roles": "engineer; diver"}
    page = client.post(f"/statement/{number}/correct", data=fields)
    assert "Mara Lund" in page.text
    assert client.get(f"/api/v1/statements/{number}").json()["data"]["who"] == "Mara Lund"
    log = client.get("/corrections").text
    assert "heard it" in log
    for one in sorted(map(int, re.findall(r"/corrections/(\d+)/undo", log)), reverse=True):
        client.post(f"/corrections/{one}/undo", data={"csrf": mark(client)})
    again = client.get(f"/api/v1/statements/{number}").json()["data"]
    assert (again["who"], again["status"]) == ("Maria Lindqvist", None)


def test_a_statement_is_added_rejected_and_refused(client: TestClient) -> None:
    address = keep(client, text=STORY.replace("bolt", "rivet"), title="Rivets")
    fields = {"csrf": mark(client), "contents": "4:10", "speaker": "a passer-by", "type": "unnamed"}
    assert client.post(f"{address}/add", data=fields).status_code == 200
    found = client.get("/api/v1/statements", params={"status": "added"}).json()["data"]
    assert [one["content"] for one in found] == ["bridge"]
    client.post(f"/statement/{found[0]['id']}/reject", data={"csrf": mark(client)})
    assert client.get("/api/v1/statements", params={"status": "added"}).json()["data"] == []
    for contents in ("soon", "4:99999", "9:4"):
        answer = client.post(f"{address}/add", data={**fields, "contents": contents})
        assert answer.status_code in (400, 422), contents


def test_speakers_are_merged_and_split(client: TestClient) -> None:
    for name, number in (("Ilse Varga", 1), ("Ilse Vargha", 2)):
        text = f"The dam will hold, said {name}, the town's engineer, in report {number}."
        keep(client, text=text, title=f"Dam {number}")
    ids = re.findall(r"/speaker/(i\d+)", client.get("/speakers?name=ilse").text)
    assert len(ids) == 2
    client.post(
        f"/speaker/{ids[0]}/merge", data={"csrf": mark(client), "other": f"/speaker/{ids[1]}"}
    )
    merged = re.findall(r"/speaker/(i\d+)", client.get("/speakers?name=ilse").text)
    assert len(merged) == 1
    apart = re.search(r'name="apart" value="(\d+)"', client.get(f"/speaker/{merged[0]}").text)
    assert apart
    client.post(f"/speaker/{merged[0]}/split", data={"csrf": mark(client), "apart": apart[1]})
    assert len(re.findall(r"/speaker/(i\d+)", client.get("/speakers?name=ilse").text)) == 2


def test_the_interface_corrects_too(client: TestClient) -> None:
    keep(client, text=STORY.replace("bolt", "cable"), title="Cables")
    found = client.get("/api/v1/statements", params={"q": "cable"}).json()["data"]
    number = found[0]["id"]
    body = {"action": "correct", "tone": "distancing", "by": "Mia"}
    made = client.post(f"/api/v1/statements/{number}/corrections", json=body)
    assert made.status_code == 201
    decision = made.json()["data"]["decision"]
    tones = client.get("/api/v1/statements", params={"tone": "distancing"}).json()["data"]
    assert number in [one["id"] for one in tones]
    assert client.post(f"/api/v1/corrections/{decision}/undo", json={}).status_code == 201
    assert client.post(f"/api/v1/corrections/{decision}/undo", json={}).status_code == 400
    log = client.get("/api/v1/corrections").json()["data"]
    assert [entry["action"] for entry in log[:2]] == ["undo", "correct"]
    wrong = client.post(f"/api/v1/statements/{number}/corrections", json={"action": "burn"})
    assert wrong.status_code == 422


HTML = {"accept": "text/html"}


@pytest.mark.parametrize("path", ["/speakers", "/compare", "/audit"])
def test_what_takes_long_says_so_and_comes_whole(
    with_ledger: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    plain = with_ledger.get(path)
    monkeypatch.setattr("quoth.web.waiting._SOON", 0)
    first = with_ledger.get(path, headers=HTML)
    assert first.status_code == 202
    assert "Counting over all articles…" in first.text
    assert '<meta http-equiv="refresh" content="0">' in first.text
    whole = with_ledger.get(path, headers=HTML)
    assert (whole.status_code, whole.text) == (200, plain.text)


def test_what_goes_wrong_late_has_its_status_and_title(
    with_ledger: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.web.waiting._SOON", 0)
    assert with_ledger.get("/speaker/nobody", headers=HTML).status_code == 202
    page = with_ledger.get("/speaker/nobody", headers=HTML)
    assert page.status_code == 404
    assert "no article has a speaker" in page.text
    assert "<title>Not found (404) · quoth</title>" in page.text


def test_searches_go_on_when_the_processes_that_make_them_are_gone(client: TestClient) -> None:
    keep(client, text=STORY, title="The bridge", outlet="The Courier")
    client.get("/")  # which tells that it was kept
    client.get("/api/v1/speakers")  # joins them, which is done behind the scenes otherwise
    before = client.get("/statements", params={"q": "bolt"})
    gone = [one for one in active_children() if one.name == "quoth: the search"]
    assert gone
    for process in gone:
        process.kill()
        process.join(10)
    after = client.get("/statements", params={"q": "bolt"})
    assert (after.status_code, after.text) == (200, before.text)


def test_the_same_text_in_two_outlets_is_two_articles(client: TestClient) -> None:
    text = "The ferry to Holt is full, Tilda Rosk said on Monday."
    first = keep(client, text=text, title="Ferry", outlet="The Shore Post")
    second = keep(client, text=text, title="Ferry", outlet="The Holt Mail")
    assert first != second
    assert keep(client, text=text, title="Ferry", outlet="The Holt Mail") == second
    later = keep(client, text=f"{text} It sails at nine.", title="Ferry", outlet="The Holt Mail")
    versions = client.get(later).text
    assert "Version 2" in versions
    assert "Version 3" not in versions


def test_what_is_known_of_a_file_is_kept(client: TestClient) -> None:
    known = {"title": "Ferry", "outlet": "The Shore Post", "published": "2031-03-05"}
    file = {"file": ("n.txt", "The ferry is full, Tilda Rosk said on Monday.", "text/plain")}
    form = {"csrf": mark(client), **known}
    page = client.post("/read", data=form, files=file).text
    assert "Ferry" in page
    assert "The Shore Post" in page
    assert "5 March 2031" in page


def test_a_form_with_two_things_to_read_says_so(client: TestClient) -> None:
    form = {"csrf": mark(client), "text": "a", "address": "https://example.org/a", "english": "1"}
    page = client.post("/read", data=form)
    assert page.status_code == 422
    assert "give one of a text, an address and a file" in page.text
    assert 'name="english" value="1" checked' in page.text


def test_links_of_what_is_found_while_typing_find_the_same(client: TestClient) -> None:
    keep(client, text=STORY, title="The bridge", outlet="The Herald")
    page = client.get("/statements", params={"q": "bol", "part": "true"}).text
    links = re.findall(r'href="(/(?:statements|export)\?[^"]+)"', page)
    assert links
    for link in links:
        shown = client.get(link.replace("&amp;", "&"))
        assert "0 statements" not in shown.text
        assert shown.content


def test_counts_of_an_audit_lead_to_what_was_counted(client: TestClient) -> None:
    keep(client, text=STORY, title="The bridge", outlet="The Courier")
    page = client.get("/audit", params={"by": "outlet"}).text
    links = {
        link.replace("&amp;", "&")
        for link in re.findall(r'href="(/audit/statements\?[^"]+)"', page)
    }
    assert any("count=form" in link and "group=" in link for link in links)
    for link in links:
        assert ">0 statements" not in client.get(link).text, link


def test_a_list_is_gone_on_with_after_a_decision(client: TestClient) -> None:
    article = keep(client, text=STORY, title="The bridge", outlet="The Wharf")
    link = re.search(r"/statement/(\d+)", client.get("/statements?outlet=The+Wharf").text)
    assert article
    assert link
    came = {"referer": "http://localhost/statements?outlet=The+Wharf"}
    form = {"csrf": mark(client)}
    answer = client.post(f"{link[0]}/confirm", data=form, headers=came, follow_redirects=False)
    assert answer.headers["location"] == f"/statements?outlet=The+Wharf#st{link[1]}"
    wrong = client.post(f"{link[0]}/burn", data=form, headers={**came, "accept": "text/html"})
    assert wrong.status_code == 400
    assert 'href="/statements?outlet=The+Wharf">Back' in wrong.text


def test_a_search_for_what_is_no_date_says_so(client: TestClient) -> None:
    asked = {"q": "bolt", "since": "soon"}
    answer = client.get("/statements", params=asked, headers={"accept": "text/html"})
    assert answer.status_code == 400
    assert "since=&#x27;soon&#x27;: expected an ISO date" in answer.text


def test_after_a_decision_the_page_says_what_happened_and_takes_it_back(client: TestClient) -> None:
    article = keep(client, text=STORY.replace("bolt", "hinge"), title="Hinges")
    found = client.get("/api/v1/statements", params={"q": "hinge"}).json()["data"]
    number = next(one["id"] for one in found if one["source"] == "Maria Lindqvist")
    form = {"csrf": mark(client)}
    came = {"referer": "http://localhost/statements?q=hinge", **HTML}
    page = client.post(f"/statement/{number}/reject", data=form, headers=came)
    assert page.status_code == 200
    assert "<b>Rejected</b>: <q" in page.text
    assert "We checked every hinge" in page.text.partition("<main")[0]
    undo = re.search(r'class="told".*?action="(/corrections/\d+/undo)"', page.text, re.S)
    assert undo
    assert 'class="told"' not in client.get("/statements?q=hinge").text  # said once
    page = client.post(undo[1], data=form, headers=came)
    assert "<b>Undone</b>" in page.text
    assert f'id="st{number}"' in page.text  # with its number again
    redo = re.search(r'class="told".*?action="(/corrections/\d+/undo)"', page.text, re.S)
    assert redo
    page = client.post(redo[1], data=form, headers=came)
    assert "<b>Done again</b>" in page.text
    assert client.get(f"/statement/{number}").status_code == 410
    assert article


def test_by_whom_is_remembered(client: TestClient) -> None:
    keep(client, text=STORY.replace("bolt", "cog"), title="Cogs")
    number = client.get("/api/v1/statements", params={"q": "cog"}).json()["data"][0]["id"]
    form = {"csrf": mark(client), "by": "Mia Ortega", "tone": "neutral"}
    client.post(f"/statement/{number}/correct", data=form)
    assert 'value="Mia Ortega"' in client.get(f"/statement/{number}").text
    client.post(f"/statement/{number}/confirm", data={"csrf": mark(client)})
    log = client.get("/api/v1/corrections").json()["data"]
    assert (log[0]["action"], log[0]["made_by"]) == ("confirm", "Mia Ortega")
    client.post(f"/statement/{number}/correct", data={**form, "by": ""})
    assert 'value="Mia Ortega"' not in client.get(f"/statement/{number}").text


def test_a_form_that_failed_keeps_what_was_typed(client: TestClient) -> None:
    article = keep(client, text=STORY.replace("bolt", "beam"), title="Beams")
    number = client.get("/api/v1/statements", params={"q": "beam"}).json()["data"][0]["id"]
    typed = {"csrf": mark(client), "speaker": "Mara Lund", "why": "line <3>", "contents": "9:4"}
    typed["polarity"] = "denied"
    for path in (f"/statement/{number}/correct", f"{article}/add"):
        page = client.post(path, data=typed, headers=HTML)
        assert page.status_code == 422
        assert 'role="alert"' in page.text
        assert 'value="Mara Lund"' in page.text
        assert 'value="line &lt;3&gt;"' in page.text
        assert "<option selected>denied</option>" in page.text
    speaker = re.search(r"/speaker/i\d+", client.get("/speakers?name=lindqvist").text)
    assert speaker
    page = client.post(
        f"{speaker[0]}/merge", data={"csrf": mark(client), "other": "i99", "why": "x"}, headers=HTML
    )
    assert page.status_code == 422
    assert 'value="i99"' in page.text


def test_addresses_of_statements_last(client: TestClient) -> None:
    known = {"title": "Locks", "outlet": "The Quay"}
    keep(client, text=STORY.replace("bolt", "lock"), **known)
    number = client.get("/api/v1/statements", params={"q": "lock"}).json()["data"][0]["id"]
    newest = keep(client, text=STORY.replace("bolt", "lock") + " It opens at nine.", **known)
    page = client.get(f"/statement/{number}")
    assert page.status_code == 200
    assert "From an earlier version of its article." in page.text
    now = re.search(r'href="(/statement/\d+)">The statement as it stands now', page.text)
    assert now
    assert newest in client.get(now[1]).text
    form = {"csrf": mark(client), "by": "Mia", "why": "an advert"}
    client.post(f"{now[1]}/reject", data=form)
    gone = client.get(now[1])
    assert gone.status_code == 410
    for told in ("rejected", "by Mia", "an advert", f'href="{newest}"', "Have it back"):
        assert told in gone.text
    withdrawn = keep(client, text=STORY.partition(' "We')[0] + " It opens at nine.", **known)
    assert (
        f'The <a href="{withdrawn}">newest version</a>' in client.get(f"/statement/{number}").text
    )


def test_who_was_merged_leads_to_who_stands_now(client: TestClient) -> None:
    for name, number in (("Petra Olsa", 1), ("Petra Olssa", 2)):
        keep(
            client, text=f"The mole will hold, said {name} in report {number}.", title=f"M{number}"
        )
    ids = re.findall(r"/speaker/(i\d+)", client.get("/speakers?name=petra").text)
    first, second = sorted(ids, key=lambda id: int(id[1:]))
    client.post(f"/speaker/{first}/merge", data={"csrf": mark(client), "other": second})
    answer = client.get(f"/speaker/{second}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/speaker/{first}")


def test_cards_of_an_article_lead_on(client: TestClient) -> None:
    article = keep(client, text=STORY.replace("bolt", "plank"), title="Planks")
    page = client.get(article).text
    go = page.partition('<p class="go">')[2].partition("</p>")[0]
    links = re.findall(r'href="([^"]+)"', go)
    assert [re.sub(r"i?\d.*|\?.*", "", link) for link in links] == [
        "/statement/", "/speaker/", "/compare", "/audit", "/statement/"
    ]  # fmt: skip
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_an_article_is_edited_deleted_and_had_back(client: TestClient) -> None:
    address = keep(client, text=STORY.replace("bolt", "gasket"), title="Gaskets")
    fields = {"csrf": mark(client), "title": "Gaskets & <b>seals</b>", "authors": "Ann Vale; Bo"}
    page = client.post(f"{address}/edit", data=fields).text
    assert "Gaskets &amp; &lt;b&gt;seals" in page
    assert "<b>seals" not in page
    number = address.rpartition("/")[2]
    made = client.patch(f"/api/v1/articles/{number}", json={"outlet": "Herald", "by": "Mia"})
    assert (made.status_code, made.json()["data"]["after"]) == (200, "outlet: Herald")
    kept = client.get(f"/api/v1/articles/{number}").json()["data"]["article"]
    assert (kept["outlet"], kept["authors"]) == ("Herald", ["Ann Vale", "Bo"])
    assert client.patch(f"/api/v1/articles/{number}", json={"colour": "red"}).status_code == 422
    client.post(f"{address}/delete", data={"csrf": mark(client), "why": "a test"})
    assert client.get(address).status_code == 410
    decision = client.get("/api/v1/corrections").json()["data"][0]
    assert (decision["action"], decision["why"]) == ("delete", "a test")
    client.post(f"/api/v1/corrections/{decision['id']}/undo", json={})
    gone = client.post(f"/api/v1/articles/{number}/delete", json={"why": "again"})
    assert gone.status_code == 201
    assert client.get(f"/api/v1/articles/{number}").status_code == 404


def test_a_page_of_many_statements_comes_in_parts(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    target = tmp_path / "many.db"
    sentence = "The gate number {0:04d} is shut, Ada Roth said. "
    text = "\n\n".join(sentence.format(n).strip() for n in range(600))
    said = []
    for n in range(600):
        at = text.index(f"The gate number {n:04d}")
        words = len("The gate number 0000 is shut")
        source = Span(at + words + 2, at + words + 10)
        cue = Span(source.end + 1, source.end + 5)
        said.append(Attribution(f"a{n}", cue, (source,), (Span(at, at + words),)))
    with Ledger(target) as ledger:
        ledger.keep(Reading(Article("gates", text, title="Gates"), tuple(said)))
    client = serve(ledger=str(target))
    with client.stream("GET", "/article/1") as answer:
        pieces = list(answer.iter_raw())
    page = b"".join(pieces).decode()
    assert page.count('<p class="go">') == 600
    assert page.rstrip().endswith("</html>")
    assert len(pieces) > 20
    assert max(map(len, pieces)) < len(page) / 4
