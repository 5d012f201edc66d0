"""A Word template checked before it is used: every fault with the place where its writer finds it in Word."""

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import docx
from docx.document import Document
from jinja2 import TemplateSyntaxError
from lxml import etree

from models.errors import ReportError
from models.language import _
from reports.docx.balance import CLOSES, balanced, neutral
from reports.docx.document import Paper
from reports.docx.fields import STYLES, paths, sample
from reports.docx.package import BROKEN, admit
from reports.docx.sandbox import AS_BLOCK, AS_PICTURE, environment, faults

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Bounded, so that thousands of braces that open and never close take no time.
_TAG = re.compile(r"\{\{.{0,400}?\}\}|\{%.{0,400}?%\}|\{#.{0,400}?#\}")
_LOOSE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_STEERING = re.compile(r"\{%(?P<kind>tr|tc|p|r)?\s*-?\s*(?P<word>\w+)(?P<rest>.*?)-?\s*%\}")
_SHOWING = re.compile(r"\{\{(?P<kind>tr|tc|p|r)?(?=\s)(?P<rest>.*?)\}\}|\{\{(?P<plain>.*?)\}\}")
_LONGEST_TAG = 300
_MOST_BRACED = 100_000  # letters of all paragraphs that have a brace
_MOST_TAGS = 3_000
_MOST_PARAGRAPHS = 20_000
_DEEPEST = 12
_MARKS = {"p": AS_BLOCK, "r": AS_PICTURE}
_CONTAINERS = {"tr": "tbl", "tc": "tr"}
#: So many paragraphs that Jinja cannot read are told of one by one.
_MOST_UNREADABLE = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a template: where it stands, and what is wrong."""

    place: str
    said: str

    def __str__(self) -> str:
        return f"{self.place}: {self.said}" if self.place else self.said


@dataclass(frozen=True)
class _Line:
    """A paragraph that was read: its place, its text, and the element itself."""

    place: str
    text: str
    element: etree._Element


@dataclass
class _Opened:
    """A loop or condition that waits for its end."""

    word: str
    kind: str
    line: _Line
    number: int
    inside: object = field(default=None)


def check_template(content: bytes) -> list[Problem]:
    """Everything that keeps a template from being used; empty where it is sound.

    The last test is a report of sample words, made only where nothing else was found.
    """
    try:
        admit(content)
        document = docx.Document(io.BytesIO(content))
    except ReportError as error:
        return [Problem("", str(error))]
    except BROKEN:
        return [Problem("", _("mẫu hỏng, không mở được: mở bằng Word rồi lưu lại thành .docx"))]
    parts = list(_parts(document))
    found = [problem for lines in parts for problem in _part_problems(lines)]
    found += _strange_places(document, parts)
    if not found:
        found = [*_missing(parts[0]), *_missing_styles(document)]
    return found or list(_trial(content))


def left_out(content: bytes) -> list[str]:
    """The fields that a sound template does not show and without which its reports say less, each with what it holds.

    Of a loop that a template does not have at all only the loop is told, and that only where it is not said otherwise.
    """
    (body, *_rest) = _parts(docx.Document(io.BytesIO(content)))
    shown, known = _shown_paths(body), paths()
    found = []
    for path, one in known.items():
        above = path.rpartition("[].")[0]
        if one.carries and path not in shown and (not above or (above in shown and not _told_instead(above, shown))):
            found.append(f"“{path}” ({_(one.said)})")
    return found


def _told_instead(path: str, shown: Collection[str]) -> bool:
    """Whether the field that says the same as a list is shown beside it."""
    above, inside, _name = path.rpartition("[].")
    instead = paths()[path].instead
    return bool(instead) and f"{above}{inside}{instead}" in shown


# --- reading ---------------------------------------------------------------------------------------------------------


def _parts(document: Document) -> Iterator[list[_Line]]:
    """The paragraphs of the body, then those of each header and footer."""
    yield list(_lines(document.element.body, ""))
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in ("header", "footer") and not relation.is_external:
            name = _("đầu trang") if kind == "header" else _("chân trang")
            yield list(_lines(etree.fromstring(relation.target_part.blob), name))


def _lines(root: etree._Element, above: str) -> Iterator[_Line]:
    tables = {table: number for number, table in enumerate(root.iter(f"{_W}tbl"), 1)}
    for number, paragraph in enumerate(root.iter(f"{_W}p"), 1):
        text = "".join(_text_of(paragraph))
        cell = next(paragraph.iterancestors(f"{_W}tc"), None)
        place = _("đoạn {number}").format(number=number) if cell is None else _cell(cell, tables)
        words = f" “{_first_words(text)}”" if text.strip() else ""
        yield _Line(f"{above}, {place}{words}" if above else f"{place}{words}", text, paragraph)


def _text_of(paragraph: etree._Element) -> Iterator[str]:
    """The text of a paragraph's own runs; a text box within it has paragraphs of its own."""
    for text in paragraph.iter(f"{_W}t"):
        if next(text.iterancestors(f"{_W}p"), None) is paragraph:
            yield (text.text or "").replace("\n", " ")


