-- Calls and mails, and support: metrics.md A and B.5. Blanks are left out.

-- metric calls
SELECT $d AS d, COUNT(*) AS value FROM activities WHERE type = 'call' AND at BETWEEN $first AND $last GROUP BY 1

-- metric emails
SELECT $d AS d, COUNT(*) AS value FROM activities WHERE type = 'email' AND at BETWEEN $first AND $last GROUP BY 1

-- metric meetings
SELECT $d AS d, COUNT(*) AS value FROM activities WHERE type = 'meeting' AND at BETWEEN $first AND $last GROUP BY 1

-- metric activities_per_rep
SELECT $d AS d, 1.0 * COUNT(*) / COUNT(DISTINCT person) AS value FROM activities
WHERE at BETWEEN $first AND $last GROUP BY 1

-- metric selling_minutes
SELECT $d AS d, SUM(minutes) AS value FROM activities
WHERE type IN ('call', 'meeting') AND at BETWEEN $first AND $last GROUP BY 1

-- metric tickets
SELECT $d AS d, COUNT(*) AS value FROM tickets WHERE created_at BETWEEN $first AND $last GROUP BY 1

-- metric first_reply_time
SELECT $d AS d, AVG(first_reply_minutes) AS value FROM tickets WHERE created_at BETWEEN $first AND $last GROUP BY 1

-- metric resolution_time
SELECT $d AS d, AVG(resolution_minutes) AS value FROM tickets WHERE created_at BETWEEN $first AND $last GROUP BY 1

-- Good ones of those that were rated.
-- metric csat
SELECT $d AS d, 1.0 * SUM(score = 'Good') / NULLIF(SUM(score IN ('Good', 'Bad')), 0) AS value FROM tickets
WHERE created_at BETWEEN $first AND $last GROUP BY 1

-- metric escalation_rate
SELECT $d AS d, 1.0 * SUM(escalated) / COUNT(*) AS value FROM tickets
WHERE created_at BETWEEN $first AND $last GROUP BY 1
