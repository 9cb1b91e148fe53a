// Signals of an interactive program: what a handler may do is little, so it sets flags and wakes the editor.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

/// What has happened since the last `signals_take`.
enum { SIGNALS_INTERRUPT = 1, SIGNALS_RESIZE = 2, SIGNALS_CONTINUE = 4 };

/// Handles SIGINT, SIGWINCH, SIGCONT, SIGTERM, SIGHUP and SIGPIPE; remembers the terminal's mode for restoring it.
void signals_install(void);

/// Handles SIGINT alone, unless it is ignored: the flag is raised while a statement runs, else the process ends with 130.
void signals_install_batch(void);

/// A descriptor that becomes readable when a signal came, or -1.
int signals_descriptor(void);

/// Takes the pending SIGNALS_ bits and empties the descriptor.
unsigned signals_take(void);

/// Tells the handlers that a statement runs: Ctrl-C raises the flag, and a second one within two seconds exits with 130.
void signals_set_running(bool running);

/// Tells the handlers that the terminal sends bracketed pastes, which must be switched off before the process ends.
void signals_set_bracketed(bool bracketed);

extern _Atomic bool signals_interrupt_flag;

/// Whether the running statement was interrupted. Cheap, and safe on any thread.
static inline bool signals_interrupted(void) {
    return atomic_load_explicit(&signals_interrupt_flag, memory_order_relaxed);
}

/// Restores the default of SIGPIPE: a program whose reader has gone ends without a word.
void signals_end_on_broken_pipe(void);
