"""Bookings and seats as pages and later stations need them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.basics.reason import Reason
from glascampus.basics.rulebook import Row, Rulebook, RuleMissing
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.journal.reads import lines_about
from glascampus.commons.legal.reads import rulebook, text_as_shown
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.commons.roll.reads import unused
from glascampus.engines.start_odds import Odds, start_odds
from glascampus.stations.bookings.models import (
    Booking,
    Call,
    CallRound,
    Fee,
    FeeScale,
    LineEvent,
    MoveAnswer,
    Reminder,
    Seat,
    Undoable,
    Withdrawal,
)
from glascampus.stations.bookings.rules import (
    FREE_UNTIL_START,
    UNDO_LASTS,
    WEEK_BEFORE,
    FeeDue,
    FeeStep,
    Group,
    LadderCounts,
    Overdue,
    Way,
    chance_percent,
    codes_in,
    fee_due,
    how_sure,
    reminder_due,
    same_words,
    scale_of,
    tax_code,
    tax_reason,
    turns,
    withdrawable_until,
)
from glascampus.stations.bookings.words import DEEDS
from glascampus.stations.courses.models import Move, Run, Session
from glascampus.stations.courses.reads import moves_of

TAKEN = [Seat.State.SEATED, Seat.State.OFFERED]
MOST_TOLD = 50
A_MINUTE = timedelta(minutes=1)
SITS = [Booking.State.BINDING, Booking.State.PROVISIONAL]
FIRM = Q(state="seated", booking__state="binding")
HELD = Q(state="offered") | Q(state="seated", booking__state="provisional")


def bookings_seen_by(user: Any) -> QuerySet[Booking]:
    """The office sees all; everyone else uses the private link of a booking."""
    bookings = Booking.objects.select_related("run__course", "run__site")
    return bookings if is_office(user) else bookings.none()


def told_of(run: Run) -> QuerySet[Booking]:
    """Bookings of a run that still stand, whose bookers are told what happens."""
    return Booking.objects.filter(run=run).exclude(state=Booking.State.CANCELLED).order_by("pk")


def with_seats(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """The same with people at hand."""
    return bookings.prefetch_related(Prefetch("seats", Seat.objects.select_related("person").order_by("pk")))


def booking_by_token(token: str) -> Booking | None:
    """The booking a private link opens."""
    bookings = Booking.objects.select_related("run__course", "run__site", "run__room")
    return with_seats(bookings).filter(link=fingerprint(token)).first()


def token_of(booking: Booking) -> str:
    """The booking's private link, made again."""
    return link_token("booking", booking.code)


def sessions_of(booking: Booking) -> list[Session]:
    """The meetings that were booked."""
    return list(Session.objects.filter(run=booking.run_id).order_by("starts_at"))


def ways(run_ids: Iterable[int]) -> dict[int, Way]:
    """How far each run is from its minimum; one query."""
    rows = (
        Seat.objects.filter(run__in=list(run_ids))
        .order_by()
        .values("run", "run__minimum")
        .annotate(firm=Count("pk", FIRM), held=Count("pk", HELD), waits=Count("pk", Q(state="waiting")))
    )
    return {row["run"]: Way(row["firm"], row["held"], row["waits"], row["run__minimum"]) for row in rows}


def way_of(run: Run) -> Way:
    """How far one run is, also when nobody has booked."""
    return ways([run.pk]).get(run.pk, Way(minimum=run.minimum))


def ladder_of(course_ids: Iterable[int]) -> LadderCounts:
    """Upper rungs of demand for some courses, in persons: held; firmly seated; of these in a run that takes place."""
    found = Seat.objects.filter(run__course__in=list(course_ids)).aggregate(
        reserved=Count("pk", HELD),
        confirmed=Count("pk", FIRM),
        booked=Count("pk", FIRM & Q(run__state__in=["confirmed", "done"])),
    )
    return LadderCounts(found["reserved"], found["confirmed"], found["booked"])


def seats_of(run: Run) -> QuerySet[Seat]:
    """Persons who have a seat in a run, by name."""
    seats = Seat.objects.filter(run=run, state=Seat.State.SEATED).select_related("person", "booking")
    return seats.order_by("person__family_name", "person__given_name", "pk")


def all_seats_of(run: Run) -> QuerySet[Seat]:
    """Everybody who ever stood in a run's list, for the office."""
    return Seat.objects.filter(run=run).select_related("person", "booking").order_by("pk")


def position(seat: Seat) -> int:
    """How many persons stand before this one in line, plus one."""
    return Seat.objects.filter(run=seat.run_id, state=Seat.State.WAITING, pk__lt=seat.pk).count() + 1


