from django.urls import path

from readiness.invite.views import joining, people, posters

urlpatterns = [
    path("", people.stores, name="board-invite"),
    path("people/", people.people, name="board-invite-people"),
    path("sheets/", people.sheets, name="board-invite-sheets"),
    path("sheets.pdf", people.sheets_pdf, name="board-invite-pdf"),
    path("posters/", posters.posters, name="board-invite-posters"),
    path("posters.pdf", posters.posters_pdf, name="board-invite-posters-pdf"),
    path("store/<str:code>/", people.store, name="board-invite-store"),
    path("store/<str:code>/poster/", posters.replace, name="board-invite-poster"),
    path("store/<str:code>/code/", people.new_code, name="board-invite-code"),
    path("store/<str:code>/reset/", joining.reset, name="board-invite-reset"),
    path("store/<str:code>/approve/", joining.approve, name="board-invite-approve"),
    path("store/<str:code>/refuse/", joining.refuse, name="board-invite-refuse"),
]
