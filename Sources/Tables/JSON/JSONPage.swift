/// An object that is no record but a page of them, as programs answer with: records in one array, and beside it nothing
/// but what tells of the answer.
struct JSONPage {
    /// The keys that lead to the array.
    let keys: [String]
    /// Whether it tells of other pages, or holds nothing else: an invoice may have a number, a total and lines too.
    let isPaged: Bool

    /// Nil where the object at hand is none.
    init?(_ scanner: JSONScanner) {
        var (others, isPaged) = (0, false)
        guard let keys = Self.keys(scanner, depth: 0, &others, &isPaged) else { return nil }
        self.keys = keys
        self.isPaged = isPaged || others == 0
    }

    private static func keys(
        _ scanner: JSONScanner, depth: Int, _ others: inout Int, _ isPaged: inout Bool
    ) -> [String]? {
        guard depth < 3, scanner.byte == 0x7B else { return nil }
        var scanner = scanner
        scanner.position += 1
        var isFirst = true
        var found: [String]?
        while (try? scanner.next(in: 0x7B, &isFirst)) ?? false {
            guard let key = try? scanner.skipKey() else { return nil }
            let name = scanner.text(ofKey: key)
            if !tellsOfAnswer(name) {
                guard found == nil else { return nil }
                if scanner.byte == 0x5B {
                    var ahead = scanner
                    ahead.position += 1
                    ahead.skipSpace()
                    guard ahead.byte == 0x7B || ahead.byte == 0x5D else { return nil }
                    found = [name]
                } else {
                    guard let inner = keys(scanner, depth: depth + 1, &others, &isPaged) else { return nil }
                    found = [name] + inner
                }
            } else {
                others += 1
                if pagingWords.contains(plainWord(name)) { isPaged = true }
            }
            guard (try? scanner.skipValue()) != nil else { return nil }
        }
        return found
    }

    /// Whether what stands at a key tells of an answer and not of what was asked for.
    static func tellsOfAnswer(_ key: String) -> Bool {
        let word = plainWord(key)
        return answerWords.contains(word) || asideWords.contains(word)
    }

    /// Whether an array at such a key is not what was asked for.
    static func isAside(_ key: String) -> Bool { asideWords.contains(plainWord(key)) }

    /// Letters alone, small; `@odata.nextLink` without what stands before the point.
    private static func plainWord(_ key: String) -> String {
        let last = key.hasPrefix("@") ? key.split(separator: ".").last.map(String.init) ?? key : key
        return String(last.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic }.map(Character.init))
    }

    /// What nothing but a page has.
    private static let pagingWords: Set<String> = [
        "next", "nextpage", "nexturl", "nextlink", "nextcursor", "nexttoken", "nextpagetoken", "nextrecordsurl",
        "nextoffset", "prevpage", "previouspage", "previousurl", "pagenumber", "pagesize", "perpage", "pageindex",
        "totalpages", "totalsize", "totalresults", "totalrecords", "totalhits", "offset", "startat", "maxresults",
        "cursor", "aftercursor", "beforecursor", "endofstream", "hasmore", "hasnext", "hasprevious", "hasnextpage",
        "islast", "lastpage", "incompleteresults", "scrollid", "nextsynctoken", "paging", "pagination", "pager",
        "pageinfo", "responsemetadata",
    ]

    private static let answerWords: Set<String> = pagingWords.union([
        "prev", "previous", "first", "last", "self", "page", "pages", "pagecount", "total", "totalcount", "totalitems",
        "totalrows", "count", "size", "limit", "skip", "start", "after", "before", "more", "done", "status",
        "statuscode", "code", "success", "ok", "error", "message", "object", "url",
        "uri", "kind", "etag", "context", "version", "apiversion", "took", "timedout", "shards",
        "maxscore", "requestid", "timestamp", "generatedat", "expand", "warning", "number", "numberofelements",
        "empty", "sort", "syncedat", "query",
    ])

    private static let asideWords: Set<String> = [
        "meta", "metadata", "links", "link", "errors", "warnings", "messages", "notices", "paging", "pagination",
        "pager", "pageinfo", "responsemetadata", "resultsetmetadata", "included", "includes", "debug", "extensions",
        "aggregations", "aggs", "facets", "suggest", "schema", "profile", "filters", "request", "responseheaders",
    ]
}
