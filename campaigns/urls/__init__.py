"""Public addresses of campaigns, besides their Wagtail pages."""

from django.urls import path

from campaigns.views import accounts, backing, decisions, hosting, payout_accounts, pledges, receipts, slips
from campaigns.views.editor import pages, payout, writing
from campaigns.webhooks import receive

app_name = "campaigns"
urlpatterns = [
    path("soutenir/<int:pk>/", pledges.pledge, name="pledge"),
    path("soutenir/<int:pk>/autrement/", slips.otherwise, name="otherwise"),
    path("soutenir/<int:pk>/autrement/bulletin-vierge.pdf", slips.blank, name="blank_slip_pdf"),
    path("soutenir/<int:pk>/autrement/bulletin-vierge/", slips.blank, name="blank_slip_page"),
    path("bulletin/<str:token>/", slips.slip, name="slip"),
    path("bulletin/<str:token>/bulletin.pdf", slips.paper, name="slip_pdf"),
    path("bulletin/<str:token>/imprimer/", slips.paper, name="slip_page"),
    path("paiement/<str:token>/", receipts.payment_return, name="return"),
    path("paiement/<str:token>/reessayer/", receipts.retry, name="retry"),
    path("recu/<str:token>/", receipts.receipt, name="receipt"),
    path("recu/<str:token>/recu.pdf", receipts.paper, name="receipt_pdf"),
    path("recu/<str:token>/imprimer/", receipts.paper, name="receipt_page"),
    path("recu/<str:token>/recu-fiscal.pdf", receipts.tax_receipt, name="tax_receipt_pdf"),
    path("recu/<str:token>/recu-fiscal/", receipts.tax_receipt, name="tax_receipt_page"),
    path("recu/<str:token>/reprendre/", backing.take_back, name="take_back"),
    path("recu/<str:token>/contrepartie/", backing.reward, name="change_reward"),
    path("mes-projets/", pages.my_projects, name="my_projects"),
    path("mes-projets/<int:pk>/", pages.overview, name="editor"),
    path("mes-projets/<int:pk>/apercu/", pages.preview, name="editor_preview"),
    path("mes-projets/<int:pk>/soumettre/", pages.submit, name="editor_submit"),
    path("mes-projets/<int:pk>/presenter-de-nouveau/", pages.ask_again, name="editor_ask_again"),
    path("mes-projets/<int:pk>/versement/", payout.payout, name="payout"),
    path("mes-projets/<int:pk>/versement/retirer/", payout.withdraw, name="payout_withdraw"),
    path("mes-projets/<int:pk>/comptes/", accounts.accounts, name="accounts"),
    path("mes-projets/<int:pk>/comptes/releve.pdf", accounts.statement, name="statement_pdf"),
    path("mes-projets/<int:pk>/comptes/releve/", accounts.statement, name="statement_page"),
    path("mes-projets/<int:pk>/comptes/facture.pdf", accounts.invoice, name="invoice_pdf"),
    path("mes-projets/<int:pk>/comptes/facture/", accounts.invoice, name="invoice_page"),
    path("mes-projets/<int:pk>/comptes/ecritures.csv", accounts.entries, name="entries_csv"),
    path("mes-projets/<int:pk>/comptes/recus-fiscaux/", accounts.make_receipts, name="make_receipts"),
    path(
        "mes-projets/<int:pk>/comptes/recus-fiscaux/<int:number>.pdf",
        accounts.receipts_file,
        name="receipts_pdf",
    ),
    path(
        "mes-projets/<int:pk>/comptes/recus-fiscaux/<int:number>/",
        accounts.receipts_file,
        name="receipts_page",
    ),
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
