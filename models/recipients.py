"""Whom a step reaches: from roles to contacts, and the rung of the climb on which each role stands."""

from dataclasses import dataclass

from models.plan import Addressee, Contact, ContactRole, PlanDocument, Step

#: The body's focal point and office, its head, the standing agency, the issuer.
FOCAL, HEAD, STANDING, ISSUER = range(4)

_OWN_RUNGS: dict[str, int] = {"focal": FOCAL, "office": FOCAL, "head": HEAD}
_RUNGS: dict[str, int] = {**_OWN_RUNGS, "standing": STANDING, "issuer": ISSUER}
#: The coordinator runs the plan: telling them leaves nobody surprised and needs no release.
COORDINATOR: Addressee = "standing.coordinator"


def rung_of(addressee: Addressee) -> int:
    """The rung of a role: 0 the body's focal point, 1 its head, 2 the standing agency, 3 the issuer."""
    return _RUNGS[addressee.partition(".")[0]]


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
    addressee: Addressee
    email: str | None
    name: str
    lang: str = "vi"

    @property
    def key(self) -> str:
        """What makes a notice unique: the address, or the empty role."""
        return self.email.lower() if self.email else f"?{self.agency}/{self.addressee}"


def resolve(document: PlanDocument, agency: str, addressee: Addressee) -> list[Recipient]:
    """The people in a role, seen from an owing body; one empty recipient where there is nobody with an address."""
    place, _, role = addressee.rpartition(".")
    holder = {"": agency, "standing": document.plan.standing, "issuer": document.plan.issuer}[place]
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
