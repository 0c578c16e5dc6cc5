// SPDX-License-Identifier: MIT
import ByteLink
import CPlatform
import Glibc
import NIOCore
import NIOPosix
import Testing

@Suite("A serial port", .timeLimit(.minutes(2)))
struct SerialPortTests {
    private func opener(_ path: String, baudRate: Int = 19200) -> NIOLinkOpener {
        NIOLinkOpener(.serial(path: path, baudRate: baudRate), eventLoop: eventLoop)
    }

    private func opening(_ path: String, baudRate: Int = 19200) async throws -> LinkError? {
        await #expect(throws: LinkError.self) { try await opener(path, baudRate: baudRate).withLink { _ in } }
    }

    enum Disorder: CaseIterable {
        case cooked, slow, sevenBits, flowControlled, unready, blind

        func apply(to settings: inout termios) {
            switch self {
            case .cooked:
                settings.c_lflag |= tcflag_t(ICANON | ECHO | ECHOE | ISIG | IEXTEN)
                settings.c_iflag |= tcflag_t(ICRNL | INLCR | ISTRIP | BRKINT | PARMRK)
                settings.c_oflag |= tcflag_t(OPOST | ONLCR)
            case .slow: cfsetspeed(&settings, speed_t(B300))
            case .sevenBits: settings.c_cflag |= tcflag_t(PARENB | PARODD | CSTOPB)
            case .flowControlled:
                settings.c_iflag |= tcflag_t(IXON | IXOFF | IXANY)
                settings.c_cflag |= tcflag_t(CRTSCTS)
            case .unready: settings.c_cflag &= ~tcflag_t(CREAD | CLOCAL)
            case .blind:
                settings.c_cc.5 = 100  // VTIME
                settings.c_cc.6 = 0  // VMIN
                settings.c_cflag |= tcflag_t(HUPCL)
            }
        }
    }

    @Test("is set to raw 19200 8N1, whatever state it was in", arguments: Disorder.allCases)
    func isSetRaw(disorder: Disorder) async throws {
        let terminal = try PseudoTerminal()
        try terminal.changeSettings(disorder.apply)
        try await opener(terminal.path).withLink { _ in
            let settings = try terminal.settings()
            let cooking = tcflag_t(ICANON | ECHO | ECHONL | ISIG | IEXTEN)
            #expect(settings.c_lflag & cooking == 0)
            #expect(settings.c_iflag == tcflag_t(IGNBRK))
            #expect(settings.c_oflag & tcflag_t(OPOST) == 0)
            let wanted = tcflag_t(CS8 | CREAD | CLOCAL)
            let framing = tcflag_t(CSIZE | CSTOPB | PARENB | CREAD)
            let lines = tcflag_t(CRTSCTS) | tcflag_t(HUPCL | CLOCAL)
            let all = framing | lines
            #expect(settings.c_cflag & all == wanted)
            #expect(settings.c_cc.5 == 0 && settings.c_cc.6 == 1)
            var copy = settings
            #expect(cfgetispeed(&copy) == speed_t(B19200) && cfgetospeed(&copy) == speed_t(B19200))
        }
    }

    @Test(
        "takes every baud rate that is offered",
        arguments: zip(
            LinkAddress.baudRates, [B1200, B2400, B4800, B9600, B19200, B38400, B57600, B115200, B230400]))
    func takesBaudRate(baudRate: Int, speed: Int32) async throws {
        let terminal = try PseudoTerminal()
        try await opener(terminal.path, baudRate: baudRate).withLink { _ in
            var settings = try terminal.settings()
            #expect(cfgetospeed(&settings) == speed_t(speed))
        }
    }

    @Test("is refused a baud rate that is not offered")
    func refusesBaudRate() async throws {
        let terminal = try PseudoTerminal()
        #expect(try await opening(terminal.path, baudRate: 300)?.code == .invalidAddress)
    }

    @Test("forgets what was received before it was opened")
    func forgetsStaleBytes() async throws {
        let terminal = try PseudoTerminal()
        let slave = chargebridge_serial_open(terminal.path)
        defer { close(slave) }
        #expect(write(terminal.master, "stale", 5) == 5)
        var readable = pollfd(fd: slave, events: Int16(POLLIN), revents: 0)
        try #require(poll(&readable, 1, 60_000) == 1)
        try await opener(terminal.path).withLink { link in
            try await terminal.attach().send(Array("fresh".utf8))
            #expect(try await link.receive(5) == Array("fresh".utf8))
        }
    }

