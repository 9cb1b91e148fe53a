"""The exports of marketing, website, partners, support and calls, and the sheets of plans."""

from datetime import timedelta

from .days import FIRST_DAY, TODAY, cents
from .files import write
from .marketing import CHANNEL_OF_SOURCE


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
    before = rule + "# Traffic acquisition by segment\n# Account: Acme\n# Property: acme.example - GA4\n" + rule
    before += "#\n# All Users\n# Start date: %s\n# End date: %s\n\n" % (FIRST_DAY.strftime("%Y%m%d"),
                                                                      TODAY.strftime("%Y%m%d"))
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
