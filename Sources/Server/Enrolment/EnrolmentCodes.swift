import Crypto
package import Domain
package import EventStore
import Foundation

/// One-time codes with which a laptop joins: made by the administrator for one member, given from
/// hand to hand, used once.
package struct EnrolmentCodes: Sendable {
    private let store: EnrolmentCodeStore
    private let clock: @Sendable () -> Instant

    /// A laptop is enrolled at the desk; a code that lies about for longer is made anew.
    package static let validDays: Int64 = 7

    package init(
        _ log: EventLog, clock: @escaping @Sendable () -> Instant = { SystemClock.now() }
    ) {
        store = EnrolmentCodeStore(log)
        self.clock = clock
    }

    /// A fresh code for a laptop of `member`: the only time that it is seen.
    package func issue(for member: Text) async throws -> String {
        let code = SignIn.randomPassword().string
        let now = clock()
        let expiresAt = Instant(
            microseconds: now.microseconds + EnrolmentCodes.validDays * 86_400_000_000)
        try await store.save(
            EnrolmentCodes.hash(code), member: member, createdAt: now, expiresAt: expiresAt)
        return code
    }

    /// Uses `code` up for `device` and says whose it is; nil for one that is unknown, past its
    /// time, or used by another device. The same device may ask again: its answer may be lost.
    package func redeem(_ code: String, device: Text) async throws -> Text? {
        try await store.use(EnrolmentCodes.hash(code), device: device, at: clock())
    }

    private static func hash(_ code: String) -> [UInt8] {
        Array(SHA256.hash(data: Data(code.utf8)))
    }
}
