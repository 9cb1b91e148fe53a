/// The go-to-market model that sources map exports onto and metrics are written over: datasets with agreed names and
/// columns, and how they hang together.
package enum CanonicalModel {
    /// The columns that each dataset is known by; others are free.
    private static let datasets: [String: Set<String>] = [
        "accounts": ["account", "segment", "industry", "region", "country", "owner", "created_date", "source"],
        "people": ["person", "team", "manager", "department", "region"],
        "deals": [
            "deal", "account", "owner", "stage", "amount", "currency", "created_date", "close_date", "won", "lost",
            "open",
            "probability", "forecast_category", "type", "source", "partner", "product",
        ],
        "stage_history": ["deal", "from_stage", "to_stage", "changed_at", "amount"],
        "subscriptions": ["subscription", "account", "mrr", "plan", "start_date", "end_date", "currency"],
        "orders": ["order", "account", "order_date", "amount", "cost", "quantity", "status", "currency"],
        "leads": ["lead", "created_date", "source", "channel", "mql_date", "sql_date", "deal", "owner"],
        "spend": ["date", "channel", "campaign", "cost", "impressions", "clicks", "department", "currency"],
        "sessions": ["date", "channel", "sessions", "users", "conversions", "revenue"],
        "registrations": [
            "registration", "partner", "account", "deal", "status", "submitted_date", "decided_date", "amount",
        ],
        "activities": ["activity", "type", "person", "account", "deal", "at", "minutes", "direction"],
        "tickets": [
            "ticket", "account", "created_at", "first_reply_at", "solved_at", "priority", "csat", "channel",
        ],
        "forecasts": ["period", "team", "submitted_date", "category", "amount"],
        "targets": ["metric", "period", "value"],
    ]

    package static func columns(of dataset: String) -> Set<String> { datasets[dataset] ?? [] }

    /// Columns that lead to another dataset, with the columns there that they may meet. The pair that most values agree
    /// on is taken.
    static let joins: [(column: String, dataset: String, keys: [String])] = [
        ("account", "accounts", ["account"]), ("account_id", "accounts", ["account_id"]),
        ("domain", "accounts", ["domain"]), ("email_domain", "accounts", ["domain"]),
        ("deal", "deals", ["deal", "deal_name"]), ("deal_name", "deals", ["deal_name"]), ("lead", "leads", ["lead"]),
        ("order", "orders", ["order"]), ("owner", "people", ["person", "email"]),
        ("person", "people", ["person", "email"]), ("sku", "products", ["sku"]), ("product", "products", ["product"]),
    ]

    /// Columns that are one dimension in all datasets that have them.
    static let dimensions = [
        "segment", "team", "region", "country", "industry", "owner", "manager", "department", "channel", "source",
        "campaign", "product", "partner", "plan", "type", "priority", "status", "forecast_category", "currency",
    ]

    /// Datasets that others lead to: what a fact says of itself comes before what it leads to.
    static let entities = ["products", "accounts", "people"]
}
