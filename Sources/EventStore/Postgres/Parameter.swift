package import Domain

/// A bound parameter in PostgreSQL's binary form.
package struct Parameter {
    package let type: UInt32
    package let bytes: [UInt8]?

    private init(_ type: UInt32, _ bytes: [UInt8]?) {
        self.type = type
        self.bytes = bytes
    }

    package static func int2(_ value: Int16) -> Parameter { Parameter(OID.int2, bigEndian(value)) }
    package static func int4(_ value: Int32?) -> Parameter {
        Parameter(OID.int4, value.map { bigEndian($0) })
    }
    package static func int8(_ value: Int64?) -> Parameter {
        Parameter(OID.int8, value.map { bigEndian($0) })
    }
    package static func text(_ value: Text?) -> Parameter {
        Parameter(OID.text, value.map { Array($0.utf8) })
    }
    package static func text(_ value: String) -> Parameter {
        Parameter(OID.text, Array(value.utf8))
    }
    package static func bytes(_ value: [UInt8]) -> Parameter { Parameter(OID.bytea, value) }
    package static func json(_ value: [UInt8]?) -> Parameter { Parameter(OID.json, value) }
    package static func boolean(_ value: Bool) -> Parameter { Parameter(OID.bool, [value ? 1 : 0]) }
    package static func uuid(_ value: EventID?) -> Parameter {
        Parameter(OID.uuid, value.map { bigEndian($0.high) + bigEndian($0.low) })
    }
    package static func date(_ value: Day?) -> Parameter {
        Parameter(OID.date, value.map { bigEndian($0.number - OID.epochDays) })
    }
    package static func timestamp(_ value: Instant?) -> Parameter {
        Parameter(
            OID.timestamptz, value.map { bigEndian($0.microseconds - OID.epochMicroseconds) })
    }
    package static func array(_ value: BinaryArray) -> Parameter {
        Parameter(value.type.array, value.finish())
    }
    package static func texts(_ values: some Sequence<Text>) -> Parameter {
        var array = BinaryArray(.text)
        for value in values { array.append(value) }
        return .array(array)
    }

    private static func bigEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}

/// Type numbers of PostgreSQL's catalog; they never change.
package enum OID {
    package static let bool: UInt32 = 16
    package static let bytea: UInt32 = 17
    package static let int8: UInt32 = 20
    package static let int2: UInt32 = 21
    package static let int4: UInt32 = 23
    package static let text: UInt32 = 25
    package static let json: UInt32 = 114
    package static let date: UInt32 = 1082
    package static let timestamptz: UInt32 = 1184
    package static let uuid: UInt32 = 2950

    /// PostgreSQL counts days and microseconds from 2000-01-01.
    package static let epochDays: Int32 = 10_957
    package static let epochMicroseconds: Int64 = 946_684_800_000_000
}

/// A one-dimensional array in binary form, built element by element without a copy of each.
package struct BinaryArray {
    package struct ElementType {
        package let element: UInt32
        package let array: UInt32

        static let bool = ElementType(element: OID.bool, array: 1000)
        static let bytea = ElementType(element: OID.bytea, array: 1001)
        static let int4 = ElementType(element: OID.int4, array: 1007)
        static let text = ElementType(element: OID.text, array: 1009)
        static let int8 = ElementType(element: OID.int8, array: 1016)
        static let date = ElementType(element: OID.date, array: 1182)
        static let timestamptz = ElementType(element: OID.timestamptz, array: 1185)
        static let json = ElementType(element: OID.json, array: 199)
        static let uuid = ElementType(element: OID.uuid, array: 2951)
    }

    package let type: ElementType
    package private(set) var count: Int32 = 0
    private var hasNull = false
    private var body: [UInt8] = []

    package init(_ type: ElementType) { self.type = type }

    package mutating func appendNull() {
        hasNull = true
        count += 1
        put(Int32(-1))
    }

    package mutating func append(_ value: Text?) {
        guard let value else { return appendNull() }
        count += 1
        put(Int32(value.utf8.count))
        body.append(contentsOf: value.utf8)
    }

    package mutating func append(_ value: String) { append(Text(value)) }

    package mutating func append(_ value: [UInt8]) {
        count += 1
        put(Int32(value.count))
        body.append(contentsOf: value)
    }

    package mutating func append<Value: FixedWidthInteger>(integer value: Value?) {
        guard let value else { return appendNull() }
        count += 1
        put(Int32(MemoryLayout<Value>.size))
        put(value)
    }

    package mutating func append(_ value: Bool) {
        count += 1
        put(Int32(1))
        body.append(value ? 1 : 0)
    }

    package mutating func append(_ value: EventID?) {
        guard let value else { return appendNull() }
        count += 1
        put(Int32(16))
        put(value.high)
        put(value.low)
    }

    package mutating func append(_ value: Day?) {
        append(integer: value.map { $0.number - OID.epochDays })
    }

    package mutating func append(_ value: Instant?) {
        append(integer: value.map { $0.microseconds - OID.epochMicroseconds })
    }

    package func finish() -> [UInt8] {
        var header = BinaryArray(type)
        header.body.reserveCapacity(20 + body.count)
        header.put(Int32(count == 0 ? 0 : 1))
        header.put(Int32(hasNull ? 1 : 0))
        header.put(type.element)
        if count > 0 {
            header.put(count)
            header.put(Int32(1))
        }
        header.body.append(contentsOf: body)
        return header.body
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.bigEndian) { body.append(contentsOf: $0) }
    }
}
