"""Links to the next page, in the forms and languages of sites."""

import pytest
from lxml.html import fromstring

from harvester.document.pagination import says_next


@pytest.mark.parametrize(
    "link",
    [
        "下一页", "下 一 頁 »", "点击进入下一页", "转到下一页 >", "下一页 第2页", "下一页(共30页)",
        "Next page ›", "Older posts →", "Nächste Seite", "Page suivante", "Página siguiente",
        "Próxima", "Pagina successiva", "Następna strona »", "Další strana", "Következő",
        "Sljedeća", "Następne", "Pagina următoare", "Следующая страница", "Наступна",
        "Келесі бет", "Sonraki sayfa", "Επόμενη", "次のページへ", "다음 페이지 >",
        "Trang tiếp theo", "หน้าถัดไป", "Halaman berikutnya", "الصفحة التالية", "صفحه بعدی",
        "הבא", "अगला पृष्ठ",
        "كېيىنكى بەت", "ཤོག་ངོས་རྗེས་མ", "Дараагийн хуудас", "(2) Volgende", "Nākamā lapa",
    ],
)  # fmt: skip
def test_the_words_of_a_link_say_so_in_many_languages(link: str) -> None:
    """With or without arrows, numbers and what one is to do."""
    assert says_next(fromstring(f"<a href=x>{link}</a>"))


@pytest.mark.parametrize(
    "link",
    [
        "上一页", "首页", "末页", "最后一页", "下一篇", "下一篇：渡船加开", "下一步", "下一站幸福",
        "Previous", "Next article", "Read more", "Weiter", "Далее", "Dalej", "Sau này", "次の記事",
        "다음 기사", "Suivez-nous", "Avanti popolo", "1", "…",
    ],
)  # fmt: skip
def test_other_links_do_not(link: str) -> None:
    """Those to other articles, to the last page, and to more of something."""
    assert not says_next(fromstring(f"<a href=x>{link}</a>"))


@pytest.mark.parametrize("word", ["Weiter »", "Далее", "Dalej", "Avanti", "İleri", "Sau", "आगे"])
def test_a_word_for_more_is_one_for_next_within_a_pager(word: str) -> None:
    """Elsewhere it stands below a teaser."""
    pager = fromstring(f'<div class="pagination"><ul><li><a href=x>{word}</a></li></ul></div>')
    assert says_next(pager.find(".//a"))


@pytest.mark.parametrize(
    "link",
    [
        "<a title='转到下一页'>&gt;</a>",
        "<a aria-label='Go to next page'>2</a>",
        "<a aria-label='Page suivante'>›</a>",
        "<a><svg aria-label='Next'></svg></a>",
        "<a><i title='下一页'></i></a>",
        "<a><input type=button value='下一页'></a>",
        "<a><img src='/img/btn_next.png' alt=''></a>",
    ],
)
def test_what_a_link_holds_may_say_so(link: str) -> None:
    """Its title and label, those of an icon, the value of a button, the file of a picture."""
    assert says_next(fromstring(link))
