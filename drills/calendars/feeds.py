"""What a store's calendar says."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from drills.models import CalendarAddress, Run, StoreDrill
from drills.models.calls import PATIENCE
from people.models import Store

BACK = timedelta(days=90)
PRODID = "-//Streetlight//Drills//ZH-HANT"
REFRESH = timedelta(hours=1)


def store_of(token: str) -> Store | None:
    """The open store whose calendar has this address."""
    address = CalendarAddress.objects.select_related("store__chain").filter(token=token).first()
    return address.store if address else None


def feed_of(store: Store, at: datetime) -> bytes:
    """The announced drills of a store, from 90 days ago on, as an RFC 5545 calendar. A cancelled run says so, so that
    phones that have the event take it back. One query."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"演練 {store.name}")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    announced = StoreDrill.objects.filter(store=store, run__plan__announced=True, at__gte=at - BACK)
    for drill in announced.select_related("run__plan__script").order_by("at"):
        calendar.add_component(_event(drill, store))
    return bytes(calendar.to_ical())


def _event(drill: StoreDrill, store: Store) -> Event:
    begins = drill.at or drill.run.begins_at
    event = Event()
    event.add("uid", f"drill-{drill.pk}@streetlight")
    event.add("dtstamp", drill.run.planned_at)
    event.add("dtstart", begins)
    event.add("dtend", begins + PATIENCE)
    event.add("summary", f"【演練】{drill.run.plan.script.title()}")
    event.add("description", drill.run.plan.objective)
    event.add("location", store.name)
    event.add("status", "CANCELLED" if drill.run.state == Run.State.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
