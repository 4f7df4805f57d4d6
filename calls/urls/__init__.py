"""Public addresses of calls that are not pages, one module for each kind of act."""

from calls.urls.reach import urlpatterns as reach
from calls.urls.wishes import urlpatterns as wishes

app_name = "calls"
urlpatterns = [*wishes, *reach]
