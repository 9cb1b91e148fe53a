import Engine
import Language
import Model
import Reports
import Values

/// How answers are wanted; `set NAME VALUE` changes it.
package struct Settings: Hashable, Sendable {
    /// The format of answers that do not say theirs; nil is `table`.
    package var format: String?
    /// Full digits instead of shortened ones, and CSV without a guard against formulas.
    package var exact = false
    /// Existing files may be overwritten.
    package var force = false
    /// Scripts may write outside of the workspace and the current folder.
    package var writesAnywhere = false
    /// The columns of the terminal; nil is unlimited.
    package var width: Int?
    package var color = false
    /// Charts are drawn with ASCII alone.
    package var ascii = false
    /// What shows an answer that is taller than the screen, at the prompt.
    var pager = Pager.Choice.automatic
    /// Bars beside the main metric of a table; nil for bars at the prompt alone.
    package var bars: Bool?
    /// The time that each answer took is told on standard error.
    package var timer = false
    /// The colours of a text as it is typed.
    package var theme = Theme.Choice.auto
    /// The first lines of an answer while its question is typed.
    package var preview = PreviewMode.auto
    /// How far long work has come is shown, where standard error is a terminal for it.
    package var showsProgress = false

    /// Files that have changed are read again before the next statement.
    package var reloadsChanges = false

    package init() {}

    /// A setting as `set` knows it, `help` and `describe` tell it, and completion offers it.
    package struct Entry: Sendable {
        package var name: String
        package var meaning: String
        /// What it can be; empty for what cannot be listed.
        package var values: [String]
        /// What it is now.
        package var current: @Sendable (Session) -> String
    }

    private static let flags = ["on", "off"]

    package static let all: [Entry] = [
        Entry(name: "today", meaning: "the day that relative periods count from", values: []) {
            $0.workspace.today.text
        },
        Entry(name: "exact", meaning: "full digits instead of shortened ones", values: flags) {
            flag($0.settings.exact)
        },
        Entry(name: "format", meaning: "how answers are written", values: renderers.map(\.name)) {
            $0.settings.format ?? renderers[0].name
        },
        Entry(name: "color", meaning: "colours on the terminal", values: flags) { flag($0.settings.color) },
        Entry(name: "ascii", meaning: "charts of ASCII alone", values: flags) { flag($0.settings.ascii) },
        Entry(name: "width", meaning: "the columns that a table may take", values: ["80", "100", "120", "160"]) {
            $0.settings.width.map(String.init) ?? "that of the terminal"
        },
        Entry(name: "bars", meaning: "bars beside the main metric of a table", values: ["auto"] + flags) {
            $0.settings.bars.map(flag) ?? "auto"
        },
        Entry(name: "pager", meaning: "what shows an answer that is taller than the screen", values: flags) {
            $0.settings.pager.text
        },
        Entry(name: "timer", meaning: "tells how long each answer took", values: flags) { flag($0.settings.timer) },
        Entry(name: "theme", meaning: "the colours while typing", values: Theme.Choice.allCases.map(\.rawValue)) {
            $0.settings.theme.rawValue
        },
        Entry(name: "memory", meaning: "the most memory that is taken", values: ["1G", "2G", "4G", "8G", "auto"]) {
            memoryText($0.memory.bytes)
        },
        Entry(name: "reload", meaning: "what becomes of files that have changed", values: ["auto", "tell"]) {
            $0.settings.reloadsChanges ? "auto" : "tell"
        },
        Entry(
            name: "preview", meaning: "the first lines of an answer while its question is typed",
            values: PreviewMode.allCases.map(\.rawValue)
        ) { $0.settings.preview.rawValue },
    ]

    package static let names = all.map(\.name)

    private static func flag(_ isOn: Bool) -> String { isOn ? "on" : "off" }
}

