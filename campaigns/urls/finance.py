"""Addresses of finance's screens, under the admin."""

from django.urls import path

from campaigns.views.finance import dashboard, debts, entries, ledger, payouts, returns, trail

urlpatterns = [
    path("", dashboard.show, name="dashboard"),
    path("verifier/", dashboard.verify, name="verify"),
    path("campagnes/<int:pk>/examiner/", dashboard.examine, name="examine"),
    path("campagnes/<int:pk>/comptes/", ledger.show, name="ledger"),
    path("campagnes/<int:pk>/comptes/<slug:kind>/", ledger.export, name="ledger_export"),
    path("ecritures/<int:pk>/", entries.show, name="entry"),
    path("dettes/<int:pk>/", debts.show, name="debt"),
    path("versements/<int:pk>/", payouts.show, name="payout"),
    path("soutiens/<int:pk>/rendre/", returns.show, name="return"),
    path("journal/", trail.index, name="trail"),
    path("journal/<slug:kind>/", trail.export, name="trail_export"),
]
