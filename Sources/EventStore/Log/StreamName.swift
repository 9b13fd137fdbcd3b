import Domain

/// The name of a stream in a row: a log may hold streams of kinds that a later version made, and
/// they keep theirs as it is.
enum StreamName {
    case known(StreamID)
    case unknown(Text)

    init(_ raw: String) {
        self = StreamID(raw: raw).map { .known($0) } ?? .unknown(Text(raw))
    }

    /// As stored.
    var raw: Text {
        switch self {
        case .known(let stream): Text(stream.raw)
        case .unknown(let name): name
        }
    }
}
