// SPDX-License-Identifier: MIT
// The charger's end of a pseudo-terminal: text blocks, asynchronous frames, answers to requests.
#ifndef CHARGER_H
#define CHARGER_H

struct charger {
    int master;
    int slave;
    char line[64];
    unsigned length;
    unsigned deciamperes;
    unsigned beats;
    unsigned long dropped;
};

// Opens a pseudo-terminal and makes a link to it; exits when it can't.
void charger_open(struct charger *charger, const char *link);

// Sends one text block in a single write.
void charger_send_block(struct charger *charger, long millivolts);

// Sends one of the frames that a charger sends about 25 times a second.
void charger_send_beat(struct charger *charger);

// Reads and answers what the host sent; returns 1 when a setting of the limit was among it.
int charger_receive(struct charger *charger);

#endif
