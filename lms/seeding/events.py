"""What happened in the demo's world beside learning: reports answered, an edition taken back, shifts planned and leave
taken."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from attempts.actions import answer_flags, sum_days
from attempts.models import Attempt, Flag
from certificates.actions import revoke
from certificates.models import Credential
from content.actions.change_hotlines import save_hotline
from content.actions.withdraw import withdraw
from content.loading.files import key_of
from content.models import ScenarioPage, Work
from content.rules import SOURCE_LOCALE
from lms.seeding.plans import told
from lms.seeding.refreshing import refresh
from lms.seeding.telling import tell
from people.brands.actions import BrandTold, set_brand
from people.models import Chain, Person, Posting, Store
from people.shifts.absences.actions import take_absences
from people.shifts.absences.reading import AbsenceLine
from people.shifts.actions import set_hours, take_shifts
from people.shifts.reading import ShiftLine
from people.shifts.rules import SHOP

SHIFTS = ((time(7), 8, 2), (time(15), 8, 2), (time(23), 8, 1))
"""Start, hours, people: by night one stands alone."""
PLANNED_DAYS = range(-3, 8)
SHARE_PLANNED = 0.85
LEAVE_OF_SO_MANY = 14
"""One of so many has taken leave."""
ANSWERED_AFTER = timedelta(days=12)
SHARE_ANSWERED = 0.8
REVOKED = 2
REVOKED_BECAUSE = "演練時發現由別人代為作答，已和本人談過，請重新上課。"

SLIP = "cctv-request"
SLIPPED = "客人說要看監視器，畫面借他看一下就好。"
SLIP_BECAUSE = "簡介寫反了：畫面不能直接給客人看。已經改回原來的寫法。"
CHANGED_HOTLINE = "dementia"


def happen(now: datetime, rng: Random) -> None:
    """Let it happen, through the actions."""
    refresh(now)
    sum_days(until=timezone.localtime(now).date() - timedelta(days=1))
    trainer = Person.objects.get(chain=None, employee_number=told()["sign_ins"]["trainer"]["number"])
    operator = Person.objects.get(chain=None, employee_number=told()["sign_ins"]["operator"]["number"])
    _answer(trainer, now, rng)
    _slip(trainer, now - timedelta(days=75))
    _check_hotline(operator, now - timedelta(days=45))
    _dress(operator, now - timedelta(days=300))
    for chain in Chain.objects.all():
        lines = list(_plan(chain, now, rng))
        take_shifts(chain=chain, lines=lines, by=None, at=now - timedelta(days=4))
        if leave := list(_leave(lines, now)):
            take_absences(chain=chain, lines=leave, by=None, at=now - timedelta(days=4))
        _close_at_night(chain, {line.store for line in lines}, now - timedelta(days=300))
    _revoke(now, rng)
    _came_in()
    tell(now)


def _came_in() -> None:
    """Who has learned has signed in for it."""
    mine = Attempt.objects.filter(person=OuterRef("pk")).order_by("-begun_at")
    learners = Person.objects.filter(last_login=None).annotate(latest=Subquery(mine.values("begun_at")[:1]))
    learners.exclude(latest=None).update(last_login=F("latest"))


def _answer(trainer: Person, now: datetime, rng: Random) -> None:
    """The trainer has looked at most of what was reported some time ago."""
    old = Flag.objects.open().filter(received_at__lt=now - ANSWERED_AFTER).order_by("received_at", "pk")
    for flag in old.select_related("attempt__edition__work"):
        if rng.random() < SHARE_ANSWERED:
            said = rng.choice(told("sayings")["answers"])
            answer_flags(
                work=flag.attempt.edition.work,
                flags=[flag.pk],
                state=Flag.State(said["state"]),
                reply=said["reply"],
                by=trainer,
                at=flag.received_at + timedelta(days=rng.randint(1, 9)),
            )


def _slip(trainer: Person, at: datetime) -> None:
    """A summary said the opposite for two hours; the edition was taken back and the page mended."""
    page = ScenarioPage.objects.get(translation_key=key_of(SLIP), locale__language_code=SOURCE_LOCALE)
    right, page.summary = page.summary, SLIPPED
    page.publish(page.save_revision(user=trainer), trainer, at=at)
    slipped = Work.objects.select_related("current").get(pk=page.translation_key).current
    assert slipped is not None  # noqa: S101 - it was published a line above
    withdraw(edition=slipped, because=SLIP_BECAUSE, by=trainer, at=at + timedelta(hours=2))
    page.summary = right
    page.publish(page.save_revision(user=trainer), trainer, at=at + timedelta(hours=2, minutes=20))


def _check_hotline(operator: Person, at: datetime) -> None:
    """The operator has called one number and noted it."""
    edition = Work.objects.select_related("current").get(kind=Work.Kind.HOTLINES).current
    assert edition is not None  # noqa: S101 - the course cannot be loaded without hotlines
    entry = next(each for each in edition.read()["entries"] if each["key"] == CHANGED_HOTLINE)
    checked = {"status": "checked live", "last_verified": timezone.localdate(at).isoformat()}
    save_hotline(entry={**entry, **checked}, new=False, base=edition.pk, by=operator, at=at)


def _dress(operator: Person, at: datetime) -> None:
    """One chain has a look of its own, the other the house's: both can be seen."""
    chain = Chain.objects.get(slug=told()["chains"][1]["slug"])
    look = BrandTold(short_name="巷口", accent="#0b5c6b", accent_night="", logo=None)
    set_brand(chain=chain, told=look, by=operator, at=at)


