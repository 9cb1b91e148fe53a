#define _GNU_SOURCE
#include "CEditline.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

_Static_assert(EDITLINE_NOTHING == CC_NORM && EDITLINE_ACCEPT == CC_NEWLINE && EDITLINE_END == CC_EOF, "libedit's values");
_Static_assert(EDITLINE_REFRESH == CC_REFRESH && EDITLINE_BEEP == CC_ERROR, "libedit's values");
_Static_assert(sizeof(wchar_t) == 4, "a wide character is a Unicode scalar");

struct editline {
    EditLine *el;
    HistoryW *no_history;
    // A stream of its own that collects what is painted, so that a key leads to one write to the terminal.
    FILE *output;
    int descriptor;
    char *pending;
    size_t pending_length, pending_capacity;
    bool is_reading;
    // What wakes the editor besides the terminal while it waits for a first key; -1 is nothing.
    int watched;
    bool is_idle;
    editline_callbacks callbacks;
    wchar_t *prompt;
    char *text;
    size_t text_capacity;
    // Bytes read from the terminal and not yet used.
    unsigned char input[4096];
    size_t input_start, input_end;
};

// MARK: UTF-8

static size_t encoded_length(wchar_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 || c > 0x10ffff ? 3 : 4;
}

static size_t encode(wchar_t c, char *out) {
    size_t length = encoded_length(c);
    unsigned v = c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0xfffd : (unsigned)c;
    if (length == 1) {
        out[0] = (char)v;
        return 1;
    }
    for (size_t i = length - 1; i > 0; i--, v >>= 6) out[i] = (char)(0x80 | (v & 0x3f));
    out[0] = (char)((0xf00 >> length & 0xf0) | v);
    return length;
}

/// The bytes of the first character, 0 where more are needed, or -1 where they cannot become one.
static int decode(const unsigned char *bytes, size_t count, wchar_t *out) {
    unsigned char first = bytes[0];
    size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0) return -1;
    unsigned v = length == 1 ? first : first & (0x7f >> length);
    for (size_t i = 1; i < length; i++) {
        if (i >= count) return 0;
        if ((bytes[i] & 0xc0) != 0x80) return -1;
        v = v << 6 | (bytes[i] & 0x3f);
    }
    if (length > 1 && encoded_length((wchar_t)v) != length) return -1;
    if (v > 0x10ffff || (v >= 0xd800 && v < 0xe000)) return -1;
    *out = (wchar_t)v;
    return (int)length;
}

/// A copy as wide characters, to be freed; NUL and bytes that are not UTF-8 are left out.
static wchar_t *widened(const char *text, size_t length) {
    wchar_t *wide = malloc((length + 1) * sizeof *wide), *end = wide;
    if (!wide) return NULL;
    for (size_t i = 0; i < length;) {
        int step = decode((const unsigned char *)text + i, length - i, end);
        if (step > 0 && *end != 0) end++;
        i += step > 0 ? (size_t)step : 1;
    }
    *end = 0;
    return wide;
}

// MARK: Output

/// Beyond this, output goes to the terminal before the editor waits.
enum { PENDING_LIMIT = 1 << 16 };

static void write_pending(editline *self) {
    size_t written = 0;
    while (written < self->pending_length) {
        ssize_t count = write(self->descriptor, self->pending + written, self->pending_length - written);
        if (count > 0) {
            written += (size_t)count;
        } else if (count < 0 && errno == EAGAIN) {
            struct pollfd target = {self->descriptor, POLLOUT, 0};
            if (poll(&target, 1, -1) < 0 && errno != EINTR) break;
        } else if (count == 0 || errno != EINTR) {
            break;  // The terminal has gone; reading will tell.
        }
    }
    self->pending_length = 0;
}

/// The stream's writing end: libedit flushes its stream before each key, which must not become a write of its own.
static ssize_t collect(void *cookie, const char *bytes, size_t count) {
    editline *self = cookie;
    if (self->pending_length + count > self->pending_capacity) {
        size_t capacity = (self->pending_length + count) * 2;
        char *grown = realloc(self->pending, capacity);
        if (!grown) return 0;
        self->pending = grown;
        self->pending_capacity = capacity;
    }
    memcpy(self->pending + self->pending_length, bytes, count);
    self->pending_length += count;
    if (self->pending_length > PENDING_LIMIT) write_pending(self);
    return (ssize_t)count;
}

static void show(editline *self) {
    fflush(self->output);
    write_pending(self);
}

// MARK: Callbacks from libedit

static editline *owner(EditLine *el) {
    void *data = NULL;
    el_wget(el, EL_CLIENTDATA, &data);
    return data;
}

static wchar_t *give_prompt(EditLine *el) {
    static wchar_t none[] = L"";
    wchar_t *prompt = owner(el)->prompt;
    return prompt ? prompt : none;
}

