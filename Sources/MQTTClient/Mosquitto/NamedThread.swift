// SPDX-License-Identifier: MIT
internal import CPlatform
internal import Glibc
internal import Synchronization

/// A thread with a name that runs one closure.
package final class NamedThread: Sendable {
    fileprivate let name: String
    private let work: @Sendable () -> Void
    private let done = Mutex<CheckedContinuation<Void, Never>?>(nil)

    package init(name: String, work: @escaping @Sendable () -> Void) {
        self.name = name
        self.work = work
    }

    /// Starts the thread and returns when it has ended and was joined.
    ///
    /// When the system has no thread left, the work runs on the calling one.
    package func runToEnd() async {
        let thread = Mutex<pthread_t?>(nil)
        await withCheckedContinuation { continuation in
            done.withLock { $0 = continuation }
            let started = start()
            thread.withLock { $0 = started }
            if started == nil { main() }
        }
        if let thread = thread.withLock({ $0 }) { pthread_join(thread, nil) }
    }

    /// Starts the thread and leaves it to itself.
    ///
    /// - Returns: false when the system has no thread left.
    func runDetached() -> Bool {
        guard let thread = start() else { return false }
        pthread_detach(thread)
        return true
    }

    private func start() -> pthread_t? {
        let this = Unmanaged.passRetained(self)
        // The new thread inherits the mask: signals stay with the threads that wait for them.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        guard pthread_create(&thread, nil, threadMain, this.toOpaque()) == 0 else {
            this.release()
            return nil
        }
        return thread
    }

    fileprivate func main() {
        work()
        done.withLock { $0.take() }?.resume()
    }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let thread = Unmanaged<NamedThread>.fromOpaque(argument).takeRetainedValue()
    _ = cplatform_name_this_thread(thread.name)
    thread.main()
    return nil
}