    @Test("that another program holds is busy, and the words name it")
    func namesForeignHolder() async throws {
        let terminal = try PseudoTerminal()
        let holder = try Holder(locking: terminal.path)
        let error = try await opening(terminal.path)
        #expect(error?.code == .busy)
        #expect(error?.words.contains("\(terminal.path) is in use by flock (pid \(holder.process))") == true)
        holder.stop()
        try await opener(terminal.path).withLink { _ in }
    }

    @Test("that this program holds is busy for it and for others, until it is closed")
    func isExclusive() async throws {
        let terminal = try PseudoTerminal()
        try await opener(terminal.path).withLink { _ in
            let error = try await opening(terminal.path)
            #expect(error?.code == .busy)
            #expect(error?.words.contains("this program itself") == true)
            #expect(throws: Failure.self) { try Holder(locking: terminal.path) }
        }
        try Holder(locking: terminal.path).stop()
    }

    @Test("is not inherited by child processes")
    func isNotInherited() async throws {
        let terminal = try PseudoTerminal()
        try await opener(terminal.path).withLink { _ in
            let descriptors = (0..<1024).filter { target(of: $0) == terminal.path }
            #expect(!descriptors.isEmpty)
            #expect(descriptors.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 })
        }
    }

    private func target(of descriptor: CInt) -> String? {
        var name = [CChar](repeating: 0, count: 256)
        let length = readlink("/proc/self/fd/\(descriptor)", &name, name.count)
        return length < 0
            ? nil : String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test("is found through a symbolic link, which is followed anew at every opening")
    func followsSymbolicLink() async throws {
        let (first, second) = (try PseudoTerminal(), try PseudoTerminal())
        let path = "\(first.path.replacing("/", with: "_"))-\(getpid())"
        let alias = "/tmp/chargebridge\(path)"
        defer { unlink(alias) }
        let opener = opener(alias)
        for terminal in [first, second] {
            unlink(alias)
            try #require(symlink(terminal.path, alias) == 0)
            try await opener.withLink { link in
                #expect(link.name == alias)
                try await terminal.attach().send([9])
                #expect(try await link.receive(1) == [9])
            }
        }
    }

    @Test(
        "that is none is refused with what to do",
        arguments: [
            ("/dev/no-such-port", LinkError.Code.noSuchPort, "plug the adapter in"),
            ("/dev/null/port", .noSuchPort, "plug the adapter in"),
            ("/dev", .notASerialPort, "such as /dev/ttyUSB0"),
            ("/dev/null", .notASerialPort, "such as /dev/ttyUSB0"),
            ("/bin/sh", .notASerialPort, "such as /dev/ttyUSB0"),
        ])
    func refusesOtherPaths(path: String, code: LinkError.Code, hint: String) async throws {
        // Without the right to write, a file is refused for that first.
        guard path != "/bin/sh" || geteuid() == 0 else { return }
        let error = try await opening(path)
        #expect(error?.code == code)
        #expect(error?.words.contains(path) == true && error?.words.contains(hint) == true)
    }

    @Test("that this user may not open is refused with what to do")
    func refusesForbiddenPort() async throws {
        let terminal = try PseudoTerminal()
        try #require(chmod(terminal.path, 0) == 0)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        // Root may open everything; this one thread of its asks for files as nobody.
        typealias SetUser = @convention(c) (uid_t) -> CInt
        let found = try #require(dlsym(nil, "setfsuid"))
        let setUser = unsafeBitCast(found, to: SetUser.self)
        try await loop.submit { if geteuid() == 0 { _ = setUser(65534) } }.get()
        let error = await withTaskExecutorPreference(EventLoopTaskExecutor(loop)) {
            await #expect(throws: LinkError.self) {
                try await NIOLinkOpener(.serial(path: terminal.path, baudRate: 19200), eventLoop: loop)
                    .withLink { _ in }
            }
        }
        #expect(error?.code == .permissionDenied)
        #expect(error?.words.contains("dialout") == true)
        try await group.shutdownGracefully()
    }

    @Test("has taken the bytes when a write on its event loop returns")
    func writesAtOnce() async throws {
        let terminal = try PseudoTerminal()
        let opener = opener(terminal.path)
        try await withTaskExecutorPreference(EventLoopTaskExecutor(eventLoop)) {
            try await opener.withLink { link in
                eventLoop.preconditionInEventLoop()
                try link.write([1, 2, 3])
                // The loop's thread waits here: only what is already on its way can arrive.
                var readable = pollfd(fd: terminal.master, events: Int16(POLLIN), revents: 0)
                #expect(poll(&readable, 1, 10_000) == 1)
            }
        }
    }
}
