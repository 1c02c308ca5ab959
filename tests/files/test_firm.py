"""A firm's profile: what it may say, the files it names, and colours that are no use on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.files.firm import read_firm
from evalkit.model.colours import NAMES, colour, contrast, dark_enough
from evalkit.model.firm import colour_faults
from evalkit.model.places import Where

PROFILE = """机构:
  名称: 某某管理咨询有限公司
  标志: 标志.png
  标志位置: 封面和页眉
  主色: {colour}
  页眉: 某某咨询
  封面: 简洁
"""


def profile(folder: Path, colour: str) -> Path:
    (folder / "标志.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "FIRM.yaml").write_text(PROFILE.format(colour=colour), "utf-8")
    return folder / "FIRM.yaml"


def test_a_profile_brings_the_logo_and_the_look(tmp_path: Path) -> None:
    firm, findings = read_firm(profile(tmp_path, "墨绿"))
    assert findings == ()
    assert firm is not None
    assert firm.record["封面"] == "简洁"
    assert firm.record["主色"] == "墨绿"
    assert dict(firm.files) == {"标志.png": b"\x89PNG\r\n\x1a\n"}


def test_a_logo_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    path = profile(tmp_path, "墨绿")
    (tmp_path / "标志.png").unlink()
    _, (found,) = read_firm(path)
    assert found.message == "找不到文件“标志.png”"


@pytest.mark.parametrize(
    ("written", "message", "cure"),
    [
        ("FFC000", "太浅", "同一色调可以写"),
        ("好看的蓝", "看不懂：好看的蓝", "藏青"),
        ("#1F4E79", "是空的", "1F4E79"),  # a comment to YAML
        ("300,1,1", "看不懂", "31,78,121"),
    ],
)
def test_a_colour_of_no_use_is_a_fault_with_its_place(tmp_path: Path, written: str, message: str, cure: str) -> None:
    _, (found,) = read_firm(profile(tmp_path, written))
    assert (found.kind, found.where.file) == ("input", "FIRM.yaml")
    assert found.where.spot.startswith("5:")
    assert message in found.message
    assert cure in found.cure


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("墨绿", "1E5945"),
        ("墨绿色", "1E5945"),
        ("1f4e79", "1F4E79"),
        ("#1F4E79", "1F4E79"),
        ("＃１Ｆ４Ｅ７９", "1F4E79"),
        ("#069", "006699"),
        ("31,78,121", "1F4E79"),
        ("RGB(31，78，121)", "1F4E79"),
        ("1F4E7", None),
        ("256,0,0", None),
        ("", None),
    ],
)
def test_how_a_colour_may_be_written(written: str, digits: str | None) -> None:
    assert colour(written) == digits


def test_contrast_is_that_of_the_standard() -> None:
    # WCAG 2.1: black on white is 21 to 1; 767676 is the lightest grey that reaches 4.5, 777777 does not.
    assert round(contrast("000000"), 2) == 21
    assert contrast("767676") >= 4.5 > contrast("777777")


def test_every_named_colour_and_every_one_proposed_is_dark_enough() -> None:
    assert all(contrast(digits) >= 4.5 for digits in NAMES.values())
    proposed = dark_enough("FFC000")
    assert contrast(proposed) >= 4.5
    assert colour_faults(proposed, Where("")) == ()
