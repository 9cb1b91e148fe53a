/// The datasets that the catalogue is written over: agreed names, which the export of any system is mapped onto.
package struct CanonicalDataset: Sendable {
    package var name: String
    /// What brings it: "a Stripe export of subscriptions".
    package var exports: String

    /// The only list of them.
    package static let all: [CanonicalDataset] = [
        .init(name: "accounts", exports: "accounts or companies of Salesforce, Dynamics 365 or HubSpot"),
        .init(name: "people", exports: "a sheet with person, team and manager"),
        .init(name: "deals", exports: "opportunities of Salesforce or Dynamics 365, or deals of HubSpot"),
        .init(
            name: "stage_history",
            exports: "the opportunity history of Salesforce, or deals of HubSpot with their stage dates"),
        .init(name: "subscriptions", exports: "subscriptions of Stripe or another billing system"),
        .init(name: "orders", exports: "orders of Shopify, or payments or invoices of Stripe"),
        .init(name: "leads", exports: "leads of Marketo, HubSpot or Salesforce with their days of qualification"),
        .init(
            name: "spend",
            exports: "campaign costs of marketing automation or advertising, or a sheet with date, department and cost"),
        .init(name: "sessions", exports: "traffic of Google Analytics"),
        .init(
            name: "registrations",
            exports: "deal registrations of a partner portal, or referrals of Microsoft Partner Center"),
        .init(name: "activities", exports: "calls, mails and meetings of Gong, Outreach or another tracker"),
        .init(name: "tickets", exports: "tickets of Zendesk or another help desk"),
        .init(name: "forecasts", exports: "a sheet with period, team, submitted_date, category and amount"),
        .init(name: "targets", exports: "a sheet with metric, period and value"),
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    package static func named(_ name: String) -> CanonicalDataset? { byName[name] }
}
