// SPDX-License-Identifier: MIT
import Synchronization

/// Runs the tasks that prefer it when it is told to, on the thread that tells: nothing happens in between, so
/// the same seed gives the same month.
final class StepExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// Runs until nothing is left to run: everything waits for time or bytes.
    func drain() {
        while true {
            let batch = jobs.withLock { jobs -> [UnownedJob] in
                defer { jobs.removeAll(keepingCapacity: true) }
                return jobs
            }
            if batch.isEmpty { return }
            for job in batch { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}

/// What tasks put down for the soak to pick up after they have run.
final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    func put(_ element: Element) { elements.withLock { $0.append(element) } }

    func put(all new: [Element]) { elements.withLock { $0 += new } }

    /// Everything since the last call, oldest first.
    func take() -> [Element] {
        elements.withLock { elements in
            if elements.isEmpty { return [] }
            defer { elements = [] }
            return elements
        }
    }
}
