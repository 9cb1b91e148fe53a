#!/usr/bin/env python3
"""Writes the exports of Acme, a made-up company, over 30 months: 2024-01 to 2026-06.

    python3 generate.py [FOLDER]

Only Python's own library is used, and of it neither its random numbers nor any function whose last digit depends on
the machine, so every Python from 3.9 on writes the same bytes. ORIGIN.md tells what is in the files, and which defects
are in them on purpose.
"""

import csv
import os
import sys
from datetime import date, timedelta

FIRST_DAY = date(2024, 1, 1)
TODAY = date(2026, 6, 30)


class Draw:
    """Random numbers by SplitMix64, the same ones for the same seed everywhere."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return z ^ (z >> 31)

    def integer(self, low, high):
        """A whole number from low to high, both included."""
        return low + self.bits() % (high - low + 1)

    def chance(self, per_thousand):
        return self.bits() % 1000 < per_thousand

    def pick(self, items):
        return items[self.bits() % len(items)]

    def weighted(self, weights):
        """A key of a dictionary, as often as its weight says."""
        left = self.bits() % sum(weights.values())
        for item, weight in weights.items():
            if left < weight:
                return item
            left -= weight
        raise AssertionError

    def around(self, low, high):
        """A whole number from low to high, the middle more often than the ends."""
        return (self.integer(low, high) + self.integer(low, high) + self.integer(low, high)) // 3

    def skewed(self, low, high):
        """A whole number from low to high, small ones far more often."""
        return low + (high - low) * self.integer(0, 1000) * self.integer(0, 1000) // 1_000_000

    def sample(self, items, count):
        """Different items, in an order of their own."""
        left = list(items)
        return [left.pop(self.bits() % len(left)) for _ in range(min(count, len(left)))]


# ---------------------------------------------------------------- days and how they are written


def months(since=FIRST_DAY):
    """The first days of the months."""
    year, month = since.year, since.month
    while (year, month) <= (TODAY.year, TODAY.month):
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

# ---------------------------------------------------------------- who is there

TEAMS = {
    "Enterprise Americas": ("Americas", "Nora Whitfield", ["Amara Osei", "Ben Castellano", "Chloe Vandermeer"]),
    "Enterprise EMEA": ("EMEA", "Henrik Solberg", ["Dieter Kranz", "Elif Arslan"]),
    "Mid-Market Americas": ("Americas", "Nora Whitfield", ["Felix Okonkwo", "Grace Lindqvist", "Hugo Marchetti"]),
    "Mid-Market EMEA": ("EMEA", "Henrik Solberg", ["Ines Ferreira", "Jonas Weidner"]),
    "SMB": ("Americas", "Rita Calloway", ["Keiko Tanabe", "Liam Prescott", "Marta Kowalczyk"]),
    "APAC": ("APAC", "Samir Bhandari", ["Naveen Iyer", "Olivia Tran"]),
}
OTHERS = [
    ("Petra Novotna", "Business Development", "Rita Calloway", "Sales", "EMEA"),
    ("Quentin Abara", "Business Development", "Rita Calloway", "Sales", "Americas"),
    ("Rosa Delgado", "Business Development", "Rita Calloway", "Sales", "Americas"),
    ("Sven Aaltonen", "Support EMEA", "Tilda Bergman", "Support", "EMEA"),
    ("Tara Mbeki", "Support EMEA", "Tilda Bergman", "Support", "EMEA"),
    ("Umar Qureshi", "Support Global", "Tilda Bergman", "Support", "APAC"),
    ("Vera Lindgren", "Support Global", "Tilda Bergman", "Support", "Americas"),
    ("Will Hargreave", "Support Global", "Tilda Bergman", "Support", "Americas"),
    ("Xenia Pavlova", "Customer Success", "Yusuf Demir", "Customer Success", "EMEA"),
    ("Zoe Ackerman", "Customer Success", "Yusuf Demir", "Customer Success", "Americas"),
    ("Adele Rousseau", "Demand Generation", "Bruno Keller", "Marketing", "EMEA"),
    ("Carl Engstrom", "Demand Generation", "Bruno Keller", "Marketing", "Americas"),
]
TEAM_OF = {rep: team for team, (_, _, reps) in TEAMS.items() for rep in reps}

FIRST_NAMES = "Alder Amber Aspen Birch Bright Cedar Clear Cobalt Copper Coral Crown Delta Eagle Ember Falcon Fern " \
    "Garnet Glacier Golden Granite Harbor Hazel Heron Indigo Iron Ivory Juniper Keystone Lark Laurel Linden Lunar " \
    "Maple Meadow Merlin North Oak Olive Onyx Opal Orchid Otter Pearl Pine Quartz Raven Ridge River Robin Sable " \
    "Sage Silver Slate Spruce Stone Summit Swift Tidal Timber Umber Vale Violet Willow Zephyr".split()
INDUSTRIES = {
    "Technology": ["Systems", "Software", "Networks", "Data"],
    "Manufacturing": ["Works", "Motors", "Tools", "Plastics"],
    "Retail": ["Stores", "Outfitters", "Markets"],
    "Financial Services": ["Bank", "Capital", "Insurance"],
    "Healthcare": ["Health", "Clinics", "Pharma"],
    "Logistics": ["Freight", "Shipping", "Logistics"],
    "Energy": ["Power", "Energy", "Utilities"],
    "Food": ["Foods", "Farms", "Bakeries"],
}
COUNTRIES = {
    "Americas": {"United States": 70, "Canada": 15, "Brazil": 8, "Mexico": 7},
    "EMEA": {"Germany": 30, "United Kingdom": 28, "France": 16, "Sweden": 10, "Netherlands": 10, "South Africa": 6},
    "APAC": {"Australia": 40, "India": 25, "Singapore": 20, "Japan": 15},
}
SEGMENTS = {"Enterprise": 26, "Mid-Market": 32, "SMB": 42}
PARTNERS = ["Brightline Consulting", "Coastal Integrators", "Nordwerk Systemhaus", "Pacific Rim Solutions",
            "Terrapin Advisory", "Vantage Reseller Group"]
PERSON_FIRST = "Ada Alan Anya Boris Carla Dev Dora Emil Fay Gina Hal Ida Ivan Jade Kofi Lena Luis Maya Nils Omar " \
    "Pia Ravi Ruth Sofia Theo Uma Viktor Wanda Yara Zack".split()
PERSON_LAST = "Adler Bauer Cho Duarte Ekberg Fontaine Gupta Hansen Ito Jensen Khan Lopez Moreau Nyberg Okafor Park " \
    "Quist Rossi Sato Torres Ueda Vance Weber Xu Young Zeller".split()

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def salesforce_id(prefix, number):
    text = ""
    number = number * 37 + 12_345
    for _ in range(5):
        text = DIGITS[number % 62] + text
        number //= 62
    return prefix + "5f00000" + text


def team_for(segment, region):
    if region == "APAC":
        return "APAC"
    return "SMB" if segment == "SMB" else "%s %s" % (segment, region)


def make_accounts(draw):
    accounts = []
    endings = [(ending, industry) for industry, words in INDUSTRIES.items() for ending in words]
    names = set()
    while len(accounts) < 600:
        ending, industry = draw.pick(endings)
        name = "%s %s" % (draw.pick(FIRST_NAMES), ending)
        if name in names:
            continue
        names.add(name)
        region = draw.weighted({"Americas": 50, "EMEA": 33, "APAC": 17})
        segment = draw.weighted(SEGMENTS)
        employees = {"Enterprise": draw.skewed(2_000, 30_000), "Mid-Market": draw.skewed(200, 1_900),
                     "SMB": draw.skewed(8, 190)}[segment]
        # Half of them were there before the first month.
        if len(accounts) < 300:
            created = date(2021, 3, 1) + timedelta(draw.integer(0, 1030))
        else:
            created = FIRST_DAY + timedelta(draw.integer(0, 900))
        accounts.append({
            "id": salesforce_id("001", len(accounts)), "name": name, "industry": industry, "region": region,
            "segment": segment, "country": draw.weighted(COUNTRIES[region]), "employees": employees,
            "owner": draw.pick(TEAMS[team_for(segment, region)][2]), "created": created,
            "type": "Prospect", "subscriptions": [], "left": None,
            "source": draw.weighted({"Website": 30, "Outbound": 25, "Partner": 18, "Event": 14, "Referral": 13}),
        })
    return accounts


# ---------------------------------------------------------------- deals and what became of them

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
                close = created + timedelta(max(2, cycle * (STAGES.index(last) + 2) // 6))
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


# ---------------------------------------------------------------- subscriptions


class Billing:
    """What each account pays by the month, and the rows of the export that tell of it."""

    def __init__(self, draw):
        self.draw = draw
        self.rows = []

    def begin(self, account, product, fee, day, trial=False):
        draw = self.draw
        interval = "year" if draw.chance({"Enterprise": 850, "Mid-Market": 550, "SMB": 200}[account["segment"]]) \
            else "month"
        row = {
            "id": "sub_1%06dAcme%04d" % (draw.integer(0, 999_999), len(self.rows)), "account": account,
            "product": product, "fee": fee, "interval": interval, "start": day, "end": None, "canceled": None,
            "status": "active", "trial_end": day + timedelta(14) if trial else None, "reason": "",
        }
        self.rows.append(row)
        account["subscriptions"].append(row)
        account["left"] = None
        return row

    def end(self, row, day, reason, notice):
        row["end"], row["status"], row["reason"] = day, "canceled", reason
        row["canceled"] = max(row["start"], day - timedelta(notice))
        account = row["account"]
        account["subscriptions"].remove(row)
        if not account["subscriptions"]:
            account["left"] = day

    def change(self, row, fee, day):
        """Another number of seats: the row ends and another one of the same plan begins on that day."""
        self.end(row, day, "", 0)
        self.begin(row["account"], row["product"], fee, day)


def make_billing(draw, accounts, deals):
    billing = Billing(draw)
    # Who was a customer before the first month.
    for account in accounts[:300]:
        if draw.chance({"Enterprise": 560, "Mid-Market": 480, "SMB": 420}[account["segment"]]):
            first = max(account["created"], date(2022, 1, 10))
            products = ["Flow", "Insight", "Sense"]
            if account["segment"] == "Enterprise" and account["region"] == "EMEA":
                products = ["Sense", "Sense", "Flow"]
            for product in draw.sample(products, draw.weighted({1: 68, 2: 25, 3: 7})):
                start = first + timedelta(draw.integer(0, max(0, (date(2023, 12, 28) - first).days)))
                billing.begin(account, product, monthly_fee(draw, product, account["segment"]), start)
    sold = sorted((deal for deal in deals if deal["stage"] == "Closed Won" and deal["product"] in SEAT),
                  key=lambda deal: (deal["close"], deal["id"]))
    position = 0
    for first in months():
        last = month_end(first)
        for account in accounts:
            if account["subscriptions"] and draw.chance({"Enterprise": 4, "Mid-Market": 9, "SMB": 17}[account["segment"]]):
                leave(draw, billing, account, first)
        for row in list(billing.rows):
            if row["end"] is None and row["start"] < first:
                happen(draw, billing, row, first)
        for account in accounts:
            if account["left"] and (first - account["left"]).days > 40 and draw.chance(34):
                product = draw.pick(["Flow", "Insight"])
                billing.begin(account, product, monthly_fee(draw, product, account["segment"]),
                              first + timedelta(draw.integer(0, 27)))
        while position < len(sold) and sold[position]["close"] <= last:
            deal = sold[position]
            start = min(deal["close"] + timedelta(draw.integer(0, 12)), TODAY)
            billing.begin(deal["of"], deal["product"], deal["amount"] // 12, start)
            position += 1
        # Small companies also begin by themselves, most of them with two weeks for nothing.
        for account in accounts:
            if account["segment"] == "SMB" and not account["subscriptions"] and account["left"] is None \
                    and account["created"] < first and draw.chance(14):
                billing.begin(account, "Flow", monthly_fee(draw, "Flow", "SMB"),
                              first + timedelta(draw.integer(0, 27)), trial=draw.chance(700))
    oddities(draw, billing, accounts)
    return billing.rows


REASONS = {"too_expensive": 3, "missing_features": 3, "switched_service": 3, "unused": 2, "low_quality": 2}


def leave(draw, billing, account, first):
    """A customer ends everything on one day."""
    day = first + timedelta(draw.integer(0, 27))
    reason = draw.weighted(REASONS)
    for row in list(account["subscriptions"]):
        if row["start"] < day:
            billing.end(row, day, reason, draw.integer(0, 25))


def happen(draw, billing, row, first):
    """What becomes of one subscription in a month."""
    account = row["account"]
    segment = account["segment"]
    day = first + timedelta(draw.integer(0, 27))
    churn = {"Enterprise": 5, "Mid-Market": 7, "SMB": 10}[segment]
    less = {"Enterprise": 9, "Mid-Market": 8, "SMB": 6}[segment]
    more = {"Enterprise": 17, "Mid-Market": 13, "SMB": 9}[segment]
    if row["product"] == "Sense" and account["region"] == "EMEA" and first >= date(2026, 4, 1):
        # The story of the last quarter: readings of the new meters were wrong, large customers left or cut down.
        churn, less, more = (230, 200, 0) if segment == "Enterprise" else (churn * 3, less * 2, more // 2)
    fate = draw.integer(0, 999)
    if fate < churn:
        billing.end(row, day, draw.weighted(REASONS), draw.integer(0, 25))
    elif fate < churn + less:
        billing.change(row, max(1, row["fee"] * draw.integer(55, 92) // 100), day)
    elif fate < churn + less + more:
        billing.change(row, row["fee"] * draw.integer(108, 155) // 100 + 1, day)


def oddities(draw, billing, accounts):
    """Statuses that are neither active nor canceled, and customers that the CRM does not know."""
    current = [row for row in billing.rows if row["end"] is None and row["start"] < date(2026, 3, 1)]
    for row in draw.sample(current, 9):
        row["status"] = "past_due"
    for row in draw.sample([row for row in current if row["status"] == "active"], 5):
        # Canceled to the end of the paid time, which is not over.
        row["canceled"] = TODAY - timedelta(draw.integer(1, 20))
    quiet = [account for account in accounts if account["segment"] == "SMB" and not account["subscriptions"]
             and account["left"] is None]
    for account in draw.sample(quiet, 7):
        row = billing.begin(account, "Flow", monthly_fee(draw, "Flow", "SMB"), TODAY - timedelta(draw.integer(0, 9)),
                            trial=True)
        row["status"] = "trialing"
        account["subscriptions"].clear()
    for account in draw.sample([account for account in quiet if not account["subscriptions"]], 6):
        start = date(2025, 2, 3) + timedelta(draw.integer(0, 400))
        row = billing.begin(account, "Flow", monthly_fee(draw, "Flow", "SMB"), start)
        row["status"], row["end"] = "incomplete_expired", start + timedelta(1)
        account["subscriptions"].clear()
    for name, product, fee, start in [("Quillfeather Studio", "Flow", 192, date(2024, 5, 14)),
                                      ("Tallow & Reed", "Insight", 456, date(2025, 1, 22)),
                                      ("Bramblewick Ltd", "Sense", 330, date(2025, 9, 8))]:
        billing.begin({"name": name, "id": "", "segment": "SMB", "subscriptions": [], "left": None}, product, fee,
                      start)


# ---------------------------------------------------------------- orders of hardware and services

CATALOGUE = [  # SKU, name, price and cost in cents
    ("GW-100", "Gateway 100", 64_000, 35_200), ("GW-400", "Gateway 400", 149_000, 78_500),
    ("SN-T1", "Temperature sensor", 4_900, 1_830), ("SN-P2", "Power meter", 12_900, 5_640),
    ("SN-V1", "Vibration sensor", 18_900, 8_120), ("KIT-ST", "Starter kit", 39_900, 19_450),
    ("CB-5M", "Cable 5 m", 1_900, 420), ("SVC-DAY", "Installation day", 120_000, 71_000),
]
TAX = {"Germany": 19, "United Kingdom": 20, "France": 20, "Sweden": 25, "Netherlands": 21}


def make_orders(draw, accounts):
    orders, number = [], 1001
    for first in months():
        count = (20 + month_index(first)) * SEASON[first.month - 1] // 100
        there = [account for account in accounts if account["created"] <= first]
        moments = sorted((first + timedelta(draw.integer(0, month_end(first).day - 1)), draw.integer(8 * 3600, 17 * 3600))
                         for _ in range(count))
        for day, second in moments:
            account = draw.pick(there)
            guest = draw.chance(60)
            lines = []
            for sku, name, price, cost in draw.sample(CATALOGUE, draw.weighted({1: 48, 2: 32, 3: 20})):
                most = {"Enterprise": 24, "Mid-Market": 10, "SMB": 4}[account["segment"]]
                lines.append((draw.skewed(1, 3 if sku in ("KIT-ST", "SVC-DAY") else most), name, price, sku))
            goods = sum(quantity * price for quantity, _, price, _ in lines)
            code, discount = ("WELCOME10", goods // 10) if draw.chance(90) else ("", 0)
            shipping = 0 if goods > 100_000 else 2_500
            taxes = 0 if guest else (goods - discount + shipping) * TAX.get(account["country"], 0) // 100
            total = goods - discount + shipping + taxes
            status = draw.weighted({"paid": 930, "pending": 18, "refunded": 26, "partially_refunded": 26})
            orders.append({
                "name": "#%d" % number, "account": None if guest else account, "day": day, "second": second,
                "lines": lines, "subtotal": goods - discount, "shipping": shipping, "taxes": taxes, "total": total,
                "code": code, "discount": discount, "status": status,
                "refunded": {"refunded": total, "partially_refunded": total * 3 // 10}.get(status, 0),
                "id": 5_400_000_000_000 + number * 32_771, "person": person(draw), "express": draw.chance(150),
            })
            number += 1
    return orders


def person(draw):
    return draw.pick(PERSON_FIRST), draw.pick(PERSON_LAST)


def domain(name):
    return "".join(letter for letter in name.lower() if letter.isalnum()) + ".example"


# ---------------------------------------------------------------- marketing: spend, leads, website

CHANNELS = {  # the price of a thousand impressions in cents, clicks in ten thousand impressions
    "Paid Search": (1_450, 320), "Paid Social": (980, 95), "Display": (420, 40), "Email": (60, 180), "Webinar": (0, 0),
    "Events": (0, 0),
}
AREAS = [("Enterprise", "Enterprise Americas", 5), ("Enterprise", "Enterprise EMEA", 4),
         ("Enterprise", "Mid-Market EMEA", 1), ("Enterprise", "APAC", 2), ("Mid-Market", "Mid-Market Americas", 5),
         ("Mid-Market", "Mid-Market EMEA", 4), ("Mid-Market", "APAC", 2), ("SMB", "SMB", 7), ("SMB", "APAC", 1)]
AREA_WEIGHTS = {(segment, team): weight for segment, team, weight in AREAS}


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
            payroll = weight * (1_450_000 + 9_000 * month_index(first) + draw.integer(-60_000, 60_000))
            rows.append((month_end(first), "Payroll", "Sales payroll", "Sales", segment, team, payroll, None, None))
            if weight > 1:
                rows.append((month_end(first), "Tools", "Sales tools", "Sales", segment, team, weight * 61_000, None,
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


# ---------------------------------------------------------------- partners, support, calls and mails


def make_registrations(draw, deals, accounts):
    rows = []
    for deal in deals:
        if deal["partner"] and draw.chance(720):
            submitted = deal["created"] - timedelta(draw.integer(0, 12))
            status = draw.weighted({"Approved": 840, "Rejected": 110, "Expired": 50})
            rows.append((submitted, deal["partner"], deal["account"], status, deal["id"], deal["amount"], deal["product"]))
    for first in months():
        for _ in range(draw.integer(2, 5)):
            account = draw.pick(accounts)
            product = draw.pick(list(SEAT))
            status = draw.weighted({"Approved": 250, "Rejected": 620, "Expired": 130})
            rows.append((business_day(draw, first), draw.pick(PARTNERS), account["name"], status, "",
                         deal_amount(draw, product, account["segment"]), product))
    rows.sort(key=lambda row: (row[0], row[2], row[4], row[5]))
    result = []
    for number, (submitted, partner, account, status, deal, amount, product) in enumerate(rows):
        decided = submitted + timedelta(draw.integer(1, 21))
        if status == "Expired":
            decided = None
        elif decided > TODAY:
            status, decided = "Pending", None
        result.append(("DR-%05d" % (2_001 + number), partner, account, status, submitted, decided, amount, deal, product))
    return result


SUBJECTS = {"Flow": ["Workflow does not start", "Cannot add a user", "Slow page", "Question about the API"],
            "Insight": ["Report is empty", "Wrong time zone in a chart", "Export fails", "Sharing a dashboard"],
            "Sense": ["Readings are missing", "Meter readings are wrong", "Gateway offline", "Alarm too late"]}


def make_tickets(draw, accounts, subscriptions):
    paying = {}
    for row in subscriptions:
        if row["account"]["id"] and row["status"] not in ("trialing", "incomplete_expired"):
            paying.setdefault(row["account"]["name"], []).append(row)
    by_name = {account["name"]: account for account in accounts}
    names = sorted(paying)
    rows = []
    for first in months():
        for _ in range((38 + month_index(first) * 3 // 4) * draw.around(80, 120) // 100):
            day = first + timedelta(draw.integer(0, month_end(first).day - 1))
            for _ in range(40):
                name = draw.pick(names)
                active = [row for row in paying[name] if row["start"] <= day and (row["end"] is None or day < row["end"])]
                if active:
                    break
            else:
                continue
            account, row = by_name[name], draw.pick(active)
            rows.append(ticket(draw, account, row["product"], day))
            if row["product"] == "Sense" and account["region"] == "EMEA" and day >= date(2026, 3, 1):
                for _ in range(draw.integer(1, 3)):
                    rows.append(ticket(draw, account, "Sense", min(TODAY, day + timedelta(draw.integer(0, 20)))))
    rows.sort(key=lambda row: (row["created"], row["minute"], row["account"]["name"], row["subject"]))
    for number, row in enumerate(rows):
        row["id"] = 30_001 + number
    return rows


def ticket(draw, account, product, day):
    priority = draw.weighted({"Low": 22, "Normal": 50, "High": 21, "Urgent": 7})
    slow = account["region"] == "EMEA" and day >= date(2026, 2, 1)
    first_reply = draw.skewed(4, {"Low": 1_900, "Normal": 1_100, "High": 420, "Urgent": 120}[priority])
    first_reply = first_reply * (3 if slow else 1)
    full = first_reply + draw.skewed(40, 14_000)
    group = "EMEA" if account["region"] == "EMEA" else "Global"
    minute = draw.integer(6 * 60, 20 * 60)
    solved_at = day + timedelta((minute + full) // 1440)
    solved = solved_at <= TODAY and not draw.chance(8)
    rated = solved and draw.chance(420)
    good = draw.chance(640 if slow else 880)
    escalated = draw.chance({"Low": 10, "Normal": 45, "High": 130, "Urgent": 300}[priority] * (2 if slow else 1))
    return {
        "account": account, "product": product, "created": day, "minute": minute, "priority": priority,
        "via": draw.weighted({"Email": 48, "Web Form": 30, "Chat": 15, "Phone": 7}),
        "assignee": draw.pick([name for name, team, _, _, _ in OTHERS if team == "Support " + group]), "group": group,
        "subject": draw.pick(SUBJECTS[product]), "first_reply": first_reply, "full": full, "solved": solved,
        "score": ("Good" if good else "Bad") if rated else ("Offered" if solved and draw.chance(700) else "Not Offered"),
        "escalated": escalated, "person": person(draw), "reopens": 1 if draw.chance(70) else 0,
        "replies": draw.skewed(1, 9),
    }


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


# ---------------------------------------------------------------- forecasts and targets


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
    near = [sums.get((month, team, segment), 0) for month in months() if abs(month_index(month) - month_index(first)) <= 5]
    return sum(near) // len(near)


def make_forecasts(draw, deals):
    rows, sums = [], booked(deals)
    for first in months():
        for segment, team, _ in AREAS:
            actual = sums.get((first, team, segment), 0)
            usual = area_mean(sums, team, segment, first)
            commit = (actual * 7 + usual * 3) // 10 * draw.around(84, 112) // 100
            if team == "Mid-Market EMEA" and first >= date(2025, 7, 1):
                commit = commit * 132 // 100
            best = commit * draw.around(112, 150) // 100
            submitted = first + timedelta(draw.integer(1, 5))
            for category, amount in (("Commit", commit), ("Best Case", best)):
                rows.append((first, team, segment, submitted, category, amount // 100 * 100))
    return rows


def make_targets(draw, deals):
    rows, sums = [], booked(deals)
    for first in months():
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


# ---------------------------------------------------------------- defects on purpose


def won_deals(deals, draw, count):
    return draw.sample([deal for deal in deals if deal["stage"] == "Closed Won" and not deal.get("odd")], count)


def spoil(draw, accounts, deals, leads):
    """The defects that ORIGIN.md lists, each in rows of its own."""
    def mark(chosen):
        for item in chosen:
            item["odd"] = True
        return chosen

    for account in draw.sample([account for account in accounts if account["industry"] == "Technology"], 5):
        account["industry"] = "Technolgy"
    for account in draw.sample([account for account in accounts if account["industry"] == "Retail"], 3):
        account["industry"] = "retail"
    for account in draw.sample([account for account in accounts if account["country"] == "United States"], 6):
        account["country"] = "USA"
    for account in draw.sample([account for account in accounts if account["industry"] == "Food"], 7):
        account["industry"] = ""
    for number, (account, ending) in enumerate(zip(draw.sample(accounts[:200], 4), [", Inc.", " Ltd", " Inc", " GmbH"])):
        double = dict(account, id=salesforce_id("001", 900 + number), name=account["name"] + ending,
                      created=account["created"] + timedelta(211), type="Prospect", subscriptions=[])
        accounts.append(double)
    for deal in mark(won_deals(deals, draw, 6)):
        deal["probability"] = draw.pick([80, 90])
    lost = [deal for deal in deals if deal["stage"] == "Closed Lost"]
    for deal in mark(draw.sample(lost, 3)):
        deal["probability"] = 40
    for deal, name in zip(mark(draw.sample([deal for deal in lost if not deal.get("odd")], 4)),
                          ["Northgate Trading", "Halcyon Mills", "Copper Fright", "Orchid Bnk"]):
        deal["account"] = name
    for deal in mark(won_deals(deals, draw, 4)):
        deal["created"] = deal["close"] + timedelta(draw.integer(3, 30))
    early = [deal for deal in deals if deal["created"] < date(2024, 6, 1) and not deal.get("odd")]
    for deal in mark(draw.sample(early, 5)):
        deal["owner"] = "Dana Whitlock"
    opened = [deal for deal in deals if deal["stage"] in STAGES]
    for deal in mark(draw.sample(opened, 24)):
        deal["close"] = TODAY - timedelta(draw.integer(5, 70))
    for deal in mark(draw.sample([deal for deal in opened if not deal.get("odd")], 6)):
        deal["amount"] = None
    for deal in mark(draw.sample([deal for deal in lost if deal["product"] == "Insight" and not deal.get("odd")], 3)):
        deal["product"] = "Insigth"
    for deal in mark(draw.sample([deal for deal in lost if deal["product"] == "Gateway" and not deal.get("odd")], 2)):
        deal["product"] = "gateway"
    qualified = [lead for lead in leads if lead["mql"] and not lead["deal"]]
    for lead in draw.sample(qualified, 3):
        lead["mql"] = lead["created"] - timedelta(draw.integer(2, 9))


# ---------------------------------------------------------------- the files


def write(folder, name, titles, rows, quote=csv.QUOTE_MINIMAL, before="", after=""):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        file.write(before)
        writer = csv.writer(file, quoting=quote, lineterminator="\n")
        writer.writerow(titles)
        writer.writerows(rows)
        file.write(after)


def report_footer(count):
    return '\n"Grand Totals (%d records)"\n\n"Confidential Information - Do Not Distribute"\n' \
           '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n' % count


def write_crm(folder, accounts, deals, leads):
    rows = [(a["id"], a["name"], a["owner"], a["type"], a["industry"], a["segment"], a["region"], a["country"],
             a["source"], us(a["created"]), a["employees"]) for a in sorted(accounts, key=lambda a: a["name"])]
    write(folder, "salesforce_accounts.csv",
          ["Account ID", "Account Name", "Account Owner", "Type", "Industry", "Segment", "Region", "Billing Country",
           "Account Source", "Created Date", "Employees"], rows, csv.QUOTE_ALL, after=report_footer(len(rows)))

    rows = [(d["owner"], d["account"], "%s - %s" % (d["account"], d["product"]), d["stage"],
             CATEGORY[d["stage"]], "USD", "" if d["amount"] is None else "%d.00" % d["amount"], d["probability"],
             us(d["close"]), us(d["created"]), d["type"], d["source"], d["partner"], d["product"], d["id"])
            for d in deals]
    write(folder, "salesforce_opportunities.csv",
          ["Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Forecast Category", "Amount Currency",
           "Amount", "Probability (%)", "Close Date", "Created Date", "Type", "Lead Source", "Partner Account",
           "Product Line", "Opportunity ID"], rows, csv.QUOTE_ALL, after=report_footer(len(rows)))

    rows = []
    for d in deals:
        entries = d["history"]
        for position, (before, stage, day, amount) in enumerate(entries):
            left = next((later[2] for later in entries[position + 1:] if later[0] != later[1]), None)
            lasts = "" if before == stage or left is None else (left - day).days
            rows.append((d["id"], before, stage, lasts, us(day), amount, d["stage"]))
    write(folder, "salesforce_opportunity_history.csv",
          ["Opportunity ID", "From Stage", "To Stage", "Stage Duration", "Last Modified", "Amount", "Stage"],
          rows, after=report_footer(len(rows)))

    rows = []
    for lead in leads:
        if lead["sql"]:
            deal = lead["deal"]
            rows.append((salesforce_id("00Q", lead["id"] - 100_001), lead["first"], lead["last"], lead["company"],
                         lead["source"], "Converted" if deal else "Disqualified", lead["owner"], us(lead["sql"]),
                         1 if deal else 0, us(deal["history"][0][2]) if deal else "", deal["id"] if deal else ""))
    write(folder, "salesforce_leads.csv",
          ["Lead ID", "First Name", "Last Name", "Company / Account", "Lead Source", "Lead Status", "Lead Owner",
           "Create Date", "Converted", "Converted Date", "Opportunity ID"], rows, csv.QUOTE_ALL,
          after=report_footer(len(rows)))


def write_people(folder):
    rows = []
    for team, (region, manager, reps) in TEAMS.items():
        rows += [(rep, team, manager, "Sales", region) for rep in reps]
    rows += OTHERS
    managers = {"Nora Whitfield": ("Sales", "Americas"), "Henrik Solberg": ("Sales", "EMEA"),
                "Rita Calloway": ("Sales", "Americas"), "Samir Bhandari": ("Sales", "APAC"),
                "Tilda Bergman": ("Support", "EMEA"), "Yusuf Demir": ("Customer Success", "EMEA"),
                "Bruno Keller": ("Marketing", "Americas")}
    rows += [(name, "Leadership", "Isolde Grant", department, region) for name, (department, region) in managers.items()]
    write(folder, "people.csv", ["person", "team", "manager", "department", "region"], rows)


def write_billing(folder, draw, rows):
    def moment(day, hour=None):
        return "" if day is None else "%s %02d:%02d" % (day, draw.integer(0, 23) if hour is None else hour,
                                                        draw.integer(0, 59))

    lines = []
    for row in sorted(rows, key=lambda row: (row["start"], row["id"])):
        account = row["account"]
        status = "trialing" if row["trial_end"] and row["trial_end"] > TODAY and row["end"] is None else row["status"]
        amount = row["fee"] * 100 * (12 if row["interval"] == "year" else 1)
        begun = moment(row["start"])
        lines.append((row["id"], "cus_" + (account["id"][-5:] or "x%04d" % row["fee"]), account["name"],
                      "billing@" + domain(account["name"]), "%s %s" % (row["product"], TIER[account["segment"]]),
                      "usd", row["interval"], cents(amount), status, begun, begun,
                      "" if row["trial_end"] is None else begun,
                      "" if row["trial_end"] is None else "%s%s" % (row["trial_end"], begun[10:]),
                      moment(row["canceled"]), moment(row["end"]), row["reason"], account["id"]))
    write(folder, "stripe_subscriptions.csv",
          ["id", "Customer ID", "Customer Name", "Customer Email", "Plan", "Currency", "Interval", "Amount", "Status",
           "Created (UTC)", "Start Date (UTC)", "Trial Start (UTC)", "Trial End (UTC)", "Canceled At (UTC)",
           "Ended At (UTC)", "Cancellation Reason", "sf_account_id (metadata)"], lines)


def write_orders(folder, orders):
    rows = []
    for order in orders:
        account = order["account"]
        first, last = order["person"]
        zone = "-0400" if date(order["day"].year, 3, 12) <= order["day"] < date(order["day"].year, 11, 5) else "-0500"
        made = "%s %02d:%02d:%02d %s" % (order["day"], order["second"] // 3600, order["second"] // 60 % 60,
                                         order["second"] % 60, zone)
        country = account["country"] if account else "United States"
        head = [order["name"], "%s.%s@%s" % (first.lower(), last.lower(), domain(account["name"]) if account
                                             else "mail.example"),
                order["status"], "" if order["status"] == "pending" else made,
                "unfulfilled" if order["status"] == "pending" else "fulfilled", "USD", cents(order["subtotal"]),
                cents(order["shipping"]), cents(order["taxes"]), cents(order["total"]), order["code"],
                cents(order["discount"]), "Express" if order["express"] else "Standard", made]
        tail = ["%s %s" % (first, last), account["name"] if account else "", "'%05d" % (order["id"] // 32 % 99_999),
                country, "hardware, b2b" if account else "hardware", order["id"], cents(order["refunded"])]
        for number, (quantity, name, price, sku) in enumerate(order["lines"]):
            line = [quantity, name, cents(price), sku, "false" if sku == "SVC-DAY" else "true"]
            if number:
                rows.append([order["name"], head[1]] + [""] * 12 + line + [""] * 7)
            else:
                rows.append(head + line + tail)
    write(folder, "shopify_orders.csv",
          ["Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Currency", "Subtotal", "Shipping",
           "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method", "Created at", "Lineitem quantity",
           "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem requires shipping", "Billing Name",
           "Billing Company", "Billing Zip", "Billing Country", "Tags", "Id", "Refunded Amount"], rows)
    write(folder, "shopify_products.csv", ["Handle", "Title", "Vendor", "Variant SKU", "Variant Price", "Cost per item"],
          [(name.lower().replace(" ", "-"), name, "Acme", sku, cents(price), cents(cost))
           for sku, name, price, cost in CATALOGUE])


def write_marketing(folder, spend, leads):
    write(folder, "campaign_spend.csv",
          ["Date", "Channel", "Campaign", "Department", "Segment", "Team", "Cost", "Currency", "Impressions", "Clicks"],
          [(day, channel, campaign, department, segment, team, cents(cost), "USD", impressions, clicks)
           for day, channel, campaign, department, segment, team, cost, impressions, clicks in spend])
    write(folder, "marketo_leads.csv",
          ["Id", "First Name", "Last Name", "Company Name", "Created At", "Lead Source", "Acquisition Channel",
           "Marketing Qualified Date", "Sales Qualified Date", "Lead Owner", "Company Segment", "SFDC Opportunity Id"],
          [(lead["id"], lead["first"], lead["last"], lead["company"], lead["created"], lead["source"],
            CHANNEL_OF_SOURCE[lead["source"]], lead["mql"] or "", lead["sql"] or "", lead["owner"], lead["segment"],
            lead["deal"]["id"] if lead["deal"] else "") for lead in leads])


def write_website(folder, rows):
    rule = "# ----------------------------------------\n"
    before = rule + "# Traffic acquisition by segment\n# Account: Acme\n# Property: acme.example - GA4\n" + rule + \
        "#\n# All Users\n# Start date: %s\n# End date: %s\n\n" % (FIRST_DAY.strftime("%Y%m%d"), TODAY.strftime("%Y%m%d"))
    lines = [["", "", "", ""] + [sum(row[at] for row in rows) for at in (4, 5, 6)] +
             [cents(sum(row[7] for row in rows)), "Grand total"]]
    lines += [[day.strftime("%Y%m%d"), group, segment, territory, sessions, users, events,
               cents(revenue) if revenue else "0"]
              for day, group, segment, territory, sessions, users, events, revenue in rows]
    write(folder, "ga4_traffic.csv",
          ["Date", "Session default channel group", "Company segment", "Sales territory", "Sessions", "Active users",
           "Key events", "Total revenue"], lines, before=before)


def write_partners(folder, rows):
    write(folder, "deal_registrations.csv",
          ["Registration ID", "Partner Name", "Customer Name", "Status", "Submitted Date", "Decision Date",
           "Estimated Deal Value", "Currency", "Opportunity ID", "Product"],
          [(number, partner, account, status, submitted, decided or "", "%d.00" % amount, "USD", deal, product)
           for number, partner, account, status, submitted, decided, amount, deal, product in rows])


def write_support(folder, draw, rows):
    lines = []
    for row in rows:
        made = "%s %02d:%02d" % (row["created"], row["minute"] // 60, row["minute"] % 60)
        ends = row["minute"] + row["full"]
        first, last = row["person"]
        organization = "-" if draw.chance(25) else row["account"]["name"]
        lines.append((row["id"], "%s %s" % (first, last), row["assignee"], row["group"], row["subject"],
                      "escalated %s" % row["product"].lower() if row["escalated"] else row["product"].lower(),
                      "Closed" if row["solved"] else "Open", row["priority"], row["via"], made, organization,
                      "%s %02d:%02d" % (row["created"] + timedelta(ends // 1440), ends // 60 % 24, ends % 60)
                      if row["solved"] else "-",
                      row["score"], row["reopens"], row["replies"], row["first_reply"], row["first_reply"] * 4 // 10,
                      row["full"] if row["solved"] else "-", row["full"] * 4 // 10 if row["solved"] else "-",
                      row["product"], "Yes" if row["escalated"] else "No"))
    write(folder, "zendesk_tickets.csv",
          ["Id", "Requester", "Assignee", "Group", "Subject", "Tags", "Status", "Priority", "Via", "Created at",
           "Organization", "Solved at", "Satisfaction Score", "Reopens", "Replies", "First reply time in minutes",
           "First reply time in minutes within business hours", "Full resolution time in minutes",
           "Full resolution time in minutes within business hours", "Product [list]", "Escalated [list]"], lines)


def write_activities(folder, rows):
    write(folder, "gong_activities.csv",
          ["Conversation ID", "Conversation Type", "Direction", "Started", "Duration (Sec.)", "User", "Account Name",
           "Opportunity ID", "Call Outcome"],
          [(row["id"], row["type"], row["direction"],
            "%s %02d:%02d" % (row["day"], row["minute"] // 60, row["minute"] % 60),
            "" if row["seconds"] is None else row["seconds"], row["person"], row["account"], row["deal"],
            row["outcome"]) for row in rows])


def write_plans(folder, forecasts, targets):
    write(folder, "forecasts.csv", ["period", "team", "segment", "submitted_date", "category", "amount"],
          [("%d-%02d" % (first.year, first.month), team, segment, submitted, category, amount)
           for first, team, segment, submitted, category, amount in forecasts])
    write(folder, "targets.csv", ["metric", "period", "team", "segment", "value"], targets)


def main(folder):
    # Each kind of file draws its own numbers, so that a change to one leaves the others as they are.
    accounts = make_accounts(Draw(1))
    deals = make_deals(Draw(2), accounts)
    subscriptions = make_billing(Draw(3), accounts, deals)
    orders = make_orders(Draw(4), accounts)
    spend = make_spend(Draw(5))
    leads = make_leads(Draw(6), deals, accounts)
    registrations = make_registrations(Draw(7), deals, accounts)
    tickets = make_tickets(Draw(8), accounts, subscriptions)
    activities = make_activities(Draw(9), deals)
    forecasts = make_forecasts(Draw(10), deals)
    targets = make_targets(Draw(11), deals)
    spoil(Draw(12), accounts, deals, leads)
    os.makedirs(folder, exist_ok=True)
    write_crm(folder, accounts, deals, leads)
    write_people(folder)
    write_billing(folder, Draw(13), subscriptions)
    write_orders(folder, orders)
    write_marketing(folder, spend, leads)
    write_website(folder, make_sessions(Draw(14)))
    write_partners(folder, registrations)
    write_support(folder, Draw(15), tickets)
    write_activities(folder, activities)
    write_plans(folder, forecasts, targets)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
