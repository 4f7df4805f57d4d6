"""Forms of accounts: allauth's, with our labels, a password asked once, and no placeholder in place of a
label.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from base.fields import bound_address
from base.plain_text import plain

PASSWORD_HELP = _("Dix caractères au moins. Une petite phrase fait un très bon mot de passe.")


def _say(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """Give a field of allauth our label and help, and take its placeholder away."""
    field = form.fields[name]
    if isinstance(field, forms.EmailField):
        bound_address(field)
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("Adresse électronique"))
        _say(self, "password", _("Mot de passe"))


class SignUpForm(allauth_forms.SignupForm):
    """E-mail and password, asked once: a typing mistake is mended by the "forgotten password" link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            "email",
            _("Adresse électronique"),
            _("Nous y envoyons un lien pour confirmer qu’elle est à vous."),
        )
        _say(self, "password1", _("Mot de passe"), PASSWORD_HELP)

    def try_save(self, request: HttpRequest) -> Any:
        """Save, or pretend to: an address already known takes as long as a new one, so that time tells
        nothing.
        """
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    """The address to which the link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", _("Adresse électronique de votre compte"))


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """The new password, after the link of the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _say(self, "password1", _("Nouveau mot de passe"), PASSWORD_HELP)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The current password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _say(self, "oldpassword", _("Mot de passe actuel"))
        _say(self, "password1", _("Nouveau mot de passe"), PASSWORD_HELP)


class ProfileForm(forms.ModelForm):
    """The names of a person: the one others see, and the real one for receipts."""

    class Meta:
        model = User
        fields = ("display_name", "first_name", "last_name")
        labels = {"first_name": _("Prénom"), "last_name": _("Nom"), "display_name": _("Nom affiché")}
        help_texts = {
            "display_name": _(
                "Celui que les autres voient à côté de vos soutiens. Un surnom convient. "
                "Vide : votre prénom et votre nom."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, purpose in (
            ("display_name", "nickname"),
            ("first_name", "given-name"),
            ("last_name", "family-name"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = purpose

    def clean(self) -> dict[str, Any]:
        """Keep of the names what can be seen: they stand in lists, subjects of letters and tables."""
        cleaned = super().clean() or self.cleaned_data
        return {name: plain(value) if isinstance(value, str) else value for name, value in cleaned.items()}
