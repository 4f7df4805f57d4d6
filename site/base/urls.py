"""Addresses that belong to no section: palettes, health, robots."""

from django.urls import path

from base import views

app_name = "base"
urlpatterns = [
    path("palette/<slug:slug>-<int:version>.css", views.palette, name="palette"),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
]
