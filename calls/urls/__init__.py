"""Public addresses of calls that are not pages, one module for each kind of act."""

from calls.urls import reading, wishes

app_name = "calls"
urlpatterns = [*reading.urlpatterns, *wishes.urlpatterns]
