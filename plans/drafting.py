"""A first plan file from a document: valid YAML, what the text says filled in, what a person must decide marked.

Few filings are proposed: each body files one periodic report, and its standing duties are lines in it.  A date that the
document does not hold is left out; `plan check` then names each obligation that still needs one.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from models.cutoffs import ND09
from plans.consolidated_draft import Consolidated, consolidated_reports
from plans.duties_draft import duties_of
from plans.duty import Duty
from plans.gazetteer import Body
from plans.groups_draft import DraftGroup, groups_of
from plans.legal import Basis
from plans.reading import DocumentReading, PlanParagraph
from plans.spelling import slug

_DECIDE = "QUYẾT ĐỊNH"
_AIMS = re.compile(
    r"mục\s+đích|yêu\s+cầu|mục\s+tiêu|quan\s+điểm|phạm\s+vi|đối\s+tượng|tình\s+hình|đánh\s+giá|kinh\s+phí",
    re.IGNORECASE,
)
_LISTS = re.compile(r"(?:lập|cập\s+nhật|rà\s+soát|tổng\s+hợp|thống\s+kê)\s+danh\s+sách\b", re.IGNORECASE)
_CLOSING_WORDS = re.compile(r"trên\s+đây\s+là\b", re.IGNORECASE)
_STANDING = re.compile(r"thường\s+trực|đầu\s+mối|tổng\s+hợp[^.;]{0,40}báo\s+cáo|đôn\s+đốc", re.IGNORECASE)

_HEAD = """\
Bản nháp kế hoạch, đọc từ {source}.
Những chỗ ghi {decide} cần một người xem và quyết định; xong thì xóa dòng ghi chú.
  - Hạn: văn bản nêu ngày nào thì đã ghi ngày ấy; không nêu, hoặc nêu mà máy chưa hiểu, thì để trống;
    `dondoc plan check` chỉ ra từng chỗ còn thiếu.
  - Địa chỉ thư: điền ở phần contacts.
  - Nhóm cơ quan (các huyện, các đoàn thể…): văn bản không kể từng đơn vị thì ghi tạm “(đơn vị 1)”, “(đơn vị 2)”;
    sửa thành tên thật ở agencies, thêm đơn vị còn thiếu vào agencies, groups và contacts.
