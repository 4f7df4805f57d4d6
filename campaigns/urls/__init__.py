"""Public addresses of campaigns, besides their Wagtail pages."""

from django.urls import path

from campaigns.views import pledges, receipts
from campaigns.webhooks import receive

app_name = "campaigns"
urlpatterns = [
    path("soutenir/<int:pk>/", pledges.pledge, name="pledge"),
    path("paiement/<str:token>/", receipts.payment_return, name="return"),
    path("paiement/<str:token>/reessayer/", receipts.retry, name="retry"),
    path("recu/<str:token>/", receipts.receipt, name="receipt"),
    path("mes-projets/<int:pk>/", receipts.my_pledges, name="editor"),
    path("mes-soutiens/", receipts.my_pledges, name="my_pledges"),
    path("evenements-de-paiement/<str:gateway_name>/", receive, name="webhook"),
]