static int give_character(EditLine *el, wchar_t *out) {
    editline *self = owner(el);
    if (!editline_has_input(self, 0)) self->callbacks.will_wait(self->callbacks.context);
    uint32_t key = 0;
    self->is_idle = true;
    int result = editline_key(self, &key, -1);
    self->is_idle = false;
    if (key == 033 && !editline_has_input(self, 30)) key = EDITLINE_ESCAPE;
    self->callbacks.did_read(self->callbacks.context);
    *out = (wchar_t)key;
    return result;
}

// libedit passes no context to a command: one function per number, each reached by its own pointer.
#define COMMAND(n) \
    static unsigned char command_##n(EditLine *el, int key) { \
        (void)key; \
        editline *self = owner(el); \
        return (unsigned char)self->callbacks.command(self->callbacks.context, n); \
    }
#define EACH_COMMAND(X) \
    X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) \
    X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23) \
    X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31)
#define POINTER(n) command_##n,
EACH_COMMAND(COMMAND)
static unsigned char (*const commands[EDITLINE_COMMANDS])(EditLine *, int) = {EACH_COMMAND(POINTER)};

// MARK: Opening and closing

editline *editline_open(const char *program, const char *terminal) {
    // Only the character type: numbers must be read alike in every locale.
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");

    editline *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->watched = -1;
    self->descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    cookie_io_functions_t functions = {.write = collect};
    self->output = self->descriptor >= 0 ? fopencookie(self, "w", functions) : NULL;
    if (self->output) {
        setvbuf(self->output, NULL, _IOFBF, 1 << 13);
        self->el = el_init_fd(program, stdin, self->output, stderr, STDIN_FILENO, self->descriptor, STDERR_FILENO);
    }
    self->no_history = history_winit();
    if (!self->el || !self->no_history) {
        editline_close(self);
        return NULL;
    }
    if (terminal) el_set(self->el, EL_TERMINAL, terminal);
    el_set(self->el, EL_EDITOR, "emacs");
    el_wset(self->el, EL_CLIENTDATA, self);
    el_wset(self->el, EL_PROMPT_ESC, give_prompt, L'\1');
    // History is the program's own; an empty one keeps libedit's history commands from calling a null function.
    el_wset(self->el, EL_HIST, history_w, self->no_history);
    // While editing, Ctrl-C, Ctrl-Z and Ctrl-S are keys, and a pasted CR LF is one line break.
    el_set(self->el, EL_SETTY, "-d", "-isig", "-icrnl", "-inlcr", "-ixon", NULL);
    return self;
}

void editline_close(editline *self) {
    if (!self) return;
    if (self->el) el_end(self->el);
    if (self->no_history) history_wend(self->no_history);
    if (self->output) {
        fclose(self->output);
        write_pending(self);
    }
    if (self->descriptor >= 0) close(self->descriptor);
    free(self->pending);
    free(self->prompt);
    free(self->text);
    free(self);
}

void editline_listen(editline *self, editline_callbacks callbacks) {
    self->callbacks = callbacks;
    el_wset(self->el, EL_GETCFN, give_character);
}

void editline_source(editline *self) { el_source(self->el, NULL); }

bool editline_uses_vi_keys(editline *self) {
    const char *editor = NULL;
    return el_get(self->el, EL_EDITOR, &editor) == 0 && editor && strcmp(editor, "vi") == 0;
}

bool editline_define(editline *self, int32_t number, const char *name, const char *help) {
    if (number < 0 || number >= EDITLINE_COMMANDS) return false;
    // The narrow call copies its strings; the wide one keeps pointers to them.
    return el_set(self->el, EL_ADDFN, name, help, commands[number]) == 0;
}

bool editline_bind(editline *self, const char *key, const char *command, bool vi_command) {
    return vi_command ? el_set(self->el, EL_BIND, "-a", key, command, NULL) == 0
                      : el_set(self->el, EL_BIND, key, command, NULL) == 0;
}

void editline_prompt(editline *self, const char *prompt) {
    free(self->prompt);
    self->prompt = widened(prompt, strlen(prompt));
}

// MARK: The text

bool editline_begin(editline *self) {
    fflush(stdout);
    // libedit would do this after it has painted the prompt: Ctrl-D pressed between the two would be lost.
    el_wset(self->el, EL_PREP_TERM, 1);
    // What was sent to an earlier statement is not meant for the next text.
    return signals_take() & SIGNALS_INTERRUPT;
}

int editline_read(editline *self) {
    int count = 0;
    self->is_reading = true;
    el_wgets(self->el, &count);
    self->is_reading = false;
    show(self);
    return count > 0;
}

const char *editline_text(editline *self, size_t *length, size_t *cursor) {
    const LineInfoW *line = el_wline(self->el);
    size_t count = (size_t)(line->lastchar - line->buffer);
    if (self->text_capacity < count * 4 + 1) {
        size_t capacity = count * 8 + 256;
        char *grown = realloc(self->text, capacity);
        if (!grown) {
            *length = *cursor = 0;
            return "";
        }
        self->text = grown;
        self->text_capacity = capacity;
    }
    size_t end = 0;
    *cursor = 0;
    for (const wchar_t *c = line->buffer; c < line->lastchar; c++) {
        if (c == line->cursor) *cursor = end;
        end += encode(*c, self->text + end);
    }
    if (line->cursor >= line->lastchar) *cursor = end;
    *length = end;
    self->text[end] = 0;
    return self->text;
}