Cách dẫn văn bản: MỤC.ĐIỂM#ĐOẠN, ví dụ V.2#4; đoạn kết của mục: V#end; mục II của phần B: B.II.1#2;
dòng 2 của bảng 1: PL1#r2.
"""


def draft_plan(reading: DocumentReading) -> str:
    """The text of a plan file drafted from a document."""
    standing = _standing(reading)
    duties = duties_of(reading, standing)
    compiled = consolidated_reports(duties, reading, standing)
    bodies = _bodies(reading, standing, duties, compiled)
    plan = CommentedMap()
    plan["schema"] = 1
    plan["plan"] = _head(reading, standing)
    plan["legal_bases"] = _bases(reading.bases)
    plan["calendar"] = _flow({"timezone": "Asia/Ho_Chi_Minh", "holidays": "VN", "closed": _seq(), "open": _seq()})
    if cutoffs := _cutoffs(duties):
        plan["cutoffs"] = cutoffs
    groups = groups_of(bodies, reading)
    agencies = _each(bodies, groups)
    plan["agencies"] = _agencies(agencies, groups)
    if groups:
        plan["groups"] = _groups(groups)
    plan["contacts"] = _contacts(agencies, standing)
    plan["policies"] = _policies()
    plan["obligations"] = _obligations(duties, {one.clause: one for one in reading.paragraphs})
    plan["forms"] = _forms()
    plan["reports"] = CommentedSeq([_report(one) for one in compiled if one.is_dated])
    plan["context"] = _context(reading, duties)
    _annotate(plan, reading, duties)
    plan.yaml_set_comment_before_after_key("reports", before="\n" + _reports_note(compiled))
    return _text(plan)


def _annotate(plan: CommentedMap, reading: DocumentReading, duties: Sequence[Duty]) -> None:
    """The comments above each part of the file."""
    day = f"{reading.year or 2015}-11-30"
    plan.yaml_set_start_comment(_HEAD.format(source=re.split(r"[/\\]", reading.source)[-1], decide=_DECIDE))
    notes = {
        "legal_bases": "Căn cứ nêu trong văn bản",
        "agencies": "Cơ quan nêu trong văn bản",
        "groups": "Nhóm: một mã thay cho nhiều cơ quan, mỗi cơ quan nộp và được nhắc riêng",
        "contacts": f"{_DECIDE}: điền địa chỉ thư của đầu mối và lãnh đạo từng cơ quan",
        "policies": f"{_DECIDE}: cách nhắc và đôn đốc do người điều phối chọn, không có trong văn bản",
        "obligations": (
            "Nhiệm vụ. Mỗi cơ quan một báo cáo định kỳ; nhiệm vụ thường xuyên (kind: standing) là từng dòng\n"
            "trong báo cáo ghi ở via.\n"
            f"{_DECIDE}: nhiệm vụ chưa có due thì thêm, ví dụ due: {{after_cutoff: 5wd}} hoặc due: {{on: {day}}}."
        ),
        "forms": _forms_note(reading),
        "context": _context_note(reading, duties),
    }
    if "cutoffs" in plan:
        notes["cutoffs"] = (
            f"{_DECIDE}: văn bản đặt hạn trước ngày 15 tháng cuối kỳ, sớm hơn mốc chốt số liệu của nd09;\n"
            "chốt đến hết tháng trước đó thì kịp hạn, số liệu sau mốc tính vào kỳ sau; muốn mốc khác thì sửa ở đây.\n"
            "cuoi-thang-truoc: hết tháng liền trước tháng cuối kỳ; cuoi-2-thang-truoc: hết tháng thứ hai trước đó."
        )
    for key, words in notes.items():
        if key not in plan:
            continue
        plan.yaml_set_comment_before_after_key(key, before="\n" + words)


def _head(reading: DocumentReading, standing: Body) -> CommentedMap:
    head = CommentedMap()
    year = reading.year
    place = reading.letterhead.place.place
    head["code"] = slug(f"{place or 'ke-hoach'} {year or ''}")
    head["title"] = reading.title or "Kế hoạch"
    if not reading.title:
        head.yaml_add_eol_comment(f"{_DECIDE}: không tìm thấy tên kế hoạch", "title")
    if place:
        head["place"] = place
    head["issuer"] = reading.issuer.code
    head["standing"] = standing.code
    head.yaml_add_eol_comment(f"{_DECIDE}: có đúng là cơ quan thường trực không", "standing")
    for key, month_day in (("from", (1, 1)), ("to", (12, 31))):
        head[key] = date(year, *month_day) if year else None
        if not year:
            head.yaml_add_eol_comment(f"{_DECIDE}: văn bản không nêu năm; viết năm-tháng-ngày", key)
    if reading.letterhead.number:
        head["number"] = reading.letterhead.number
    if reading.letterhead.signed:
        head["signed"] = reading.letterhead.signed
    return head


def _standing(reading: DocumentReading) -> Body:
    """The body that gathers the others' reports: said to, or charged with chasing, or the first one charged."""
    charged = [one for one in reading.paragraphs if one.bodies and not any(body.is_group for body in one.bodies)]
    for pattern in (_STANDING, re.compile("báo cáo")):
        for one in charged:
            if pattern.search(one.text) and len(one.bodies) == 1:
                return one.bodies[0]
    return charged[0].bodies[0] if charged else reading.issuer


def _bodies(
    reading: DocumentReading, standing: Body, duties: Sequence[Duty], compiled: Sequence[Consolidated]
) -> list[Body]:
    """The bodies of the draft: those of its obligations, then whoever else the document charges or has help."""
    owing = (body for duty in duties for body in (*duty.bodies, *duty.helpers, *duty.to))
    receiving = (body for one in compiled if one.is_dated for body in one.to)
    named = [reading.issuer, standing, *owing, *receiving, *reading.bodies]
    first: dict[str, Body] = {}
    for body in named:
        first.setdefault(body.code, body)
    return list(first.values())


