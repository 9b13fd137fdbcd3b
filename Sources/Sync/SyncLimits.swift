/// Bounds of the protocol: both ends refuse what is larger, so that neither can be made to hold
/// more than this of the other's words.
package enum SyncLimits {
    /// The version of the protocol that this program speaks.
    package static let protocolVersion: Int64 = 1
    package static let intentsPerPush = 500
    /// Of the whole request body, in bytes.
    package static let pushBytes = 1 << 20
    /// Of one intent's body, in bytes.
    package static let intentBytes = 256 << 10
    /// Of an answer to a pull, in bytes; the server ends a page earlier rather than pass it.
    package static let pullAnswerBytes = 8 << 20
    package static let pullRequestBytes = 64 << 10
    package static let eventsPerPull = 1_000
    package static let receiptsPerPull = 1_000
    package static let positionsPerReceipt = 1_000
    package static let partsPerPull = 500
    /// How often one intent is decided anew because its streams moved on meanwhile.
    package static let decisionsPerIntent = 8
    package static let enrolBytes = 8 << 10
    /// A name of a device, in UTF-8 bytes.
    package static let deviceNameBytes = 200
}
