"""Articles of every kind are read, and what is none is refused for what it is."""

from pages_made import kinds


def test_articles_and_other_pages_are_told_apart() -> None:
    """Four pages of each kind: notices, verse, prices; lists, errors, captchas, placeholders."""
    wrong = [verdict for verdict in kinds.judge(4) if not verdict.is_right]
    assert wrong == []
