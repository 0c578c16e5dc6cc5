// SPDX-License-Identifier: MIT
import Glibc
import Logging
import NIOCore
import NIOPosix

extension ChannelConnection {
    /// Opens a serial port as a channel.
    static func serial(
        path: String, baudRate: Int, on eventLoop: any EventLoop, logger: Logger
    ) async throws -> ChannelConnection {
        let port = try SerialPort.open(path: path, baudRate: baudRate, logger: logger)
        do {
            return try await serial(port, on: eventLoop)
        } catch {
            port.close()
            throw error
        }
    }

    private static func serial(_ port: SerialPort, on eventLoop: any EventLoop) async throws
        -> ChannelConnection
    {
        let input = try port.duplicate()
        let output: CInt
        do {
            output = try port.duplicate()
        } catch {
            Glibc.close(input)
            throw error
        }
        // From here on both belong to the channel, also when it fails.
        return try await NIOPipeBootstrap(group: eventLoop)
            .takingOwnershipOfDescriptors(input: input, output: output) { channel in
                addHandler(name: port.path, to: channel).flatMapThrowing {
                    try ChannelConnection(name: port.path, channel: channel, port: port)
                }
            }
    }
}
