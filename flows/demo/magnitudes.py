"""How much of what happens in the example plan's province: invented, and meant to be plausible beside each other.

A table and nothing else: `flows.demo.figures` draws from it. Counts are of a whole year, amounts in the unit of
the indicator.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Count:
    """What happens so many times in a body's year; `per_unit`: for each commune of a district."""

    low: Decimal
    high: Decimal
    per_unit: bool = False


@dataclass(frozen=True, slots=True)
class PartOf:
    """Those of one or several other flows of which it is true as well, at this chance."""

    whole: tuple[str, ...]
    chance: Decimal


@dataclass(frozen=True, slots=True)
class Times:
    """So much for each occurrence of another flow."""

    each: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Spending:
    """Money spent over the year from the budget of another indicator: the least and the greatest share of it."""

    budget: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is at the start of the programme, and by what factor it has changed at its end."""

    low: Decimal
    high: Decimal
    growth: Decimal
    per_unit: bool = False


@dataclass(frozen=True, slots=True)
class ShareOf:
    """The part of another stock, at the start and at the end of the programme."""

    whole: str
    first: Decimal
    last: Decimal


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount fixed for each year: that of the programme's first year, and its growth a year."""

    low: Decimal
    high: Decimal
    growth: Decimal


@dataclass(frozen=True, slots=True)
class WholeOf:
    """The sum of other flows over all bodies."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """The communes of a district."""


Magnitude = Count | PartOf | Times | Spending | Stock | ShareOf | Budget | WholeOf | Units


def _d(number: str) -> Decimal:
    return Decimal(number)


MAGNITUDES: Mapping[str, Magnitude] = {
    # Sở LĐTBXH and districts
    "van-ban": Count(_d("7"), _d("15")),
    "tt-buoi": Count(_d("2.4"), _d("4.2"), per_unit=True),
    "tt-luot-nguoi": Times("tt-buoi", _d("38"), _d("72")),
    "tt-tin-bai": Count(_d("2.5"), _d("5"), per_unit=True),
    "tv-luot": Count(_d("4"), _d("9"), per_unit=True),
    "hoc-nghe": Count(_d("0.6"), _d("1.1"), per_unit=True),
    "viec-lam": Count(_d("0.7"), _d("1.3"), per_unit=True),
    # districts
    "xa-tong": Units(),
    "xa-tuyen-truyen": ShareOf("xa-tong", _d("0.74"), _d("0.97")),
    "xa-lanh-manh": ShareOf("xa-tong", _d("0.52"), _d("0.76")),
    "xa-trong-diem": ShareOf("xa-tong", _d("0.24"), _d("0.14")),
    "cs-luu-tru": Stock(_d("1.2"), _d("3.2"), _d("1.15"), per_unit=True),
    "cs-massage": Stock(_d("0.15"), _d("0.5"), _d("1.1"), per_unit=True),
    "cs-karaoke": Stock(_d("1"), _d("2.6"), _d("1.2"), per_unit=True),
    "doi-178": ShareOf("xa-tong", _d("0.85"), _d("1")),
    "doi-tinh-nguyen": ShareOf("xa-tong", _d("0.45"), _d("0.7")),
    "mo-hinh": ShareOf("xa-tong", _d("0.08"), _d("0.2")),
    "diem-ho-tro": ShareOf("xa-tong", _d("0.06"), _d("0.16")),
    "kt-luot": Count(_d("4"), _d("8"), per_unit=True),
    "kt-vi-pham": PartOf(("kt-luot",), _d("0.16")),
    "kt-dinh-chi": PartOf(("kt-vi-pham",), _d("0.12")),
    "kt-tien-phat": Times("kt-vi-pham", _d("1.5"), _d("4.5")),
    "vay-nguoi": Count(_d("0.5"), _d("0.9"), per_unit=True),
    "vay-tien": Times("vay-nguoi", _d("12"), _d("25")),
    # Công an tỉnh
    "ca-tu-diem": Stock(_d("15"), _d("18"), _d("0.55")),
    "ca-cs-kiem-tra": Count(_d("380"), _d("460")),
    "ca-cs-vi-pham": PartOf(("ca-cs-kiem-tra",), _d("0.11")),
    "ca-vu-phat-hien": Count(_d("38"), _d("46")),
    "ca-vu-xu-ly": PartOf(("ca-vu-phat-hien",), _d("0.97")),
    "ca-ban-dam": Times("ca-vu-xu-ly", _d("1.3"), _d("2")),
    "ca-mua-dam": Times("ca-vu-xu-ly", _d("1.3"), _d("2")),
    "ca-chu-chua": Times("ca-khoi-to-vu", _d("1.6"), _d("2.2")),
    "ca-xphc-nguoi": PartOf(("ca-ban-dam", "ca-mua-dam"), _d("0.96")),
    "ca-xphc-tien": Times("ca-xphc-nguoi", _d("0.4"), _d("0.8")),
    "ca-khoi-to-vu": PartOf(("ca-vu-xu-ly",), _d("0.42")),
    "ca-khoi-to-nguoi": Times("ca-khoi-to-vu", _d("1.1"), _d("1.5")),
    "ca-xet-xu-vu": PartOf(("ca-khoi-to-vu",), _d("0.8")),
    "ca-xet-xu-nguoi": Times("ca-xet-xu-vu", _d("1.1"), _d("1.5")),
    # Sở VHTTDL
    "vh-kiem-tra": Count(_d("150"), _d("190")),
    "vh-vi-pham": PartOf(("vh-kiem-tra",), _d("0.15")),
    "vh-thu-hoi": PartOf(("vh-vi-pham",), _d("0.1")),
    "vh-tien-phat": Times("vh-vi-pham", _d("2.5"), _d("6")),
    "vh-doc-hai": Count(_d("14"), _d("22")),
    # Sở Y tế
    "yt-mo-hinh": Stock(_d("4"), _d("5"), _d("1.6")),
    "yt-tu-van": Count(_d("2600"), _d("3400")),
    "yt-kham": Count(_d("1500"), _d("2100")),
    "yt-kiem-tra": Count(_d("110"), _d("150")),
    "yt-vi-pham": PartOf(("yt-kiem-tra",), _d("0.08")),
    # Sở Tài chính, Sở KH&ĐT: one answer for both
    "tc-du-toan": Budget(_d("1050"), _d("1150"), _d("1.06")),
    "tc-ngan-sach-tinh": ShareOf("tc-du-toan", _d("0.62"), _d("0.7")),
    "tc-trung-uong": ShareOf("tc-du-toan", _d("0.3"), _d("0.22")),
    "tc-giai-ngan": Spending("tc-du-toan", _d("0.9"), _d("0.98")),
    # Front and mass organisations
    "dt-buoi": Count(_d("90"), _d("220")),
    "dt-luot-nguoi": Times("dt-buoi", _d("45"), _d("80")),
    "dt-mo-hinh": Stock(_d("4"), _d("12"), _d("1.5")),
    "dt-giup-do": Count(_d("60"), _d("160")),
    # Sở LĐTBXH
    "ld-tai-lieu": Count(_d("14000"), _d("18000")),
    "ld-uoc-tinh": Stock(_d("230"), _d("260"), _d("0.7")),
    "ld-quan-ly": ShareOf("ld-uoc-tinh", _d("0.3"), _d("0.42")),
    "ld-kt-luot": Count(_d("180"), _d("220")),
    "ld-kt-vi-pham": PartOf(("ld-kt-luot",), _d("0.17")),
    "ld-kt-tien-phat": Times("ld-kt-vi-pham", _d("3"), _d("7")),
    "ld-can-bo": Stock(_d("305"), _d("320"), _d("1.03")),
    "ld-lop": Count(_d("9"), _d("13")),
    "ld-hoc-vien": Times("ld-lop", _d("55"), _d("80")),
    # the five years
    "nn-buoi": WholeOf(("tt-buoi", "dt-buoi")),
    "nn-kt-luot": WholeOf(("kt-luot", "ld-kt-luot")),
    "nn-hoc-nghe": WholeOf(("hoc-nghe",)),
    "nn-kinh-phi": WholeOf(("tc-giai-ngan",)),
    "nn-khen-thuong": Count(_d("24"), _d("36")),
}
