"""Addresses of this app."""

from django.urls import path

from search.views import search

urlpatterns = [path("recherche/", search, name="search")]
