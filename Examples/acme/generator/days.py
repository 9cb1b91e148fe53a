"""The days that the exports cover, how they are written, and the seasons."""

from datetime import date, timedelta

FIRST_DAY = date(2024, 1, 1)
TODAY = date(2026, 6, 30)


def months(since=FIRST_DAY, until=TODAY):
    """The first days of the months."""
    year, month = since.year, since.month
    while (year, month) <= (until.year, until.month):
        yield date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def month_end(day):
    return (date(day.year + day.month // 12, day.month % 12 + 1, 1)) - timedelta(1)


def month_index(day):
    return (day.year - FIRST_DAY.year) * 12 + day.month - FIRST_DAY.month


def quarter(day):
    return "%d-Q%d" % (day.year, (day.month + 2) // 3)


def us(day):
    return "%d/%d/%d" % (day.month, day.day, day.year) if day else ""


def business_day(draw, first):
    day = first + timedelta(draw.integer(0, month_end(first).day - 1))
    return day - timedelta(max(0, day.weekday() - 4)) if day.day > 2 else day


def cents(amount):
    return "%d.%02d" % (amount // 100, amount % 100)


# Deals close at the end of quarters and less in summer: percent of a usual month.
SEASON = [85, 92, 118, 90, 98, 120, 82, 76, 112, 98, 104, 125]
