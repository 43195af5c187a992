from django.urls import include, path

from readiness import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/<slug:chain>/", views.board, name="board-chain"),
    path("board/<slug:chain>/people/", views.people, name="board-people"),
    path("board/<slug:chain>/people.csv", views.people_csv, name="board-people-csv"),
    path("board/<slug:chain>/stores.csv", views.stores_csv, name="board-stores-csv"),
    path("board/<slug:chain>/invite/", include("readiness.invite.urls")),
    path("board/<slug:chain>/<str:code>/", views.store, name="board-store"),
]
