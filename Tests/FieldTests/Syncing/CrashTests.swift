import Domain
import Field
import Sync
import Synchronization
import TestKit
import Testing

/// The laptop dies at every durable write, and the network before and after every answer: what was
/// recorded is in the log exactly once in the end.
@Suite struct CrashTests {
    struct Death: Error {}

    /// Throws at one occurrence of a write.
    private final class Trap: Sendable {
        private let write: DurableWrite
        private let moment: FieldStore.Moment
        private let left: Mutex<Int>

        init(_ write: DurableWrite, _ moment: FieldStore.Moment, after count: Int) {
            self.write = write
            self.moment = moment
            left = Mutex(count)
        }

        func hook(_ write: DurableWrite, _ moment: FieldStore.Moment) throws {
            guard write == self.write, moment == self.moment else { return }
            let isDue = left.withLock { left in
                left -= 1
                return left < 0
            }
            if isDue { throw Death() }
        }
    }

    @Test(arguments: [DurableWrite.intent, .receipts, .page], FieldStore.Moment.allCases)
    func `a laptop that dies at a write goes on from there`(
        write: DurableWrite, moment: FieldStore.Moment
    ) async throws {
        for count in 0..<3 {
            let bench = try await Bench()
            let trap = Trap(write, moment, after: count)
            var laptop = try await bench.laptop(
                "li", crash: { try trap.hook($0, $1) })
            var recorded: [Text] = []
            var deaths = 0
            for number in 1...3 {
                let text = Text("第\(number)条")
                do {
                    if number == 1 { try await laptop.sync() }
                    try laptop.record(.note(text))
                    try await laptop.sync()
                } catch is Death {
                    deaths += 1
                    laptop = try laptop.restarted()
                    if try laptop.store.events(of: Bench.task).isEmpty {
                        try await laptop.sync()
                    }
                    // Who saw no answer looks whether it was recorded, as a person would.
                    let kept = try laptop.store.intents().map { $0.intent.body }
                    let body = BureauCommand.note(text).body
                    if !kept.contains(body) { try laptop.record(.note(text)) }
                }
                recorded.append(text)
            }
            try await laptop.sync()
            #expect(deaths == 1)
            let notes = await bench.host.use { server in
                server.history(Bench.task).entries.compactMap { entry -> Text? in
                    if case .task(.noteAdded(let text)) = entry.event { text } else { nil }
                }
            }
            #expect(notes == recorded)
            #expect(
                try laptop.standings() == [
                    .verdict(.accepted), .verdict(.accepted), .verdict(.accepted),
                ])
            #expect(try laptop.store.pendingIntents() == [])
            let server = await bench.host.use { $0.history(Bench.task).now }
            #expect(try laptop.store.history(Bench.task).now == server)
        }
    }

    @Test(arguments: [true, false], 0..<3)
    func `a request or an answer that is lost is made up for`(
        isRequest: Bool, after count: Int
    ) async throws {
        let bench = try await Bench()
        let laptop = try await bench.laptop("li")
        try await laptop.sync()
        try laptop.record(.assign(responsible: "乙"))
        try laptop.record(.note("一"))
        let left = Mutex(count)
        let transport = MemoryTransport(host: bench.host) { side in
            guard side == isRequest else { return }
            let isDue = left.withLock { left in
                left -= 1
                return left == -1
            }
            if isDue { throw LaptopError.serverUnreachable(server: "memory", reason: "cut") }
        }
        try await laptop.sync(transport)
        #expect(try laptop.standings() == [.verdict(.accepted), .verdict(.accepted)])
        let version = await bench.host.use { $0.history(Bench.task).version }
        #expect(version == 3)
    }

    @Test func `a server that stays away keeps everything pending and says so`() async throws {
        let bench = try await Bench()
        let laptop = try await bench.laptop("li")
        try await laptop.sync()
        try laptop.record(.note("一"))
        let error = LaptopError.serverUnreachable(server: "memory", reason: "cut")
        await #expect(throws: error) {
            try await laptop.sync(MemoryTransport(host: bench.host) { _ in throw error })
        }
        #expect(try laptop.store.pendingIntents().map(\.intent.n) == [1])
    }

    @Test func `a server that dies right after its append has done it once`() async throws {
        let bench = try await Bench()
        let laptop = try await bench.laptop("li")
        try await laptop.sync()
        try laptop.record(.assign(responsible: "乙"))
        try laptop.record(.note("一"))
        await bench.host.use { $0.afterAppend = { throw Death() } }
        await #expect(throws: Death.self) { try await laptop.sync() }
        await #expect(throws: Death.self) { try await laptop.sync() }
        await bench.host.use { $0.afterAppend = nil }
        try await laptop.sync()
        #expect(try laptop.standings() == [.verdict(.accepted), .verdict(.accepted)])
        let version = await bench.host.use { $0.history(Bench.task).version }
        #expect(version == 3)
    }
}
