import Crypto
import Domain

/// Bytes to be hashed or signed: a purpose, then each field with its length before it, so that no
/// two different lists of fields have the same bytes, and nothing signed for one purpose passes
/// for another.
struct Framed {
    private(set) var bytes: [UInt8]

    /// `purpose` ends with its version, for example `headwater-intent-1`.
    init(_ purpose: String) {
        bytes = Array(purpose.utf8)
        bytes.append(0x0a)
    }

    /// Four bytes of length, big-endian, then the field.
    mutating func add(_ field: some Collection<UInt8>) {
        let length = UInt32(field.count)
        for shift in [24, 16, 8, 0] as [UInt32] {
            bytes.append(UInt8(truncatingIfNeeded: length >> shift))
        }
        bytes.append(contentsOf: field)
    }

    mutating func add(_ text: Text) { add(text.utf8) }
    mutating func add(_ text: String) { add(text.utf8) }
    /// In decimal.
    mutating func add(_ number: Int64) { add(String(number)) }
}

/// SHA-256 of `bytes`, 32 bytes.
package func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

/// The length of every hash of the protocol, in bytes.
package let hashBytes = 32
