"""Settings that cannot be used: which one, why in the language of the run, and what to do."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.catalogues import VIETNAMESE
from tests.cli_samples import Office, Ran, run

WRONG: list[tuple[Mapping[str, str], str, str]] = [
    ({"DONDOC_ATTEMPTS": "x"}, "phải là số nguyên", "a whole number"),
    ({"DONDOC_ATTEMPTS": "0"}, "nhỏ nhất là 1", "at least 1"),
    ({"DONDOC_RETRY_MINUTES": "9999"}, "lớn nhất là 1440", "at most 1440"),
    ({"DONDOC_SMTP_URL": "ftp://x"}, "ghi smtp://", "write smtp://"),
    ({"DONDOC_SMTP_URL": "smtp://mail.example?tsl=none"}, "không có tùy chọn 'tsl'", "there is no option 'tsl'"),
    ({"DONDOC_SECRET_KEY_FILE": "/nowhere/key"}, "không đọc được /nowhere/key", "cannot read /nowhere/key"),
]


def told(ran: Ran) -> str:
    """What `doctor` says is wrong, which goes on where it can, or the one line of a command that could not begin."""
    return " ".join(one["detail"] for one in ran.json if one["state"] == "error") if ran.out else ran.err


@pytest.mark.parametrize(("environment", "said", "english"), WRONG, ids=[f"{n}" for n in range(len(WRONG))])
def test_a_wrong_setting_is_told_in_the_language_of_the_run(
    tmp_path: Path, environment: Mapping[str, str], said: str, english: str
) -> None:
    home = Office(tmp_path).home
    assert said in told(run("doctor", "--json", "--home", home, environment=environment))
    translated = told(run("doctor", "--json", "--home", home, "--lang", "en", environment=environment))
    assert english in translated
    assert not VIETNAMESE.search(translated)


def test_an_unknown_setting_of_the_file_is_answered_with_the_one_that_was_meant(tmp_path: Path) -> None:
    office = Office(tmp_path)
    (office.home / "dondoc.toml").write_text('smtp_ulr = "maildir:outgoing"\n', "utf-8")
    assert "không có cài đặt này, có phải smtp_url?" in office.run("status").refusal


def test_a_settings_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    office = Office(tmp_path)
    (office.home / "dondoc.toml").write_bytes(b"attempts 3\n")
    assert "dondoc.toml" in office.run("status").refusal
    (office.home / "dondoc.toml").write_bytes("mail_from = 'Đôn đốc'".encode("utf-16"))
    assert "mỗi dòng là tên, dấu = và giá trị" in office.run("status").refusal


def test_a_secret_file_that_is_no_text_is_refused_without_repeating_it(tmp_path: Path) -> None:
    office, secret = Office(tmp_path), tmp_path / "key"
    secret.write_bytes(b"\xff\xfehidden")
    ran = run("status", "--home", office.home, environment={"DONDOC_SECRET_KEY_FILE": str(secret)})
    assert "không phải văn bản UTF-8" in ran.refusal
    assert "hidden" not in ran.err
