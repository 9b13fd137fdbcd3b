import Crypto
import Domain
import Foundation

/// Time-based one-time codes (RFC 6238): six digits, a new one every thirty seconds.
package enum TimeCode {
    static let stepSeconds: Int64 = 30
    /// Steps before and after the present one that count too: clocks differ.
    static let tolerance: Int64 = 1

    /// The step whose code `code` is, later than `last`; nil for a wrong code or one used before.
    static func step(
        of code: Text, secret: [UInt8], at now: Instant, after last: Int64
    ) -> Int64? {
        let present = now.microseconds / 1_000_000 / stepSeconds
        var found: Int64?
        for step in (present - tolerance)...(present + tolerance) {
            let expected = Array(TimeCode.code(secret: secret, step: step).utf8)
            if ConstantTime.equal(Array(code.utf8), expected), step > last { found = step }
        }
        return found
    }

    package static func code(secret: [UInt8], step: Int64) -> String {
        let message = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(
                for: message, using: SymmetricKey(data: secret)))
        let offset = Int(mac[mac.count - 1] & 0xf)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return padded(Int(number & 0x7fff_ffff) % 1_000_000, 6)
    }
}
