// What the title of a column says of its cells, where they could be several things: by its machine name, words between
// underscores.

/// Words in names of columns that count or name something.
let countingWords: Set<Substring> = [
    "id", "ids", "key", "no", "nr", "num", "number", "numbers", "code", "codes", "amount", "quantity", "qty", "price",
    "revenue", "count", "days", "sku", "upc", "ean", "gtin", "isbn", "zip", "plz", "postcode", "iban", "serial", "ref",
    "reference", "phone", "mobile", "tel", "fax",
]

/// Words for things that have numbers, and for what is added up; a column that ends so in its title has them.
private let numberedThings: Set<Substring> = [
    "invoice", "candidate", "order", "ticket", "account", "customer", "client", "contract", "deal", "opportunity",
    "case",
    "lead", "contact", "employee", "vendor", "supplier", "user", "member", "product", "item", "article", "part",
    "asset",
    "document", "doc", "receipt", "voucher", "quote", "shipment", "tracking", "transaction", "payment", "batch", "lot",
    "po", "rechnung", "auftrag", "bestellung", "kunde", "konto", "beleg", "vertrag", "facture", "commande", "factura",
    "pedido", "cliente", "total", "sum", "value", "bookings", "sales", "spend", "cost", "balance", "units",
]

private func parts(_ name: String) -> [Substring] { name.split(separator: "_") }

/// `rechnungsnummer`, `auftragsnr`, `orderid`.
private func endsInNumber(_ part: Substring) -> Bool {
    ["nummer", "nr", "number", "numero", "numéro"].contains { part.hasSuffix($0) }
        || part.hasSuffix("id") && numberedThings.contains(part.dropLast(2))
}

/// Whether what is titled so was added up since some day, as `bookings_to_date` and `ytd`: no day itself.
func saysToDate(_ name: String) -> Bool {
    let parts = parts(name)
    return zip(parts, parts.dropFirst()).contains { $0 == "to" && $1 == "date" }
        || parts.contains { ["ytd", "mtd", "qtd", "wtd", "itd", "ptd"].contains($0) }
}

/// A part of a name that says date by its end, as `closedate`.
func saysDate(part: Substring) -> Bool {
    part.hasSuffix("date") && !["candidate", "mandate", "validate"].contains { part.hasSuffix($0) }
        || part.hasSuffix("datum") || part == "fecha"
}

/// Whether the name of a column says that it holds dates and not how many there are.
func saysDate(_ name: String) -> Bool {
    let parts = parts(name)
    return parts.contains(where: saysDate) && !saysToDate(name)
        && !parts.contains { countingWords.contains($0) || endsInNumber($0) }
}

/// Whether the name of a column says that its days are those on which people were born.
func saysBirth(_ name: String) -> Bool {
    parts(name).contains { part in
        ["dob", "born"].contains(part)
            || ["birth", "geburt", "naissance", "nacimiento", "nascita", "nascimento"].contains { part.hasPrefix($0) }
    }
}

/// Whether eight-digit numbers that all are days of 1900 to 2100 are dates: unless the name says that they count or
/// name something.
func mayBeCalendar(_ name: String) -> Bool {
    if saysToDate(name) { return false }
    let parts = parts(name)
    if parts.contains(where: { saysDate(part: $0) || $0 == "dates" || $0 == "day" || $0 == "dt" }) { return true }
    return !parts.contains { countingWords.contains($0) || endsInNumber($0) } && !saysPhone(name)
        && !(parts.last.map(numberedThings.contains) ?? false)
}

/// Whether the name of a column says that it holds times and not how long something takes.
func saysTime(_ name: String) -> Bool {
    let parts = parts(name)
    guard let last = parts.last, !parts.contains(where: { countingWords.contains($0) || endsInNumber($0) }),
        !saysToDate(name), !saysPhone(name)
    else { return false }
    // `from` alone, or of a call, is a telephone.
    if last == "from", parts.count == 1 || parts.contains(where: callWords.contains) { return false }
    return [
        "at", "on", "created", "updated", "modified", "time", "timestamp", "ts", "start", "end", "from", "until",
        "epoch",
        "createdat", "updatedat", "modifiedat", "deletedat", "closedat", "startedat", "endedat",
    ].contains(last) || saysDate(part: last) || last.hasSuffix("timestamp")
}

private let callWords: Set<Substring> = ["call", "caller", "called", "sms", "dialed", "dialled", "sender", "text"]

/// Whether the name of a column says that it holds numbers of telephones.
func saysPhone(_ name: String) -> Bool {
    let parts = parts(name)
    guard let place = parts.lastIndex(where: isPhone) else { return false }
    // `mobile_sessions` are none.
    return parts[(place + 1)...].allSatisfy { behindPhone.contains($0) || $0.allSatisfy(\.isNumber) }
}

private func isPhone(_ part: Substring) -> Bool {
    phoneWords.contains(part)
        || ["phone", "telefon", "telefono", "téléphone", "teléfono", "handy", "rufnummer"].contains {
            part.hasSuffix($0)
        }
}

private let behindPhone: Set<Substring> = [
    "number", "numbers", "no", "nr", "num", "from", "to", "home", "work", "office", "private", "e164", "id",
]

private let phoneWords: Set<Substring> = [
    "phones", "mobile", "cell", "cellphone", "tel", "fax", "telefax", "msisdn", "whatsapp", "telefone", "phonenumber",
    "caller", "callee", "móvil", "movil", "portable",
]

/// Whether the name of a column says that its cells name something, so that equal ones are the same and none can be added.
func saysCode(_ name: String) -> Bool {
    let parts = parts(name)
    return parts.contains { part in
        // `isbn13` is one, too.
        let word = part.lastIndex { !$0.isNumber }.map { part[...$0] } ?? part
        return codeWords.contains(word) || endsInNumber(word)
    } || (parts.last.map(codedThings.contains) ?? false)
}

/// What has a code where nothing else is said of it.
private let codedThings: Set<Substring> = [
    "account", "acct", "card", "order", "invoice", "ticket", "tracking", "part", "item", "article", "product", "model",
    "konto",
    "artikel", "produkt", "customer", "contract", "serial",
]

private let codeWords: Set<Substring> = [
    "id", "ids", "uid", "guid", "uuid", "key", "no", "nr", "num", "code", "codes", "sku", "skus", "upc", "ean", "gtin",
    "isbn", "imei", "iccid", "barcode", "iban", "bban", "ref", "reference", "hash", "asin", "mpn", "npi", "ssn",
]

/// Whether the name of a column says that its cells are codes of places, directions or languages, of which `NO`, `N` and
/// `NA` are some. It ends so: `region_active` and `is_eu_country` ask for a yes or a no.
func saysPlace(_ name: String) -> Bool {
    let parts = parts(name)
    guard let first = parts.first, let last = parts.last, !["is", "has", "was", "in", "same"].contains(first) else {
        return false
    }
    if placeWords.contains(last) { return true }
    return ["name", "key", "short", "abbr", "abbreviation", "id"].contains(last)
        && parts.dropLast().last.map(placeWords.contains) == true
}

private let placeWords: Set<Substring> = [
    "country", "countries", "region", "regions", "subregion", "state", "province", "land", "nation", "nationality",
    "territory", "territories", "geo", "geography", "market", "markets", "area", "zone", "iso", "iso2", "locale",
    "language", "lang", "direction", "side", "code", "pays", "paese", "país", "pais", "staat", "bundesland", "región",
    "länderkürzel", "kanton", "canton", "cc", "ländercode", "landcode", "countrycode", "countries_code",
]
