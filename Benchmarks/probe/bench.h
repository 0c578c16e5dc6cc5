// SPDX-License-Identifier: MIT
// Both ends of a bridge in one process with one clock: the charger's line and a client of the broker.
#ifndef BENCH_H
#define BENCH_H

#include <mosquitto.h>
#include <sys/types.h>

#include "charger.h"

struct bench {
    struct charger charger;
    struct mosquitto *client;
    char **command;
    pid_t bridge;
    char voltage_topic[128];
    const char *limit_topic;
    const char *echo_topic;
    int count;
    int seconds;
    // What happened last, in ms of the monotonic clock; 0 is never.
    double started_at;
    double voltage_at;
    long millivolts;
    double limit_at;
    double echo_at;
    double set_at;
    double last_heard_at;
    double next_beat_at;
};

// The monotonic clock, ms.
double now(void);

// Connects to the broker and opens the line; the bridge is not started yet.
void bench_open(struct bench *bench, const char *link, int broker_port, const char *root);

// Starts the program under test.
void bench_start(struct bench *bench);

// Ends it.
void bench_stop(struct bench *bench);

// Lets time pass until a moment, or until `*happened` is at least `since`; returns whether it is.
int bench_run(struct bench *bench, double until, const double *happened, double since);

// A number from low to high, evenly distributed.
double between(double low, double high);

// One file a benchmark; each prints its samples, a line each.
void measure_block(struct bench *bench);
void measure_limit(struct bench *bench);
void measure_age(struct bench *bench);
void measure_start(struct bench *bench);

// Starts the program and lets it settle: blocks each second until values come out, then calm.
void bench_settle(struct bench *bench);

#endif
