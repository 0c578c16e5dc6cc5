// SPDX-License-Identifier: MIT
import CPlatform
import Glibc

/// What the process holds at a moment, from `/proc/self/smaps_rollup`, in kB; 0 where the kernel does not say.
struct Memory {
    let at: Duration
    /// Nobody else can use it: written to since it was mapped.
    let privateDirty: Int
    /// Belongs to no file: heap and stacks.
    let anonymous: Int
    /// Handed out by the heap and not given back.
    let inUse: Int

    init(at now: Duration) {
        at = now
        let text = Self.rollup()
        privateDirty = Self.kilobytes("Private_Dirty:", in: text)
        anonymous = Self.kilobytes("Anonymous:", in: text)
        inUse = cplatform_heap_in_use() / 1024
    }

    private static func rollup() -> String {
        let file = open("/proc/self/smaps_rollup", O_RDONLY)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    private static func kilobytes(_ name: String, in text: String) -> Int {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
