"""Deals, their stages, and what became of them."""

from datetime import date, timedelta

from .company import PARTNERS, TEAM_OF, TEAMS, salesforce_id
from .days import FIRST_DAY, SEASON, TODAY, business_day, month_index, months


STAGES = ["Discovery", "Qualified", "Demo", "Proposal", "Negotiation"]
PROBABILITY = {"Discovery": 10, "Qualified": 25, "Demo": 40, "Proposal": 60, "Negotiation": 80, "Closed Won": 100,
               "Closed Lost": 0}
CATEGORY = {"Discovery": "Pipeline", "Qualified": "Pipeline", "Demo": "Pipeline", "Proposal": "Best Case",
            "Negotiation": "Commit", "Closed Won": "Closed", "Closed Lost": "Omitted"}
# A month of a subscription, in dollars, for a seat or a meter; and how many of them are sold.
SEAT = {"Flow": 24, "Insight": 38, "Sense": 15}
SEATS = {"Enterprise": (90, 420), "Mid-Market": (25, 120), "SMB": (4, 24)}
METERS = {"Enterprise": (200, 900), "Mid-Market": (50, 220), "SMB": (10, 50)}
TIER = {"Enterprise": "Enterprise", "Mid-Market": "Business", "SMB": "Starter"}


def monthly_fee(draw, product, segment):
    low, high = (METERS if product == "Sense" else SEATS)[segment]
    return SEAT[product] * draw.skewed(low, high)


def deal_amount(draw, product, segment):
    if product in SEAT:
        return 12 * monthly_fee(draw, product, segment)
    if product == "Gateway":
        return 640 * draw.skewed(*{"Enterprise": (30, 160), "Mid-Market": (10, 60), "SMB": (2, 14)}[segment])
    return 1_200 * draw.skewed(*{"Enterprise": (8, 50), "Mid-Market": (4, 20), "SMB": (1, 6)}[segment])


def win_chance(deal):
    """Out of a thousand."""
    chance = {"Enterprise": 265, "Mid-Market": 330, "SMB": 360}[deal["segment"]]
    if deal["type"] == "Expansion":
        chance = chance * 13 // 10
    if deal["partner"]:
        chance = chance * 82 // 100
    if deal["team"] == "Enterprise Americas":
        chance = chance * 112 // 100
    # One team goes after larger companies and, besides, wins less of both kinds.
    if deal["team"] == "Mid-Market EMEA" and deal["created"] >= date(2025, 7, 1):
        chance = chance * 62 // 100
    if deal["product"] == "Sense" and deal["region"] == "EMEA" and deal["created"] >= date(2025, 12, 1):
        chance = chance * 70 // 100
    return chance


def stage_of_loss(draw, deal):
    if deal["partner"]:
        # Deals of partners end after the demo: nobody writes the proposal.
        return draw.weighted({"Discovery": 14, "Qualified": 14, "Demo": 52, "Proposal": 14, "Negotiation": 6})
    return draw.weighted({"Discovery": 26, "Qualified": 24, "Demo": 20, "Proposal": 20, "Negotiation": 10})


def history(draw, deal, last_stage, end):
    """The rows of the stage history up to the end: (from, to, day, amount)."""
    path = STAGES[:STAGES.index(last_stage) + 1]
    if "Demo" in path and draw.chance(80):
        path = [stage for stage in path if stage != "Qualified"]
    if last_stage in ("Proposal", "Negotiation") and draw.chance(50):
        path.insert(path.index("Proposal") + 1, "Demo")
        path.insert(path.index("Proposal") + 2, "Proposal")
    length = (end - deal["created"]).days
    marks = sorted(draw.integer(0, max(0, length - 1)) for _ in path[1:])
    days = [deal["created"]] + [deal["created"] + timedelta(mark) for mark in marks]
    rows, before = [], ""
    for position, (stage, day) in enumerate(zip(path, days)):
        rows.append((before, stage, day, deal["amount"]))
        before = stage
        following = days[position + 1] if position + 1 < len(days) else end
        if (following - day).days > 4 and draw.chance(130):
            # A change of the amount, which the report lists as a row from the stage to itself.
            deal["amount"] = max(12, deal["amount"] * draw.integer(80, 120) // 100 // 12 * 12)
            rows.append((stage, stage, day + timedelta(draw.integer(1, (following - day).days - 1)), deal["amount"]))
    return rows


def make_deals(draw, accounts):
    deals = []
    # What was closed before the first month is not in the report.
    for first in months(date(2023, 9, 1)):
        index = month_index(first)
        count = (79 + index * 15 // 10) * SEASON[(first.month + 1) % 12] // 100
        there = [account for account in accounts if account["created"] <= first] or accounts
        for _ in range(count):
            account = draw.pick(there)
            created = business_day(draw, first)
            customer = account["type"] == "Customer"
            partner = draw.pick(PARTNERS) if draw.chance(230) else ""
            owner = account["owner"]
            if account["segment"] == "Enterprise" and account["region"] == "EMEA" and created >= date(2025, 7, 1) \
                    and draw.chance(420):
                owner = draw.pick(TEAMS["Mid-Market EMEA"][2])
            # The new meters were sold to large companies of one region above all.
            product = draw.weighted({"Flow": 30, "Insight": 16, "Sense": 44, "Gateway": 6, "Services": 4}
                                    if account["segment"] == "Enterprise" and account["region"] == "EMEA" else
                                    {"Flow": 41, "Insight": 25, "Sense": 16, "Gateway": 11, "Services": 7})
            source = "Partner" if partner else draw.weighted(
                {"Website": 22, "Paid Search": 14, "Paid Social": 10, "Event": 14, "Outbound": 28, "Referral": 12})
            deal = {
                "id": salesforce_id("006", len(deals)), "account": account["name"], "of": account, "owner": owner,
                "team": TEAM_OF[owner], "segment": account["segment"], "region": account["region"],
                "created": created, "product": product, "partner": partner, "source": source,
                "type": "Expansion" if customer else "New Business",
                "amount": deal_amount(draw, product, account["segment"]),
            }
            cycle = {"Enterprise": draw.around(35, 190), "Mid-Market": draw.around(18, 110),
                     "SMB": draw.around(4, 48)}[account["segment"]]
            if deal["type"] == "Expansion":
                cycle = cycle * 6 // 10
            close = created + timedelta(max(2, cycle))
            won = draw.chance(win_chance(deal))
            last = "Negotiation" if won else stage_of_loss(draw, deal)
            if not won:
                close = created + timedelta(max(2, cycle * (STAGES.index(last) + 5) // 8))
            rows = history(draw, deal, last, close)
            if close > TODAY:
                rows = [row for row in rows if row[2] <= TODAY]
                deal["stage"], deal["amount"] = rows[-1][1], rows[-1][3]
                close = max(close, TODAY + timedelta(draw.integer(2, 60)))
            else:
                deal["stage"] = "Closed Won" if won else "Closed Lost"
                rows.append((rows[-1][1], deal["stage"], close, deal["amount"]))
                if won:
                    account["type"] = "Customer"
            if close < FIRST_DAY:
                continue
            deal["close"], deal["history"] = close, rows
            deal["probability"] = PROBABILITY[deal["stage"]]
            deals.append(deal)
    return deals