def positions(booking: Booking) -> dict[int, int]:
    """Where each waiting person of a booking stands in line, by seat; two queries, however long the line is."""
    line = Seat.objects.filter(run=booking.run_id, state=Seat.State.WAITING)
    mine = list(line.filter(booking=booking).order_by("pk").values_list("pk", flat=True))
    before = line.filter(booking__lt=booking.pk).count() if mine else 0
    return {seat: place for place, seat in enumerate(mine, before + 1)}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of what happened while somebody waited: when, why, and what came of it. No names."""

    at: datetime
    reason: Reason
    answer: str = ""
    answered_at: datetime | None = None


def line_story(booking: Booking) -> list[Happened]:
    """What happened in the line since this booking stands in it, oldest first: its own turns and those of people before it."""
    own = Q(booking=booking)
    before = Q(booking__lt=booking.pk, seats__gt=0, at__gte=booking.booked_at)
    events = LineEvent.objects.filter(own | before, run=booking.run_id).order_by("-pk")[:MOST_TOLD]
    return [_happened(event, booking) for event in reversed(events)]


def _happened(event: LineEvent, booking: Booking) -> Happened:
    code = f"line_{event.code}" if event.booking_id == booking.pk else "line_before_you"
    reason = Reason(code, free=event.free, wants=event.wants, seats=event.seats)
    return Happened(event.at, reason, event.get_answer_display() if event.seats else "", event.answered_at)


def waiting_count(run: Run) -> int:
    """How many persons wait."""
    return Seat.objects.filter(run=run, state=Seat.State.WAITING).count()


def waiting_groups(run: Run) -> Iterable[Group]:
    """Who waits, the longest waiting first, read bit by bit: most looks end after a few groups."""
    rows = (
        Seat.objects.filter(run=run, state=Seat.State.WAITING).order_by("booking").values("booking", "booking__split")
    )
    for row in rows.annotate(size=Count("pk")).iterator(chunk_size=200):
        yield Group(row["booking"], row["size"], row["booking__split"])


def last_looks(booking_ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
    """What the newest row of the line says of each booking: (code, free, wants)."""
    if not booking_ids:
        return {}
    rows = LineEvent.objects.filter(booking__in=booking_ids).order_by("pk")
    return {row[0]: row[1:] for row in rows.values_list("booking", "code", "free", "wants")}


def last_answer(booking: Booking) -> str | None:
    """What became of a booking's newest offer; None where there was none."""
    return booking_offers(booking).order_by("pk").values_list("answer", flat=True).last()


def booking_offers(booking: Booking) -> QuerySet[LineEvent]:
    """Offers to one booking."""
    return LineEvent.objects.filter(booking=booking, seats__gt=0)


# Holds whose time is over


def _overdue_offers(run_id: int, now: datetime) -> QuerySet[Seat]:
    return Seat.objects.filter(run=run_id, state=Seat.State.OFFERED, until__lte=now)


def _overdue_holds(run: Run, now: datetime) -> QuerySet[Booking]:
    """Only before the beginning: whoever came then is not put out any more."""
    held = Booking.objects.filter(run=run, state=Booking.State.PROVISIONAL, provisional_until__lt=today(now))
    return held.none() if has_begun(run, now) else held


@dataclass(frozen=True, slots=True)
class Before:
    """What a booking must know, as it stands under the run's lock."""

    made: int | None
    known: frozenset[str]
    overdue: Overdue
    somebody_waits: bool


# Django would compile this anew for every booking, which costs a fifth of its processor time; each part has an index
BEFORE_BOOKING = """
    SELECT 'known', who, booking_id FROM bookings_seat WHERE run_id = %s AND NOT (state = 'cancelled') AND who IN ({})
    UNION ALL SELECT 'offer', '', booking_id FROM bookings_seat WHERE run_id = %s AND state = 'offered' AND until <= %s
    UNION ALL SELECT 'held', '', id FROM bookings_booking
        WHERE run_id = %s AND state = 'provisional' AND provisional_until < %s
    UNION ALL SELECT 'line', '', %s WHERE EXISTS (SELECT 1 FROM bookings_seat WHERE run_id = %s AND state = 'waiting')
    UNION ALL SELECT 'made', '', id FROM bookings_booking WHERE campus_id = %s AND form_key = %s AND NOT (form_key = '')
"""


