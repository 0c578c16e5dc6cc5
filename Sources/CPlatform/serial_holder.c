// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "CPlatformSerial.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static int read_command_name(pid_t process, char *name, size_t capacity) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)process);
    FILE *file = fopen(path, "re");
    if (file == NULL) return -1;
    int status = fgets(name, (int)capacity, file) != NULL ? 0 : -1;
    fclose(file);
    if (status == 0) name[strcspn(name, "\n")] = '\0';
    return status;
}

// The kernel lists every lock with its process and its file's device and inode, for all users to see.
static pid_t find_lock_owner(const struct stat *device) {
    FILE *file = fopen("/proc/locks", "re");
    if (file == NULL) return 0;
    char line[256];
    pid_t owner = 0;
    while (owner == 0 && fgets(line, sizeof line, file) != NULL) {
        int process;
        unsigned major_number, minor_number;
        unsigned long inode;
        // "1: FLOCK  ADVISORY  WRITE 1234 00:05:678 0 EOF"; waiting ones have "->" before FLOCK.
        if (sscanf(line, "%*d: FLOCK %*s %*s %d %x:%x:%lu", &process, &major_number, &minor_number, &inode) == 4 &&
            inode == device->st_ino && makedev(major_number, minor_number) == device->st_dev) {
            owner = process;
        }
    }
    fclose(file);
    return owner;
}

static int has_open(pid_t process, const char *device_path) {
    char folder[64];
    snprintf(folder, sizeof folder, "/proc/%d/fd", (int)process);
    // Another user's folder can't be read, unless by root.
    DIR *descriptors = opendir(folder);
    if (descriptors == NULL) return 0;
    int found = 0;
    struct dirent *entry;
    while (!found && (entry = readdir(descriptors)) != NULL) {
        char target[PATH_MAX];
        ssize_t length = readlinkat(dirfd(descriptors), entry->d_name, target, sizeof target - 1);
        if (length <= 0) continue;
        target[length] = '\0';
        found = strcmp(target, device_path) == 0;
    }
    closedir(descriptors);
    return found;
}

static pid_t find_opener(const char *device_path) {
    DIR *processes = opendir("/proc");
    if (processes == NULL) return 0;
    pid_t opener = 0;
    struct dirent *entry;
    while (opener == 0 && (entry = readdir(processes)) != NULL) {
        pid_t process = atoi(entry->d_name);
        if (process > 0 && process != getpid() && has_open(process, device_path)) opener = process;
    }
    closedir(processes);
    return opener;
}

static pid_t name_process(pid_t process, char *name, size_t capacity) {
    if (process == 0 || read_command_name(process, name, capacity) != 0) name[0] = '\0';
    return process;
}

pid_t chargebridge_serial_other_user(const char *path, char *name, size_t capacity) {
    char device_path[PATH_MAX];
    if (capacity == 0 || capacity > INT_MAX) {
        errno = EINVAL;
        return -1;
    }
    if (realpath(path, device_path) == NULL) return -1;
    return name_process(find_opener(device_path), name, capacity);
}

pid_t chargebridge_serial_holder(const char *path, char *name, size_t capacity) {
    struct stat device;
    pid_t other = chargebridge_serial_other_user(path, name, capacity);
    if (other < 0 || stat(path, &device) != 0) return -1;
    pid_t owner = find_lock_owner(&device);
    if (owner == 0) owner = other;
    char device_path[PATH_MAX];
    if (owner == 0 && realpath(path, device_path) != NULL && has_open(getpid(), device_path)) owner = getpid();
    return name_process(owner, name, capacity);
}
