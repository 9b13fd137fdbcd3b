import EventStore
import Testing

@Suite struct BackoffTests {
    @Test func `each failure doubles the wait, to two seconds at most`() {
        var backoff = Backoff()
        let waits = (0..<8).map { _ in backoff.next() }
        #expect(waits == [50, 100, 200, 400, 800, 1_600, 2_000, 2_000])
        for _ in 0..<1_000 { _ = backoff.next() }
        #expect(backoff.next() == Backoff.longestMs)
    }

    @Test func `a success begins anew`() {
        var backoff = Backoff()
        _ = backoff.next()
        backoff = Backoff()
        #expect(backoff.next() == Backoff.firstMs)
    }
}