def before_booking(run: Run, keys: Sequence[str], form_key: str, now: datetime) -> Before:
    """The booking this form made already, who of ``keys`` is in the run, what is overdue, and whether there is a line.

    One statement, whatever number of bookings the run has.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    day = connection.ops.adapt_datefield_value(today(now))
    here = run.pk
    with connection.cursor() as cursor:
        cursor.execute(
            BEFORE_BOOKING.format(", ".join(["%s"] * len(keys))),
            [here, *keys, here, moment, here, day, here, here, run.campus_id, form_key],
        )
        found = cursor.fetchall()

    def ids(kind: str) -> tuple[int, ...]:
        return tuple(sorted({row[2] for row in found if row[0] == kind}))

    return Before(
        made=next(iter(ids("made")), None),
        known=frozenset(row[1] for row in found if row[0] == "known"),
        overdue=Overdue(ids("offer"), () if has_begun(run, now) else ids("held")),
        somebody_waits=bool(ids("line")),
    )


def has_begun(run: Run, now: datetime) -> bool:
    """Its first meeting has begun."""
    return bool(run.starts_at and now >= run.starts_at)


def overdue(run: Run, now: datetime) -> Overdue:
    """Bookings of a run whose offer or provisional time is over."""
    offers = _overdue_offers(run.pk, now).order_by().values_list(Value("offer", CharField()), "booking")
    held = _overdue_holds(run, now).order_by().values_list(Value("held", CharField()), "pk")
    found = set(offers.union(held, all=True))
    return Overdue(*(tuple(sorted(pk for kind, pk in found if kind == wanted)) for wanted in ("offer", "held")))


def free_now(run: Run, now: datetime) -> int:
    """Free seats as a reader may count on them: holds whose time is over count as free, less what the line will get."""
    over = overdue(run, now)
    if not over:
        return run.free
    gone = Seat.objects.filter(run=run, booking__in=[*over.offers, *over.held])
    freed = gone.filter(Q(state="offered", until__lte=now) | Q(state__in=TAKEN, booking__in=over.held)).count()
    line = (group for group in waiting_groups(run) if group.booking not in over.held)
    return run.free + freed - sum(turn.gets for turn in turns(run.free + freed, line))


def runs_with_overdue_offers(now: datetime) -> list[int]:
    """Runs in which an offer's time is over."""
    rows = Seat.objects.filter(state=Seat.State.OFFERED, until__lte=now)
    return list(rows.order_by("run").values_list("run", flat=True).distinct())


def runs_with_overdue_holds(now: datetime) -> list[int]:
    """Runs to come in which a provisional booking's day has passed."""
    rows = Booking.objects.filter(
        state=Booking.State.PROVISIONAL, provisional_until__lt=today(now), run__starts_at__gt=now
    )
    return list(rows.order_by("run").values_list("run", flat=True).distinct())


def runs_with_room_and_line(now: datetime) -> list[int]:
    """Runs to come where seats are free and somebody waits."""
    waiting = Seat.objects.filter(state=Seat.State.WAITING).values("run")
    states = [Run.State.OPEN, Run.State.CONFIRMED]
    runs = Run.objects.filter(state__in=states, taken__lt=F("capacity"), starts_at__gt=now, pk__in=waiting)
    return list(runs.values_list("pk", flat=True))


def runs_to_decide(now: datetime) -> QuerySet[Run]:
    """Open runs to come, for the board."""
    return Run.objects.select_related("course").filter(state=Run.State.OPEN, starts_at__gt=now, decide_on__isnull=False)


def figures(now: datetime) -> dict[str, int]:
    """Persons with a seat, ever and in runs to come."""
    seated = Seat.objects.filter(state=Seat.State.SEATED)
    return {"booked": seated.count(), "coming": seated.filter(run__starts_at__gt=now).count()}


def recount() -> list[tuple[Run, int]]:
    """Runs whose number of taken seats is not what their seats add up to."""
    counted = dict(Seat.objects.filter(state__in=TAKEN).order_by().values_list("run").annotate(n=Count("pk")))
    return [(run, counted.get(run.pk, 0)) for run in Run.objects.all() if run.taken != counted.get(run.pk, 0)]


def strayed_seats() -> QuerySet[Seat]:
    """Seats that say another run than their booking."""
    return Seat.objects.exclude(run=F("booking__run"))


# One's own: what people and firms see after signing in

TURNS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Own:
    """A booking as somebody sees it who made it or sits in it. Who only sits in it sees nobody else and may not open it."""

    booking: Booking
    seats: tuple[Any, ...]
    opens: bool

    @property
    def offered_until(self) -> datetime | None:
        """Until when the offered seats are kept for whoever booked."""
        return next((seat.until for seat in self.seats if seat.state == Seat.State.OFFERED), None)


