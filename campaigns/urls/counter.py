"""Addresses of the desk of a counter, under the admin. A pledge has its long code, that nobody can guess."""

from django.urls import path

from campaigns.views.counter import desk, pledges, taking_in

urlpatterns = [
    path("", desk.show, name="desk"),
    path("campagnes/<int:pk>/", taking_in.without_slip, name="take_in"),
    path("bulletins/<slug:code>/", taking_in.with_slip, name="take_in_slip"),
    path("soutiens/<uuid:uuid>/", pledges.show, name="pledge"),
    path("soutiens/<uuid:uuid>/recu/", pledges.receipt, name="receipt"),
    path("soutiens/<uuid:uuid>/recu.pdf", pledges.receipt, name="receipt_pdf"),
    path("soutiens/<uuid:uuid>/reprendre/", pledges.take_back, name="take_back"),
    path("soutiens/<uuid:uuid>/rendre/", pledges.give_back, name="give_back"),
    path("soutiens/<uuid:uuid>/a-signer/", pledges.to_sign, name="to_sign"),
    path("soutiens/<uuid:uuid>/a-signer.pdf", pledges.to_sign, name="to_sign_pdf"),
]
