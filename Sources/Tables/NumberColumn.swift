import Values

// Columns whose cells are all numbers: which decimal mark, which scale, which currency.
extension ColumnDecision {
    func numberColumn(_ profile: ColumnProfile) -> Column {
        if let row = profile.leadingZeros.firstRow {
            return textColumn("text, because these are codes with leading zeros: \(proof(row))")
        }
        if let codes = codeColumn(profile) { return codes }
        if profile.currencies.count > 1 {
            let list = profile.currencies.map { "\($0.count) \(Currency.name($0.code))" }.joined(separator: ", ")
            return textColumn(
                "text, because of mixed currencies: \(list)",
                problem: problem(0, "`\(name)` holds mixed currencies: \(list); read as text, so nothing sums them")
                    .withoutLine)
        }
        if profile.percents > 0, let row = profile.withoutPercent.firstRow {
            return textColumn(
                "text, because \(profile.percents) cells have a percent sign and \(profile.withoutPercent.count) have none",
                problem: problem(
                    row, "`\(name)` mixes numbers with and without percent sign; the column is read as text"))
        }
        guard let (mark, markDecision, isGuess) = decimalMark(profile) else {
            let rows = [profile.provesPoint.firstRow, profile.provesComma.firstRow].compactMap { $0 }
            let proofs = rows.map(proof).joined(separator: ", ")
            return textColumn(
                "text, because decimal point and decimal comma are mixed: \(proofs)",
                problem: problem(
                    rows.max() ?? 0, "`\(name)` mixes decimal point and decimal comma: \(proofs); read as text"))
        }
        let odd = mark == 0x2E ? profile.notUnderPoint : profile.notUnderComma
        if let row = odd.firstRow {
            return textColumn(
                "text, because \(odd.count) cells are no numbers with this decimal mark: \(proof(row))",
                problem: problem(
                    row, "\(quoted(cells.text(ofRow: row))) in `\(name)` is not a number; the column is read as text"))
        }
        var column = parseNumbers(profile, mark: mark, decisions: [markDecision].compactMap { $0 })
        if isGuess, column.type != .text, let problem = thousandsProblem(profile, mark) {
            column.problems.append(problem)
        }
        return column
    }

    /// The column as text, where its cells are numbers only by their form: telephones, codes with an `E`, and long numbers
    /// that lost their digits in a spreadsheet; nil otherwise.
    private func codeColumn(_ profile: ColumnProfile) -> Column? {
        if let row = profile.phones.firstRow, saysPhone(name) {
            return textColumn("text, because these are telephone numbers: \(proof(row))")
        }
        if let row = profile.internationals.firstRow, profile.negatives == 0,
            profile.internationals.count * 2 > profile.numbers
        {
            return textColumn("text, because these are telephone numbers: \(proof(row))")
        }
        guard let row = profile.exponents.firstRow else { return nil }
        let plain = profile.numbers - profile.exponents.count
        let isJSONOrSheet = cells.files.allSatisfy { $0.dialect == SheetText.dialect }
        if profile.bareExponents == profile.exponents.count, saysCode(name) || !isJSONOrSheet {
            return textColumn("text, because what looks like an exponent may be part of a code: \(proof(row))")
        }
        guard saysCode(name) || plain > 0 && profile.longWholes == plain else { return nil }
        let many = profile.exponents.count
        return textColumn(
            "text, because \(many) of \(profile.filled) cells have an exponent, by which digits may be lost: \(proof(row))",
            problem: problem(
                row,
                "\(quoted(cells.text(ofRow: row))) in `\(name)`"
                    + (many > 1 ? ", as \(many - 1) more cells," : "")
                    + " is a long number that a spreadsheet has shortened: digits are lost, and different numbers may look"
                    + " the same; the column is read as text"))
    }

    /// What to tell where a point between digits of money was taken for one mark, and may be the other.
    private func thousandsProblem(_ profile: ColumnProfile, _ mark: UInt8) -> FileProblem? {
        guard profile.pointsBeforeThree > 0, profile.pointsBeforeThree == profile.ambiguous.count,
            let currency = profile.currencies.first, !Currency.hasThreeDecimals(currency.code),
            let row = profile.ambiguous.firstRow
        else { return nil }
        let (one, other) = mark == 0x2C ? ("thousands", "decimals") : ("decimals", "thousands")
        return problem(
            row,
            "\(quoted(cells.text(ofRow: row))) in `\(name)`: the point may stand before thousands or decimals, and no cell"
                + " proves it; read as \(one) (`with decimal \"\(other == "thousands" ? "," : ".")\"` reads \(other))")
    }

