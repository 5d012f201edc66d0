"""Indexes by which a report finds the assignments of its days, and a summary the figures that are estimates"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_assignment_window", "assignment", ["plan", "cutoff_from", "cutoff_to"], unique=False)
    op.create_index(
        "ix_figure_estimate",
        "figure",
        ["submission_id"],
        unique=False,
        sqlite_where=sa.text("estimate IS 1"),
        postgresql_where=sa.text("estimate IS true"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_figure_estimate", table_name="figure")
    op.drop_index("ix_assignment_window", table_name="assignment")
