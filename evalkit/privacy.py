"""What may tell who answered, kept out of reports and messages: numbers, addresses and names of accounts; free text.

Telephone and identity numbers are found however they are spaced. A name typed without any number or title cannot be told
from other words: that is why messages quote no free text, and why a person looks through what a report quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from evalkit.surnames import ANY, COMPOUND, OTHERS, USUAL

_GAP = r"[ \t\-_.·—–]{0,2}"
_PLATE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
#: Compound surnames that are words and places too are left out: 东方, 西门.
_COMPOUND = "|".join(one for one in COMPOUND if one not in ("东方", "西门", "东郭", "南宫", "百里", "单于"))
_NAME = re.compile(rf"(?:{_COMPOUND}|[{USUAL}])[\u4e00-\u9fff]{{1,2}}")
#: A name somebody is said to have.
_CALLED = rf"(?:{_COMPOUND}|[{ANY}])[\u4e00-\u9fff]{{1,2}}"
#: What one may be without being named: these begin like surnames.
_ROLES = (
    r"(?:农[户民村业场]|单[位身亲]|房[主东]|车[主间夫]|管理|程序|安[置全]|石匠|金融|任课|全[职体]|包工|高[中级校龄]|初[中级一二三]|古镇|时常"
    r"|常[来年住]|商[户家人贩店]|居[民住]|乐意|容易|解放|师[傅生]|海[外归]|楼[上下长]|归[国侨]|应[届该]|成年|路[过人]|明白|家长|司机|游客|[\u4e00-\u9fff]{1,2}[户民员工匠者])"
)
#: A number of a fixed line without its area, that is no day and no amount of anything.
_LINE = r"(?!(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))[2-8]\d{6,7}(?!\d|[.,]\d)(?!\s{0,2}[多余]?(?:[元块万亿千百份人户个次件亩吨斤公平立米度条项台辆天年个%]))"
#: A mobile, and a fixed line with its area.
_NUMBER = rf"(?:86{_GAP})?1{_GAP}[3-9]{_GAP}(?:\d{_GAP}){{8}}\d|\(?0\d{{2,3}}\)?{_GAP}(?:\d{_GAP}){{6,7}}\d"
_PERSONAL = (
    # Identity card, mobile, fixed line, bank account.
    rf"(?<!\d)(?:(?:\d{_GAP}){{17}}[\dXx]|{_NUMBER}|[3-9]\d{{3}}(?:[ -]\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?|\d{{15,19}})(?!\d)"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
    r"|(?i:qq|微信|vx|wx|wechat)(?:号码?|群|(?i:id))?\s{0,3}(?:是|为|[:：])?\s{0,3}[A-Za-z0-9_-]{5,20}(?![A-Za-z0-9_-])"
    r"|(?<![A-Za-z0-9])wxid_[A-Za-z0-9]{4,30}"
    # A number written out, a short line number that is called one, a passport, a plate, an IPv6 address.
    r"|[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}"
    rf"|(?:电话|座机|手机号?|号码|(?i:tel))(?:是|为)?\s{{0,3}}[:：]?\s{{0,3}}(?!(?:{_NUMBER})(?!\d))(?:\d{{7,8}}|\d{{3,4}}{_GAP}\d{{4}})(?!\d)"
    r"|(?:拨打?|致电|回电|联系我?|找我)\s{0,3}[:：]?\s{0,3}[2-8]\d{2,3}[ -]\d{4}(?!\d|\.\d|\s?[元块人个份户])"
    rf"|(?:拨打?|致电|回电|来电|联系|找我?|呼叫?)(?:我|本人|一下)?\s{{0,3}}[:：]?\s{{0,3}}{_LINE}"
    rf"|(?=[2-8])(?<=[\u4e00-\u9fff，。；、,;])(?<![共约花费价值达到计有近过少额号第款为是了入产量积数资]){_LINE}"
    r"|护照(?:号码?)?(?:是|为)?\s{0,3}[:：]?\s{0,3}[A-Za-z]{1,2}\d{7,8}(?!\d)"
    rf"|{_PLATE}[A-HJ-NP-Z][·•.\s]?(?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[挂学警港澳])(?![A-Za-z0-9])"
    r"|(?i:(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![0-9a-f:]))"
    # Where somebody lives, to the door; a name that is called one.
    r"|\d{1,4}号?[栋幢座][\d一二三四五六七八九十A-Za-z单元层楼\-—]{1,8}\d{1,4}[室号户]?"
    r"|(?<=[路街道巷弄组村])\d{1,4}号(?:院|楼)?(?:\d{1,4}[单元楼室号户栋幢座-]+){0,4}"
    # 我叫尤桂磊 whatever follows; 我是尤桂磊 only where nothing does, since one also is a 农户 or a 管理员.
    rf"|(?<=我叫|名叫){_CALLED}|(?<=本人叫){_CALLED}"
    rf"|(?:(?<=姓名[:：是])|(?<=联系人[:：是])|(?<=户主[:：是])){_CALLED}(?![\u4e00-\u9fff]{{6}})"
    rf"|(?:(?<=姓名|户主)|(?<=联系人))(?:{_COMPOUND}|[{USUAL}])[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff]{{6}})"
    rf"|(?:(?<=我是)|(?<=本人是))(?!{_ROLES}){_CALLED}(?![\u4e00-\u9fff])"
)
#: What stands in anything of the above: a text without it needs no closer look, which takes many times as long.
_HINT = re.compile(
    r"[\dA-Za-z@_-]|[一幺][三四五六七八九][零〇一二三四五六七八九幺]|我[叫是]|[名人]叫|人是|姓名|联系人|户主"
)
_BARE = re.compile(_LINE)
_WHO = (
    r"(?:姓名|名字|称呼|电话|手机|号码|手机号码?|电话号码|联系电话|联系方式|联系人|身份证号?码?|证件号码?|邮箱|电子邮箱|电子邮件|(?:家庭|详细|现)?(?:住址|地址)"
    r"|微信号?|微信昵称|昵称|QQ号?码?|银行卡号?|银行账号|账号|学号|工号|签名|签字|(?:员工|职工|学生|教师|人员|客户|会员)(?:编号|号码?)|车牌号?码?|护照号?码?|传真)"
)
#: What people put behind such a question: that and why they would be called back.
_WHY = r"(?:[,，。;；、]?\s*(?:以便|便于|方便|用于|以供|供|我们|将|仅|只|如|若|抽奖|回访|联系|核实|领取|谢谢|感谢).{0,40})?"

#: A question that asks for nothing but who answers.
_ASKS_WHO = (
    rf"(?:请)?(?:您|你)?(?:可以|愿意)?(?:填写|输入|留下|提供)?(?:一下)?(?:您|你)?的?(?:本人|家人|家长|户主|户|农户|法人|法定代表人|负责人|经办人|联系人|受访者?人?|被调查者?人?|被访者?人?|调查对象|填表人|填写人|填报人|答题人|学生|孩子|家长|监护人|患者|客户|员工|职工|教师|村民|居民|"
    rf"个人|单位|企业|公司)?(?:的|及|和|与|、)?(?:真实|有效|常用|具体|手写|电子)?的?"
    rf"{_WHO}(?:(?:和|及|与|、|/|或|，|,){_WHO})*(?:是|为|是什么|是多少)?(?:\([^)]*\)|（[^）]*）|【[^】]*】|\[[^\]]*\])*{_WHY}[:：?？。*]?"
)
#: Who answered or spoke for somebody, as a title and nothing else: 受访者类型 and 户主身份 are questions like any other.
_PERSON = (
    r"(?:请)?(?:您|你)?(?:的|家)?(?:户主|受访者|受访人|被访者|被访人|被访谈人|受访对象姓名|签名人|签字人|签名处|签字处|答题人|填写人|填表人|填报人|经办人|联系人|法人代表|法定代表人"
    r"|客户名称|(?:学生|家长|孩子|客户|员工|职工|教师|村民|居民)(?=[(（\[【](?:姓名|名字|签名|签字)))"
    r"(?:[(（\[【](?:真实)?(?:姓名|名字|全名|签名|签字|签章|盖章|手写|必填|选填|可不填|填空题?)[)）\]】])*[:：?？。*]?"
    r"|(?i:(?:your|full|first|last|user|respondent|student|parent|customer|contact|employee)?[_-]?name|user(?:[_-]?id)?|signature|employee[_-]?(?:id|no))[:：?？*]?"
)
#: Kinds of columns that tell who answered or whence, by what their headers hold.
_KINDS = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("身份证号", r"身份证|证件号"),
        ("银行账号", r"银行卡|银行账号|开户"),
        ("IP 地址", r"(?<![a-z])ip(?![a-z])|ipaddr"),
        ("电话", r"电话|手机|联系方式|座机|mobile|phone|(?<![a-z])tel(?![a-z])"),
        ("邮箱", r"邮箱|电子邮件|e-?mail"),
        (
            "昵称、账号",
            r"昵称|openid|微信|(?<![a-z])qq(?![a-z])|用户标识|用户名|用户代号|账号|头像|user_?name|submit(?:ted_by|tername)|token|令牌",
        ),
        ("姓名", r"姓名|名字|称呼|提交人|填写人|填表人|^名称$|last ?name|first ?name|^name$"),
        ("住址、位置", r"住址|地址|地理位置|经度|纬度|latitude|longitude|geo|gps|^(?:国家|省份?|城市|地区|填写地区)$"),
        (
            "学号、工号",
            r"^(?:您的?)?(?:学号|工号|(?:员工|职工|学生|教师|人员|客户|会员)(?:编号|号码?))$|^employee[ _-]?(?:id|no)$",
        ),
        ("车牌、护照", r"车牌|护照"),
        ("设备", r"设备|device|浏览器|browser|操作系统|imei|sim(?:serial|id)|subscriberid|ua$"),
        ("来源", r"来源|渠道|refurl|referrer|collector"),
    )
)
_SURE = rf"[{USUAL}万凌]|高(?![一二三中龄校职])"
#: Words by which somebody is named or names himself: 张主任, 李某, 本人姓王, 我叫……, 王家湾3组12号.
_SOMEBODY = (
    rf"(?!单位|位|初中|高中|司机|游客|车间|时)[{ANY}][\u4e00-\u9fff]{{0,2}}?(?:书记|主任|局长|处长|科长|股长|站长|所长|院长|校长|园长|村长|镇长|乡长|县长|组长|队长|支书|会计|老师|医生|大夫|护士|经理|老板|师傅"
    rf"|先生|女士|小姐|同志|阿姨|大爷|大妈|大姐|大哥|大叔|叔叔|教授|干事|专员)|[{ANY}]某|(?:书记|主任|[局处科站所院校村镇乡县组队]长|支书|会计|老师|医生|找|感谢|谢谢|投诉|举报)(?:{_SURE})[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])|(?:我|本人)(?:名?叫|姓)[{ANY}]|(?:我|本人)是(?:{_SURE})[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])|(?:姓名|名字)(?:叫|是|为)?[：:]?[{ANY}]"
    # 老张, 刘姐, 高总, 王麻子; not 小于, 小康, 小段, 高总量.
    rf"|(?<!大)[老小](?![于康段方])[{USUAL}高万凌]|(?:{_SURE})(?:[姐哥叔婶嫂姨爷奶伯婆]|麻子|总(?![体结计数的之是额分共量理部算]))"
    r"|\d{1,4}(?:组|社|号|栋|幢|单元|室|队)|身份证|手机号|电话号码"
)
#: An answer no longer than this may be a mistyped option; anything longer may tell who wrote it.
_QUOTABLE = 12
_PARTED = re.compile(r"[\s:：,，。;；、/()（）]+")
_NUMBERED = re.compile(r"^\s*[Qq]?\d{1,3}\s*[、.．:：)）]\s*")
#: A whole answer that may be a name by a rarer surname, too: 高伟 (and 高效).
_PERHAPS = re.compile(rf"(?:[{ANY}][\u4e00-\u9fff]{{1,2}})")


_LISTED = re.compile(
    rf"(?![\u4e00-\u9fff]+[村镇乡县局科处院户员]\Z)(?:{_COMPOUND}|[{ANY}])[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{1,8}}(?:[·•・][\u4e00-\u9fff]{{1,8}})+"
)
_WORDY = frozenset(f"安方于常程任白江钱金马严温石毛向付齐陆孔祝田何许曾余杜谢顾施章申左甘纪{OTHERS}")


class _Folding(dict[int, int]):
    """Full-width letters, digits and signs as their usual form, one for one, so that every place stays what it was."""

    def __missing__(self, code: int) -> int:
        usual = unicodedata.normalize("NFKC", chr(code))
        # ① is no digit of the number behind it.
        folded = len(usual) == 1 and unicodedata.category(chr(code)) != "No"
        return self.setdefault(code, ord(usual) if folded else code)


_FOLDED = _Folding()


@cache
def _compiled(words: str) -> re.Pattern[str]:
    """A pattern on its first use: compiling those above takes longer than reading a small survey."""
    return re.compile(words)


def personal(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text something stands that tells a person apart, from and to; full-width characters count alike."""
    even = evened(text)
    return (found.span() for found in _compiled(_PERSONAL).finditer(even)) if _HINT.search(even) else iter(())


