"""Addresses of promotions, for those who are in one."""

from django.urls import path

from calls.views import promotions

urlpatterns = [
    path("promotions/<int:call_id>/", promotions.promotion, name="promotion"),
    path("promotions/<int:call_id>/etapes/<int:pk>/", promotions.step, name="promotion_step"),
]
