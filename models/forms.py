"""What a filing asks for: forms with their passages and rules, and the indicators they collect."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.parts import Code, Part, PeriodKey, Text


class Passage(Part):
    """A narrative question of a form."""

    code: Code
    title: Text
    required: bool = False
    section: Code | None = None
    max_length: Annotated[int, Field(ge=1, le=500_000)] = 20_000


class FormRule(Part):
    """A comparison that the figures of one form must satisfy."""

    left: Code
    op: Literal["<=", "<", "==", ">=", ">"]
    right: Code | Decimal
    message: Text


class Form(Part):
    """What one filing asks for: figures, passages, and rules between the figures."""

    code: Code
    title: str | None = None
    cumulative: bool = False
    indicators: tuple[Code, ...] = ()
    narrative: tuple[Passage, ...] = ()
    rules: tuple[FormRule, ...] = ()


class Indicator(Part):
    """A figure: a flow adds over periods, a stock is its latest value, a ratio is derived from two sums."""

    code: Code
    name: Text
    unit: Text
    kind: Literal["flow", "stock", "ratio"] = "flow"
    type: Literal["integer", "decimal"] = "integer"
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    numerator: Code | None = None
    denominator: Code | None = None
    owner: Code | None = None
    section: Code | None = None
    group: str | None = None
    targets: dict[PeriodKey, Decimal] = {}  # noqa: RUF012 - pydantic copies a default
    aim: Literal["at-least", "at-most"] = "at-least"
    sum_bodies: bool = True
    previous_code: Code | None = None

    @model_validator(mode="after")
    def _ratio_has_both_terms(self) -> Self:
        terms = (self.numerator is not None) + (self.denominator is not None)
        if self.kind == "ratio" and terms != 2:
            raise ValueError("a ratio names a numerator and a denominator")
        if self.kind != "ratio" and terms:
            raise ValueError(f"a {self.kind} has neither numerator nor denominator: make it kind: ratio")
        return self
