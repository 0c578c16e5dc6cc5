# SPDX-License-Identifier: MIT
"""The Python way: pyserial, paho-mqtt and a readline loop, as such scripts are commonly written.

Takes the same configuration file as chargebridge. It checks no checksum, and publishes as soon as it has read
both lines. `--sleep 8` rests after each block, as a script does that means to publish every few seconds.
"""

import argparse
import logging
import time

import paho.mqtt.client as mqtt
import serial
import yaml

CURRENT_LIMIT = 0xEDF0


def set_frame(amperes: float) -> bytes:
    payload = bytes([CURRENT_LIMIT & 0xFF, CURRENT_LIMIT >> 8, 0]) + round(amperes * 10).to_bytes(2, "little")
    check = (0x55 - 8 - sum(payload)) & 0xFF
    return b":8%s%02X\n" % (payload.hex().upper().encode(), check)


class Bridge:
    def __init__(self, config: dict, sleep: float):
        self.config = config
        self.sleep = sleep
        self.root = f"{config['mqtt']['base_topic']}/{config['device']['name']}"
        self.port = serial.Serial(config["serial"]["port"], config["serial"].get("baudrate", 19200), timeout=1)
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
        self.client.on_connect = self.on_connect
        self.client.on_message = self.on_message
        self.client.will_set(f"{self.root}/status", "offline", qos=1, retain=True)

    def on_connect(self, client, userdata, flags, reason, properties):
        client.subscribe(self.config["mqtt"]["current_limit_topic"], qos=1)
        client.publish(f"{self.root}/status", "online", qos=1, retain=True)

    def on_message(self, client, userdata, message):
        self.port.write(set_frame(float(message.payload)))

    def publish(self, values: dict):
        self.client.publish(f"{self.root}/voltage", int(values["V"]) / 1000, retain=True)
        self.client.publish(f"{self.root}/current", int(values["I"]) / 1000, retain=True)

    def run(self):
        self.client.connect(self.config["mqtt"]["host"], self.config["mqtt"]["port"])
        self.client.loop_start()
        values = {}
        while True:
            label, _, value = self.port.readline().decode("ascii", errors="ignore").strip().partition("\t")
            if label in ("V", "I"):
                values[label] = value
            if len(values) == 2:
                self.publish(values)
                values = {}
                if self.sleep:
                    time.sleep(self.sleep)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", required=True)
    parser.add_argument("--sleep", type=float, default=0)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    with open(arguments.config) as file:
        Bridge(yaml.safe_load(file), arguments.sleep).run()


if __name__ == "__main__":
    main()
