import Domain

extension AppendRequest {
    /// What can be refused without asking the database.
    func check() throws(AppendError) {
        guard eventCount > 0 || intake != nil else { throw .invalid("writes: no events") }
        guard eventCount <= AppendLimits.eventsPerRequest else { throw .tooLarge("writes") }
        guard claims.count <= AppendLimits.claimsPerRequest else { throw .tooLarge("claims") }
        var streams: Set<StreamID> = []
        var bytes = 0
        for write in writes {
            guard streams.insert(write.stream).inserted else {
                throw .invalid("writes: \(write.stream) is written twice")
            }
            if case .version(let version) = write.expected, version < 0 {
                throw .invalid("writes: \(write.stream) expects version \(version)")
            }
            for event in write.events {
                guard event.payload.count <= AppendLimits.payloadBytes else {
                    throw .tooLarge("payload of \(event.type)")
                }
                bytes += event.payload.count
            }
        }
        guard bytes <= AppendLimits.requestBytes else { throw .tooLarge("payloads together") }
    }

    var weight: Int { eventCount + claims.count }

    /// Everything that another request of the same wave may not touch.
    var keys: WaveKeys {
        var keys = WaveKeys()
        keys.written.append(key(0, actor, id))
        for write in writes { keys.written.append(key(1, write.stream)) }
        for guarded in guards { keys.read.append(key(1, guarded.stream)) }
        for edit in claims { keys.written.append(key(2, edit.claim)) }
        if let intake { keys.written.append(key(3, intake.device)) }
        return keys
    }

    private func key(_ space: Int, _ part: some Hashable, _ more: Text? = nil) -> Int {
        var hasher = Hasher()
        hasher.combine(space)
        hasher.combine(part)
        if let more { hasher.combine(more) }
        return hasher.finalize()
    }

    /// The edits of each claim come down to: who must free it first, and who holds it then.
    func netClaims() throws(AppendError) -> [NetClaim] {
        var order: [Claim] = []
        var nets: [Claim: NetClaim] = [:]
        for edit in claims {
            let holder = edit.holder
            let claim = edit.claim
            var net = nets[claim] ?? NetClaim(claim: claim)
            if nets[claim] == nil { order.append(claim) }
            switch edit.change {
            case .take:
                if let taker = net.taker, taker != holder {
                    throw .claimed([ClaimHolder(claim: claim, stream: taker)])
                }
                net.taker = holder
            case .release:
                // Only what lay in the log before can need freeing; a take of this very request
                // is simply undone.
                if net.taker == holder { net.taker = nil } else { net.releaser = holder }
            }
            nets[claim] = net
        }
        return order.compactMap { nets[$0] }
    }
}

struct NetClaim {
    var claim: Claim
    var taker: StreamID?
    var releaser: StreamID?
}

extension ClaimEdit {
    var claim: Claim {
        switch change {
        case .take(let claim), .release(let claim): claim
        }
    }
}
