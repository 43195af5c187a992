"""A clerk with a course to walk: the smallest world in which the whole chain of the house can be seen."""

from dataclasses import dataclass
from datetime import datetime

from certificates.models import Credential
from content.models import Edition, Work
from courses.actions import assign, enrol
from courses.models import Enrolment
from people.models import Chain, Person, Store
from tests.factories.content import course, scenario
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, PASSWORD, StoreFactory, clerk


@dataclass(frozen=True)
class Walk:
    """One store's clerk, enrolled in a course of these scripts since `LONG_AGO`."""

    chain: Chain
    store: Store
    clerk: Person
    scripts: tuple[Edition, ...]
    course: Work
    enrolment: Enrolment

    @property
    def script(self) -> Edition:
        """The first script of the course."""
        return self.scripts[0]


def walk(*titles: str, need: str | int = "all", store: Store | None = None, name: str = "王小明") -> Walk:
    """A fresh walk with one scenario per title; the clerk signs in with `PASSWORD`."""
    store = store or StoreFactory()
    made = clerk(store, name, password=PASSWORD)
    scripts = tuple(scenario(title) for title in titles or ("迷路的長者",))
    taken = course(*scripts, need=need)
    assign(course=taken, chain=store.chain, by=None, at=LONG_AGO)
    return Walk(store.chain, store, made, scripts, taken, Enrolment.objects.get(person=made, course=taken))


def remedied(name: str = "王小明") -> Walk:
    """A clerk who walks a course that leads to no certificate; enrolled, since nobody is assigned one."""
    made, script = clerk(StoreFactory(), name, password=PASSWORD), scenario()
    taken = course(script, certifies=False)
    enrol(course=taken, persons={made.pk}, due_days=7, at=LONG_AGO)
    enrolment = Enrolment.objects.get(person=made, course=taken)
    store = made.postings.get().store
    return Walk(store.chain, store, made, (script,), taken, enrolment)


def certified(
    *titles: str, at: datetime = LONG_AGO, store: Store | None = None, name: str = "王小明"
) -> tuple[Walk, Credential]:
    """A walk that was walked to its end at `at`, and the certificate earned by it."""
    walked = walk(*titles, store=store, name=name)
    for script in walked.scripts:
        play(walked.clerk, script, walked.enrolment, at=at)
    settle()
    return walked, Credential.objects.get(enrolment=walked.enrolment)
