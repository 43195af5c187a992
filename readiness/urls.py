from django.urls import include, path

from readiness.drilled.views import reviews, runs, years
from readiness.times import views as times
from readiness.views import lists, places

# Codes and numbers stand below words of ours, so that a store called `people` hides nothing.
urlpatterns = [
    path("board/", places.home, name="board"),
    path("board/<slug:chain>/", lists.board, name="board-chain"),
    path("board/<slug:chain>/stores.csv", lists.stores_csv, name="board-stores-csv"),
    path("board/<slug:chain>/regions/<str:code>/", lists.region, name="board-region"),
    path("board/<slug:chain>/stores/<str:code>/", places.store, name="board-store"),
    path("board/<slug:chain>/stores/<str:code>/shifts/", include("readiness.plans.urls")),
    path("board/<slug:chain>/stores/<str:code>/drills/", years.store_year, name="board-store-drills"),
    path("board/<slug:chain>/stores/<str:code>/drills.csv", years.store_year_csv, name="board-store-drills-csv"),
    path("board/<slug:chain>/drills/", years.chain_drills, name="board-drills"),
    path("board/<slug:chain>/drills.csv", years.chain_drills_csv, name="board-drills-csv"),
    path("board/<slug:chain>/invite/", include("readiness.invite.urls")),
    path("board/<slug:chain>/people/", lists.people, name="board-people"),
    path("board/<slug:chain>/people.csv", lists.people_csv, name="board-people-csv"),
    path("board/<slug:chain>/time/", times.times, name="board-time"),
    path("board/<slug:chain>/time.csv", times.times_csv, name="board-time-csv"),
    path("drills/runs/", runs.listed, name="drill-runs"),
    path("drills/runs/<int:run>/", runs.one, name="drill-run"),
    path("drills/runs/<int:run>/calls.csv", runs.calls_csv, name="drill-run-csv"),
    path("drills/runs/<int:run>/step/", runs.step, name="drill-run-step"),
    path("drills/runs/<int:run>/widen/", runs.widen, name="drill-run-widen"),
    path("drills/<int:drill>/review.pdf", reviews.review, name="drill-review"),
    path("board/<slug:chain>/people/<path:number>/", places.person, name="board-person"),
]
