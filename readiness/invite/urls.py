from django.urls import path

from readiness.invite import views

urlpatterns = [
    path("", views.stores, name="board-invite"),
    path("people/", views.people, name="board-invite-people"),
    path("sheets/", views.sheets, name="board-invite-sheets"),
    path("sheets.pdf", views.sheets_pdf, name="board-invite-pdf"),
    path("store/<str:code>/", views.store, name="board-invite-store"),
    path("store/<str:code>/code/", views.new_code, name="board-invite-code"),
]
