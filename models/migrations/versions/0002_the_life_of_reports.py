"""The life of reports, the coordinator's own words, templates, and figures of earlier years"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_INSTANT = models.columns.UtcDateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("report_build") as build:
        build.drop_column("draft")
        build.add_column(sa.Column("state", sa.String(length=12), nullable=False, server_default="draft"))
        build.add_column(sa.Column("files", sa.String(), nullable=False, server_default="{}"))
        build.add_column(sa.Column("template", sa.String(length=64), nullable=False, server_default=""))
        build.add_column(sa.Column("changes", sa.String(), nullable=False, server_default="[]"))
        build.add_column(sa.Column("reviewed_at", _INSTANT, nullable=True))
        build.add_column(sa.Column("reviewed_by", sa.String(length=200), nullable=True))
        build.add_column(sa.Column("issued_at", _INSTANT, nullable=True))
        build.add_column(sa.Column("issued_by", sa.String(length=200), nullable=True))
        build.add_column(sa.Column("document_number", sa.String(length=80), nullable=True))
        build.add_column(sa.Column("document_date", sa.Date(), nullable=True))

    op.create_table(
        "report_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("section", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_report_text_place", "report_text", ["plan", "report", "period"], unique=False)

    op.create_table(
        "report_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_report_template_name", "report_template", ["plan", "name"], unique=False)

    op.create_table(
        "earlier_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_earlier_import_plan"), "earlier_import", ["plan"], unique=False)

    op.create_table(
        "earlier_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("value", models.columns.Exact(asdecimal=True), nullable=True),
        sa.Column("estimate", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("cell", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["earlier_import.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("import_id", "period", "indicator", "agency"),
    )
    op.create_index("ix_earlier_figure_import", "earlier_figure", ["import_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    for table in ("earlier_figure", "earlier_import", "report_template", "report_text"):
        op.drop_table(table)
    gone = ("document_date", "document_number", "issued_by", "issued_at", "reviewed_by", "reviewed_at")
    with op.batch_alter_table("report_build") as build:
        for column in (*gone, "changes", "template", "files", "state"):
            build.drop_column(column)
        build.add_column(sa.Column("draft", sa.Boolean(), nullable=False, server_default=sa.false()))
