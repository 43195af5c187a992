"""No page is half translated: in other languages nothing Chinese is left but names, courses and their own words."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from certificates.rules import masked_name
from content.models import Edition
from people import access
from people.languages.actions import choose_language
from people.models import Chain, Person, Region, Role, Store
from tests.factories.people import posted
from tests.factories.walks import certified, walk
from tests.lms.test_urls import doors, plain

pytestmark = pytest.mark.django_db
OTHERS = ("en", "vi", "id")
HAN = re.compile(r"[\u3001\u3002\u3400-\u9fff\uff01-\uff60]")
SPOKEN = {"aria-label", "title", "alt", "placeholder", "content", "value"}
# What a file must say in its first line, whatever the language of its reader.
SAMPLES = {"pre"}


class Reader(HTMLParser):
    """What somebody reads or hears of a page, but for what is marked as Chinese or, sharing its signs, Japanese."""

    def __init__(self):
        super().__init__()
        self.open, self.heard = [], []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag not in {"meta", "link", "input", "img", "br", "hr", "circle", "path", "use", "rect", "stop", "ellipse"}:
            self.open.append((tag, (told.get("lang") or "").startswith(("zh", "ja")) or tag in SAMPLES))
        if not any(own for _, own in self.open):
            self.heard += [value or "" for name, value in attributes if name in SPOKEN or name.startswith("data-")]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(own for _, own in self.open):
            self.heard.append(data)


def chinese(page, names):
    """The Chinese left on a page once the names are taken away."""
    reader = Reader()
    reader.feed(page)
    known = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    return [text.strip() for text in reader.heard if HAN.search(known.sub("", text))]


def names():
    """What chains, places, people and courses are called here."""
    found = set(Person.objects.values_list("name", flat=True))
    for model in (Chain, Region, Store):
        found |= set(model.objects.values_list("name", flat=True))
    return found


def taught():
    """All that is said by what is taught here; it has languages of its own."""

    def texts(value):
        if isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from texts(inner)
        elif isinstance(value, str) and value:
            yield value

    return {text for edition in Edition.objects.all() for text in texts(edition.read())}


def reader_of(somebody, language):
    choose_language(person=somebody, language=language, by=somebody)
    client = Client()
    client.force_login(somebody)
    return client


def addresses():
    """Every address without parameters that is a page of people's, not a machine's or the studio's."""
    found = {plain(route) for route, view in doors(get_resolver()) if access.declared(view) is not None}
    apart = ("/studio/", "/api/", "/healthz", "/readyz")
    return sorted(address for address in found if address and not address.startswith(apart))


def opened(client, address):
    """The page's text, or nothing where the address is no page for this person."""
    answer = client.get(address)
    html = answer.get("Content-Type", "").startswith("text/html") and answer.status_code < 400
    return answer.content.decode() if html else ""


@pytest.mark.parametrize("language", OTHERS)
def test_every_page_of_a_clerk_is_in_their_language(language):
    walked, credential = certified("路口的長者")
    client = reader_of(walked.clerk, language)
    street = [reverse("street", args=[walked.enrolment.pk]), reverse("verify", args=[credential.code])]
    pages = {at: opened(client, at) for at in [*addresses(), *street, "/nowhere/"]}
    known = names() | taught() | {masked_name(walked.clerk.name)}
    assert len([page for page in pages.values() if page]) >= 7
    assert {at: left for at, page in pages.items() if (left := chinese(page, known))} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_the_player_says_nothing_chinese_of_its_own(language):
    walked = walk("路口的長者")
    client = reader_of(walked.clerk, language)
    page = opened(client, reverse("learn", args=[walked.enrolment.pk, walked.script.work_id]))
    assert "data-word" in page
    assert chinese(page, names() | taught()) == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("role", [Role.MANAGER, Role.HR])
def test_every_page_of_the_board_is_in_the_readers_language(language, role):
    walked, _ = certified("路口的長者")
    store = walked.store
    reader = posted(role, store if role == Role.MANAGER else store.chain, "Ms Lin")
    client = reader_of(reader, language)
    front = client.get("/board/", follow=True)
    links = set(re.findall(r'href="(/board/[^"#?]*)', front.content.decode()))
    pages = {at: opened(client, at) for at in {front.request["PATH_INFO"], *links}}
    assert len(pages) >= 2
    assert {at: left for at, page in pages.items() if (left := chinese(page, names() | taught()))} == {}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("address", ["/sign-in/", "/verify/", "/nowhere/"])
def test_a_stranger_is_spoken_to_in_the_browsers_language(client, language, address):
    page = client.get(address, headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in page
    assert chinese(page, {"繁體中文"}) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_refused_sign_in_says_so_in_that_language(client, language):
    client.cookies["language"] = language
    page = client.post("/sign-in/", {"chain": "programme", "employee_number": "x", "password": "y"}).content.decode()
    assert 'role="alert"' in page
    assert chinese(page, {"繁體中文"}) == []


@pytest.mark.parametrize("language", OTHERS)
def test_forms_that_are_empty_say_so_in_that_language(client, language):
    client.cookies["language"] = language
    page = client.post("/sign-in/", {"chain": "programme"}).content.decode()
    assert "errorlist" in page
    assert chinese(page, {"繁體中文"}) == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_api_refuses_in_the_persons_language(language):
    client = reader_of(walk().clerk, language)
    answer = client.get("/api/v1/editions/" + "0" * 64)
    assert answer.status_code == 404
    assert not HAN.search(answer.content.decode())


def test_the_walk_hears_what_is_chinese():
    page = '<p lang="zh-Hant">中</p><p aria-label="看">x</p><b>王小明 來</b><b>王小明</b><input value="值"><br>尾'
    assert chinese(page, {"王小明"}) == ["看", "王小明 來", "值", "尾"]
