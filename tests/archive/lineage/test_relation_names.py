"""Each name of a relation by its definition, on texts of letters drawn by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import article, hold, parents, ties

from archive.lineage.rebuild import rebuild
from archive.store.archive import Archive

LETTERS = (
    "春夏秋冬东西南北山川湖海江河溪谷田园林草花树木竹石桥街村校院车"
    "船灯水电暖菜米面油盐茶酒布鞋伞书画歌舞棋药农工商兵友早晚晴雨风雪"
)


def sentences(name: str, count: int = 10) -> list[str]:
    """Sentences of 30 letters that no other name has."""
    chance = random.Random(name)
    return ["".join(chance.choices(LETTERS, k=30)) + "。" for _ in range(count)]


def day(number: int, hour: int = 8) -> str:
    """An hour of a day after the first."""
    return f"2026-0{1 + number // 28}-{1 + number % 28:02}T{hour:02}:00:00+08:00"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with new_archive(tmp_path / "archive") as archive:
        yield archive


def relations(archive: Archive) -> dict[tuple[str, str], str]:
    """The relation of each pair, the same one by one and after a rebuild."""
    found = _relations(archive)
    with archive.transaction() as connection:
        rebuild(connection)
    assert _relations(archive) == found
    return found


def _relations(archive: Archive) -> dict[tuple[str, str], str]:
    joined = {
        (one, other): relation
        for one, (relation, other) in parents(archive).items()
        if other and relation
    }
    return joined | {(one, other): relation for one, other, relation in ties(archive)}


def test_lines_of_the_page_around_a_text_leave_it_identical(archive: Archive) -> None:
    """A byline, a list of links and a mark for pictures are layout."""
    text = sentences("one")
    furniture = [text[0], "点击查看图集", *text[1:], "分享到", "上一篇", "下一篇"]
    hold(archive, article("a:1", *text), article("b:1", *furniture, at=day(202)))
    assert relations(archive) == {("b:1", "a:1"): "identical"}


def test_one_more_sentence_makes_a_text_edited(archive: Archive) -> None:
    """However short the paragraph is."""
    text = sentences("one")
    more = [*text[:5], "路灯亮了。", *text[5:]]
    hold(archive, article("a:1", *text, at=day(0)), article("b:1", *more, at=day(1)))
    assert relations(archive) == {("b:1", "a:1"): "edited"}


def test_pieces_whose_edges_agree_by_chance_are_a_digest(archive: Archive) -> None:
    """The letter behind a piece is the first of the next one: the two passages overlap by it."""
    text = sentences("one", 12)
    text[6] = text[1][0] + text[6][1:]
    text[1] = text[6][0] + text[1][1:]
    pieces = [text[0], text[6], text[11]]
    hold(archive, article("a:1", *text, at=day(0)), article("b:1", "".join(pieces), at=day(1)))
    assert relations(archive) == {("b:1", "a:1"): "digest"}


def test_the_beginning_of_a_text_is_a_shortened_copy_at_any_time(archive: Archive) -> None:
    """Two sentences by themselves are no quotation: there is nothing that quotes them."""
    text = sentences("one", 16)
    hold(archive, article("a:1", *text, at=day(0)), article("b:1", *text[:2], at=day(75)))
    assert relations(archive) == {("b:1", "a:1"): "shortened"}


def test_two_reports_that_quote_one_text_quote_that_text(archive: Archive) -> None:
    """What both have is a part of what each has from the source: none is background."""
    source, one, other = sentences("source", 12), sentences("one"), sentences("other")
    hold(
        archive,
        article("a:1", *source, title="甲", at=day(0)),
        article("b:1", *one[:5], *source[3:6], *one[5:], title="乙", at=day(3)),
        article("c:1", *other[:4], *source[4:8], *other[4:], title="丙", at=day(6)),
    )
    found = relations(archive)
    assert found["b:1", "a:1"] == found["c:1", "a:1"] == "excerpt"


def test_what_three_repeat_to_the_same_extent_is_a_shared_passage(archive: Archive) -> None:
    """The second was taken to quote the first until the third came."""
    shared = sentences("background", 3)
    for number, name in enumerate("abc"):
        own = sentences(name)
        hold(archive, article(f"{name}:1", *own, *shared, title=name, at=day(4 * number)))
    assert relations(archive) == {
        ("b:1", "a:1"): "shared_passage",
        ("c:1", "a:1"): "shared_passage",
        ("c:1", "b:1"): "shared_passage",
    }


def test_a_speech_that_two_set_off_as_a_quotation_is_their_common_source(
    archive: Archive,
) -> None:
    """No word says that it is a document; each has a lead of its own and quotes it at length."""
    speech = "".join(sentences("speech", 6))
    for number, name in enumerate("ab"):
        lead, end = sentences(f"{name} own", 3)[:2], sentences(f"{name} end", 1)
        hold(
            archive,
            article(f"{name}:1", *lead, f"柳青石讲：“{speech}”", *end, title=name, at=day(number)),
        )
    assert relations(archive) == {("b:1", "a:1"): "common_source"}


def test_a_copy_with_a_new_lead_and_end_has_no_common_source(archive: Archive) -> None:
    """A quotation at the beginning of what is left is one sentence, not a document."""
    text = sentences("one", 12)
    text[2] = f"“{text[2]}”柳青石讲。"
    hold(
        archive,
        article("a:1", *text, at=day(0)),
        article("b:1", *sentences("lead", 2), *text[2:-1], *sentences("end", 1), at=day(1)),
    )
    assert relations(archive) == {("b:1", "a:1"): "edited"}


def test_items_of_a_roundup_may_repeat_a_phrase_of_others(archive: Archive) -> None:
    """The phrase does not take the place of the item that it stands in."""
    texts = [sentences(name, 8) for name in "abcd"]
    phrase = texts[1][0][8:20]
    texts[3][1] = texts[3][1][:6] + phrase + texts[3][1][18:]
    for number, (name, text) in enumerate(zip("abcd", texts, strict=True)):
        hold(archive, article(f"{name}:1", *text, title=name, at=day(0, number)))
    items = ["".join(text[:2]) for text in texts]
    hold(archive, article("r:1", *items, title="早读", at=day(1)))
    assert relations(archive) == {("r:1", f"{name}:1"): "roundup" for name in "abcd"}


def test_a_word_that_is_exchanged_all_over_is_no_name_in_a_slot(archive: Archive) -> None:
    """Behind one letter it would be a given name: 田+凑钱; behind others it is a word."""
    before = [f"{each[:12]}{letter}凑钱{each[14:]}" for each, letter in zip(
        sentences("one", 7), "水田竹书灯布雨", strict=True)]  # fmt: skip
    after = [each.replace("凑钱", "合伙") for each in before]
    hold(archive, article("a:1", *before, at=day(0)), article("b:1", *after, at=day(1)))
    assert relations(archive) == {("b:1", "a:1"): "edited"}


def test_misread_letters_are_no_other_names(archive: Archive) -> None:
    """A scan of an English page reads e for c in one word of ten."""
    chance = random.Random("letters")
    words = ["".join(chance.choices("abdfghiklmnoprstuvwxyz", k=7)) for _ in range(120)]
    told = [
        "c".join((word[:3], word[4:])) if at % 10 == 5 else word for at, word in enumerate(words)
    ]
    scanned = [word.replace("c", "e") for word in told]
    for at in range(0, 120, 15):
        told[at], scanned[at] = told[at].title(), scanned[at].title()
    hold(
        archive,
        article("a:1", " ".join(told) + ".", title="The lamps", at=day(0)),
        article("b:1", " ".join(scanned) + ".", title="The lamps", at=day(1)),
    )
    assert relations(archive) == {("b:1", "a:1"): "edited"}


@pytest.mark.parametrize("hours", [(8, 9), (9, 8)])
def test_a_korean_notice_of_another_place_is_no_copy(
    archive: Archive, hours: tuple[int, int]
) -> None:
    """Korean writes no capital letters: the endings of places and of persons tell names."""
    notice = "{} 경찰서는 {} 시장 근처에서 일어난 다툼의 목격자를 찾고 있습니다. 경찰은 현장에서 {} 씨를 붙잡아 조사하고 있습니다. 사정을 아는 분은 가까운 지구대로 알려 주시기 바랍니다."  # noqa: E501
    filled = (("솔내면", "청골리", "김가람"), ("북재읍", "밤섬리", "박하늘"))
    for name, words, hour in zip("ab", filled, hours, strict=True):
        hold(archive, article(f"{name}:1", notice.format(*words), title="목격자", at=day(0, hour)))
    assert set(relations(archive).values()) == {"template"}


def test_a_word_added_to_the_first_sentence_makes_a_text_edited(archive: Archive) -> None:
    """Beside the sentences a few letters are layout; within one they are another wording."""
    text = sentences("added")
    hold(archive, article("a:1", "".join(text), at=day(1)))
    hold(archive, article("b:1", "夜里" + "".join(text), at=day(2)))
    assert relations(archive) == {("b:1", "a:1"): "edited"}


def test_what_two_texts_quote_is_quoted_from_neither(archive: Archive) -> None:
    """Each introduces the words of a third in its own words, and puts them in quotation marks."""
    said = "".join(sentences("said", 2)).replace("。", "，")
    for number, says in enumerate(("馆长表示", "他在会上说")):
        own = sentences(f"own {number}", 12)
        body = ["".join(own[:6]), f"{says}：“{said}就是这样。”", "".join(own[6:])]
        hold(archive, article(f"{'ab'[number]}:1", *body, at=day(1 + number)))
    assert relations(archive) == {("b:1", "a:1"): "shared_passage"}


def test_the_title_of_a_document_is_no_passage(archive: Archive) -> None:
    """Two texts that name one regulation share nothing else."""
    title = "".join(sentences("title", 2)).replace("。", "")
    for number in range(2):
        own = sentences(f"around {number}", 8)
        body = "".join([*own[:4], f"依照《{title}》办理。", *own[4:]])
        hold(archive, article(f"{'ab'[number]}:1", body, at=day(1 + number)))
    assert relations(archive) == {}


def test_the_head_of_a_series_is_no_quotation(archive: Archive) -> None:
    """The articles of a series open with one form, filled with another number and day."""
    head = (
        "编者按：20{}年{}月{}日，由澜江大学主办的水利圆桌会议在西津码头召开，这是圆桌会议的第{}期，"
        "来自上下游的船工、水文站的工程师和沿岸村镇的代表就会议的主题作了发言，以下是发言的摘要。"
    )
    for number, filled in enumerate((("13", 3, 30, 3), ("14", 9, 17, 9))):
        own = sentences(f"series {number}", 20)
        body = [head.format(*filled), "".join(own)]
        hold(archive, article(f"{'ab'[number]}:1", *body, at=day(1 + number)))
    assert relations(archive) == {}


def test_two_bulletins_that_introduce_themselves_have_no_common_source(archive: Archive) -> None:
    """A document is one piece; between numbers there are but pieces of a form."""
    bulletin = (
        "澜江水文站{}日通报：截至{}日8时，西津码头水位{}米，比昨天同期上涨{}厘米；北门桥水位{}米，"
        "流量每秒{}立方米；云沱河口水位{}米，含沙量{}克。渡口停航{}处，转移渔船{}艘、居民{}户，"
        "上堤巡查{}人次，发现险情{}处，已处置{}处。"
    )
    own = ("茶馆老板说，这样的水他只见过一次，那年桥栏杆都没了，孩子们划着木盆上学去。",
           "新来的站长把水尺刷了一遍，夜里每半个钟头去看一回，用手电照着记在本子上。")  # fmt: skip
    for number, words in enumerate(own):
        filled = [21 + number, 21 + number, *(10 * each + number * 7 for each in range(2, 14))]
        hold(
            archive,
            article(f"{'ab'[number]}:1", bulletin.format(*filled) + words,
                    at=f"2026-07-{21 + number}T09:00:00+08:00"),
        )  # fmt: skip
    assert relations(archive) == {("b:1", "a:1"): "template"}
