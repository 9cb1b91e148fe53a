"""Orders of hardware and services in the web shop."""

from datetime import timedelta

from .company import person
from .days import SEASON, month_end, month_index, months


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
        moments = sorted((first + timedelta(draw.integer(0, month_end(first).day - 1)),
                          draw.integer(8 * 3600, 17 * 3600)) for _ in range(count))
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
