"""Public addresses of calls that are not pages, one module for each kind of person."""

from calls.urls import applying, reading

app_name = "calls"
urlpatterns = [*reading.urlpatterns, *applying.urlpatterns]
