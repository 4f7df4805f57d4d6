"""Addresses of those who apply: before writing, while writing, depositing, afterwards."""

from django.urls import path

from calls.views import eligibility
from calls.views.applying import depositing, doors, files, people, reading, writing

urlpatterns = [
    path("appels/<int:call>/puis-je-repondre/", eligibility.check, name="eligibility"),
    path("appels/<int:call>/repondre/", doors.begin, name="begin"),
    path("candidatures/", doors.mine, name="mine"),
    path("candidatures/rejoindre/", people.invited, name="invited"),
    path("candidatures/rejoindre/<str:token>/", people.follow_link, name="join"),
    path("candidatures/<uuid:reference>/", reading.overview, name="application"),
    path("candidatures/<uuid:reference>/etape/<slug:section>/", writing.step, name="step"),
    path("candidatures/<uuid:reference>/apercu/", reading.preview, name="preview"),
    path("candidatures/<uuid:reference>/imprimer/", reading.printed, name="printed"),
    path("candidatures/<uuid:reference>/equipe/", people.team, name="team"),
    path("candidatures/<uuid:reference>/equipe/<int:member>/retirer/", people.remove, name="remove_member"),
    path(
        "candidatures/<uuid:reference>/invitations/<int:invitation>/annuler/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("candidatures/<uuid:reference>/deposer/", depositing.deposit, name="deposit"),
    path("candidatures/<uuid:reference>/recepisse/", reading.receipt, name="receipt"),
    path("candidatures/<uuid:reference>/depots/<int:number>/", reading.version, name="version"),
    path(
        "candidatures/<uuid:reference>/depots/<int:number>/differences/", reading.changes, name="differences"
    ),
    path("candidatures/<uuid:reference>/retirer/", depositing.withdraw, name="withdraw"),
    path("candidatures/<uuid:reference>/fichiers/<uuid:file>/", files.download, name="file"),
]