def evened(text: str) -> str:
    """The text with full-width letters, digits and signs in their usual form, one for one: every place stays what it was."""
    return text if text.isascii() else text.translate(_FOLDED)


def masked(text: str, words: bool = False) -> str:
    """The text with what tells a person apart replaced by ``***``; where ``words`` are asked for, a bare number, too."""
    even = evened(text)
    if not _HINT.search(even):
        return text
    if words and _BARE.fullmatch(even.strip()):
        return "***"
    for start, end in reversed([found.span() for found in _compiled(_PERSONAL).finditer(even)]):
        text = f"{text[:start]}***{text[end:]}"
    return text


def named(text: str, within: bool = False) -> bool:
    """Whether a text may be a person's name and nothing else.

    ``within`` it: whether it seems to name a person or a home among other words, by a surname with a title, “我叫……”, the
    number of a house.
    """
    return bool(_compiled(_SOMEBODY).search(text) if within else _NAME.fullmatch(text.strip()))


def like_a_name(text: str) -> bool:
    """Whether what stands in a column for names looks like one: a known surname and one or two more, or parted by ``·``.

    What ends like a place, a unit or a trade (某某村, 农民工) is none.
    """
    return bool(_LISTED.fullmatch(text))


def may_be_a_word(name: str) -> bool:
    """Whether a name begins like a common word, too: 方便 and 农民 do, 李平明 does not."""
    return name[0] in _WORDY


