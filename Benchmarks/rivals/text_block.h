// SPDX-License-Identifier: MIT
// A minimal VE.Direct text parser in C: the floor that other parsers are measured against.
// Voltage and current of each block whose checksum holds; HEX frames are skipped.
#ifndef TEXT_BLOCK_H
#define TEXT_BLOCK_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct text_block {
    enum { OUTSIDE, LABEL, VALUE, CHECKSUM, FRAME } place, place_before_frame;
    char label[9], value[33];
    unsigned label_length, value_length;
    uint8_t sum;
    long millivolts, milliamperes;
};

static inline void text_block_keep_field(struct text_block *block) {
    block->value[block->value_length] = 0;
    if (strcmp(block->label, "V") == 0) block->millivolts = atol(block->value);
    if (strcmp(block->label, "I") == 0) block->milliamperes = atol(block->value);
}

// Takes one byte; returns 1 when it completed a block whose checksum holds.
static inline int text_block_push(struct text_block *block, uint8_t byte) {
    if (block->place == FRAME) {
        if (byte == '\n') block->place = block->place_before_frame;
        return 0;
    }
    if (byte == ':' && block->place != CHECKSUM) {
        block->place_before_frame = block->place;
        block->place = FRAME;
        return 0;
    }
    block->sum += byte;
    switch (block->place) {
    case OUTSIDE:
        if (byte == '\r') block->sum = '\r';
        if (byte == '\n') {
            block->place = LABEL;
            block->label_length = 0;
        }
        return 0;
    case LABEL:
        if (byte != '\t') {
            if (block->label_length < 8) block->label[block->label_length++] = (char)byte;
            return 0;
        }
        block->label[block->label_length] = 0;
        block->value_length = 0;
        block->place = strcmp(block->label, "Checksum") == 0 ? CHECKSUM : VALUE;
        return 0;
    case VALUE:
        if (byte == '\n') {
            text_block_keep_field(block);
            block->place = LABEL;
            block->label_length = 0;
        } else if (byte != '\r' && block->value_length < 32) {
            block->value[block->value_length++] = (char)byte;
        }
        return 0;
    default:
        block->place = OUTSIDE;
        return block->sum == 0;
    }
}

#endif
