import Model
import Values

/// What the name of a column says about what it holds.
struct ColumnRole {
    private let words: Set<String>

    init(_ name: String) { words = Set(name.split(separator: "_").map(String.init)) }

    private func says(_ these: Set<String>) -> Bool { !words.isDisjoint(with: these) }

    /// A number that names something instead of measuring it.
    var isIdentifier: Bool {
        says([
            "id", "ids", "key", "code", "no", "number", "num", "nr", "sku", "zip", "postal", "postcode", "phone", "fax",
            "year", "month", "week", "day", "latitude", "longitude", "lat", "lon", "lng", "guid", "uuid", "hash",
        ])
            || words.contains {
                ($0.hasSuffix("id") || $0.hasSuffix("key")) && $0.count > 2 && $0.count < 12
                    && !["paid", "bid", "valid"].contains($0)
            }
    }

    /// A column whose values should not repeat.
    var isIdentity: Bool { says(["id", "guid", "uuid", "email", "domain"]) }

    /// The name of somebody or something.
    var isEntityName: Bool {
        says(["account", "company", "customer", "organization", "organisation", "client", "vendor", "supplier"])
            || words == ["name"] || (says(["name"]) && !says(["first", "last", "middle", "file", "user", "sur"]))
    }

    /// A name that different people have.
    var isPersonName: Bool {
        says(["firstname", "lastname", "surname", "forename"])
            || (says(["name"]) && says(["first", "last", "middle", "given", "family"]))
    }

    var isProbability: Bool { says(["probability", "prob", "likelihood", "confidence"]) }

    /// A quantity that cannot be below zero, such as an amount or a count.
    var isAmountOrCount: Bool {
        if says([
            "change", "delta", "difference", "net", "profit", "margin", "balance", "adjustment", "growth", "variance",
        ]) {
            return false
        }
        return says([
            "quantity", "qty", "units", "seats", "licenses", "clicks", "impressions", "sessions", "users", "employees",
            "minutes", "duration", "age", "visits", "orders",
        ])
    }

    // MARK: Days

    private static let planned: Set<String> = [
        "next", "due", "expected", "est", "estimated", "planned", "target", "renewal", "expiry", "expires",
        "expiration",
        "forecast", "follow", "scheduled",
    ]

    /// When something came into being: nothing else about it lies before that day.
    var isBeginning: Bool {
        says([
            "create", "created", "creation", "open", "opened", "engage", "engaged", "submit", "submitted", "received",
            "registered", "registration", "signup", "ordered",
        ]) && !says(Self.planned)
    }

    /// When it was done or over.
    var isEnd: Bool {
        says([
            "close", "closed", "solved", "resolved", "decided", "completed", "won", "lost", "converted", "shipped",
            "delivered", "fulfilled", "replied", "reply", "churn", "churned", "cancelled", "canceled", "cancellation",
            "ended", "terminated",
        ])
    }

    var isClose: Bool { says(["close", "closed", "closing"]) }

    /// A day that has been when it is written down.
    var isPast: Bool {
        guard !says(Self.planned) else { return false }
        return isBeginning
            || says([
                "modified", "changed", "updated", "last", "entered", "solved", "resolved", "decided", "shipped",
                "delivered", "paid", "replied", "reply", "converted", "order", "invoice", "invoiced", "transaction",
                "visited", "timestamp",
            ])
    }

    /// When somebody last did something about it.
    var isTouch: Bool {
        says(["activity", "modified", "touched", "updated", "contacted", "contact"])
            && says(["last", "modified", "updated", "date", "at", "on"]) && !says(Self.planned)
    }

    /// For the name of a beginning that of its end: `trial_start` and `trial_end`, `valid_from` and `valid_to`.
    static func ends(of name: String) -> [String] {
        let pairs = [
            ("start", "end"), ("started", "ended"), ("starts", "ends"), ("from", "to"), ("from", "until"),
            ("begin", "end"),
        ]
        let parts = name.split(separator: "_").map(String.init)
        return pairs.compactMap { start, end in
            guard let index = parts.firstIndex(of: start) else { return nil }
            var other = parts
            other[index] = end
            return other.joined(separator: "_")
        }
    }
}