def _bases(bases: Iterable[Basis]) -> CommentedSeq:
    found = CommentedSeq()
    for basis in bases:
        item = CommentedMap(number=basis.number or "…")
        if basis.signed:
            item["date"] = basis.signed
        item["kind"] = basis.kind
        if basis.issuer:
            item["issuer"] = basis.issuer
        item["title"] = basis.title
        missing = [words for words, said in (("số", basis.number), ("ngày ký", basis.signed)) if not said]
        if missing:
            item.yaml_add_eol_comment(f"{_DECIDE}: văn bản không nêu {', '.join(missing)}", "number")
        found.append(item)
    return found


def _cutoffs(duties: Sequence[Duty]) -> CommentedSeq:
    """The cut-offs of the plan's own that its obligations use."""
    used = {cutoff.code: cutoff for duty in duties if (cutoff := duty.cutoff) and cutoff.code != ND09.code}
    return CommentedSeq(
        [
            _flow({"code": code, "starts": one.starts.model_dump(), "ends": one.ends.model_dump()})
            for code, one in sorted(used.items())
        ]
    )


def _each(bodies: Sequence[Body], groups: Sequence[DraftGroup]) -> list[Body]:
    """The agencies in the order of the document, those that stand in for the members of a group in its place."""
    members = {group.body.code: group.members if group.stands_in else () for group in groups}
    return [one for body in bodies for one in members.get(body.code, (body,))]


def _agencies(bodies: Sequence[Body], groups: Sequence[DraftGroup]) -> CommentedSeq:
    standing_in = {one.code: group.body.code for group in groups if group.stands_in for one in group.members}
    found = CommentedSeq()
    for place, body in enumerate(bodies):
        item: dict[str, object] = {"code": body.code, "name": body.name, "kind": body.kind}
        if body.short and body.short != body.name:
            item["short"] = body.short
        found.append(_flow(item))
        if body.code in standing_in:
            words = f"ghi tên một đơn vị của nhóm {standing_in[body.code]}"
            found.yaml_add_eol_comment(f"{_DECIDE}: {words}", place)
        elif not body.known:
            words = "tên không có trong danh mục cơ quan; kiểm tra tên, mã và kind"
            found.yaml_add_eol_comment(f"{_DECIDE}: {words}", place)
    return found


def _groups(groups: Sequence[DraftGroup]) -> CommentedSeq:
    found = CommentedSeq()
    for place, group in enumerate(groups):
        members = [one.code for one in group.members]
        found.append(_flow({"code": group.body.code, "name": group.body.name, "members": members}))
        words = "kể đủ các đơn vị của nhóm" if group.stands_in else "có đúng và đủ các cơ quan của nhóm không"
        found.yaml_add_eol_comment(f"{_DECIDE}: {words}", place)
    return found


def _contacts(bodies: Sequence[Body], standing: Body) -> CommentedSeq:
    found = CommentedSeq()
    for body in bodies:
        roles = ["office"] if body.kind in ("issuer", "ministry") else ["focal", "head"]
        if body.code == standing.code:
            roles.insert(0, "coordinator")
        words = {"focal": "Đầu mối", "head": "Lãnh đạo", "office": "Văn phòng", "coordinator": "Người điều phối"}
        for role in roles:
            name = f"{words[role]} {body.short or body.name}"
            found.append(_flow({"agency": body.code, "role": role, "name": name, "email": None}))
    return found


