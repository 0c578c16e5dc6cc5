// SPDX-License-Identifier: MIT
public import ArgumentParser
import ChargerControl
import ChargerSimulator
import Foundation
public import SolarDay

/// `chargebridge simulate --day`: a day of sun, house and charger in seconds.
struct DayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run a day from a file with the columns seconds,solar_w,load_w.", valueName: "file"))
    var day: String?

    @Option(help: "Print a day made by chance instead: clear, broken, shallow or overcast.")
    var makeDay: DayRecipe.Sky?

    @Option(
        parsing: .unconditional,
        help: "The panels' power at noon under a clear sky, in watts, for --make-day.")
    var peak = 900.0

    @Option(parsing: .unconditional, help: "Power of a heat pump, in watts, for --make-day; 0 for none.")
    var heatPump = 0.0

    @Option(parsing: .unconditional, help: "Changes of the limit a day.")
    var dailyBudget = 30

    @Option(parsing: .unconditional, help: "How late the grid meter is, in seconds.")
    var delay = 2

    @Flag(help: "The limit goes to the register that lapses (experimental), where changes wear nothing.")
    var volatile = false

    @Flag(help: "Without a plug: the charger can't be switched off.")
    var noPlug = false

    @Flag(help: "Print the figures as JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Where to draw the day, in place of what is there; without it the day's name with .svg in the current "
                + "folder, '-' draws nothing.", valueName: "file.svg"))
    var picture: String?

    /// Whether a day is asked for, and not a charger on a port.
    var isAsked: Bool { day != nil || makeDay != nil }

    func validate() throws {
        guard day == nil || makeDay == nil else {
            throw ValidationError("give either --day FILE or --make-day SKY")
        }
        guard (0...300).contains(delay) else { throw ValidationError("--delay is 0 … 300 s") }
        guard (0...10_000).contains(dailyBudget) else { throw ValidationError("--daily-budget is 0 … 10000") }
        guard (0...1e6).contains(peak), (0...1e6).contains(heatPump) else {
            throw ValidationError("--peak and --heat-pump are 0 … 1000000 W")
        }
    }

    /// Prints the figures of the day, and draws it; or prints a day made by chance.
    func run(model: String, seed: UInt64) throws {
        if let makeDay {
            var recipe = DayRecipe(sky: makeDay, peakWatts: peak)
            recipe.heatPumpWatts = heatPump
            print(DayProfile.csv(recipe.points(seed: seed)), terminator: "")
            return
        }
        guard let day, let model = ChargerModel(named: model) else { return }
        try checkPicture()
        let profile = try Self.profile(day)
        let setup = DaySetup(
            model: model, hasPlug: !noPlug, dailyBudget: dailyBudget, delay: delay,
            register: volatile ? .volatile : .persistent)
        let report = DayReport(Day(profile: profile, setup: setup))
        print(try json ? report.json() : report.text())
        try draw(report, beside: day)
    }

    /// A place that can't be is said before the day is run, which may take a while.
    private func checkPicture() throws {
        guard let picture, picture != "-" else { return }
        let url = URL(fileURLWithPath: picture)
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        let place = isThere ? url : url.deletingLastPathComponent()
        guard !isFolder.boolValue, access(place.path, W_OK) == 0 else { throw Self.noPicture(picture) }
    }

    private static func noPicture(_ path: String) -> CommandFailure {
        CommandFailure("the picture can't be written to \(path): give another place with --picture")
    }

    private func draw(_ report: DayReport, beside day: String) throws {
        guard picture != "-" else { return }
        let name = URL(fileURLWithPath: day).deletingPathExtension().lastPathComponent + ".svg"
        let path = picture ?? name
        do {
            try report.picture().write(toFile: path, atomically: true, encoding: .utf8)
            if !json { print("drawn: \(path)") }
        } catch {
            let failure = Self.noPicture(path)
            // The figures are what was asked for; a picture only when its place was given.
            guard picture == nil else { throw failure }
            FileHandle.standardError.write(Data("\(failure)\n".utf8))
        }
    }

    private static func profile(_ path: String) throws -> DayProfile {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandFailure("\(path) can't be read: is it there, and is it text?")
        }
        do {
            return try DayProfile(csv: text, file: path)
        } catch {
            throw CommandFailure(error.description)
        }
    }
}

extension DayRecipe.Sky: ExpressibleByArgument {}
