// SPDX-License-Identifier: MIT
import Testing

@testable import ChargerSession

@Suite("A feed")
struct FeedTests {
    @Test("gives each reader all that comes after it began")
    func late() async {
        let feed = Feed<Int>()
        let early = feed.elements(bound: 10)
        feed.send(1)
        let late = feed.elements(bound: 10)
        feed.send(2)
        feed.finish()
        #expect(await all(early) == [1, 2])
        #expect(await all(late) == [2])
    }

    @Test("keeps only the newest for a reader that is slow, and waits for nobody", arguments: [1, 3])
    func slow(bound: Int) async {
        let feed = Feed<Int>()
        let slow = feed.elements(bound: bound)
        let quick = feed.elements(bound: 1000)
        for number in 1...1000 { feed.send(number) }
        feed.finish()
        #expect(await all(slow) == Array((1000 - bound + 1)...1000))
        #expect(await all(quick).count == 1000)
    }

    @Test("that has finished ends at once for who comes then")
    func finished() async {
        let feed = Feed<Int>()
        feed.finish()
        feed.send(1)
        #expect(await all(feed.elements(bound: 10)) == [])
    }

    @Test("goes on when a reader has gone")
    func gone() async {
        let feed = Feed<Int>()
        let stays = feed.elements(bound: 10)
        var goes: AsyncStream<Int>? = feed.elements(bound: 10)
        feed.send(1)
        #expect(goes != nil)
        goes = nil
        feed.send(2)
        feed.finish()
        #expect(await all(stays) == [1, 2])
    }

    private func all(_ stream: AsyncStream<Int>) async -> [Int] {
        var numbers: [Int] = []
        for await number in stream { numbers.append(number) }
        return numbers
    }
}
