"""The fonts of the report, each with what stands in for it."""

from __future__ import annotations

from evalkit.writers._word_looks import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG
from evalkit.writers._word_xml import HEAD, W

#: What to take where a font is missing: other name, class, family, pitch.
_FONTS = (
    (FANGSONG, "仿宋", "86", "modern", "default"),
    (KAITI, "楷体", "86", "modern", "default"),
    (HEITI, "SimHei", "86", "modern", "default"),
    (SONGTI, "SimSun", "86", "auto", "variable"),
    (XIAOBIAOSONG, "FZXiaoBiaoSong-B05S", "86", "script", "fixed"),
    ("Times New Roman", "", "00", "roman", "variable"),
)


def fonts_xml() -> str:
    """The part fontTable.xml, which names a substitute for every font that a machine may lack."""
    rows = []
    for name, other, charset, family, pitch in _FONTS:
        alternative = f'<w:altName w:val="{other}"/>' if other else ""
        rows.append(
            f'<w:font w:name="{name}">{alternative}<w:charset w:val="{charset}"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{"".join(rows)}</w:fonts>'
