import Domain
import JSON

/// `limit`, `cursor`, `asOf` and `minPosition` of a list of events.
struct EventRange: Sendable {
    var limit = HTTPLimits.pageRows
    /// The version or position of the last event of the page before; 0 for the first page.
    var after: Int64 = 0
    var moment: PastMoment?
    var minPosition: Int64?

    init(_ query: QueryItems) throws(Problem) {
        var wrong: [(name: String, code: FieldError.Code)] = []
        if let text = query["limit"] {
            if let value = Int(text.string), (1...HTTPLimits.pageRowsMost).contains(value) {
                limit = value
            } else {
                wrong.append(("limit", Int(text.string) == nil ? .wrongType : .outOfRange))
            }
        }
        if let text = query["minPosition"] {
            minPosition = Int64(text.string)
            if minPosition == nil { wrong.append(("minPosition", .wrongType)) }
        }
        if let text = query["asOf"] {
            moment = PastMoment(text)
            if moment == nil { wrong.append(("asOf", .invalidMoment)) }
        }
        if let text = query["cursor"] {
            if let value = EventRange.place(text) {
                after = value
            } else {
                wrong.append(("cursor", .invalidValue))
            }
        }
        if !wrong.isEmpty { throw .query(wrong) }
    }

    static func cursor(_ place: Int64) -> String {
        Base64URL.encode(JSONText.array([.integer(place)]))
    }

    private static func place(_ text: Text) -> Int64? {
        guard let bytes = Base64URL.decode(text.string), let parts = JSONText.parse(bytes),
            parts.count == 1, let place = parts[0].integerValue, place > 0
        else { return nil }
        return place
    }
}
