"""Reports whose workbooks have every kind of cell, and how their formulas are worked out anew."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from models.reporting import EarlierFigure, EarlierImport
from tests.report_samples import Sample, obligation, plan_of, report, sample

TAKEN = datetime(2015, 12, 1, tzinfo=UTC)
FORMS = [
    {"code": "f", "indicators": ["visits", "violations", "teams"], "narrative": [{"code": "kk", "title": "Khó khăn"}]},
    {"code": "g", "indicators": ["cases", "fines", "visits"]},
]
INDICATORS: list[dict[str, Any]] = [
    {"code": "visits", "name": "Lượt cơ sở được kiểm tra", "unit": "lượt", "targets": {"2015": 150}, "section": "kq"},
    {"code": "violations", "name": "Cơ sở vi phạm", "unit": "cơ sở", "section": "kq"},
    {"code": "rate", "name": "Tỷ lệ vi phạm", "unit": "%", "kind": "ratio", "section": "kq"}
    | {"numerator": "violations", "denominator": "visits", "targets": {"2015": 30}},
    {"code": "teams", "name": "Đội kiểm tra", "unit": "đội", "kind": "stock", "section": "kq"},
    {"code": "cases", "name": "Vụ việc", "unit": "vụ", "owner": "so-b", "section": "xl"},
    {"code": "fines", "name": "Tiền phạt", "unit": "triệu đồng", "type": "decimal", "section": "xl"},
    {"code": "load", "name": "Vụ trên một đội", "unit": "vụ/đội", "kind": "ratio", "section": "xl"}
    | {"numerator": "cases", "denominator": "teams"},
]


def take_in(found: Sample, *rows: tuple[str, str, str, str | None], at: datetime = TAKEN) -> None:
    """An import of earlier figures: period, indicator, body ("" for the whole), value."""
    with found.store.session() as session:
        source = EarlierImport(plan=found.plan.code, at=at, by="A", source_name="cu.xlsx", sha256="a" * 64)
        session.add(source)
        session.flush()
        for period, indicator, agency, value in rows:
            number = None if value is None else Decimal(value)
            key = source.id or 0
            session.add(EarlierFigure(import_id=key, period=period, indicator=indicator, agency=agency, value=number))


def varied(tmp_path: Path) -> Sample:
    """Comparison, targets, estimates, nil returns, owners, ratios over some bodies, and earlier years."""
    sections = [{"code": "kq", "title": "Kết quả: kiểm tra / xử lý [2015]"}, {"code": "xl", "title": "Xử lý vi phạm"}]
    five = report("five-year", "Báo cáo tổng kết", "program", {"2011..2015": "2015-12-31"}, sections=sections)
    year = report("year-end", "Báo cáo kết quả năm", "year", {"2015": "2015-12-25"}, sections=sections)
    duty = {"code": "D-01", "title": "Duy trì đội kiểm tra", "kind": "standing", "via": "B-01", "section": "kq"}
    document = plan_of(
        forms=FORMS,
        indicators=INDICATORS,
        obligations=[
            obligation("B-01", ["huyen"]),
            obligation("B-02", ["so-a", "so-b"], form="g"),
            duty | {"assigned_to": ["huyen"]},
        ],
        reports=[year, five | {"span": "2011..2015"}],
    )
    found = sample(tmp_path, document)
    for half, first, second, fines in (("H1", 10, 30, "12.15"), ("H2", 20, 47, "1234.35")):
        done = {"D-01": ("done", "Đã kiện toàn")}
        found.answer(f"B-01/h1/2015-{half}", {"visits": first, "violations": 7, "teams": 2}, duties=done)
        found.answer(f"B-01/h2/2015-{half}", {"visits": second, "violations": None, "teams": 3}, estimates=("visits",))
        found.answer(f"B-02/so-b/2015-{half}", {"cases": 21, "fines": fines, "visits": 8})
    found.answer("B-02/so-a/2015-H1", {"cases": 5, "fines": "0.1", "visits": None})
    found.answer("B-02/so-a/2015-H2", {"cases": 9, "fines": "0.2", "visits": None})
    earlier = [(str(year), "visits", "", str(100 + year - 2010)) for year in range(2011, 2015)]
    take_in(found, *earlier, ("2014", "violations", "", "13"), ("2013", "violations", "", "11"))
    take_in(found, ("2014-H2", "fines", "so-b", "12.5"))  # so that one figure lies far from its body's own history
    return found


def communes(tmp_path: Path, *visits: int | None) -> Sample:
    """Communes `x0`, `x1`, … that reported so many visits in the year, all in its first half."""
    agencies: list[dict[str, str]] = [
        {"code": "ubnd", "name": "UBND tỉnh", "kind": "issuer"},
        {"code": "so-a", "name": "Sở A", "kind": "department"},
        *({"code": f"x{n}", "name": f"Xã {n}", "kind": "commune"} for n in range(len(visits))),
    ]
    bodies = [one["code"] for one in agencies[2:]]
    document = plan_of(agencies=agencies, groups=[], obligations=[obligation("B-01", bodies)])
    found = sample(tmp_path, document)
    for body, value in zip(bodies, visits, strict=True):
        for half, shown in (("H1", value), ("H2", None)):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": shown, "violations": 50})
    return found


def opened(content: bytes, *, values: bool = False) -> Workbook:
    """A workbook with its formulas, or with their values."""
    return load_workbook(io.BytesIO(content), data_only=values)


def formulas(content: bytes) -> dict[tuple[str, str], str]:
    """Every formula by sheet and cell."""
    cells = (cell for sheet in opened(content).worksheets for row in sheet.iter_rows() for cell in row)
    return {(cell.parent.title, cell.coordinate): str(cell.value) for cell in cells if cell.data_type == "f"}


def values_at(content: bytes, places: Any) -> dict[tuple[str, str], Any]:
    """What a viewer that does not calculate shows in some cells."""
    book = opened(content, values=True)
    return {(sheet, cell): book[sheet][cell].value for sheet, cell in places}


def without_values(content: bytes) -> bytes:
    """The same workbook without the values kept beside formulas, so that whoever opens it must calculate."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"</f><v>[^<]*</v>", b"</f>", part)
            target.writestr(name, part)
    return out.getvalue()


def recalculated(content: bytes, scratch: Path) -> bytes:
    """The workbook as LibreOffice saves it after working out every formula."""
    scratch.mkdir(parents=True, exist_ok=True)
    source = scratch / "in.xlsx"
    source.write_bytes(without_values(content))
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(scratch / "out"), str(source)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    return (scratch / "out" / "in.xlsx").read_bytes()


def office_missing() -> bool:
    """Whether there is no LibreOffice here."""
    return shutil.which("soffice") is None
