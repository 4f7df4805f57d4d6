"""Public addresses of home that are not pages."""

from django.urls import URLPattern, path

from home.views import display, subscriptions
from home.views.calendar_feed import calendar_feed

app_name = "home"
urlpatterns: list[URLPattern] = [
    path("lettre/", subscriptions.subscribe, name="subscribe"),
    path("lettre/demande/", subscriptions.asked, name="subscription_asked"),
    path("lettre/confirmer/<str:token>/", subscriptions.confirm, name="confirm_subscription"),
    path("lettre/<str:token>/", subscriptions.manage, name="manage_subscription"),
    path("lettre/<str:token>/quitter/", subscriptions.leave, name="leave_subscription"),
    path("affichage/<slug:slug>/", display.display, name="display"),
    path("agenda-editorial/<str:token>.ics", calendar_feed, name="calendar_feed"),
]
