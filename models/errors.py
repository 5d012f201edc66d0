"""The one tree of exceptions: each message is a single line that says what to do next."""


class DondocError(Exception):
    """Something was refused or failed; the command line prints the message and exits with 1."""


class PlanError(DondocError):
    """A plan file says something that cannot be."""


class NotFoundError(DondocError):
    """No such assignment, message, agency or period."""


class StateError(DondocError):
    """The act does not fit the state the assignment is in."""


class StoreError(DondocError):
    """The database cannot be reached or written."""


class SubmissionError(DondocError):
    """What came in was refused; nothing of it was stored but hash, sender, place and reason."""


class DeliveryError(DondocError):
    """The mail server as a whole refuses; single messages have states instead."""


class ReportError(DondocError):
    """A report cannot be compiled as asked."""
