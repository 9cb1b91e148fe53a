-- The go-to-market model over the raw exports. A table raw_FILE has the cells of FILE.csv as texts under their titles,
-- blank ones as NULL, days written 1/31/2026 or 20260131 as 2026-01-31; footers and preambles are not in it.
-- Every fact has the segment and the team that it is asked by.

CREATE TABLE people AS SELECT person, team FROM raw_people;
CREATE UNIQUE INDEX people_key ON people (person);

-- A company is worked by the team of the person who owns it.
CREATE TABLE accounts AS
SELECT a."Account Name" AS account, a."Segment" AS segment, p.team
FROM raw_salesforce_accounts a LEFT JOIN people p ON p.person = a."Account Owner";
CREATE UNIQUE INDEX accounts_key ON accounts (account);

-- A deal counts for the team of its own owner.
CREATE TABLE deals AS
SELECT d."Opportunity ID" AS deal, d."Account Name" AS account, d."Created Date" AS created_date,
  d."Close Date" AS close_date, CAST(d."Amount" AS REAL) AS amount, d."Probability (%)" / 100.0 AS probability,
  d."Partner Account" AS partner,
  d."Stage" = 'Closed Won' AS won, d."Stage" = 'Closed Lost' AS lost,
  d."Stage" NOT IN ('Closed Won', 'Closed Lost') AS open, a.segment, p.team
FROM raw_salesforce_opportunities d
LEFT JOIN accounts a ON a.account = d."Account Name"
LEFT JOIN people p ON p.person = d."Opportunity Owner";
CREATE UNIQUE INDEX deals_key ON deals (deal);

-- A trial costs nothing until it ends; who never paid, or does not any more, has no recurring revenue.
CREATE TABLE subscriptions AS
SELECT s."Customer Name" AS account,
  CASE s."Interval" WHEN 'year' THEN CAST(s."Amount" AS REAL) / 12 ELSE CAST(s."Amount" AS REAL) END AS mrr,
  substr(coalesce(s."Trial End (UTC)", s."Start Date (UTC)"), 1, 10) AS start_date,
  substr(s."Ended At (UTC)", 1, 10) AS end_date, a.segment, a.team
FROM raw_stripe_subscriptions s LEFT JOIN accounts a ON a.account = s."Customer Name"
WHERE s."Status" NOT IN ('trialing', 'unpaid', 'incomplete', 'incomplete_expired');

-- The first line of an order has what stands for the whole order. A guest without a company is known by name.
CREATE TABLE orders AS
SELECT o."Name" AS "order", coalesce(o."Billing Company", o."Billing Name") AS account, substr(o."Created at", 1, 10) AS order_date,
  CAST(o."Total" AS REAL) AS amount, o."Financial Status" AS status, a.segment, a.team
FROM raw_shopify_orders o LEFT JOIN accounts a ON a.account = o."Billing Company"
WHERE o."Total" IS NOT NULL;

CREATE TABLE leads AS
SELECT l."Id" AS lead, l."Created At" AS created_date, l."Marketing Qualified Date" AS mql_date,
  l."Sales Qualified Date" AS sql_date, l."SFDC Opportunity Id" AS deal, d.won, l."Company Segment" AS segment, p.team
FROM raw_marketo_leads l
LEFT JOIN deals d ON d.deal = l."SFDC Opportunity Id"
LEFT JOIN people p ON p.person = l."Lead Owner";

CREATE TABLE spend AS
SELECT "Date" AS date, lower("Department") AS department, CAST("Cost" AS REAL) AS cost, "Segment" AS segment,
  "Team" AS team
FROM raw_campaign_spend;

CREATE TABLE sessions AS
SELECT "Date" AS date, CAST("Sessions" AS INTEGER) AS sessions, CAST("Key events" AS INTEGER) AS conversions,
  "Company segment" AS segment, "Sales territory" AS team
FROM raw_ga4_traffic WHERE "Date" IS NOT NULL;

CREATE TABLE registrations AS
SELECT r."Registration ID" AS registration, r."Status" AS status, r."Submitted Date" AS submitted_date,
  r."Decision Date" AS decided_date, a.segment, a.team
FROM raw_deal_registrations r LEFT JOIN accounts a ON a.account = r."Customer Name";

-- A call or mail counts for the team of who made it, and for the segment of the company it was with.
CREATE TABLE activities AS
SELECT c."Conversation ID" AS activity, lower(c."Conversation Type") AS type, c."User" AS person,
  substr(c."Started", 1, 10) AS at, c."Duration (Sec.)" / 60.0 AS minutes, a.segment, p.team
FROM raw_gong_activities c
LEFT JOIN accounts a ON a.account = c."Account Name"
LEFT JOIN people p ON p.person = c."User";

-- A ticket counts for the team of who works on it, and for the segment of the company it is of.
CREATE TABLE tickets AS
SELECT t."Id" AS ticket, substr(t."Created at", 1, 10) AS created_at,
  CAST(t."First reply time in minutes" AS REAL) AS first_reply_minutes,
  CAST(NULLIF(t."Full resolution time in minutes", '-') AS REAL) AS resolution_minutes,
  t."Satisfaction Score" AS score, t."Tags" LIKE '%escalated%' AS escalated, a.segment, p.team
FROM raw_zendesk_tickets t
LEFT JOIN accounts a ON a.account = t."Organization"
LEFT JOIN people p ON p.person = t."Assignee";

-- Of several submissions for the same thing the last counts.
CREATE TABLE forecasts AS
SELECT period || '-01' AS month, team, segment, category, CAST(amount AS REAL) AS amount FROM raw_forecasts f
WHERE submitted_date = (
  SELECT MAX(o.submitted_date) FROM raw_forecasts o
  WHERE o.period = f.period AND o.team = f.team AND o.segment = f.segment AND o.category = f.category);

CREATE TABLE targets AS
SELECT metric, period, team, segment, CAST(value AS REAL) AS value FROM raw_targets;
