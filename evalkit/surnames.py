"""Chinese surnames: one list for all that looks for names."""

from __future__ import annotations

#: Surnames of most people; a short word that begins with one is likely a name.
USUAL = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵覃武钱戴严莫孔向汤温康"
    "施牛樊葛邢安齐乔伍庞颜倪庄聂章鲁岳翟申耿焦左甘祝纪欧"
)
#: Surnames that are rarer, or begin many a common word as well: they tell a name only beside something else.
OTHERS = (
    "褚卫尤华戚喻柏窦郎苗俞柳鲍费滕殷毕邬常傅卞元穆萧祁禹狄贝明臧成舒屈项阮蓝闵席季麻强路娄童梅盛刁骆高凌霍虞万柯管房解应洪包吉裴荣翁荀甄曲封储全班仇宁厉景蒲卓池冉桑桂边尚农晏柴瞿阎习艾容古易匡文寇沃沙丰关"
    "赖兰芦辛涂谷时牟卜詹靳游阳位隋植薄单司车昝栾丛鄢宫楚冷敖邝米巩苟芮宗丘屠党蔺佘隆练原阙逄商荆符楼劳居蒙奚简宿揭巫海伏师衣燕廉初归幸腾岑乐迟晋束敬仝漆"
)
ANY = USUAL + OTHERS
#: Surnames of two characters.
COMPOUND = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙",
    "慕容", "令狐", "司徒", "司空", "夏侯", "独孤", "南宫", "闻人",
    "端木", "百里", "呼延", "东郭", "西门", "申屠", "公冶", "宇文",
    "长孙", "鲜于", "轩辕", "钟离", "赫连", "澹台", "淳于", "单于",
    "太叔", "拓跋", "万俟", "濮阳", "公羊", "仲孙",
)  # fmt: skip
