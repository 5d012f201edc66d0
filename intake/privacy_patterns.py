"""What the privacy screen knows: the shapes of identity numbers, the vocabulary of names, and what agencies may state.

Marked spellings decide wherever a text carries marks ("Hồ" is a surname, "hộ" is not); a text written without marks is
compared without them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from intake.privacy_fold import fold, read


def words(listed: str) -> frozenset[str]:
    """The set of the words in `listed`."""
    return frozenset(listed.split())


def phrases(listed: str) -> frozenset[str]:
    """The set of the phrases in `listed`, which bars divide."""
    return frozenset(phrase.strip() for phrase in listed.split("|"))


# Codes of the 63 provinces and cities in the citizen's identity number (Thông tư 59/2021/TT-BCA).
PROVINCE_CODES = frozenset(
    int(code)
    for code in words(
        "1 2 4 6 8 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58"
        " 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96"
    )
)

# First two digits of a mobile number after its zero, since 2018.
MOBILE_PREFIXES = words(
    "32 33 34 35 36 37 38 39 52 55 56 58 59 70 76 77 78 79 81 82 83 84 85 86 87 88 89 90 91 92 93 94 96 97 98 99"
)

PRIVATE_MAIL_HOSTS = words(
    "gmail googlemail yahoo ymail rocketmail hotmail outlook live msn icloud me aol proton protonmail zoho yandex gmx"
    " mail qq 163 126 tutanota zing"
)

# Surnames that do not double as everyday words: enough for a name written wholly in capitals.
CERTAIN_SURNAMES = words("nguyễn trần phạm lê hoàng huỳnh phan vũ võ đặng bùi đỗ ngô đinh trịnh trương phùng")
# Surnames that also begin ordinary capitalised phrases: they count only after a word for a person.
DOUBTFUL_SURNAMES = words("văn từ cung thân vàng kim lại la vi ma chu ninh cầm giang lục giáp viên mùa")
SURNAMES = (
    CERTAIN_SURNAMES
    | DOUBTFUL_SURNAMES
    | words(
        "hồ dương lý đào đoàn lâm mai cao lưu hà lương tô tạ quách tống thái kiều triệu vương bạch đàm nghiêm tăng tôn"
        " thạch giàng sùng mã lù lò lường nông bế hứa âu khuất khúc mạc phí uông chử doãn đậu hán cù sầm thào vừ quàng"
        " tòng tẩn chảo thiều nhâm tiêu nhữ cấn đới khổng lỗ chẩu nịnh cháng phàn sìn hạng hờ lầu cứ"
    )
)
# Given names that are no everyday words in front of a small letter, as far as they are that.
GIVEN_NAMES = words(
    "lan hoa hương hằng hà mai thu thủy thuỷ trang linh ngọc nga hạnh hồng huệ huyền liên loan ngân nhung nguyệt oanh"
    " phượng phương quyên quỳnh thảo thắm thanh thoa thơm thúy thuý thương trinh tuyết uyên vân xuân yến hiền hoài hùng"
    " dũng tuấn cường mạnh sơn tùng thắng tiến toàn trung vinh quang quân quyết minh long lâm kiên khánh khoa khôi huy"
    " hiếu hiệp hải hậu hoàng đức đạt duy dương chiến bình bảo ánh bích châu chung cúc diễm diệp diệu dung duyên gấm"
    " giang hòa hoà hợi hường khuyên lành lệ luyến lượng mận mến nhàn nhài nụ sen sáu tám tư thái thành thế thiện thịnh"
    " thúc tình tính tịnh toán tú tý út việt vượng xoan bính đông đại điệp mừng nhâm phúc phú tài tâm tân"
)
BARE_GIVEN_NAMES = frozenset(fold(name) for name in GIVEN_NAMES)
BARE_SURNAMES = frozenset(fold(surname) for surname in SURNAMES)


def _names(listed: str) -> frozenset[str]:
    return frozenset(fold(name.strip()) for name in listed.split(";"))


# People after whom streets, schools and unions are named.
PUBLIC_PEOPLE = _names(
    "Hồ Chí Minh; Nguyễn Tất Thành; Nguyễn Ái Quốc; Nguyễn Trãi; Nguyễn Du; Nguyễn Huệ; Nguyễn Văn Cừ;"
    "Nguyễn Bỉnh Khiêm; Nguyễn Thị Minh Khai; Nguyễn Văn Trỗi; Nguyễn Thái Học; Nguyễn Công Trứ;"
    "Nguyễn Đình Chiểu; Nguyễn Chí Thanh; Nguyễn Văn Linh; Nguyễn Lương Bằng; Nguyễn Viết Xuân; Nguyễn Quang Bích;"
    "Trần Phú; Trần Hưng Đạo; Trần Quốc Tuấn; Trần Nguyên Hãn; Trần Quốc Toản; Trần Nhật Duật; Trần Quang Khải;"
    "Trần Đại Nghĩa; Trần Đăng Ninh; Lê Lợi; Lê Duẩn; Lê Hồng Phong; Lê Quý Đôn; Lê Thánh Tông; Lê Đại Hành;"
    "Lê Lai; Lê Nin; Lý Thường Kiệt; Lý Thái Tổ; Lý Tự Trọng; Lý Nam Đế; Phan Chu Trinh; Phan Châu Trinh;"
    "Phan Bội Châu; Phan Đình Phùng; Phan Đình Giót; Phan Đăng Lưu; Võ Nguyên Giáp; Võ Thị Sáu; Võ Văn Kiệt;"
    "Phạm Văn Đồng; Phạm Ngũ Lão; Phạm Hùng; Hoàng Văn Thụ; Hoàng Quốc Việt; Hoàng Hoa Thám; Hoàng Diệu;"
    "Ngô Gia Tự; Ngô Quyền; Ngô Sĩ Liên; Tôn Đức Thắng; Tôn Thất Tùng; Chu Văn An; Cao Bá Quát; Lương Thế Vinh;"
    "Đinh Tiên Hoàng; Đinh Bộ Lĩnh; Đặng Thùy Trâm; Bùi Thị Xuân; Mai Thúc Loan; Mạc Đĩnh Chi; Tô Hiến Thành;"
    "Lê Văn Tám; Trần Văn Ơn; Lương Định Của; Vừ A Dính; Nguyễn Thị Định; Trần Thị Lý; Nguyễn Huy Tưởng;"
    "Trần Quang Diệu; Lê Thanh Nghị; Trần Văn Cẩn; Nguyễn Đức Cảnh; Nguyễn Hữu Thọ; Nguyễn Văn Siêu; Nguyễn Khuyến;"
    "Nguyễn Hữu Cảnh; Nguyễn Tri Phương; Nguyễn Phong Sắc; Nguyễn Văn Huyên; Nguyễn Thiện Thuật; Nguyễn Thị Thập;"
    "Trần Khánh Dư; Trần Bình Trọng; Trần Khát Chân; Trần Quý Cáp; Trần Quý Khoáng; Trần Duy Hưng; Trần Cao Vân;"
    "Lê Trọng Tấn; Lê Văn Hưu; Lê Văn Lương; Lê Hữu Trác; Lê Ngọc Hân; Lê Thị Hồng Gấm; Lê Đức Thọ; Lê Quang Đạo;"
    "Phạm Hồng Thái; Phan Huy Chú; Phan Thanh Giản; Hoàng Ngân; Hoàng Cầm; Đặng Dung; Đặng Văn Ngữ; Đặng Thai Mai;"
    "Bùi Xuân Phái; Vũ Trọng Phụng; Ngô Thì Nhậm; Ngô Tất Tố; Đinh Công Tráng; Đinh Lễ; Trương Định; Hồ Xuân Hương;"
    "Hồ Đắc Di; Tạ Quang Bửu; Tạ Uyên; Tô Vĩnh Diện; Phan Văn Trị; Văn Tiến Dũng; Hoàng Văn Thái; Lý Thường Kiệt;"
    "Đào Duy Từ; Đoàn Thị Điểm; Triệu Thị Trinh; Dương Minh Châu; Hồ Tùng Mậu; Cù Chính Lan"
)
# Places that look like a surname and given names.
PLACES = _names(
    "Hoàng Liên Sơn; Trần Văn Thời; Hoàng Su Phì; Mã Pí Lèng; Phan Rang; Phan Thiết; Hà Nội; Hà Giang; Hà Nam;"
    "Hà Tĩnh; Hà Đông; Hà Tây; Hạ Hòa; Lâm Thao; Lâm Đồng; Cao Bằng; Cao Lãnh; Thái Bình; Thái Nguyên; Thái Lan;"
    "Ninh Bình; Ninh Thuận; Đoan Hùng; Cẩm Khê; Hoàng Mai; Hoàng Sa; Mai Châu; Mai Sơn; Kim Bôi; Kim Động;"
    "Kim Đức; Lai Châu; Lương Sơn; Vũ Thư; Vũ Ẻn; Vũ Yển; Võ Lao; Võ Miếu; Võ Nhai; Hoàng Xá; Hoàng Cương; Đào Xá;"
    "Đào Giã; Lương Lỗ; Cao Xá; Cao Mại; Chu Hóa; Lê Tính; Tạ Xá; Tiêu Sơn; Ngô Xá; Phùng Xá; Phùng Nguyên;"
    "Văn Lung; Văn Luông; Thái Ninh"
)

# Ordinary words that begin like a name: in headings every word is capitalised, and without marks many look alike.
ORDINARY_MARKED = re.compile(
    r"(?:đoàn (?:thanh niên|kiểm tra|liên ngành|công tác|viên|thể|khối|đại biểu|giám sát|thanh tra|phường|xã|trường)"
    r"|hồ sơ|cao (?:đẳng|học|điểm|su|hơn|nhất|tuổi)|thái độ|phạm (?:tội|pháp|nhân|vi|luật)"
    r"|vũ (?:khí|trang|trường|nữ)|lý (?:do|luận|lịch)|đào tạo|lưu (?:ý|hành|trữ|động)|lâm (?:sàng|nghiệp)"
    r"|tăng (?:cường|so|thêm))\b"
)
ORDINARY_UNMARKED = re.compile(
    r"(?:doan (?:thanh nien|kiem tra|lien nganh|cong tac|vien|the|khoi|dai bieu|giam sat|thanh tra|phuong|xa|truong)"
    r"|ho (?:so|tro)|cao (?:dang|hoc|diem|su|hon|nhat|tuoi)|thai do|pham (?:toi|phap|nhan|vi|luat)"
    r"|vu (?:khi|trang|truong|nu|viec)|ha tang|ly (?:do|luan|lich)|dao tao|luu (?:y|hanh|tru|dong)|mai dam"
    r"|lam (?:sang|nghiep|viec|dung)|phan (?:loai|tich|bo|dau)|truong (?:hop|hoc|thpt|thcs|ban|phong)|dinh (?:ky|muc)"
    r"|dang (?:ky|vien|bo)|do (?:thi|tuoi)|to (?:chuc|chinh|truong)|duong (?:day|pho)|chu (?:tich|y|truong|tri)"
    r"|tong (?:hop|so|ket|cong)|ton tai|tang (?:cuong|so|them)|mac du|thach thuc|trieu dong|vuong mac"
    r"|tieu (?:cuc|bieu|chi)|nong (?:dan|thon)|van (?:phong|hoa|ban|dong)|tu van|than the|vi pham|giang day"
    r"|kim ngach)\b"
)
# Whoever signs or answers for a report may be named in it.
SIGNATORY = re.compile(r"nguoi (?:lap|ky|bao cao|nhap|phu trach)|can bo|thu truong|lanh dao|dau moi")


@dataclass(frozen=True)
class Allowed:
    """The agencies' own contact data, each kind in the form in which it is compared."""

    phones: frozenset[str] = frozenset()
    """National form, digits only: 0912345678."""
    mails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """Folded."""


def allowed_data(values: Collection[str]) -> Allowed:
    """`values` (telephone numbers, mail addresses, names, in any order and spelling) sorted by kind."""
    return _allowed(frozenset(values))


@lru_cache(maxsize=64)
def _allowed(values: frozenset[str]) -> Allowed:
    folded = {fold(value).strip() for value in values}
    mails = {value for value in folded if "@" in value}
    phones = {value for value in folded - mails if sum(map(str.isdigit, value)) >= 7}
    return Allowed(
        phones=frozenset(national_phone(value) for value in phones),
        mails=frozenset(mails),
        names=frozenset(value for value in folded - mails - phones if value),
    )


def national_phone(written: str) -> str:
    """Digits of a telephone number from its zero on, whether +84, 84 or a lost zero stood in its place."""
    digits = re.sub(r"[^0-9]", "", read(written).bare).removeprefix("00")
    if len(digits) >= 11 and digits.startswith("84"):
        digits = digits[2:]
    return "0" + digits.lstrip("0")
