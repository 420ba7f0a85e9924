"""Our reader on texts with something in them, above or below them: what is text and what is not.

    python benchmarks/body_kinds.py                 # bodies right, by kind in the built-on half
    python benchmarks/body_kinds.py --failures      # the lines that are missing or too many

An invented article stands in a plain page of three makes. Each kind puts in one thing: kinds whose
names begin with `text` are part of the article, those that begin with `other` are none. A kind is
built on where the CRC-32 of its name is even; of the others only the total is looked at.
"""

# ruff: noqa: E501 - markup is read more easily on one line
# fmt: off

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.invented import Facts, invent
from pages_made.readers import read_ours
from pages_made.shape import html, links
from reading_truth import HALVES, half_of

_PAGES = {
    "div": '<div class="main"><h1>{title}</h1><div class="info"><span>{time}</span><span>来源：{source}</span></div><div class="content">{above}{text}{below}</div><div class="bj">责任编辑：李红</div></div><div class="side"><h3>热门文章</h3><ul>{links}</ul></div>',
    "table": '<table><tr><td class="t">{title}</td></tr><tr><td>{time} 来源：{source}</td></tr><tr><td id="zoom">{above}{text}{below}</td></tr><tr><td>【编辑：李红】</td></tr></table>',
    "article": '<article><header><h1>{title}</h1><p>{time} | {source}</p></header><section>{above}{text}{below}</section><footer><p>编辑：李红</p></footer></article><aside><ul>{links}</ul></aside>',
}
#: Where something stands, its markup, and the lines of it that are text.
Kind = tuple[str, str, tuple[str, ...]]
_POEM = ("青山一夜雨", "白石满溪声", "灯下人初静", "门前月又明")
_TABLE = (("乡镇", "户数", "面积"), ("云岭镇", "312", "1.2万亩"), ("松岗镇", "208", "0.9万亩"))
_KINDS: dict[str, Kind] = {
    "text poem, a line each": ("middle", "".join(f"<p>{x}</p>" for x in _POEM), _POEM),
    "text poem, broken lines": ("middle", f"<p>{'<br>'.join(_POEM)}</p>", _POEM),
    "text poem, centred": ("middle", f'<div style="text-align:center">{"<br>".join(_POEM)}</div>', _POEM),
    "text question and answer": ("middle", "<p>记者：这项工作是从什么时候开始的？</p><p>答：去年三月开始，先在两个村试点。</p>", ("记者：这项工作是从什么时候开始的？", "答：去年三月开始，先在两个村试点。")),
    "text questions in bold": ("middle", "<p><strong>问：群众最关心什么？</strong></p><p>答：最关心什么时候完工。</p>", ("问：群众最关心什么？", "答：最关心什么时候完工。")),
    "text speaker with a colon": ("middle", "<p>王建国：修路那年我四十岁，天天挑石头。</p>", ("王建国：修路那年我四十岁，天天挑石头。",)),
    "text note of the editor above": ("above", "<p>编者按：今年是修渠五十周年，本报今起推出系列报道，讲述修渠人的故事。</p>", ("编者按：今年是修渠五十周年，本报今起推出系列报道，讲述修渠人的故事。",)),
    "text note of the editor in a box": ("above", '<div class="bzan"><p>【编者按】从今天起，本报推出专栏，关注身边的变化，敬请留意。</p></div>', ("【编者按】从今天起，本报推出专栏，关注身边的变化，敬请留意。",)),
    "text crosshead in bold": ("middle", "<p><strong>从“等上门”到“走出去”</strong></p>", ("从“等上门”到“走出去”",)),
    "text crosshead h2": ("middle", "<h2>一本账</h2>", ("一本账",)),
    "text crosshead numbered": ("middle", '<p style="text-align:center">（二）</p>', ("（二）",)),
    "text crosshead of one word": ("middle", "<p><b>推荐</b></p><p>村民代表推荐了十二名候选人，名单在村口贴了七天。</p>", ("推荐", "村民代表推荐了十二名候选人，名单在村口贴了七天。")),
    "text numbered list": ("middle", "<ol><li>清理沟渠十二条，长九公里。</li><li>更换闸门三十座。</li><li>培训管护员四十名。</li></ol>", ("清理沟渠十二条，长九公里。", "更换闸门三十座。", "培训管护员四十名。")),
    "text list of short items": ("middle", "<ul><li>云岭镇</li><li>松岗镇</li><li>红枫乡</li></ul>", ("云岭镇", "松岗镇", "红枫乡")),
    "text blockquote": ("middle", "<blockquote><p>“水到了地头，心就定了。”</p></blockquote>", ("“水到了地头，心就定了。”",)),
    "text table": ("middle", "<table>" + "".join("<tr>" + "".join(f"<td>{x}</td>" for x in row) + "</tr>" for row in _TABLE) + "</table>", tuple(x for row in _TABLE for x in row)),
    "text telephone numbers": ("middle", "<p>咨询电话：0000-1234567</p><p>地址：云岭镇新街12号</p>", ("咨询电话：0000-1234567", "地址：云岭镇新街12号")),
    "text notice of a meeting": ("middle", "<p>时间：8月12日上午9时</p><p>地点：镇文化中心</p><p>名额：100人</p>", ("时间：8月12日上午9时", "地点：镇文化中心", "名额：100人")),
    "text signature and day": ("below", '<p style="text-align:right">青棠县水务局</p><p style="text-align:right">2022年7月22日</p>', ("青棠县水务局", "2022年7月22日")),
    "text short last sentence": ("below", "<p>他笑了。</p>", ("他笑了。",)),
    "text link within": ("middle", '<p>这条渠的故事，<a href="/q">《青棠日报》去年也作过报道</a>，当时还没有通水。</p>', ("这条渠的故事，《青棠日报》去年也作过报道，当时还没有通水。",)),
    "text that asks to scan": ("middle", "<p>村民扫码就能查到自家的水费，也可以关注公众号预约用水。</p>", ("村民扫码就能查到自家的水费，也可以关注公众号预约用水。",)),
    "text headed like a list": ("middle", "<p><strong>相关链接</strong></p><p>灌溉渠始建于一九七二年，全长四十公里，灌溉面积八万亩，二〇一九年开始改造。</p>", ("相关链接", "灌溉渠始建于一九七二年，全长四十公里，灌溉面积八万亩，二〇一九年开始改造。")),
    "other caption below a picture": ("middle", '<p style="text-align:center"><img src="/1.jpg"></p><p style="text-align:center;color:#888">村民在渠边取水。李红 摄</p>', ("村民在渠边取水。李红 摄",)),
    "other related list": ("middle", '<div class="rel"><h4>相关阅读</h4><ul><li><a href="/1">山村小学迎来第一架钢琴</a></li><li><a href="/2">老城区改造完成</a></li></ul></div>', ()),
    "other related line": ("middle", '<p>相关新闻：<a href="/1">山村小学迎来第一架钢琴</a></p>', ()),
    "other advertisement label": ("middle", '<div class="ad"><span>广告</span></div>', ()),
    "other advertisement with words": ("middle", '<div class="gg"><p>广告</p><a href="/ad"><p>青棠酒店夏日特惠，住二送一</p></a></div>', ()),
    "other player": ("middle", '<div class="video"><video src="/a.mp4"></video><span>00:00/01:32</span><span>播放</span><span>倍速</span></div>', ()),
    "other player above": ("above", '<div class="audio"><i></i><span>点击收听本文</span><span>03:12</span></div>', ()),
    "other share line below": ("below", '<div class="share"><span>分享到：</span><a>微信</a><a>微博</a><a>QQ空间</a></div>', ()),
    "other share line above": ("above", '<div class="share">分享到 <a>微信</a> <a>微博</a></div>', ()),
    "other invitation to the channel": ("below", "<p>更多精彩内容，请关注“青棠发布”微信公众号。</p>", ()),
    "other invitation to the app": ("below", "<p>下载青棠新闻客户端，看更多本地新闻</p>", ()),
    "other code to scan": ("below", '<p><img src="/qr.png"></p><p>长按识别二维码，关注我们</p>', ()),
    "other disclaimer": ("below", "<p>免责声明：本文仅代表作者个人观点，与本网无关，请读者自行核实相关内容。</p>", ()),
    "other rights in brackets": ("below", "<p>【版权声明】本文版权归青棠日报所有，未经许可不得转载。</p>", ()),
    "other rights of pictures": ("below", "<p>（图片来源于网络，如有侵权请联系删除）</p>", ()),
    "other credits in the last line": ("below", "<p>来源 | 青棠日报　记者 | 王海涛　编辑 | 李红　审核 | 张明</p>", ()),
    "other credits of three reviews": ("below", "<p>一审：李红</p><p>二审：张明</p><p>三审：陈国栋</p>", ()),
    "other tags below": ("below", '<div class="tags"><span>标签：</span><a>灌溉</a><a>乡村</a></div>', ()),
    "other mark of the end": ("below", '<p style="text-align:center">— END —</p>', ()),
    "other counter of readers": ("below", "<p>阅读 1.2万</p>", ()),
    "other votes of readers": ("below", '<div class="mood"><span>点赞</span><em>12</em><span>踩</span><em>0</em></div>', ()),
    "other previous and next": ("below", '<p>上一篇：<a href="/1">山村小学迎来第一架钢琴</a></p><p>下一篇：<a href="/2">老城区改造完成</a></p>', ()),
    "other comments below": ("below", '<div class="cmt"><h3>网友评论</h3><div><b>路人甲</b><span>2022-07-23 10:00</span><p>写得真好，我们村也修了渠，水一直流到地头。</p></div><div><b>小溪</b><span>2022-07-23 11:20</span><p>支持家乡建设，希望明年能把路也修好。</p></div></div>', ()),
    "other summary above": ("above", '<div class="summary">摘要：{first}</div>', ()),
    "other keywords above": ("above", "<p>关键词：灌溉 渠道</p>", ()),
    "other reading time": ("above", "<p>全文1326字，阅读约需3分钟</p>", ()),
    "other call above": ("above", "<p>点击上方蓝字关注我们</p>", ()),
    "other column above": ("above", '<p class="lm">乡村振兴</p>', ()),
    "other report hotline": ("below", "<p>青棠日报新闻热线：0000-7654321</p>", ()),
    "other teasers in a box below": ("below", '<div class="tj"><h3>猜你喜欢</h3>' + "".join(f'<div><a href="/{i}">{t}</a><p>{b}</p></div>' for i, (t, b) in enumerate((("山村小学迎来第一架钢琴", "孩子们第一次摸到琴键，校长说音乐课终于不用再对着录音机上了。"), ("老城区改造完成", "二十条背街小巷铺上了新砖，路灯也全部换成了节能灯。")))) + "</div>", ()),
    "other box called content": ("middle", '<div class="content-box"><h4>更多内容</h4><ul><li><a href="/1">山村小学迎来第一架钢琴</a></li><li><a href="/2">老城区改造完成</a></li><li><a href="/3">夏粮收购结束</a></li></ul></div>', ()),
    "other subscription": ("middle", '<div class="sub"><p>订阅青棠早报</p><p>每天早上一封信，了解身边的新闻</p><button>订阅</button></div>', ()),
    "other poll": ("middle", '<div class="vote"><h4>投票</h4><label><input type="radio">支持</label><label><input type="radio">反对</label><button>提交</button></div>', ()),
    "text lyrics in one div": ("middle", "<div>渠水清清流过门<br>阿妈洗衣唱到今<br>问你渠从何处来<br>山那边的老石村</div>", ("渠水清清流过门", "阿妈洗衣唱到今", "问你渠从何处来", "山那边的老石村")),
    "text names of those honoured": ("middle", "<p>一等奖（3名）</p><p>王海涛　李红　张明</p><p>二等奖（2名）</p><p>陈国栋　赵静怡</p>", ("一等奖（3名）", "王海涛 李红 张明", "二等奖（2名）", "陈国栋 赵静怡")),
    "text prices in lines": ("middle", "<p>白菜 1.2元/斤</p><p>萝卜 0.9元/斤</p><p>土豆 1.5元/斤</p>", ("白菜 1.2元/斤", "萝卜 0.9元/斤", "土豆 1.5元/斤")),
    "text days in lines": ("middle", "<p>7月22日：开幕式</p><p>7月23日：文艺演出</p><p>7月24日：颁奖</p>", ("7月22日：开幕式", "7月23日：文艺演出", "7月24日：颁奖")),
    "text address of a page": ("middle", "<p>报名网址：https://baoming.qingtang.example/2022</p>", ("报名网址：https://baoming.qingtang.example/2022",)),
    "text paragraph in English": ("middle", "<p>“The water is clean and cold,” a visitor from abroad wrote in the guest book.</p>", ("“The water is clean and cold,” a visitor from abroad wrote in the guest book.",)),
    "text quotation with its source": ("middle", "<blockquote>水利是农业的命脉。<br>——村口石碑</blockquote>", ("水利是农业的命脉。", "——村口石碑")),
    "text names of photographers in the text": ("middle", "<p>摄影师李红说，她拍这条渠拍了二十年，从黑白拍到彩色。</p>", ("摄影师李红说，她拍这条渠拍了二十年，从黑白拍到彩色。",)),
    "text of copyright law": ("middle", "<p>法院认为，未经许可转载他人文章，侵犯了著作权，应当赔礼道歉并赔偿损失。</p>", ("法院认为，未经许可转载他人文章，侵犯了著作权，应当赔礼道歉并赔偿损失。",)),
    "text that thanks readers": ("below", "<p>谢谢你，愿意把水引到每一块地里的人。</p>", ("谢谢你，愿意把水引到每一块地里的人。",)),
    "text last line of verse": ("below", "<p>渠水长流</p><p>人间长安</p>", ("渠水长流", "人间长安")),
    "other source line below": ("below", "<p>（来源：青棠日报）</p>", ()),
    "other count of pictures": ("middle", '<div class="pic"><img src="/1.jpg"><span>1/5</span></div>', ()),
    "other buttons of a page": ("below", '<p><a>打印</a> <a>关闭</a> <a>返回列表</a></p>', ()),
    "other line to the original": ("below", '<p><a href="/o">阅读原文</a></p>', ()),
    "other card of the author": ("below", '<div class="author-card"><img src="/h.png"><b>青棠日报</b><p>青棠日报官方账号</p><a>+关注</a><span>1.2万粉丝</span></div>', ()),
    "other mail of the editors": ("below", "<p>投稿邮箱：tougao@qingtang.example</p>", ()),
    "other mistakes to report": ("below", '<p>我要纠错 <a>提交</a></p>', ()),
    "other spoken by a machine": ("above", '<div class="ai"><span>AI朗读</span><span>语速</span><span>1.0x</span></div>', ()),
    "other summary by a machine": ("above", '<div class="ai-summary"><p>AI摘要</p><p>内容由AI生成，仅供参考</p></div>', ()),
    "other card of a topic": ("middle", '<div class="topic"><a href="/z"><img src="/z.jpg"><span>专题</span><b>走进水乡</b></a></div>', ()),
    "other hot searches": ("middle", '<div class="hot"><p>热搜榜</p><ol><li><a href="/1">钢琴进山</a></li><li><a href="/2">夜市归来</a></li></ol></div>', ()),
    "other statement of a platform": ("below", "<p>特别声明：以上内容为自媒体平台用户上传并发布，本平台仅提供信息存储服务。</p>", ()),
    "other reprint with duty": ("below", "<p>转载请注明来源：青棠日报</p>", ()),
    "other button to unfold": ("below", '<div class="more"><a>展开阅读全文</a></div>', ()),
    "other thanks and wishes of the office": ("below", "<p>本期责编：李红</p><p>值班主任：张明</p>", ()),
    "other pictures by": ("below", "<p>本文图片均由受访者提供</p>", ()),
    "other voices of readers in figures": ("below", '<div class="like-box"><span>好看</span><em>35</em><span>有用</span><em>2</em></div>', ()),
    "other survey in a box": ("middle", '<div class="survey"><p>你怎么看？</p><ul><li>赞成</li><li>不赞成</li></ul><p>已有 320 人参与</p></div>', ()),
    "other listen to it": ("above", '<div class="tts"><span>听文章</span><span>女声</span><span>男声</span></div>', ()),
    "other digest in a box": ("above", '<div class="digest"><h4>核心提示</h4><p>{first}</p></div>', ()),
    "other section name above": ("above", '<div class="col-name">身边故事</div>', ()),
    "other account card above": ("above", '<div class="acc"><img src="/h.png"><span>青棠发布</span><a>关注</a></div>', ()),
    "other gallery counter": ("middle", '<div class="slide"><img src="/1.jpg"><em>2</em>/<em>8</em></div>', ()),
    "other two teasers without a heading": ("below", '<div class="next-news"><a href="/1">山村小学迎来第一架钢琴</a><p>孩子们第一次摸到琴键，校长说音乐课终于不用再对着录音机上了。</p></div>', ()),
    "other weather": ("below", '<div class="tq"><span>青棠</span><span>多云</span><span>21~30℃</span></div>', ()),
    "text winners in a list": ("middle", "<ul><li>特等奖：王海涛</li><li>一等奖：李红</li></ul>", ("特等奖：王海涛", "一等奖：李红")),
    "text steps of a recipe": ("middle", "<p>面粉 500克</p><p>清水 260毫升</p><p>盐 3克</p>", ("面粉 500克", "清水 260毫升", "盐 3克")),
    "text couplet at the end": ("below", '<p style="text-align:center">一渠活水惠千户</p><p style="text-align:center">两岸新稻迎丰年</p>', ("一渠活水惠千户", "两岸新稻迎丰年")),
    "text place and day at the end": ("below", '<p align="right">写于云岭镇</p>', ("写于云岭镇",)),
    "text title of a part in brackets": ("middle", "<p>【现场】</p>", ("【现场】",)),
    "text stars between parts": ("middle", "<p>＊＊＊</p>", ("＊＊＊",)),
    "text law by article": ("middle", "<p>第三条　水费按亩计收。</p><p>第四条　本办法自公布之日起施行。</p>", ("第三条 水费按亩计收。", "第四条 本办法自公布之日起施行。")),
    "other login": ("below", '<div class="login"><a>登录</a>后参与评论 <a>注册</a></div>', ()),
}