@dataclass(frozen=True, slots=True)
class Year:
    """What a firm's bookings of a calendar year cost: firm and provisional seats of runs that begin in it."""

    year: int
    cents: int
    bookings: int


@dataclass(slots=True)
class Sent:
    """Somebody a firm sends: the next date, how many are booked, how many were held. One person, however often booked."""

    name: str
    next: Seat | None = None
    coming: int = 0
    held: int = 0


def bookings_opened_by(user: Any) -> QuerySet[Booking]:
    """Bookings that may be opened without their private link: the office all, others what they or their firm booked."""
    bookings = Booking.objects.select_related("run__course", "run__site", "run__room")
    if is_office(user):
        return bookings
    made = Q(booker_email__iexact=mail) if (mail := mailbox_of(user)) else Q(pk__in=[])
    return bookings.filter(made | Q(organisation__in=organisations_of(user)))


def booking_opened_by(user: Any, key: str) -> Booking | None:
    """The booking behind a private link; for those whose it is (see ``bookings_opened_by``) its code does the same."""
    found = booking_by_token(key)
    if found is None and mailbox_of(user):
        found = with_seats(bookings_opened_by(user)).filter(code=key).first()
    return found


def own_bookings_seen_by(user: Any) -> QuerySet[Booking]:
    """Bookings that somebody made, or in which somebody has a seat, by the mailbox they have proven."""
    mail = mailbox_of(user)
    if not mail:
        return Booking.objects.none()
    sits = Seat.objects.filter(person__email__iexact=mail).values("booking")
    bookings = Booking.objects.select_related("run__course", "run__site")
    return bookings.filter(Q(booker_email__iexact=mail) | Q(pk__in=sits))


def coming_first(bookings: QuerySet[Booking], now: datetime) -> QuerySet[Booking]:
    """Runs to come in the order of their beginning, then those that are over, newest first."""
    soon = Case(When(run__ends_at__gt=now, then="run__starts_at"))
    return bookings.order_by(soon.asc(nulls_last=True), F("run__starts_at").desc(nulls_last=True), "-pk")


def with_own_seats(bookings: Iterable[Booking], user: Any) -> list[Own]:
    """The same with the seats that are ``user``'s to see, each with its ``position`` in line (None: does not wait); one query."""
    mail, found = mailbox_of(user), list(bookings)
    seats: dict[int, list[Seat]] = {booking.pk: [] for booking in found}
    for seat in _with_position(Seat.objects.filter(booking__in=found)).select_related("person").order_by("pk"):
        seats[seat.booking_id].append(seat)
    return [_own(booking, seats[booking.pk], mail) for booking in found]


def own_turns(bookings: Iterable[Booking]) -> dict[int, list[Happened]]:
    """What became of each booking's turns in the waiting line, oldest first, the newest few; one query for all."""
    known = {booking.pk: booking for booking in bookings}
    found: dict[int, list[Happened]] = {pk: [] for pk in known}
    for event in LineEvent.objects.filter(booking__in=list(known)).order_by("pk"):
        found[event.booking_id].append(_happened(event, known[event.booking_id]))
    return {pk: told[-TURNS_TOLD:] for pk, told in found.items()}


def _own(booking: Booking, seats: list[Seat], mail: str) -> Own:
    opens = booking.booker_email.lower() == mail
    return Own(booking, tuple(seat for seat in seats if opens or seat.person.email.lower() == mail), opens)


def _with_position(seats: QuerySet[Seat]) -> QuerySet[Any]:
    line = Seat.objects.filter(run=OuterRef("run"), state=Seat.State.WAITING, pk__lte=OuterRef("pk")).order_by()
    place = Subquery(line.values("run").annotate(n=Count("pk")).values("n"))
    return seats.annotate(position=Case(When(state=Seat.State.WAITING, then=place)))


def own_seats_seen_by(user: Any) -> QuerySet[Seat]:
    """Seats in which somebody sits in person: by the mailbox, or booked alone with it where none was typed for the person."""
    mail = mailbox_of(user)
    alone = ~Q(booking__kind=Booking.Kind.COMPANY) & Q(booking__booker_email__iexact=mail, person__email="")
    seats = Seat.objects.select_related("booking").filter(state=Seat.State.SEATED)
    return seats.filter(Q(person__email__iexact=mail) | alone) if mail else seats.none()


def firm_bookings_seen_by(user: Any) -> QuerySet[Booking]:
    """Bookings joined to an organisation for which ``user`` acts; a name typed into a booking opens nothing."""
    bookings = Booking.objects.select_related("run__course", "run__site")
    return bookings.filter(organisation__in=organisations_of(user))


