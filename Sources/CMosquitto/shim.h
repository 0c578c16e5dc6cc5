// SPDX-License-Identifier: MIT
#include <mosquitto.h>
#include <mqtt_protocol.h>
