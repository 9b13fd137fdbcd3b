package import Domain

extension FieldReader {
    /// Bytes in hexadecimal, exactly `count` of them.
    package mutating func hex(_ key: String, count: Int) -> [UInt8] {
        let text = text(key, limit: count * 2)
        if text.isEmpty { return [UInt8](repeating: 0, count: count) }
        guard let bytes = Hex.bytes(text.string), bytes.count == count else {
            note(key, .invalidValue)
            return [UInt8](repeating: 0, count: count)
        }
        return bytes
    }

    /// Bytes in base64, exactly `count` of them.
    package mutating func base64(_ key: String, count: Int) -> [UInt8] {
        let text = text(key, limit: count * 2)
        if let bytes = Base64.bytes(text.string), bytes.count == count { return bytes }
        if !text.isEmpty { note(key, .invalidValue) }
        return [UInt8](repeating: 0, count: count)
    }

    /// A stream as stored: `task/rural-water`.
    mutating func stream(_ key: String) -> StreamID {
        let text = text(key, limit: 100)
        if let stream = StreamID(raw: text.string), StreamID.isValid(id: stream.id) {
            return stream
        }
        if !text.isEmpty { note(key, .invalidValue) }
        return StreamID(.task, "none")
    }

    mutating func instant(_ key: String) -> Instant {
        optionalInstant(key) ?? absentInstant(key)
    }

    mutating func optionalInstant(_ key: String) -> Instant? {
        guard let text = optionalText(key, limit: 40) else { return nil }
        if let instant = Instant(text.string) { return instant }
        note(key, .invalidMoment)
        return Instant(microseconds: 0)
    }

    mutating func optionalEventID(_ key: String) -> EventID? {
        guard let text = optionalText(key, limit: 40) else { return nil }
        if let id = EventID(text.string) { return id }
        note(key, .invalidID)
        return EventID(high: 0, low: 0)
    }

    mutating func eventID(_ key: String) -> EventID {
        if let id = optionalEventID(key) { return id }
        if !has(key) { note(key, .missing) }
        return EventID(high: 0, low: 0)
    }

    /// A number that counts or places something: never negative.
    package mutating func count(_ key: String) -> Int64 { integer(key, in: 0...Int64.max) }

    private mutating func absentInstant(_ key: String) -> Instant {
        if !has(key) { note(key, .missing) }
        return Instant(microseconds: 0)
    }
}
