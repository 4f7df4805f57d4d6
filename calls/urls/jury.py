"""Addresses of the jury room."""

from django.urls import path

from calls.views.jury import reading, room

urlpatterns = [
    path("jury/", room.home, name="jury_home"),
    path("jury/<int:call_id>/", room.call, name="jury_call"),
    path("jury/invitation/", room.invited, name="jury_invited"),
    path("jury/invitation/<str:token>/", room.follow_link, name="jury_join"),
    path("jury/dossiers/<int:pk>/", reading.reading, name="jury_reading"),
    path("jury/dossiers/<int:pk>/fichiers/<uuid:name>/", reading.file, name="jury_file"),
]
