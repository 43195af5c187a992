from django.urls import path

from drills.views import calendars, calls, stores

urlpatterns = [
    path("drill/<uuid:call>/", calls.answer, name="drill-call"),
    path("drills/calendar/<str:token>.ics", calendars.feed, name="drill-calendar"),
    path("drills/days/<slug:chain>/<str:code>/", calendars.quiet_days, name="drill-days"),
    path("drills/days/<slug:chain>/<str:code>/<int:blackout>/lift/", calendars.lift, name="drill-day-lift"),
    path("drills/days/<slug:chain>/<str:code>/calendar/", calendars.address, name="drill-calendar-address"),
    path("drills/<int:drill>/", stores.store_drill, name="store-drill"),
    path("drills/<int:drill>/observe/", stores.observe, name="observe-drill"),
    path("drills/<int:drill>/lessons/", stores.say_lesson, name="drill-lesson"),
    path("drills/<int:drill>/actions/", stores.take_action, name="drill-action"),
    path("drills/<int:drill>/actions/<int:action>/done/", stores.finish, name="drill-action-done"),
    path("drills/<int:drill>/step/", stores.go_on, name="drill-step"),
]
