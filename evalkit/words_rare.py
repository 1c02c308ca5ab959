"""The tables few engagements need, by their Chinese words: the rest of ``words``, through which they are read."""

from __future__ import annotations

from evalkit.fields import Field, TableSpec

PANEL = TableSpec(
    "专家评分",
    (
        Field("编码", "text", "所属指标的编码", True, ("指标编码",), width=8),
        Field("专家", "text", "专家的姓名或代号，报告里只印人数和分数", True, ("评委", "专家姓名"), width=12),
        Field("得分", "number", "这位专家给的分", synonyms=("评分", "打分"), width=8),
        Field("权重", "number", "这位专家的权重，加权平均时必填", width=8),
        Field("理由", "prose", "", synonyms=("意见", "说明"), width=40),
    ),
    "几位专家的打分，规则“专家评分”按它计算；可由 evalkit panel 从各人的评分表汇成",
    fill=("编码",),
)

ADJUSTMENTS = TableSpec(
    "加减分",
    (
        Field("类型", "choice", "扣分写减分，一票否决写否决", True, choices=("加分", "减分", "否决")),
        Field("事项", "prose", "加分、减分或一票否决的事项", True, ("情形", "内容"), width=40),
        Field("对象", "text", "指标的编码；不写则为总分", synonyms=("编码",), width=10),
        Field("分值", "number", "加多少分或减多少分", width=8),
        Field("后果", "choice", "否决的后果", choices=("得零分", "总分封顶", "等级降一档"), width=12),
        Field("封顶", "number", "总分封顶的分数，如 59.99", width=8),
        Field("是否发生", "text", "是、否，或由事实判断的条件，如“重大事故起数 > 0”", synonyms=("发生",), width=24),
        Field("理由", "prose", "查到的事实", width=36),
        Field("底稿号", "text", "", synonyms=("底稿",), width=10),
        Field("复核人", "text", "", synonyms=("复核",), width=10),
    ),
    "评分规则之外的加分、减分和一票否决，在汇总之后单独列示",
    synonyms=("加减分与否决", "一票否决"),
)

#: Grade schemes come with the program (``presets/grades.yaml``); a folder may add its own, so it is no sheet of ``new``.
GRADES = TableSpec(
    "等级方案",
    (
        Field("方案", "text", "用文号命名", True, ("名称",), example="财预〔2020〕10号", width=22),
        Field("依据", "text", "文件名称", width=44),
        Field("等级", "text", "", True, example="优"),
        Field("下限", "number", "这一等级的最低分（含）", True, ("起",), example="90"),
        Field("上限", "number", "与上一等级的分界（不含）；最高一等为 100", synonyms=("止",), example="100"),
    ),
    "评价等级的划分",
    fill=("方案", "依据"),
)

DEFINITIONS = TableSpec(
    "口径",
    (
        Field("执行率分母", "choice", "预算执行率是支出数除以什么", choices=("到位数", "预算数", "全年预算数")),
        Field(
            "超百显示",
            "choice",
            "到位率、执行率、完成率超过100%时怎样列示；计分总以满分为限",
            choices=("真值", "封顶100"),
        ),
        Field("满意度口径", "choice", "问卷的满意度怎样算", choices=("均值", "满意率", "含一般满意率")),
        Field("步长舍入", "choice", "逐步扣分没有写“舍入”的，不足一步怎样算", choices=("去尾", "照算", "进位")),
        Field("得分位数", "choice", "指标得分最多保留几位小数", choices=("2", "1", "0")),
        Field("产出效益下限", "text", "产出和效益的分值至少占多少，如 60%；不查的写“不设”"),
        Field("下限强度", "choice", "不足下限时怎样提出", choices=("错误", "警告", "提示")),
    ),
    "各地文件规定不一的算法；不写的按“项目”表的评价办法",
    form=True,
    home="engagement",
)

#: What documents say of these definitions comes with the program (``presets/definitions.yaml``); a folder may add its own.
DOCUMENTS = TableSpec(
    "评价办法",
    (
        Field("文号", "text", "", True, example="财预〔2020〕10号", width=22),
        Field("名称", "text", "文件名称", width=36),
        Field("年度", "year", "文件印发的年度", width=8),
        Field("口径", "text", "“口径”表的一项，或“等级方案”", True, width=14),
        Field("取值", "text", "这份文件的规定；没有规定的不写这一行", True, width=14),
        Field("依据", "prose", "文件的哪一条，或从哪里得知", width=50),
    ),
    "各份文件对口径的规定",
    fill=("文号", "名称", "年度"),
)

#: What people write for a 结论 of 合规检查, and how it is read.
_COMPLIED = (
    *(("合规", "符合"), ("√", "符合"), ("是", "符合")),
    *(("基本合规", "基本符合"),),
    *(("不合规", "不符合"), ("未符合", "不符合"), ("×", "不符合"), ("否", "不符合")),
    *(("不涉及", "不适用"), ("/", "不适用")),
)

COMPLIANCE = TableSpec(
    "合规检查",
    (
        Field(
            "方面", "text", "如立项、预算、资金使用、采购和合同、实施管理、资产", True, ("类别", "检查方面"), width=16
        ),
        Field("检查内容", "prose", "检查什么", True, ("检查事项", "事项"), width=36),
        Field("依据", "prose", "按哪份文件的哪一条", width=36),
        Field("检查方式", "text", "如查阅凭证、现场核实、抽查合同", synonyms=("方法", "检查方法"), width=20),
        Field(
            "结论",
            "choice",
            "",
            choices=("符合", "基本符合", "不符合", "不适用"),
            synonyms=("是否符合", "检查结果", "检查结论", "判定"),
            width=10,
            means=_COMPLIED,
        ),
        Field("情况", "prose", "查到了什么：文号、凭证、金额、日期", synonyms=("检查情况", "事实"), width=44),
        Field("佐证", "codes", "佐证表的索引号", synonyms=("索引号",)),
    ),
    "项目合规性检查，一行一项；写成附件“合规性检查报告”",
    fill=("方面",),
    synonyms=("合规性检查",),
)

#: A new workbook has these only where its template does.
RARE = (PANEL, ADJUSTMENTS, GRADES, DEFINITIONS, DOCUMENTS, COMPLIANCE)