def tells_nobody(text: str, chosen: bool = False) -> bool:
    """Whether a report may quote an open answer: nothing in it was or should be masked, and nobody seems to be named.

    What a person has ``chosen`` may begin like a name (高效, 高伟): whether it is one, he has seen.
    """
    somebody = named(text, within=True) if chosen else _perhaps_named(text)
    return "***" not in text and masked(text) == text and not somebody and not re.search(r"\d{4}", text)


def kind(header: str) -> str | None:
    """What a column of this header would tell of a person (姓名, 电话, IP 地址 …); None when nothing."""
    header = evened(header).strip()
    found = next((kind for kind, words in _KINDS if words.search(header)), None)
    return found or ("姓名" if asks_who(_NUMBERED.sub("", header)) else None)


def asks_who(question: str) -> bool:
    """Whether an open question, numbered or not, asks for nothing but the name, telephone, address … of who answers."""
    bare = "".join(_NUMBERED.sub("", evened(question)).split())
    return bool(_compiled(_ASKS_WHO).fullmatch(bare) or _compiled(_PERSON).fullmatch(bare))


def quotable(text: str, labels: Iterable[str]) -> bool:
    """Whether a message may quote an answer that is none of the options: it is short, and no option with words added.

    What may be a name is not quoted either, however like an option: 高伟 is as near to 高级 as a slip of the pen.
    """
    bare = text.strip()
    if _perhaps_named(bare) or any(map(named, _PARTED.split(bare))):
        return False
    if len(bare) > _QUOTABLE or masked(bare) != bare or re.search(r"\d{5}", bare):
        return False
    return not any(bare.startswith(label) and len(bare) > len(label) + 1 for label in labels if label)


def _perhaps_named(text: str) -> bool:
    return named(text) or named(text, within=True) or bool(_PERHAPS.fullmatch(text.strip()))