extension Session {
    /// `set today 2017-12-31`, `set exact on`.
    func set(_ name: Label, _ value: Expression) throws(Diagnostic) {
        switch name.text {
        case "today":
            guard let period = PeriodResolver.period(value) else {
                throw wrongSetting(name, value, "a day such as 2017-12-31")
            }
            let day = try PeriodResolver(workspace).resolve(period).period
            guard day.dayCount == 1 else { throw wrongSetting(name, value, "a day such as 2017-12-31") }
            workspace.today = day.start
            workspace.todayIsFixed = true
            remember(Statement(.set(name: name, value: value), span: value.span))
        case "exact": settings.exact = try flag(name, value)
        case "color": settings.color = try flag(name, value)
        case "ascii": settings.ascii = try flag(name, value)
        case "bars": settings.bars = word(value) == "auto" ? nil : try flag(name, value, "on, off or auto")
        case "pager":
            if case .text(let command) = value.kind, command.contains(where: { $0 != " " }) {
                // What is opened must not run programs.
                guard !isScripted else {
                    throw Diagnostic(
                        "setting-value", "a script or workspace may not choose a program", at: value.span,
                        remedies: ["type it, or set it in your own init.qst or in $QUAESTOR_PAGER"])
                }
                settings.pager = .command(command)
            } else {
                settings.pager = try flag(name, value, "on, off or a command in quotes") ? .automatic : .off
            }
        case "timer": settings.timer = try flag(name, value)
        case "theme":
            guard let theme = Theme.Choice(rawValue: word(value)) else {
                throw wrongSetting(name, value, listed(Theme.Choice.allCases.map(\.rawValue)))
            }
            settings.theme = theme
        case "reload":
            switch word(value) {
            case "auto": settings.reloadsChanges = true
            case "tell": settings.reloadsChanges = false
            default: throw wrongSetting(name, value, "auto or tell")
            }
        case "memory": try setMemory(name, value)
        case "preview":
            let text = if case .boolean(let flag) = value.kind { flag ? "on" : "off" } else { word(value) }
            guard let mode = PreviewMode(rawValue: text) else { throw wrongSetting(name, value, "on, off or auto") }
            settings.preview = mode
        case "width":
            guard case .number(let number, _) = value.kind, let width = number.wholeNumber, width > 0, width < 100_000
            else { throw wrongSetting(name, value, "a number of columns") }
            settings.width = width
        case "format":
            let text = word(value)
            guard let renderer = renderer(named: text) else {
                throw wrongSetting(name, value, listed(renderers.map(\.name)))
            }
            settings.format = renderer.name
        default:
            let near = nearest(name.text, among: Settings.names)
            throw Diagnostic(
                "unknown-setting", "unknown setting `\(name.text)`", at: name.span,
                reason: ["the settings are \(listed(Settings.names))"],
                remedies: near.isEmpty ? [] : ["did you mean `\(near[0])`?"], replacement: near.first)
        }
    }

    /// `set memory 2G`, `50%` of the machine's, `auto`.
    private func setMemory(_ name: Label, _ value: Expression) throws(Diagnostic) {
        if word(value) == "auto" { return memory.reset() }
        guard case .number(let number, let isPercent) = value.kind,
            let bytes = isPercent
                ? number.multiplied(by: ExactDecimal(MemoryLimit.ofMachine))?.rounded(to: 0).wholeNumber
                : number.wholeNumber,
            bytes >= MemoryLimit.least
        else {
            throw wrongSetting(
                name, value,
                "bytes such as 2G or 500M, at least \(memoryText(MemoryLimit.least)), a share of the machine's, or auto"
            )
        }
        memory.bytes = bytes
    }

    private func flag(
        _ name: Label, _ value: Expression, _ wanted: String = "on or off"
    ) throws(Diagnostic) -> Bool {
        if case .boolean(let flag) = value.kind { return flag }
        switch word(value) {
        case "on", "yes": return true
        case "off", "no": return false
        default: throw wrongSetting(name, value, wanted)
        }
    }

    private func word(_ value: Expression) -> String {
        switch value.kind {
        case .name(let name): name.text
        case .text(let text): text.lowercased()
        default: ""
        }
    }

    private func wrongSetting(_ name: Label, _ value: Expression, _ wanted: String) -> Diagnostic {
        Diagnostic(
            "setting-value", "`\(name.text)` cannot be \(printed(value))", at: value.span,
            remedies: ["it takes \(wanted)"])
    }
}

extension Session {
    /// `list settings`, `set`: every setting, its value and what it means.
    func listSettings() -> Answer {
        table(
            "Settings", ["setting", "value", "meaning"],
            Settings.all.map { [$0.name, $0.current(self), $0.meaning] })
    }
}
