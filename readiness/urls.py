from django.urls import path

from readiness import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/<slug:chain>/", views.board, name="board-chain"),
    path("board/<slug:chain>/<str:code>/", views.store, name="board-store"),
]
