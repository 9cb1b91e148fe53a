"""Deals that partners registered."""

from datetime import timedelta

from .company import PARTNERS
from .days import TODAY, business_day, months
from .deals import SEAT, deal_amount


def make_registrations(draw, deals, accounts):
    rows = []
    for deal in deals:
        if deal["partner"] and draw.chance(720):
            submitted = deal["created"] - timedelta(draw.integer(0, 12))
            status = draw.weighted({"Approved": 840, "Rejected": 110, "Expired": 50})
            rows.append((submitted, deal["partner"], deal["account"], status, deal["id"], deal["amount"],
                         deal["product"]))
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
        result.append(("DR-%05d" % (2_001 + number), partner, account, status, submitted, decided, amount, deal,
                       product))
    return result
