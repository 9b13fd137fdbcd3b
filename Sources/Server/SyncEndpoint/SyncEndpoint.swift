package import Domain
package import EventStore
import Sync

/// Where laptops meet the log: performs what the machines of `Sync` ask for, and decides nothing.
package struct SyncEndpoint: Sendable {
    let log: EventLog
    let codes: EnrolmentCodes
    let streams: StreamLoader
    let clock: @Sendable () -> Instant
    let nonces = NonceWindow()

    package init(
        log: EventLog, codes: EnrolmentCodes, streams: StreamLoader,
        clock: @escaping @Sendable () -> Instant = { SystemClock.now() }
    ) {
        self.log = log
        self.codes = codes
        self.streams = streams
        self.clock = clock
    }

    /// The member with the roles of this moment; nil for nobody, or somebody suspended.
    func owner(_ member: Text) async throws -> Actor? {
        let stream = StreamID(.member, member)
        guard case .member(let state) = try await streams.load([stream])[stream]?.state,
            state.phase == .active
        else { return nil }
        return Actor(id: member, unit: state.unit, roles: state.roles)
    }

    func history(_ stream: StreamID) async throws -> History {
        try await histories([stream]).first ?? History(stream)
    }

    func histories(_ wanted: [StreamID]) async throws -> [History] {
        if wanted.isEmpty { return [] }
        let events = try await log.load(wanted)
        return wanted.map { History($0, events[$0] ?? []) }
    }
}

/// A laptop's request as it came; its signature is not checked yet.
struct SyncCall: Sendable {
    let method: String
    let path: String
    /// The value of `Headwater-Device`; nil where there is none.
    let device: String?
    let body: [UInt8]
}

/// A laptop whose signature is good.
struct SignedDevice: Sendable {
    let id: Text
    let history: History
    let book: DeviceBook
    let owner: Actor
}

extension SyncEndpoint {
    /// Checks `Headwater-Device` over this very request, then what the log says of the device.
    ///
    /// A revoked device is let through: what it still sends is kept for a person.
    func signedIn(_ call: SyncCall) async throws -> SignedDevice {
        guard let header = call.device else { throw Problem.signInNeeded }
        guard let signature = RequestSignature(header: header) else {
            throw SyncRefusal.signatureInvalid
        }
        let history = try await history(StreamID(.device, signature.device))
        let book = DeviceBook(history)
        guard book.phase != .none else { throw SyncRefusal.deviceUnknown }
        let isValid = signature.isValid(
            method: call.method, path: call.path, body: call.body, publicKey: book.publicKey)
        guard isValid else { throw SyncRefusal.signatureInvalid }
        guard nonces.isFirst(signature) else { throw SyncRefusal.requestRepeated }
        // Who has left the bureau has no rights; what they recorded is judged without any.
        let owner = try await owner(book.member) ?? Actor(id: book.member, roles: [])
        return SignedDevice(id: signature.device, history: history, book: book, owner: owner)
    }

    /// Throws what speaks against an exchange with a laptop that stands at `mark`.
    func check(_ mark: LogMark, version: Int64) async throws -> LogHead {
        guard version == SyncLimits.protocolVersion else { throw SyncRefusal.protocolUnknown }
        let head = try await log.head()
        let server = LogMark(
            logID: log.identity, epoch: head.epoch, position: head.position, prefixHash: [])
        let hash =
            mark.position <= head.position
            ? try await log.prefixHash(at: mark.position) : nil
        if let refusal = mark.objection(server: server, prefixHash: hash) { throw refusal }
        return head
    }
}
