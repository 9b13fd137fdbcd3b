package import JSON

/// Brings the payload of one stored type from one schema to the next.
///
/// Stored bytes are never rewritten: an old event is brought up to date each time it is read, step
/// by step, so that deciders, folds and laptops see the present shape alone. A step knows nothing
/// but the payload. What cannot be told from that (who, where nobody was recorded) is an optional
/// field of the event, and no new schema.
package struct Upcaster: Sendable {
    package let type: String
    /// The schema that it takes; what it gives is of the next one.
    package let schema: Int
    private let change: @Sendable (JSONObject) -> JSONObject?

    /// - Parameter change: nil for a payload that is not of the shape, which makes the event
    ///   unknown.
    package init(
        _ type: String, from schema: Int,
        _ change: @escaping @Sendable (JSONObject) -> JSONObject?
    ) {
        self.type = type
        self.schema = schema
        self.change = change
    }

    fileprivate func takes(_ type: String, _ schema: Int) -> Bool {
        self.schema == schema && self.type == type
    }

    /// Takes as many steps as there are. A schema that no step takes is left as it is: whether it
    /// is the present one or one of the future, its reader knows.
    static func bringUp(
        _ payload: JSONValue, of type: String, from schema: Int, by steps: [Upcaster]
    ) -> (schema: Int, payload: JSONValue)? {
        var schema = schema
        var payload = payload
        while let step = steps.first(where: { $0.takes(type, schema) }) {
            guard let changed = payload.objectValue.flatMap(step.change) else { return nil }
            payload = .object(changed)
            schema += 1
        }
        return (schema, payload)
    }
}

extension DomainEvent {
    /// Reads a stored payload of any schema that this version knows; nil for another type or
    /// schema, and for a payload that is not of its shape.
    package static func decode(_ type: String, schema: Int, _ payload: JSONValue) -> Self? {
        guard
            let (present, payload) = Upcaster.bringUp(
                payload, of: type, from: schema, by: upcasters)
        else { return nil }
        return read(type, schema: present, from: FieldReader(payload))
    }

    /// The same of a payload as it lies, which needs no tree unless its shape is an old one.
    static func decode(_ type: String, schema: Int, _ payload: JSONElement) -> Self? {
        upcasters.contains { $0.takes(type, schema) }
            ? decode(type, schema: schema, payload.value)
            : read(type, schema: schema, from: FieldReader(payload))
    }

    private static func read(_ type: String, schema: Int, from fields: FieldReader) -> Self? {
        var fields = fields
        let event = read(type, schema: schema, from: &fields)
        do {
            try fields.finish()
        } catch {
            return nil
        }
        return event
    }
}
