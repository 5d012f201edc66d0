"""Settings: environment variables `DONDOC_…`, their `_FILE` twins for secrets, and `dondoc.toml` in the home."""

import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.errors import DondocError
from models.language import _
from models.near import meant
from models.store import sqlite_url

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

CONFIG = "dondoc.toml"
DATABASE = "dondoc.db"


class SettingsError(DondocError):
    """A setting cannot be used."""


class Settings(BaseSettings):
    """What an installation is told about its surroundings; `home` holds its files.

    Deliveries: `attempts` tries with delays that double from `retry_minutes` up to a day before a message fails;
    what a delivery that was cut off held is taken up again after `lease_minutes`.
    `soffice` is LibreOffice's program for PDF, where it is not found by itself.
    """

    model_config = SettingsConfigDict(env_prefix="DONDOC_", extra="forbid")

    home: Path = Path("dondoc-home")
    database_url: SecretStr | None = None
    smtp_url: SecretStr = SecretStr("maildir:outgoing")
    imap_url: SecretStr | None = None
    mail_from: str = "Đôn đốc <dondoc@localhost.example>"
    public_url: str | None = None
    secret_key: SecretStr | None = None
    attempts: int = Field(default=10, ge=1, le=100)
    retry_minutes: int = Field(default=5, ge=1, le=1440)
    lease_minutes: int = Field(default=15, ge=1, le=1440)
    round_cron: str = "30 7 * * *"
    deliver_seconds: int = Field(default=600, ge=1, le=86_400)
    compile_cron: str = "30 8 * * *"
    watch_cron: str = "0 * * * *"
    soffice: Path | None = None

    @property
    def database(self) -> str:
        """The database's URL: as set, else a SQLite file in the home."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return sqlite_url(self.home / DATABASE)

    @property
    def lease(self) -> timedelta:
        """How long a delivery may hold a message before another takes it for dead."""
        return timedelta(minutes=self.lease_minutes)

    @property
    def mail_domain(self) -> str:
        """The domain of Message-IDs: that of the sender's address."""
        return self.mail_from.rpartition("@")[2].strip(" >") or "localhost.example"


def load_settings(home: Path | None = None, **given: Any) -> Settings:  # noqa: ANN401 - handed to Pydantic as they are
    """Settings from, in falling order, the command line, the environment (with `_FILE` twins) and `dondoc.toml`.

    Raises:
        SettingsError: a value, a name in `dondoc.toml` or a `_FILE` cannot be used; the message names it.
    """
    place = home or Path(os.environ.get("DONDOC_HOME", "dondoc-home"))
    values: dict[str, Any] = {**_from_toml(place / CONFIG), **_from_environment(os.environ)}
    values.update({name: value for name, value in given.items() if value is not None}, home=place)
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"])
        said = _("cài đặt {name} không dùng được ({why}): sửa DONDOC_{variable} hoặc {config}")
        why = _why(first, name)
        raise SettingsError(said.format(name=name, why=why, variable=name.upper(), config=CONFIG)) from None


def _why(fault: "ErrorDetails", name: str) -> str:
    """What is wrong with a setting, as users say it; a fault that is not foreseen in the words of the library."""
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "int_parsing" | "int_type" | "int_from_float":
            return _("phải là số nguyên")
        case "greater_than_equal":
            return _("nhỏ nhất là {least}").format(least=limits.get("ge"))
        case "less_than_equal":
            return _("lớn nhất là {most}").format(most=limits.get("le"))
        case "string_type" | "path_type":
            return _("phải là chữ, đặt trong dấu nháy")
        case "extra_forbidden":
            return _("không có cài đặt này") + meant(name, Settings.model_fields)
    return fault["msg"].lower()


def _from_toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        said = _("không đọc được {path}: {error}; mỗi dòng là tên, dấu = và giá trị")
        raise SettingsError(said.format(path=path, error=error)) from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    values = {}
    for name in Settings.model_fields:
        variable = f"DONDOC_{name.upper()}"
        if variable in environment:
            values[name] = environment[variable]
        elif f"{variable}_FILE" in environment:
            path = Path(environment[f"{variable}_FILE"])
            try:
                values[name] = path.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                why = error.strerror if isinstance(error, OSError) else _("không phải văn bản UTF-8")
                said = _("{variable}_FILE: không đọc được {path} ({why})")
                raise SettingsError(said.format(variable=variable, path=path, why=why)) from None
    return values