def firm_seats_seen_by(user: Any) -> QuerySet[Seat]:
    """Everybody in these bookings, but not who was erased."""
    seats = Seat.objects.select_related("person", "booking", "run__course", "run__site")
    return seats.filter(booking__organisation__in=organisations_of(user), person__erased_at=None)


def found_bookings(bookings: QuerySet[Booking], *, state: str = "", words: str = "") -> QuerySet[Booking]:
    """Those in one state (of the booking, or ``offered``) that bear all ``words`` in course, run, code or a person's name."""
    if state == Seat.State.OFFERED:
        bookings = bookings.filter(pk__in=Seat.objects.filter(state=state).values("booking"))
    elif state in Booking.State.values:
        bookings = bookings.filter(state=state)
    for word in words.replace("\0", " ").split()[:6]:
        person = Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word)
        bookings = bookings.filter(
            Q(run__course__title_de__icontains=word)
            | Q(run__course__title_en__icontains=word)
            | Q(run__code__icontains=word)
            | Q(code__icontains=word)
            | Q(pk__in=Seat.objects.filter(person).values("booking"))
        )
    return bookings


def cost_by_year(bookings: QuerySet[Booking]) -> list[Year]:
    """What bookings cost, newest year first; the year is that of the run's beginning in campus time. One query."""
    year = ExtractYear(Coalesce("run__starts_at", "booked_at"), tzinfo=CAMPUS_ZONE)
    costs = bookings.filter(state__in=[Booking.State.BINDING, Booking.State.PROVISIONAL]).order_by()
    rows = costs.annotate(year=year).values("year").annotate(cents=Sum("price_cents"), n=Count("pk")).order_by("-year")
    return [Year(row["year"], row["cents"], row["n"]) for row in rows]


def sent_by(seats: QuerySet[Seat], now: datetime) -> list[Sent]:
    """The people in some seats, each once, those with the next date first; one query."""
    found: dict[str, Sent] = {}
    for seat in seats.filter(state=Seat.State.SEATED).order_by("run__starts_at", "pk"):
        sent = found.setdefault(seat.who, Sent(seat.person.name))
        starts, ends = seat.run.starts_at, seat.run.ends_at
        if seat.run.state != Run.State.CANCELLED and starts and ends:
            sent.coming, sent.held = sent.coming + (ends > now), sent.held + (ends <= now)
            sent.next = sent.next or (seat if ends > now else None)
    return sorted(found.values(), key=lambda sent: _soonest(sent, now))


def _soonest(sent: Sent, now: datetime) -> tuple[bool, datetime, str]:
    starts = sent.next.run.starts_at if sent.next else None
    return starts is None, starts or now, sent.name


def torn_bookings() -> list[tuple[int, str, str]]:
    """Bookings whose state is not what their seats add up to: (id, what it says, what its seats say)."""
    rows = Booking.objects.order_by("pk").annotate(
        sits=Count("seats", Q(seats__state="seated")), line=Count("seats", Q(seats__state__in=["waiting", "offered"]))
    )
    told = rows.values_list("pk", "state", "sits", "line")
    said = [(pk, state, "seated" if n else "waiting" if m else "cancelled") for pk, state, n, m in told.iterator()]
    meant = {"binding": "seated", "provisional": "seated"}
    return [(pk, state, seats) for pk, state, seats in said if meant.get(state, state) != seats]


# Asking again, new dates, reminders, ten minutes to undo


def asked_again(run: Run) -> QuerySet[Booking]:
    """Bookings with a seat in a run, firm or held: whom the office asks before it decides."""
    seated = Seat.objects.filter(run=run, state=Seat.State.SEATED).values("booking")
    bookings = Booking.objects.select_related("run__course", "run__site", "campus").filter(pk__in=seated)
    return bookings.exclude(state=Booking.State.CANCELLED).order_by("pk")


def current_round(run: Run) -> CallRound | None:
    """The last round of calls of a run."""
    return CallRound.objects.filter(run=run).order_by("-started_at", "-pk").first()


@dataclass(frozen=True, slots=True)
class ToCall:
    """A row of the call list: a person with a seat, and what was said last in this round."""

    seat: Seat
    call: Call | None
    times: int

    @property
    def outcome(self) -> str:
        """What was said; "" where nobody asked yet."""
        return self.call.outcome if self.call else ""

    @property
    def provisional(self) -> bool:
        """Does the seat wait for a funding decision?"""
        return bool(self.seat.booking.state == Booking.State.PROVISIONAL)


