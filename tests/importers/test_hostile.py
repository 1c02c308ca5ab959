"""An export full of people: none of them reaches what is printed, the JSON, or what is kept in the engagement."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evalkit.cli.entry import run
from evalkit.privacy import asks_who, masked, quotable

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"

#: Put together here so that no whole number of a person stands in the file.
MOBILE, LINE = "139" + "0731" + "5678", "0735" + "-" + "5512345"
SPACED = "139 0731 " + "5678"
IDENTITY = "431023" + "19870605" + "123X"
CARD = "622848" + "0402564890018"
PLATE = "湘L" + "3B56" + "7"
MAIL, CHAT, QQ = "liming" + "@example.com", "wxid_" + "ab12cd34ef", "QQ：" + "123456789"
HOME = "12号3栋2单元501室"
NAMES = ("李建国", "王小红", "欧阳海", "赵铁柱", "钱多多", "小芳子")
PERSONAL = (
    MOBILE,
    SPACED,
    LINE,
    IDENTITY,
    CARD,
    PLATE,
    MAIL,
    CHAT,
    "123456789",
    HOME,
    *NAMES,
    "192.0.2",
    "2001:db8",
    "郴州",
)

HEADER = (
    "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的姓名,2、联系电话（选填，以便回访）,3、是否满意,4、途径,5、意见,6、身份证号,"
    "微信昵称,车牌号,户主姓名,家庭住址,收货人"
)
FORM = """
标题: 农户满意度
题目:
  - {题号: Q1, 题干: 您的姓名, 题型: 填空}
  - {题号: Q2, 题干: 联系电话（选填，以便回访）, 题型: 填空}
  - {题号: Q3, 题干: 是否满意, 题型: 单选, 选项: {满意: 100, 一般: 50, 不满意: 0}, 角色: 满意度, 计入满意度: 是}
  - {题号: Q4, 题干: 途径, 题型: 多选, 选项: [微信, 公示, 其他]}
  - {题号: Q5, 题干: 意见, 题型: 填空, 角色: 意见}
"""
OPINIONS = (
    f"请打 {MOBILE} 找我，或者座机{LINE}",
    f"我叫{NAMES[1]}，身份证{IDENTITY}",
    f"卡号{CARD}没到账，车{PLATE}，住幸福路{HOME}",
    f"加微信 {CHAT} 或{QQ}，邮箱{MAIL}",
    f"联系人：{NAMES[2]}，电话 {SPACED}",
    f"户主{NAMES[3]}没有领到",
)


def rows() -> list[str]:
    made = [HEADER]
    for n, opinion in enumerate(OPINIONS, 1):
        name = NAMES[n - 1]
        answer = ("满意", "一般")[n % 2]
        own = f"其他〖找{MOBILE}〗" if n == 1 else "微信┋公示"
        who = f"{name},{MOBILE},{answer},{own},{opinion},{IDENTITY},{name},{PLATE},{name},{HOME},{name}"
        made.append(f"{n},2025/3/2 9:{n:02}:00,96秒,微信,{name},192.0.2.{n}(湖南-郴州),{who}")
    return made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "responses", "questionnaires"))
    (folder / "questionnaires").mkdir()
    (folder / "questionnaires" / "农户.yaml").write_text(FORM, "utf-8")
    (tmp_path / "下载.csv").write_bytes("\r\n".join(rows()).encode("gb18030"))
    return folder


def nobody(text: str) -> None:
    assert [personal for personal in PERSONAL if personal in text] == []


def test_nobody_is_in_what_is_imported_or_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home.parent / "下载.csv"
    assert run(["survey", "import", "农户", str(file), "-C", str(home), "--json"]) == 0
    nobody("".join(capsys.readouterr()))
    kept = (home / "responses" / "农户.csv").read_text("utf-8-sig")
    nobody(kept)
    assert "其他〖找***〗" in kept
    assert kept.count("\n") == 1 + len(OPINIONS)
    for more in ([], ["--json"]):
        assert run(["survey", "tabulate", str(home / "responses" / "农户.csv"), *more]) == 0
        nobody("".join(capsys.readouterr()))


def test_nobody_is_in_what_is_counted_without_a_questionnaire(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ([], ["--json"]):
        assert run(["survey", "tabulate", str(home.parent / "下载.csv"), *more]) == 0
        nobody("".join(capsys.readouterr()))


def test_nobody_is_in_the_messages_of_an_export_that_does_not_fit(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = home / "questionnaires" / "农户.yaml"
    # The names become the answers of a closed question, and the header is gone.
    form.write_text(
        FORM.replace(
            "{题号: Q1, 题干: 您的姓名, 题型: 填空}", "{题号: Q1, 题干: 您的姓名, 题型: 单选, 选项: [男, 女]}"
        ),
        "utf-8",
    )
    file = home.parent / "下载.csv"
    assert run(["survey", "import", "农户", str(file), "-C", str(home)]) == 2
    nobody("".join(capsys.readouterr()))
    file.write_text("\n".join(rows()[1:]), "utf-8")
    assert run(["survey", "import", "农户", str(file), "-C", str(home)]) == 2
    nobody("".join(capsys.readouterr()))


def test_a_question_that_asks_who_is_warned_about(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["survey", "import", "农户", str(home.parent / "下载.csv"), "-C", str(home)])
    said = capsys.readouterr().err
    assert said.count("问的是姓名、电话一类") == 2
    assert "下载.csv:G" in said


def test_names_that_many_forms_share_make_no_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["编号,包村干部,村,是否满意"]
    lines += [f"{n},{NAMES[n % 3]},{('王村', '李庄')[n % 2]},满意" for n in range(12)]
    (tmp_path / "a.csv").write_text("\n".join(lines), "utf-8")
    assert run(["survey", "tabulate", str(tmp_path / "a.csv"), "--json"]) == 0
    said = capsys.readouterr().out
    nobody(said)
    assert "李庄" in said


def test_without_a_header_nothing_is_inferred_from_people(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home.parent / "下载.csv"
    file.write_text("\n".join(rows()[1:]), "utf-8")
    assert run(["survey", "tabulate", str(file), "--json"]) == 2
    said = "".join(capsys.readouterr())
    nobody(said)
    assert "没有标题行" in said


@pytest.mark.parametrize(
    "question",
    [
        "户主姓名",
        "受访人姓名",
        "请留下您的姓名、电话，方便回访",
        "填表人姓名及联系电话",
        "您的联系方式（选填），仅用于抽奖",
        "负责人电话",
        "车牌号",
    ],
)
def test_questions_for_who_answers_are_known_in_their_usual_words(question: str) -> None:
    assert asks_who(question)


@pytest.mark.parametrize(
    "question", ["您对电话回访是否满意", "地址变更是否方便", "企业名称", "您的手机品牌", "您的建议"]
)
def test_questions_about_telephones_are_not(question: str) -> None:
    assert not asks_who(question)


@pytest.mark.parametrize(
    "text", ["解放路很堵", "3栋楼漏水", "第12号文件", "湘江风景好", "联系人制度不健全", "我叫停了", "高度认可"]
)
def test_words_that_only_look_like_it_stay(text: str) -> None:
    assert masked(text) == text


def test_a_name_is_not_quoted_and_a_slip_of_the_pen_is() -> None:
    labels = ["满意", "比较方便", "其他"]
    assert not quotable(NAMES[0], labels)
    assert not quotable(NAMES[2], labels)
    assert quotable("比较方偏", labels)
