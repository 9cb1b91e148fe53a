"""The eight questions, in both languages, and how their answers are compared."""

from __future__ import annotations

import csv
import dataclasses
import pathlib
from decimal import Decimal, InvalidOperation

# What quotients may differ by, relative to their size: DuckDB divides in binary fractions.
TOLERANCE = Decimal("1e-15")


@dataclasses.dataclass(frozen=True)
class Question:
    title: str
    ask: str
    # SQL over `{deals}`. Where there are several ways to say it, the quickest on this machine is the one that is timed.
    sql: tuple[str, ...]
    # The leading columns, which tell lines apart; the others are numbers.
    keys: int
    # The columns that are quotients.
    quotients: frozenset[int] = frozenset()
    # Whether Quaestor has lines of zeros for the steps of time in which there was nothing, which SQL has not.
    has_zeros: bool = False
    # Whether the order of the lines is part of the answer.
    ordered: bool = False
    # The answer is a triangle of cohorts: DuckDB has a line for each of its cells.
    triangle: bool = False


WON = "stage = 'Closed Won'"

# Whether a deal is active on the last day of a month.
ACTIVE = {
    month: f"created_date <= last_day(date '{month}-01') and "
    f"(close_date is null or close_date > last_day(date '{month}-01'))"
    for month in (f"2025-{number:02d}" for number in range(1, 13))
}

QUESTIONS = (
    Question(
        "won sum by segment, team for 2025",
        "show won by segment, team for 2025",
        (
            f"select segment, team, sum(amount) from {{deals}} where {WON} "
            "and close_date between date '2025-01-01' and date '2025-12-31' group by all order by all",
        ),
        keys=2,
    ),
    Question(
        "won sum and count by month, segment",
        "show won, won_deals by month, segment",
        (
            "select strftime(date_trunc('month', close_date), '%Y-%m'), segment, sum(amount), count(*) "
            f"from {{deals}} where {WON} group by all order by all",
            "select strftime(month, '%Y-%m'), segment, total, deals from (select date_trunc('month', close_date) as month, "
            f"segment, sum(amount) as total, count(*) as deals from {{deals}} where {WON} group by all) order by all",
        ),
        keys=2,
        has_zeros=True,
    ),
    Question(
        "distinct accounts by team",
        "show accounts by team",
        (
            "select team, count(distinct account) from {deals} group by all order by all",
            "select team, count(*) from (select distinct team, account from {deals}) group by all order by all",
        ),
        keys=1,
    ),
    Question(
        "average amount and count by region, stage",
        "show avg_amount, deal_count by region, stage",
        ("select region, stage, avg(amount), count(*) from {deals} group by all order by all",),
        keys=2,
        quotients=frozenset([2]),
    ),
    Question(
        "won sum, top 10 accounts",
        "show won by account top 10",
        (
            f"select account, sum(amount) as won from {{deals}} where {WON} group by all order by won desc, account limit 10",
        ),
        keys=1,
        ordered=True,
    ),
    Question(
        "won sum by segment, 2025-Q2 vs last year",
        "show won by segment for 2025-Q2 vs last year",
        (
            "select segment, won, before, won - before, (won - before) / nullif(before, 0) from (select segment, "
            "coalesce(sum(amount) filter (close_date between date '2025-04-01' and date '2025-06-30'), 0) as won, "
            "coalesce(sum(amount) filter (close_date between date '2024-04-01' and date '2024-06-30'), 0) as before "
            f"from {{deals}} where {WON} and (close_date between date '2025-04-01' and date '2025-06-30' "
            "or close_date between date '2024-04-01' and date '2024-06-30') group by all) order by all",
        ),
        keys=1,
        quotients=frozenset([4]),
    ),
    Question(
        "12 as-of counts of distinct active accounts",
        "show active_accounts by month for 2025",
        (
            "select strftime(day, '%Y-%m'), count(distinct account) from (select last_day(month::date) as day from "
            "range(date '2025-01-01', date '2026-01-01', interval 1 month) as months(month)) "
            "join {deals} on created_date <= day and (close_date is null or close_date > day) group by all order by all",
            "unpivot (select "
            + ", ".join(f"count(distinct account) filter ({active}) as \"{month}\"" for month, active in ACTIVE.items())
            + " from {deals}) on columns(*)",
            "unpivot (select "
            + ", ".join(f"count(*) filter (\"{month}\") as \"{month}\"" for month in ACTIVE)
            + " from (select "
            + ", ".join(f"bool_or({active}) as \"{month}\"" for month, active in ACTIVE.items())
            + " from {deals} group by account)) on columns(*)",
        ),
        keys=1,
    ),
    Question(
        "cohorts of accounts with won deals by month",
        "cohort winning_accounts by month",
        (
            "with won as (select distinct account, date_trunc('month', close_date) as month from {deals} "
            f"where {WON}), came as (select account, min(month) as cohort from won group by all) "
            "select strftime(cohort, '%Y-%m'), date_diff('month', cohort, month) as age, count(*) "
            "from won join came using (account) group by all order by all",
            "with won as (select account, date_trunc('month', close_date) as month, "
            f"min(date_trunc('month', close_date)) over (partition by account) as cohort from {{deals}} where {WON}) "
            "select strftime(cohort, '%Y-%m'), date_diff('month', cohort, month) as age, count(distinct account) "
            "from won group by all order by all",
        ),
        keys=2,
        triangle=True,
    ),
)

