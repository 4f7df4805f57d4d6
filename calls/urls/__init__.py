"""Public addresses of calls that are not pages, one module for each kind of person."""

from django.urls import URLPattern

app_name = "calls"
urlpatterns: list[URLPattern] = []
