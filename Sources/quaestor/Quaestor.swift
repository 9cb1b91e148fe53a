import ArgumentParser
import Glibc
import Shell

/// The command line. Exit codes: 0 answered, 1 a question failed, 2 wrong usage, 130 interrupted.
@main
struct Quaestor: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "quaestor",
        abstract: "Ask for revenue metrics by segment, team and period.",
        usage: """
            quaestor [WORKSPACE | FILE.csv …] [-c "show …"] [--format csv]
            quaestor run SCRIPT.qst [param=value …] [--to report.html]
            quaestor fmt FILE.qst
            quaestor check SCRIPT.qst
            """,
        version: version,
        subcommands: [Ask.self, RunScript.self, FormatScript.self, CheckScript.self],
        defaultSubcommand: Ask.self)

    static let subcommandNames = ["ask", "run", "fmt", "check", "help"]

    /// Writes what was asked for; ends with 1 where it cannot be written.
    private static func tell(_ text: String) {
        if let reason = failureOfWriting(text + "\n") {
            warn(reason)
            Glibc.exit(1)
        }
    }

    static func main() {
        // Where there is nothing to parse the parser is left out: it needs more time than all the rest of a start.
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.elementsEqual(["--version"]) {
            tell(version)
            return
        }
        do {
            if let request = Request(plain: arguments) { return try request.run() }
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let code = exitCode(for: error)
            if code == .success {
                tell(fullMessage(for: error))
                Glibc.exit(0)
            }
            if let failure = error as? ExitCode { Glibc.exit(failure.rawValue) }
            warn(visibleLines(fullMessage(for: error)))
            Glibc.exit(2)
        }
    }
}

/// Options that every way of asking takes.
struct CommonOptions: ParsableArguments {
    private static let formats = Launch.formats.joined(separator: ", ")

    @Option(help: "How answers are written: \(Self.formats).")
    var format: String?

    @Option(name: .customLong("to"), help: "Write all answers as one document to a file; its ending tells the format.")
    var target: String?

    @Option(name: .customLong("set"), help: "Give a parameter or setting a value: --set quarter=2026-Q1.")
    var assignments: [String] = []

    @Flag(help: "Neither read nor write snapshots.")
    var noCache = false

    @Flag(help: "A shell does not run init.qst.")
    var noInit = false

    @Flag(help: "No line editing extras, no colour.")
    var plain = false

    @Flag(help: "Overwrite existing files.")
    var force = false

    @Flag(help: "Scripts may write outside of the workspace and the current folder.")
    var writeAnywhere = false

    @Flag(help: "Go on after a question that failed.")
    var keepGoing = false

    var request: Request.Options {
        Request.Options(
            format: format, target: target, assignments: assignments, noCache: noCache, noInit: noInit, plain: plain,
            force: force, writeAnywhere: writeAnywhere, keepGoing: keepGoing)
    }
}

/// `quaestor [WORKSPACE|FILE.csv …] [-c …]`: the shell, or questions from `-c` or standard input.
struct Ask: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Open a workspace and ask (the default).")

    @Argument(help: "A folder of exports, a workspace file, or data files.")
    var paths: [String] = []

    @Option(name: [.customShort("c"), .customLong("command")], help: "A question to answer; several run in order.")
    var commands: [String] = []

    @OptionGroup var options: CommonOptions

    var request: Request { Request(paths: paths, commands: commands, options: options.request) }

    func run() throws { try request.run() }
}

/// `quaestor run SCRIPT.qst [param=value …]`.
struct RunScript: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run a script.")

    @Argument(help: "The script; its relative paths start from its own folder.")
    var script: String

    @Argument(help: "Values for its parameters: quarter=2026-Q3.")
    var parameters: [String] = []

    @OptionGroup var options: CommonOptions

    func run() throws {
        var options = options.request
        options.assignments += parameters
        try end(options.launch(folder: ".").runScript(script))
    }
}

/// `quaestor fmt FILE.qst`.
struct FormatScript: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Lay a script out anew, comments kept; to standard output unless --in-place.")

    @Argument(help: "The script.")
    var script: String

    @Flag(help: "Write the file itself.")
    var inPlace = false

    func run() throws {
        try end(Launch.format(script: script, inPlace: inPlace))
    }
}

/// `quaestor check SCRIPT.qst`.
struct CheckScript: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Parse and resolve a script without answering it.")

    @Argument(help: "The script.")
    var script: String

    @OptionGroup var options: CommonOptions

    func run() throws {
        try end(options.request.launch(folder: ".").check(script: script))
    }
}
