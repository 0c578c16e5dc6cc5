// SPDX-License-Identifier: MIT
// What a file is, and whose.
#pragma once

/// The size of an open regular file in bytes; -1 when it is something else, or can't be asked.
long long cplatform_regular_file_size(int file);

/// As root: gives an open file to the owner of a folder, unless that is root. Does nothing for anybody else.
void cplatform_give_to_owner_of(const char *folder, int file);
