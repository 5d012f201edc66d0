"""The plan as a workbook: its sheets and columns, the same for writing and for reading.

Row 1 of a sheet has Vietnamese headings, row 2 the keys of the plan file (by which columns are found, so they may be
moved), and the data begins in row 3.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from models.plan import Action, Agency, ContactRole, ObligationKind, ObligationRole, PeriodKind, Roll
from plans.cells import Kind

FIRST_ROW = 3
#: A workbook of a plan holds far fewer; drop-downs reach to here.
MAX_ROWS = 10_000
IDENTITY = "_dondoc"
IDENTITY_KEYS = ("plan", "based_on", "schema")

Width = Literal[8, 12, 16, 24, 40, 60]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key (dotted where it lies deeper), its heading, and what its cells hold.

    `choices` are the only values, `names` is the sheet whose codes are offered, `help` is shown beside the cell.
    """

    key: str
    heading: str
    kind: Kind = "text"
    width: Width = 16
    choices: tuple[str, ...] = ()
    names: str = ""
    help: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The key as a route within its row."""
        return tuple(self.key.split("."))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: one row for each part of the list `key`, or a single row for a part that there is once.

    The rows of a `child` sheet belong to a part of the list `key`, named in the column `of`.
    """

    title: str
    key: str
    columns: tuple[Column, ...]
    single: bool = False
    child: str = ""

    @property
    def own_columns(self) -> tuple[Column, ...]:
        """The columns that are keys of the plan file, without the one that names the part above."""
        return tuple(column for column in self.columns if column.key != OF)


#: The key of the column in which a child row names the part that it belongs to.
OF = "of"

_AGENCY_KINDS = get_args(Agency.model_fields["kind"].annotation)
_PERIODS = get_args(PeriodKind)
_PERIOD_HELP = (
    "week: tuần; month: tháng; quarter: quý; half: 6 tháng; nine-months: 9 tháng; year: năm; "
    "program: cả giai đoạn (cần span); once: một lần"
)
_ADDRESSEES = (
    "focal: đầu mối; head: lãnh đạo; office: văn phòng; thêm standing. hoặc issuer. phía trước; ngăn bằng dấu phẩy"
)
_LIST_HELP = "mã cơ quan hoặc nhóm, ngăn bằng dấu phẩy"
_DUE = (
    Column("due.after_cutoff", "Hạn: số ngày sau chốt", help="5wd: 5 ngày làm việc; 10d: 10 ngày"),
    Column("due.day", "Hạn: ngày trong tháng", "whole", 12, help="1 đến 31"),
    Column("due.month_offset", "Hạn: sau mấy tháng", "whole", 12, help="đi cùng ngày trong tháng"),
    Column("due.on", "Hạn: đúng ngày", "dated", 40, help="15/11/2015, hoặc 2015-H1: 15/06/2015; 2015-H2: 15/12/2015"),
    Column("due.wording", "Hạn: lời văn bản", width=24),
)
_ROLL = Column(
    "roll", "Trùng ngày nghỉ", choices=get_args(Roll), help="forward: dời tới ngày làm việc; none: giữ nguyên"
)
_PERIOD = Column("period", "Kỳ", width=12, choices=_PERIODS, help=_PERIOD_HELP)
_SPAN = Column("span", "Giai đoạn", width=12, help="2011..2015, chỉ cho kỳ program")
_CUTOFF = Column(
    "cutoff", "Chốt số liệu", width=12, help="calendar: theo lịch; nd09: theo Nghị định 09/2019; hoặc mã riêng"
)
_FROM, _TO = Column("from", "Từ ngày", "date", 12), Column("to", "Đến ngày", "date", 12)


