import ArgumentParser
import Glibc
import Shell

/// What the command line asked for when it named no subcommand: open something, and answer.
struct Request: Hashable {
    var paths: [String] = []
    var commands: [String] = []
    var options = Options()

    /// Options that every way of asking takes.
    struct Options: Hashable {
        var format: String?
        var target: String?
        var assignments: [String] = []
        var noCache = false
        var noInit = false
        var plain = false
        var force = false
        var writeAnywhere = false
        var keepGoing = false

        func launch(folder: String) throws -> Launch {
            do {
                return try Launch(
                    folder: folder, format: format, target: target, assignments: assignments, isPlain: plain,
                    overwrites: force,
                    keepsGoing: keepGoing, usesSnapshots: !noCache, writesAnywhere: writeAnywhere, readsInit: !noInit,
                    version: Quaestor.version)
            } catch {
                throw ValidationError(error.message + (error.remedies.first.map { "; " + $0 } ?? ""))
            }
        }
    }

    /// Ends the process: giving back what was read, cell by cell, would take longer than the system does.
    func run() throws {
        let launch = try options.launch(folder: ".")
        withExtendedLifetime(launch) { exit(launch.ask(paths: paths, commands: commands)) }
    }

    init(paths: [String] = [], commands: [String] = [], options: Options = Options()) {
        self.paths = paths
        self.commands = commands
        self.options = options
    }

    /// Arguments of the plainest form, which most calls have: options spelled in full, each with its value as an argument
    /// of its own. Nil for everything else, which is the parser's to read, to complete and to complain about: that takes
    /// it longer than all the rest of a start.
    init?(plain arguments: some Sequence<String>) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            guard argument.hasPrefix("-") else {
                if paths.isEmpty && Quaestor.subcommandNames.contains(argument) { return nil }
                paths.append(argument)
                continue
            }
            switch argument {
            case "--no-cache": options.noCache = true
            case "--no-init": options.noInit = true
            case "--plain": options.plain = true
            case "--force": options.force = true
            case "--write-anywhere": options.writeAnywhere = true
            case "--keep-going": options.keepGoing = true
            case "-c", "--command", "--format", "--to", "--set":
                guard let value = rest.next(), !value.hasPrefix("-") else { return nil }
                switch argument {
                case "--set": options.assignments.append(value)
                case "--format":
                    if options.format != nil { return nil }
                    options.format = value
                case "--to":
                    if options.target != nil { return nil }
                    options.target = value
                default: commands.append(value)
                }
            default: return nil
            }
        }
    }
}

func end(_ code: Int32) throws {
    if code != 0 { throw ExitCode(code) }
}
