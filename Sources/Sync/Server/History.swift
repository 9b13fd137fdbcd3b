package import Domain

/// A stream as a settlement sees it: every event with the device and the intent that led to it, and
/// the state after the last.
package struct History: Sendable {
    package struct Entry: Hashable, Sendable {
        package let event: BureauEvent
        package let actor: Text
        package let device: Text?
        package let intent: Int64?
        package let occurredOn: Day
        package let occurredAt: Instant
        package let position: Int64
    }

    package let stream: StreamID
    package private(set) var entries: [Entry]
    package private(set) var now: Snapshot

    package init(_ stream: StreamID, _ events: [StoredEvent] = []) {
        self.stream = stream
        entries = []
        entries.reserveCapacity(events.count)
        now = Snapshot(stream.kind)
        for stored in events {
            let recorded = BureauEvent.decode(stored)
            take(Entry(recorded.event, recorded.envelope))
        }
    }

    package var version: Int { entries.count }

    mutating func take(_ entry: Entry) {
        entries.append(entry)
        now.take(entry.event)
    }

    /// The state at `base` with the device's own later events, and the others' events since.
    ///
    /// Own events are those of earlier intents of the same device: their author knew them, though
    /// the laptop could not know their versions.
    func split(
        base: Int, device: Text, before n: Int64
    ) -> (state: BureauState, foreign: [Entry]) {
        var state = BureauState.initial(stream.kind)
        var foreign: [Entry] = []
        for (index, entry) in entries.enumerated() {
            let isOwn = entry.device == device && (entry.intent ?? Int64.max) < n
            if index < base || isOwn {
                state.evolve(entry.event)
            } else {
                foreign.append(entry)
            }
        }
        return (state, foreign)
    }
}

extension History.Entry {
    init(_ event: BureauEvent, _ envelope: Envelope) {
        self.init(
            event, actor: envelope.actor, device: envelope.device, intent: envelope.intent,
            occurredOn: envelope.occurredOn,
            occurredAt: envelope.occurredAt ?? envelope.recordedAt, position: envelope.position)
    }

    init(
        _ event: BureauEvent, actor: Text, device: Text?, intent: Int64?, occurredOn: Day,
        occurredAt: Instant, position: Int64
    ) {
        self.event = event
        self.actor = actor
        self.device = device
        self.intent = intent
        self.occurredOn = occurredOn
        self.occurredAt = occurredAt
        self.position = position
    }
}
