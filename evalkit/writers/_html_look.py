"""How the page looks and behaves: one style sheet, one small script, nothing from elsewhere."""

from __future__ import annotations

from evalkit.writers._palette import palette

CSS = """
:root{--ink:#1c2733;--soft:#5b6875;--line:#c9d2db;--head:#e8eff6;--accent:#1f5fa8;--paper:#fff}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:#f3f5f7;color:var(--ink);line-height:1.8;font-size:16px;
font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
.layout{display:grid;grid-template-columns:17rem minmax(0,1fr);max-width:80rem;margin:0 auto}
nav.side{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:1.5rem 1rem;font-size:.88rem}
nav.side summary{font-weight:700;cursor:pointer}
nav ol,.contents ol{list-style:none;margin:.3rem 0;padding:0}
nav li,.contents li{margin:.25rem 0;line-height:1.5}
nav a[aria-current]{font-weight:700;color:var(--ink)}
.l2{padding-left:1.2em}.l3{padding-left:2.4em}.l4{padding-left:3.6em}
main{background:var(--paper);padding:2.5rem 3.5rem;min-height:100vh;box-shadow:0 0 4px rgba(0,0,0,.12)}
h1,h2,h3,h4{line-height:1.5;scroll-margin-top:1rem}
h1{font-size:1.5rem;margin:2.4rem 0 1rem;border-bottom:2px solid var(--accent);padding-bottom:.3rem}
h2{font-size:1.22rem;margin:1.8rem 0 .6rem}
h3{font-size:1.06rem;margin:1.3rem 0 .4rem}
h4{font-size:1rem;margin:1rem 0 .3rem}
p{margin:.5rem 0;text-align:justify;overflow-wrap:anywhere}
p.body{text-indent:2em}
p.title{font-size:1.6rem;font-weight:700;text-align:center;word-break:keep-all;text-wrap:balance}
p.subtitle{font-size:1.15rem;text-align:center}
p.note{font-size:.88rem;color:var(--soft)}
p.sign{text-align:right}
p.attachment{padding-left:6em;text-indent:-4em;text-align:left;white-space:pre-wrap}
p.quote{border-left:3px solid var(--line);padding-left:1em;color:var(--soft)}
.left{text-align:left}.center{text-align:center}.right{text-align:right}.both{text-align:justify}
p.left,p.center,p.right{text-indent:0}
.cover{text-align:center;padding:3rem 0 4rem}
.cover .title{font-size:1.9rem;font-weight:700;line-height:1.5;text-align:center}
.cover dl{display:inline-grid;grid-template-columns:auto auto;gap:.4rem 1rem;text-align:left;margin:2.5rem 0}
.cover .logo{max-height:4.5rem;max-width:16rem;margin:0 auto 2rem}
.cover .mark{text-align:left;font-weight:700}
.cover dt{color:var(--soft)}.cover dd{margin:0}
.sign-block{margin:3rem 0 2rem auto;width:fit-content;text-align:left}
.sign-block .room{display:inline-block;min-width:9em;border-bottom:1px solid var(--ink)}
figure{margin:1.4rem 0}
figcaption{font-weight:700;text-align:center;margin-bottom:.4rem;scroll-margin-top:1rem}
details.data{font-size:.88rem;color:var(--soft)}
figure.chart figcaption,figure.picture figcaption{margin:.4rem 0 0}
.unit{text-align:right;font-size:.85rem;color:var(--soft)}
.scroll{overflow-x:auto;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.55}
table.compact{font-size:.82rem}
th,td{border:1px solid var(--line);padding:.35rem .5rem;vertical-align:middle;overflow-wrap:break-word;text-align:center}
.short,a.ref,td a.num:not(.word){white-space:nowrap}
th{background:var(--head)}
tr.subtotal>td{background:#f4f6f8;font-weight:700}
tr.total>td{background:var(--head);font-weight:700}
td.left{text-align:left}td.right{text-align:right}td.both{text-align:left}
svg{width:100%;height:auto;max-width:38rem;display:block;margin:0 auto}
svg text{font-size:15px;fill:#1c2733;dominant-baseline:central}
svg text.in{fill:#fff}
img{max-width:100%;height:auto;display:block;margin:0 auto}
a.num{color:inherit;border-bottom:1px dotted var(--accent)}
a.word{border-bottom-color:transparent}
a.num:hover,a.num:focus{background:#e4eefb;text-decoration:none}
mark{background:#fff1b8;color:#7a4b00}
sup{line-height:1}
.notes,.whys{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem;font-size:.9rem}
.why{border-bottom:1px solid var(--line);padding:.4rem 0}
.why summary{cursor:pointer}
.why dl{display:grid;grid-template-columns:6.5em minmax(0,1fr);gap:.2rem .8rem;margin:.5rem 0}
.why dt{color:var(--soft)}.why dd{margin:0;overflow-wrap:anywhere}.why ol{margin:0;padding-left:1.4em}
.why:target{background:#fffbe6}
dialog{border:1px solid var(--line);border-radius:8px;max-width:36rem;width:92vw;padding:1.2rem 1.4rem;
box-shadow:0 8px 40px rgba(0,0,0,.25);font-size:.94rem}
dialog .why{border:0}
dialog button{float:right;border:1px solid var(--line);background:#fff;border-radius:4px;padding:.2rem .8rem;font:inherit}
@media (max-width:60rem){
.layout{display:block}
nav.side{z-index:1;max-height:85vh;padding:.6rem 1rem;background:var(--paper);border-bottom:1px solid var(--line)}
h1,h2,h3,h4,figcaption{scroll-margin-top:3.4rem}
main{padding:1rem 1rem 3rem}
h1{font-size:1.3rem}h2{font-size:1.12rem}
.cover{padding:1.5rem 0 2rem}.cover .title{font-size:1.4rem}
p{text-align:left}
svg text{font-size:17px}
th,td{padding:.3rem .35rem}
}
@page{size:A4;margin:2.5cm 2.4cm;@bottom-center{content:counter(page);font-size:10pt}}
@page wide{size:A4 landscape;margin:1.8cm}
@media print{
body{background:#fff;font-size:12pt;font-family:"FangSong","FangSong_GB2312","STFangsong","Noto Serif CJK SC",serif}
nav.side,.whys,.data,dialog{display:none}
.layout{display:block;max-width:none}
main{padding:0;box-shadow:none}
a{color:inherit}a.num{border:0}
.cover,.break{break-after:page}
section.wide{page:wide;break-before:page}
.sign-block,.cover dl{break-inside:avoid}
.sign-block p{break-after:avoid}
h1,h2,h3,h4,p.head,figcaption,.unit,p.subtitle{break-after:avoid}
figure.chart figcaption,figure.picture figcaption{break-before:avoid;break-after:auto}
p{orphans:2;widows:2}
figure.chart,figure.picture,tr{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}table{min-width:0!important;font-size:10pt;width:calc(100% - 4px);margin:0 2px}
th,td{border-color:#555}.wide table{font-size:9pt}
h1.appendix{break-before:page}
svg{max-width:13cm}
h1{border-bottom:0}
}
"""