def call_list(run: Run, current: CallRound | None) -> list[ToCall]:
    """Everybody with a seat, in the order of asking: who was not asked or reached first, one booking after the other; two queries."""
    said: dict[int, list[Call]] = {}
    if current is not None:
        for call in Call.objects.filter(round=current).select_related("by").order_by("pk"):
            said.setdefault(call.seat_id, []).append(call)
    rows = [ToCall(s, calls[-1] if (calls := said.get(s.pk)) else None, len(said.get(s.pk, ()))) for s in seats_of(run)]
    return sorted(
        rows, key=lambda row: (ORDER_OF_ASKING[row.outcome], row.seat.booking.organisation_name, row.seat.booking_id)
    )


ORDER_OF_ASKING = {"": 0, "unreached": 1, "unsure": 2, "sure": 3, "no": 4}


@dataclass(frozen=True, slots=True)
class Kind:
    """How many persons stand in one row of the estimate, and with which chance each is counted, in percent."""

    outcome: str
    provisional: bool
    people: int
    percent: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """How sure a start is: the odds, the same in a sentence, the groups behind it and the assumptions."""

    odds: Odds
    says: Reason
    kinds: list[Kind]
    rates: list[Row]


RATES = ("sure", "unsure", "unasked", "provisional")


def estimate(rows: Sequence[ToCall], *, need: int, book: Rulebook) -> Estimate | None:
    """How sure a run's start is, from its call list and the rulebook of the day; None where the book has no rates."""
    try:
        rates = [book.row(f"start_odds.{name}_percent") for name in RATES]
    except RuleMissing:
        return None
    shares = {name: int(str(row.value)) for name, row in zip(RATES, rates, strict=True)}
    groups = Counter((row.outcome if row.outcome != "unreached" else "", row.provisional) for row in rows)
    kinds = [
        Kind(outcome, held, n, chance_percent(outcome=outcome, provisional=held, rates=shares))
        for (outcome, held), n in sorted(groups.items())
    ]
    odds = start_odds([kind.percent / 100 for kind in kinds for _ in range(kind.people)], need=need)
    return Estimate(odds, how_sure(low=odds.low, high=odds.high, reached=odds.reached, need=need), kinds, rates)


def move_asked(booking: Booking) -> Move | None:
    """The last move of the booking's run, if it came after the booking was made."""
    last = moves_of(booking.run).last()
    return last if last and last.moved_at >= booking.booked_at else None


def move_answers(move: Move) -> list[tuple[Booking, MoveAnswer | None]]:
    """Everybody who was told of a move, with the answer: the silent first; two queries."""
    answers = {a.booking_id: a for a in MoveAnswer.objects.filter(move=move)}
    told = Booking.objects.select_related("run").filter(run=move.run_id, booked_at__lte=move.moved_at)
    told = told.filter(~Q(state=Booking.State.CANCELLED) | Q(pk__in=answers) | Q(cancelled_at__gt=move.moved_at))
    rows = [(booking, answers.get(booking.pk)) for booking in told.order_by("pk")]
    return sorted(rows, key=lambda row: "" if row[1] is None else row[1].answer)


def answer_to(move: Move, booking: Booking) -> MoveAnswer | None:
    """What the booker said to a move."""
    return MoveAnswer.objects.filter(move=move, booking=booking).first()


def undoables(now: datetime, run: Run | None = None) -> QuerySet[Undoable]:
    """Deeds that can still be taken back, the last one first."""
    found = Undoable.objects.select_related("run__course").filter(undone_at=None, until__gt=now)
    found = found.filter(done_at__lte=now + A_MINUTE)  # the demo's clock may have been turned back
    return (found.filter(run=run) if run else found).order_by("-done_at", "-pk")


def to_undo(now: datetime, run: Run | None = None) -> list[tuple[Undoable, str, int]]:
    """The same as rows: the deed, what it was in words, and how many minutes are left, rounded up."""
    return [
        (deed, DEEDS[deed.deed] % {"course": deed.run.course.title}, ceil(min(deed.until - now, UNDO_LASTS) / A_MINUTE))
        for deed in undoables(now, run)
    ]


def undoable_by_pk(pk: int) -> Undoable | None:
    """One deed."""
    return Undoable.objects.select_related("run__course").filter(pk=pk).first()


