"""Subscriptions: who pays what from which day on, and until when."""

from datetime import date, timedelta

from .days import TODAY, month_end, months
from .deals import SEAT, monthly_fee


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
            leaving = {"Enterprise": 4, "Mid-Market": 9, "SMB": 17}[account["segment"]]
            if account["subscriptions"] and draw.chance(leaving):
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
        churn, less, more = (330, 300, 0) if segment == "Enterprise" else (churn * 3, less * 2, more // 2)
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
