"""The personal-data screen: refuses what carries the identity of a person, and never repeats what it found.

Submissions hold figures about groups; sex life, health and offences are sensitive data (Luật 91/2025/QH15). What the
screen reads is folded first (`fold`), so that neither marks, letter case, full width nor invisible characters hide a
number or a name. It is pure, linear in its input, and errs on the side of refusing where a phrase is concrete.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from intake.privacy_cells import Table, find_in_table, whole_number
from intake.privacy_codes import find_codes
from intake.privacy_fold import Folded, fold, read
from intake.privacy_hidden import find_disguised
from intake.privacy_initials import find_initials
from intake.privacy_lists import find_names
from intake.privacy_numbers import find_number, find_numbers
from intake.privacy_particulars import find_particulars
from intake.privacy_patterns import Allowed, allowed_data
from intake.privacy_rows import find_in_rows
from intake.privacy_short import find_short_names
from models.language import N_, _

__all__ = ["MESSAGES", "PrivacyHit", "fold", "screen_cells", "screen_number", "screen_text"]

MESSAGES = {
    "cccd": N_("Có dãy số giống số căn cước công dân; xóa đi và chỉ ghi số liệu tổng hợp."),
    "cmnd": N_("Có dãy số giống số chứng minh nhân dân; xóa đi và chỉ ghi số liệu tổng hợp."),
    "passport": N_("Có dãy ký tự giống số hộ chiếu; xóa đi và chỉ ghi số liệu tổng hợp."),
    "phone": N_("Có dãy số giống số điện thoại; xóa đi, hoặc đề nghị khai làm đầu mối liên hệ nếu là số của cơ quan."),
    "email": N_("Có địa chỉ thư điện tử cá nhân; xóa đi, hoặc dùng địa chỉ của đầu mối đã khai."),
    "account": N_("Có dãy số giống số tài khoản cá nhân; xóa đi và chỉ ghi số tiền tổng hợp."),
    "plate": N_("Có dãy ký tự giống biển số xe; xóa đi và chỉ ghi số lượng xe."),
    "insurance": N_("Có dãy số giống mã bảo hiểm của một người; xóa đi và chỉ ghi số người."),
    "location": N_("Có tọa độ của một địa điểm; xóa đi, nếu cần thì ghi theo địa bàn cấp huyện."),
    "name": N_("Có họ tên gắn với một người cụ thể; xóa đi và chỉ ghi số người."),
    "name-list": N_("Có danh sách hoặc trường ghi họ tên; xóa đi và chỉ ghi số người."),
    "initials": N_("Có chữ viết tắt họ tên của một người; xóa đi và chỉ ghi số người."),
    "birth-year": N_("Có năm sinh hoặc ngày sinh của một người; xóa đi, nếu cần thì ghi theo nhóm tuổi."),
    "address": N_("Có nơi ở cụ thể của một người; xóa đi, nếu cần thì ghi theo địa bàn cấp huyện."),
}
"""What the sender is told, by reason code."""


@dataclass(frozen=True)
class PrivacyHit:
    """One kind of personal data found in one place; what was found is not kept."""

    where: str
    """The place as the caller names it: "Số liệu!D12", "tên tệp", "docProps/core.xml"."""
    reason: str
    """A key of `MESSAGES`."""
    message: str
    """One line in the language of the run: what kind of thing was found and what to do."""


def screen_text(text: str, where: str, *, allowed: Collection[str] = ()) -> list[PrivacyHit]:
    """Hits in a running text, one for each reason; an empty list lets it pass.

    `allowed` holds the agencies' own contact data in any spelling: telephone numbers, mail addresses, names.
    """
    return _hits((where, reason) for reason in _reasons(read(text), allowed_data(allowed)))


def screen_number(value: int | Decimal, where: str) -> list[PrivacyHit]:
    """Hits in a bare numeric cell, where a spreadsheet has dropped the leading zeros.

    Found are a CCCD of 11 or 10 digits and a mobile number of 9; below 10**8, and in thousands, numbers are figures.
    A CMND or a landline looks like any other number: `screen_cells` knows them by their header.
    """
    number = whole_number(value)
    if number is None:
        return []
    return _hits((where, reason) for reason in find_number(number, allowed_data(())))


def screen_cells(cells: Iterable[tuple[str, object]], *, allowed: Collection[str] = ()) -> list[PrivacyHit]:
    """Hits in a table given as (where, value) pairs, sorted by place of first appearance.

    Beside what each cell says alone, the table is read by its headers ("Họ và tên", "Năm sinh", "Số CCCD" with values
    below or beside), for names that fill a column, are spread over neighbouring cells or stand among figures, and for
    numbers in pieces. Places such as "Sheet!D12"
    are read as such; cells with other places count as standing below one another, in the order given.
    """
    data = allowed_data(allowed)
    table = Table.of(cells)
    found: list[tuple[int, str]] = []
    for cell in table.cells:
        if cell.text is not None:
            found += ((cell.order, reason) for reason in _reasons(cell.text, data))
        if cell.number is not None and not table.is_money(cell):
            found += ((cell.order, reason) for reason in find_number(cell.number, data))
    found += ((cell.order, reason) for cell, reason in find_in_table(table, data))
    found += ((cell.order, reason) for cell, reason in find_in_rows(table, data))
    return _hits((table.cells[order].where, reason) for order, reason in sorted(found, key=lambda hit: hit[0]))


def _reasons(folded: Folded, allowed: Allowed) -> Iterator[str]:
    yield from find_numbers(folded, allowed)
    yield from find_disguised(folded, allowed)
    yield from find_codes(folded, allowed)
    yield from find_particulars(folded, allowed)
    yield from find_initials(folded)
    yield from find_names(folded, allowed)
    yield from find_short_names(folded, allowed)


def _hits(found: Iterable[tuple[str, str]]) -> list[PrivacyHit]:
    """Each place and reason once, in the order found."""
    return [PrivacyHit(where, reason, _(MESSAGES[reason])) for where, reason in dict.fromkeys(found)]
