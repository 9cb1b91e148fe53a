"""The reports of the CRM, and the sheet of people."""

import csv

from .company import OTHERS, TEAMS, salesforce_id
from .days import us
from .deals import CATEGORY
from .files import write


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
    rows += [(name, "Leadership", "Isolde Grant", department, region)
             for name, (department, region) in managers.items()]
    write(folder, "people.csv", ["person", "team", "manager", "department", "region"], rows)
