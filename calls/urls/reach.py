"""The address by which somebody says they no longer want to be invited."""

from django.urls import path

from calls.views.reach import refusing

urlpatterns = [path("appels/invitations/<str:token>/", refusing.refuse, name="refuse_invitations")]