def _cell(cell: etree._Element, tables: Mapping[etree._Element, int]) -> str:
    row = next(cell.iterancestors(f"{_W}tr"))
    table = next(cell.iterancestors(f"{_W}tbl"))
    place = _("bảng {table}, dòng {row}, ô {cell}")
    return place.format(
        table=tables[table],
        row=len(list(row.itersiblings(f"{_W}tr", preceding=True))) + 1,
        cell=len(list(cell.itersiblings(f"{_W}tc", preceding=True))) + 1,
    )


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:40].rstrip()}…"


# --- one part --------------------------------------------------------------------------------------------------------


def _part_problems(lines: Sequence[_Line]) -> list[Problem]:
    """Every fault of a part: its tags, its loops and conditions, and what they mean, each by itself."""
    braced = [line.text for line in lines if "{" in line.text or "}" in line.text]
    long = len(lines) > _MOST_PARAGRAPHS or sum(map(len, braced)) > _MOST_BRACED
    if long or sum(len(_TAG.findall(text)) for text in braced) > _MOST_TAGS:
        return [Problem("", _("mẫu quá dài: mẫu chỉ chứa khung của báo cáo, không chứa nội dung"))]
    torn = {line.element: list(_tag_problems(line)) for line in lines}
    found = [problem for problems in torn.values() for problem in problems]
    if not any("{%" in line.text for line in lines if torn[line.element]):
        found += _structure_problems(lines)
    return [*found, *_meaning_problems(lines, {n for n, line in enumerate(lines) if torn[line.element]})]


def _tag_problems(line: _Line) -> Iterator[Problem]:
    """Tags that do not end in their own paragraph, are too long, or are something else than a field or a step."""
    if _LOOSE.search(_TAG.sub("", line.text)):
        said = _("thẻ mở mà không đóng (hoặc đóng mà không mở) trong đoạn: mỗi thẻ nằm trọn trong một đoạn")
        yield Problem(line.place, said)
        return
    for tag in _TAG.findall(line.text):
        if len(tag) > _LONGEST_TAG:
            yield Problem(line.place, _("thẻ quá dài"))
        elif tag.startswith("{#"):
            yield Problem(line.place, _("không dùng ghi chú dạng {form}").format(form="{# … #}"))
        elif tag.startswith("{%") and not _STEERING.fullmatch(tag):
            yield Problem(line.place, _("thẻ hỏng: {tag}").format(tag=tag[:40]))


