"""What accounts tells to the apps above, which it does not know.

`letter_due` asks that a letter be written; it is sent inside the transaction of the fact it tells, with `kind` (a key
of `notices.organisation_letters`), `recipient`, `purpose` (unique: a second call changes nothing), `facts` (plain
JSON, without any secret) and `territory`.

`security_letter_due` does the same for what happens to the keys of an account, with `user` in place of recipient and
facts.
"""

from django.dispatch import Signal

letter_due = Signal()
security_letter_due = Signal()
