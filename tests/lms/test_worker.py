"""The service worker and the offline page as the server hands them out."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import is_valid_path
from PIL import Image

from lms.front.entries import ENTRIES, NOT_KEPT
from lms.keeping import release
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db


def house(answer):
    return json.loads(re.match(r"self\.HOUSE = (\{.*?\});\n", answer.content.decode()).group(1))


def test_anybody_gets_the_worker_as_a_script_that_is_looked_at_each_time(client):
    answer = client.get("/worker.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert answer["Cache-Control"] == "no-cache"
    assert client.get("/worker.js", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_worker_knows_its_release_and_only_files_that_are_there(client):
    told = house(client.get("/worker.js"))
    assert (told["release"], told["offline"]) == (release(), "/offline/")
    assert {f"/static/built/{name}" for name in ENTRIES.keys() - NOT_KEPT} < set(told["statics"])
    assert {"/static/built/worker.js", "/static/built/sign-in.js"} & set(told["statics"]) == set()
    assert [url for url in told["statics"] if finders.find(url.removeprefix("/static/")) is None] == []


def test_the_offline_page_is_nobodys(client):
    walked = walk(name="王小明")
    client.force_login(walked.clerk)
    page = client.get("/offline/").content.decode()
    assert page == Client().get("/offline/").content.decode()
    assert "現在沒有網路" in page


@pytest.mark.parametrize("path", ["/worker.js", "/offline/"])
def test_nothing_can_be_sent_there(client, path):
    assert client.post(path).status_code == 405


def test_signing_out_makes_the_browser_forget_the_pages_it_has_seen(client):
    client.force_login(walk().clerk)
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize(("asked", "lang"), [("vi", "vi"), ("en", "en"), ("zh-Hant", "zh-Hant"), ("tlh", "zh-Hant")])
def test_the_manifest_speaks_the_language_that_is_asked_for(client, asked, lang):
    answer = client.get(f"/manifest.webmanifest?lang={asked}")
    assert answer["Content-Type"] == "application/manifest+json"
    assert (answer.json()["lang"], answer.json()["start_url"], answer.json()["display"]) == (lang, "/", "standalone")
    assert answer.json()["short_name"]


def test_the_manifests_icons_are_as_large_as_they_say_and_its_shortcuts_lead_somewhere(client):
    app = client.get("/manifest.webmanifest").json()
    for icon in app["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as drawn:
            assert (f"{drawn.width}x{drawn.height}", drawn.format) == (icon["sizes"], "PNG")
    assert {icon["purpose"] for icon in app["icons"]} == {"any", "maskable"}
    assert all(is_valid_path(shortcut["url"]) for shortcut in app["shortcuts"])
    assert app["shortcuts"][0]["url"] == "/"


def test_the_manifest_wears_the_colour_of_the_tokens(client):
    tokens = Path(finders.find("lms/tokens.css")).read_text()
    assert f"--night-900: {client.get('/manifest.webmanifest').json()['theme_color']};" in tokens
