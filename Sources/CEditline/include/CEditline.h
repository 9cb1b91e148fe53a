// The C side of the line editor: libedit's variadic, wide-character interface behind plain functions that take UTF-8,
// byte offsets and a context pointer. What the editor does is decided in Sources/Shell/Editor.
#pragma once

#include "signals.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One line editor on standard input and standard output.
typedef struct editline editline;

/// What libedit does after a command has run.
typedef enum {
    EDITLINE_NOTHING = 0,
    EDITLINE_ACCEPT = 1,   ///< `editline_read` returns
    EDITLINE_END = 2,      ///< `editline_read` returns at the end of input
    EDITLINE_REFRESH = 4,  ///< the text was changed
    EDITLINE_BEEP = 6,
} editline_result;

/// What the editor asks of its owner; every function gets `context` first.
typedef struct {
    void *context;
    /// Runs the command that was defined with this number.
    editline_result (*command)(void *context, int32_t number);
    /// The screen is up to date and the editor is about to block for a key.
    void (*will_wait)(void *context);
    /// A key has come (or the end of input); libedit has not seen it yet.
    void (*did_read)(void *context);
    /// The descriptor of `editline_watch` became readable while the editor waits; the callee empties it.
    void (*woken)(void *context);
    /// The screen must be redrawn: the terminal has another size, or the process `was_stopped` and goes on, with the
    /// cursor on a new line.
    void (*redraw)(void *context, bool was_stopped);
} editline_callbacks;

/// The number of commands that can be defined: 0 ..< EDITLINE_COMMANDS.
enum { EDITLINE_COMMANDS = 32 };

/// A key that stands for Escape pressed alone; `editline_read` tells it from the beginning of a sequence by time.
enum { EDITLINE_ESCAPE = 0x1d };

/// Opens the editor on standard input and output, with a UTF-8 character type whatever the locale says.
///
/// `terminal` overrides $TERM where it is not null. Null when there is no memory or no usable descriptor.
editline *editline_open(const char *program, const char *terminal);

/// Restores the terminal and frees the editor.
void editline_close(editline *);

void editline_listen(editline *, editline_callbacks);

/// Reads the user's ~/.editrc, which may choose vi or emacs keys (a change of keys forgets all bindings made before).
void editline_source(editline *);

bool editline_uses_vi_keys(editline *);

/// Makes `number` known to `editline_bind` as `name`; both strings are copied.
bool editline_define(editline *, int32_t number, const char *name, const char *help);

/// Binds a key sequence (in the notation of editrc(5)), in vi's command mode when `vi_command` is true.
bool editline_bind(editline *, const char *key, const char *command, bool vi_command);

/// Sets the prompt; terminal sequences in it stand between two U+0001 and are followed by a visible character.
void editline_prompt(editline *, const char *prompt);

/// Puts the terminal into the mode for editing. Gives whether Ctrl-C was pressed since the last statement: the terminal has
/// then dropped what it had not put out yet.
bool editline_begin(editline *);

/// Edits one text, after `editline_begin`, until a command returns EDITLINE_ACCEPT (1) or input ends (0). The text stays
/// readable afterwards.
int editline_read(editline *);

/// The text being edited, valid until the next call; `cursor` is a byte offset in it.
const char *editline_text(editline *, size_t *length, size_t *cursor);

/// Puts the cursor at a byte offset; offsets beyond the end stand for the end.
void editline_move(editline *, size_t offset);

/// Replaces the bytes start ..< end and puts the cursor after what was inserted.
void editline_replace(editline *, size_t start, size_t end, const char *text, size_t length);

/// The next character typed: 1, or 0 at the end of input, or -1 when none came within `milliseconds` (-1: no limit).
///
/// SIGINT counts as Ctrl-C. Resizing calls `redraw` and goes on waiting.
int editline_key(editline *, uint32_t *key, int milliseconds);

/// Whether input is there, after at most `milliseconds`.
bool editline_has_input(editline *, int milliseconds);

/// Names a descriptor that wakes the editor as it waits for a key, -1 for none; it is not closed.
void editline_watch(editline *, int descriptor);

/// Makes libedit read these characters before what is typed next.
void editline_push(editline *, const char *keys);

/// Writes to the terminal, in order with libedit's own output; while a text is edited, not before the editor waits.
void editline_write(editline *, const char *text, size_t length);

/// Paints prompt and text anew, from a cursor at the beginning of a line whose rest is empty.
void editline_repaint(editline *);

/// Switches between the editor's terminal mode and the one that was found.
void editline_set_editing(editline *, bool editing);

/// The size of the terminal in characters; 80 × 24 where it is unknown.
void editline_size(editline *, int *columns, int *rows);

/// The columns that a character takes, or -1 for one that cannot be printed.
int editline_width(uint32_t scalar);
