import Crypto
package import Domain
import Foundation
import JSON
import Sync

/// Introduces the laptop to a server with a one-time code.
package struct Enroller: Sendable {
    package static let path = "/v1/devices/enrol"

    private let home: FieldHome
    private let store: FieldStore
    private let transport: any FieldTransport
    private let server: String

    package init(
        home: FieldHome, store: FieldStore, transport: any FieldTransport, server: String
    ) {
        self.home = home
        self.store = store
        self.transport = transport
        self.server = server
    }

    /// Enrols with `code`. The key is on disk before the server hears of it, and the server knows a
    /// device by its key: trying again after a lost answer enrols the same device.
    package func enrol(code: Text, name: Text) async throws -> FieldEnrolment {
        let key = try home.key()
        let request = EnrolRequest(
            code: code, name: name, publicKey: Array(key.publicKey.rawRepresentation))
        let answer = try await transport.post(Enroller.path, request.bytes, headers: [])
        let body = try answer.bodyIfDone(from: server)
        let enrolment: FieldEnrolment
        do {
            enrolment = FieldEnrolment(
                server: server, name: name, try EnrolAnswer(parsing: body))
        } catch {
            throw LaptopError.badAnswer("\(error)")
        }
        try store.enrol(enrolment)
        return enrolment
    }
}

/// The file that `scripts/run` writes beside the server: where a demonstration finds its codes.
package struct DemoCredentials: Sendable {
    package let url: String?
    package let codes: [Text]

    /// `$HEADWATER_HOME/demo-credentials.json`, else `./var/demo-credentials.json`.
    package static func path(_ environment: [String: String]) -> String {
        let home = environment["HEADWATER_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "var"
        return home + "/demo-credentials.json"
    }

    /// Nil if there is no such file, or it is none of ours.
    package init?(path: String) {
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        do throws(JSONError) {
            let value = try JSONValue(parsing: Array(bytes))
            url = value["url"]?.stringValue
            codes = (value["enrolmentCodes"]?.arrayValue ?? []).compactMap {
                $0["code"]?.stringValue.map { Text($0) }
            }
        } catch {
            return nil
        }
    }
}
