-- Revenue of orders, how steady it is, and what a customer is worth: metrics.md A, B.3 and B.4.

-- metric revenue
SELECT $d AS d, SUM(amount) AS value FROM orders WHERE order_date BETWEEN $first AND $last GROUP BY 1

-- metric revenue_growth = ([revenue] - [revenue @ previous]) / [revenue @ previous]

-- The months of the last year, those without an order too.
-- part monthly_revenue
WITH RECURSIVE months (month) AS (
  SELECT date($last, '+1 day', '-12 months') UNION ALL
  SELECT date(month, '+1 month') FROM months WHERE month < date($last, '+1 day', '-1 month'))
SELECT g.d, m.month, (
  SELECT coalesce(SUM(o.amount), 0) FROM orders o
  WHERE $d IS g.d AND o.order_date >= m.month AND o.order_date < date(m.month, '+1 month')) AS revenue
FROM months m, (SELECT DISTINCT $d AS d FROM orders) g

-- The population standard deviation by the mean.
-- metric revenue_cv
SELECT d, square_root(AVG(revenue * revenue) - AVG(revenue) * AVG(revenue)) / AVG(revenue) AS value
FROM {monthly_revenue} GROUP BY d

-- metric revenue_predictability = 1 - [revenue_cv?]

-- What all orders came to until the end of the period, by who ordered.
-- metric realized_ltv
SELECT $d AS d, SUM(amount) / COUNT(DISTINCT account) AS value FROM orders WHERE order_date <= $last GROUP BY 1

-- The MRR of the ends of twelve months, of that and of what was ordered in them.
-- part year_of_mrr
SELECT $d AS d, SUM(mrr) AS value FROM subscriptions s, (
  SELECT date($last, '+1 day', '-' || column1 || ' months', '-1 day') AS day
  FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11))) m
WHERE s.start_date <= m.day AND (s.end_date IS NULL OR s.end_date > m.day) GROUP BY 1

-- metric recurring_share = [year_of_mrr] / ([year_of_mrr] + [revenue @ last 12 months])

-- Of the last quarter that is over when the period ends.
-- part magic_number_of_quarter = ([revenue] - [revenue @ previous]) * 4 / [sales_and_marketing_cost @ previous]

-- metric magic_number = [magic_number_of_quarter? @ last quarter]
