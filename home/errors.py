"""Refusals of the programme; views turn them into words."""


class SlotRefusedError(Exception):
    """Something about a slot may not be done."""


class OwnApprovalError(SlotRefusedError):
    """The person who prepared or last changed a slot may not be the one who approves it."""


class SlotChangedError(SlotRefusedError):
    """The slot is no longer what the person had before their eyes."""


class NoListPageError(Exception):
    """The territory has no list page below which a page made from a model could go."""
