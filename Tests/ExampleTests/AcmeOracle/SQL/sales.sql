-- Sales: metrics.md A and B.4. Closed deals count by the day they were closed.

-- metric bookings
SELECT $d AS d, SUM(amount) AS value FROM deals WHERE won AND close_date BETWEEN $first AND $last GROUP BY 1

-- metric deals_won
SELECT $d AS d, COUNT(*) AS value FROM deals WHERE won AND close_date BETWEEN $first AND $last GROUP BY 1

-- metric deals_lost
SELECT $d AS d, COUNT(*) AS value FROM deals WHERE lost AND close_date BETWEEN $first AND $last GROUP BY 1

-- metric win_rate = [deals_won] / ([deals_won] + [deals_lost])

-- part closed_amount
SELECT $d AS d, SUM(amount) AS value FROM deals WHERE (won OR lost) AND close_date BETWEEN $first AND $last GROUP BY 1

-- metric win_rate_by_value = [bookings] / [closed_amount]

-- metric average_deal_size = [bookings] / [deals_won]

-- metric sales_cycle
SELECT $d AS d, AVG(julianday(close_date) - julianday(created_date)) AS value FROM deals
WHERE won AND close_date BETWEEN $first AND $last GROUP BY 1

-- The mean of the two middle ones where their number is even.
-- metric median_sales_cycle
SELECT d, AVG(days) AS value FROM (
  SELECT $d AS d, julianday(close_date) - julianday(created_date) AS days,
    ROW_NUMBER() OVER (PARTITION BY $d ORDER BY julianday(close_date) - julianday(created_date)) AS position,
    COUNT(*) OVER (PARTITION BY $d) AS total
  FROM deals WHERE won AND close_date BETWEEN $first AND $last)
WHERE position IN ((total + 1) / 2, (total + 2) / 2) GROUP BY d

-- metric pipeline
SELECT $d AS d, SUM(amount) AS value FROM deals WHERE open AND close_date BETWEEN $first AND $last GROUP BY 1

-- metric weighted_pipeline
SELECT $d AS d, SUM(amount * probability) AS value FROM deals
WHERE open AND close_date BETWEEN $first AND $last GROUP BY 1

-- metric pipeline_created
SELECT $d AS d, SUM(amount) AS value FROM deals WHERE created_date BETWEEN $first AND $last GROUP BY 1

-- metric pipeline_velocity = ([deals_won] + [deals_lost]) * [average_deal_size?] * [win_rate?] / [sales_cycle?]

-- metric partner_pipeline
SELECT $d AS d, SUM(amount) AS value FROM deals
WHERE open AND partner IS NOT NULL AND close_date BETWEEN $first AND $last GROUP BY 1

-- metric partner_share = [partner_pipeline] / [pipeline]

-- By the day of the decision; those that expired were never decided.
-- metric approval_rate
SELECT $d AS d, 1.0 * SUM(status = 'Approved') / COUNT(*) AS value FROM registrations
WHERE status IN ('Approved', 'Rejected') AND decided_date BETWEEN $first AND $last GROUP BY 1
