"""What stands before and after the body of a plan: issuer, number, place and date, title, year, recipients."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from plans.places import PROVINCE, Locality
from plans.spelling import UPPER, clean

_COMMITTEE = r"(?:UBND|[UỦ][YỶ]\s+BAN\s+NHÂN\s+DÂN)"
_UNIT = r"(?:TỈNH|THÀNH\s+PHỐ|TP\.?|HUYỆN|QUẬN|THỊ\s+XÃ|TX\.?|XÃ|PHƯỜNG|THỊ\s+TRẤN)"
_ISSUER_UPPER = re.compile(
    rf"{_COMMITTEE}\s+(?P<unit>{_UNIT})\s+(?P<place>[{UPPER}]+(?![^\W\d_])(?:\s+[{UPPER}]+(?![^\W\d_]|\.)){{0,3}})"
)
#: What issues plans below a committee's name: UBND TỈNH …, then SỞ Y TẾ or BAN CHỈ ĐẠO ….
_BELOW_COMMITTEE = re.compile(r"(?:BAN|SỞ|PHÒNG|CÔNG\s+AN|HỘI|TRUNG\s+TÂM|CHI\s+CỤC)\b")
_MINISTRY = re.compile(r"BỘ\s+\w")
_ISSUER_IN_TEXT = re.compile(
    rf"(?:UBND|[UuỦủ][ỷỹyY]?\s+ban\s+nhân\s+dân)\s+(?P<unit>tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường|thị\s+trấn)\s+"
    rf"(?P<place>[{UPPER}][^\W\d_]*(?:\s+[{UPPER}][^\W\d_]*){{0,3}})"
)
#: The nation's name and its motto, beside the issuer; in a narrow column the name breaks before its last word.
NATION = re.compile(r"CỘNG\s+H\S+\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA(?:\s+VIỆT(?:\s+NAM)?)?|ĐỘC\s+LẬP\s*[-–].*", re.IGNORECASE)
_REST_OF_NATION = re.compile(r"(?:VIỆT\s+)?NAM")
_NUMBER = re.compile(r"Số\s*:?\s*(?P<number>\d+\s*(?:/\s*\d{4}\s*)?/\s*[A-ZĐ][\wĐ&]*(?:\s*[-–]\s*[A-ZĐ][\wĐ&]*)*)")
_DATED = re.compile(r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})", re.IGNORECASE)
KIND = re.compile(r"(?:KẾ\s+HOẠCH|CHƯƠNG\s+TRÌNH|PHƯƠNG\s+ÁN|ĐỀ\s+ÁN|QUYẾT\s+ĐỊNH)\b.*")
_DECISION = re.compile(r"QUYẾT\s+ĐỊNH")
_OPENS_TEXT = re.compile(
    r"(?:căn\s+cứ|thực\s+hiện\s+(?:các\s+)?(?:quyết\s+định|chỉ\s+thị|nghị\s+quyết|nghị\s+định|kế\s+hoạch|công\s+văn|chương\s+trình|luật)\s+"
    r"(?:[^,;]{0,80}\s)?số\b|để\s|nhằm\s|triển\s+khai\s+(?:[^,;]{0,60}\s)?số\b|theo\s|\()",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\bnăm\s+(?P<year>\d{4})|\b(?P<from>\d{4})\s*[-–]\s*\d{4}", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?:TM|KT|TL|TUQ)\s*\.|(?:PHÓ\s+)?(?:CHỦ\s+TỊCH|GIÁM\s+ĐỐC|CHÁNH\s+VĂN\s+PHÒNG)")
#: Of the column beside the list of recipients, read on one line with it.
_SIGNED_BESIDE = re.compile(rf";\s+[{UPPER}]{{2,}}(?:\s+[{UPPER}]+)+$")
_MOST_TITLE_LINES = 5


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a plan says about itself; None where it does not say it."""

    title: str
    issuer: str | None
    place: Locality
    number: str | None
    signed: date | None
    year: int | None
    preamble: tuple[str, ...]


def letterhead_of(head: Sequence[str]) -> Letterhead:
    """Read the lines before the first section."""
    kinds = [place for place, line in enumerate(head) if KIND.fullmatch(line) and line.split(":")[0].isupper()]
    at = kinds[0] if kinds else None
    enacted = [place for place in kinds if not _DECISION.match(head[place])]
    if enacted and enacted[0] != at:
        at = enacted[0]  # a decision, then the plan it enacts
    before, title, preamble = _parted(head, at)
    if at is not None and at != kinds[0]:
        preamble = [*head[kinds[0] + 1 : at], *preamble]
    issuer, place = _issuer(before, preamble)
    joined = " ".join(head[:at] if at is not None else head[:12])
    number, dated = _NUMBER.search(joined), _DATED.search(joined)
    signed = _date(dated) if dated else None
    year = _year(title, signed)
    plain = re.sub(r"\s+", "", number["number"]).replace("–", "-") if number else None
    return Letterhead(title, issuer, place, plain, signed, year, tuple(preamble))


