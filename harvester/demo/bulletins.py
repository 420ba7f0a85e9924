"""Notices that one form makes day after day with other numbers: weather, river, market, police."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from harvester.demo.story import CHINA, Story, blocks_of

#: Day of June, sky, lowest and highest temperature (°C), wind, humidity (%).
_WEATHER = (
    (2, "多云", 21, 29, "东南风2到3级", 68),
    (4, "多云转阵雨", 20, 27, "偏东风2级", 79),
    (6, "中雨", 19, 24, "东北风3级", 91),
    (8, "小雨转阴", 20, 26, "偏北风2到3级", 86),
    (10, "晴到多云", 22, 31, "偏南风2级", 64),
    (12, "晴", 23, 33, "西南风3级", 57),
    (14, "雷阵雨", 22, 30, "偏南风3到4级", 82),
    (16, "大雨", 20, 25, "东北风4级", 94),
    (18, "阴转多云", 21, 28, "偏东风2级", 77),
    (20, "晴到多云", 23, 32, "偏南风2到3级", 61),
    (22, "晴", 24, 34, "西南风2级", 55),
    (24, "多云", 24, 33, "偏南风3级", 63),
    (26, "多云转雷雨", 23, 31, "西南风4级", 81),
    (28, "暴雨", 21, 25, "东北风5级", 96),
    (30, "阵雨转多云", 22, 29, "偏东风3级", 80),
)

#: Day of July, level at 青石渡 (m), flow (m³/s), change since the last notice (m).
_RIVER = (
    (1, "31.42", 1860, "上涨0.85"),
    (3, "31.97", 2140, "上涨0.55"),
    (5, "31.60", 1950, "下降0.37"),
    (7, "30.88", 1610, "下降0.72"),
    (9, "30.35", 1380, "下降0.53"),
    (11, "30.71", 1520, "上涨0.36"),
    (13, "32.06", 2230, "上涨1.35"),
    (15, "31.48", 1890, "下降0.58"),
    (17, "30.64", 1490, "下降0.84"),
    (19, "30.12", 1270, "下降0.52"),
)

#: Day of July, price of water spinach, beans, cucumbers, tomatoes and pork (yuan for 500 g).
_MARKET = (
    (2, "2.6", "4.2", "2.1", "3.4", "12.8"),
    (6, "3.1", "4.8", "2.4", "3.6", "12.5"),
    (10, "2.9", "4.5", "2.2", "3.3", "12.9"),
    (14, "3.8", "5.6", "2.9", "4.1", "13.2"),
    (18, "3.2", "4.9", "2.5", "3.7", "13.0"),
)

#: Day of June, calls, of them for help, traffic, quarrels, lost things; hours of most calls.
_POLICE = (
    (7, 412, 131, 158, 74, 49, "18时至20时"),
    (14, 388, 126, 141, 69, 52, "19时至21时"),
    (21, 405, 119, 163, 71, 52, "17时至19时"),
    (28, 467, 188, 149, 68, 62, "20时至22时"),
)


def bulletins() -> Iterator[Story]:
    """All notices, each with `template` naming its form."""
    yield from _weather()
    yield from _river()
    yield from _market()
    yield from _police()


def _weather() -> Iterator[Story]:
    for day, sky, low, high, wind, humidity in _WEATHER:
        issued = datetime(2026, 6, day, 17, 30, day, tzinfo=CHINA)
        tomorrow = issued + timedelta(days=1)
        yield Story(
            key=f"weather-{day:02}",
            station="demo-daily",
            section="tqyb",
            title=f"澜江市天气预报（{issued.month}月{day}日17时发布）",
            published=issued,
            source="澜江市气象台",
            template="weather",
            blocks=blocks_of(
                f"澜江市气象台{issued.month}月{day}日17时发布天气预报：今天晚上到明天，城区{sky}，"
                f"{wind}，最低气温{low}℃，最高气温{high}℃，相对湿度{humidity}%左右。\n\n"
                f"青棠县、云沱县{sky}，气温{low - 2}～{high - 1}℃；松岫县山区气温"
                f"{low - 4}～{high - 4}℃，早晚有雾。\n\n"
                f"{tomorrow.month}月{tomorrow.day}日白天紫外线指数为{_ultraviolet(sky)}级，"
                "请根据气温变化增减衣物，行车注意路面湿滑。"
            ),
        )


def _ultraviolet(sky: str) -> int:
    return 5 if sky.startswith("晴") else 3 if sky.startswith("多云") else 1


def _river() -> Iterator[Story]:
    for day, level, flow, change in _RIVER:
        yield Story(
            key=f"river-{day:02}",
            station="demo-water",
            section="1022",
            title=f"澜江青石渡水文站水情通报（7月{day}日8时）",
            published=datetime(2026, 7, day, 8, 40, 0, tzinfo=CHINA),
            source="澜江市水文中心",
            template="river",
            blocks=blocks_of(
                f"据澜江市水文中心7月{day}日8时监测，澜江干流青石渡水文站水位{level}米，"
                f"流量每秒{flow}立方米，比上次通报{change}米，警戒水位为33.50米。\n\n"
                "目前全市大中型水库运行正常，沿江各泵站按调度令开机。请临水作业人员注意安全，"
                "非必要不下河。"
            ),
        )


def _market() -> Iterator[Story]:
    for day, spinach, beans, cucumber, tomato, pork in _MARKET:
        yield Story(
            key=f"market-{day:02}",
            station="demo-nandu",
            section="bmfw",
            title=f"南渡区今日菜价（7月{day}日）",
            published=datetime(2026, 7, day, 9, 5, 0, tzinfo=CHINA),
            source="南渡区商务局",
            template="market",
            blocks=blocks_of(
                f"7月{day}日，记者从南渡区三家农贸市场了解到，空心菜每500克{spinach}元，"
                f"豆角{beans}元，黄瓜{cucumber}元，西红柿{tomato}元，猪后腿肉{pork}元。\n\n"
                "以上为上午8时的零售均价，由西津、桐花、北门三家农贸市场的快检室采集，仅供参考。"
            ),
        )


def _police() -> Iterator[Story]:
    for day, calls, helped, traffic, quarrels, lost, hours in _POLICE:
        yield Story(
            key=f"police-{day:02}",
            station="demo-evening",
            section="shxw",
            title=f"上周市区110接警{calls}起（6月{day}日发布）",
            published=datetime(2026, 6, day, 16, 10, 0, tzinfo=CHINA),
            source="澜江公安",
            template="police",
            blocks=blocks_of(
                f"澜江公安6月{day}日发布一周警情：上周市区110共接报{calls}起，"
                f"其中群众求助{helped}起，交通类{traffic}起，邻里和消费纠纷{quarrels}起，"
                f"遗失物品{lost}起，接警高峰在每天{hours}。\n\n"
                "警方提示：夏季夜间出行请走有照明的道路，电动自行车不要进楼道充电；"
                "接到要求转账的陌生电话，请先挂断再核实。"
            ),
        )
