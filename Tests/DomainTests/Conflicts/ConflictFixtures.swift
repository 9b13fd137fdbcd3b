import Domain
import JSON
import TestKit

extension Conflict {
    /// Two laptops set another person responsible for one task.
    static let aboutPerson = Opening(
        about: StreamID(.task, "pipeline"), command: "assign", body: ["responsible": "李某"],
        field: "responsible", device: "laptop-2", intent: 7, author: "zhang", authorUnit: "water",
        occurredOn: day(2025, 6, 9), base: Side(["responsible": "张某"]),
        ours: Side(["responsible": "王某"], author: "wang", day: day(2025, 6, 8)),
        theirs: Side(["responsible": "李某"], author: "zhang", day: day(2025, 6, 9)),
        oursPosition: 31)

    /// Two towns' laptops answered one letter in different words.
    static let aboutAnswer = Opening(
        about: StreamID(.letter, "sand-6"), command: "submit-response",
        body: ["text": "清理一半", "evidence": ["photo-1"]], field: "text", device: "laptop-1",
        intent: 3, author: "village", occurredOn: day(2025, 6, 20), base: Side([:]),
        ours: Side(["text": "已清理"], author: "town", day: day(2025, 6, 19)),
        theirs: Side(["text": "清理一半"], author: "village", day: day(2025, 6, 20)),
        oursPosition: 44)
}

extension Snapshot {
    static func after(_ kind: AggregateKind, _ events: [BureauEvent]) -> Snapshot {
        var snapshot = Snapshot(kind)
        for event in events { snapshot.take(event) }
        return snapshot
    }
}
