// SPDX-License-Identifier: MIT
// From a limit at the broker to its set frame on the line: since the PUBLISH was sent to the broker, and since
// the broker delivered it to this process, which subscribes as the bridge does.
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "fail.h"

static void wait_for_calm(struct bench *bench) {
    // A text block now and then, as a charger sends; no exchange pending when the limit goes out.
    charger_send_block(&bench->charger, 13000);
    bench_run(bench, now() + between(250, 550), NULL, 0);
    while (now() - bench->last_heard_at < 150) bench_run(bench, now() + 20, NULL, 0);
}

void measure_limit(struct bench *bench) {
    bench_settle(bench);
    for (int i = 0; i < bench->count; i++) {
        wait_for_calm(bench);
        char text[16];
        snprintf(text, sizeof text, "%.1f", 10 + i % 100 * 0.1);
        double sent = now();
        mosquitto_publish(bench->client, NULL, bench->limit_topic, (int)strlen(text), text, 0, false);
        if (!bench_run(bench, sent + 5000, &bench->set_at, sent)) fail("a limit was not set");
        double set = bench->set_at;
        if (!bench_run(bench, sent + 5000, &bench->limit_at, sent)) fail("a limit was not delivered");
        printf("%.4f %.4f\n", set - sent, set - bench->limit_at);
    }
    bench_stop(bench);
}
