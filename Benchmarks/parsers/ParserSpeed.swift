// SPDX-License-Identifier: MIT
// parser FILE TIMES: how fast VEDirect's StreamParser takes a file; prints blocks and MB/s.
import Glibc
import VEDirect

/// A file's bytes; empty when it can't be read.
func contents(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    return [UInt8](unsafeUninitializedCapacity: 80 << 20) { buffer, count in
        count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
}

guard CommandLine.arguments.count == 3, let times = Int(CommandLine.arguments[2]) else { exit(64) }
let bytes = contents(CommandLine.arguments[1])
var blocks = 0
var sum = 0
let duration = ContinuousClock().measure {
    for _ in 0..<times {
        var parser = StreamParser()
        parser.push(contentsOf: bytes) { event in
            guard case .block(let block) = event else { return }
            blocks += 1
            sum += (block.millivolts ?? 0) + (block.milliamperes ?? 0)
        }
    }
}
let megabytesPerSecond = Double(bytes.count) * Double(times) / 1e6 / (duration / .seconds(1))
print(blocks, Double(Int(megabytesPerSecond * 100)) / 100, sum)
