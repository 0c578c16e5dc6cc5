// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "CPlatformSerial.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

struct rate {
    int baud;
    speed_t speed;
};

static const struct rate rates[] = {
    {1200, B1200},   {2400, B2400},   {4800, B4800},     {9600, B9600},     {19200, B19200},
    {38400, B38400}, {57600, B57600}, {115200, B115200}, {230400, B230400},
};

static int find_speed(int baud_rate, speed_t *speed) {
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        if (rates[i].baud == baud_rate) {
            *speed = rates[i].speed;
            return 0;
        }
    }
    errno = EINVAL;
    return -1;
}

static void make_raw(struct termios *settings, speed_t speed) {
    cfmakeraw(settings);
    // A line held low (a charger without mains) is a break: ignored, not delivered as a byte.
    settings->c_iflag = IGNBRK;
    // No HUPCL: an isolated adapter lives on DTR and must stay powered between two openings.
    settings->c_cflag = CS8 | CREAD | CLOCAL;
    // A read gives what is there or says EAGAIN. With VMIN 0 it would return 0, which reads as a hang-up.
    settings->c_cc[VMIN] = 1;
    settings->c_cc[VTIME] = 0;
    cfsetspeed(settings, speed);
}

// tcsetattr succeeds when any of the settings took, so they are read back.
static int took(int port, const struct termios *wanted) {
    struct termios actual;
    if (tcgetattr(port, &actual) != 0) return -1;
    const tcflag_t c_cflag = CSIZE | CSTOPB | PARENB | CREAD | CLOCAL | CRTSCTS | HUPCL;
    if (actual.c_iflag == wanted->c_iflag && !(actual.c_oflag & OPOST) &&
        !(actual.c_lflag & (ICANON | ECHO | ECHONL | ISIG | IEXTEN)) &&
        (actual.c_cflag & c_cflag) == (wanted->c_cflag & c_cflag) && actual.c_cc[VMIN] == 1 &&
        actual.c_cc[VTIME] == 0 && cfgetospeed(&actual) == cfgetospeed(wanted) &&
        cfgetispeed(&actual) == cfgetispeed(wanted)) {
        return 0;
    }
    errno = EPROTO;
    return -1;
}

int chargebridge_open_pty(char *slave_path, size_t capacity) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0) return -1;
    int slave = -1;
    int status = -1;
    int error = ptsname_r(master, slave_path, capacity);
    if (error != 0) {
        errno = error;
    } else if (grantpt(master) == 0 && unlockpt(master) == 0 &&
               (slave = chargebridge_serial_open(slave_path)) >= 0) {
        status = chargebridge_serial_configure(slave, 19200);
    }
    error = errno;
    if (slave >= 0) close(slave);
    if (status == 0) return master;
    close(master);
    errno = error;
    return -1;
}

int chargebridge_serial_open(const char *path) {
    return open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
}

int chargebridge_serial_configure(int port, int baud_rate) {
    struct termios settings;
    speed_t speed;
    if (tcgetattr(port, &settings) != 0 || find_speed(baud_rate, &speed) != 0) return -1;
    make_raw(&settings, speed);
    if (tcsetattr(port, TCSANOW, &settings) != 0 || took(port, &settings) != 0) return -1;
    // Output may have been stopped by an earlier owner, and old bytes wait in both directions.
    if (tcflow(port, TCOON) != 0) return -1;
    return tcflush(port, TCIOFLUSH);
}

int chargebridge_serial_raise_lines(int port) {
    int lines = TIOCM_DTR | TIOCM_RTS;
    return ioctl(port, TIOCMBIS, &lines);
}

int chargebridge_serial_claim(int port) {
    if (flock(port, LOCK_EX | LOCK_NB) != 0) return -1;
    return ioctl(port, TIOCEXCL);
}

int chargebridge_serial_release(int port) {
    int queued = 0;
    if (ioctl(port, TIOCOUTQ, &queued) == 0 && queued > 0) tcflush(port, TCOFLUSH);
    int status = ioctl(port, TIOCNXCL);
    return flock(port, LOCK_UN) != 0 ? -1 : status;
}

int chargebridge_serial_is_no_port(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return -1;
    if (!S_ISCHR(status.st_mode)) return 1;
    char link[64];
    char subsystem[PATH_MAX];
    snprintf(link, sizeof link, "/sys/dev/char/%u:%u/subsystem", major(status.st_rdev), minor(status.st_rdev));
    // Pseudo-terminals are not listed there.
    ssize_t length = readlink(link, subsystem, sizeof subsystem - 1);
    if (length <= 0) return 0;
    subsystem[length] = '\0';
    const char *name = strrchr(subsystem, '/');
    return strcmp(name == NULL ? subsystem : name + 1, "tty") != 0;
}

int chargebridge_serial_is_pseudo_terminal(int port) {
    struct stat status;
    if (fstat(port, &status) != 0) return -1;
    // 136 to 143 are the slaves' major numbers (Linux, devices.txt).
    return S_ISCHR(status.st_mode) && major(status.st_rdev) >= 136 && major(status.st_rdev) <= 143;
}
