// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "charger.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "fail.h"

void charger_open(struct charger *charger, const char *link) {
    *charger = (struct charger){.deciamperes = 300};
    char path[64];
    charger->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (charger->master < 0 || grantpt(charger->master) != 0 || unlockpt(charger->master) != 0 ||
        ptsname_r(charger->master, path, sizeof path) != 0) {
        fail("no pseudo-terminal");
    }
    // Kept open, so that the line exists while no bridge has it open.
    charger->slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios settings;
    if (charger->slave < 0 || tcgetattr(charger->slave, &settings) != 0) fail(path);
    cfmakeraw(&settings);
    tcsetattr(charger->slave, TCSANOW, &settings);
    unlink(link);
    if (symlink(path, link) != 0) fail(link);
}

static void send_bytes(struct charger *charger, const char *bytes, size_t count) {
    // A full line loses bytes, as a real one does.
    if (write(charger->master, bytes, count) != (ssize_t)count) charger->dropped++;
}

static void send_frame(struct charger *charger, unsigned command, const unsigned char *payload, int count) {
    char frame[128];
    unsigned sum = command;
    int size = sprintf(frame, ":%X", command);
    for (int i = 0; i < count; i++) {
        size += sprintf(frame + size, "%02X", payload[i]);
        sum += payload[i];
    }
    size += sprintf(frame + size, "%02X\n", (0x55 - sum) & 0xFF);
    send_bytes(charger, frame, (size_t)size);
}

void charger_send_block(struct charger *charger, long millivolts) {
    char block[256];
    int size = sprintf(
        block,
        "\r\nPID\t0xA330\r\nFWE\t0342FF\r\nSER#\tHQ2200BENCH\r\nV\t%ld\r\nI\t9000\r\nT\t---\r\nERR\t0\r\nCS\t3"
        "\r\nHC#\t1105659\r\nChecksum\t",
        millivolts);
    unsigned char sum = 0;
    for (int i = 0; i < size; i++) sum += (unsigned char)block[i];
    block[size++] = (char)(0 - sum);
    send_bytes(charger, block, (size_t)size);
}

void charger_send_beat(struct charger *charger) {
    const unsigned char error[] = {0x09, 0x20, 0, 0}, mode[] = {0x0E, 0x20, 0, 0x21};
    send_frame(charger, 0xA, charger->beats++ % 2 ? mode : error, 4);
}

static void answer_register(struct charger *charger, unsigned command, unsigned address) {
    unsigned char payload[] = {address & 0xFF, (unsigned char)(address >> 8), 0, 0, 0};
    unsigned value = address == 0xEDF0   ? charger->deciamperes
                     : address == 0xEDDF ? 300
                     : address == 0xEDC8 ? 75
                                         : 0;
    payload[2] = value == 0;  // unknown id
    payload[3] = value & 0xFF;
    payload[4] = (unsigned char)(value >> 8);
    send_frame(charger, command, payload, value == 0 ? 3 : 5);
}

// Payload bytes of a request, the check byte included.
static int answer_line(struct charger *charger) {
    unsigned bytes[16], count = 0, command = 0;
    if (charger->length < 4 || sscanf(charger->line + 1, "%1X", &command) != 1) return 0;
    while (count < 16 && sscanf(charger->line + 2 + 2 * count, "%2X", &bytes[count]) == 1) count++;
    if (command == 7 && count >= 3) answer_register(charger, 7, bytes[0] | bytes[1] << 8);
    if (command != 8 || count < 6) return 0;
    charger->deciamperes = bytes[3] | bytes[4] << 8;
    answer_register(charger, 8, bytes[0] | bytes[1] << 8);
    return 1;
}

int charger_receive(struct charger *charger) {
    char bytes[256];
    ssize_t count = read(charger->master, bytes, sizeof bytes);
    int was_set = 0;
    for (ssize_t i = 0; i < count; i++) {
        if (bytes[i] == ':') charger->length = 0;
        if (charger->length < sizeof charger->line - 1) charger->line[charger->length++] = bytes[i];
        charger->line[charger->length] = 0;
        if (bytes[i] == '\n') {
            was_set |= answer_line(charger);
            charger->length = 0;
        }
    }
    return was_set;
}
