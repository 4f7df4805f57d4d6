"""What anybody reads of a call outside its page."""

from django.urls import path

from calls.views import questionnaire

urlpatterns = [path("appels/<int:pk>/questionnaire/", questionnaire.show, name="questionnaire")]
