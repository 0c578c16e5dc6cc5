// SPDX-License-Identifier: MIT
#include <errno.h>
#include <modbus.h>
