// SPDX-License-Identifier: MIT
// How old the newest published voltage is, ten times a second, while a block comes each second.
#include <stdio.h>

#include "bench.h"

enum { STEPS = 400 };

void measure_age(struct bench *bench) {
    bench_settle(bench);
    static double sent[STEPS];
    double begin = now(), next_block = begin, end = begin + bench->seconds * 1000.0;
    long first = 13010;
    for (long number = 0; now() < end;) {
        if (now() >= next_block) {
            sent[number % STEPS] = now();
            charger_send_block(&bench->charger, first + number++ % STEPS * 10);
            next_block += 1000;
        }
        bench_run(bench, now() + 100, NULL, 0);
        long step = (bench->millivolts - first) / 10;
        if (bench->millivolts < first || step >= STEPS) {
            // Still a value from before the first block.
            printf("%.3f %.3f\n", (now() - begin) / 1000, (now() - begin) / 1000);
        } else {
            printf("%.3f %.3f\n", (now() - begin) / 1000, (now() - sent[step]) / 1000);
        }
    }
    bench_stop(bench);
}