def _plan(chain: Chain, now: datetime, rng: Random) -> Iterator[ShiftLine]:
    """Shifts from three days ago until a week ahead, for most stores; the others keep their plan on paper."""
    today = timezone.localtime(now).date()
    posted: dict[Store, list[str]] = {}
    floor = Posting.objects.alive(now).on_the_floor().filter(store__chain=chain).select_related("store", "person")
    for posting in floor.filter(since__lt=now - timedelta(days=4)).order_by("store__code", "person__employee_number"):
        assert posting.store is not None  # noqa: S101 - narrows the type
        posted.setdefault(posting.store, []).append(posting.person.employee_number)
    line = 1
    for store, numbers in posted.items():
        if len(numbers) < 4 or rng.random() > SHARE_PLANNED:
            continue
        turn = rng.randrange(len(numbers))
        for days in PLANNED_DAYS:
            for start, hours, people in SHIFTS:
                begins = datetime.combine(today + timedelta(days=days), start, SHOP)
                for number in _next(numbers, turn, people):
                    line += 1
                    yield ShiftLine(line, store.code, number, begins, begins + timedelta(hours=hours))
                turn += people


def _leave(lines: Sequence[ShiftLine], now: datetime) -> Iterator[AbsenceLine]:
    """Some have taken leave after they were planned, the day after tomorrow or later; nobody has swapped yet."""
    today = timezone.localtime(now).date()
    planned = sorted({(line.store, line.employee_number) for line in lines})
    for number, (store, person) in enumerate(planned[::LEAVE_OF_SO_MANY], start=2):
        begins = datetime.combine(today + timedelta(days=2 + number % 3), time(), SHOP)
        yield AbsenceLine(number, store, person, begins, begins + timedelta(days=1 + number % 2))


def _close_at_night(chain: Chain, planned: Collection[str], at: datetime) -> None:
    """One of the stores that keep their plan on paper, if there is one, is shut from midnight until six."""
    store = Store.objects.filter(chain=chain).exclude(code__in=planned).order_by("code").first()
    if store:
        set_hours(store=store, hours=(time(6), time()), by=None, at=at)


def _next(numbers: Sequence[str], turn: int, people: int) -> list[str]:
    return [numbers[(turn + place) % len(numbers)] for place in range(people)]


def _revoke(now: datetime, rng: Random) -> None:
    """Somebody had let somebody else answer."""
    hr = Person.objects.get(chain__slug=told()["chains"][1]["slug"], employee_number="9001")
    recent = Credential.objects.live().filter(person__chain=hr.chain, issued_at__gte=now - timedelta(days=200))
    credentials = list(recent.order_by("issued_at", "pk"))
    for credential in rng.sample(credentials, min(REVOKED, len(credentials) // 20)):
        revoke(credential=credential, because=REVOKED_BECAUSE, by=hr, at=credential.issued_at + timedelta(days=15))
