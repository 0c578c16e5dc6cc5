// SPDX-License-Identifier: MIT
#include "CPlatform.h"
