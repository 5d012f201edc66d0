"""The personal-data screen: what it refuses, what it lets pass, and what it never says. All persons are invented."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from intake.privacy import MESSAGES, PrivacyHit, fold, screen_cells, screen_number, screen_text


def reasons(text: str, *allowed: str) -> set[str]:
    return {hit.reason for hit in screen_text(text, "đây", allowed=allowed)}


def sheet(*rows: tuple[object, ...]) -> list[tuple[str, object]]:
    """Rows from A1 on, as a workbook reader gives them."""
    return [
        (f"Số liệu!{chr(ord('A') + column)}{row}", value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values)
    ]


def found(*rows: tuple[object, ...], allowed: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    hits = screen_cells(sheet(*rows), allowed=allowed)
    return [(hit.where.removeprefix("Số liệu!"), hit.reason) for hit in hits]


# --- what is refused -------------------------------------------------------------------------------------------------

REFUSED = {
    "cccd": [
        "025190001234",
        "số 025 190 001 234 cấp năm 2021",
        "025.190.001.234",
        "025-190-001234",
        "0 2 5 1 9 0 0 0 1 2 3 4",
        "02 51 90 00 12 34",
        "1. 025190001234",
        "1.025190001234",
        "12 025190001234 1990",
        "025190\u200b001\u2060234",
        "０２５１９０００１２３４",
        "٠٢٥١٩٠٠٠١٢٣٤",
        "025‑190‑001‑234",
        "từ 01.02.2015 có 025190001234",
        "CCCD025190001234",
        "25190001234",
        "căn cước 25190001234, cấp ngày 10-12-2021",
        "CCCD: 125190001234",
        "mã định danh 001.203.000.123",
        "kinh phí hỗ trợ 025190001234",
    ],
    "cmnd": [
        "CMND số 131234567",
        "số CMT: 131 234 567",
        "chứng minh nhân dân số 13123456",
        "CHUNG MINH THU 131.234.567",
        "131234567 (CMND)",
        "so dinh danh 131234567",
        "danh_sach_CMND_131234567.xlsx",
    ],
    "passport": ["hộ chiếu số B1234567"],
    "phone": [
        "0912345678",
        "gọi 0912 345 678 gặp chủ quán",
        "0912.345.678",
        "09 12 34 56 78",
        "sđt0912345678",
        "+84 912 345 678",
        "+84912345678",
        "(+84) 912345678",
        "+84 (0) 912 345 678",
        "0084 912 345 678",
        "84912345678",
        "84 912 345 678",
        "01234567890",
        "0168 234 5678",
        "0210 3846 647",
        "(0210) 3.846.647",
        "04 38253789",
        "ĐT: 912345678",
        "liên hệ 912 345 678",
        "bao_cao_0912345678.docx",
    ],
    "email": ["hoa.nguyen@gmail.com", "HOA@YAHOO.COM.VN", "hoa@ｇmail.com"],
    "account": ["STK 2700205123456", "tài khoản Agribank 2700205123456"],
    "plate": ["xe máy BKS 19B1-123.45", "19A-12345"],
    "insurance": ["mã số BHXH 2512345678", "thẻ BHYT GD4252512345678"],
    "location": ["tọa độ 21.32274, 105.40198"],
    "name-list": [
        "Họ và tên: Nguyễn Văn A",
        "HO VA TEN: NGUYEN VAN A",
        "họ tên: lê thị b",
        "Họ, chữ đệm và tên: Lò Thị Hoa",
        "họ\u00a0và\n tên : Hoa",
        "Nguyễn Văn An, Trần Thị Bình",
        "Nguyễn Văn An và Trần Thị Bình",
        "Nguyễn Văn An Trần Thị Bình Lê Văn Cường",
        "Nguyen Van An; Tran Thi Binh",
        "NGUYỄN VĂN AN, TRẦN THỊ BÌNH",
        "tư vấn cho Nguyễn Văn Trường, Trần Thị Hồ, Lê Văn Dương",
        "1. Nguyễn Văn An, khu 3\n2. Trần Thị Bình, khu 5",
    ],
    "name": [
        "tư vấn cho chị Nguyễn Thị B",
        "ông Trần Văn B khai nhận",
        "Bà Hà Thị Lan",
        "em Lò Thị Mai",
        "chi Nguyen Thi B",
        "đối tượng Nguyễn Văn A bị bắt",
        "DOI TUONG NGUYEN VAN A",
        "đối tượng gồm: Nguyễn Văn A",
        "bị can Nguyễn Huệ",
        "bị cáo LÊ VĂN C",
        "nạn nhân tên là Vi Thị Mai",
        "người bán dâm Trần Thị Hoa",
        "Nguyễn Văn A, 25 tuổi",
        "Nguyễn Thị Hoa (1992)",
        "Nguyễn Văn An bị khởi tố",
        "chủ cơ sở Nguyễn Văn Hòa",
    ],
    "birth-year": [
        "sinh năm 1992",
        "SINH NĂM 1992",
        "Sinh năm: 1992",
        "sinh\nnăm 1992",
        "sinh năm 92",
        "(sinh 1992)",
        "SN 1992",
        "sn: 1992",
        "năm sinh 1992",
        "ngày sinh: 01/02/1990",
        "sinh ngày 1/2/1990",
        "sinh ngày 01 tháng 02 năm 1990",
        "Nguyễn Văn An sinh năm 1990",
        "02 đối tượng sinh năm 1992",
        "nữ sinh năm 1992",
        "chủ cơ sở sinh năm 1992",
        "theo hồ sơ, đối tượng này sinh năm 1992",
    ],
    "initials": [
        "N.T.H, 1992",
        "N.T.H (SN 1992)",
        "N.T.H (1992)",
        "N. T. H. - 1992",
        "Đ.T.H, sinh năm 1990",
        "chị N.T.H",
        "đối tượng N. V. A",
    ],
    "address": [
        "trú tại khu 3, xã Võ Lao",
        "TRÚ TẠI KHU 5, XÃ VÕ LAO",
        "tru tai khu 3 xa vo lao",
        "trú tại xã Võ Lao, huyện Thanh Ba",
        "HKTT: xã Võ Lao, huyện Thanh Ba",
        "HKTT khu 5 phường Vân Cơ",
        "thường trú tại tổ 5, khu 2, phường Gia Cẩm",
        "thường trú số 12 ngõ 5 phố Lê Lợi",
        "hộ khẩu thường trú: thôn Đồng Tâm",
        "nơi ở: số nhà 12, đường Hùng Vương",
        "Quê quán: Phú Thọ",
    ],
}


@pytest.mark.parametrize(("reason", "text"), [(reason, text) for reason, texts in REFUSED.items() for text in texts])
def test_identities_are_refused_however_they_are_composed(reason: str, text: str) -> None:
    for written in (text, unicodedata.normalize("NFD", text), f"Kết quả quý II: {text}"):
        assert reason in reasons(written)


def test_every_reason_has_a_row() -> None:
    assert set(REFUSED) == set(MESSAGES)


def test_a_hit_says_where_and_what_to_do() -> None:
    assert screen_text("CMND 131234567", "Số liệu!D12") == [PrivacyHit("Số liệu!D12", "cmnd", MESSAGES["cmnd"])]


def test_each_reason_is_given_once_for_a_place() -> None:
    assert [hit.reason for hit in screen_text("0912345678, 0987654321, 0977123456", "đây")] == ["phone"]


# --- what passes -----------------------------------------------------------------------------------------------------

PASSING = [
    # documents, dates, periods
    "Quyết định số 679/QĐ-TTg ngày 10/5/2011 của Thủ tướng Chính phủ",
    "Nghị quyết liên tịch số 01/2008/NQLT-BLĐTBXH-BCA-BVHTTDL-UBMTTQVN ngày 28/8/2008",
    "Nghị định số 167/2013/NĐ-CP ngày 12/11/2013",
    "năm 2015, giai đoạn 2011-2015, từ 15/12/2014 đến 14/6/2015",
    "từ 15.12.2014 - 14.06.2015; 01.01.2015 - 30.06.2015; 01-02-2015 - 30-06-2015; 01.02.15 - 30.06.15",
    "từ 01/2011-12/2015",
    "kỷ niệm 125 năm ngày sinh Chủ tịch Hồ Chí Minh (19/5/1890 - 19/5/2015)",
    # figures
    "1.234.567.890 đồng; 912.345.678 đồng; 25.190.001.234 đồng; 84.912.345.678 đồng",
    "1.025.190.001.234 đồng; 12.045.150.000.000 đồng; 1 025 190 001 234 đồng",
    "25190001234 đồng; 84912345678 đồng; kinh phí 25190001234",
    "935 000 000; 935 000 000 đồng; 84.912.345.678",
    "2.015 triệu đồng, tăng 12,3 % so với cùng kỳ; tỷ lệ 95,5%",
    "tổng số 12 150 230 người; 123456789012",
    "01 02 03 04 05 06; các xã 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12",
    "12 mô hình, 05 điểm, 06 đội, 07 câu lạc bộ",
    "chứng minh nguồn gốc số tiền 150.000.000 đồng",
    "làm căn cước công dân cho 1.234 người, kinh phí 12.500.000 đồng",
    "đường dây nóng 111, tổng đài 18001567; MST: 0101234567",
    "ban-hanh-20150614093015.xlsx, IMG_20150614_093015.jpg, CCCD-20150614.docx",
    "550e8400-e29b-41d4-a716-025190001234 3f2a0912345678aabbccddeeff00112233445566a0912345678",
    # bodies and places
    "UBND huyện Thanh Sơn, Hội Liên hiệp Phụ nữ, Đoàn TNCS Hồ Chí Minh, Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "phường Gia Cẩm, xã Võ Lao, xã Võ Miếu, xã Hoàng Cương, xã Lương Lỗ, thành phố Việt Trì",
    "TP Việt Trì, Đoan Hùng, Hạ Hòa, Lâm Thao, Cẩm Khê, Phù Ninh, Tam Nông; Thanh Ba Lâm Thao Hạ Hòa",
    "đường Nguyễn Tất Thành; các tuyến đường Nguyễn Tất Thành, Trần Phú, Hùng Vương",
    "các tuyến phố Nguyễn Văn Cừ, Trần Quang Khải, Lê Thanh Nghị; đường Hùng Vương, Lê Thanh Nghị, Trần Văn Cẩn",
    "Trường THPT Nguyễn Thị Hoa, 2015; nhà nghỉ Hoàng Long Phú bị phạt 15 triệu đồng",
    "XỬ LÝ ĐỐI TƯỢNG CAO HƠN CÙNG KỲ; ĐỐI TƯỢNG PHẠM TỘI MẠI DÂM; HỒ SƠ ĐỐI TƯỢNG",
    "Bao_cao_Mai_Dam_Nam_2015.xlsx; Bao Cao Ho So Quan Ly Nam 2015",
    "số 12 đường Nguyễn Tất Thành, thành phố Việt Trì; baocao@so-b.example; vanthu@mail.so-b.example; a@mail.gov.vn",
    # officials in office, signatures, empty forms
    "đồng chí Nguyễn Văn An - Phó Chủ tịch UBND tỉnh; đồng chí Trần Văn Bình, Giám đốc Sở",
    "ông Nguyễn Văn An, Phó Giám đốc Sở",
    "PHÓ GIÁM ĐỐC\n\nNguyễn Văn An",
    "Người lập biểu\nNguyễn Văn An\nThủ trưởng đơn vị\nTrần Văn Bình",
    "Họ và tên: ................ Chức vụ: ................",
    "(ký, ghi rõ họ và tên)",
    "Họ và tên cán bộ phụ trách: Nguyễn Văn An",
    # people in general
    "tư vấn cho 15 người bán dâm, 05 nạn nhân",
    "cung cấp đầy đủ danh sách, địa chỉ người bán dâm; quản lý danh tính, địa chỉ của người vi phạm",
    "người có hộ khẩu thường trú trên địa bàn; người bán dâm trú tại địa bàn tỉnh; chưa có nơi ở ổn định",
    "15 người bán dâm thường trú tại phường Gia Cẩm, thành phố Việt Trì",
    "các đối tượng tạm trú tại Khu Công nghiệp Thụy Vân; như đã nói ở trên, khu 5",
    "tăng cường quản lý tạm trú, tạm vắng tại tổ 5, khu 3; quản lý cư trú; Đội 178 kiểm tra 25 cơ sở",
    "số vụ phát sinh năm 2015; học sinh năm 2015; SỐ VỤ PHÁT SINH NĂM 2015; tuyển sinh năm 2015; vệ sinh năm 2014",
    "15 người sinh năm 1992; số người sinh năm 1992; các em sinh năm 2000",
    "sinh từ năm 1990 đến năm 1999; sinh năm 1990 trở về trước",
    "Mục I.V năm 2015; H.I.V, 2015; U.B.N.D 2015",
]


@pytest.mark.parametrize("text", PASSING)
def test_what_a_report_says_passes(text: str) -> None:
    for written in (text, unicodedata.normalize("NFD", text), f"{text}\n{text}"):
        assert screen_text(written, "đây") == []


REPORT = """
BÁO CÁO
Kết quả công tác phòng, chống tệ nạn mại dâm 6 tháng đầu năm 2015
Thực hiện Kế hoạch số 05/KH-UBND ngày 02/02/2015 của UBND huyện Lâm Thao, Phòng Lao động - Thương binh và Xã hội:
I. TÌNH HÌNH CHUNG
Trên địa bàn huyện có 14 xã, thị trấn; 47 cơ sở kinh doanh dịch vụ (25 nhà nghỉ, 12 quán karaoke, 10 cơ sở massage) với
112 nhân viên, trong đó 38 nhân viên nữ từ nơi khác đến đăng ký tạm trú. Số điểm nghi vấn: 03 điểm, giảm 02 điểm so với
cùng kỳ năm 2014. Đối tượng chủ yếu trong độ tuổi 18 - 35, có hộ khẩu thường trú ở các tỉnh Yên Bái, Hà Giang, Lào Cai.
II. KẾT QUẢ THỰC HIỆN
1. Tuyên truyền: tổ chức 56 buổi cho 4.350 lượt người; Hội Liên hiệp Phụ nữ, Đoàn Thanh niên, Hội Nông dân phối hợp với
Trường THPT Phong Châu, THPT Long Châu Sa tổ chức 04 buổi cho học sinh năm học 2014 - 2015; phát 2.500 tờ rơi.
2. Đấu tranh, xử lý: Công an huyện triệt phá 02 vụ, xử lý 09 đối tượng (04 người bán dâm, 03 mua dâm, 02 chủ chứa);
khởi tố 01 vụ, 02 bị can. Phạt hành chính 07 trường hợp, số tiền 10.500.000 đồng theo Nghị định 167/2013/NĐ-CP.
3. Đội kiểm tra liên ngành 178 kiểm tra 31 lượt cơ sở từ ngày 01/3/2015 đến ngày 10/6/2015, nhắc nhở 06 cơ sở trên các
tuyến đường Nguyễn Trãi, Trần Phú và khu vực Quảng trường Hùng Vương.
4. Hỗ trợ: tư vấn 15 lượt người; 03 người được học nghề may, 02 người được vay 40 triệu đồng từ Ngân hàng Chính sách.
5. Kinh phí: tỉnh cấp 25.000.000 đồng, huyện cấp 18.750.000 đồng; đã chi 31.234.500 đồng (71,4 %).
III. KHÓ KHĂN, VƯỚNG MẮC
Anh em cộng tác viên kiêm nhiệm, phụ cấp thấp. Người bán dâm thường thay đổi chỗ ở, che giấu danh tính nên khó tiếp cận.
Nơi nhận: - Sở LĐTBXH; - TT Huyện ủy, HĐND huyện; - Lưu: VT, LĐTBXH (05b).
"""


def test_an_ordinary_half_year_report_passes_whole_and_line_by_line() -> None:
    assert screen_text(REPORT, "phần lời") == []
    assert [line for line in REPORT.splitlines() if screen_text(line, "phần lời")] == []
    assert screen_text(fold(REPORT), "phần lời") == []


# --- the agencies' own data ------------------------------------------------------------------------------------------

OWN = ("0210 3846 647", "+84 912 345 678", "Vanthu.SoA@gmail.com", "Nguyễn Văn An")


@pytest.mark.parametrize(
    "text",
    [
        "Liên hệ 0210.3846.647 hoặc (0210) 3 846 647",
        "ĐT 0912345678, +84912345678, 84 912 345 678, di động 912345678",
        "vanthu.soa@gmail.com",
        "Họ và tên: NGUYỄN VĂN AN",
        "ông Nguyễn Văn An; Nguyen Van An, sđt 0912 345 678",
    ],
)
def test_contacts_of_agencies_pass_in_any_spelling(text: str) -> None:
    assert reasons(text)
    assert reasons(text, *OWN) == set()


@pytest.mark.parametrize("text", ["0912345679", "hoa@gmail.com", "Họ và tên: Nguyễn Văn Anh", "chị Nguyễn Thị An"])
def test_other_data_do_not_pass_with_them(text: str) -> None:
    assert reasons(f"{text} và 0912345678", *OWN)


# --- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (25_190_001_234, ["cccd"]),
        (Decimal(1_190_001_234), ["cccd"]),  # Hà Nội, two zeros lost
        (912_345_678, ["phone"]),
        (Decimal("912345678.0"), ["phone"]),
        (935_000_000, []),
        (512_345_678, []),  # no operator has 051
        (29_190_001_234, []),  # no province has 029
        (131_234_567, []),  # a CMND needs a word beside it
        (250_000_000_000, []),
        (-912_345_678, []),
        (10**40, []),
        (Decimal("1E+400000"), []),
        (Decimal("NaN"), []),
        (Decimal("912345678.5"), []),
    ],
)
def test_a_bare_number_is_told_by_its_shape(value: int | Decimal, expected: list[str]) -> None:
    assert [hit.reason for hit in screen_number(value, "Số liệu!C4")] == expected


def test_a_list_of_persons_is_found_by_its_header() -> None:
    header = ("STT", "Họ và tên", "Năm sinh", "Số CMND", "Điện thoại", "Nơi ở")
    rows = [
        header,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        (1, "hoa", None),
        (2, "Lan", 1992, 13123456, 38466470, "Võ Lao"),
    ]
    assert found(*rows) == [
        ("B4", "name-list"),
        ("C4", "birth-year"),
        ("D4", "cmnd"),
        ("E4", "phone"),
        ("F4", "address"),
    ]


def test_a_field_is_found_with_its_value_beside() -> None:
    rows = [("Họ tên:", None, "Lan"), ("Ngày sinh", date(1990, 1, 2)), ("Căn cước công dân (số)", "25190001234")]
    assert found(*rows) == [("C1", "name-list"), ("B2", "birth-year"), ("B3", "cccd")]


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([("x", "Nguyễn Văn An"), ("y", "Trần Thị Bình")], "B1"),
        ([("1. Nguyễn Văn An",), ("2. Trần Thị Bình",)], "A1"),
        ([("Nguyễn Thị", "Hoa"), ("Trần Văn", "Bình")], "A1"),
        ([("Nguyễn", "Thị", "Hoa"), ("TRẦN", "VĂN", "BÌNH")], "A1"),
    ],
)
def test_names_filling_a_column_or_spread_over_cells_are_found(rows: list[tuple[object, ...]], where: str) -> None:
    assert found(*rows) == [(where, "name-list")]


def test_a_name_beside_a_year_of_birth_is_found() -> None:
    assert found(("Nguyễn Thị Hoa", 1992)) == [("A1", "name")]


def test_cells_without_an_address_stand_below_one_another() -> None:
    hits = screen_cells([("a", "Họ và tên"), ("b", "Hoa Lan"), ("c", 912_345_678)])
    assert [(hit.where, hit.reason) for hit in hits] == [("b", "name-list"), ("c", "phone")]


@pytest.mark.parametrize(
    "rows",
    [
        [("Huyện", "Số xã"), ("Việt Trì", 23), ("Đoan Hùng", 28), ("Hạ Hòa", 33), ("Lâm Thao", 14), ("Cẩm Khê", 31)],
        [("Đoan Hùng", "Hạ Hòa", "Lâm Thao", "Cẩm Khê"), (28, 33, 14, 31)],
        [("Kinh phí (đồng)",), (912_345_678,), (25_190_001_234,), ("912345678",)],
        [("Tiền phạt", "đồng", 912_345_678)],
        [("Số thẻ CCCD đã cấp", 12_345), ("Năm sinh", "Số người"), ("Tổng cộng", 15)],
        [("Họ và tên", "Năm sinh"), ("Tổng cộng", 15)],
        [("Người lập biểu", None, "Thủ trưởng đơn vị"), ("Nguyễn Văn An", None, "Trần Thị Bình")],
        [("Họ tên người lập", "Nguyễn Văn An")],
        [(None, True, "", 1.5, float("nan"), float("inf"), date(2015, 6, 14))],
    ],
)
def test_figures_units_and_signatures_in_cells_pass(rows: list[tuple[object, ...]]) -> None:
    assert found(*rows) == []


def test_contacts_of_agencies_pass_in_cells() -> None:
    rows = [("Họ và tên", "Điện thoại"), ("Nguyễn Văn An", 912_345_678), ("Nguyễn Văn An", "0210 3846 647")]
    assert found(*rows)
    assert found(*rows, allowed=OWN) == []
