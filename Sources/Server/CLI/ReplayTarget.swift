import ArgumentParser
import Domain
import EventStore

/// What a replay shows: what the log knew at a position or a recorded time, or what had happened by
/// a day.
enum ReplayTarget: Hashable, Sendable, ExpressibleByArgument {
    case position(Int64)
    case moment(Instant)
    case day(Day)

    init?(argument: String) {
        if argument.hasPrefix("pos:") {
            guard let position = Int64(argument.dropFirst(4)), position >= 0 else { return nil }
            self = .position(position)
        } else if let day = Day(argument) {
            self = .day(day)
        } else if let moment = Instant(argument) {
            self = .moment(moment)
        } else {
            return nil
        }
    }

    /// A day read on the other axis: its end, as the log had recorded it.
    var asRecorded: ReplayTarget {
        if case .day(let day) = self { return .moment(.endOf(day)) }
        return self
    }

    /// The day up to which things had happened; nil where the log's own time is asked for.
    var effective: Day? {
        if case .day(let day) = self { return day }
        return nil
    }

    /// Where in the log that is; for a day all that is known now. A position after the head is
    /// refused: nothing is known of it.
    func position(in log: EventLog) async throws -> Int64 {
        switch self {
        case .day: return try await log.head().position
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
