"""Bylines of other languages name people; roles, agencies, pictures and times are no names."""

import pytest

from harvester.grammar.foreign_bylines import read_byline


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("By Sarah O’Hale-Smith and John Weir, Staff Writers", ("Sarah O’Hale-Smith", "John Weir")),
        ("By Ann Lee, Political Editor", ("Ann Lee",)),
        ("Written by Local Democracy Reporter Alan Price", ("Alan Price",)),
        ("Von unserem Redakteur Hans Groß", ("Hans Groß",)),
        ("Par Luc Moreau, journaliste politique", ("Luc Moreau",)),
        ("Par Jean-Baptiste de La Tour avec AFP", ("Jean-Baptiste de La Tour",)),
        ("By Ann Lee with the Associated Press", ("Ann Lee",)),
        ("Text: Ann Lee, Fotos: Bo Ek", ("Ann Lee",)),
        ("Por João da Silva — Moinho", ("João da Silva",)),
        ("기자명 김민수 기자", ("김민수",)),
        ("2026/03/05 09:15 記者・山田太郎", ("山田太郎",)),
        ("Von Jürgen von der Heide 05.03.2026, 09:15 Uhr", ("Jürgen von der Heide",)),
    ],
)
def test_only_people_are_named_by_a_byline(printed: str, names: tuple[str, ...]) -> None:
    """What stands beside the names on the line of a byline must not become an author."""
    assert read_byline(printed) == names


@pytest.mark.parametrize("printed", ["By the river stood a house.", "05.03.2026, 09:15 Uhr"])
def test_other_lines_are_no_bylines(printed: str) -> None:
    """A sentence that begins with By, and a time alone, name nobody."""
    assert read_byline(printed) == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe in London", ("Jane Doe",)),
        ("Par Jeanne Exemple à Lyon", ("Jeanne Exemple",)),
        ("By TPN, in News, Portugal", ("TPN",)),
        ("Autorin/Autor Jan Muster", ("Jan Muster",)),
        ("Autor:in Jana Muster", ("Jana Muster",)),
        ("[홍길동 기자]", ("홍길동",)),
        ("(서울=강물일보) 홍길동 기자 =", ("홍길동",)),
        ("Bài và ảnh: Nguyễn Văn An", ("Nguyễn Văn An",)),
        ("By Jane Doe (AFP)", ("Jane Doe",)),
        ("By Jane Doe (London) and John Roe (Paris)", ("Jane Doe", "John Roe")),
        ("By Jane Doe @jane_doe", ("Jane Doe",)),
        ("By Jane Doe March 5, 2026", ("Jane Doe",)),
        ("Por Ana Ribera 5 de marzo de 2026, 14:32", ("Ana Ribera",)),
        ("5. März 2026, 14:32 Uhr | Von Jana Ufer", ("Jana Ufer",)),
        ("Sport | By Jane Doe | Flussbote", ("Jane Doe",)),
        ("Local Reporter Jane Doe", ("Jane Doe",)),
        ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
        ("Von Hans Müller, Berlin", ("Hans Müller",)),
        ("By JANE DOE, Associated Press", ("JANE DOE",)),
        ("By Jane Doe, BBC News", ("Jane Doe",)),
        ("By Jane Doe and John Roe, CNN", ("Jane Doe", "John Roe")),
        ("By Jane Doe, MD, and John Roe, Ph.D.", ("Jane Doe", "John Roe")),
        ("By Jane Doe, New York", ("Jane Doe",)),
        ("In London ist das Wetter schlecht", ()),
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(line: str, names: tuple[str, ...]) -> None:
    """The place, the section, the dateline of an agency, and both genders of a label."""
    assert read_byline(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Door Anna Water en Piet Brug", ("Anna Water", "Piet Brug")),
        ("Por Ana Ribera en Burgos", ("Ana Ribera",)),
        ("Autor: Jan Nowak i Anna Lis", ("Jan Nowak", "Anna Lis")),
        ("Av Anna Ström i Lund", ("Anna Ström",)),
    ],
)
def test_a_word_that_is_in_or_and_is_read_by_the_word_before_the_name(
    line: str, names: tuple[str, ...]
) -> None:
    """In Dutch en joins two writers, in Spanish it says where one of them is."""
    assert read_byline(line) == names