    /// The decimal mark, why, and whether it could be the other; nil when the cells contradict each other.
    private func decimalMark(_ profile: ColumnProfile) -> (mark: UInt8, decision: String?, isGuess: Bool)? {
        if let given = options.decimalMark { return (given, "decimal mark as asked", false) }
        switch (profile.provesPoint.firstRow, profile.provesComma.firstRow) {
        case (nil, let row?): return (0x2C, "decimal comma (\(proof(row)))", false)
        case (_?, nil): return (0x2E, nil, false)
        case (_?, _?): return nil
        case (nil, nil): break
        }
        guard let row = profile.ambiguous.firstRow else { return (0x2E, nil, false) }
        // Numbers of JSON and of workbooks have a point, whatever texts beside them have.
        let isWritten = cells.files.contains { $0.dialect == SheetText.dialect }
        let hasCommas = cells.files.contains { $0.dialect.delimiter == 0x2C }
        if !isWritten || profile.pointsBeforeThree == 0,
            let other = neighbours.columnWithDecimalComma(hasCommas: hasCommas)
        {
            return (0x2C, "decimal comma, as `\(other)` has (\(proof(row)) could be either)", false)
        }
        if profile.looksLikeThousandsOfMoney {
            return (
                0x2C, "points before thousands, as usual in this currency, though no cell proves it (\(proof(row)))",
                true
            )
        }
        return (0x2E, "decimal point, though no cell proves it (\(proof(row)))", true)
    }

    private func parseNumbers(_ profile: ColumnProfile, mark: UInt8, decisions: [String]) -> Column {
        var decisions = decisions
        let dashIsZero = profile.dashes > 0 && (profile.accounting > 0 || !profile.currencies.isEmpty)
        if dashIsZero { decisions.append("\(profile.dashes) × `-` read as zero, as spreadsheets write it in amounts") }
        decisions += missingDecisions(profile, exceptDash: dashIsZero)
        if profile.percents > 0 { decisions.append("percentages: `75%` is 0.75") }
        if let row = profile.shortened.firstRow {
            decisions.append("`K`, `M` and `B` are thousands, millions and billions (\(proof(row)))")
        }
        let currency = profile.currencies.first.map { Currency.name($0.code) }
        if let currency {
            decisions.append(
                "currency \(currency)"
                    + (profile.withoutCurrency > 0 ? " (\(profile.withoutCurrency) cells carry no sign)" : ""))
        }
        let missing = profile.blanks + profile.missingWordCount - (dashIsZero ? profile.dashes : 0)
        let scale = mark == 0x2E ? profile.fractionIfPoint : profile.fractionIfComma
        if profile.exponents.count == 0 && scale <= 18 {
            let (values, misfit) = exactValues(mark: mark, scale: scale, dashIsZero: dashIsZero)
            guard let row = misfit else {
                return Column(
                    type: scale == 0 ? .integer : .decimal(scale: scale), data: .scaled(values, scale: scale),
                    missingCount: missing, currency: currency, decisions: decisions,
                    problems: cellErrorProblems(profile))
            }
            if scale == 0 {
                return textColumn("text, because these whole numbers are longer than 64 bits: \(proof(row))")
            }
            decisions.append("floats, because whole digits and decimals together are more than 18: \(proof(row))")
        }
        guard let values = floatValues(mark: mark, dashIsZero: dashIsZero) else {
            return textColumn("text, because a number is beyond the range of floats")
        }
        return Column(
            type: .float, data: .floats(values), missingCount: missing, currency: currency, decisions: decisions,
            problems: cellErrorProblems(profile))
    }

    /// The scaled values; `misfit` is the first row whose value does not fit 64 bits.
    private func exactValues(mark: UInt8, scale: Int, dashIsZero: Bool) -> (values: [Int64], misfit: Int?) {
        var misfit: Int?
        var values: [Int64] = []
        values.reserveCapacity(cells.rowCount)
        cells.forEach { row, cell, count in
            guard count > 0, let scan = scanNumber(cell, count),
                let fraction = mark == 0x2E ? scan.fractionIfPoint : scan.fractionIfComma
            else {
                values.append(dashIsZero && count == 1 && cell[0] == 0x2D ? 0 : ColumnData.missingScaled)
                return true
            }
            guard let value = scaledValue(cell, scan, fraction: fraction, scale: scale) else {
                misfit = row
                return false
            }
            values.append(value)
            return true
        }
        return (values, misfit)
    }

    private func floatValues(mark: UInt8, dashIsZero: Bool) -> [Double]? {
        var isInRange = true
        var values: [Double] = []
        values.reserveCapacity(cells.rowCount)
        cells.forEach { _, cell, count in
            guard count > 0, let scan = scanNumber(cell, count) else {
                values.append(dashIsZero && count == 1 && cell[0] == 0x2D ? 0 : .nan)
                return true
            }
            guard let value = floatValue(cell, scan, mark: mark) else {
                isInRange = false
                return false
            }
            values.append(value)
            return true
        }
        return isInRange ? values : nil
    }
}

extension FileProblem {
    /// The same about the whole file.
    fileprivate var withoutLine: FileProblem { FileProblem(file: file, reason: reason) }
}
