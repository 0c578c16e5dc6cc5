// SPDX-License-Identifier: MIT
#ifndef CHARGEBRIDGE_WAKE_SIGNAL_H
#define CHARGEBRIDGE_WAKE_SIGNAL_H

/// A descriptor that becomes readable when it is raised, for waking a thread out of poll().
/// Returns -1 and sets errno on failure. Close it with close().
int cplatform_wake_signal_open(void);

/// Makes the descriptor readable. Never blocks; safe from any thread.
void cplatform_wake_signal_raise(int descriptor);

/// Makes the descriptor unreadable again, however often it was raised.
void cplatform_wake_signal_clear(int descriptor);

#endif
