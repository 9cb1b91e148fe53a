import Values

extension TerminalChart {
    func draw(_ chart: LineChart, _ numbers: ChartNumbers, on grid: inout CellGrid) {
        let hasMany = chart.series.count > 1
        legend(
            chart.legend.map { entry in
                let line = entry.isBand ? (marks.isASCII ? "::" : "⣿⣿") : entry.isDashed ? "╌╌" : hasMany ? "" : "──"
                let isCompared = if case .compared = entry.tone { true } else { false }
                let point = hasMany && !entry.isBand ? String(marks.point(entry.tone)) : ""
                let sign =
                    marks.isASCII
                    ? (point.isEmpty ? (entry.isBand ? "::" : "..") : point) : isCompared ? line : point + line
                return (sign, marks.style(entry.tone, isPartial: entry.isBand), entry.label)
            }, on: &grid)
        let ticks = numbers.tickTexts(chart.axis)
        let labels = min(width / 2, ticks.map(displayWidth).max() ?? 0)
        let left = labels + 2
        let columns = max(2, width - left - 1)
        // Each step of the axis takes the same number of rows.
        let steps = max(1, ticks.count - 1)
        let rows = steps * max(1, min(6, 13 / steps)) + 1
        let top = grid.height
        var plot = DotPlot(columns: columns, rows: rows, isASCII: marks.isASCII)
        func x(_ index: Int) -> Double { chart.positions.count == 1 ? 0.5 : chart.positions[index].place }
        // What is drawn later covers what was drawn before: the first series comes last.
        for (number, series) in chart.series.enumerated().reversed() {
            for index in series.band.indices.dropFirst() {
                guard let before = series.band[index - 1], let after = series.band[index] else { continue }
                plot.fill(
                    from: (x(index - 1), chart.axis.place(before.lowerBound), chart.axis.place(before.upperBound)),
                    to: (x(index), chart.axis.place(after.lowerBound), chart.axis.place(after.upperBound)), number)
            }
        }
        for (number, series) in chart.series.enumerated().reversed() {
            func point(_ index: Int) -> (Double, Double) { (x(index), chart.axis.place(series.values[index] ?? 0)) }
            for stretch in chart.stretches(series) {
                for index in stretch.range.dropFirst() {
                    plot.line(from: point(index - 1), to: point(index), number, isDashed: stretch.isDashed)
                }
            }
        }
        plot.draw(on: &grid, left: left, top: top) { number, isBand in
            marks.style(chart.series[number].name.tone, isPartial: isBand)
        }
        for (number, series) in chart.series.enumerated().reversed() {
            let alone = Set(chart.runs(series).filter { $0.count == 1 }.map(\.lowerBound))
            let areApart = chart.positions.count * 3 <= columns
            for index in series.values.indices {
                guard let value = series.values[index] else { continue }
                let isCompared = if case .compared = series.name.tone { true } else { false }
                let isMarked = hasMany && areApart && !isCompared
                guard isMarked || alone.contains(index) else { continue }
                let (column, row) = plot.cell(x(index), chart.axis.place(value))
                grid.put(
                    String(marks.point(chart.series[number].name.tone)), left + column, top + row,
                    marks.style(series.name.tone, isPartial: chart.positions[index].isPartial))
            }
        }
        for row in 0..<rows { grid.put(String(marks.upright), left - 1, top + row, .dim) }
        for (tick, label) in zip(chart.axis.ticks, ticks) {
            let (_, row) = plot.cell(0, chart.axis.place(tick))
            grid.put(String(marks.crossing), left - 1, top + row, .dim)
            grid.put(label, before: left - 2, top + row, .dim)
        }
        grid.put(String(marks.corner) + String(repeating: marks.rule, count: columns), left - 1, top + rows, .dim)
        var free = 0
        for index in chart.positions.indices {
            let label = chart.positions[index].label
            let (column, _) = plot.cell(x(index), 0)
            let start = left + column - displayWidth(label) / 2
            let fits = max(0, min(width - displayWidth(label), start))
            // The first and the last may stand a little aside.
            guard fits >= free, abs(fits - start) <= displayWidth(label) / 2 else { continue }
            grid.put(String(marks.tick), left + column, top + rows, .dim)
            grid.put(label, fits, top + rows + 1, .dim)
            free = fits + displayWidth(label) + 2
        }
    }
}

