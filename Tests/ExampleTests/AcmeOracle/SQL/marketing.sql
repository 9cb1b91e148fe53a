-- Marketing, the website, and what a customer costs: metrics.md A and B.3.

-- metric marketing_cost
SELECT $d AS d, SUM(cost) AS value FROM spend
WHERE department = 'marketing' AND date BETWEEN $first AND $last GROUP BY 1

-- metric sales_and_marketing_cost
SELECT $d AS d, SUM(cost) AS value FROM spend
WHERE department IN ('sales', 'marketing') AND date BETWEEN $first AND $last GROUP BY 1

-- The monthly logo churn of six months as a ratio of sums: who left in a month, of who was there when it began.
-- part monthly_churn
SELECT d, SUM(opening > 0) AS opened, SUM(opening > 0 AND closing = 0) AS lost FROM (
  SELECT s.account, $d AS d, m.month,
    SUM(CASE WHEN start_date < m.month AND (end_date IS NULL OR end_date >= m.month) THEN mrr ELSE 0 END) AS opening,
    SUM(CASE WHEN start_date < date(m.month, '+1 month') AND (end_date IS NULL OR end_date >= date(m.month, '+1 month'))
      THEN mrr ELSE 0 END) AS closing
  FROM subscriptions s, (
    SELECT date($last, '+1 day', '-' || column1 || ' months') AS month FROM (VALUES (1), (2), (3), (4), (5), (6))) m
  WHERE mrr > 0 GROUP BY s.account, 2, m.month)
GROUP BY d

-- part customers_there
SELECT d, opened AS value FROM {monthly_churn}

-- part customers_gone
SELECT d, lost AS value FROM {monthly_churn}

-- The gross margin is 100 %.
-- metric ltv = [arpa?] / ([customers_gone?] / [customers_there?])

-- metric cac = [sales_and_marketing_cost] / [new_customers]

-- metric cac_payback = [cac?] / [arpa?]

-- metric ltv_to_cac = [ltv?] / [cac?]

-- Leads count by the day they came, also where they were qualified later.
-- metric leads
SELECT $d AS d, COUNT(*) AS value FROM leads WHERE created_date BETWEEN $first AND $last GROUP BY 1

-- metric mqls
SELECT $d AS d, COUNT(mql_date) AS value FROM leads WHERE created_date BETWEEN $first AND $last GROUP BY 1

-- metric sqls
SELECT $d AS d, COUNT(sql_date) AS value FROM leads WHERE created_date BETWEEN $first AND $last GROUP BY 1

-- part mqls_to_sql
SELECT $d AS d, COUNT(*) AS value FROM leads
WHERE mql_date IS NOT NULL AND sql_date IS NOT NULL AND created_date BETWEEN $first AND $last GROUP BY 1

-- metric mql_to_sql = [mqls_to_sql] / [mqls]

-- part leads_won
SELECT $d AS d, SUM(coalesce(won, 0)) AS value FROM leads WHERE created_date BETWEEN $first AND $last GROUP BY 1

-- metric lead_to_won = [leads_won] / [leads]

-- metric cost_per_lead = [marketing_cost] / [leads]

-- metric cost_per_mql = [marketing_cost] / [mqls]

-- metric roi = ([bookings] - [sales_and_marketing_cost]) / [sales_and_marketing_cost]

-- metric sessions
SELECT $d AS d, SUM(sessions) AS value FROM sessions WHERE date BETWEEN $first AND $last GROUP BY 1

-- part website_conversions
SELECT $d AS d, SUM(conversions) AS value FROM sessions WHERE date BETWEEN $first AND $last GROUP BY 1

-- metric conversion_rate = [website_conversions] / [sessions]
