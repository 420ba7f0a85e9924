"""Places: codes and names of administrative divisions."""

import pytest

from harvester.model.places import nearest_place, place_name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("430000", "湖南省"),
        ("430300", "湖南省湘潭市"),
        ("430302", "湖南省湘潭市雨湖区"),
        ("433100", "湖南省湘西土家族苗族自治州"),
        ("110101", "北京市东城区"),
        ("500229", "重庆市城口县"),
        ("429004", "湖北省仙桃市"),
        ("659001", "新疆维吾尔自治区石河子市"),
    ],
)
def test_a_code_has_a_full_name(code: str, name: str) -> None:
    """Province, city and area in one, without the rows that only hold a place in the table."""
    assert place_name(code) == name


@pytest.mark.parametrize("code", ["4303", "999999", "", "湘潭市", "４３０３００"])
def test_what_is_no_six_digit_code_has_no_name(code: str) -> None:
    """Shorter codes are not guessed at."""
    with pytest.raises(KeyError):
        place_name(code)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("43", "430000"),
        ("4303", "430300"),
        ("430399", "430300"),
        ("湘潭市", "430300"),
        ("湘潭县", "430321"),
        ("湖南", "430000"),
        ("湖南省湘谭市", "430300"),
        ("zzz", None),
    ],
)
def test_the_nearest_place_is_proposed(wanted: str, code: str | None) -> None:
    """Codes of other lengths, codes that are none, and names."""
    assert nearest_place(wanted) == code
