"""Documents named by their numbers: which one a wrong number may mean, and where one's own is written."""

import pytest

from evalkit.loading.docnums import likely, own_table
from evalkit.model.places import Where
from evalkit.words import DOCUMENTS

KNOWN = {
    "财预〔2020〕10号": "项目支出绩效评价管理办法",
    "财预〔2021〕101号": "",
    "湘财绩〔2020〕7号": "湖南省预算支出绩效评价管理办法",
}
ALL = "现有的：财预〔2020〕10号、财预〔2021〕101号、湘财绩〔2020〕7号"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("湘财绩〔2021〕8号", "湘财绩〔2020〕7号"),
        ("湘财预〔2021〕8号", "湘财绩〔2020〕7号"),  # another office of the same place
        ("财预(2020)11号", "财预〔2020〕10号"),  # of two of one office, the one of the year
        ("《项目支出绩效评价管理办法》", "财预〔2020〕10号"),
        ("项目支出绩效评介管理办法", "财预〔2020〕10号"),
    ],
)
def test_a_document_is_named_that_may_be_meant(written: str, meant: str) -> None:
    title = KNOWN[meant]
    assert likely(written, KNOWN, "现有的") == f"是不是“{meant}”（《{title}》）"


@pytest.mark.parametrize("written", ["粤财绩〔2020〕7号", "财预〔2019〕5号", "某办法"])
def test_one_of_another_place_or_one_of_several_is_not_named(written: str) -> None:
    assert likely(written, KNOWN, "现有的") == ALL


def test_the_cure_fits_the_form_of_the_folder() -> None:
    assert own_table(DOCUMENTS, Where("评价底稿.xlsx", "项目!B29")).startswith("加一张“评价办法”工作表")
    assert own_table(DOCUMENTS, Where("engagement.yaml", "30:9")).startswith("写在 tables/评价办法.yaml")