def make(name: str, page: str, seed: int) -> tuple[str, list[str]]:
    """A page with one thing in it, and the lines that are its text."""
    pick = random.Random(f"{name} {page} {seed}")
    facts = invent(pick)
    while len(facts.body) < 5:
        facts = invent(pick)
    where, markup, lines = _KINDS[name]
    markup = markup.replace("{first}", facts.body[0])
    half = len(facts.body) // 2
    parts = {"above": [*lines, *facts.body], "middle": [*facts.body[:half], *lines, *facts.body[half:]], "below": [*facts.body, *lines]}
    return _printed(page, facts, where, markup, pick), parts[where]


def _printed(page: str, facts: Facts, where: str, markup: str, pick: random.Random) -> str:
    paragraphs = [f"<p>{text}</p>" for text in facts.body]
    if where == "middle":
        paragraphs.insert(len(paragraphs) // 2, markup)
    filled = {
        "title": facts.title, "time": f"{facts.published:%Y-%m-%d %H:%M}", "source": facts.source or "",
        "above": markup if where == "above" else "", "text": "\n".join(paragraphs),
        "below": markup if where == "below" else "", "links": links(pick),
    }
    return html(f"{facts.title}_青棠网", "", _PAGES[page].format(**filled))


def main() -> None:
    """Print the kinds whose bodies are not right to the line, and the totals of both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="list missing and further lines, built-on half")
    given = parser.parse_args()
    totals = dict.fromkeys(HALVES, (0, 0))
    for name in _KINDS:
        wrong = []
        for page in _PAGES:
            markup, lines = make(name, page, 0)
            got = str(read_ours(markup.encode()).get("body") or "").splitlines()
            if got != lines:
                wrong.append((page, [x for x in lines if x not in got], [x for x in got if x not in lines]))
        half = half_of(name)
        right, every = totals[half]
        totals[half] = (right + len(_PAGES) - len(wrong), every + len(_PAGES))
        if wrong and half == "built-on":
            print(f"{name}: wrong in {', '.join(page for page, _, _ in wrong)}")
            for page, missing, further in wrong if given.failures else ():
                print(f"    {page}: missing {missing}, further {further}")
    for half, (right, every) in totals.items():
        print(f"{half}: {right} of {every}")


if __name__ == "__main__":
    main()
