"""Whom a step reaches: from roles to contacts, and the rung of the climb on which each role stands."""

from dataclasses import dataclass
from typing import Literal

from models.plan import Addressee, Contact, ContactRole, PlanDocument, Step

#: Whom a notice may be addressed to: those a step may name, and the focal point of a hand-over's receiving body.
NoticeAddressee = Addressee | Literal["receiver.focal"]

#: The body's focal point and office, its head, the standing agency, the issuer.
FOCAL, HEAD, STANDING, ISSUER = range(4)
#: Who receives a hand-over is no rung of the climb: nothing is asked of the body that owes.
BESIDE = -1

_OWN_RUNGS: dict[str, int] = {"focal": FOCAL, "office": FOCAL, "head": HEAD}
_RUNGS: dict[str, int] = {**_OWN_RUNGS, "standing": STANDING, "issuer": ISSUER, "receiver": BESIDE}
#: The coordinator runs the plan: telling them leaves nobody surprised and needs no release.
COORDINATOR: Addressee = "standing.coordinator"
RECEIVER: NoticeAddressee = "receiver.focal"


def rung_of(addressee: NoticeAddressee) -> int:
    """The rung of a role: 0 the body's focal point, 1 its head, 2 the standing agency, 3 the issuer.

    The receiving body of a hand-over stands beside the climb (-1).
    """
    return _RUNGS[addressee.partition(".")[0]]


def holder_of(document: PlanDocument, agency: str, addressee: str, receiver: str | None = None) -> str:
    """The agency whose contact holds a role, seen from an owing body; `receiver` is its hand-over's `to`."""
    place = addressee.rpartition(".")[0]
    head = document.plan
    return {"": agency, "standing": head.standing, "issuer": head.issuer, "receiver": receiver or agency}[place]


def step_rung(step: Step) -> int:
    """The rung a step climbs to: the highest of those it is addressed to; being informed climbs nowhere."""
    return max(rung_of(addressee) for addressee in step.to)


def needs_release(step: Step) -> bool:
    """Whether a step waits for the coordinator: by default where it leaves the body for a leader elsewhere."""
    if step.approve is not None:
        return step.approve == "coordinator"
    outside = (addressee for addressee in (*step.to, *step.inform) if addressee != COORDINATOR)
    return any(rung_of(addressee) >= STANDING for addressee in outside)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to be told, or (`email` None) a role that nobody holds with an address."""

    agency: str
    addressee: NoticeAddressee
    email: str | None
    name: str
    lang: str = "vi"

    @property
    def key(self) -> str:
        """What makes a notice unique: the address, or the empty role."""
        return self.email.lower() if self.email else f"?{self.agency}/{self.addressee}"


def resolve(
    document: PlanDocument, agency: str, addressee: NoticeAddressee, receiver: str | None = None
) -> list[Recipient]:
    """The people in a role, seen from an owing body; one empty recipient where there is nobody with an address.

    `receiver` is the `to` of the body's hand-over, for those who hold a role in the receiving body.
    """
    role = addressee.rpartition(".")[2]
    holder = holder_of(document, agency, addressee, receiver)
    contacts = [contact for contact in document.contacts_of(holder, _role(role)) if contact.email]
    if not contacts:
        return [Recipient(holder, addressee, None, document.agency(holder).brief)]
    return [Recipient(holder, addressee, c.email, c.name, c.lang) for c in contacts]


def _role(text: str) -> ContactRole:
    roles: dict[str, ContactRole] = {
        "focal": "focal",
        "head": "head",
        "office": "office",
        "coordinator": "coordinator",
    }
    return roles[text]


def coordinators(document: PlanDocument) -> list[Contact]:
    """The coordinators of the plan: contacts of the standing agency who have an address."""
    return [contact for contact in document.contacts_of(document.plan.standing, "coordinator") if contact.email]
