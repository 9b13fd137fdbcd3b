package import Domain

/// One append that a run asks for: the facts, the verdict and the intent's number, all or nothing.
package struct Submission: Sendable {
    /// The idempotency key; asked again, the log answers what it did the first time.
    package let key: Text
    package let actor: Text
    package let commandHash: [UInt8]
    package let device: Text
    /// The intent that it is about; its day and its laptop's time go into the events.
    package let intent: Intent
    /// In the order in which the events take their positions.
    package let writes: [Bureau.Write]
    package let guards: [StreamID: Int]
    package let claims: [(change: ClaimChange, holder: StreamID)]
    /// The intake; nil where an intent was taken in before.
    package let intake: IntakeEntry?
    /// What the laptop is told once it is appended; nil for a suspension.
    let receipt: Receipt?

    package var events: [BureauEvent] { writes.flatMap(\.events) }
}

/// An intent's place in the device's chain as the log keeps it.
package struct IntakeEntry: Hashable, Sendable {
    package let n: Int64
    package let previousHash: [UInt8]
    package let hash: [UInt8]
    /// `Receipt.verdictBytes`.
    package let verdict: [UInt8]

    package init(n: Int64, previousHash: [UInt8], hash: [UInt8], verdict: [UInt8]) {
        self.n = n
        self.previousHash = previousHash
        self.hash = hash
        self.verdict = verdict
    }
}

/// An intake that the log holds already.
package struct KnownIntake: Hashable, Sendable {
    package let n: Int64
    package let hash: [UInt8]
    package let receipt: Receipt

    package init(n: Int64, hash: [UInt8], receipt: Receipt) {
        self.n = n
        self.hash = hash
        self.receipt = receipt
    }

    /// - Parameters:
    ///   - positions: of what the intake's append took; nil if it took none.
    package init(
        n: Int64, hash: [UInt8], verdict: [UInt8], positions: ClosedRange<Int64>?
    ) throws {
        self.init(
            n: n, hash: hash,
            receipt: try Receipt(n: n, verdictBytes: verdict, positions: positions))
    }
}
