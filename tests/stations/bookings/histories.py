"""A machine that lives through random histories of one run, and a plain model that says what must come of them.

The model knows nothing of the database: lists, and the rules as a reader would write them down. After every step each
seat of the database must stand where the model says.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from glascampus.basics.clock import today
from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import OFFER_LASTS, Given
from glascampus.stations.courses.actions import keep_run
from glascampus.stations.courses.models import Course, Run
from tests.build import courses
from tests.build.commons import NOW

TAKES = {"seated", "offered"}
_numbers = itertools.count(1)


@dataclass
class Group:
    """One booking in the model."""

    names: list[str]
    split: bool
    until_day: date | None
    seats: list[str] = field(default_factory=list)
    untils: dict[int, datetime] = field(default_factory=dict)  # a group that is split may hold two offers at once

    @property
    def offered_until(self) -> datetime | None:
        """When the first of its offers ends."""
        return min((end for n, end in self.untils.items() if self.seats[n] == "offered"), default=None)

    def waits(self) -> list[int]:
        return [n for n, state in enumerate(self.seats) if state == "waiting"]

    def end(self, *which: str) -> None:
        self.seats = ["cancelled" if state in which else state for state in self.seats]

    def state(self) -> str:
        if "seated" in self.seats:
            return "provisional" if self.until_day else "binding"
        return "waiting" if {"waiting", "offered"} & set(self.seats) else "cancelled"


@dataclass
class Model:
    """The run as it must be."""

    capacity: int
    starts_at: datetime
    closes_at: datetime
    state: str = "open"
    groups: list[Group] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return sum(state in TAKES for group in self.groups for state in group.seats)

    def settle(self, now: datetime) -> None:
        """What is overdue ends; the deed that ends it offers the seats along the line when it is done."""
        over = [g for g in self.groups if g.offered_until and g.offered_until <= now]
        held = [
            g for g in self.groups if g.state() == "provisional" and g.until_day < today(now) and now < self.starts_at
        ]
        for group in over:
            for n, end in group.untils.items():
                if group.seats[n] == "offered" and end <= now:
                    group.seats[n] = "cancelled"
        for group in held:
            group.end("seated", "offered", "waiting")

    def move_up(self, now: datetime) -> None:
        if self.state not in {"open", "confirmed"} or now >= self.starts_at:
            return
        free = self.capacity - self.taken
        for group in self.groups:
            waits = group.waits()
            gets = waits if len(waits) <= free else waits[: max(free, 0)] if group.split else []
            for n in gets:
                group.seats[n] = "offered"
                end = self.closes_at if now < self.closes_at else self.starts_at
                group.untils[n] = min(now + OFFER_LASTS, end)
            free -= len(gets)


class History:
    """One run, its model, and the deeds that chance chooses."""

    def __init__(self, campus: Campus, seed: int) -> None:
        self.chance, self.now, self.seed = random.Random(seed), NOW, seed
        capacity = self.chance.randint(1, 6)
        course = Course.objects.filter(state="published").first() or courses.course(campus)
        self.run = courses.run(
            campus, course, code=f"history-{seed}", capacity=capacity, minimum=1, starts_in_days=20,
            closes_at=NOW + timedelta(days=13),
        )  # fmt: skip
        self.run = Run.objects.select_related("course", "site").get(pk=self.run.pk)
        self.model = Model(capacity, self.run.starts_at, self.run.closes_at)
        self.bookings: list[Booking] = []
        self.said: list[str] = []

    def live(self, steps: int) -> None:
        """So many deeds; after each the database must agree with the model."""
        deeds = [self.book] * 6 + [self.cancel] * 4 + [self.accept] * 3 + [self.turn] * 3 + [
            self.decline, self.firm, self.rename, self.capacity, self.capacity, self.worker, self.again,
        ]  # fmt: skip
        for _ in range(steps):
            deed = (
                self.chance.choice(deeds) if self.chance.random() > 0.02 else self.chance.choice([self.go, self.no_go])
            )
            self.said.append(deed.__name__)
            deed()
            self.compare()

    def compare(self) -> None:
        """Every seat where the model says, and the run's count with it."""
        rows = Seat.objects.filter(run=self.run).order_by("pk").values_list("booking", "state", "until")
        found: dict[int, list[str]] = {}
        for booking, state, _until in rows:
            found.setdefault(booking, []).append(state)
        meant = {b.pk: g.seats for b, g in zip(self.bookings, self.model.groups, strict=True)}
        states = dict(Booking.objects.filter(run=self.run).values_list("pk", "state"))
        said = {b.pk: g.state() for b, g in zip(self.bookings, self.model.groups, strict=True)}
        taken = Run.objects.values_list("taken", flat=True).get(pk=self.run.pk)
        assert (found, states, taken) == (meant, said, self.model.taken), f"seed {self.seed}: {self.said}"
        assert taken <= self.model.capacity

    def _do(self, deed, **values) -> bool:
        try:
            deed(now=self.now, **values)
        except Refusal as refusal:
            self.said[-1] += f" ({refusal.reason.code})"
            return False
        return True

    def _one(self) -> tuple[Booking, Group] | None:
        return self.chance.choice(list(zip(self.bookings, self.model.groups, strict=True))) if self.bookings else None

    @property
    def closed(self) -> bool:
        return self.now >= self.model.closes_at or self.model.state not in {"open", "confirmed"}

    # Deeds

    def book(self) -> None:
        size, split, wait = self.chance.randint(1, 4), self.chance.random() < 0.3, self.chance.random() < 0.6
        day = today(self.now) + timedelta(days=self.chance.randint(0, 3)) if self.chance.random() < 0.3 else None
        names = [f"P{next(_numbers)}" for _ in range(size)]
        if self.chance.random() < 0.08 and self.bookings:  # somebody who is in the run already
            group = self.chance.choice(self.model.groups)
            names[0] = self.chance.choice(group.names)
        self.model.settle(self.now)
        self.model.move_up(self.now)
        there = {
            name
            for g in self.model.groups
            for name, state in zip(g.names, g.seats, strict=True)
            if state != "cancelled"
        }
        free = self.model.capacity - self.model.taken
        may = not self.closed and not there & set(names) and (size <= free or wait or split)
        before = set(Booking.objects.filter(run=self.run).values_list("pk", flat=True))
        did = self._do(
            actions.book, run=self.run, kind="company", booker_name="A B", booker_email="a@example.org", by=GUEST,
            organisation_name="Nord", people=[Given(name, "Muster") for name in names], wait_if_full=wait, split=split,
            provisional_until=day, form_key=f"h{self.seed}-{len(self.said)}",
        )  # fmt: skip
        assert did == may, f"seed {self.seed}: {self.said}"
        if did:
            seated = size if size <= free else max(free, 0) if split else 0
            self.model.groups.append(Group(names, split, day, ["seated"] * seated + ["waiting"] * (size - seated)))
            self.bookings.append(Booking.objects.filter(run=self.run).exclude(pk__in=before).get())

    def again(self) -> None:
        """The same form once more gives the same booking, whatever happened since."""
        if not (chosen := self._one()):
            return
        booking, group = chosen
        same = actions.book(
            run=self.run, kind="company", booker_name="A B", booker_email="a@example.org", by=GUEST, now=self.now,
            people=[Given(name) for name in group.names], form_key=booking.form_key,
        )  # fmt: skip
        assert same.pk == booking.pk

    def cancel(self) -> None:
        if not (chosen := self._one()):
            return
        booking, group = chosen
        pks = list(booking.seats.order_by("pk").values_list("pk", flat=True))
        which = range(len(pks)) if self.chance.random() < 0.5 else self.chance.sample(range(len(pks)), 1)
        late = self.now >= self.model.starts_at
        if not late:
            self.model.settle(self.now)
            for n in which:
                group.seats[n] = "cancelled"
            self.model.move_up(self.now)
        chosen_pks = [pks[n] for n in which]
        assert self._do(actions.cancel_seats, booking=booking, seats=chosen_pks, by=link_holder(booking)) != late

    def accept(self) -> None:
        open_offers = [pair for pair in zip(self.bookings, self.model.groups, strict=True) if pair[1].offered_until]
        chosen = self.chance.choice(open_offers) if open_offers and self.chance.random() < 0.8 else self._one()
        if not chosen:
            return
        booking, group = chosen
        self.model.settle(self.now)
        had = "offered" in group.seats
        waited = group.state() == "waiting"
        group.seats = ["seated" if state == "offered" else state for state in group.seats]
        if had and waited and group.until_day and group.until_day < today(self.now):
            group.until_day = None
        self.model.move_up(self.now)
        did = self._do(actions.accept_offer, booking=booking, by=link_holder(booking))
        assert did or not had, f"seed {self.seed}: {self.said}"

    def decline(self) -> None:
        if not (chosen := self._one()):
            return
        booking, group = chosen
        self.model.settle(self.now)
        had = "offered" in group.seats
        group.end("offered")
        self.model.move_up(self.now)
        assert self._do(actions.decline_offer, booking=booking, by=link_holder(booking)) == had

    def firm(self) -> None:
        if not (chosen := self._one()):
            return
        booking, group = chosen
        self.model.settle(self.now)
        may = group.state() in {"provisional", "binding"}
        if may:
            group.until_day = None
        self.model.move_up(self.now)
        assert self._do(actions.make_binding, booking=booking, by=link_holder(booking)) == may

    def rename(self) -> None:
        if not (chosen := self._one()):
            return
        booking, group = chosen
        n = self.chance.randrange(len(group.seats))
        seat = list(booking.seats.order_by("pk"))[n]
        name = f"P{next(_numbers)}"
        may = group.seats[n] != "cancelled" and self.now < self.model.starts_at
        did = self._do(
            actions.change_names, booking=booking, seat=seat, given=Given(name, "Muster"), by=link_holder(booking)
        )
        assert did == may
        if did:
            group.names[n] = name

    def capacity(self) -> None:
        """The office adds or takes seats; never below those that are taken."""
        wanted = max(1, self.model.capacity + self.chance.randint(-2, 2))
        may = wanted >= self.model.taken
        assert self._do(keep_run, run=Run.objects.get(pk=self.run.pk), by=SYSTEM, capacity=wanted) == may
        if may:
            self.model.capacity = wanted

    def turn(self) -> None:
        """Time goes by, and no worker runs: nothing changes by itself."""
        self.now += timedelta(hours=self.chance.choice([1, 7, 30, 50, 80]))

    def worker(self) -> None:
        """The worker's three rounds."""
        held = [g for g in self.model.groups if g.state() == "provisional" and g.until_day < today(self.now)]
        due = any(g.offered_until and g.offered_until <= self.now for g in self.model.groups)
        if due or (held and self.now < self.model.starts_at):
            self.model.settle(self.now)
        self.model.move_up(self.now)
        actions.end_offers(now=self.now)
        actions.end_provisional(now=self.now)
        actions.offer_free(now=self.now)

    def go(self) -> None:
        may = self.model.state == "open"
        assert self._do(actions.confirm_run, run=self.run, by=SYSTEM) == may
        if may:
            self.model.state = "confirmed"

    def no_go(self) -> None:
        may = self.model.state in {"open", "confirmed"}
        assert self._do(actions.cancel_run, run=self.run, by=SYSTEM) == may
        if may:
            self.model.state = "cancelled"
            for group in self.model.groups:
                group.end("seated", "offered", "waiting")


def clean() -> list[str]:
    """What ``verify`` finds in bookings."""
    from glascampus.stations.bookings import announces

    return [f"{check.name}: {fault.where} {fault.says}" for check in announces.checks() for fault in check.look()[1]]


def live(campus: Campus, *, count: int, steps: int, first_seed: int = 0) -> list[str]:
    """So many histories one after the other; what ``verify`` found afterwards."""
    for seed in range(first_seed, first_seed + count):
        History(campus, seed).live(steps)
    assert reads.recount() == []
    return clean()
