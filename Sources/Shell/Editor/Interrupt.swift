import CEditline

/// Whether Ctrl-C was pressed while a statement runs.
///
/// The flag belongs to the process, as signals do. Reading it costs one load, on any thread.
package struct InterruptFlag: Sendable {
    /// Begins to handle the signals of an interactive program: Ctrl-C raises the flag instead of ending the process,
    /// and a signal that ends it restores the terminal.
    package init() { signals_install() }

    private init(isInstalled: Void) {}

    /// Begins to handle Ctrl-C in a program that is not interactive: it raises the flag while a statement runs, and ends
    /// the process with 130 at any other time, and when it is pressed again.
    package static func ofBatch() -> InterruptFlag {
        signals_install_batch()
        return InterruptFlag(isInstalled: ())
    }

    /// Whether the statement that runs should stop.
    package var isRaised: Bool { signals_interrupted() }

    /// Runs a statement.
    ///
    /// The flag is lowered first; a second Ctrl-C within two seconds exits with 130.
    package func whileRunning<Result, Failure: Error>(
        _ statement: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        signals_set_running(true)
        defer { signals_set_running(false) }
        return try statement()
    }

    /// While another program has the terminal, Ctrl-C is for that program; it neither stops the statement nor ends this one.
    static func isLeftToOther(_ flag: Bool) { signals_set_running(!flag) }

    /// Lets a program that is not interactive end without a word when the reader of its output has gone (`| head`).
    package static func endOnBrokenPipe() { signals_end_on_broken_pipe() }
}
