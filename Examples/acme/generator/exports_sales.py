"""The exports of billing and of the web shop."""

from datetime import date

from .company import domain
from .days import TODAY, cents
from .deals import TIER
from .files import write
from .orders import CATALOGUE


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
    write(folder, "shopify_products.csv",
          ["Handle", "Title", "Vendor", "Variant SKU", "Variant Price", "Cost per item"],
          [(name.lower().replace(" ", "-"), name, "Acme", sku, cents(price), cents(cost))
           for sku, name, price, cost in CATALOGUE])
