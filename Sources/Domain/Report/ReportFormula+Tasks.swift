extension Evaluation {
    /// What a task says in days and words.
    func ofTask(_ formula: Formula) -> Outcome? {
        switch formula {
        case .openBlockers(let task):
            return work(task).flatMap { work in
                let open = work.openBlockers.map(\.position)
                return open.isEmpty ? nil : Outcome(Measure(count: open.count), .actual, open)
            }
        case .deadline(let task):
            return work(task).flatMap { work in
                work.due.map {
                    Outcome($0.description, unit: "date", Qualifier(.planned), [work.dueSaid])
                }
            }
        case .completedIn(let task):
            return work(task).flatMap { work in
                guard let day = work.completedOn, let position = work.completed else { return nil }
                return Outcome(day.month.description, unit: "date", .actual, [position])
            }
        case .milestone(let task, let name):
            return span(task, name, name) { from, _ in (from.month.description, "date") }
        case .months(let task, let from, let to):
            return span(task, from, to) { ("\($0.month)/\($1.month)", "range") }
        case .years(let task, let from, let to):
            return span(task, from, to) {
                ("\(padded($0.month.year, 4))/\(padded($1.month.year, 4))", "range")
            }
        case .source(let task):
            return work(task).flatMap { work in
                work.source.map {
                    Outcome($0.string, unit: "code", .actual, [work.planned])
                }
            }
        case .figure, .grants, .received, .receivedFor, .paid, .paidToDate, .allocated,
            .headcount, .lettersIssued, .sum, .difference, .whole, .share, .quotient:
            return nil
        }
    }

    private func work(_ task: Text) -> TaskEntry? {
        book.tasks[task].flatMap { book.concerns($0) ? $0 : nil }
    }

    private func span(
        _ task: Text, _ from: Text, _ to: Text, _ say: (Day, Day) -> (String, String)
    ) -> Outcome? {
        guard let work = work(task),
            let first = work.milestones.first(where: { $0.name == from }),
            let last = work.milestones.first(where: { $0.name == to })
        else { return nil }
        let (text, unit) = say(first.due, last.due)
        return Outcome(text, unit: unit, Qualifier(.planned), [work.planned])
    }
}
