"""Generates the file of deals that both programs are asked about, and the workspace that tells Quaestor what it means.

The same number of rows gives the same bytes on every machine: each block of rows has its own generator, seeded with the
seed and the block's number, so that blocks can be written on all cores. Only `Random.random` is drawn from, whose
numbers Python promises to keep.
"""

import datetime
import hashlib
import multiprocessing
import os
import pathlib
import random

SEED = 20260101
ACCOUNTS = 833_333
TODAY = datetime.date(2025, 12, 31)
FIRST = datetime.date(2021, 1, 1)
BLOCK = 50_000

# The layout: to be counted up with every change of what is generated, so that older files are not taken for new ones.
VERSION = 1

HEADER = "id,account,deal_name,owner,segment,region,team,stage,amount,created_date,close_date,source,product\n"
SEGMENTS = ["Enterprise", "Mid-Market", "SMB", "Public Sector", "Startup"]
REGIONS = ["North America", "EMEA", "APAC", "LATAM"]
TEAMS = [f"Team {number:02d}" for number in range(1, 13)]
OPEN_STAGES = ["Prospecting", "Qualification", "Proposal", "Negotiation"]
CLOSED_STAGES = ["Closed Won", "Closed Lost"]
SOURCES = ["Inbound", "Outbound", "Partner", "Referral", "Event"]
PRODUCTS = ["Core", "Plus", "Pro", "Suite", "Add-on"]
COMPANIES = [
    "Acme", "Globex", "Initech", "Umbrella", "Stark", "Wayne", "Hooli", "Vandelay", "Soylent", "Cyberdyne",
]
OWNERS = [f"Rep {number:03d}" for number in range(200)]

WORKSPACE = f"""\
set today {TODAY}

dataset deals from "deals.csv" {{
  time close_date
  active from created_date to close_date
}}

metric won = sum(deals.amount where stage = "Closed Won")
metric won_deals = count(deals where stage = "Closed Won")
metric deal_count = count(deals)
metric accounts = count(distinct deals.account)
metric avg_amount = avg(deals.amount)
metric active_accounts = count(distinct deals.account at end)
metric winning_accounts = count(distinct deals.account where stage = "Closed Won")
"""

DAYS = [(FIRST + datetime.timedelta(days)).isoformat() for days in range((TODAY - FIRST).days + 1)]


def block(first: int, count: int, accounts: int) -> bytes:
    """The lines of `count` deals from the number `first` on, each of one of so many accounts."""
    draw = random.Random(SEED * 1_000_003 + first // BLOCK).random
    days, last = DAYS, len(DAYS) - 1
    lines = []
    for number in range(first, first + count):
        account = int(draw() * accounts)
        created = int(draw() * last)
        # One deal in three is closed, within eight months; what would close after today is still open.
        stage = int(draw() * 6)
        close = created + 1 + int(draw() * 240)
        if stage < 2 and close <= last:
            state, closed = CLOSED_STAGES[stage], days[close]
        else:
            state, closed = OPEN_STAGES[stage - 2 if stage >= 2 else stage], ""
        product = PRODUCTS[int(draw() * 5)]
        company = COMPANIES[int(draw() * 10)]
        if draw() < 0.1:
            name = f'"{company}, Inc. {account} renewal"'
        else:
            name = f"{company} {product} expansion {number}"
        # Small segments are rarer, and large amounts too.
        lines.append(
            f"006{number:012d},Account {account:07d},{name},{OWNERS[int(draw() * 200)]},"
            f"{SEGMENTS[int(draw() * draw() * 5)]},{REGIONS[int(draw() * 4)]},{TEAMS[int(draw() * 12)]},{state},"
            f"{int(100 + draw() * draw() * 100_000)}.{int(draw() * 100):02d},{days[created]},{closed},"
            f"{SOURCES[int(draw() * 5)]},{product}\n"
        )
    return "".join(lines).encode()


def _block(bounds: tuple[int, int, int]) -> bytes:
    return block(*bounds)


def generate(rows: int, accounts: int, folder: pathlib.Path) -> pathlib.Path:
    """Makes `deals.csv` and `workspace.qst` in the folder, unless they are there; returns the file of deals."""
    folder.mkdir(parents=True, exist_ok=True)
    # Written whenever it differs: it costs nothing and metrics may have been added.
    (folder / "workspace.qst").write_text(WORKSPACE)
    file, mark = folder / "deals.csv", folder / "deals.csv.made"
    made = f"version {VERSION}, seed {SEED}, {rows} rows, {accounts} accounts\n"
    if mark.exists() and mark.read_text().startswith(made) and file.exists():
        return file
    mark.unlink(missing_ok=True)
    digest = hashlib.sha256()
    partial = folder / "deals.csv.part"
    bounds = [(first, min(BLOCK, rows - first), accounts) for first in range(0, rows, BLOCK)]
    with open(partial, "wb") as output, multiprocessing.Pool(os.cpu_count()) as pool:
        for lines in [HEADER.encode()], pool.imap(_block, bounds):
            for text in lines:
                digest.update(text)
                output.write(text)
    partial.replace(file)
    mark.write_text(f"{made}sha256 {digest.hexdigest()}\n")
    return file
