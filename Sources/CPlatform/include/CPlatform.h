// SPDX-License-Identifier: MIT
#ifndef CHARGEBRIDGE_CPLATFORM_H
#define CHARGEBRIDGE_CPLATFORM_H

#include "FileFacts.h"
#include "HeapUse.h"
#include "ThreadName.h"
#include "WakeSignal.h"
#include "CPlatformSerial.h"

#endif
