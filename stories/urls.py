"""Public addresses of stories that are not pages."""

from django.urls import URLPattern

app_name = "stories"
urlpatterns: list[URLPattern] = []
