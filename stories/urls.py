"""Public addresses of stories that are not pages."""

from django.urls import path

from stories.views import registrations

app_name = "stories"
urlpatterns = [
    path("rendez-vous/inscription/<uuid:token>/", registrations.registration, name="registration"),
    path("rendez-vous/inscription/<uuid:token>/annuler/", registrations.cancel, name="registration_cancel"),
    path(
        "rendez-vous/inscription/<uuid:token>/agenda/",
        registrations.registration_diary,
        name="registration_diary",
    ),
]
