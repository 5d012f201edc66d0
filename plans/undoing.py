"""What a file that names no version would silently take back: tasks and contacts that commands changed since.

`task add`, `contact replace` and the like make versions of their own, and a file written before them knows nothing of
them. A file with `based_on` cannot overtake them unseen; one without can.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlmodel import Session

from models.language import _
from models.plan import PlanDocument
from models.versions import PlanVersion, activate, plan_versions


@dataclass(frozen=True, slots=True)
class Undone:
    """One change that a command made in version `version` and that a file takes back.

    `code` is the obligation that would end; or, for a contact, `before` and `after` are its old and new address.
    """

    version: int
    by: str
    code: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if self.code:
            said = _("thôi giao {code}, việc phát sinh được thêm ở phiên bản {version} ({by})")
        else:
            said = _("đổi đầu mối {after} về {before}, đã thay ở phiên bản {version} ({by})")
        return said.format(
            code=self.code, before=self.before or _("không có"), after=self.after, version=self.version, by=self.by
        )


def undone_by(session: Session, document: PlanDocument) -> list[Undone]:
    """What a file takes back of what commands changed, in the order of the versions; nothing where it says `based_on`.

    Such a file was made from a version that it names, so what it leaves out is left out on purpose.
    """
    versions = plan_versions(session, document.plan.code)
    if document.based_on is not None or not versions:
        return []
    newest = activate(versions[-1]).document
    owed = {one.code for one in newest.obligations} - {one.code for one in document.obligations}
    addresses = _addresses(newest) - _addresses(document)
    found: dict[tuple[str, str], Undone] = {}
    for before, after in pairwise(versions):
        if _by_command(before, after):
            for one in _changed(before, after):
                if one.code in owed or (one.after and one.after in addresses):
                    found[one.code, one.after] = one
    return list(found.values())


def _by_command(before: PlanVersion, after: PlanVersion) -> bool:
    """A command changes the document and keeps the text of the file that was last applied."""
    return after.source == before.source


def _changed(before: PlanVersion, after: PlanVersion) -> Sequence[Undone]:
    was, became = activate(before).document, activate(after).document
    known = {one.code for one in was.obligations}
    tasks = [
        Undone(after.version, after.applied_by, code=one.code) for one in became.obligations if one.code not in known
    ]
    lost, new = _addresses(was) - _addresses(became), _addresses(became) - _addresses(was)
    replaced = ", ".join(sorted(lost))
    contacts = [Undone(after.version, after.applied_by, before=replaced, after=address) for address in sorted(new)]
    return [*tasks, *contacts]


def _addresses(document: PlanDocument) -> set[str]:
    return {contact.email.lower() for contact in document.contacts if contact.email}
