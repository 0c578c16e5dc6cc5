// SPDX-License-Identifier: MIT
// The floor: the least a bridge can be. One thread, one poll, libmosquitto; no retry, no check of what is
// asked for, no reading back. It shows what the machine, the broker and the library cost by themselves.
//
// floor PORT BROKER_PORT BASE/NAME LIMIT_TOPIC
#include <fcntl.h>
#include <mosquitto.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "text_block.h"

static int tty;

static void publish(struct mosquitto *client, const char *root, const char *name, const char *value) {
    char topic[128];
    snprintf(topic, sizeof topic, "%s/%s", root, name);
    mosquitto_publish(client, NULL, topic, (int)strlen(value), value, 0, true);
}

static void publish_block(struct mosquitto *client, const char *root, const struct text_block *block) {
    char text[32];
    snprintf(text, sizeof text, "%.3f", (double)block->millivolts / 1000);
    publish(client, root, "voltage", text);
    snprintf(text, sizeof text, "%.3f", (double)block->milliamperes / 1000);
    publish(client, root, "current", text);
}

static void take_limit(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
    (void)client, (void)context;
    char text[16] = "";
    size_t length = (size_t)message->payloadlen < sizeof text ? (size_t)message->payloadlen : sizeof text - 1;
    memcpy(text, message->payload, length);
    unsigned deciamperes = (unsigned)(atof(text) * 10 + 0.5);
    unsigned low = deciamperes & 0xFF, high = deciamperes >> 8 & 0xFF;
    char frame[32];
    int size = snprintf(
        frame, sizeof frame, ":8F0ED00%02X%02X%02X\n", low, high,
        (0x55 - 8 - 0xF0 - 0xED - low - high) & 0xFF);
    if (write(tty, frame, (size_t)size) != size) perror("write");
}

static int open_port(const char *path) {
    int port = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
    struct termios settings;
    if (port < 0 || tcgetattr(port, &settings) != 0) return -1;
    cfmakeraw(&settings);
    cfsetspeed(&settings, B19200);
    return tcsetattr(port, TCSANOW, &settings) == 0 ? port : -1;
}

int main(int count, char **words) {
    if (count != 5) return 64;
    const char *root = words[3];
    tty = open_port(words[1]);
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new(NULL, true, NULL);
    char status[128];
    snprintf(status, sizeof status, "%s/status", root);
    mosquitto_will_set(client, status, 7, "offline", 1, true);
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_message_callback_set(client, take_limit);
    if (tty < 0 || mosquitto_connect(client, "127.0.0.1", atoi(words[2]), 60) != MOSQ_ERR_SUCCESS) return 1;
    mosquitto_subscribe(client, NULL, words[4], 1);
    mosquitto_publish(client, NULL, status, 6, "online", 1, true);

    struct text_block block = {0};
    while (1) {
        short events = mosquitto_want_write(client) ? POLLIN | POLLOUT : POLLIN;
        struct pollfd watched[] = {{tty, POLLIN, 0}, {mosquitto_socket(client), events, 0}};
        poll(watched, 2, 10000);
        uint8_t bytes[1024];
        ssize_t read_count = watched[0].revents ? read(tty, bytes, sizeof bytes) : 0;
        if (read_count == 0 && watched[0].revents & POLLHUP) return 0;
        for (ssize_t i = 0; i < read_count; i++)
            if (text_block_push(&block, bytes[i])) publish_block(client, root, &block);
        if (watched[1].revents & POLLIN && mosquitto_loop_read(client, 1) != MOSQ_ERR_SUCCESS) return 1;
        if (mosquitto_want_write(client)) mosquitto_loop_write(client, 1);
        mosquitto_loop_misc(client);
    }
}
