from django.urls import path

from readiness import views, views_times

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/<slug:chain>/", views.board, name="board-chain"),
    path("board/<slug:chain>/people/", views.people, name="board-people"),
    path("board/<slug:chain>/people.csv", views.people_csv, name="board-people-csv"),
    path("board/<slug:chain>/time/", views_times.times, name="board-time"),
    path("board/<slug:chain>/time.csv", views_times.times_csv, name="board-time-csv"),
    path("board/<slug:chain>/stores.csv", views.stores_csv, name="board-stores-csv"),
    path("board/<slug:chain>/<str:code>/", views.store, name="board-store"),
]
