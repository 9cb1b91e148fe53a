// Runs a program and tells what it took, as a small process of its own: what a child of Python would be charged with
// (the copy of Python's memory, until it runs its own program) is more than some of the programs use.
//
//   measure OUTPUT ERRORS PROGRAM [ARGUMENT …]            from start to end, its input empty
//   measure --until PROMPT OUTPUT PROGRAM [ARGUMENT …]    on a terminal of its own, until it has written the prompt
//
// Prints: nanoseconds, peak memory in KiB, exit code (128 + signal).
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int fail(const char *what) {
    perror(what);
    return 1;
}

static void tell(long long nanoseconds, int status, const struct rusage *usage) {
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    printf("%lld %ld %d\n", nanoseconds, usage->ru_maxrss, code);
}

static int run(const char *output, const char *errors, char **program) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    pid_t child;
    int status;
    struct rusage usage;
    long long start = now();
    errno = posix_spawn(&child, program[0], &actions, NULL, program, environ);
    if (errno != 0) return fail(program[0]);
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR) return fail("wait4");
    tell(now() - start, status, &usage);
    return 0;
}

/// The patience with a program that does not show its prompt, and with one that does not leave at the first Ctrl-D.
enum { SECONDS = 30, LEAVING_MILLISECONDS = 200 };

static int run_until(const char *prompt, const char *output, char **program) {
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    char seen[1 << 16];
    size_t length = 0;
    int terminal, status, tries = 0, file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0) return fail(output);
    struct rusage usage;
    long long start = now(), shown = -1;
    pid_t child = forkpty(&terminal, NULL, NULL, &size);
    if (child < 0) return fail("forkpty");
    if (child == 0) {
        execv(program[0], program);
        _exit(127);
    }
    for (;;) {
        struct pollfd source = {terminal, POLLIN, 0};
        if (poll(&source, 1, shown < 0 ? SECONDS * 1000 : LEAVING_MILLISECONDS) <= 0) {
            if (shown < 0 || ++tries > 100) kill(child, SIGKILL);
            (void)!write(terminal, "\004", 1);
            continue;
        }
        ssize_t count = read(terminal, seen + length, sizeof seen - 1 - length);
        if (count <= 0) break;
        (void)!write(file, seen + length, (size_t)count);
        length += (size_t)count;
        seen[length] = 0;
        if (shown < 0 && strstr(seen, prompt)) {
            shown = now() - start;
            (void)!write(terminal, "\004", 1);
        }
        if (length == sizeof seen - 1) length = 0;
    }
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR) return fail("wait4");
    if (shown < 0) {
        fprintf(stderr, "%s did not show its prompt\n", program[0]);
        return 1;
    }
    tell(shown, status, &usage);
    return 0;
}

int main(int count, char **arguments) {
    if (count > 4 && strcmp(arguments[1], "--until") == 0) {
        return run_until(arguments[2], arguments[3], arguments + 4);
    }
    if (count < 4) {
        fprintf(stderr, "usage: measure [--until PROMPT] OUTPUT [ERRORS] PROGRAM [ARGUMENT …]\n");
        return 2;
    }
    return run(arguments[1], arguments[2], arguments + 3);
}
