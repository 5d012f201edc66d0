"""How each part of a document is set: size, weight, slope, capitals, alignment; one table, and the rules made from it.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II and III; chapter II of Thông tư 01/2011/TT-BNV has the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from models.language import N_, _
from reports.conformity import findings as source
from reports.conformity.elements import Elements
from reports.conformity.findings import ADVICE, DEPARTURE, Departure, Points, Reading, Rule, Severity
from reports.conformity.segments import Segment, whole
from reports.conformity.xml import size_in_points

Picked = Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Look:
    """How a part is set: sizes in points; None where the law leaves it open.

    `centred` weighs as much as `centring` says: where it follows from a drawing in the law only, it is advice.
    """

    code: str
    name: str
    points: Points
    pick: Callable[[Elements], Picked]
    sizes: tuple[int, int]
    bold: bool | None = None
    italic: bool | None = False
    upper: bool | None = None
    centred: bool = False
    centring: Severity = ADVICE


def _one(part: Segment | None) -> Picked:
    return [part] if part is not None else []


LOOKS = (
    Look("nation", N_("quốc hiệu"), source.NATION, lambda e: _one(e.head.nation), (12, 13), bold=True, upper=True),
    Look("motto", N_("tiêu ngữ"), source.NATION, lambda e: _one(e.head.motto), (13, 14), bold=True, centred=True),
    Look("superior", N_("tên cơ quan chủ quản"), source.ISSUER, lambda e: e.head.superior, (12, 13), False, upper=True),
    Look(
        "issuer", N_("tên cơ quan ban hành"), source.ISSUER, lambda e: e.head.issuer, (12, 13), True, upper=True,
        centred=True,
    ),
    Look("number", N_("số, ký hiệu"), source.NUMBER, lambda e: _one(e.head.number), (13, 13), bold=False, centred=True),
    Look("date", N_("địa danh, ngày"), source.DATE, lambda e: _one(e.head.date), (13, 14), False, True, centred=True),
    Look("about", N_("trích yếu công văn"), source.KIND, lambda e: _one(e.head.about), (12, 13), bold=False),
    Look(
        "kind", N_("tên loại"), source.KIND, lambda e: _one(e.head.kind), (13, 14), True, upper=True, centred=True,
        centring=DEPARTURE,
    ),
    Look(
        "subject", N_("trích yếu"), source.KIND, lambda e: e.head.subject, (13, 14), True, upper=False, centred=True,
        centring=DEPARTURE,
    ),
    Look("addressed", N_("Kính gửi"), source.RECIPIENTS, lambda e: _one(e.head.addressed), (13, 14), bold=False),
    Look(
        "addressees", N_("nơi được gửi"), source.RECIPIENTS, lambda e: [whole(one) for one in e.head.addressees],
        (13, 14), bold=False,
    ),
    Look("office", N_("quyền hạn, chức vụ"), source.SIGNATURE, lambda e: e.foot.office, (13, 14), True, upper=True,
         centred=True),
    Look("signer", N_("họ tên người ký"), source.SIGNATURE, lambda e: _one(e.foot.signer), (13, 14), True, upper=False,
         centred=True),
    Look("recipients-head", N_("từ “Nơi nhận”"), source.RECIPIENTS, lambda e: _one(e.foot.recipients_head), (12, 12),
         bold=True, italic=True),
    Look("recipients", N_("danh sách nơi nhận"), source.RECIPIENTS, lambda e: e.foot.recipients, (11, 11), bold=False),
    Look("annex", N_("từ “Phụ lục”"), source.ANNEX, lambda e: [one.name for one in e.annexes], (14, 14), True,
         upper=False, centred=True, centring=DEPARTURE),
    Look("annex-title", N_("tên phụ lục"), source.ANNEX, lambda e: [line for one in e.annexes for line in one.title],
         (13, 14), True, upper=True, centred=True, centring=DEPARTURE),
    Look("annex-note", N_("dòng “(Kèm theo …)”"), source.ANNEX,
         lambda e: [one.note for one in e.annexes if one.note is not None], (13, 14), False, True, centred=True),
)  # fmt: skip


def _sizes(look: Look, reading: Reading) -> Iterator[Departure]:
    low, high = look.sizes
    wanted = _("cỡ chữ {low}").format(low=low) if low == high else _("cỡ chữ {low}-{high}").format(low=low, high=high)
    for part in look.pick(reading.parts):
        if any(not low * 2 <= size <= high * 2 for size in part.sizes()):
            sizes = ", ".join(size_in_points(size) for size in part.sizes())
            yield _departure(look, part, _("cỡ chữ {low}").format(low=sizes), wanted)


def _weight(look: Look, reading: Reading) -> Iterator[Departure]:
    for part in look.pick(reading.parts):
        if look.bold and not part.whole(lambda letters: letters.bold):
            yield _departure(look, part, _("không đậm, hoặc chỉ đậm một phần"), _("chữ đậm"))
        elif look.bold is False and part.some(lambda letters: letters.bold):
            yield _departure(look, part, _("chữ đậm"), _("không đậm"))


def _slope(look: Look, reading: Reading) -> Iterator[Departure]:
    for part in look.pick(reading.parts):
        if look.italic and not part.whole(lambda letters: letters.italic):
            yield _departure(look, part, _("chữ đứng"), _("chữ nghiêng"))
        elif look.italic is False and part.some(lambda letters: letters.italic):
            yield _departure(look, part, _("chữ nghiêng"), _("chữ đứng"))


def _case(look: Look, reading: Reading) -> Iterator[Departure]:
    for part in look.pick(reading.parts):
        if look.upper and not part.upper:
            yield _departure(look, part, _("chữ in thường"), _("chữ in hoa"))
        elif look.upper is False and part.upper and _shouts(part.text):
            yield _departure(look, part, _("chữ in hoa"), _("chữ in thường"))


def _shouts(text: str) -> bool:
    """Whether capitals are more than an abbreviation."""
    return sum(word.isupper() and len(word) > 1 for word in text.split()) > 1


def _centre(look: Look, reading: Reading) -> Iterator[Departure]:
    for part in look.pick(reading.parts):
        if part.alone and part.container.kind != "box" and not _is_centred(part):
            align = part.paragraph.shape.align
            yield _departure(look, part, aligned(align), aligned("center"))


def _is_centred(part: Segment) -> bool:
    """Whether a part is centred; one set by tabs or indents within a plain paragraph cannot be told and passes."""
    shape = part.paragraph.shape
    by_hand = part.column > 0 or (part.container.kind == "body" and shape.left > 2000)
    return shape.align == "center" or by_hand


def aligned(align: str) -> str:
    """An alignment in words."""
    names = {
        "left": _("canh trái"),
        "right": _("canh phải"),
        "center": _("canh giữa"),
        "both": _("canh đều hai bên"),
    }
    return names.get(align, align)


def _departure(look: Look, part: Segment, found: str, wanted: str) -> Departure:
    name = _(look.name)
    return Departure(part.place(), f"{name}: {found}", f"{name}: {wanted}")


def look_rules() -> Iterator[Rule]:
    """The rules on every part's look."""
    for look in LOOKS:
        yield Rule(f"{look.code}-size", look.points, DEPARTURE, partial(_sizes, look))
        if look.bold is not None:
            yield Rule(f"{look.code}-bold", look.points, DEPARTURE, partial(_weight, look))
        if look.italic is not None:
            yield Rule(f"{look.code}-italic", look.points, DEPARTURE, partial(_slope, look))
        if look.upper is not None:
            yield Rule(f"{look.code}-case", look.points, DEPARTURE, partial(_case, look))
        if look.centred:
            yield Rule(f"{look.code}-align", look.points, look.centring, partial(_centre, look))
