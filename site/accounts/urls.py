"""Addresses of accounts. Of allauth's pages only those we use are given one; their names are allauth's."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts.views import documents, handing_over, invitations, members, organisations, second_factor
from accounts.views import people as views

own = (
    [
        path("", RedirectView.as_view(pattern_name="accounts:profile")),
        path("profil/", views.profile, name="profile"),
        path("reserve/", views.not_staff, name="not_staff"),
        path("second-facteur/image.svg", second_factor.picture, name="second_factor_picture"),
        path("organisations/", organisations.index, name="organisations"),
        path("organisations/nouvelle/", organisations.found, name="organisation_new"),
        path("organisations/invitation/", invitations.waiting, name="invitation"),
        path("organisations/invitation/<str:token>/", invitations.follow_link, name="invitation_link"),
        path("organisations/<uuid:uuid>/", organisations.show, name="organisation"),
        path("organisations/<uuid:uuid>/modifier/", organisations.edit, name="organisation_edit"),
        path("organisations/<uuid:uuid>/membres/", members.members, name="members"),
        path("organisations/<uuid:uuid>/membres/<int:number>/", members.member, name="member"),
        path(
            "organisations/<uuid:uuid>/invitations/<int:number>/",
            members.withdraw_invitation,
            name="invitation_withdraw",
        ),
        path("organisations/<uuid:uuid>/quitter/", members.leave, name="organisation_leave"),
        path("organisations/<uuid:uuid>/transmettre/", handing_over.propose, name="hand_over"),
        path(
            "organisations/<uuid:uuid>/transmettre/retirer/", handing_over.withdraw, name="hand_over_withdraw"
        ),
        path("organisations/<uuid:uuid>/documents/", documents.add, name="document_new"),
        path("organisations/<uuid:uuid>/documents/<int:number>/", documents.document, name="document"),
        path(
            "organisations/<uuid:uuid>/documents/<int:number>/retirer/",
            documents.remove,
            name="document_remove",
        ),
        path(
            "organisations/<uuid:uuid>/documents/<int:number>/<int:version>/",
            documents.download,
            name="document_download",
        ),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(own)),
    path("connexion/", views.sign_in, name="account_login"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("inscription/", views.sign_up, name="account_signup"),
    path("inactif/", views.inactive, name="account_inactive"),
    path("confirmer/", views.confirmation_sent, name="account_email_verification_sent"),
    re_path(r"^confirmer/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/", views.change_password, name="account_change_password"),
    path("mot-de-passe/oublie/", views.forgotten_password, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", views.forgotten_password_sent, name="account_reset_password_done"),
    path("mot-de-passe/nouveau/", views.new_password_done, name="account_reset_password_from_key_done"),
    path("confirmer-mon-acces/", second_factor.password_again, name="account_reauthenticate"),
    path("confirmer-mon-acces/code/", second_factor.code_again, name="mfa_reauthenticate"),
    path("connexion/code/", second_factor.sign_in_code, name="mfa_authenticate"),
    path("second-facteur/", second_factor.overview, name="mfa_index"),
    path("second-facteur/installer/", second_factor.set_up, name="mfa_activate_totp"),
    path("second-facteur/retirer/", second_factor.remove, name="mfa_deactivate_totp"),
    path("second-facteur/codes/", second_factor.codes, name="mfa_view_recovery_codes"),
    path("second-facteur/codes/nouveaux/", second_factor.new_codes, name="mfa_generate_recovery_codes"),
    path("second-facteur/codes/fichier/", second_factor.codes_file, name="mfa_download_recovery_codes"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
]
