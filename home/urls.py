"""Public addresses of home that are not pages."""

from django.urls import URLPattern

app_name = "home"
urlpatterns: list[URLPattern] = []
