import Values

extension TerminalChart {
    /// A triangle of cells; the columns that do not fit are told in a note.
    func draw(_ map: HeatMap, on grid: inout CellGrid) -> [String] {
        let labels = min(max(4, width / 3), max(displayWidth(map.rowTitle), map.rows.map(displayWidth).max() ?? 0))
        let sizes = map.sizes.map(displayWidth).max() ?? 0
        let left = labels + 1 + sizes + 2
        let heads = map.columns.map(displayWidth).max() ?? 0
        let texts = max(heads, map.cells.flatMap { $0.compactMap { $0.map { displayWidth($0.text) } } }.max() ?? 0)
        let mark = marks.hasColor ? 0 : 1
        // Numbers where they fit, else shades alone.
        let full = texts + mark + 2
        let hasTexts = left + full * map.columns.count <= width || width - left >= 6 * full
        let cell = hasTexts ? full : max(2, heads + 1)
        let count = min(map.columns.count, max(1, (width - left + 1) / cell))
        let top = grid.height
        grid.put(shortened(map.rowTitle, to: labels), 0, top, .dim)
        grid.put(map.columnTitle, left, top, .dim)
        for (index, label) in map.columns.prefix(count).enumerated() {
            grid.put(label, before: left + index * cell + cell - 1 - mark, top + 1, .dim)
        }
        for (row, cells) in map.cells.enumerated() {
            let y = top + 2 + row
            grid.put(shortened(map.rows[row], to: labels), 0, y)
            grid.put(map.sizes[row], before: labels + 1 + sizes, y, .dim)
            for (column, found) in cells.prefix(count).enumerated() {
                guard let found else { continue }
                let x = left + column * cell
                let style = marks.hasColor ? marks.heat(found.shade) : .plain
                let text = hasTexts ? found.text : ""
                if marks.hasColor {
                    grid.put(aligned(text, cell - 1, right: true) + (hasTexts ? " " : ""), x, y, style)
                    if hasTexts { grid.put(" ", x + cell - 1, y) }
                } else {
                    let shade = String(marks.shade(found.shade))
                    let shades = hasTexts ? shade : String(repeating: shade, count: cell - 1)
                    grid.put(text + shades, before: x + cell - 1, y)
                }
            }
        }
        grid.put("", 0, grid.height)
        let y = grid.height
        var x = 0
        func put(_ text: String, _ style: CellStyle = .dim) {
            grid.put(text, x, y, style)
            x += displayWidth(text)
        }
        put("\(map.shadeTitle): \(map.scale.low) ")
        for step in 0..<7 {
            let share = Double(step) / 6.001
            if marks.hasColor { put("  ", marks.heat(share)) } else if step % 2 == 0 { put(String(marks.shade(share))) }
        }
        put(" \(map.scale.high)")
        guard count < map.columns.count else { return [] }
        return [
            "\(map.columns.count - count) columns hidden, from \(map.columnTitle) \(map.columns[count]) (widen the window)"
        ]
    }

    /// A line a metric: its bar towards the target, its change, its trend. What does not fit is left out from the right.
    func draw(_ lines: [BulletLine], on grid: inout CellGrid) {
        func widest(_ text: (BulletLine) -> String) -> Int { lines.map { displayWidth(text($0)) }.max() ?? 0 }
        let labels = min(max(6, width / 3), widest(\.label))
        let values = widest(\.value)
        let attainments = widest(\.attainmentText)
        let changes = widest(changeText)
        let trends = lines.map { $0.trend.count }.max() ?? 0
        let hasTargets = lines.contains { $0.attainment != nil }
        var room = width - labels - values - 4
        func takes(_ length: Int) -> Bool {
            guard length > 0, room >= length + 2 else { return false }
            room -= length + 2
            return true
        }
        let hasAttainment = hasTargets && takes(attainments)
        let hasChange = takes(changes)
        let hasTrend = !marks.isASCII && takes(trends)
        let bar = hasTargets && room >= 8 ? min(30, room) : 0
        let most = min(2, max(1.2, lines.compactMap(\.attainment).max() ?? 0))
        let target = min(bar - 1, Int((Double(bar) / most).rounded()))
        if bar > 0 { grid.put("target", labels + values + 4 + target - 3, grid.height, .dim) }
        for line in lines {
            let y = grid.height
            grid.put(shortened(line.label, to: labels), 0, y)
            grid.put(line.value, before: labels + 2 + values, y, .bold)
            var x = labels + values + 4
            if bar > 0 {
                if let attainment = line.attainment {
                    let eighths = Int((Double(bar) * 8 * min(1, max(0, attainment / most))).rounded())
                    grid.put(String(repeating: marks.rest, count: bar), x, y, .dim)
                    let (whole, part) = marks.isASCII ? ((eighths + 4) / 8, 0) : (eighths / 8, eighths % 8)
                    let fill = String(repeating: marks.fill(.color(0)), count: whole)
                    grid.put(fill + (part > 0 ? String(marks.eighth(part)) : ""), x, y, marks.style(.color(0)))
                    grid.put(String(marks.target), x + target, y)
                }
                x += bar + 2
            }
            if hasAttainment {
                grid.put(line.attainmentText, before: x + attainments, y)
                x += attainments + 2
            }
            if hasChange {
                let tone: ChartSeries.Tone? = line.verdict == .better ? .color(2) : line.verdict == .worse ? .fall : nil
                grid.put(changeText(line), x, y, tone.map { marks.style($0) } ?? .plain)
                x += changes + 2
            }
            if hasTrend {
                grid.put(sparkline(line.trend.map { $0.map(Value.float) ?? .missing }), x, y, marks.style(.color(0)))
            }
        }
    }

    private func changeText(_ line: BulletLine) -> String {
        switch line.verdict {
        case .better: line.change + ", better"
        case .worse: line.change + ", worse"
        case .same, nil: line.change
        }
    }
}