def reminded_of_runs(now: datetime) -> list[Booking]:
    """Bookings with a seat in a run that begins within the next week or so and that nobody reminded of it today."""
    soon = now + WEEK_BEFORE + timedelta(days=2)
    runs = Run.objects.filter(state__in=[Run.State.OPEN, Run.State.CONFIRMED], starts_at__gt=now, starts_at__lt=soon)
    seated = Seat.objects.filter(run__in=runs, state=Seat.State.SEATED).values("booking")
    bookings = Booking.objects.select_related("run__course", "run__site", "campus").filter(pk__in=seated)
    known = Reminder.objects.filter(booking__run__in=runs).values_list("booking", "kind", "about_on")
    written = {(pk, kind, on) for pk, kind, on in known}
    return [b for b in bookings.exclude(state=Booking.State.CANCELLED).order_by("pk") if not _told(b, written, now)]


def _told(booking: Booking, written: set[tuple[int, str, date]], now: datetime) -> bool:
    starts_at = booking.run.starts_at
    kind = starts_at and reminder_due(starts_at=starts_at, booked_at=booking.booked_at, now=now)
    return not kind or starts_at is None or (booking.pk, kind, today(starts_at)) in written


def provisional_ending(first: date, last: date) -> list[Booking]:
    """Bookings held until a day from ``first`` to ``last``, of runs still to come, not reminded of it yet."""
    held = Booking.objects.select_related("run__course", "run__site", "campus").filter(
        state=Booking.State.PROVISIONAL, provisional_until__gte=first, provisional_until__lte=last,
        run__state__in=[Run.State.OPEN, Run.State.CONFIRMED],
    )  # fmt: skip
    told = Reminder.objects.filter(
        booking=OuterRef("pk"), kind=Reminder.Kind.PROVISIONAL, about_on=OuterRef("provisional_until")
    )
    return list(held.exclude(Exists(told)).order_by("pk"))


# For programs


def bookings_made_with(token: int) -> QuerySet[Booking]:
    """Bookings that a program made with one token; all others do not exist for it."""
    bookings = Booking.objects.select_related("run__course", "run__site", "campus")
    return with_seats(bookings.filter(made_by=f"api_token:{token}"))


def seats_for_machines(runs: Sequence[Run], now: datetime) -> dict[int, tuple[int, int]]:
    """(free seats, waiting persons) of each run; holds whose time is over count as free. Three queries, and a few per run with such."""
    waiting = ways([run.pk for run in runs])
    overdue_in = {*runs_with_overdue_offers(now), *runs_with_overdue_holds(now)}
    return {
        run.pk: (
            free_now(run, now) if run.pk in overdue_in else run.free,
            waiting[run.pk].waiting if run.pk in waiting else 0,
        )
        for run in runs
    }


def has_booked(email: str) -> bool:
    """Whether an order came from this mailbox."""
    return Booking.objects.filter(booker_email__iexact=email).exists()


# Withdrawing, fees and tax


def steps_of(run: Run, on: date) -> tuple[FeeStep, ...]:
    """The cancellation scale that held for a run on a day: its own, or the campus's; free until the beginning where neither is set."""
    rows = FeeScale.objects.filter(Q(run=run) | Q(run=None), valid_from__lte=on).order_by("valid_from", "pk")
    found = list(rows)
    own = [scale for scale in found if scale.run_id]
    scale = (own or found)[-1] if found else None
    return scale_of([FeeStep(*step) for step in scale.steps]) if scale else FREE_UNTIL_START


def scales(run: Run | None) -> QuerySet[FeeScale]:
    """The scales of a run, or those of the campus, newest first."""
    return FeeScale.objects.filter(run=run)


def agreed_at(booking: Booking) -> datetime:
    """When the contract was made: with the booking, or later when an offered seat was taken or a reserved one became firm."""
    later = lines_about(booking).filter(deed__in=["bookings.offer_accepted", "bookings.made_binding"]).last()
    return max(booking.booked_at, later.at) if later else booking.booked_at


def withdrawable_to(booking: Booking) -> date | None:
    """The last day on which the booker can withdraw without a reason; None for whoever is no consumer (R9)."""
    if booking.kind != Booking.Kind.PRIVATE:
        return None
    agreed = today(agreed_at(booking))
    rules = rulebook(agreed)
    informed = any(version["kind"] == "withdrawal" for version in booking.shown)
    longer = 0 if informed else rules.whole("consumers.withdrawal_months_uninformed")
    return withdrawable_until(agreed_on=agreed, days=rules.whole("consumers.withdrawal_days"), months_uninformed=longer)


def fee_for(booking: Booking, seats: Iterable[Seat], now: datetime) -> FeeDue:
    """What cancelling ``seats`` costs at ``now``: the same figure on the page before the click and in the deed.

    Nothing for seats that are not firm, within a consumer's period of withdrawal, and when the dates moved after the booking.
    """
    run, firm = booking.run, sum(seat.state == Seat.State.SEATED for seat in seats)
    if booking.state != Booking.State.BINDING or not firm or not run.starts_at or run.state == Run.State.CANCELLED:
        return FeeDue()
    last = withdrawable_to(booking)
    if (last and today(now) <= last) or move_asked(booking):
        return FeeDue()
    left = (today(run.starts_at) - today(now)).days
    return fee_due(booking.unit_price_cents * firm, steps_of(run, today(booking.booked_at)), left)


