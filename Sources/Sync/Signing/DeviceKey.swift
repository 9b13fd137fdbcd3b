package import Crypto
package import Domain

/// A laptop's signing key; the key itself is made and kept by the shell.
package struct DeviceSigner: Sendable {
    package let device: Text
    private let key: Curve25519.Signing.PrivateKey

    package init(device: Text, key: Curve25519.Signing.PrivateKey) {
        self.device = device
        self.key = key
    }

    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// 64 bytes of Ed25519.
    package func signature(over bytes: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: bytes))
    }
}

package enum DeviceSignature {
    package static let bytes = 64
    package static let publicKeyBytes = 32

    /// False also for bytes that are no key.
    package static func isValid(
        _ signature: [UInt8], over bytes: [UInt8], publicKey: [UInt8]
    ) -> Bool {
        do {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
            return key.isValidSignature(signature, for: bytes)
        } catch {
            return false  // No key, no valid signature.
        }
    }
}

package enum DeviceID {
    /// A device is named after its public key, so that enrolling again after a lost answer names
    /// the same device.
    package static func derived(from publicKey: [UInt8]) -> Text {
        var framed = Framed("headwater-device-1")
        framed.add(publicKey)
        return Text("d-" + Hex.text(sha256(framed.bytes).prefix(12)))
    }
}

package enum ConflictID {
    /// One intent opens one conflict at most: its name follows from the intent, so that deciding
    /// again opens the same one.
    package static func derived(device: Text, n: Int64) -> Text {
        var framed = Framed("headwater-conflict-1")
        framed.add(device)
        framed.add(n)
        return Text("c-" + Hex.text(sha256(framed.bytes).prefix(12)))
    }
}
