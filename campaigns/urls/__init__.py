"""Public addresses of campaigns, besides their Wagtail pages."""

from django.urls import path

from campaigns.views import decisions, hosting, payout_accounts, pledges, receipts
from campaigns.views.editor import pages, payout, writing
from campaigns.webhooks import receive

app_name = "campaigns"
urlpatterns = [
    path("soutenir/<int:pk>/", pledges.pledge, name="pledge"),
    path("paiement/<str:token>/", receipts.payment_return, name="return"),
    path("paiement/<str:token>/reessayer/", receipts.retry, name="retry"),
    path("recu/<str:token>/", receipts.receipt, name="receipt"),
    path("mes-projets/", pages.my_projects, name="my_projects"),
    path("mes-projets/<int:pk>/", pages.overview, name="editor"),
    path("mes-projets/<int:pk>/apercu/", pages.preview, name="editor_preview"),
    path("mes-projets/<int:pk>/soumettre/", pages.submit, name="editor_submit"),
    path("mes-projets/<int:pk>/presenter-de-nouveau/", pages.ask_again, name="editor_ask_again"),
    path("mes-projets/<int:pk>/versement/", payout.payout, name="payout"),
    path("mes-projets/<int:pk>/versement/retirer/", payout.withdraw, name="payout_withdraw"),
    path("mes-projets/<int:pk>/<slug:name>/", writing.step, name="editor_step"),
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/conditions/<int:pk>/", decisions.new_terms, name="new_terms"),
    path("decisions/<uuid:uuid>/", decisions.show, name="decision"),
    path("decisions/<uuid:uuid>/piece/", decisions.proof, name="decision_proof"),
    path("nos-criteres/", pages.criteria, name="criteria"),
    path("compte-de-versement/<uuid:uuid>/", payout_accounts.account, name="payout_account"),
    path("compte-de-versement/<uuid:uuid>/retour/", payout_accounts.account_return, name="payout_return"),
    path("portage/", hosting.answer, name="hosting"),
    path("portage/<str:token>/", hosting.follow_link, name="hosting_link"),
    path("mes-soutiens/", receipts.my_pledges, name="my_pledges"),
    path("evenements-de-paiement/<str:gateway_name>/", receive, name="webhook"),
]