def fees_seen_by(user: Any) -> QuerySet[Fee]:
    """What cancellations cost, for the office."""
    fees = Fee.objects.select_related("booking__run__course")
    return fees if is_office(user) else fees.none()


def withdrawals_seen_by(user: Any) -> QuerySet[Withdrawal]:
    """Contracts withdrawn, for the office."""
    found = Withdrawal.objects.select_related("booking__run__course")
    return found if is_office(user) else found.none()


def withdrawal_by_token(token: str) -> Withdrawal | None:
    """The receipt behind its private link."""
    return Withdrawal.objects.filter(link=fingerprint(token)).first()


def withdrawal_token(withdrawal: Withdrawal) -> str:
    """The receipt's private link, made again."""
    return link_token("withdrawal", withdrawal.code)


def withdrawals_to_see() -> QuerySet[Withdrawal]:
    """Withdrawals that the office has not looked at yet, oldest first."""
    return Withdrawal.objects.select_related("booking__run__course").filter(decided_at=None).order_by("received_at")


def receipts_since(email: str, since: datetime) -> int:
    """How many withdrawals came with this mailbox since a moment: a receipt goes out for the first ones only."""
    return Withdrawal.objects.filter(email__iexact=email, received_at__gt=since).count()


def withdrawn_booking(withdrawal: Withdrawal) -> tuple[Booking | None, str]:
    """The booking that a withdrawal means, and otherwise why there is none: ("no_match", or "several").

    A code is enough: it is random and only the booker has it. Without one, name and mailbox must be those of the booking.
    """
    bookings = Booking.objects.select_related("run__course", "run__site", "campus").filter(erased_at=None)
    if named := list(bookings.filter(code__in=codes_in(withdrawal.contract))[:2]):
        return (named[0], "") if len(named) == 1 else (None, "several")
    theirs = [
        booking
        for booking in bookings.filter(booker_email__iexact=withdrawal.email).exclude(state=Booking.State.CANCELLED)
        if same_words(booking.booker_name, withdrawal.name)
    ]
    if len(theirs) > 1:
        typed = withdrawal.contract.casefold()
        theirs = [b for b in theirs if any(word.casefold() in typed for word in _names_of(b.run))] or theirs
    return (theirs[0], "") if len(theirs) == 1 else (None, "several" if theirs else "no_match")


def _names_of(run: Run) -> list[str]:
    return [name for name in (run.code, run.course.title_de, run.course.title_en) if name]


def past_bookings(before: datetime) -> QuerySet[Booking]:
    """Bookings whose run ended before a moment: those that can go, and those that still hold words of the booker."""
    over = Booking.objects.annotate(over_at=Coalesce("run__ends_at", "booked_at")).filter(over_at__lt=before)
    held = Seat.objects.exclude(pk__in=unused(Seat.objects.all()).values("pk")).values("booking")
    return over.filter(Q(erased_at=None) | ~Q(pk__in=held))


def tax_code_on(day: date) -> str:
    """What a booking of that day remembers of its tax, by the rulebook (R10)."""
    rules = rulebook(day)
    return tax_code(rules.text("vat.course_fees"), rules.whole("vat.standard_rate_percent"))


def withdrawal_text(booking: Booking) -> str:
    """The withdrawal text as whoever booked was shown it; "" for companies."""
    return text_as_shown(booking.shown, "withdrawal") if booking.kind == Booking.Kind.PRIVATE else ""


def newest_for_mail() -> tuple[str, dict[str, object]] | None:
    """What the newest booking's mails are made of, for a preview; None while there is no booking."""
    booking = Booking.objects.select_related("run__course", "run__site", "campus").order_by("-booked_at", "-pk").first()
    if booking is None:
        return None
    seats = list(booking.seats.select_related("person"))
    run = booking.run
    context = {
        "booking": booking, "run": run, "sessions": sessions_of(booking), "token": token_of(booking), "number": len(seats),
        "left": len(seats), "waiting": 0, "position": 1, "until": run.closes_at, "before": run, "fee": None,
        "seat": seats[0], "withdrawal_text": withdrawal_text(booking), "tax": tax_reason(booking.tax_reason),
    }  # fmt: skip
    return f"{booking.booker_name}, {run.course.title}", context
