"""The fields that a Word template of a report may use: their names, their kinds, and which a report cannot do without.

Templates are written by people in Word, so what they may say is a closed list: names of fields, loops over lists,
conditions. Everything is known before a template is used; nothing of the program can be reached from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from markupsafe import Markup

from models.language import N_

#: text: a string; number: a whole number; flag: yes or no; list: of what `item` says;
#: block: whole paragraphs and tables, drawn by the program; picture: a drawing within a line.
Kind = Literal["text", "number", "flag", "list", "record", "block", "picture"]


@dataclass(frozen=True)
class Field:
    """A field: what it holds, what it says to the writer of a template, and whether a template must show it."""

    kind: Kind
    said: str
    needed: bool = False
    parts: Mapping[str, "Field"] = field(default_factory=dict)
    #: Another field of the same record that says the same: one of the two is enough.
    instead: str = ""
    #: A report without it is complete in form, but says less: its writer is told.
    carries: bool = False


def _text(said: str, *, needed: bool = False, carries: bool = False) -> Field:
    return Field("text", said, needed, carries=carries)


def _list(said: str, parts: Mapping[str, Field] | None = None, *, needed: bool = False) -> Field:
    """A list of records with `parts`, or of lines of text."""
    item = Field("record", said, parts=parts) if parts else Field("text", said)
    return Field("list", said, needed, {"": item})


_QUOTES = _list(
    N_("phần lời của các đơn vị"),
    {
        "source": _text(N_("đơn vị viết"), needed=True),
        "text": _text(N_("đoạn đầu"), needed=True),
        "more": _list(N_("các đoạn sau"), needed=True),
    },
    needed=True,
)
_FIGURE = {
    "new_group": _text(N_("tên nhóm, chỉ ở chỉ tiêu đầu của nhóm")),
    "sentence": _text(N_("câu nói trọn số liệu: tên, giá trị, so sánh, mục tiêu"), needed=True),
    "name": _text(N_("tên chỉ tiêu")),
    "unit": _text(N_("đơn vị tính")),
    "total": _text(N_("số thực hiện")),
    "previous": _text(N_("số năm trước; báo cáo không phải cả năm thì số cùng kỳ năm trước")),
    "target": _text(N_("mục tiêu")),
}
_SECTION_FIGURE = {**_FIGURE, "new_group": replace(_FIGURE["new_group"], carries=True)}
_DUTY = {
    "title": _text(N_("tên nhiệm vụ"), needed=True),
    "status": _text(N_("tình hình thực hiện"), needed=True),
    "quotes": _QUOTES,
}
_TOPIC = {
    "title": _text(N_("câu hỏi hoặc chủ đề"), needed=True),
    "titled": Field("flag", N_("có phải nêu tên chủ đề: tiêu đề mục chưa nói")),
    "quotes": _QUOTES,
    "rest": _text(N_("phần lời còn lại ở phụ lục nào"), carries=True),
}
_SAID = {
    "head": _text(N_("phần đầu câu, có thể trống"), carries=True),
    "said": _text(N_("phần còn lại của câu"), needed=True),
}
_SECTION = {
    "heading": _text(N_("số thứ tự và tiêu đề"), needed=True),
    "level": Field("number", N_("cấp của mục: 1, 2 hoặc 3")),
    "own": _list(N_("các đoạn do người điều phối viết"), needed=True),
    "nothing": _text(N_("lời nhắc khi mục chưa có nội dung")),
    "groups": _list(N_("số liệu của mục theo nhóm, mỗi nhóm một câu"), _SAID),
    "figures": replace(_list(N_("các chỉ tiêu của mục"), _SECTION_FIGURE, needed=True), instead="groups"),
    "statuses": _list(N_("tình hình thực hiện nhiệm vụ, gộp theo kết quả"), _SAID),
    "duties": replace(_list(N_("các nhiệm vụ thường xuyên"), _DUTY, needed=True), instead="statuses"),
    "topics": _list(N_("các chủ đề có phần lời"), _TOPIC, needed=True),
}
_ACCOUNT = {
    "said": _text(N_("câu dẫn"), needed=True),
    "items": _list(N_("các dòng liệt kê"), needed=True),
}
_ANNEX_HEAD = {
    "name": _text(N_("số của phụ lục, ví dụ Phụ lục I"), needed=True),
    "title": _text(N_("tên phụ lục"), needed=True),
    "note": _text(N_("dòng (Kèm theo Báo cáo số …)"), needed=True),
}
_ANNEX = {**_ANNEX_HEAD, "content": Field("block", N_("bảng của phụ lục và ghi chú dưới bảng"), needed=True)}
_CHART = {
    "title": _text(N_("điều biểu đồ cho thấy"), carries=True),
    "picture": Field("picture", N_("hình, có chữ thay thế"), needed=True),
    "note": _text(N_("những điều khác biểu đồ cho thấy, ghi dưới hình"), carries=True),
}
_CHARTS = {**_ANNEX_HEAD, "pictures": _list(N_("các biểu đồ"), _CHART, needed=True)}

#: What a template can name at its top level, in the order of the document.
FIELDS: Mapping[str, Field] = {
    "superior": _text(N_("cơ quan chủ quản, chữ in hoa")),
    "issuer": _text(N_("cơ quan ban hành, chữ in hoa"), needed=True),
    "issuer_rule": Field("block", N_("đường kẻ dưới tên cơ quan")),
    "nation": _text(N_("quốc hiệu")),
    "motto": _text(N_("tiêu ngữ")),
    "motto_rule": Field("block", N_("đường kẻ dưới tiêu ngữ")),
    "number": _text(N_("số và ký hiệu, số để trống"), needed=True),
    "place_date": _text(N_("địa danh và ngày tháng, ngày để trống"), needed=True),
    "kind": _text(N_("tên loại văn bản"), needed=True),
    "subject": _text(N_("trích yếu"), needed=True),
    "subject_rule": Field("block", N_("đường kẻ dưới trích yếu")),
    "to": _text(N_("dòng Kính gửi"), needed=True),
    "to_list": _list(N_("các nơi nhận kính gửi, khi có nhiều nơi"), needed=True),
    "opening": _text(N_("đoạn mở đầu: căn cứ và kỳ số liệu"), needed=True),
    "summary": replace(_list(N_("tóm tắt: điều các biểu đồ cho thấy, số nhiệm vụ đã hoàn thành")), carries=True),
    "sections": _list(N_("các mục của báo cáo"), _SECTION, needed=True),
    "account_heading": _text(N_("tiêu đề mục tình hình gửi báo cáo"), carries=True),
    "account": _list(N_("tình hình gửi báo cáo của các đơn vị"), _ACCOUNT, needed=True),
    "closing": _text(N_("câu kết, có chỉ dẫn phụ lục và dấu ./."), needed=True),
    "office": _list(N_("quyền hạn, chức vụ của người ký"), needed=True),
    "recipients": _list(N_("các dòng Nơi nhận"), needed=True),
    "charts": _list(N_("phụ lục biểu đồ, nếu có"), _CHARTS, needed=True),
    "annexes": _list(N_("các phụ lục có bảng"), _ANNEX, needed=True),
    "figures": _list(N_("mọi chỉ tiêu của báo cáo, để tự lập bảng"), _FIGURE),
    "period": _text(N_("kỳ báo cáo")),
    "year": _text(N_("năm của báo cáo")),
    "plan": _text(N_("tên kế hoạch")),
}
#: What Jinja offers within a loop.
LOOP: Mapping[str, Field] = {
    "first": Field("flag", N_("có phải phần đầu của danh sách")),
    "last": Field("flag", N_("có phải phần cuối của danh sách")),
    "index": Field("number", N_("thứ tự trong danh sách, từ 1")),
}
#: Filters that turn text into text.
FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim"})
#: Styles that the blocks drawn by the program name.
STYLES = (
    "DondocRule",
    "DondocGrid",
    "DondocTableHead",
    "DondocTableText",
    "DondocTableNumber",
    "DondocTableGroup",
    "DondocTableNote",
)


def item_of(found: Field) -> Field:
    """What a list holds."""
    return found.parts[""]


def paths(fields: Mapping[str, Field] = FIELDS, above: str = "") -> dict[str, Field]:
    """Every field by its full name, lists with `[]`: `sections[].duties[].title`."""
    named: dict[str, Field] = {}
    for name, one in fields.items():
        path = f"{above}{name}"
        named[path] = one
        if one.kind == "list":
            named |= paths(item_of(one).parts, f"{path}[].")
    return named


def sample(fields: Mapping[str, Field] = FIELDS, *, full: bool = True) -> dict[str, object]:
    """Values of every field to try a template with: lists of two and words, or, not `full`, empty lists and words."""
    return {name: _value(name, one, full=full) for name, one in fields.items()}


def _value(name: str, one: Field, *, full: bool) -> object:
    if one.kind == "list":
        item = item_of(one)
        return [_value(name, item, full=full) for _ in range(2)] if full else []
    if one.kind == "record":
        return sample(one.parts, full=full)
    if one.kind == "number":
        return 1
    if one.kind in ("block", "picture"):
        return Markup("<w:p/>") if one.kind == "block" else Markup("<w:r/>")
    if one.kind == "flag":
        return full
    return f"({name})" if full else ""
