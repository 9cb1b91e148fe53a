#define _GNU_SOURCE
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

_Atomic bool signals_interrupt_flag;

// A signal handler has no context argument: this is the state that the handlers share with the program.
static _Atomic unsigned pending;
static _Atomic bool running, bracketed, is_batch;
static _Atomic long interrupted_at;
static int wake[2] = {-1, -1};
static struct termios found_mode;
static bool has_found_mode;

static long milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void restore_terminal(void) {
    // From the background, tcsetattr would stop the process instead.
    if (!has_found_mode || tcgetpgrp(STDIN_FILENO) != getpgrp()) return;
    if (bracketed) (void)!write(STDOUT_FILENO, "\033[?2004l", 8);
    tcsetattr(STDIN_FILENO, TCSANOW, &found_mode);
    (void)!write(STDOUT_FILENO, "\n", 1);
}

static void wake_editor(unsigned bit) {
    atomic_fetch_or(&pending, bit);
    (void)!write(wake[1], "", 1);
}

static void on_interrupt(int signal) {
    (void)signal;
    int saved = errno;
    if (running) {
        long now = milliseconds();
        if (atomic_exchange(&signals_interrupt_flag, true) && now - interrupted_at < 2000) {
            if (!is_batch) restore_terminal();
            _exit(130);
        }
        interrupted_at = now;
    } else if (is_batch) {
        _exit(130);
    } else {
        wake_editor(SIGNALS_INTERRUPT);
    }
    errno = saved;
}

static void on_screen_change(int signal) {
    int saved = errno;
    wake_editor(signal == SIGCONT ? SIGNALS_CONTINUE : SIGNALS_RESIZE);
    errno = saved;
}

static void on_end(int signal) {
    restore_terminal();
    raise(signal);  // The default action, which SA_RESETHAND has put back.
}

// Not SIG_IGN, which a pager would inherit.
static void on_broken_pipe(int signal) { (void)signal; }

static void handle(int signal, void (*handler)(int), int flags) {
    struct sigaction action = {0};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

// A signal that whoever started the program has switched off stays so: `nohup`.
static void handle_unless_ignored(int signal, void (*handler)(int), int flags) {
    struct sigaction found;
    if (sigaction(signal, NULL, &found) == 0 && found.sa_handler != SIG_IGN) handle(signal, handler, flags);
}

void signals_install(void) {
    if (wake[0] >= 0) return;
    if (pipe2(wake, O_NONBLOCK | O_CLOEXEC) != 0) wake[0] = wake[1] = -1;
    has_found_mode = tcgetattr(STDIN_FILENO, &found_mode) == 0;
    handle(SIGINT, on_interrupt, SA_RESTART);
    handle(SIGWINCH, on_screen_change, SA_RESTART);
    handle(SIGCONT, on_screen_change, SA_RESTART);
    handle_unless_ignored(SIGTERM, on_end, SA_RESETHAND);
    handle_unless_ignored(SIGHUP, on_end, SA_RESETHAND);
    handle(SIGPIPE, on_broken_pipe, SA_RESTART);
}

void signals_install_batch(void) {
    struct sigaction found;
    if (sigaction(SIGINT, NULL, &found) != 0 || found.sa_handler == SIG_IGN) return;
    is_batch = true;
    handle(SIGINT, on_interrupt, SA_RESTART);
}

int signals_descriptor(void) { return wake[0]; }

unsigned signals_take(void) {
    char bytes[64];
    while (read(wake[0], bytes, sizeof bytes) > 0) {}
    return atomic_exchange(&pending, 0);
}

void signals_set_running(bool value) {
    if (value) signals_interrupt_flag = false;
    running = value;
    // One that came since the last key was meant for what is about to run.
    if (value && atomic_fetch_and(&pending, ~SIGNALS_INTERRUPT) & SIGNALS_INTERRUPT) signals_interrupt_flag = true;
}

void signals_set_bracketed(bool value) { bracketed = value; }

void signals_end_on_broken_pipe(void) { handle(SIGPIPE, SIG_DFL, 0); }