_Step = tuple[str, str, list[str], dict[str, object]]
_STEPS: tuple[_Step, ...] = (
    ("-7d", "remind", ["focal"], {}),
    ("-1wd", "remind", ["focal"], {}),
    ("+1wd", "chase", ["focal"], {"inform": ["head"]}),
    ("+5wd", "escalate", ["head"], {"inform": ["standing.coordinator"]}),
    ("+10wd", "escalate", ["standing.head"], {"letter": True, "approve": "coordinator"}),
    ("+15wd", "escalate", ["issuer.office"], {"letter": True, "approve": "coordinator"}),
)
_REQUEST_STEPS: tuple[_Step, ...] = (
    ("-7d", "remind", ["focal"], {}),
    ("-1wd", "remind", ["focal"], {}),
    ("+3wd", "chase", ["focal"], {"inform": ["head"]}),
    ("+8wd", "escalate", ["head"], {}),
)


def _policies() -> CommentedSeq:
    found = CommentedSeq()
    for code, steps in (("standard", _STEPS), ("request", _REQUEST_STEPS)):
        policy = CommentedMap(code=code, min_notice="2wd")
        policy["steps"] = CommentedSeq(
            [_flow({"at": at, "action": action, "to": to, **more}) for at, action, to, more in steps]
        )
        found.append(policy)
    return found


def _obligations(duties: Sequence[Duty], paragraphs: dict[str, PlanParagraph]) -> CommentedSeq:
    found = CommentedSeq()
    for place, duty in enumerate(duties):
        item = CommentedMap()
        for key, value in duty.as_yaml().items():
            item[key] = _value(value)
        for key, words in duty.comments.items():
            item.yaml_add_eol_comment(f"{_DECIDE}: {words}", key)
        found.append(item)
        quoted = [f"{clause}: {_excerpt(paragraphs[clause].text)}" for clause in duty.clauses if clause in paragraphs]
        if duty.kind != "handover" and any(_LISTS.search(line) for line in _texts(duty, paragraphs)):
            quoted.append(
                f"{_DECIDE}: báo cáo chỉ ghi số lượng; danh sách, nếu phải chuyển, đi kênh riêng (kind: handover)"
            )
        if duty.open_due:
            quoted.append(f"{_DECIDE}: {duty.open_due}")
        found.yaml_set_comment_before_after_key(place, before="\n".join(["", *quoted]) if quoted else None, indent=2)
    return found


def _texts(duty: Duty, paragraphs: dict[str, PlanParagraph]) -> list[str]:
    """What is cited and hands nothing over, whose lists would otherwise be taken for part of what is filed."""
    cited = [paragraphs[clause] for clause in duty.clauses if clause in paragraphs]
    return [one.text for one in cited if "handover" not in one.kinds]


def _forms() -> CommentedSeq:
    narrative = [
        _flow({"code": "ket-qua", "title": "Kết quả thực hiện", "required": True}),
        _flow({"code": "kho-khan", "title": "Khó khăn, vướng mắc"}),
        _flow({"code": "kien-nghi", "title": "Đề xuất, kiến nghị"}),
    ]
    form = CommentedMap(code="bao-cao", title="Báo cáo định kỳ")
    form["narrative"] = CommentedSeq(narrative)
    return CommentedSeq([form])


def _report(one: Consolidated) -> CommentedMap:
    item = CommentedMap()
    for key, value in one.as_yaml().items():
        item[key] = _value(value)
    item.yaml_add_eol_comment(f"{_DECIDE}: gửi những nơi nào, theo {', '.join(one.clauses)}", "to")
    return item


def _reports_note(compiled: Sequence[Consolidated]) -> str:
    """What stands above the consolidated reports: those without a date as lines to fill in and to put there."""
    lines = ["Báo cáo tổng hợp do cơ quan thường trực ký"]
    if not compiled:
        lines.append(f"{_DECIDE}: văn bản không nói rõ ai tổng hợp, báo cáo ai; cần báo cáo tổng hợp thì thêm ở đây")
    elif any(one.is_dated for one in compiled):
        lines.append(f"{_DECIDE}: đặt các đề mục (sections) và hạn nộp của các cơ quan trước ngày lập dự thảo (draft)")
    undated = [one for one in compiled if not one.is_dated]
    if undated:
        said = ", ".join(dict.fromkeys(clause for one in undated for clause in one.clauses))
        lines.append(
            f"{_DECIDE}: văn bản giao tổng hợp, báo cáo ({said}), không nêu ngày; ghi due rồi thêm vào reports:"
        )
        lines += [f"  - {line}" for line in map(_one_line, undated)]
    return "\n".join(lines)


