// SPDX-License-Identifier: MIT
import Glibc
import NIOCore
import NIOPosix

extension LinkError {
    /// Says in words why a TCP connection was not made.
    static func connectingFailed(_ error: any Error, host: String, port: Int, name: String) -> LinkError {
        if let error = error as? LinkError { return error }
        guard let attempt = error as? NIOConnectionError else {
            return connectingFailed(cause: error, host: host, port: port, name: name)
        }
        // A name has several addresses; one that answers at all tells the most.
        let causes = attempt.connectionErrors.map(\.error)
        guard let cause = causes.first(where: isRefusal) ?? causes.first else {
            return LinkError(
                .unreachable, linkName: name,
                words:
                    "\(name) can't be reached, the name \(host) is not known: check it and the network's DNS")
        }
        return connectingFailed(cause: cause, host: host, port: port, name: name)
    }

    private static func connectingFailed(cause: any Error, host: String, port: Int, name: String) -> LinkError
    {
        if isRefusal(cause) {
            return LinkError(
                .refused, linkName: name,
                words:
                    "\(name) refused the connection: \(host) is up, but nothing listens on port \(port); start ser2net there"
            )
        }
        return LinkError(
            .unreachable, linkName: name,
            words:
                "\(name) can't be reached (\(explain(cause))): check that \(host) is on and the network between"
        )
    }

    private static func isRefusal(_ error: any Error) -> Bool {
        (error as? IOError)?.errnoCode == ECONNREFUSED
    }

    private static func explain(_ error: any Error) -> String {
        if let error = error as? IOError { return explain(error.errnoCode) }
        if case .connectTimeout = error as? ChannelError { return "no answer within 5 s" }
        return "\(error)"
    }
}
