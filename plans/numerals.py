"""Numbers as lists print them: Roman, letters, digits; and Roman numerals read back."""

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = 26


def roman(number: int) -> str:
    """`IV` for 4."""
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text += sign
            number -= value
    return text


def roman_value(text: str) -> int | None:
    """4 for `IV`; None for what is no Roman numeral in its usual form."""
    rest, total = text, 0
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            total += value
            rest = rest[len(sign) :]
    return total if total and not rest and roman(total) == text else None


def letters(number: int) -> str:
    """`a` for 1, `z` for 26, `aa` for 27, as Word counts."""
    times, place = divmod(number - 1, _LETTERS)
    return chr(ord("a") + place) * (times + 1)


def numeral(number: int, style: str) -> str:
    """A number in one of Word's number formats (ECMA-376 Part 1, 17.18.59); an unknown one prints digits."""
    if style == "upperRoman":
        return roman(number)
    if style == "lowerRoman":
        return roman(number).lower()
    if style == "upperLetter":
        return letters(number).upper()
    if style == "lowerLetter":
        return letters(number)
    if style == "decimalZero":
        return f"{number:02d}"
    return "" if style == "none" else str(number)
