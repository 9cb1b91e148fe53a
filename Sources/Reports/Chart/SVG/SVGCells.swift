/// Triangles of cells, and the lines of a scorecard.
extension SVGCanvas {
    mutating func draw(_ map: HeatMap) {
        let labels = min(width * 0.3, (map.rows.map { Self.textWidth($0) }.max() ?? 0)) + 8
        let sizes = (map.sizes.map { Self.textWidth($0) }.max() ?? 0) + 10
        let left = Self.margin + labels + sizes
        let room = width - Self.margin - left
        let cell = min(64, room / Double(max(1, map.columns.count)))
        let texts = map.cells.flatMap { $0.compactMap { $0.map { Self.textWidth($0.text) } } }.max() ?? 0
        let height = 22.0
        let every = max(1, Int(((map.columns.map { Self.textWidth($0) }.max() ?? 0) + 4) / max(1, cell)) + 1)
        y += 16
        text(map.rowTitle, x: Self.margin, y: y, style: "m", within: labels + sizes)
        text(map.columnTitle, x: left, y: y, style: "m")
        y += 16
        for (index, label) in map.columns.enumerated() where index % (cell > texts ? 1 : every) == 0 {
            text(label, x: left + (Double(index) + 0.5) * cell, y: y, style: "m n", anchor: .middle)
        }
        y += 6
        for (row, cells) in map.cells.enumerated() {
            let middle = y + height / 2 + 4
            text(map.rows[row], x: Self.margin, y: middle, within: labels)
            text(map.sizes[row], x: left - 8, y: middle, style: "m n", anchor: .end)
            for (column, found) in cells.enumerated() {
                guard let found else { continue }
                let x = left + Double(column) * cell
                rectangle(
                    x: x, y: y, width: cell - 1, height: height - 1, style: "f0", opacity: 0.06 + 0.94 * found.shade,
                    hint: "\(map.rows[row]), \(map.columnTitle) \(map.columns[column]): \(found.text)")
                if texts + 4 <= cell {
                    text(
                        found.text, x: x + cell / 2, y: middle, style: found.shade > 0.5 ? "w n" : "n", anchor: .middle)
                }
            }
            y += height
        }
        y += 20
        text("\(map.shadeTitle): \(map.scale.low)", x: left, y: y, style: "m")
        let start = left + Self.textWidth("\(map.shadeTitle): \(map.scale.low)") + 8
        for step in 0..<10 {
            rectangle(
                x: start + Double(step) * 10, y: y - 10, width: 10, height: 12, style: "f0",
                opacity: 0.06 + 0.94 * Double(step) / 9)
        }
        text(map.scale.high, x: start + 108, y: y, style: "m")
    }

    mutating func draw(_ lines: [BulletLine]) {
        func widest(_ text: (BulletLine) -> String) -> Double { lines.map { Self.textWidth(text($0)) }.max() ?? 0 }
        let labels = min(width * 0.24, widest(\.label)) + 10
        let values = widest(\.value) + 14
        let changes = widest { $0.change + words($0.verdict) } + 14
        let trends = lines.contains { $0.trend.contains { $0 != nil } } ? 84.0 : 0
        let attainments = widest(\.attainmentText) + 8
        let hasTargets = lines.contains { $0.attainment != nil }
        let left = Self.margin + labels + values
        let bar = hasTargets ? max(40, width - Self.margin - left - attainments - changes - trends) : 0
        let most = min(2, max(1.2, lines.compactMap(\.attainment).max() ?? 0))
        let height = 26.0
        y += 10
        let top = y
        for line in lines {
            let middle = y + height / 2
            text(line.label, x: Self.margin, y: middle + 4, within: labels)
            text(line.value, x: left - 14, y: middle + 4, style: "n", anchor: .end)
            if let attainment = line.attainment {
                rectangle(x: left, y: middle - 7, width: bar, height: 14, style: "f8", opacity: 0.25)
                rectangle(
                    x: left, y: middle - 4, width: bar * min(1, max(0, attainment / most)), height: 8, style: "f0",
                    hint: "\(line.label): \(line.value), \(line.attainmentText) of \(line.target)")
                rectangle(x: left + bar / most - 1, y: middle - 8, width: 2.5, height: 16, style: "k")
                text(line.attainmentText, x: left + bar + attainments - 2, y: middle + 4, style: "n", anchor: .end)
            }
            var x = left + bar + (hasTargets ? attainments : 0) + 8
            text(line.change + words(line.verdict), x: x, y: middle + 4, style: "n m")
            x += changes
            trend(line.trend, x: x, middle: middle, length: trends - 12)
            y += height
        }
        if hasTargets { text("target", x: left + bar / most, y: top - 1, style: "m", anchor: .middle) }
    }

    private func words(_ verdict: BulletLine.Verdict?) -> String {
        switch verdict {
        case .better: ", better"
        case .worse: ", worse"
        case .same, nil: ""
        }
    }

    private mutating func trend(_ values: [Double?], x: Double, middle: Double, length: Double) {
        let known = values.compactMap { $0 }
        guard length > 0, let low = known.min(), let high = known.max() else { return }
        var run: [(x: Double, y: Double)] = []
        var last: (x: Double, y: Double)?
        for index in 0...values.count {
            if index < values.count, let value = values[index] {
                let share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5
                let place = Double(index) / Double(max(1, values.count - 1))
                run.append((x + length * place, middle + 8 - 16 * share))
                last = run.last
            } else {
                if run.count > 1 { path(run, style: "l s0") }
                run = []
            }
        }
        if let last { rectangle(x: last.x - 2, y: last.y - 2, width: 4, height: 4, style: "f3") }
    }
}
