// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation

/// Whether there is room where files are kept.
public struct DiskCheck: Sendable {
    private let folder: String
    private let freeMegabytes: Int
    private let freeFiles: Int?

    /// A disk to be judged.
    /// - Parameters:
    ///   - folder: what is kept on it.
    ///   - freeMegabytes: how much room there is.
    ///   - freeFiles: how many files can be made; nil: as many as one likes.
    public init(folder: String, freeMegabytes: Int, freeFiles: Int?) {
        self.folder = folder
        self.freeMegabytes = freeMegabytes
        self.freeFiles = freeFiles
    }

    /// A history's first month and its log have 8 MB; a year more, 7 MB.
    private static let enough = 100
    private static let tooLittle = 10

    /// What is to be said of it.
    public var findings: [DoctorFinding] {
        let remedy = "make room: 'sudo du -xh / | sort -h | tail' shows what takes most"
        if freeMegabytes < Self.tooLittle {
            return [.problem(.disk, "\(freeMegabytes) MB are free for \(folder)", do: remedy)]
        }
        if let freeFiles, freeFiles < 100 {
            return [
                .problem(
                    .disk, "only \(freeFiles) more files can be made for \(folder)",
                    do: "remove files: some program makes very many small ones")
            ]
        }
        if freeMegabytes < Self.enough {
            return [.warning(.disk, "\(freeMegabytes) MB are free for \(folder)", do: remedy)]
        }
        return [.ok(.disk, "\(freeMegabytes) MB are free for \(folder)")]
    }
}

extension DiskCheck {
    /// Each folder once.
    static func places(_ configuration: Configuration, _ states: StateFolder) -> [String] {
        let history = configuration.historyPath.map { ($0 as NSString).deletingLastPathComponent }
            .map { $0.isEmpty ? "." : $0 }
        return [states.path] + (history.map { $0 == states.path ? [] : [$0] } ?? [])
    }

    /// The disk of a folder, or of the folder that it will be made in.
    init(_ folder: String) {
        var status = statvfs()
        var place = folder
        while statvfs(place, &status) != 0, place.count > 1 {
            place = (place as NSString).deletingLastPathComponent
            if place.isEmpty { place = "." }
        }
        let bytes = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        let megabytes = bytes.overflow ? Int.max : Int(clamping: bytes.partialValue / 1_000_000)
        // Some file systems have no such number.
        let files = status.f_files == 0 ? nil : Int(clamping: status.f_favail)
        self.init(folder: folder, freeMegabytes: megabytes, freeFiles: files)
    }
}
