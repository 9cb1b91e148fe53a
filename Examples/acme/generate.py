#!/usr/bin/env python3
"""Writes the exports of Acme, a made-up company, over 30 months: 2024-01 to 2026-06.

    python3 generate.py [FOLDER]

Only Python's own library is used, and of it neither its random numbers nor any function whose last digit depends on
the machine, so every Python from 3.9 on writes the same bytes. ORIGIN.md tells what is in the files, and which defects
are in them on purpose.
"""

import os
import sys

sys.dont_write_bytecode = True

from generator.activities import make_activities
from generator.billing import make_billing
from generator.company import make_accounts
from generator.deals import make_deals
from generator.defects import spoil
from generator.draw import Draw
from generator.exports_crm import write_crm, write_people
from generator.exports_market import (write_activities, write_marketing, write_partners, write_plans, write_support,
                                      write_website)
from generator.exports_sales import write_billing, write_orders
from generator.marketing import make_leads, make_sessions, make_spend
from generator.orders import make_orders
from generator.partners import make_registrations
from generator.plans import make_forecasts, make_targets
from generator.support import make_tickets


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
