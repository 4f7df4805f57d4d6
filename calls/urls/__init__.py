"""Public addresses of calls that are not pages, one module for each kind of person."""

from calls.urls import applying

app_name = "calls"
urlpatterns = [*applying.urlpatterns]
