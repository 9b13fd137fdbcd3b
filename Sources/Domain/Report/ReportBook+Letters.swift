/// A supervision letter (督办函) as the report tells it.
struct LetterEntry: Hashable, Sendable {
    var title: Text
    var addressee: Text
    var phase: Letter.State.Phase = .drafted
    var number: Letter.Number?
    var due: Day?
    var issuedOn: Day?
    var issued: Int64?
    var respondedOn: Day?
    var positions: [Int64]

    var owesAnswer: Bool { phase.isAwaiting }
}

extension ReportBook {
    mutating func take(_ event: Letter.Event, _ source: Source) {
        let id = source.stream
        if case .drafted(let draft, _) = event {
            letters[id] = LetterEntry(
                title: draft.title, addressee: draft.mainAddressee, positions: [source.position])
            return
        }
        letters[id]?.positions.append(source.position)
        switch event {
        case .drafted, .interimReplied, .extensionRequested, .escalated: break
        case .checked: letters[id]?.phase = .checked
        case .signed: letters[id]?.phase = .signed
        case .issued(let issuance):
            letters[id]?.phase = .issued
            letters[id]?.number = issuance.number
            letters[id]?.due = issuance.due
            letters[id]?.issuedOn = source.day
            letters[id]?.issued = source.position
        case .received: if letters[id]?.phase == .issued { letters[id]?.phase = .received }
        case .extensionGranted(let more): letters[id]?.due = more.until
        case .responseSubmitted:
            letters[id]?.phase = .responded
            letters[id]?.respondedOn = source.day
        case .responseReturned: letters[id]?.phase = .returned
        case .rectificationVerified: letters[id]?.phase = .verified
        case .closed: letters[id]?.phase = .closed
        case .withdrawn: letters[id]?.phase = .withdrawn
        }
    }

    /// Letters that went out in the period, by number.
    var lettersOfPeriod: [LetterEntry] {
        letters.values.filter { $0.issuedOn.map(period.contains) ?? false }
            .sorted {
                ($0.number?.number ?? 0, $0.addressee) < ($1.number?.number ?? 0, $1.addressee)
            }
    }

    /// Letters of the period that owe an answer past its day.
    var overdueLetters: [LetterEntry] {
        guard let knownThrough else { return [] }
        return lettersOfPeriod.filter { letter in
            letter.owesAnswer && letter.due.map { $0 < knownThrough } ?? false
        }
    }
}
