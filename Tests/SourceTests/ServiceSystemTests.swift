import Testing
import Values

/// Exports of partner portals, support and conversations, and sheets. Sums were worked out by hand.
@Suite struct ServiceSystemTests {
    @Test func registrationsHaveOneSetOfStatuses() throws {
        let asked = try Recognised("partners")
        #expect(asked.recognised("registrations") == "partner_registrations.registrations")
        #expect(
            try asked.lines("show count(registrations) as n, sum(registrations.amount) as amount by status")
                == ["Approved | 2 | 18000", "Pending | 1 | 15000", "Rejected | 1 | 8000"])
        #expect(
            try asked.lines("show sum(registrations.amount) as amount by partner")
                == ["Terra Partners | 21000", "Northwind Consulting | 20000"])
        #expect(try asked.lines("show count(registrations.decided_date) as n") == ["3"])
    }

    /// Partner Center writes month/day/year, also where each day could be a month.
    @Test func partnerCenterReferrals() throws {
        let asked = try Recognised("partners")
        #expect(asked.recognised("partnercenter_registrations") == "partnercenter_referrals.registrations")
        #expect(
            try asked.lines("show sum(partnercenter_registrations.amount) as amount by month for 2025-01 to 2025-02")
                == ["2025-01 | 52500", "2025-02 | 7000"])
        #expect(
            try asked.lines("show count(partnercenter_registrations) as n by status")
                == ["Approved | 2", "Pending | 1", "Rejected | 1"])
    }

    @Test func zendeskTickets() throws {
        let asked = try Recognised("zendesk")
        #expect(asked.recognised("tickets") == "zendesk_tickets.tickets")
        #expect(
            try asked.lines(
                "show count(tickets) as n, csat, avg(tickets.first_reply_minutes) as minutes,"
                    + " count(tickets.solved_at) as solved") == ["4 | 0.5 | 27.5 | 3"])
        #expect(
            try asked.lines("show count(tickets) as n by priority").sorted()
                == ["High | 1", "Low | 1", "Normal | 1", "— | 1"])
        // 23:50 on the 5th and 45 minutes.
        #expect(try asked.lines("show count(tickets where date(first_reply_at) = 2025-03-06) as n") == ["1"])
        #expect(try asked.lines("show count(tickets where escalated = true) as n") == ["1"])
    }

    @Test func conversationsAreActivities() throws {
        let asked = try Recognised("conversations")
        #expect(asked.recognised("activities") == "gong_conversations.activities")
        #expect(
            try asked.lines("show count(activities) as n, sum(activities.minutes) as minutes by type without totals")
                == ["call | 2 | 16.25", "email | 1 | 0", "meeting | 1 | 45"])
        #expect(asked.recognised("outreach_activities") == "outreach_activities.activities")
        #expect(
            try asked.lines("show count(outreach_activities) as n, sum(outreach_activities.minutes) as minutes by type")
                == ["call | 1 | 2", "email | 1 | 0", "meeting | 1 | 30"])
    }

    @Test func sheetsInCanonicalForm() throws {
        let asked = try Recognised("sheets")
        #expect(asked.datasets == ["forecasts", "people", "spend", "targets"])
        #expect(try asked.lines("show sum(spend.cost) as cost by channel") == ["Events | 7500.5", "Content | 900"])
        #expect(
            try asked.lines("show sum(forecasts.amount where category = Commit) as commit by team")
                == ["North | 18000", "South | 14000"])
        #expect(try asked.lines("show sum(targets.value where metric = bookings) as t") == ["57000"])
        #expect(asked.session.workspace.datasets["people"]?.key == ["person"])
    }
}
