// SPDX-License-Identifier: MIT
// From a text block on the line to its voltage at a subscriber. Beside it, the broker's own share: a message
// that this process sends to itself.
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "fail.h"

static double echo(struct bench *bench) {
    double sent = now();
    mosquitto_publish(bench->client, NULL, bench->echo_topic, 1, "1", 0, false);
    if (!bench_run(bench, sent + 5000, &bench->echo_at, sent)) fail("no echo from the broker");
    return bench->echo_at - sent;
}

void measure_block(struct bench *bench) {
    bench_settle(bench);
    for (int i = 0; i < bench->count; i++) {
        bench_run(bench, now() + between(250, 550), NULL, 0);
        double share = echo(bench);
        // Each differs from the last, and by less than what a bridge may hold back as implausible.
        long millivolts = 13010 + i % 50 * 10;
        bench_run(bench, now() + between(50, 100), NULL, 0);
        double sent = now();
        charger_send_block(&bench->charger, millivolts);
        double since = sent;
        do {
            if (!bench_run(bench, sent + 10000, &bench->voltage_at, since)) fail("a value did not arrive");
            since = bench->voltage_at + 1e-6;
        } while (bench->millivolts != millivolts);
        printf("%.4f %.4f\n", bench->voltage_at - sent, share);
    }
    bench_stop(bench);
}