def _structure_problems(lines: Sequence[_Line]) -> Iterator[Problem]:
    """Loops and conditions without their end, crossed, or spread over what cannot be repeated as a whole."""
    opened: list[_Opened] = []
    for number, line in enumerate(lines):
        for match in _STEERING.finditer(line.text):
            word, kind = match["word"], match["kind"] or ""
            if kind == "p" and line.text.strip() != match[0]:
                yield Problem(line.place, _("thẻ {tag} phải đứng một mình trong đoạn").format(tag=match[0][:40]))
            inside = _inside(line.element, kind)
            if kind in ("tr", "tc") and inside is None:
                yield Problem(line.place, _("thẻ {tag} phải nằm trong bảng").format(tag=match[0][:40]))
            if word in ("for", "if"):
                opened.append(_Opened(word, kind, line, number, inside))
                if len(opened) > _DEEPEST:
                    yield Problem(line.place, _("lồng quá {most} vòng lặp và điều kiện").format(most=_DEEPEST))
                    return
            elif word in CLOSES or word in ("else", "elif"):
                yield from _closing(opened, word, kind, inside, line)
    for one in opened:
        yield Problem(one.line.place, _unclosed(one.word))


def _unclosed(word: str) -> str:
    if word == "for":
        return _("vòng lặp mở ở đây không có {end}").format(end="endfor")
    return _("điều kiện mở ở đây không có {end}").format(end="endif")


def _closing(opened: list[_Opened], word: str, kind: str, inside: object, line: _Line) -> Iterator[Problem]:
    wanted = CLOSES.get(word)
    last = opened[-1] if opened else None
    if last is None or (wanted is not None and last.word != wanted):
        yield Problem(line.place, _("{word} không khớp với thẻ nào đang mở").format(word=word))
    elif last.kind != kind or last.inside is not inside:
        said = _("{word} phải cùng dạng thẻ và cùng chỗ (đoạn, ô, bảng) với thẻ mở ở {place}")
        yield Problem(line.place, said.format(word=word, place=last.line.place))
    if any(one.word == wanted for one in opened):
        while opened.pop().word != wanted:
            pass


def _inside(paragraph: etree._Element, kind: str) -> object:
    """What a step and its end must share: the paragraph itself, its container, its row or its table."""
    if kind in _CONTAINERS:
        return next(paragraph.iterancestors(_W + _CONTAINERS[kind]), None)
    return paragraph.getparent() if kind == "p" else paragraph


def _meaning_problems(lines: Sequence[_Line], torn: Collection[int]) -> Iterator[Problem]:
    """Unknown fields, wrong kinds, and whatever leaves the sandbox: each paragraph is a line of one Jinja source.

    Paragraphs whose tags are `torn`, or that Jinja cannot read, are left aside once their fault is told.
    """
    texts = [_steps(line.text) if n in torn else _plain(line.text) for n, line in enumerate(lines)]
    aside = set(torn)
    for _attempt in range(_MOST_UNREADABLE):
        try:
            tree = environment().parse("\n".join(balanced(texts)))
        except TemplateSyntaxError as error:
            at = min(error.lineno, len(lines)) - 1
            yield Problem(lines[at].place, _("thẻ hỏng: {error}").format(error=error.message or ""))
            if at in aside:
                return
            aside.add(at)
            texts[at] = neutral(texts[at])
        except RecursionError:
            yield Problem("", _("thẻ lồng quá sâu"))
            return
        else:
            found = (fault for fault in faults(tree, marked=True) if fault.line - 1 not in aside)
            yield from (Problem(lines[fault.line - 1].place, fault.said) for fault in found)
            return


def _steps(text: str) -> str:
    """Of a paragraph whose tags are torn only the loops and conditions; its length is bounded, however many braces."""
    tags = _TAG.findall(text) if "{%" in text else ()
    return neutral("".join(_plain(tag) for tag in tags if tag.startswith("{%")))


