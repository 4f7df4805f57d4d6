"""Address of the demonstration bank's payment page."""

from django.urls import path

from demo_bank.views import payment

app_name = "demo_bank"
urlpatterns = [path("banque-de-demonstration/<str:remote_id>/", payment, name="payment")]