def _code(heading: str = "Mã") -> Column:
    return Column("code", heading, help="chữ không dấu, số, dấu gạch nối, dấu chấm")


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Kế hoạch",
        "plan",
        (
            _code(),
            Column("title", "Tên kế hoạch", width=60),
            Column("issuer", "Cơ quan ban hành", names="Cơ quan"),
            Column("standing", "Cơ quan thường trực", names="Cơ quan"),
            _FROM,
            _TO,
            Column("number", "Số văn bản"),
            Column("signed", "Ngày ký", "date", 12),
            Column("place", "Nơi ban hành"),
            Column("subject", "Về việc", width=40),
            Column("previous", "Kế hoạch năm trước", help="mã kế hoạch mà báo cáo so sánh cùng kỳ"),
        ),
        single=True,
    ),
    Sheet(
        "Căn cứ",
        "legal_bases",
        (
            Column("number", "Số, ký hiệu", width=24),
            Column("title", "Trích yếu", width=60),
            Column("date", "Ngày ký", "date", 12),
            Column("kind", "Loại văn bản"),
            Column("issuer", "Cơ quan ban hành", width=24),
        ),
    ),
    Sheet(
        "Lịch",
        "calendar",
        (
            Column("timezone", "Múi giờ", width=24),
            Column("holidays", "Lịch nghỉ của nước", width=16, help="VN; ghi null khi chỉ nghỉ thứ Bảy, Chủ nhật"),
            Column("closed", "Ngày nghỉ thêm", "dates", 40, help="02/01/2015, 03/01/2015"),
            Column("open", "Ngày làm bù", "dates", 40, help="15/02/2015, 25/04/2015"),
        ),
        single=True,
    ),
    Sheet(
        "Cơ quan",
        "agencies",
        (
            _code(),
            Column("name", "Tên", width=40),
            Column(
                "kind",
                "Loại",
                choices=_AGENCY_KINDS,
                help="issuer: ban hành; ministry: bộ; department: sở, ngành; district: huyện; commune: xã; "
                "organisation: đoàn thể; other: khác",
            ),
            Column("short", "Tên tắt"),
            Column("parent", "Trực thuộc", names="Cơ quan"),
            Column("phone", "Điện thoại"),
            Column("units", "Số đơn vị cấp dưới", "whole", 12),
            _FROM,
            _TO,
        ),
    ),
    Sheet("Nhóm", "groups", (_code(), Column("name", "Tên", width=40), Column("members", "Gồm", "codes", 60))),
    Sheet(
        "Đầu mối",
        "contacts",
        (
            Column("agency", "Cơ quan", names="Cơ quan"),
            Column(
                "role",
                "Vai trò",
                choices=get_args(ContactRole),
                help="focal: đầu mối; head: lãnh đạo; office: văn phòng; coordinator: điều phối",
            ),
            Column("name", "Tên chức danh, bộ phận", width=40),
            Column("email", "Thư công vụ", width=40),
            Column("phone", "Điện thoại"),
            Column("lang", "Ngôn ngữ", width=8, choices=("vi", "en")),
        ),
    ),
    Sheet(
        "Nhiệm vụ",
        "obligations",
        (
            _code(),
            Column("title", "Tên nhiệm vụ", width=60),
            Column("clauses", "Đoạn văn bản", "codes", help="V.2#4, V#end"),
            Column(
                "source", "Ai giao", choices=("plan", "coordinator"), help="plan: văn bản; coordinator: điều phối chọn"
            ),
            Column("assigned_to", "Giao cho", "codes", 24, help=_LIST_HELP),
            Column("with", "Phối hợp", "codes", 24, help=_LIST_HELP),
            Column("to", "Bàn giao cho", names="Cơ quan"),
            Column("joint", "Nộp chung", "flag", 8),
            Column(
                "role",
                "Vai trò",
                choices=get_args(ObligationRole),
                help="lead: chủ trì; coordinate: phối hợp; requested: đề nghị",
            ),
            Column(
                "kind",
                "Loại",
                choices=get_args(ObligationKind),
                help="report: báo cáo; task: việc; standing: thường xuyên (cần via); handover: bàn giao",
            ),
            Column("via", "Báo cáo trong", names="Nhiệm vụ"),
            _PERIOD,
            _SPAN,
            _CUTOFF,
            *_DUE,
            _ROLL,
            Column("policy", "Chính sách", names="Chính sách"),
            Column("form", "Biểu mẫu", names="Biểu mẫu"),
            Column("section", "Đề mục", names="Đề mục"),
            Column("effective.from", "Hiệu lực từ", "date", 12),
            Column("effective.to", "Hiệu lực đến", "date", 12),
            Column("note", "Ghi chú", width=40),
        ),
    ),
    Sheet(
        "Biểu mẫu",
        "forms",
        (
            _code(),
            Column("title", "Tên", width=40),
            Column("cumulative", "Lũy kế", "flag", 8),
            Column("indicators", "Chỉ tiêu", "codes", 60),
        ),
    ),
    Sheet(
        "Câu hỏi",
        "forms",
        (
            Column(OF, "Biểu mẫu", names="Biểu mẫu"),
            _code(),
            Column("title", "Câu hỏi", width=60),
            Column("required", "Bắt buộc", "flag", 8),
            Column("section", "Đề mục", names="Đề mục"),
            Column("max_length", "Số ký tự tối đa", "whole", 12),
        ),
        child="narrative",
    ),
    Sheet(
        "Đối chiếu",
        "forms",
        (
            Column(OF, "Biểu mẫu", names="Biểu mẫu"),
            Column("left", "Vế trái", names="Chỉ tiêu"),
            Column("op", "Dấu", width=8, choices=("<=", "<", "==", ">=", ">")),
            Column("right", "Vế phải", "code_or_number", help="mã chỉ tiêu hoặc một số"),
            Column("message", "Báo lỗi khi sai", width=60),
        ),
        child="rules",
    ),
    Sheet(
        "Chỉ tiêu",
        "indicators",
        (
            _code(),
            Column("name", "Tên", width=60),
            Column("unit", "Đơn vị tính"),
            Column(
                "kind",
                "Cách cộng",
                choices=("flow", "stock", "ratio"),
                help="flow: cộng các kỳ; stock: lấy kỳ cuối; ratio: tử số chia mẫu số",
            ),
            Column("type", "Loại số", choices=("integer", "decimal"), help="integer: số nguyên; decimal: số thập phân"),
            Column("min", "Nhỏ nhất", "number", 12),
            Column("max", "Lớn nhất", "number", 12),
            Column("decimals", "Số lẻ", "whole", 8),
            Column("numerator", "Tử số", names="Chỉ tiêu"),
            Column("denominator", "Mẫu số", names="Chỉ tiêu"),
            Column("owner", "Cơ quan chịu trách nhiệm", help="mã cơ quan hoặc nhóm"),
            Column("section", "Đề mục", names="Đề mục"),
            Column("group", "Nhóm chỉ tiêu"),
            Column("targets", "Mục tiêu", "numbers", 24, help="2015: 100; 2015-H1: 50"),
            Column(
                "aim",
                "Hướng mục tiêu",
                choices=("at-least", "at-most"),
                help="at-least: đạt khi từ mục tiêu trở lên; at-most: đạt khi không quá mục tiêu",
            ),
            Column("sum_bodies", "Cộng các cơ quan", "flag", 8),
            Column("previous_code", "Mã ở kế hoạch trước", help="khi mã đã đổi so với kế hoạch năm trước"),
        ),
    ),
    Sheet(
        "Chính sách",
        "policies",
        (
            _code(),
            Column("min_notice", "Báo trước ít nhất", help="2wd: 2 ngày làm việc"),
            Column("correction", "Hạn sửa khi bị trả lại", help="3wd"),
            Column("recheck", "Nhắc lại điều phối sau", help="5wd"),
        ),
    ),
    Sheet(
        "Bước đôn đốc",
        "policies",
        (
            Column(OF, "Chính sách", names="Chính sách"),
            Column("at", "Thời điểm so với hạn", help="-7d: trước 7 ngày; +5wd: sau 5 ngày làm việc"),
            Column(
                "action",
                "Việc",
                choices=get_args(Action),
                help="remind: nhắc; chase: đôn đốc; escalate: báo lên cấp trên",
            ),
            Column("to", "Gửi", "codes", 24, help=_ADDRESSEES),
            Column("inform", "Để biết", "codes", 24, help=_ADDRESSEES),
            Column("letter", "Kèm công văn", "flag", 8),
            Column(
                "approve",
                "Chờ duyệt",
                choices=("coordinator", "none"),
                help="coordinator: chờ điều phối cho gửi; none: gửi ngay",
            ),
        ),
        child="steps",
    ),
    Sheet(
        "Chốt số liệu",
        "cutoffs",
        (
            _code(),
            Column("starts.day", "Từ ngày", "whole", 12),
            Column("starts.month_offset", "Lệch tháng đầu", "whole", 12),
            Column("ends.day", "Đến ngày", "whole", 12),
            Column("ends.month_offset", "Lệch tháng cuối", "whole", 12),
        ),
    ),
    Sheet(
        "Báo cáo",
        "reports",
        (
            _code(),
            Column("title", "Tên báo cáo", width=60),
            _PERIOD,
            _SPAN,
            _CUTOFF,
            *_DUE,
            _ROLL,
            Column("draft", "Dự thảo", width=12, help="-3wd: 3 ngày làm việc trước hạn"),
            Column("from", "Nơi ký", names="Cơ quan"),
            Column("to", "Gửi", "codes", 24, help="mã cơ quan, ngăn bằng dấu phẩy"),
            Column("fulfils", "Hoàn thành nhiệm vụ", names="Nhiệm vụ"),
            Column("profile", "Thể thức", choices=("ND30", "TT01-2011")),
            Column("unit", "Đơn vị soạn thảo", help="viết tắt, ở dòng Lưu: VT, …"),
        ),
    ),
    Sheet(
        "Đề mục",
        "reports",
        (
            Column(OF, "Báo cáo", names="Báo cáo"),
            _code(),
            Column("title", "Đề mục", width=60),
            Column("parent", "Thuộc đề mục", names="Đề mục"),
            Column("shows", "Chương trình tự nêu", choices=("targets",), help="targets: mục tiêu đạt và chưa đạt"),
        ),
        child="sections",
    ),
    Sheet(
        "Không giao việc",
        "context",
        (Column("clause", "Đoạn văn bản"), Column("reason", "Vì sao không giao việc", width=60)),
    ),
)

BY_TITLE = {sheet.title: sheet for sheet in SHEETS}
