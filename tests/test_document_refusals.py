"""What cannot be read is refused in one line that names the file, says what is wrong and what to do."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import PlanError
from plans.legacy_encodings import legacy_encoding
from plans.reading import read_document
from tests.document_samples import DRUGS, EMPTY_PAGE, pdf, trafficking

TCVN3 = "KÕ ho¹ch phßng, chèng tÖ n¹n x· héi. C¨n cø NghÞ ®Þnh cña ChÝnh phñ, tØnh giao Së Lao ®éng chñ tr×."
VNI = "Keá hoaïch phoøng, choáng teä naïn xaõ hoäi. Caên cöù Nghò ñònh cuûa Chính phuû, tænh giao Sôû Lao ñoäng."
VIQR = "Ke^' hoa.ch pho`ng, cho^'ng te^. na.n xa~ ho^.i. UBND ti?nh giao So+? Lao ddo^.ng chu? tri` thu+.c hie^.n."

ENCRYPTED = pdf(
    *EMPTY_PAGE,
    f"<< /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>",
    f"/Encrypt 4 0 R /ID [<{'00' * 16}> <{'00' * 16}>]",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED_DOCX = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)


def packed(**files: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as package:
            for name, text in files.items():
                package.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)

    return write


def truncated(path: Path) -> None:
    whole = trafficking(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


CASES: list[tuple[str, bytes | Callable[[Path], None], str, str]] = [
    # file, its content, what the message says, what to do
    ("quet.pdf", pdf(*EMPTY_PAGE, ""), "ảnh quét", "OCR"),
    ("khoa.pdf", ENCRYPTED, "mật khẩu", "bỏ mật khẩu"),
    ("hong.pdf", b"%PDF-1.4\nnothing here", "hỏng", "bản khác"),
    ("rong.pdf", b"no pdf at all", "hỏng", "bản khác"),
    ("khoa.docx", LOCKED_DOCX, "mật khẩu", "bỏ mật khẩu"),
    ("cu.doc", OLE, "kiểu cũ", ".docx"),
    ("hong.docx", truncated, "hỏng", "bản khác"),
    ("hong-xml.docx", packed(word__document_xml="<w:document"), "hỏng", "bản khác"),
    ("bang.xlsx", packed(xl__workbook_xml="<workbook/>"), "không phải văn bản Word", ".docx"),
    ("ke-hoach.odt", packed(mimetype="application/vnd.oasis", content_xml="<office/>"), "OpenDocument", ".docx"),
    ("ke-hoach.rtf", b"{\\rtf1\\ansi K\\u7871? ho\\u7841?ch}", "RTF", ".docx"),
    ("tcvn3.txt", TCVN3.encode("utf-8"), "TCVN3", "Unicode"),
    ("tcvn3-goc.txt", TCVN3.encode("cp1252"), "TCVN3", "Unicode"),
    ("vni.txt", VNI.encode("utf-8"), "VNI", "Unicode"),
    ("vni-goc.txt", VNI.encode("cp1252"), "VNI", "Unicode"),
    ("viqr.txt", VIQR.encode("ascii"), "VIQR", "Unicode"),
    ("ma-khac.txt", "Kế hoạch".encode("cp1258", "replace") + b"\xff\xfe\xfa" * 3, "UTF-8", "UTF-8"),
    ("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "không phải văn bản", ".docx"),
    ("trong.txt", b"  \n", "trống", "xem lại"),
    ("thu.txt", "KẾ HOẠCH\nI. MỤC TIÊU\nGiảm tệ nạn.".encode(), "không tìm thấy việc nào giao", "Tổ chức thực hiện"),
    ("khac.txt", b"Minutes of a meeting, in English.", "không tìm thấy việc nào giao", "Tổ chức thực hiện"),
]


@pytest.mark.parametrize(("name", "content", "says", "remedy"), CASES, ids=[case[0] for case in CASES])
def test_each_is_refused_in_one_line(
    name: str, content: bytes | Callable[[Path], None], says: str, remedy: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if callable(content):
        content(path)
    else:
        path.write_bytes(content)
    with pytest.raises(PlanError) as refused:
        read_document(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert says in message
    assert remedy in message
    assert "\n" not in message


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="không có tệp này"):
        read_document(tmp_path / "khong-co.docx")
    with pytest.raises(PlanError, match="thư mục"):
        read_document(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        DRUGS,
        "A plan in English, with a naïve café.",
        "Øl på fjøsen, så går det bra i vår.",
        "You're sure they're here? x^2 + o^2 = e^3, a+b, i.e. no more.",
    ],
)
def test_unicode_is_no_legacy_encoding(text: str) -> None:
    assert legacy_encoding(text) is None
