import Domain
import EventStore
import Sync

extension SyncEndpoint {
    func pull(_ call: SyncCall) async throws -> [UInt8] {
        let device = try await signedIn(call)
        switch device.book.phase {
        case .none: throw SyncRefusal.deviceUnknown
        case .revoked: throw SyncRefusal.deviceRevoked
        case .suspended: throw SyncRefusal.deviceSuspended
        case .enrolled: break
        }
        guard !device.owner.roles.isEmpty else { throw SyncRefusal.memberUnknown }
        let request = try PullRequest(parsing: call.body)
        _ = try await check(request.mark, version: request.version)
        // What is held may be decidable by now; its verdict then comes with this very answer.
        if device.book.hasHeld { _ = try await run([], device) }
        return try await page(request, device.id)
    }

    private func page(_ request: PullRequest, _ device: Text) async throws -> [UInt8] {
        let cursor = request.mark.position
        let head = try await log.head()
        let events = try await log.read(
            after: cursor, through: head.position, kinds: PullPage.kinds, limit: request.limit)
        var page = PullPage(events, limit: request.limit, head: head.position)
        var receipts: [Receipt] = []
        if page.nextCursor > cursor {
            let book = DeviceBook(try await history(StreamID(.device, device)))
            let settled = book.receipts(settledIn: (cursor + 1)...page.nextCursor)
            receipts = settled.receipts
            if let cut = settled.cut { page = page.ending(at: cut) }
        }
        return PullAnswer(
            epoch: head.epoch, events: page.events, nextCursor: page.nextCursor,
            head: head.position, prefixHash: try await log.prefixHash(at: page.nextCursor),
            more: page.more, receipts: receipts
        ).bytes
    }
}
