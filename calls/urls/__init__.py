"""Public addresses of calls that are not pages, one module for each kind of person."""

from calls.urls import deciding, jury

app_name = "calls"
urlpatterns = [*jury.urlpatterns, *deciding.urlpatterns]
