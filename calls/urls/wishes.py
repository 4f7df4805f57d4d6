"""Addresses of wishes."""

from django.urls import path

from calls.views.wishes import saying

urlpatterns = [
    path("envies/<int:pk>/", saying.question, name="wish_question"),
    path("envies/<int:pk>/merci/", saying.said, name="wish_said"),
    path("envie/<uuid:token>/", saying.wish, name="wish"),
]
