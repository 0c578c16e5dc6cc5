#ifndef CHARGEBRIDGE_CPLATFORM_H
#define CHARGEBRIDGE_CPLATFORM_H

#include "CPlatformSerial.h"

#endif
