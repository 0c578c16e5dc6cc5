// SPDX-License-Identifier: MIT
import SolarDay
import Testing

@Suite("A day's file")
struct DayFileTests {
    @Test("Points at any step become seconds on straight lines")
    func interpolation() throws {
        let text = "seconds,solar_w,load_w\n0,0,100\n10,100,100\n11,100,0\n20,100,90\n"
        let day = try DayProfile(csv: text, file: "a.csv")
        #expect(day.seconds == 20)
        #expect(day.solar[5] == 50)
        #expect(day.load[15] == 40)
        #expect(day.surplus(at: 10) == 0)
    }

    @Test(
        "Windows line ends, a byte-order mark, spaces, blank lines, more columns in another order are read",
        arguments: [
            "seconds,solar_w,load_w\r\n0,500,100\r\n60,500,100\r\n",
            "\u{FEFF}seconds,solar_w,load_w\n0,500,100\n60,500,100",
            " load_w , seconds,note, Solar_W\n100, 0,x, 500\n\n100, 60,y, 500\n\n",
        ])
    func tolerated(text: String) throws {
        let day = try DayProfile(csv: text, file: "a.csv")
        #expect(day.seconds == 60)
        #expect(day.solar[30] == 500)
        #expect(day.load[30] == 100)
    }

    @Test(
        "What is wrong is told with the file, the line and what is expected",
        arguments: [
            ("", nil, "empty"),
            (" \n\n", nil, "empty"),
            ("0,1,2\n1,1,2\n", 1, "no column 'seconds'"),
            ("seconds,solar_w\n0,1\n", 1, "no column 'load_w'"),
            ("seconds,solar_w,load_w\n", nil, "at least two lines"),
            ("seconds,solar_w,load_w\n0,1,2\n", nil, "at least two lines"),
            ("seconds,solar_w,load_w\n0,1,2\n5,x,2\n", 3, "'solar_w' has to be a number, and is 'x'"),
            ("seconds,solar_w,load_w\n0,1,2\n5,nan,2\n", 3, "'solar_w' has to be a number"),
            ("seconds,solar_w,load_w\n0,1,2\n5,1,inf\n", 3, "'load_w' has to be a number"),
            ("seconds,solar_w,load_w\n0,1,2\n5,1\n", 3, "'load_w' is missing"),
            ("seconds,solar_w,load_w\n0,1,2\n5,,2\n", 3, "'solar_w' has to be a number"),
            ("seconds,solar_w,load_w\n5,1,2\n5,1,2\n", 3, "increase"),
            ("seconds,solar_w,load_w\n5,1,2\n\n4,1,2\n", 4, "increase"),
            ("seconds,solar_w,load_w\n0,1,2\n1e8,1,2\n", 3, "more than a week"),
            ("seconds,solar_w,load_w\n0,1,2\n1e300,1,2\n", 3, "'seconds' has to be a number"),
        ] as [(String, Int?, String)])
    func errors(text: String, line: Int?, words: String) {
        let error = #expect(throws: DayFileError.self) { try DayProfile(csv: text, file: "dir/day.csv") }
        #expect(error?.line == line)
        #expect(error?.description.hasPrefix("dir/day.csv:") == true)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("A day that was made can be read again", arguments: DayRecipe.Sky.allCases)
    func roundTrip(sky: DayRecipe.Sky) throws {
        let points = DayRecipe(sky: sky).points(seed: 5, step: 30)
        let day = try DayProfile(csv: DayProfile.csv(points), file: "made.csv")
        #expect(day.seconds == 86_400)
        #expect(abs(day.solar[43_200] - points[1440].solar) < 0.1)
    }

    @Test("The same seed gives the same day, another seed another")
    func seeds() {
        let recipe = DayRecipe(sky: .broken)
        #expect(recipe.points(seed: 1) == recipe.points(seed: 1))
        #expect(recipe.points(seed: 1) != recipe.points(seed: 2))
    }
}
