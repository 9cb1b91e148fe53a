import Testing
import Values

/// Exports of shops, billing, marketing and analytics. Sums were worked out by hand.
@Suite struct RevenueSystemTests {
    // MARK: Shopify

    @Test func shopifyOrdersAreCountedOnce() throws {
        let asked = try Recognised("shopify")
        #expect(asked.datasets == ["order_lines", "orders", "products"])
        #expect(
            try asked.lines(
                "show count(orders) as n, sum(orders.amount) as amount, sum(orders.quantity) as quantity,"
                    + " sum(orders.refunded) as refunded") == ["3 | 1564 | 11 | 54"])
        #expect(
            try asked.lines("show sum(orders.amount) as amount by status")
                == ["pending | 1200", "paid | 310", "refunded | 54"])
        #expect(
            try asked.lines("show sum(orders.amount) as amount by account")
                == ["Delta Mills | 1200", "Birch Foods | 310", "Lou Cedar | 54"])
    }

    /// 23:40 in New York is the next month in UTC; the shop's books say January.
    @Test func shopifyDaysAreThoseOfTheShop() throws {
        let asked = try Recognised("shopify")
        #expect(
            try asked.lines("show sum(orders.amount) as amount by month for 2025-01 to 2025-02")
                == ["2025-01 | 310", "2025-02 | 1254"])
    }

    @Test func shopifyLinesHaveTheirOrdersDayAndProductsCost() throws {
        let asked = try Recognised("shopify")
        #expect(
            try asked.lines(
                "show sum(order_lines.amount) as amount, sum(quantity * products.cost) as cost by product without totals"
            )
                == ["Workbench | 1000 | 610", "Lamp | 400 | 160", "Cable | 150 | 33"])
        #expect(
            try asked.lines("show sum(order_lines.amount) as amount by month for 2025-01 to 2025-02")
                == ["2025-01 | 300", "2025-02 | 1250"])
        #expect(asked.joins("order_lines") == ["order = orders.order", "sku = products.sku"])
    }

    /// Some exports repeat what stands for the order on each of its lines.
    @Test func shopifyOrdersAreNotDoubledWhereTheirFieldsRepeat() throws {
        let file = """
            Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price
            #1,a@b.example,paid,EUR,90.00,2025-05-02 10:00:00 +0200,1,Desk,60.00
            #1,a@b.example,paid,EUR,90.00,2025-05-02 10:00:00 +0200,3,Pen,10.00
            #2,c@d.example,paid,EUR,20.00,2025-05-03 10:00:00 +0200,2,Pen,10.00
            """
        let asked = try Recognised(files: ["orders_export.csv": file])
        #expect(
            try asked.lines("show count(orders) as n, sum(orders.amount) as amount, sum(orders.quantity) as q")
                == ["2 | 110 | 6"])
    }

    // MARK: Stripe

    @Test func stripeSubscriptionsRecurByTheMonth() throws {
        let asked = try Recognised("stripe")
        #expect(asked.recognised("subscriptions") == "stripe_subscriptions.subscriptions")
        // 200 + 12,000 / 12 + 30 × 52 / 12 + 150 + 50; then 150 are gone, then 99 are out of their trial.
        #expect(
            try asked.lines("show sum(subscriptions.mrr at end) as mrr by month for 2024-10, 2024-12, 2025-01")
                == ["2024-10 | 2024-10 | 1530", "2024-12 | 2024-12 | 1380", "2025-01 | 2025-01 | 1479"])
        #expect(try asked.lines("show count(distinct subscriptions.account at end) as n for 2025-01") == ["4"])
        #expect(try asked.lines("show count(subscriptions) as n") == ["6"])
    }

    @Test func stripePaymentsOfAllYearsAreOrders() throws {
        let asked = try Recognised("stripe")
        #expect(asked.datasets == ["orders", "stripe_orders", "subscriptions"])
        #expect(
            try asked.lines("show count(orders) as n, sum(orders.amount) as amount, sum(orders.refunded) as refunded")
                == ["3 | 469.5 | 19"])
        #expect(asked.session.workspace.datasets["stripe_orders"]?.path == "payments_2014.csv")
        #expect(
            try asked.lines("show sum(stripe_orders.amount) as amount by month for 2014-02 to 2014-03")
                == ["2014-02 | 19", "2014-03 | 29"])
    }

    // MARK: Marketing

    @Test func leadsCarryTheDaysOfTheirQualification() throws {
        let asked = try Recognised("marketing")
        #expect(asked.recognised("leads") == "marketo_leads.leads")
        #expect(
            try asked.lines(
                "show count(leads) as n, count(leads.mql_date) as mqls, count(leads.sql_date) as sqls by channel")
                == ["Paid Search | 3 | 2 | 1", "Email | 1 | 0 | 0", "Events | 1 | 1 | 1"])
    }

    @Test func advertisingCostsMeetLeadsByChannel() throws {
        let asked = try Recognised("marketing")
        #expect(asked.recognised("spend") == "campaign_spend.spend")
        #expect(
            try asked.lines("show sum(spend.cost) as cost by month for 2025-01 to 2025-02")
                == ["2025-01 | 1250", "2025-02 | 1380.5"])
        // 2,230.50 / 3
        #expect(
            try asked.lines("show sum(spend.cost) / count(leads) as cost_per_lead by channel").contains(
                "Paid Search | 743.5"))
        #expect(try asked.lines("show sum(spend.impressions) as n, sum(spend.clicks) as c") == ["44200 | 645"])
    }

    @Test func campaignsOfTwoToolsAreKeptApart() throws {
        let asked = try Recognised("marketing")
        #expect(asked.recognised("campaigns") == "klaviyo_campaigns.campaigns")
        #expect(asked.recognised("mailchimp_campaigns") == "mailchimp_campaigns.campaigns")
        #expect(
            try asked.lines(
                "show sum(campaigns.revenue) as revenue, sum(campaigns.opens) as opens by month for 2025-01")
                == ["2025-01 | 1830.4 | 1050"])
        #expect(try asked.lines("show sum(mailchimp_campaigns.opens) as opens for 2025-02") == ["405"])
    }

    // MARK: Google Analytics

    @Test func analyticsFilesHaveSeveralTables() throws {
        let asked = try Recognised("ga4")
        #expect(asked.datasets == ["sessions", "traffic_2"])
        #expect(
            try asked.lines(
                "show sum(sessions.sessions) as sessions, sum(conversions) as conversions, sum(sessions.revenue) as revenue by channel"
            )
                == ["Organic Search | 410 | 9 | 250.25", "Paid Search | 150 | 3 | 0", "Direct | 80 | 2 | 60.25"])
        #expect(
            try asked.lines("show sum(sessions.sessions) as n by day for 2026-01-02 to 2026-01-03")
                == ["2026-01-02 | 270", "2026-01-03 | 80"])
        #expect(try asked.lines("show count(traffic_2) as n, sum(traffic_2.views) as views") == ["3 | 1060"])
    }
}
