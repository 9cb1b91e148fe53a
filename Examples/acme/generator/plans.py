"""Forecasts and targets."""

from datetime import date, timedelta

from .company import AREAS
from .days import SEASON, TODAY, month_index, months, quarter


def booked(deals):
    """Bookings by month, team and segment."""
    sums = {}
    for deal in deals:
        if deal["stage"] == "Closed Won":
            key = (deal["close"].replace(day=1), deal["team"], deal["segment"])
            sums[key] = sums.get(key, 0) + deal["amount"]
    return sums


def area_mean(sums, team, segment, first):
    """What a team books in a segment in a usual month of the year around a month."""
    middle = month_index(min(first, TODAY))
    near = [sums.get((month, team, segment), 0) for month in months() if abs(month_index(month) - middle) <= 5]
    return sum(near) // len(near)


def make_forecasts(draw, deals):
    rows, sums = [], booked(deals)
    # The last submission is for the whole quarter that begins.
    for first in months(until=date(2026, 9, 30)):
        for segment, team, _ in AREAS:
            actual = sums.get((first, team, segment), 0)
            usual = area_mean(sums, team, segment, first)
            commit = (actual * 7 + usual * 3) // 10 if first <= TODAY else usual * SEASON[first.month - 1] // 100
            commit = commit * draw.around(84, 112) // 100
            if team == "Mid-Market EMEA" and first >= date(2025, 7, 1):
                commit = commit * 155 // 100
            best = commit * draw.around(112, 150) // 100
            submitted = min(first + timedelta(draw.integer(1, 5)), TODAY)
            rows.append((first, team, segment, submitted, "Commit", commit // 100 * 100))
            rows.append((first, team, segment, submitted, "Best Case", best // 100 * 100))
            if first <= TODAY and draw.chance(700):
                # Once more in the middle of the month, when more is known.
                commit = (commit + actual) // 2 * draw.around(94, 106) // 100
                rows.append((first, team, segment, first + timedelta(draw.integer(12, 17)), "Commit",
                             commit // 100 * 100))
    return rows


def make_targets(draw, deals):
    rows, sums = [], booked(deals)
    for first in months(until=date(2026, 12, 31)):
        for segment, team, _ in AREAS:
            usual = area_mean(sums, team, segment, first) * SEASON[first.month - 1] // 100
            rows.append(("bookings", "%d-%02d" % (first.year, first.month), team, segment,
                         "%d" % (usual * draw.around(98, 122) // 100 // 500 * 500 + 500)))
    for first in months():
        if first.month % 3 == 1:
            step = month_index(first) // 3
            rows.append(("win_rate", quarter(first), "", "", "0.%02d" % (30 + step // 4)))
            rows.append(("net_retention", quarter(first), "", "", "1.0%d" % (1 + step // 5)))
            rows.append(("mrr", quarter(first), "", "", "%d" % (505_000 + 118_000 * step)))
            rows.append(("mql_to_sql", quarter(first), "", "", "0.45"))
            rows.append(("csat", quarter(first), "", "", "0.88"))
            rows.append(("approval_rate", quarter(first), "", "", "0.75"))
    return rows