/// Dots finer than cells: a cell of braille has two by four; where there is ASCII alone a dot is a cell.
struct DotPlot {
    private let columns: Int
    private let rows: Int
    private let isASCII: Bool
    private var across: Int { isASCII ? 1 : 2 }
    private var down: Int { isASCII ? 1 : 4 }
    /// The dots of each cell as braille numbers them, and the series that was drawn last.
    private var lines: [(dots: UInt32, series: Int)]
    private var bands: [(dots: UInt32, series: Int)]

    init(columns: Int, rows: Int, isASCII: Bool) {
        self.columns = columns
        self.rows = rows
        self.isASCII = isASCII
        lines = Array(repeating: (0, -1), count: columns * rows)
        bands = lines
    }

    /// The dot of a place, both from 0 to 1, from the lower left.
    private func dot(_ x: Double, _ y: Double) -> (Int, Int) {
        let (width, height) = (columns * across - 1, rows * down - 1)
        guard x.isFinite, y.isFinite else { return (0, height) }
        // Ticks stand on the second dot of their cell, so that a line along one covers it.
        let span = Double((rows - 1) * down)
        let offset = Double(down) / 2
        return (
            min(width, max(0, Int((x * Double(width)).rounded()))),
            min(height, max(0, Int(((1 - y) * span + offset).rounded(.down))))
        )
    }

    /// The cell of a place, from the upper left.
    func cell(_ x: Double, _ y: Double) -> (Int, Int) {
        let (column, row) = dot(x, y)
        return (column / across, row / down)
    }

    private mutating func set(_ x: Int, _ y: Int, _ series: Int, isBand: Bool = false) {
        let index = (y / down) * columns + x / across
        guard lines.indices.contains(index) else { return }
        // Braille numbers its dots down the left, then down the right, the lowest two last.
        let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
        let bit = isASCII ? 1 : bits[x % 2][y % 4]
        if isBand {
            bands[index] = (bands[index].dots | bit, series)
        } else {
            lines[index] = (lines[index].dots | bit, series)
        }
    }

    mutating func line(
        from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ series: Int, isDashed: Bool
    ) {
        let (x1, y1) = dot(start.x, start.y)
        let (x2, y2) = dot(end.x, end.y)
        let count = max(abs(x2 - x1), abs(y2 - y1))
        for step in 0...count {
            let share = count == 0 ? 0 : Double(step) / Double(count)
            let x = x1 + Int((Double(x2 - x1) * share).rounded())
            let y = y1 + Int((Double(y2 - y1) * share).rounded())
            // Dashes keep their places from one stretch to the next.
            if isDashed, (isASCII ? x : (x + y) / 2) % 2 == 1 { continue }
            set(x, y, series)
        }
    }

    /// The area between two heights at each end, thinly.
    mutating func fill(
        from start: (x: Double, low: Double, high: Double), to end: (x: Double, low: Double, high: Double),
        _ series: Int
    ) {
        let (x1, _) = dot(start.x, 0)
        let (x2, _) = dot(end.x, 0)
        guard x2 >= x1 else { return }
        for x in x1...x2 {
            let share = x2 == x1 ? 0 : Double(x - x1) / Double(x2 - x1)
            let (_, bottom) = dot(0, start.low + (end.low - start.low) * share)
            let (_, top) = dot(0, start.high + (end.high - start.high) * share)
            guard top <= bottom else { continue }
            for y in top...bottom where isASCII || (x + y) % 2 == 0 && x % 2 == 0 { set(x, y, series, isBand: true) }
        }
    }

    func draw(on grid: inout CellGrid, left: Int, top: Int, style: (_ series: Int, _ isBand: Bool) -> CellStyle) {
        for row in 0..<rows {
            for column in 0..<columns {
                let (line, band) = (lines[row * columns + column], bands[row * columns + column])
                guard line.dots | band.dots != 0 else { continue }
                let isBand = line.dots == 0
                let character: Character
                if isASCII {
                    character = isBand ? ":" : line.series == 0 ? "*" : "."
                } else {
                    character = Unicode.Scalar(0x2800 + (line.dots | band.dots)).map { Character($0) } ?? " "
                }
                grid.put(String(character), left + column, top + row, style(isBand ? band.series : line.series, isBand))
            }
        }
    }
}
