"""What a person's name looks like, where names stand, and how they are masked: 李某某, 张某, 欧阳某.

Nobody can tell every name from other words. A name that somebody wrote into a column for names is one whatever it looks
like; behind a label (``受访人：``) it must look like one, with a known surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evalkit.surnames import ANY, COMPOUND

_TITLE = (
    r"(?:书记|主任|局长|科长|处长|股长|站长|所长|院长|校长|园长|镇长|乡长|村长|组长|队长|厂长|行长|经理|总监|会计师?|出纳|干事|科员"
    r"|老师|教师|教授|医生|医师|护士|工程师|研究员|专员|委员|代表|先生|女士|同志|师傅|大爷|大妈|村民|职工|居民|家长|学生|同学|主评人)"
)
#: Words that look like a surname and a given name and are none.
_WORDS = re.compile(
    r".*(?:人员|负责|单位|部门|机构|公司|小组|工作|专家|群众|对象|代表|领导|干部|职工|村民|居民|企业|项目|财政|中心|办公|待填|示例受|不详|匿名"
    r"|[局科处股室院所校站队厂行会委办部厅组村镇乡县市省店社])$|(?:项目|高级|中级|全体|安全|相关|方面|任务|时间|经办|主管|分管|全员|全部|全班|班长|班主|管理).*"
)
_LABEL = (
    r"(?:受访人|被访谈?人|受访者|访谈对象|访谈人|调查人|调查员|记录人|参加人员?|参会人员?|与会人员|出席人员?|联系人|经办人|负责人|主评人"
    r"|法定代表人|法人代表|法人|编制人|复核人|审核人|填表人|填报人|决定人|认可人|主持人|会计|出纳|提供人|签收人|姓名)"
)
_LABELLED = re.compile(_LABEL + r"(?:姓名)?[ 　]{0,4}(?:\*\*)?[:：](?:\*\*)?[ 　]{0,4}([^\n。；;|]{1,80})")
#: A key of a sheet or a fact whose value is a person.
_KEY = re.compile(r"(?:^|[.．_])(?:\w{0,8}?)" + _LABEL + r"$")
_PARTING = re.compile(r"[、，,；;/\s　]+|和(?=[^和]{2,4}$)|及(?=[^及]{2,4}$)")


def names_a_person(key: str) -> bool:
    """Whether a column, a key or a fact of this name holds a person."""
    return bool(_KEY.search(key))


def written(text: str) -> Iterator[str]:
    """The names of a cell that is meant for names: parted by 、 or commas, without remarks in brackets."""
    bare = re.sub(r"[（(][^（）()]*[）)]", " ", text)
    # 张　三: two characters set apart to align with longer names.
    if re.fullmatch(r"\s*[一-鿿][ 　]+[一-鿿]\s*", bare):
        bare = "".join(bare.split())
    for word in re.split(r"[、，,；;/\n\t]+|(?<=[一-鿿])[ 　]+(?=[一-鿿]{2})", bare):
        if word.strip():
            yield word.strip()


def labelled(text: str) -> Iterator[str]:
    """The names that stand behind a label in running text: ``访谈人：郑九、周七``."""
    for found in _LABELLED.finditer(text):
        for word in written(found[1]):
            name = re.sub(rf"{_TITLE}$", "", word)
            if looks_like_one(name):
                yield name


def names_no_one(word: str) -> bool:
    """Whether a word in a column for names is a unit, an office or a remark: ``评价小组``, ``项目负责人``."""
    return bool(_WORDS.fullmatch(word))


def looks_like_one(word: str) -> bool:
    """Whether a word may be somebody's name: two to four characters behind a known surname, or parted by ``·``."""
    if re.fullmatch(r"[一-鿿]{1,8}(?:[·•・][一-鿿]{1,8})+", word):
        return True
    if not re.fullmatch(r"[一-鿿]{2,4}", word) or names_no_one(word):
        return False
    return (word[:2] in COMPOUND and len(word) > 2) or (word[0] in ANY and len(word) < 4)


def hidden(name: str) -> str:
    """A name as a report for everybody prints it: the surname and 某 for each character of the given name, at most two."""
    bare = "".join(name.split()) if re.search(r"[一-鿿]", name) else name.strip()
    if not re.match(r"[一-鿿]", bare):
        return f"{bare[:1]}***"
    if re.search(r"[·•・]", bare):
        return f"{bare[0]}某某"
    surname = bare[:2] if bare[:2] in COMPOUND and len(bare) > 2 else bare[0]
    return surname + "某" * min(max(len(bare) - len(surname), 1), 2)


def pattern(names: Iterable[str], answered: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Finds any of the names wherever they stand, characters set apart by blanks included; None for no names.

    Of those who ``answered`` a questionnaire there may be thousands, and two characters are often a common word: such a
    name counts only where no other Chinese character touches it.
    """
    known = {"".join(name.split()) if re.search(r"[一-鿿]", name) else name.strip() for name in names} - {""}
    others = {"".join(name.split()) for name in answered} - known - {""}
    parts = [(name, _spaced(name)) for name in known]
    for name in others:
        alone = len(name) < 3
        parts.append((name, rf"(?<![一-鿿]){_spaced(name)}(?![一-鿿])" if alone else _spaced(name)))
    if not parts:
        return None
    longest_first = sorted(parts, key=lambda part: (-len(part[0]), part[0]))
    return re.compile("|".join(words for _, words in longest_first))


def _spaced(name: str) -> str:
    if re.fullmatch(r"[一-鿿]+", name):
        return r"[ 　]*".join(name)
    return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])"
