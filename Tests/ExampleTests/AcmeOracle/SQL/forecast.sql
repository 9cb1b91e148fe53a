-- Forecasts and targets: metrics.md A and B.4. What was committed for a month against what was booked in it.

-- part forecast
SELECT $d AS d, SUM(amount) AS value FROM forecasts
WHERE category = 'Commit' AND month BETWEEN $first AND $last GROUP BY 1

-- metric forecast_accuracy = 1 - abs([bookings] - [forecast]) / [bookings]

-- metric forecast_accuracy_on_forecast = 1 - abs([bookings] - [forecast]) / [forecast]

-- metric forecast_bias = ([forecast] - [bookings]) / [bookings]

-- part bookings_target
SELECT $d AS d, SUM(value) AS value FROM targets
WHERE metric = 'bookings' AND period || '-01' BETWEEN $first AND $last GROUP BY 1

-- metric attainment = [bookings] / [bookings_target]

-- By what is still to be booked; nothing once that is done.
-- metric pipeline_coverage = CASE WHEN [bookings_target] > [bookings] THEN [pipeline] / ([bookings_target] - [bookings]) END

-- The distances of the months, each of all that the line is about.
-- part monthly_errors
SELECT d, month, SUM(booked) AS booked, SUM(forecast) AS forecast FROM (
  SELECT $d AS d, month, 0 AS booked, amount AS forecast FROM forecasts WHERE category = 'Commit'
  UNION ALL SELECT $d, substr(close_date, 1, 7) || '-01', amount, NULL FROM deals WHERE won)
WHERE month BETWEEN $first AND $last GROUP BY d, month HAVING SUM(forecast) IS NOT NULL

-- metric wape
SELECT d, SUM(abs(booked - forecast)) / NULLIF(SUM(booked), 0) AS value FROM {monthly_errors} GROUP BY d
