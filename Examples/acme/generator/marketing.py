"""What marketing and sales cost, the leads that came of it, and the sessions on the website."""

from datetime import date, timedelta

from .company import AREA_WEIGHTS, AREAS, PERSON_LAST, TEAMS, person
from .days import FIRST_DAY, SEASON, TODAY, month_end, month_index, months, quarter


CHANNELS = {  # the price of a thousand impressions in cents, clicks in ten thousand impressions
    "Paid Search": (1_450, 320), "Paid Social": (980, 95), "Display": (420, 40), "Email": (60, 180), "Webinar": (0, 0),
    "Events": (0, 0),
}


def make_spend(draw):
    rows = []
    for first in months():
        growth = 100 + 2 * month_index(first)
        for channel, (price, rate) in CHANNELS.items():
            for number, (segment, team, weight) in enumerate(AREAS):
                if channel in ("Webinar", "Events") and (month_index(first) + number) % 3:
                    continue
                if channel == "Display" and segment == "SMB":
                    continue
                campaign = "%s %s %s" % (quarter(first), channel, team if segment in team or team == "SMB"
                                         else "%s %s" % (team, segment))
                for week in ([1, 15] if price else [draw.integer(4, 26)]):
                    cost = weight * growth * draw.around(550, 1_050) * {"Paid Search": 9, "Paid Social": 6,
                                                                        "Display": 4, "Email": 1, "Webinar": 9,
                                                                        "Events": 42}[channel] // (30 if price else 60)
                    if channel == "Paid Social" and first >= date(2026, 1, 1):
                        cost = cost * 19 // 10
                    bought = cost * (10 if channel != "Paid Social" or first < date(2026, 1, 1) else 5) // 10
                    impressions = bought * 1000 // price if price else 0
                    clicks = impressions * (rate * draw.around(80, 120) // 100) // 10_000
                    rows.append((first.replace(day=week), channel, campaign, "Marketing", segment, team, cost,
                                 impressions, clicks))
        for segment, team, weight in AREAS:
            payroll = weight * (880_000 + 5_000 * month_index(first) + draw.integer(-40_000, 40_000))
            if segment == "SMB":
                payroll = payroll * 55 // 100
            rows.append((month_end(first), "Payroll", "Sales payroll", "Sales", segment, team, payroll, None, None))
            if weight > 1:
                rows.append((month_end(first), "Tools", "Sales tools", "Sales", segment, team, weight * 41_000, None,
                             None))
    return sorted(rows, key=lambda row: row[0])


LEAD_SOURCES = {"Paid Search": 24, "Paid Social": 17, "Organic Search": 21, "Webinar": 12, "Event": 9, "Email": 9,
                "Referral": 8}
CHANNEL_OF_SOURCE = {"Paid Search": "Paid Search", "Paid Social": "Paid Social", "Organic Search": "Organic Search",
                     "Webinar": "Webinar", "Event": "Events", "Email": "Email", "Referral": "Referral",
                     "Website": "Organic Search"}


def make_leads(draw, deals, accounts):
    leads = []

    def add(created, source, company, segment, owner, mql, sql, deal):
        first, last = person(draw)
        leads.append({"created": created, "source": source, "company": company, "segment": segment, "owner": owner,
                      "mql": mql, "sql": sql, "deal": deal, "first": first, "last": last})

    for deal in deals:
        if deal["type"] == "New Business" and deal["source"] in CHANNEL_OF_SOURCE and draw.chance(900):
            sql = deal["created"] - timedelta(draw.integer(0, 5))
            mql = sql - timedelta(draw.skewed(1, 34))
            created = mql - timedelta(draw.skewed(0, 60))
            if created >= FIRST_DAY:
                add(created, deal["source"], deal["account"], deal["segment"], deal["owner"], mql, sql, deal)
    for first in months():
        for _ in range((58 + month_index(first)) * SEASON[(first.month + 2) % 12] // 100):
            created = first + timedelta(draw.integer(0, month_end(first).day - 1))
            source = draw.weighted(LEAD_SOURCES)
            account = draw.pick(accounts)
            segment, team = draw.weighted(AREA_WEIGHTS)
            mql = sql = None
            worth = 170 if source == "Paid Social" and created >= date(2026, 1, 1) else 330
            if draw.chance(worth):
                mql = created + timedelta(draw.skewed(0, 60))
                if draw.chance(260):
                    sql = mql + timedelta(draw.skewed(1, 45))
            mql = mql if mql and mql <= TODAY else None
            sql = sql if mql and sql and sql <= TODAY else None
            known = draw.chance(300)
            add(created, source, account["name"] if known else "%s %s" % (draw.pick(PERSON_LAST), draw.pick(
                ["GmbH", "Ltd", "Inc", "Group", "Partners", "AB"])), account["segment"] if known else segment,
                account["owner"] if known else draw.pick(TEAMS[team][2]), mql, sql, None)
    leads.sort(key=lambda lead: (lead["created"], lead["company"], lead["last"], lead["first"]))
    for number, lead in enumerate(leads):
        lead["id"] = 100_001 + number * 3
    return leads


GROUPS = {"Organic Search": 30, "Paid Search": 22, "Direct": 18, "Paid Social": 12, "Email": 9, "Referral": 9}


def make_sessions(draw):
    rows = []
    day = FIRST_DAY
    while day <= TODAY:
        quiet = 45 if day.weekday() >= 5 else 100
        level = (100 + month_index(day) * 3) * SEASON[day.month - 1] * quiet // 10_000
        seen = {}
        for _ in range(5 if quiet < 100 else 10):
            group = draw.weighted(GROUPS)
            area = ("(not set)", "(not set)") if draw.chance(330) else draw.weighted(AREA_WEIGHTS)
            sessions = max(2, level * GROUPS[group] * draw.around(20, 90) // 1_500)
            users = max(1, sessions * draw.integer(78, 96) // 100)
            events = sessions * draw.integer(4, 60) // 1000
            revenue = draw.skewed(2_000, 190_000) if events and draw.chance(120) else 0
            seen[(group,) + area] = (sessions, users, events, revenue)
        rows += [(day,) + key + seen[key] for key in sorted(seen)]
        day += timedelta(1)
    return rows