def _plain(text: str) -> str:
    """A paragraph for Jinja alone: without the marks for Word, but for those that the checker itself knows."""
    text = _STEERING.sub(lambda match: f"{{% {match['word']}{match['rest']} %}}", text)
    return _SHOWING.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    said = (match["rest"] if match["plain"] is None else match["plain"]).strip()
    mark = _MARKS.get(match["kind"] or "")
    return f"{{{{ ({said})|{mark} }}}}" if mark else f"{{{{ {said} }}}}"


# --- the whole -------------------------------------------------------------------------------------------------------


def _strange_places(document: Document, parts: Sequence[Sequence[_Line]]) -> Iterator[Problem]:
    """Tags where none is filled in: in properties of paragraphs and drawings, in footnotes and comments."""
    for lines in parts:
        places = {line.element: line.place for line in lines}
        for element in lines[0].element.getroottree().iter(etree.Element) if lines else ():
            if any(_LOOSE.search(str(value)) for value in element.attrib.values()):
                near = next((one for one in (element, *element.iterancestors()) if one in places), None)
                near = next(element.iter(f"{_W}p"), None) if near is None else near
                said = _("trường đặt trong thuộc tính (chữ thay thế, liên kết) không dùng được")
                yield Problem(places.get(near, ""), said)
    for part in document.part.package.iter_parts():
        kind = str(part.partname)
        if re.search(r"/(footnotes|endnotes|comments)\d*\.xml$", kind) and _LOOSE.search(_words(part.blob)):
            yield Problem(kind.rpartition("/")[2], _("trường ở chú thích hoặc nhận xét không dùng được"))


def _words(blob: bytes) -> str:
    return "".join(text.text or "" for text in etree.fromstring(blob).iter(f"{_W}t"))


def _missing(body: Sequence[_Line]) -> Iterator[Problem]:
    """Fields without which it is no report; a line of a list stands for the list."""
    shown = _shown_paths(body)
    known = paths()
    for path, one in known.items():
        above, inside, _name = path.rpartition("[].")
        within = not above or (known[above].needed and above in shown)
        told = path in shown or (one.instead and f"{above}{inside}{one.instead}" in shown)
        if one.needed and within and not told:
            yield Problem("", _("mẫu thiếu phần bắt buộc “{path}” ({said})").format(path=path, said=_(one.said)))


def _shown_paths(body: Sequence[_Line]) -> set[str]:
    """The full names of the fields that a body shows or loops over."""
    names: dict[str, str] = {}
    shown: set[str] = set()
    for line in body:
        for match in _STEERING.finditer(line.text):
            loop = re.fullmatch(r"\s*(\w+)\s+in\s+([\w.]+)\s*", match["rest"]) if match["word"] == "for" else None
            if loop:
                path = _full(loop[2], names)
                names[loop[1]] = f"{path}[]"
                shown.add(path)
        for match in _SHOWING.finditer(line.text):
            said = match["rest"] if match["plain"] is None else match["plain"]
            shown |= {_full(name, names) for name in re.findall(r"[A-Za-z_][\w.]*", said)}
    return shown


def _full(name: str, names: Mapping[str, str]) -> str:
    first, dot, rest = name.partition(".")
    return f"{names.get(first, first)}{dot}{rest}"


def _missing_styles(document: Document) -> Iterator[Problem]:
    known = {style.get(f"{_W}styleId") for style in document.styles.element.iter(f"{_W}style")}
    for name in STYLES:
        if name not in known:
            yield Problem("", _("mẫu thiếu kiểu “{name}”: chép lại từ mẫu gốc").format(name=name))


def _trial(content: bytes) -> Iterator[Problem]:
    """A report of sample words, and one with every list empty; each must open again."""
    for full in (True, False):
        try:
            paper = Paper(content)
            paper.fill(sample(full=full))
            docx.Document(io.BytesIO(paper.saved()))
        except ReportError as error:
            yield Problem("", _("thử dựng báo cáo không được: {error}").format(error=error))
            return
        except BROKEN:
            yield Problem("", _("thử dựng báo cáo không được: văn bản dựng ra bị hỏng"))
            return