def _parted(head: Sequence[str], at: int | None) -> tuple[Sequence[str], str, Sequence[str]]:
    """The lines before the title, the title in one line, the lines after it."""
    if at is None:
        return head, "", head
    end = at + 1
    while end < len(head) and end - at < _MOST_TITLE_LINES and _is_title(head[end]):
        end += 1
    first, *rest = head[at:end]
    kind = (
        first.capitalize()
        if first.isupper() and len(first.split()) <= 2 and not (rest and rest[0].isupper())
        else first
    )
    words = clean(" ".join(rest)).strip(" -–_")
    if kind != first and words[:1].isupper():
        words = words[:1].lower() + words[1:]
    return head[:at], f"{kind} {words}".strip(), head[end:]


def _is_title(line: str) -> bool:
    return (
        len(line) < 250 and line[-1] not in ".;:," and not _OPENS_TEXT.match(line) and not re.fullmatch(r"[\W_]+", line)
    )


def _issuer(before: Sequence[str], preamble: Sequence[str]) -> tuple[str | None, Locality]:
    """Who issues the plan, and the place it is in force in."""
    top = list(_without_nation(before))
    match, at = _committee(top)
    if match is None:
        found = [found for line in (*before, *preamble) for found in _ISSUER_IN_TEXT.finditer(line)]
        match, at = (found[-1] if found else None), len(top)
    if match is None:
        return _ministry(top, preamble), PROVINCE
    place = _cased(match["place"].strip())
    locality = Locality.of(" ".join(match["unit"].split()), place)
    return _below(top[at:]) or f"UBND {locality.unit} {place}", locality


def _without_nation(before: Sequence[str]) -> Iterator[str]:
    """The lines without the nation's name and motto, also where a narrow column broke the name over two lines."""
    broken = False
    for line in before:
        own = line if not broken else re.sub(rf"(?:^|\s+){_REST_OF_NATION.pattern}$", "", line)
        broken = bool(re.search(r"CHỦ\s+NGHĨA(?:\s+VIỆT)?$", line))
        if own and not _REST_OF_NATION.fullmatch(own):
            yield NATION.sub("", own).strip()


def _below(lines: Sequence[str]) -> str | None:
    """The body below a committee that issues the plan; its name may go on over the lines that follow."""
    at = next((at for at, line in enumerate(lines) if _BELOW_COMMITTEE.match(line) and line.isupper()), None)
    if at is None:
        return None
    further = takewhile(lambda line: not line or re.fullmatch(rf"[{UPPER}\s,&-]+", line), lines[at + 1 :])
    return " ".join(filter(None, (lines[at], *further)))


def _ministry(top: Sequence[str], preamble: Sequence[str]) -> str | None:
    """A ministry's name, perhaps on two lines, cased as the text writes it where it does."""
    at = next((at for at, line in enumerate(top) if _MINISTRY.match(line) and line.isupper()), None)
    if at is None:
        return None
    goes_on = next(iter(top[at + 1 : at + 2]), "")
    name = f"{top[at]} {goes_on}" if goes_on.startswith("VÀ ") else top[at]
    written = next((match for line in preamble if (match := re.search(re.escape(name), line, re.IGNORECASE))), None)
    return written.group() if written and not written.group().isupper() else name.capitalize()


def _committee(top: Sequence[str]) -> tuple[re.Match[str] | None, int]:
    """The last committee named, on one line or two with others between, and where the lines after it begin.

    Above the committee that issues a plan may stand the one over it: UBND TỈNH …, then ỦY BAN NHÂN DÂN HUYỆN ….
    """
    found: tuple[re.Match[str] | None, int] = None, 0
    for at, line in enumerate(top):
        if match := _ISSUER_UPPER.fullmatch(line):
            found = match, at + 1
        elif re.fullmatch(rf"{_COMMITTEE}(?:\s+{_UNIT})?", line):
            further = enumerate(top[at + 1 :], start=at + 2)
            whole = ((_ISSUER_UPPER.fullmatch(f"{line} {rest}"), end) for end, rest in further)
            found = next(((match, end) for match, end in whole if match), found)
    return found


def _cased(place: str) -> str:
    """A place's name as written in running text."""
    return " ".join(word.capitalize() for word in place.split()) if place.isupper() else place


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _year(title: str, signed: date | None) -> int | None:
    """The year a plan is for: its title's, else that of its date."""
    match = _YEAR.search(title)
    if match:
        return int(match["year"] or match["from"])
    return signed.year if signed else None


def recipients(tail: Sequence[str]) -> tuple[str, ...]:
    """The distribution list (Nơi nhận) of the lines after the body, without bullets and final signs."""
    found: list[str] = []
    inside = bulleted = False
    for line in tail:
        opening = re.match(r"nơi\s+(?:nhận|gửi)\s*:?\s*", line, re.IGNORECASE)
        inside = inside or bool(opening)
        said = _SIGNED_BESIDE.sub("", line[opening.end() :] if opening else line)
        is_bullet = bool(re.match(r"[-–+*•]", said))
        if not inside or not said or (bulleted and not is_bullet) or _SIGNATURE.match(said):
            continue
        bulleted = bulleted or is_bullet
        for part in re.split(r";\s*[-–]\s+", said):
            words = part.strip(" -–+*•;.")
            if words:
                found.append(words)
    return tuple(found)
