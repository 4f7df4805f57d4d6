"""Public addresses of calls that are not pages, one module for each kind of act."""

from calls.urls import applying, deciding, jury, promotions, reach, reading, wishes

app_name = "calls"
urlpatterns = [
    *reading.urlpatterns,
    *applying.urlpatterns,
    *jury.urlpatterns,
    *deciding.urlpatterns,
    *promotions.urlpatterns,
    *wishes.urlpatterns,
    *reach.urlpatterns,
]
