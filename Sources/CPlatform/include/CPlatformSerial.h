// SPDX-License-Identifier: MIT
#ifndef CHARGEBRIDGE_CPLATFORM_SERIAL_H
#define CHARGEBRIDGE_CPLATFORM_SERIAL_H

#include <stddef.h>
#include <sys/types.h>

// Every function returns -1 and sets errno when it fails.

// Makes a pseudo-terminal. Returns its master, non-blocking and close-on-exec, and writes the path of its
// slave, which has been set raw, into `slave_path`.
int chargebridge_open_pty(char *slave_path, size_t capacity);

// Opens a serial port without waiting for a carrier and without making it this process's terminal.
int chargebridge_serial_open(const char *path);

// Sets raw, 8 data bits, no parity, 1 stop bit, no flow control and `baud_rate`, whatever was set before,
// and forgets bytes still queued. ENOTTY: not a serial port; EINVAL: unknown baud rate; EPROTO: the port
// reports other settings than it was given.
int chargebridge_serial_configure(int port, int baud_rate);

// Drives DTR and RTS high. ENOTTY or EINVAL: the port has no such lines, as a pseudo-terminal.
int chargebridge_serial_raise_lines(int port);

// Claims the port for this opening alone, against programs that lock as well as those that only open.
// EWOULDBLOCK or EBUSY: someone else holds it.
int chargebridge_serial_claim(int port);

// Gives up the claim, for every descriptor of this opening, and forgets bytes the port has not taken:
// closing would wait for them, half a minute on a stuck adapter.
int chargebridge_serial_release(int port);

// Whether the port is a pseudo-terminal's slave.
int chargebridge_serial_is_pseudo_terminal(int port);

// Whether `path` leads to something that the system knows to be no terminal: 1, or 0 when it may be one.
int chargebridge_serial_is_no_port(const char *path);

// Who holds the device at `path`: writes the command's name and returns the process's number, or 0 when
// nobody is seen. A process that holds a lock on it comes first, then one that has it open; the calling
// process is named last.
pid_t chargebridge_serial_holder(const char *path, char *name, size_t capacity);

// Another process that has the device at `path` open, as chargebridge_serial_holder.
pid_t chargebridge_serial_other_user(const char *path, char *name, size_t capacity);

#endif
