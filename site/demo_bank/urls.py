"""Addresses of the demonstration bank's pages."""

from django.urls import path

from demo_bank.views import account, payment

app_name = "demo_bank"
urlpatterns = [
    path("banque-de-demonstration/compte/<str:remote_id>/", account, name="account"),
    path("banque-de-demonstration/<str:remote_id>/", payment, name="payment"),
]
