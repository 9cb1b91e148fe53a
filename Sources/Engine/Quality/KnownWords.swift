/// Words that are spelled in one way only: countries, and lines of business.
enum KnownWords {
    /// Folded as by `FoldedText.plain`, to how they are written.
    static let all: [String: String] = {
        var result: [String: String] = [:]
        for word in countries + business { result[FoldedText.plain(word)] = word }
        return result
    }()

    private static let countries = [
        "Afghanistan", "Albania", "Algeria", "Argentina", "Armenia", "Australia", "Austria", "Azerbaijan", "Bahrain",
        "Bangladesh", "Belarus", "Belgium", "Bolivia", "Bosnia and Herzegovina", "Botswana", "Brazil", "Bulgaria",
        "Cambodia", "Cameroon", "Canada", "Chile", "China", "Colombia", "Costa Rica", "Croatia", "Cuba", "Cyprus",
        "Czech Republic", "Czechia", "Denmark", "Dominican Republic", "Ecuador", "Egypt", "El Salvador", "Estonia",
        "Ethiopia", "Finland", "France", "Georgia", "Germany", "Ghana", "Greece", "Guatemala", "Honduras", "Hong Kong",
        "Hungary", "Iceland", "India", "Indonesia", "Iran", "Iraq", "Ireland", "Israel", "Italy", "Jamaica", "Japan",
        "Jordan", "Kazakhstan", "Kenya", "Korea", "Kuwait", "Latvia", "Lebanon", "Liechtenstein", "Lithuania",
        "Luxembourg", "Madagascar", "Malaysia", "Malta", "Mauritius", "Mexico", "Moldova", "Monaco", "Mongolia",
        "Montenegro", "Morocco", "Mozambique", "Namibia", "Nepal", "Netherlands", "New Zealand", "Nicaragua", "Niger",
        "Nigeria", "North Macedonia", "Norway", "Pakistan", "Panama", "Paraguay", "Peru", "Philippines", "Poland",
        "Portugal", "Puerto Rico", "Qatar", "Romania", "Russia", "Rwanda", "Saudi Arabia", "Senegal", "Serbia",
        "Singapore", "Slovakia", "Slovenia", "South Africa", "South Korea", "Spain", "Sri Lanka", "Sweden",
        "Switzerland", "Taiwan", "Tanzania", "Thailand", "Tunisia", "Turkey", "Uganda", "Ukraine",
        "United Arab Emirates", "United Kingdom", "United States", "United States of America", "Uruguay", "Uzbekistan",
        "Venezuela", "Vietnam", "Yemen", "Zambia", "Zimbabwe",
    ]

    private static let business = [
        "aerospace", "agriculture", "automotive", "aviation", "banking", "biotechnology", "chemicals", "communications",
        "construction", "consulting", "consumer goods", "defense", "distribution", "education", "electronics",
        "employment", "energy", "engineering", "entertainment", "environmental", "fashion", "finance",
        "financial services", "food", "government", "healthcare", "hospitality", "hotels", "industrial",
        "information technology", "insurance", "investment", "legal", "logistics", "machinery", "manufacturing",
        "marketing", "media", "medical", "mining", "nonprofit", "not for profit", "pharmaceutical", "pharmaceuticals",
        "professional services", "property", "public sector", "publishing", "real estate", "recreation", "recruiting",
        "research", "restaurants", "retail", "security", "services", "shipping", "software", "sports", "technology",
        "telecommunications", "telecom", "textiles", "tourism", "transportation", "travel", "utilities", "wholesale",
    ]
}