/// The index of the wide character that begins at a byte offset.
static int index_at(const LineInfoW *line, size_t offset) {
    const wchar_t *c = line->buffer;
    for (size_t end = 0; c < line->lastchar && end < offset; c++) end += encoded_length(*c);
    return (int)(c - line->buffer);
}

void editline_move(editline *self, size_t offset) {
    const LineInfoW *line = el_wline(self->el);
    el_cursor(self->el, index_at(line, offset) - (int)(line->cursor - line->buffer));
}

void editline_replace(editline *self, size_t start, size_t end, const char *text, size_t length) {
    const LineInfoW *line = el_wline(self->el);
    int first = index_at(line, start), last = index_at(line, end);
    editline_move(self, end);
    if (last > first) el_deletestr(self->el, last - first);
    wchar_t *wide = widened(text, length);
    if (wide && *wide) el_winsertstr(self->el, wide);
    free(wide);
}

// MARK: Keys

/// Waits for bytes: 1 when some came, 0 at the end of input, -1 when the time is over.
static int fill_input(editline *self, int limit) {
    memmove(self->input, self->input + self->input_start, self->input_end - self->input_start);
    self->input_end -= self->input_start;
    self->input_start = 0;
    for (;;) {
        show(self);
        struct pollfd sources[3] = {
            {STDIN_FILENO, POLLIN, 0}, {signals_descriptor(), POLLIN, 0}, {self->is_idle ? self->watched : -1, POLLIN, 0},
        };
        int ready = poll(sources, 3, limit);
        if (ready == 0) return -1;
        if (ready < 0 && errno != EINTR) return 0;
        unsigned signals = signals_take();
        if (signals & SIGNALS_CONTINUE) {
            // Whoever continued the process may have left another mode; libedit must forget what it set.
            editline_set_editing(self, false);
            editline_set_editing(self, true);
        }
        if (signals & (SIGNALS_RESIZE | SIGNALS_CONTINUE)) {
            self->callbacks.redraw(self->callbacks.context, signals & SIGNALS_CONTINUE);
        }
        if (signals & SIGNALS_INTERRUPT) {
            self->input[self->input_end++] = 'C' & 037;
            return 1;
        }
        if (ready > 0 && sources[0].revents == 0 && sources[2].revents != 0) {
            if (!(sources[2].revents & POLLIN)) self->watched = -1;  // Closed: it would wake the editor for ever.
            self->callbacks.woken(self->callbacks.context);
        }
        if (ready < 0 || sources[0].revents == 0) continue;
        ssize_t count = read(STDIN_FILENO, self->input + self->input_end, sizeof self->input - self->input_end - 1);
        if (count > 0) {
            self->input_end += (size_t)count;
            return 1;
        }
        if (count == 0 || (errno != EINTR && errno != EAGAIN)) return 0;
    }
}

int editline_key(editline *self, uint32_t *key, int limit) {
    for (;;) {
        if (self->input_start < self->input_end) {
            wchar_t c = 0;
            int step = decode(self->input + self->input_start, self->input_end - self->input_start, &c);
            self->input_start += step > 0 ? (size_t)step : step < 0 ? 1 : 0;
            if (step > 0) {
                *key = (uint32_t)c;
                return 1;
            }
            if (step < 0) continue;
        }
        int result = fill_input(self, limit);
        if (result <= 0) return result;
    }
}

bool editline_has_input(editline *self, int limit) {
    if (self->input_start < self->input_end) return true;
    struct pollfd source = {STDIN_FILENO, POLLIN, 0};
    return poll(&source, 1, limit) > 0;
}

void editline_watch(editline *self, int descriptor) { self->watched = descriptor; }

void editline_push(editline *self, const char *keys) {
    wchar_t *wide = widened(keys, strlen(keys));
    if (wide) el_wpush(self->el, wide);
    free(wide);
}

// MARK: The terminal

void editline_write(editline *self, const char *text, size_t length) {
    fwrite(text, 1, length, self->output);
    if (!self->is_reading) show(self);
}

void editline_repaint(editline *self) {
    el_resize(self->el);
    el_wset(self->el, EL_REFRESH);
}

void editline_set_editing(editline *self, bool editing) {
    show(self);
    el_wset(self->el, EL_PREP_TERM, editing ? 1 : 0);
}

void editline_size(editline *self, int *columns, int *rows) {
    struct winsize size;
    bool known = ioctl(self->descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
    *columns = known ? size.ws_col : 80;
    *rows = known ? size.ws_row : 24;
}

int editline_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
