-- Recurring revenue and retention: metrics.md A and B.1, B.2. The opening of a period is the balance of the day before
-- it, the closing that of its last day; a subscription is active on its first day and not on its last.

-- metric mrr
SELECT $d AS d, SUM(mrr) AS value FROM subscriptions
WHERE start_date <= $last AND (end_date IS NULL OR end_date > $last) GROUP BY 1

-- metric arr = 12 * [mrr]

-- metric customers
SELECT $d AS d, COUNT(DISTINCT account) AS value FROM subscriptions
WHERE mrr > 0 AND start_date <= $last AND (end_date IS NULL OR end_date > $last) GROUP BY 1

-- metric arpa = [mrr] / [customers]

-- What each account paid at the opening and at the closing, and whether it ever paid before the period.
-- part movements
SELECT account, $d AS d,
  SUM(CASE WHEN start_date < $first AND (end_date IS NULL OR end_date >= $first) THEN mrr ELSE 0 END) AS opening,
  SUM(CASE WHEN start_date <= $last AND (end_date IS NULL OR end_date > $last) THEN mrr ELSE 0 END) AS closing,
  MAX(start_date < $first AND (end_date IS NULL OR end_date > start_date)) AS before
FROM subscriptions WHERE mrr > 0 GROUP BY account, $d

-- part opening_mrr
SELECT d, SUM(opening) AS value FROM {movements} GROUP BY d

-- metric new_mrr
SELECT d, SUM(closing) AS value FROM {movements} WHERE opening = 0 AND closing > 0 AND NOT before GROUP BY d

-- metric reactivation_mrr
SELECT d, SUM(closing) AS value FROM {movements} WHERE opening = 0 AND closing > 0 AND before GROUP BY d

-- metric expansion_mrr
SELECT d, SUM(closing - opening) AS value FROM {movements} WHERE opening > 0 AND closing > opening GROUP BY d

-- metric contraction_mrr
SELECT d, SUM(opening - closing) AS value FROM {movements} WHERE closing > 0 AND closing < opening GROUP BY d

-- metric churned_mrr
SELECT d, SUM(opening) AS value FROM {movements} WHERE opening > 0 AND closing = 0 GROUP BY d

-- metric net_new_mrr
SELECT d, SUM(closing - opening) AS value FROM {movements} GROUP BY d

-- metric new_customers
SELECT d, COUNT(*) AS value FROM {movements} WHERE opening = 0 AND closing > 0 AND NOT before GROUP BY d

-- metric lost_customers
SELECT d, COUNT(*) AS value FROM {movements} WHERE opening > 0 AND closing = 0 GROUP BY d

-- part opening_customers
SELECT d, COUNT(*) AS value FROM {movements} WHERE opening > 0 GROUP BY d

-- metric logo_churn = [lost_customers] / [opening_customers]

-- metric revenue_churn = [churned_mrr] / [opening_mrr]

-- metric gross_revenue_churn = ([churned_mrr] + [contraction_mrr]) / [opening_mrr]

-- metric net_revenue_churn = ([churned_mrr] + [contraction_mrr] - [expansion_mrr] - [reactivation_mrr]) / [opening_mrr]

-- Of those that paid at the opening alone.
-- metric net_retention
SELECT d, SUM(closing) / SUM(opening) AS value FROM {movements} WHERE opening > 0 GROUP BY d

-- metric gross_retention
SELECT d, SUM(MIN(opening, closing)) / SUM(opening) AS value FROM {movements} WHERE opening > 0 GROUP BY d

-- metric quick_ratio = ([new_mrr] + [expansion_mrr] + [reactivation_mrr]) / ([contraction_mrr] + [churned_mrr])
