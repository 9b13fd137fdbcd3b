import Domain

/// The arrays of `headwater.append_wave`: requests that carry neither guard nor claim nor intake,
/// and name the version of each stream. Kept from wave to wave.
final class PlainWave {
    private let id = ColumnBuffer(.uuid)
    private let stream = ColumnBuffer(.text)
    private let version = ColumnBuffer(.int4)
    private let probe = ColumnBuffer(.int4)
    private let type = ColumnBuffer(.text)
    private let schema = ColumnBuffer(.int4)
    private let occurredOn = ColumnBuffer(.date)
    private let actor = ColumnBuffer(.text)
    private let part = ColumnBuffer(.text)
    private let command = ColumnBuffer(.uuid)
    private let payload = ColumnBuffer(.json)
    private let occurredAt = ColumnBuffer(.timestamptz)
    private let device = ColumnBuffer(.text)
    private let intent = ColumnBuffer(.int8)
    private let correlation = ColumnBuffer(.uuid)
    private let causation = ColumnBuffer(.uuid)
    private let imported = ColumnBuffer(.bool)

    /// In the order of the function's parameters.
    var columns: [ColumnBuffer] {
        [
            id, stream, version, probe, type, schema, occurredOn, actor, part, command, payload,
            occurredAt, device, intent, correlation, causation, imported,
        ]
    }

    var count: Int32 { id.count }

    static let call = """
        SELECT o_base, o_at
        FROM headwater.append_wave($1, $2, $3, $4, $5, $6, \
        \((7...24).map { "$\($0)" }.joined(separator: ", ")))
        """

    /// One event, said with plain values.
    static let callOne = """
        SELECT o_base, o_at
        FROM headwater.append_one(\((1...18).map { "$\($0)" }.joined(separator: ", ")))
        """

    func clear() {
        for column in columns { column.clear() }
    }

    func add(_ request: AppendRequest) {
        var place = 0
        for write in request.writes {
            guard case .version(let expected) = write.expected else { continue }
            let name = Text(write.stream.raw)
            for (offset, event) in write.events.enumerated() {
                let number = expected + offset + 1
                id.append(request.key.id(at: place))
                stream.append(name)
                version.append(integer: Int32(clamping: number))
                probe.append(
                    integer: offset == 0 && expected > 0 ? Int32(clamping: expected) : nil)
                type.append(event.type)
                schema.append(integer: Int32(clamping: event.schema))
                occurredOn.append(event.occurredOn)
                actor.append(request.actor)
                part.append(number == 1 ? write.part : nil)
                command.append(place == 0 ? request.command.value : nil)
                payload.append(event.payload)
                occurredAt.append(event.occurredAt)
                device.append(request.device)
                intent.append(integer: request.intent)
                correlation.append(event.correlation)
                causation.append(event.causation)
                imported.append(event.imported)
                place += 1
            }
        }
    }

    /// The parameters of `callOne` for a request with one event.
    static func parameters(
        _ request: AppendRequest, logID: Int16, now: Instant
    ) -> [Parameter]? {
        guard let write = request.writes.first, let event = write.events.first,
            case .version(let expected) = write.expected
        else { return nil }
        return [
            .int2(logID), .timestamp(now), .int4(Int32(clamping: expected)),
            .uuid(request.key.first), .text(write.stream.raw), .text(event.type),
            .int4(Int32(clamping: event.schema)), .date(event.occurredOn), .text(request.actor),
            .text(expected == 0 ? write.part : nil), .uuid(request.command.value),
            .json(event.payload), .timestamp(event.occurredAt), .text(request.device),
            .int8(request.intent), .uuid(event.correlation), .uuid(event.causation),
            .boolean(event.imported),
        ]
    }
}
