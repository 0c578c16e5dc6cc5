// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "bench.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"

static const double beat_interval = 40;

double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

double between(double low, double high) { return low + (high - low) * ((double)rand() / RAND_MAX); }

static void take_message(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
    (void)client;
    struct bench *bench = context;
    double time = now();
    char text[32] = "";
    size_t size = (size_t)message->payloadlen;
    memcpy(text, message->payload, size < sizeof text ? size : sizeof text - 1);
    if (strcmp(message->topic, bench->voltage_topic) == 0 && atof(text) > 0) {
        bench->millivolts = (long)(atof(text) * 1000 + 0.5);
        bench->voltage_at = time;
    } else if (strcmp(message->topic, bench->limit_topic) == 0) {
        bench->limit_at = time;
    } else if (strcmp(message->topic, bench->echo_topic) == 0) {
        bench->echo_at = time;
    }
}

void bench_open(struct bench *bench, const char *link, int broker_port, const char *root) {
    charger_open(&bench->charger, link);
    snprintf(bench->voltage_topic, sizeof bench->voltage_topic, "%s/voltage", root);
    bench->echo_topic = "bench/echo";
    mosquitto_lib_init();
    bench->client = mosquitto_new(NULL, true, bench);
    mosquitto_int_option(bench->client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_message_callback_set(bench->client, take_message);
    if (mosquitto_connect(bench->client, "127.0.0.1", broker_port, 600) != MOSQ_ERR_SUCCESS) fail("broker");
    const char *topics[] = {bench->voltage_topic, bench->limit_topic, bench->echo_topic};
    for (int i = 0; i < 3; i++) mosquitto_subscribe(bench->client, NULL, topics[i], 0);
    bench_run(bench, now() + 200, NULL, 0);
}

void bench_start(struct bench *bench) {
    bench->started_at = now();
    bench->bridge = fork();
    if (bench->bridge < 0) fail("fork");
    if (bench->bridge > 0) return;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    execvp(bench->command[0], bench->command);
    fail(bench->command[0]);
}

void bench_stop(struct bench *bench) {
    kill(bench->bridge, SIGTERM);
    waitpid(bench->bridge, NULL, 0);
}

int bench_run(struct bench *bench, double until, const double *happened, double since) {
    while (1) {
        if (happened && *happened >= since) return 1;
        double time = now();
        if (time >= until) return 0;
        if (bench->next_beat_at && time >= bench->next_beat_at) {
            charger_send_beat(&bench->charger);
            bench->next_beat_at = time + beat_interval;
        }
        double wake = bench->next_beat_at && bench->next_beat_at < until ? bench->next_beat_at : until;
        struct timespec wait = {(time_t)((wake - time) / 1000), (long)((wake - time) * 1e6) % 1000000000L};
        short events = mosquitto_want_write(bench->client) ? POLLIN | POLLOUT : POLLIN;
        struct pollfd watched[] = {
            {bench->charger.master, POLLIN, 0}, {mosquitto_socket(bench->client), events, 0}};
        if (ppoll(watched, 2, &wait, NULL) < 0) fail("poll");
        if (watched[0].revents & POLLIN) {
            double heard = now();
            bench->last_heard_at = heard;
            if (charger_receive(&bench->charger)) bench->set_at = heard;
        }
        if (watched[1].revents & POLLIN && mosquitto_loop_read(bench->client, 1) != MOSQ_ERR_SUCCESS) {
            fail("the broker is gone");
        }
        if (mosquitto_want_write(bench->client)) mosquitto_loop_write(bench->client, 1);
        mosquitto_loop_misc(bench->client);
    }
}

void bench_settle(struct bench *bench) {
    bench_start(bench);
    bench->next_beat_at = now();
    for (int blocks = 0; blocks < 30; blocks++) {
        charger_send_block(&bench->charger, 13000);
        bench_run(bench, now() + 1000, NULL, 0);
        if (blocks >= 5 && bench->voltage_at) return;
    }
    fail("the program under test publishes nothing");
}