def _one_line(one: Consolidated) -> str:
    return _text(_flow(one.as_yaml())).strip()


def _forms_note(reading: DocumentReading) -> str:
    lines = [f"Biểu mẫu chung; {_DECIDE}: thêm chỉ tiêu (indicators) và đưa vào biểu mẫu của từng cơ quan"]
    targets = [f"{one.clause}: {one.target}" for one in reading.paragraphs if one.target]
    if targets:
        lines += ["Mục tiêu nêu trong văn bản, để đặt chỉ tiêu:", *(f"  {line}" for line in targets)]
    return "\n".join(lines)


def _unmapped(reading: DocumentReading, duties: Sequence[Duty]) -> list[PlanParagraph]:
    cited = {clause for duty in duties for clause in duty.clauses}
    return [one for one in reading.paragraphs if one.clause not in cited]


def _is_aim(one: PlanParagraph, reading: DocumentReading) -> bool:
    """Whether a paragraph stands where by its nature nobody is charged, or closes the document and orders no report."""
    if _CLOSING_WORDS.match(one.text):
        return one.kind != "report"
    numeral, _, rest = one.clause.partition("#")[0].partition(".")
    section = next((section for section in reading.sections if section.numeral == numeral), None)
    if section is None:
        return False
    if _AIMS.search(section.title):
        return True
    return any(entry.number == rest and _AIMS.match(entry.title) for entry in section.entries)


def _context(reading: DocumentReading, duties: Sequence[Duty]) -> CommentedSeq:
    """Paragraphs on aims and money; what else charges nobody is for a person to decide."""
    found = CommentedSeq()
    titles = {section.numeral: section.title.capitalize() for section in reading.sections}
    for one in _unmapped(reading, duties):
        if _is_aim(one, reading):
            reason = titles.get(one.clause.partition("#")[0].partition(".")[0], "Lời kết")
            found.append(_flow({"clause": one.clause, "reason": f"{reason}: không giao việc cho cơ quan nào"}))
    return found


def _context_note(reading: DocumentReading, duties: Sequence[Duty]) -> str:
    left = [one for one in _unmapped(reading, duties) if not _is_aim(one, reading)]
    lines = ["Đoạn văn không giao việc cho ai"]
    if left:
        lines.append(f"{_DECIDE}: văn bản không nêu cơ quan thực hiện các đoạn dưới đây; giao bằng một nhiệm vụ")
        lines.append("(source: coordinator) hoặc ghi lý do vào context; chưa làm thì plan check --against báo thiếu.")
        lines += [f"  {one.clause}: {_excerpt(one.text)}" for one in left]
    return "\n".join(lines)


def _excerpt(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def _value(value: object) -> object:
    if isinstance(value, dict):
        return _flow(value)
    if isinstance(value, list | tuple):
        return _seq(value)
    return value


def _seq(items: Iterable[object] = ()) -> CommentedSeq:
    found = CommentedSeq(list(items))
    found.fa.set_flow_style()
    return found


def _flow(items: Mapping[str, object]) -> CommentedMap:
    found = CommentedMap()
    for key, value in items.items():
        found[key] = _value(value)
    found.fa.set_flow_style()
    return found


def _text(plan: CommentedMap) -> str:
    yaml = YAML()
    yaml.width = 4096  # a folded title would no longer be on one line
    yaml.allow_unicode = True
    yaml.representer.ignore_aliases = lambda _: True  # one date in two places is written out twice
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(
        type(None), lambda representer, _: representer.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    stream = io.StringIO()
    yaml.dump(plan, stream)
    return stream.getvalue()
