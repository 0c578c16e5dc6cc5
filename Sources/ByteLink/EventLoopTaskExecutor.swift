// SPDX-License-Identifier: MIT
public import NIOCore

/// Runs tasks on an event loop, so that what a link delivers reaches its consumer without a change of thread.
public final class EventLoopTaskExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    /// Creates an executor for `withTaskExecutorPreference`.
    ///
    /// - Parameter eventLoop: where the tasks run; it must outlast them.
    public init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Queues a job on the event loop.
    ///
    /// - Parameter job: runs in the same turn of the loop when queued from the loop itself.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
