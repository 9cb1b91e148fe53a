import Glibc

/// Takes the numbers of standard input, output and errors where whoever started the program has closed them, or the next
/// file that is opened would get one, and with it what is said there. Nothing can be read or written there.
func holdStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
        // The lowest free number is this one. Where it cannot be had there is nothing to be done.
        _ = open("/dev/null", pathAlone)
    }
}

/// `O_PATH`: neither for reading nor for writing.
let pathAlone: Int32 = 0o10000000