FILTERED_SUM, BY_MONTH, DISTINCT, AVERAGE, TOP, VERSUS, AS_OF, COHORTS = QUESTIONS

# The first question once more, by every column of the file: it cannot be answered before all of them are loaded.
EVERY_COLUMN = Question(
    "every column loaded, then won sum by segment, team for 2025",
    FILTERED_SUM.ask
    + ' where id != "-" and account != "-" and deal_name != "-" and owner != "-" and region != "-" and source != "-"'
    + ' and product != "-" and created_date > 2020-01-01',
    FILTERED_SUM.sql,
    keys=2,
)


# MARK: Answers

Answer = list[tuple[str, ...]]


def lines(file: pathlib.Path) -> Answer:
    """The lines of a CSV file below its titles."""
    with open(file, newline="", encoding="utf-8") as text:
        return [tuple("" if cell == "NULL" else cell for cell in line) for line in csv.reader(text)][1:]


def differences(question: Question, ours: Answer, theirs: Answer) -> list[str]:
    """What the two answers do not agree on, the first few in words."""
    if question.triangle:
        ours = _cells(ours)
    if not question.ordered:
        ours, theirs = sorted(ours), sorted(theirs)
    if question.has_zeros:
        known = {line[: question.keys] for line in theirs}
        ours = [line for line in ours if line[: question.keys] in known or not _is_zero(line[question.keys :])]
    found: list[str] = []
    our_keys, their_keys = ([line[: question.keys] for line in answer] for answer in (ours, theirs))
    if our_keys != their_keys:
        only_ours, only_theirs = set(our_keys) - set(their_keys), set(their_keys) - set(our_keys)
        found.append(
            f"lines: {len(our_keys)} against {len(their_keys)}; only Quaestor {sorted(only_ours)[:3]}, "
            f"only DuckDB {sorted(only_theirs)[:3]}"
        )
        return found
    for our, their in zip(ours, theirs):
        if len(our) != len(their):
            return [f"columns: {len(our)} against {len(their)}"]
        for column in range(question.keys, len(our)):
            if not _agree(our[column], their[column], column in question.quotients):
                found.append(f"{' · '.join(our[: question.keys])}: Quaestor {our[column]}, DuckDB {their[column]}")
    return found


def _is_zero(numbers: tuple[str, ...]) -> bool:
    return all(number.strip("0") in ("", ".") for number in numbers)


def _agree(our: str, their: str, is_quotient: bool) -> bool:
    if our == their:
        return True
    try:
        first, second = Decimal(our), Decimal(their)
    except InvalidOperation:
        return False
    return abs(first - second) <= TOLERANCE * abs(second) if is_quotient else first == second


def _cells(triangle: Answer) -> Answer:
    """A line for each cell that is not empty, as DuckDB gives them. The size of a cohort is what it has at age 0."""
    cells: Answer = []
    for cohort, size, *ages in triangle:
        if not ages or size != ages[0]:
            cells.append((cohort, "size", size))
        cells += [(cohort, str(age), value) for age, value in enumerate(ages) if value not in ("", "0")]
    return cells
