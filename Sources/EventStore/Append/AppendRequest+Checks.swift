import Domain

extension AppendRequest {
    /// What can be refused without asking the database.
    func check() throws(AppendError) {
        guard eventCount > 0 || intake != nil else { throw .invalid("writes: no events") }
        guard eventCount <= AppendLimits.eventsPerRequest else { throw .tooLarge("writes") }
        guard claims.count <= AppendLimits.claimsPerRequest else { throw .tooLarge("claims") }
        if writes.count > 1 {
            var streams: Set<StreamID> = []
            for write in writes where !streams.insert(write.stream).inserted {
                throw .invalid("writes: \(write.stream) is written twice")
            }
        }
        var bytes = 0
        for write in writes {
            if case .version(let version) = write.expected,
                !(0...AppendLimits.version).contains(version)
            {
                throw .invalid("writes: \(write.stream) expects version \(version)")
            }
            for event in write.events {
                guard event.payload.count <= AppendLimits.payloadBytes else {
                    throw .tooLarge("payload of \(event.type)")
                }
                bytes += event.payload.count
            }
        }
        for guarded in guards where !(0...AppendLimits.version).contains(guarded.version) {
            throw .invalid("guards: \(guarded.stream) has version \(guarded.version)")
        }
        guard bytes <= AppendLimits.requestBytes else { throw .tooLarge("payloads together") }
    }

    var weight: Int { eventCount + claims.count }

    /// True if it touches nothing but streams whose version it names: it can go the short way.
    var isPlain: Bool {
        guards.isEmpty && claims.isEmpty && intake == nil && !writes.isEmpty
            && writes.allSatisfy { $0.expected != .any && !$0.events.isEmpty }
    }

    /// What the queue must know; a large request is alone on its way, so its keys are not needed.
    func demand(deadline: Int64) -> WaveDemand {
        let weight = weight
        let keys = weight > AppendLimits.largeRequest ? WaveKeys() : self.keys
        var demand = WaveDemand(keys: keys, weight: weight, deadline: deadline)
        guard isPlain else { return demand }
        demand.steps.reserveCapacity(writes.count)
        for (index, write) in writes.enumerated() {
            guard case .version(let from) = write.expected else { continue }
            let stream = keys.written.isEmpty ? 0 : keys.written[index + 1]
            demand.steps.append(
                WaveDemand.Step(stream: stream, from: from, to: from + write.events.count))
        }
        return demand
    }

    /// Everything that another request of the same wave may not touch.
    var keys: WaveKeys {
        var keys = WaveKeys()
        keys.written.reserveCapacity(1 + writes.count + claims.count)
        keys.written.append(WaveKeys.key(0, key))
        for write in writes { keys.written.append(WaveKeys.key(1, write.stream)) }
        for guarded in guards { keys.read.append(WaveKeys.key(1, guarded.stream)) }
        for edit in claims { keys.written.append(WaveKeys.key(2, edit.claim)) }
        if let intake { keys.written.append(WaveKeys.key(3, intake.device)) }
        return keys
    }

    /// The edits of each claim come down to: who must free it first, and who holds it then.
    func netClaims() throws(AppendError) -> [NetClaim] {
        if claims.isEmpty { return [] }
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
