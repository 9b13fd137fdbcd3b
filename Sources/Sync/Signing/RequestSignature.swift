package import Domain

/// What a laptop sends instead of a token: `Headwater-Device: id, time, nonce, signature`.
///
/// The signature is over method, path and body hash, so that a request is good for that request
/// alone. The time is a fact to read: a laptop's clock may be days off, and nothing is refused for
/// it. A request sent again does nothing new, and the nonce lets a server refuse a copy.
package struct RequestSignature: Hashable, Sendable {
    package static let header = "Headwater-Device"
    package static let nonceBytes = 16

    package let device: Text
    package let time: Instant
    package let nonce: [UInt8]
    package let signature: [UInt8]

    /// Signs a request as `signer`.
    package init(
        by signer: DeviceSigner, method: String, path: String, body: [UInt8], time: Instant,
        nonce: [UInt8]
    ) throws {
        let signed = RequestSignature.signedBytes(
            device: signer.device, method: method, path: path, body: body, time: time,
            nonce: nonce)
        device = signer.device
        self.time = time
        self.nonce = nonce
        signature = try signer.signature(over: signed)
    }

    /// Reads the header's value; nil for anything that does not have its form.
    package init?(header value: String) {
        let parts = value.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let words = parts.map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard StreamID.isValid(id: Text(words[0])), let time = Instant(words[1]),
            let nonce = Hex.bytes(words[2]), nonce.count == RequestSignature.nonceBytes,
            let signature = Hex.bytes(words[3]), signature.count == DeviceSignature.bytes
        else { return nil }
        device = Text(words[0])
        self.time = time
        self.nonce = nonce
        self.signature = signature
    }

    package var headerValue: String {
        "\(device), \(time), \(Hex.text(nonce)), \(Hex.text(signature))"
    }

    package func isValid(
        method: String, path: String, body: [UInt8], publicKey: [UInt8]
    ) -> Bool {
        let signed = RequestSignature.signedBytes(
            device: device, method: method, path: path, body: body, time: time, nonce: nonce)
        return DeviceSignature.isValid(signature, over: signed, publicKey: publicKey)
    }

    /// The bytes under the signature.
    package static func signedBytes(
        device: Text, method: String, path: String, body: [UInt8], time: Instant, nonce: [UInt8]
    ) -> [UInt8] {
        var framed = Framed("headwater-request-1")
        framed.add(method)
        framed.add(path)
        framed.add(sha256(body))
        framed.add(device)
        framed.add(time.description)
        framed.add(nonce)
        return framed.bytes
    }
}
