"""What becomes of an invented person: how well they learn, how long ago, and what they say of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from attempts.actions import Word, tell_confidence, tell_flag, tell_usefulness
from attempts.models import Attempt
from content.models import Work
from courses.models import Enrolment
from courses.rules import works_of
from lms.seeding.plans import told
from lms.seeding.playing import Player
from people.models import Person


@dataclass(frozen=True, slots=True)
class Fate:
    """In days before now: when somebody was posted, when they began to learn (None: never for a certificate)."""

    posted: tuple[int, int]
    began: tuple[int, int] | None
    skill: float = 0.0


FATES = {
    "certified": Fate((90, 390), (20, 330), 0.9),
    "renewed": Fate((395, 415), (362, 390), 0.92),
    "expiring": Fate((388, 400), (343, 360), 0.85),
    "expired": Fate((410, 425), (372, 395), 0.8),
    "struggling": Fate((120, 200), (30, 100), 0.45),
    "left": Fate((200, 390), (130, 190), 0.85),
    "moved": Fate((200, 390), (130, 190), 0.9),
    "begun": Fate((6, 12), None, 0.85),
    "overdue": Fate((40, 80), None),
    "new": Fate((1, 6), None),
}
SHARE_TELLING = 0.3
SHARE_FLAGGING = 0.006
WEEKEND_LONG = 3


@dataclass(frozen=True, slots=True)
class Life:
    """One person's part of the history, small enough to be handed to another process. `seed` makes it repeatable."""

    person: int
    fate: str
    cycle: int
    seed: int


class Living:
    """Lives of one course's learners, against the present."""

    def __init__(self, course: Work, now: datetime) -> None:
        self.course, self.now = course, now
        works = works_of(course.current.read())
        current = dict(Work.objects.filter(pk__in=works).values_list("pk", "current_id"))
        self.editions = [current[work] for work in works]

    def live(self, life: Life) -> int:
        """Play what this fate asks for; returns how many steps were played."""
        rng = Random(life.seed)  # noqa: S311 - plausible, not secret
        fate = FATES[life.fate]
        person = Person.objects.get(pk=life.person)
        enrolment = Enrolment.objects.get(person=person, course=self.course, cycle=life.cycle)
        player = Player(person, fate.skill, rng)
        if life.cycle > 1:
            return self._course(player, enrolment, enrolment.enrolled_at + timedelta(days=rng.randint(1, 12)))
        if fate.began:
            began = self.now - timedelta(days=rng.randint(*fate.began))
            return self._course(player, enrolment, max(began, enrolment.enrolled_at + timedelta(days=1)))
        return self._half(player, enrolment) if life.fate == "begun" else 0

    def _course(self, player: Player, enrolment: Enrolment, began: datetime) -> int:
        """Walk the whole street, some nights a few lamps each."""
        at = night(began, player.rng)
        for edition in self.editions:
            attempt = player.passes(edition, enrolment.purpose, at)
            self._tells(player, attempt)
            at = self._next(player.rng, attempt.ended_at)
        return player.steps

    def _next(self, rng: Random, at: datetime) -> datetime:
        tonight = at + timedelta(minutes=rng.randint(2, 14))
        later = night(at + timedelta(days=rng.randint(1, WEEKEND_LONG)), rng)
        return later if rng.random() < 0.4 and later < self.now else tonight

    def _half(self, player: Player, enrolment: Enrolment) -> int:
        """Walk a few lamps, and leave in the middle of the next."""
        at = night(self.now - timedelta(days=player.rng.randint(2, 5)), player.rng)
        lit = player.rng.randint(1, max(1, len(self.editions) // 2))
        for edition in self.editions[:lit]:
            at = player.passes(edition, enrolment.purpose, at).ended_at + timedelta(minutes=5)
        if at < self.now and lit < len(self.editions):
            player.plays(self.editions[lit], enrolment.purpose, at, skill=player.skill, share=0.5)
        return player.steps

    def _tells(self, player: Player, attempt: Attempt) -> None:
        """Say how sure one is, before and after, and sometimes that something is wrong."""
        if player.rng.random() < SHARE_TELLING:
            before = player.rng.choice([1, 2, 2, 3, 3, 4])
            after = min(5, before + player.rng.choice([0, 1, 1, 2]))
            self._sure(player, attempt, "before", before, attempt.begun_at)
            self._sure(player, attempt, "after", after, attempt.ended_at)
            use = player.rng.choices(["yes", "some", "no"], [70, 24, 6])[0]
            word = self._word(player, attempt, attempt.ended_at)
            tell_usefulness(word=word, person=player.person, use=use, at=word.told_at)
        if player.rng.random() < SHARE_FLAGGING:
            self._flags(player, attempt)

    def _sure(self, player: Player, attempt: Attempt, moment: str, level: int, at: datetime) -> None:
        word = self._word(player, attempt, at)
        tell_confidence(word=word, person=player.person, moment=moment, level=level, at=at)

    def _flags(self, player: Player, attempt: Attempt) -> None:
        flag = player.rng.choice(told("sayings")["flags"])
        node = player.rng.choice(player.asked)
        tell_flag(
            word=self._word(player, attempt, attempt.ended_at), person=player.person, node=node, about=flag["about"],
            text=flag["text"], at=attempt.ended_at,
        )  # fmt: skip

    def _word(self, player: Player, attempt: Attempt, at: datetime) -> Word:
        return Word(uuid.UUID(int=player.rng.getrandbits(128), version=4), attempt.pk, player.person.language, at)


def night(day: datetime, rng: Random) -> datetime:
    """Some quiet minute of the night before that day, 23:00 to 05:00 in the shop."""
    start = timezone.localtime(day).replace(hour=23, minute=0, second=0, microsecond=0)
    return start - timedelta(days=1) + timedelta(minutes=rng.randint(0, 360))
