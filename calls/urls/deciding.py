"""Addresses of decisions, for those who applied."""

from django.urls import path

from calls.views.jury.decision import decision

urlpatterns = [path("candidatures/<uuid:reference>/decision/", decision, name="decision")]
