"""What is wrong in the files on purpose. ORIGIN.md lists it."""

from datetime import date, timedelta

from .company import salesforce_id
from .days import TODAY
from .deals import STAGES


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
    endings = [", Inc.", " Ltd", " Inc", " GmbH"]
    for number, (account, ending) in enumerate(zip(draw.sample(accounts[:200], 4), endings)):
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
    for deal in mark(draw.sample([deal for deal in opened if (TODAY - deal["created"]).days > 60], 18)):
        deal["close"] = TODAY - timedelta(draw.integer(5, 55))
    for deal in mark(draw.sample([deal for deal in opened if not deal.get("odd")], 6)):
        deal["amount"] = None
    for deal in mark(draw.sample([deal for deal in lost if deal["product"] == "Insight" and not deal.get("odd")], 3)):
        deal["product"] = "Insigth"
    for deal in mark(draw.sample([deal for deal in lost if deal["product"] == "Gateway" and not deal.get("odd")], 2)):
        deal["product"] = "gateway"
    qualified = [lead for lead in leads if lead["mql"] and not lead["deal"]]
    for lead in draw.sample(qualified, 3):
        lead["mql"] = lead["created"] - timedelta(draw.integer(2, 9))
