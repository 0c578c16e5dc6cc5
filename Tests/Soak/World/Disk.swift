// SPDX-License-Identifier: MIT
import ChargerControl
import FoundationEssentials
import Synchronization

/// A charger's state file: what was saved last is what the next process finds.
final class Disk: Sendable {
    private let contents: Mutex<[UInt8]?>
    private let isDetached = Mutex(false)
    /// How often it was saved, and the largest file.
    let saves = Mutex((count: 0, largest: 0, mostWrites: 0, mostOpen: 0, mostHandled: 0))

    init(_ contents: [UInt8]? = nil) { self.contents = Mutex(contents) }

    var bytes: [UInt8]? { contents.withLock { $0 } }

    /// The process is gone: what it still says is not kept.
    func detach() { isDetached.withLock { $0 = true } }

    /// Saved in the form in which the program writes it.
    func save(_ state: KeptState) {
        guard !isDetached.withLock({ $0 }), let data = try? JSONEncoder().encode(state) else { return }
        contents.withLock { $0 = Array(data) }
        saves.withLock { saves in
            saves.count += 1
            saves.largest = max(saves.largest, data.count)
            saves.mostWrites = max(saves.mostWrites, state.wear?.recentWrites.count ?? 0)
            saves.mostOpen = max(saves.mostOpen, state.openRequests.count)
            saves.mostHandled = max(saves.mostHandled, state.handledRetained.count)
        }
    }

    func load() -> KeptState? {
        bytes.flatMap { try? JSONDecoder().decode(KeptState.self, from: Data($0)) }
    }
}
