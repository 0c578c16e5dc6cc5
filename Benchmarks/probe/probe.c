// SPDX-License-Identifier: MIT
// probe block|limit|age|start LINK BROKER_PORT BASE/NAME LIMIT_TOPIC COUNT SECONDS COMMAND...
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

int main(int count, char **words) {
    if (count < 9) {
        fputs("probe block|limit|age|start LINK BROKER_PORT BASE/NAME LIMIT_TOPIC COUNT SECONDS COMMAND...\n", stderr);
        return 64;
    }
    setlinebuf(stdout);
    const struct {
        const char *name;
        void (*measure)(struct bench *);
    } benchmarks[] = {
        {"block", measure_block}, {"limit", measure_limit}, {"age", measure_age}, {"start", measure_start}};
    struct bench bench = {
        .limit_topic = words[5], .count = atoi(words[6]), .seconds = atoi(words[7]), .command = words + 8};
    bench_open(&bench, words[2], atoi(words[3]), words[4]);
    for (int i = 0; i < 4; i++) {
        if (strcmp(words[1], benchmarks[i].name) != 0) continue;
        benchmarks[i].measure(&bench);
        return 0;
    }
    return 64;
}
