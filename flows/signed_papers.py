"""The paper that was signed: let out once its words were screened, or a person looked at what has no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.papers import Paper, read_paper, screen_paper
from models.errors import ReportError, SubmissionError
from models.language import _
from models.versions import ActivePlan
from reports.signed import read_signed

#: So many places are named in a refusal.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A signed paper as it was read: its file, its bytes, and its words."""

    path: Path
    content: bytes
    paper: Paper

    @property
    def unread(self) -> Sequence[str]:
        """The pages that are pictures: no pattern can screen them."""
        return self.paper.wordless


def open_signed(path: Path) -> SignedPaper:
    """Read a signed paper.

    Raises:
        ReportError: it cannot be read, or must not be kept and mailed.
    """
    content = read_signed(path)
    try:
        return SignedPaper(path, content, read_paper(content))
    except SubmissionError as error:
        raise ReportError(_("bản đã ký {path} {why}").format(path=path, why=error)) from error


def refuse_unscreened(plan: ActivePlan, signed: SignedPaper | None, *, looked_through: bool) -> None:
    """Let a signed paper pass, where there is one, or say why not; what was found is not repeated.

    Raises:
        ReportError: its words carry somebody's identity, or it has pages without words and nobody looked through them.
    """
    if signed is None:
        return
    contacts = plan.document.contacts
    allowed = [value for contact in contacts for value in (contact.name, contact.email, contact.phone) if value]
    found = screen_paper(signed.paper, allowed=allowed)
    if found:
        places = "; ".join(f"{one.where}: {one.message}" for one in found[:_NAMED])
        rest = _(" (và {count} chỗ nữa)").format(count=len(found) - _NAMED) if len(found) > _NAMED else ""
        raise ReportError(_("bản đã ký {path}: {places}").format(path=signed.path, places=places + rest))
    if signed.unread and not looked_through:
        said = _(
            "bản đã ký {path} có hình quét ({pages}), máy không soát được thông tin cá nhân ở đó: tự xem từng trang, "
            "không có gì nhận ra một người thì thêm --looked-through; hoặc dùng bản PDF có chữ, bản .docx"
        )
        raise ReportError(said.format(path=signed.path, pages=said_pages(signed.unread)))


def said_pages(pages: Sequence[str]) -> str:
    """The first few pages, and that there are more."""
    return ", ".join([*pages[:_NAMED], *(["…"] if len(pages) > _NAMED else [])])
