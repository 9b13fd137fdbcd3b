import Crypto
import Domain
import Sync
import TestKit

/// The laptop's end with its store in memory.
final class MemoryLaptop {
    let signer: DeviceSigner
    let owner: Actor
    private(set) var intents: [Intent] = []
    private(set) var receipts: [Int64: Receipt] = [:]
    private(set) var events: [StoredEvent] = []
    private(set) var mark: LogMark
    var today = Day(number: 20_240)

    /// - Parameter seed: of its key; the same seed gives the same device.
    init(_ owner: Actor, seed: UInt8, enrolledAt server: MemoryServer) throws {
        let key = try Curve25519.Signing.PrivateKey(
            rawRepresentation: [UInt8](repeating: seed, count: 32))
        let publicKey = Array(key.publicKey.rawRepresentation)
        signer = DeviceSigner(device: DeviceID.derived(from: publicKey), key: key)
        self.owner = owner
        mark = server.mark(at: 0)
        server.enrol(signer, owner)
    }

    /// A copy of its folder, as a restore from a backup or a clone makes it.
    init(copyOf other: MemoryLaptop) {
        signer = other.signer
        owner = other.owner
        intents = other.intents
        receipts = other.receipts
        events = other.events
        mark = other.mark
    }

    func history(_ stream: StreamID) -> History {
        History(stream, events.filter { $0.envelope.stream == stream })
    }

    func record(_ command: BureauCommand, on stream: StreamID) {
        intents.append(
            Intent(
                n: Int64(intents.count + 1), stream: stream, command: Text(command.name),
                body: command.body, occurredOn: today, deviceTime: Instant.endOf(today),
                baseVersion: history(stream).version,
                previousHash: intents.last?.hash(on: signer.device) ?? Intent.noHash))
    }

    var verdicts: [Receipt.Standing?] { intents.map { receipts[$0.n]?.standing } }

    private var standing: LaptopStanding {
        let ackN = receipts.keys.max() ?? 0
        return LaptopStanding(
            mark: mark, lastN: Int64(intents.count), ackN: ackN,
            unsent: intents.filter { $0.n > ackN })
    }

    /// A whole sync; every message travels as bytes.
    func sync(with server: MemoryServer) throws {
        var run = LaptopRun()
        while true {
            switch try run.step(standing, by: signer) {
            case .push(let request):
                let answer = try PushAnswer(parsing: try server.push(request.bytes))
                for receipt in try run.take(answer, to: request, standing) {
                    receipts[receipt.n] = receipt
                }
            case .pull(let request):
                let bytes = try server.pull(request.bytes, from: signer.device)
                let page = try run.take(try PullAnswer(parsing: bytes), to: request)
                events += page.events
                mark.position = page.nextCursor
                mark.prefixHash = page.prefixHash
                for receipt in page.receipts { receipts[receipt.n] = receipt }
            case .finished: return
            }
        }
    }
}
