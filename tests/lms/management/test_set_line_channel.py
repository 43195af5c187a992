"""A chain's LINE account comes in by command, and only if LINE knows it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.factors.ciphers import unseal
from people.models import AuditEntry, LineChannel
from tests.factories.people import ChainFactory
from tests.people.channels.providers import LineDouble, http_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(settings, monkeypatch):
    monkeypatch.setenv("LINE_TOKEN", LineDouble.TOKEN)
    monkeypatch.setenv("LINE_SECRET", "secret")
    with http_service(LineDouble()) as provider:
        settings.LINE_API_URL = provider.url
        yield ChainFactory(slug="morning")


def run(*arguments):
    out = StringIO()
    call_command("set_line_channel", *arguments, stdout=out)
    return out.getvalue()


def test_it_is_sealed_kept_and_told_where_its_webhook_is(chain):
    said = run("morning")
    kept = LineChannel.objects.get(chain=chain)
    assert (kept.basic_id, unseal(kept.sealed_token), unseal(kept.sealed_secret)) == (
        "@lamp",
        LineDouble.TOKEN,
        "secret",
    )
    assert "http://localhost:8000/line/morning/" in said
    assert LineDouble.TOKEN not in said + str(list(AuditEntry.objects.values_list("detail")))


def test_given_again_it_takes_the_place_of_the_old(chain):
    run("morning")
    run("morning")
    assert LineChannel.objects.count() == 1


def test_it_can_be_forgotten(chain):
    run("morning")
    assert "拿掉了" in run("morning", "--remove")
    assert "本來就沒有" in run("morning", "--remove")
    assert not LineChannel.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "slug"),
    [
        ("LINE_TOKEN", "stolen", "morning"),
        ("LINE_TOKEN", "", "morning"),
        ("LINE_SECRET", " ", "morning"),
        ("X", "", "no"),
    ],
)
def test_what_cannot_be_right_is_not_kept(chain, monkeypatch, name, value, slug):
    monkeypatch.setenv(name, value)
    with pytest.raises(CommandError):
        run(slug)
    assert not LineChannel.objects.exists()
