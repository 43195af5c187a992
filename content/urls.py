from django.urls import path

from content.card import views as card

urlpatterns = [path("card/", card.card, name="card")]
