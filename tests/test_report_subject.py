"""What a consolidated report is on: its title, what the plan is about, and the period, each said once."""

import io
from pathlib import Path

import docx
import pytest

from reports.docx.document import render_docx
from tests.report_samples import plan_of, report, sample

ABOUT = "công tác phòng cháy"


@pytest.mark.parametrize(
    ("title", "kind", "period", "subject"),
    [
        ("Báo cáo kết quả năm", "year", "2015", "Kết quả công tác phòng cháy năm 2015"),
        ("Báo cáo sơ kết", "half", "2015-H1", "Sơ kết công tác phòng cháy 6 tháng đầu năm 2015"),
        (
            "Báo cáo sơ kết Công tác phòng cháy 6 tháng",
            "half",
            "2015-H1",
            "Sơ kết Công tác phòng cháy 6 tháng đầu năm 2015",
        ),
        ("Tổng kết giai đoạn 2011-2015", "year", "2015", "Tổng kết giai đoạn 2011-2015"),
    ],
)
def test_the_plans_subject_stands_before_the_period(
    tmp_path: Path, title: str, kind: str, period: str, subject: str
) -> None:
    plan = plan_of(reports=[report("bc", title, kind, {period: "2015-12-25"})])
    found = sample(tmp_path, plan.model_copy(update={"plan": plan.plan.model_copy(update={"subject": ABOUT})}))

    words = docx.Document(io.BytesIO(render_docx(found.compile("bc", period)))).paragraphs

    assert words[1].text == subject
