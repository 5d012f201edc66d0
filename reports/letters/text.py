"""The words of a letter, part by part: head, paragraphs and tables, foot. What is asked, by when, and whom to call."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.plan import Agency
from models.recipients import coordinators
from reports.letterhead import abbreviation, blank_date, office_of, plan_in_words, superior_of
from reports.letters.matters import Letter, Matter
from reports.letters.wording import (
    about,
    all_reports,
    cell_name,
    due_cell,
    due_sentence,
    full_date,
    named,
    notified_cell,
    notified_phrase,
)
from reports.wording import official_date

_NUMBER_GAP = "\u00a0" * 6


@dataclass(frozen=True, slots=True)
class MatterTable:
    """Duties as a table: the headings with their widths in millimetres and whether they hold figures, and the rows;
    a lone text heads the rows below it.
    """

    columns: Sequence[tuple[str, float, bool]]
    rows: Sequence[Sequence[str] | str]


@dataclass(frozen=True, slots=True)
class LetterText:
    """Everything a letter says; number, date and signature stay blank for the clerical office."""

    superior: str
    issuer: str
    number: str
    place_date: str
    about: str
    to: str
    blocks: Sequence[str | MatterTable]
    recipients: Sequence[str]
    office: Sequence[str]


def text_of(letter: Letter) -> LetterText:
    """The words of a letter."""
    sender = _sender(letter)
    above = superior_of(letter.document, sender)
    unit = f"-{letter.unit}" if letter.unit else ""
    return LetterText(
        superior="" if above == sender.name.upper() else above,
        issuer=sender.name.upper(),
        number=f"Số:{_NUMBER_GAP}/{abbreviation(sender)}{unit}",
        place_date=blank_date(letter.document, letter.as_of),
        about=about(letter),
        to=f"Kính gửi: {letter.document.agency(letter.to).name}.",
        blocks=tuple(_BODIES[letter.kind](letter)),
        recipients=tuple(_recipients(letter)),
        office=office_of(sender),
    )


def _sender(letter: Letter) -> Agency:
    return letter.document.agency(letter.document.plan.standing)


def _issuer(letter: Letter) -> Agency:
    return letter.document.agency(letter.document.plan.issuer)


def _to(letter: Letter) -> str:
    return letter.document.agency(letter.to).name


def _opening(letter: Letter) -> str:
    sender, issuer = _sender(letter), _issuer(letter)
    up = "" if sender.code == issuer.code else f", báo cáo {issuer.brief}"
    short = f" (sau đây gọi tắt là {sender.brief})" if sender.brief != sender.name else ""
    role = f"{sender.name}{short} là cơ quan thường trực, theo dõi và tổng hợp kết quả thực hiện{up}."
    return f"Thực hiện {plan_in_words(letter.document)}, {role}"


def _chase(letter: Letter) -> Iterator[str | MatterTable]:
    yield _opening(letter)
    yield from _overdue(letter)
    yield f"Để bảo đảm tiến độ tổng hợp chung, {_sender(letter).brief} đề nghị {_to(letter)}:"
    yield from _asks(letter, f"chậm nhất là {full_date(letter.answer_by)}")
    if letter.coming:
        several = "; ".join(f"{named(one)}, hạn gửi {full_date(one.due)}" for one in letter.coming)
        yield f"Đồng thời, đề nghị gửi đúng thời hạn: {several}."
    if letter.goes_up:
        up = f"tổng hợp, báo cáo {_issuer(letter).brief} xem xét, chỉ đạo"
        yield f"Quá thời hạn trên, {_sender(letter).brief} sẽ {up}."
    yield _contact(letter)
    yield f"Đề nghị {_to(letter)} quan tâm, phối hợp thực hiện./."


def _overdue(letter: Letter) -> Iterator[str | MatterTable]:
    """What is late: told in sentences where it is one thing, else as a table."""
    sender, found = _sender(letter).brief, letter.overdue
    day = official_date(letter.as_of)
    if len(found) == 1:
        (one,) = found
        what = "bản hoàn thiện của " if one.returned else ""
        yield f"Đến ngày {day}, {sender} chưa nhận được {what}{named(one)} của {_to(letter)}. {due_sentence(one)}"
        if one.notified:
            yield f"{sender} đã {notified_phrase(one.notified)}."
    else:
        yield f"Đến ngày {day}, {sender} chưa nhận được của {_to(letter)} {len(found)} nội dung sau đây:"
        yield _late_table(found)
    yield _who_set_it(letter)


def _who_set_it(letter: Letter) -> str:
    return f"Thời hạn nêu trên do {_sender(letter).brief} ấn định để theo dõi, tổng hợp việc thực hiện Kế hoạch."


def _late_table(found: Sequence[Matter]) -> MatterTable:
    columns = (
        ("TT", 9.0, True),
        ("Nội dung", 58.0, False),
        ("Hạn gửi", 38.0, False),
        ("Quá hạn (ngày)", 17.0, True),
        ("Đã nhắc, đôn đốc", 38.0, False),
    )
    rows = [
        (str(at), cell_name(one), due_cell(one), str(one.days_late), notified_cell(one.notified))
        for at, one in enumerate(found, 1)
    ]
    return MatterTable(columns, rows)


def _asks(letter: Letter, by: str) -> Iterator[str]:
    """What to do and by when, numbered."""
    sender = _sender(letter).brief
    what = "nội dung nêu trên" if len(letter.overdue) == 1 else "các nội dung nêu trên"
    asked = [
        f"Khẩn trương hoàn thành và gửi {what} về {sender} {by}{_form(letter)}. {_aggregates(letter)}",
        "Trường hợp có khó khăn, vướng mắc thì có văn bản nêu rõ lý do và thời gian hoàn thành, "
        f"gửi {sender} trong thời hạn trên. Nếu đã gửi thì cho biết số, ngày văn bản để đối chiếu.",
    ]
    if letter.unreachable:
        asked.append(_NO_ADDRESS)
    yield from (f"{at}. {said}" for at, said in enumerate(asked, 1))


_NO_ADDRESS = "Cho biết địa chỉ thư điện tử công vụ của đầu mối theo dõi để thuận tiện trao đổi."


def _aggregates(letter: Letter) -> str:
    """That nobody may be named: figures alone come in; what is handed over goes by a channel of its own."""
    kinds = {one.kind for one in letter.matters}
    said = []
    if kinds - {"handover"}:
        said.append("Chỉ gửi số liệu tổng hợp, không gửi danh sách, họ tên hay thông tin cá nhân.")
    if "handover" in kinds:
        said.append("Việc bàn giao thực hiện theo kênh riêng; chỉ cho biết số, ngày văn bản và số lượng.")
    return " ".join(said)


def _form(letter: Letter) -> str:
    """Where the form to be filled in comes from: with the mail, where one reached the body; only reports have one."""
    reports = [one for one in letter.matters if one.kind == "report"]
    if not reports:
        return ""
    if not letter.unreachable and all(any(told.way != "letter" for told in one.notified) for one in reports):
        return ", theo biểu mẫu đã gửi kèm thư nhắc"
    return ", theo biểu mẫu do cơ quan thường trực cung cấp (liên hệ theo thông tin dưới đây)"


def _contact(letter: Letter) -> str:
    """Whom to call: the coordinator, an office of the sender, with its telephone and mail."""
    sender = _sender(letter)
    person = next(iter(coordinators(letter.document)), None)
    phone = (person.phone if person else None) or sender.phone
    parts = [person.name if person else sender.name]
    if phone:
        parts.append(f"điện thoại {phone}")
    if person and person.email:
        parts.append(f"thư điện tử {person.email}")
    return f"Mọi thông tin cần trao đổi, đề nghị liên hệ: {', '.join(parts)}."


def _remind(letter: Letter) -> Iterator[str | MatterTable]:
    yield _opening(letter)
    sender, found = _sender(letter).brief, letter.matters
    if len(found) == 1:
        yield f"{sender} đề nghị {_to(letter)} gửi {named(found[0])}. {due_sentence(found[0])}"
    else:
        yield f"{sender} đề nghị {_to(letter)} gửi đúng thời hạn {len(found)} nội dung sau đây:"
        yield _coming_table(found)
    yield _who_set_it(letter)
    yield f"Để kịp tổng hợp chung, đề nghị {_to(letter)}:"
    due = "đúng thời hạn nêu trên"
    what = "nội dung nêu trên" if len(found) == 1 else "các nội dung nêu trên"
    yield f"1. Chuẩn bị và gửi {what} về {sender} {due}{_form(letter)}. {_aggregates(letter)}"
    late = f"có văn bản nêu rõ lý do và thời gian hoàn thành, gửi {sender} trước ngày đến hạn"
    yield f"2. Trường hợp không kịp thì {late}."
    if letter.unreachable:
        yield f"3. {_NO_ADDRESS}"
    yield _contact(letter)
    yield f"Đề nghị {_to(letter)} quan tâm, phối hợp thực hiện./."


def _coming_table(found: Sequence[Matter]) -> MatterTable:
    columns = (("TT", 9.0, True), ("Nội dung", 91.0, False), ("Hạn gửi", 60.0, False))
    return MatterTable(columns, [(str(at), cell_name(one), due_cell(one)) for at, one in enumerate(found, 1)])


def _request(letter: Letter) -> Iterator[str | MatterTable]:
    """A body that is asked and not ordered: no lateness, no "đôn đốc", nobody told above it."""
    yield _opening(letter)
    sender, to = _sender(letter).brief, _to(letter)
    things = "; ".join(_requested(one) for one in letter.matters)
    yield f"Để có đủ thông tin tổng hợp, {sender} trân trọng đề nghị {to} phối hợp, cung cấp: {things}."
    if letter.overdue:
        day = official_date(letter.as_of)
        by = f"trong thời gian sớm nhất, nếu được thì đến hết {full_date(letter.answer_by)}, để kịp tổng hợp"
        yield f"Đến ngày {day}, {sender} chưa nhận được nội dung trên; kính đề nghị {to} quan tâm, gửi {by}."
    yield f"Thời hạn nêu trên do {sender} đề nghị để tiện tổng hợp. {_aggregates(letter)}"
    if letter.unreachable:
        yield "Để thuận tiện trao đổi, đề nghị cho biết địa chỉ thư điện tử của đầu mối phối hợp."
    yield _contact(letter)
    yield f"{sender} rất mong nhận được sự quan tâm, phối hợp của {to}./."


def _requested(matter: Matter) -> str:
    if matter.returned:
        return f"bản hoàn thiện của {named(matter)}, nếu được thì đến {full_date(matter.due)}"
    return f"{named(matter)}, thời hạn đề nghị là {full_date(matter.due)}"


def _note(letter: Letter) -> Iterator[str | MatterTable]:
    yield _opening(letter)
    sender, issuer = _sender(letter).brief, _to(letter)
    found = letter.matters
    what = "báo cáo" if all_reports(found) else "kết quả thực hiện"
    several = f"{len({one.agency for one in found})} cơ quan, đơn vị ({len(found)} nội dung)"
    whose = _only_body(letter) or several
    day = official_date(letter.as_of)
    done = "mặc dù đã nhắc, đôn đốc"
    yield f"Đến ngày {day}, {done}, {sender} vẫn chưa nhận được {what} của {whose}, cụ thể như sau:"
    yield _note_table(letter)
    yield _who_set_it(letter)
    those = _only_body(letter) or "các cơ quan, đơn vị nêu trên"
    yield (
        f"{sender} kính đề nghị {issuer} xem xét, chỉ đạo {those} khẩn trương hoàn thành và gửi "
        f"kết quả về {sender} chậm nhất là {full_date(letter.answer_by)} để kịp tổng hợp."
    )
    yield _contact(letter)
    yield f"{sender} trân trọng báo cáo {issuer}./."


def _only_body(letter: Letter) -> str:
    """The name of the body that a note is about, "" where it is about several."""
    bodies = {one.agency for one in letter.matters}
    return letter.document.agency(bodies.pop()).name if len(bodies) == 1 else ""


def _note_table(letter: Letter) -> MatterTable:
    """Body by body under each duty, so that what many of them owe is named once."""
    columns = (
        ("TT", 9.0, True),
        ("Cơ quan, đơn vị", 45.0, False),
        ("Hạn gửi", 25.0, False),
        ("Quá hạn (ngày)", 17.0, True),
        ("Đã nhắc, đôn đốc", 64.0, False),
    )
    duties: dict[str, list[Matter]] = {}
    for one in letter.matters:
        duties.setdefault(cell_name(one).replace("\n", " "), []).append(one)
    rows: list[Sequence[str] | str] = []
    number = 0
    for duty, found in duties.items():
        rows.append(duty)
        for one in found:
            number += 1
            body = letter.document.agency(one.agency).name
            late, done = str(one.days_late), notified_cell(one.notified)
            rows.append((str(number), body, due_cell(one, weekday=False), late, done))
    return MatterTable(columns, rows)


def _recipients(letter: Letter) -> Iterator[str]:
    yield "- Như trên;"
    if letter.kind == "note":
        yield f"- {_only_body(letter) or 'Các cơ quan, đơn vị có tên trong văn bản'};"
    yield f"- Lãnh đạo {_sender(letter).brief};"
    yield f"- Lưu: VT, {letter.unit}." if letter.unit else "- Lưu: VT."


_BODIES = {"chase": _chase, "remind": _remind, "request": _request, "note": _note}
