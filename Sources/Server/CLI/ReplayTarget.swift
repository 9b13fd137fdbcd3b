import ArgumentParser
import Domain
import EventStore

/// The moment that a replay shows: a position, or a time; a day means its end in the bureau.
enum ReplayTarget: Hashable, Sendable, ExpressibleByArgument {
    case position(Int64)
    case moment(Instant)

    init?(argument: String) {
        if argument.hasPrefix("pos:") {
            guard let position = Int64(argument.dropFirst(4)), position >= 0 else { return nil }
            self = .position(position)
        } else if let day = Day(argument) {
            self = .moment(.endOf(day))
        } else if let moment = Instant(argument) {
            self = .moment(moment)
        } else {
            return nil
        }
    }

    /// Where in the log that is. A position after the head is refused: nothing is known of it.
    func position(in log: EventLog) async throws -> Int64 {
        switch self {
        case .moment(let moment): return try await log.position(at: moment)
        case .position(let position):
            let head = try await log.head().position
            guard position <= head else {
                throw OperatorError(
                    "日志只到 pos:\(head),没有 pos:\(position)",
                    "the log ends at pos:\(head); there is no pos:\(position)")
            }
            return position
        }
    }
}
