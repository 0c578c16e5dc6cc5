// SPDX-License-Identifier: MIT
// The tests' runner leaks, and so does Foundation's FileHandle in the programs that the tests start: leaks are not
// looked for. In the program itself rather than the environment, which those programs do not inherit.
const char *__asan_default_options(void) { return "detect_leaks=0"; }
