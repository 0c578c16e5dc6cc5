// SPDX-License-Identifier: MIT
// From starting the program to the first voltage at a subscriber, while a block comes every 100 ms.
#include <stdio.h>

#include "bench.h"
#include "fail.h"

void measure_start(struct bench *bench) {
    for (int i = 0; i < bench->count; i++) {
        bench_start(bench);
        double started = bench->started_at;
        while (bench->voltage_at < started) {
            if (now() > started + 30000) fail("the program under test publishes nothing");
            charger_send_block(&bench->charger, 13000);
            bench_run(bench, now() + 100, &bench->voltage_at, started);
        }
        printf("%.3f\n", bench->voltage_at - started);
        bench_stop(bench);
        bench_run(bench, now() + 300, NULL, 0);
    }
}
