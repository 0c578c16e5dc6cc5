// SPDX-License-Identifier: MIT
// parser FILE TIMES: how fast the C floor's parser takes a file; prints blocks and MB/s.
#include <stdio.h>
#include <time.h>

#include "../rivals/text_block.h"

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (count != 3) return 64;
    FILE *file = fopen(words[1], "rb");
    static uint8_t bytes[80 << 20];
    size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    long blocks = 0, sum = 0;
    int times = atoi(words[2]);
    double begin = seconds();
    for (int time = 0; time < times; time++) {
        struct text_block block = {0};
        for (size_t i = 0; i < size; i++) {
            if (text_block_push(&block, bytes[i])) {
                blocks++;
                sum += block.millivolts + block.milliamperes;
            }
        }
    }
    double took = seconds() - begin;
    printf("%ld %.2f %ld\n", blocks, (double)size * times / 1e6 / took, sum);
}
