extension Answer {
    /// The first lines alone, without the totals of the others; the whole answer where it has no more.
    package func head(_ count: Int) -> Answer {
        guard lineCount > count else { return self }
        var result = self
        result.lineCount = max(0, count)
        result.showsTotals = false
        result.totalsAsked = false
        result.populations = []
        for index in result.columns.indices {
            result.columns[index].cells = columns[index].cells.head(result.lineCount)
            result.columns[index].lines = columns[index].lines.map { Array($0.prefix(result.lineCount)) }
            result.columns[index].dataCells = columns[index].dataCells.map { Array($0.prefix(result.lineCount)) }
            result.columns[index].series = columns[index].series.map { Array($0.prefix(result.lineCount)) }
        }
        return result
    }
}
