"""Telling the encodings of before Unicode, TCVN3, VNI and VIQR, by the letters and signs they leave in words.

The first two hold Vietnamese in the places of Western letters: `Kế hoạch` reads `KÕ ho¹ch` in TCVN3 and `Keá hoaïch` in
VNI.  VIQR (RFC 1456) writes marks as signs behind the vowel: `Ke^' hoa.ch`.
"""

import re
import unicodedata
from typing import Literal

_UNICODE = re.compile("[ĂăĐđƠơƯưẠ-ỹ]")
#: Signs that TCVN3 puts inside words: ® for đ, ¬ for ơ, a soft hyphen for ư, µ ¸ ¶ · ¹ for à á ả ã ạ, and so on.
_TCVN3 = re.compile("[®¬\u00ad§¦¥¤£¢¡¨©ª«µ¸¶·¹»¾¼½Æ](?=[a-zµ¸-ÿ])|(?<=[A-Za-zÀ-ÿ])[®¬\u00ad¨©ª«µ¸¶·¹»¾¼½Æ]")
#: VNI writes a vowel and then its mark as a letter of its own: aù aø aû aõ aï, aâ, eâ, oâ; ñ for đ, ö for ư.
_VNI = re.compile("[aeiouyAEIOUY][ùøûõïâêáàåãäéèúüëÙØÛÕÏÂÊÁÀÅÃÄÉÈÚÜË]|[öôÖÔ][ùøûõïÙØÛÕÏ]|ñ|Ñ|ö|Ö")
#: A circumflex, breve or horn, perhaps with a tone; a tone alone within a word or at its end; dd for đ.
_VIQR = re.compile(
    r"[aeoAEO]\^[`'?~.]?|[ouOU]\+[`'?~.]?|[aA]\([`'?~.]?|(?<=[A-Za-z])[aeiouy][`'?~.](?=[a-z])|\b[dD]d(?=[a-z])"
)
_VIQR_SIGNS = re.compile(r"(?<=[A-Za-z])(?:[aeoAEO]\^|[ouOU]\+)")
_FEWEST = 5


def legacy_encoding(text: str) -> Literal["TCVN3 (ABC)", "VNI", "VIQR"] | None:
    """Which legacy encoding a text is in, None for Unicode and for other languages."""
    text = unicodedata.normalize("NFC", text)
    words = len(re.findall(r"[^\W\d_]{2,}", text)) or 1
    if len(_UNICODE.findall(text)) > words * 0.1:
        return None
    if len(_VIQR_SIGNS.findall(text)) >= _FEWEST and len(_VIQR.findall(text)) > words * 0.2:
        return "VIQR"
    tcvn3, vni = len(_TCVN3.findall(text)), len(_VNI.findall(text))
    most = max(tcvn3, vni)
    if most < _FEWEST or most < words * 0.1:
        return None
    return "TCVN3 (ABC)" if tcvn3 >= vni else "VNI"
