"""Tickets of customers."""

from datetime import date, timedelta

from .company import OTHERS, person
from .days import TODAY, month_end, month_index, months


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
                active = [row for row in paying[name]
                          if row["start"] <= day and (row["end"] is None or day < row["end"])]
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
        "score": ("Good" if good else "Bad") if rated
                 else "Offered" if solved and draw.chance(700) else "Not Offered",
        "escalated": escalated, "person": person(draw), "reopens": 1 if draw.chance(70) else 0,
        "replies": draw.skewed(1, 9),
    }