def coloured(main: str) -> str:
    """What a firm's main colour changes of the style sheet; nothing without one."""
    return f":root{{--accent:#{main};--head:#{palette(main).shade}}}\n" if main else ""


# Without the script a figure is a plain link to its entry at the foot of the page.
SCRIPT = """
(function(){
var box=document.getElementById('why'),side=document.querySelector('nav.side details');
var narrow=window.matchMedia('(max-width:60rem)'),heads=[].slice.call(document.querySelectorAll('main h1[id],main h2[id]'));
if(side&&narrow.matches)side.open=false;
function here(){
var now=null;
heads.forEach(function(head){if(head.getBoundingClientRect().top<120)now=head;});
document.querySelectorAll('nav.side a').forEach(function(link){
if(now&&link.hash==='#'+now.id){
if(!link.hasAttribute('aria-current')&&!narrow.matches)link.scrollIntoView({block:'nearest'});
link.setAttribute('aria-current','true');
}else link.removeAttribute('aria-current');
});
}
var late=0;
window.addEventListener('scroll',function(){clearTimeout(late);late=setTimeout(here,120);},{passive:true});
here();
document.addEventListener('click',function(event){
if(side&&narrow.matches&&event.target.closest&&event.target.closest('nav.side a'))side.open=false;
var link=event.target.closest&&event.target.closest('a.num'),entry=link&&document.getElementById(link.hash.slice(1));
if(entry&&box.showModal){
event.preventDefault();
var copy=entry.cloneNode(true),body=box.querySelector('div');
copy.removeAttribute('id');copy.open=true;body.textContent='';body.appendChild(copy);
if(!box.open)box.showModal();
box.scrollTop=0;
}else if(event.target===box)box.close();
});
})();
"""
