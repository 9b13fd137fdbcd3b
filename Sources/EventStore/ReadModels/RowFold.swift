import Domain

/// An event decoded once for all models, or why it cannot be.
struct DecodedEvent: Sendable {
    let position: Int64
    /// Nil for a kind of stream that no model of this version can know.
    let kind: AggregateKind?
    let recorded: Result<Recorded<BureauEvent>, EventStoreError>

    init(_ raw: RawEvent, _ decode: EventDecoder) {
        position = raw.position
        guard let stored = raw.stored else {
            kind = nil
            recorded = .failure(.malformed("a stream of an unknown kind"))
            return
        }
        kind = stored.envelope.stream.kind
        do {
            recorded = .success(try decode(stored))
        } catch {
            recorded = .failure(
                .malformed("\(raw.type) of schema \(raw.schema), event \(raw.id): \(error)"))
        }
    }
}

/// Rows of one model in memory while events are folded into them.
struct RowFold {
    let model: AnyReadModel
    /// Nil stands for a row that is not, or no longer, there.
    private(set) var rows: [Text: ReadModelRow?] = [:]
    private(set) var touched: Set<Text> = []
    /// Everything up to here is folded.
    private(set) var position: Int64
    /// Set at the first event that it cannot fold; `position` stays before it.
    private(set) var parked: String?

    init(_ model: AnyReadModel, position: Int64) {
        self.model = model
        self.position = position
    }

    mutating func put(_ row: ReadModelRow) { rows[row.key] = row }

    mutating func add(_ event: DecodedEvent) {
        guard parked == nil, event.position > position else { return }
        if let kind = event.kind, model.kinds.contains(kind) {
            switch event.recorded {
            case .success(let recorded): fold(recorded)
            case .failure(let error):
                parked = "event \(event.position): \(error)"
                return
            }
        }
        position = event.position
    }

    mutating func fold(_ recorded: Recorded<BureauEvent>) {
        for key in model.keys(recorded) {
            var values = rows[key].flatMap { $0 }?.values
            model.fold(&values, key, recorded)
            touched.insert(key)
            let row = values.map {
                ReadModelRow(
                    key: key, position: recorded.position, version: recorded.envelope.version,
                    values: $0)
            }
            rows.updateValue(row, forKey: key)
        }
    }

    /// The keys that `events` will touch, so that their rows can be loaded in one go.
    static func keys(_ model: AnyReadModel, _ events: some Sequence<DecodedEvent>) -> Set<Text> {
        var keys: Set<Text> = []
        for event in events {
            guard let kind = event.kind, model.kinds.contains(kind),
                case .success(let recorded) = event.recorded
            else { continue }
            keys.formUnion(model.keys(recorded))
        }
        return keys
    }

    mutating func forgetTouched() { touched = [] }

    /// The touched rows that are there now, and the keys of those that are gone, in key order.
    var changes: (upserts: [ReadModelRow], deletes: [Text]) {
        var upserts: [ReadModelRow] = []
        var deletes: [Text] = []
        for key in touched.sorted() {
            if let row = rows[key].flatMap({ $0 }) {
                upserts.append(row)
            } else {
                deletes.append(key)
            }
        }
        return (upserts, deletes)
    }

    var all: [ReadModelRow] {
        rows.values.compactMap { $0 }.sorted { $0.key < $1.key }
    }
}
