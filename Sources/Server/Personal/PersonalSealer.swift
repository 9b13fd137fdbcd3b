import Crypto
package import Domain
import Foundation
package import JSON

/// Seals the personal fields of a command before the Domain sees it, and opens them for who may
/// look. In the log there are only opaque bytes and keyed hashes.
package struct PersonalSealer: Sendable {
    package let keys: ServerKeys
    let store: PersonKeyStore

    /// The fields that a person's entry may carry in clear text.
    static let fields = ["name", "identityNumber", "account", "accountHolder"]
    private static let lengthLimit = 200
    /// Names the algorithm in every sealed text, so that another can follow it.
    private static let scheme = "aes256gcm1:"

    package init(keys: ServerKeys, store: PersonKeyStore) {
        self.keys = keys
        self.store = store
    }

    /// `body` with the clear personal fields of each person replaced by `sealed`, `identityClaim`
    /// and `accountClaim`. Bodies of other aggregates carry none and pass unchanged.
    package func seal(
        _ kind: AggregateKind, _ command: String, _ body: JSONValue
    ) throws(FieldErrors) -> JSONValue {
        guard kind == .roster, case .object(var object) = body else { return body }
        var errors: [FieldError] = []
        var entries: [Entry] = []
        if let own = Entry(object, at: "", &errors) { entries.append(own) }
        let persons = object["persons"]?.arrayValue ?? []
        for (index, person) in persons.enumerated() {
            guard case .object(let person) = person else { continue }
            if let entry = Entry(person, at: "/persons/\(index)", &errors) {
                entries.append(entry)
            }
        }
        if !errors.isEmpty { throw FieldErrors(errors) }
        if entries.isEmpty { return body }
        let sealed = try sealAll(entries)
        if let own = sealed[""] { object = own }
        let changed = persons.enumerated().map { index, person in
            sealed["/persons/\(index)"].map { JSONValue.object($0) } ?? person
        }
        if !persons.isEmpty { object.set("persons", .array(changed)) }
        return .object(object)
    }

    /// The clear fields of one sealed text.
    package func open(_ sealed: Text, person: Text) throws -> JSONValue {
        guard let key = try store.find([person.string])[person.string] else {
            throw PersonalDataError.personKeyMissing(person: person.string)
        }
        guard sealed.string.hasPrefix(PersonalSealer.scheme),
            let data = Data(
                base64Encoded: String(sealed.string.dropFirst(PersonalSealer.scheme.count)))
        else { throw PersonalDataError.sealDamaged(person: person.string) }
        do {
            let box = try AES.GCM.SealedBox(combined: data)
            let clear = try AES.GCM.open(
                box, using: key, authenticating: Data(person.string.utf8))
            return try JSONValue(parsing: Array(clear))
        } catch {
            throw PersonalDataError.sealDamaged(person: person.string)
        }
    }

    /// The claim that an identity number makes; it also serves exact search.
    package func identityClaim(_ number: String) -> String {
        Hex.text(keys.authenticate("identity", Array(number.uppercased().utf8)))
    }

    private func sealAll(_ entries: [Entry]) throws(FieldErrors) -> [String: JSONObject] {
        do {
            let personKeys = try store.make(entries.map(\.person))
            var result: [String: JSONObject] = [:]
            for entry in entries {
                guard let key = personKeys[entry.person] else { continue }
                result[entry.pointer] = try sealed(entry, key)
            }
            return result
        } catch let error as FieldErrors {
            throw error
        } catch {
            throw FieldErrors([FieldError("", .invalidValue)])
        }
    }

    private func sealed(_ entry: Entry, _ key: SymmetricKey) throws -> JSONObject {
        let box = try AES.GCM.seal(
            Data(JSONValue.object(entry.clear).bytes), using: key,
            authenticating: Data(entry.person.utf8))
        var object = entry.rest
        let text = PersonalSealer.scheme + (box.combined?.base64EncodedString() ?? "")
        object.set("sealed", .string(text))
        if let number = entry.clear["identityNumber"]?.stringValue {
            object.set("identityClaim", .string(identityClaim(number)))
        }
        if let account = entry.clear["account"]?.stringValue {
            let claim = keys.authenticate("account", Array(account.utf8))
            object.set("accountClaim", .string(Hex.text(claim)))
        }
        return object
    }

    /// One person's entry in a body: what is personal, and the rest.
    private struct Entry {
        let pointer: String
        let person: String
        let clear: JSONObject
        let rest: JSONObject

        /// Nil if there is nothing personal in `object`.
        init?(_ object: JSONObject, at pointer: String, _ errors: inout [FieldError]) {
            let personal = object.members.filter { PersonalSealer.fields.contains($0.key) }
            guard !personal.isEmpty else { return nil }
            for member in personal {
                let path = "\(pointer)/\(member.key)"
                guard case .string(let string) = member.value else {
                    errors.append(FieldError(path, .wrongType))
                    continue
                }
                if string.isEmpty { errors.append(FieldError(path, .empty)) }
                if string.utf8.count > PersonalSealer.lengthLimit {
                    errors.append(FieldError(path, .tooLong))
                }
                if Text(string).hasForbiddenControl {
                    errors.append(FieldError(path, .controlCharacter))
                }
            }
            guard case .string(let person)? = object["person"],
                StreamID.isValid(id: Text(person))
            else {
                errors.append(FieldError("\(pointer)/person", .invalidID))
                return nil
            }
            self.pointer = pointer
            self.person = person
            clear = JSONObject(personal)
            rest = JSONObject(
                object.members.filter { !PersonalSealer.fields.contains($0.key) })
        }
    }
}
