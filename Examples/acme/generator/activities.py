"""Calls, mails and meetings."""

from datetime import timedelta

from .company import OTHERS
from .days import FIRST_DAY, TODAY


def make_activities(draw, deals):
    rows = []
    for deal in deals:
        end = min(deal["close"], TODAY)
        for _ in range(draw.weighted({0: 12, 1: 36, 2: 30, 3: 22})):
            day = deal["created"] + timedelta(draw.integer(0, max(0, (end - deal["created"]).days)))
            rows.append((day, deal["owner"], deal["account"], deal["id"]))
        if deal["source"] == "Outbound" and draw.chance(500):
            rows.append((deal["created"] - timedelta(draw.integer(1, 9)), draw.pick(
                [name for name, team, _, _, _ in OTHERS if team == "Business Development"]), deal["account"], ""))
    rows = [row for row in rows if row[0] >= FIRST_DAY and row[0].weekday() < 5]
    rows.sort()
    result = []
    for number, (day, who, account, deal) in enumerate(rows):
        kind = draw.weighted({"email": 46, "call": 38, "meeting": 16})
        outcome, seconds = "", None
        if kind == "call":
            outcome = draw.weighted({"Follow up": 30, "No voicemail": 24, "Left voicemail": 22, "Meeting booked": 14,
                                     "Bad timing": 10})
            seconds = 0 if outcome == "No voicemail" else draw.skewed(20, 2_700)
        elif kind == "meeting":
            seconds = 60 * draw.pick([15, 30, 30, 45, 60, 60, 90])
        result.append({"id": 7_310_000_000_000 + number * 977, "type": kind, "day": day,
                       "minute": draw.integer(8 * 60, 17 * 60), "person": who, "account": account, "deal": deal,
                       "direction": "inbound" if draw.chance(230) else "outbound", "seconds": seconds,
                       "outcome": outcome})
    return result
