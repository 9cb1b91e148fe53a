/// Questions that are worth asking first of data in the canonical model, by topic; of each topic the first that the loaded
/// data can answer: metrics by name where they are defined, else what they are made of.
let canonicalQuestions: [[String]] = [
    [
        "show bookings, win_rate by segment",
        "show sum(deals.amount where won) as bookings, count(deals where won) / count(deals where won or lost) as win_rate"
            + " by segment",
        "show bookings, win_rate by owner top 5 with others",
        "show sum(deals.amount where won) as bookings, count(deals where won) / count(deals where won or lost) as win_rate"
            + " by owner top 5 with others",
    ],
    [
        "show arr, customers by quarter",
        "show sum(subscriptions.mrr at end) * 12 as arr, count(distinct subscriptions.account at end) as customers"
            + " by quarter",
    ],
    [
        "show cost_per_lead, leads by channel",
        "show sum(spend.cost) / count(leads) as cost_per_lead, count(leads) as leads by channel",
        "show sum(spend.cost) as cost by channel",
        "show count(leads) as leads by source",
    ],
    [
        "show avg(stage_history.days_in_stage) as days by to_stage"
    ],
    [
        "show revenue by quarter",
        "show sum(orders.amount) as revenue, count(orders) as orders by quarter",
    ],
    [
        "show csat, first_reply_time by priority",
        "show count(tickets) as tickets by month",
    ],
    [
        "show conversion_rate by channel",
        "show sum(sessions.conversions) / sum(sessions.sessions) as conversion_rate by channel",
        "show sum(sessions.sessions) as sessions by month",
    ],
    [
        "show approval_rate by partner",
        "show count(registrations where status = Approved) as approved, sum(registrations.amount) as amount by partner",
        "show count(registrations) as registrations by status",
    ],
    ["show count(activities) as activities by person, type top 10"],
    ["show count(accounts) as accounts by segment", "show count(accounts) as accounts by industry"],
]
