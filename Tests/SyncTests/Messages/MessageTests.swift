import Crypto
import Domain
import Sync
import TestKit
import Testing

/// The bytes on the wire, under the chain and under the signatures: both ends, of different
/// versions, must agree on them.
@Suite struct MessageTests {
    private static let key = [UInt8](repeating: 9, count: 32)
    private static let mark = LogMark(
        logID: EventID(high: 1, low: 2), epoch: 3, position: 4,
        prefixHash: [UInt8](repeating: 0xab, count: 32))
    private static let intent = Intent(
        n: 1, stream: StreamID(.task, "rural-water"), command: "add-note",
        body: Array(#"{"text":"到场"}"#.utf8), occurredOn: day(2025, 6, 10),
        deviceTime: Instant(microseconds: 1_749_513_600_000_000), baseVersion: 7,
        previousHash: Intent.noHash)

    private static func signer() throws -> DeviceSigner {
        DeviceSigner(
            device: "d-1", key: try Curve25519.Signing.PrivateKey(rawRepresentation: key))
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `the stored bytes of an intent are its fields, each with its length`() {
        let bytes = MessageTests.intent.storedBytes(of: "d-1")
        let expected =
            Array("headwater-intent-1\n".utf8)
            + [
                "d-1", "1", "task/rural-water", "add-note", #"{"text":"到场"}"#, "2025-06-10",
                "2025-06-10T08:00:00.000000+08:00", "7",
            ].flatMap { [0, 0, 0, UInt8($0.utf8.count)] + Array($0.utf8) }
            + [0, 0, 0, 32] + Intent.noHash
        #expect(bytes == expected)
        #expect(
            Hex.text(MessageTests.intent.hash(on: "d-1"))
                == "0894a8d652681248061bc93152cf3cff001180ab716b74c512b158420182a5f3")
    }

    @Test func `a push has this form`() throws {
        var request = try PushRequest(
            [MessageTests.intent], mark: MessageTests.mark, by: try MessageTests.signer())
        let isValid = DeviceSignature.isValid(
            request.signature, over: request.signedBytes,
            publicKey: try MessageTests.signer().publicKey)
        #expect(isValid)
        #expect(request.isChained)
        request.signature = [UInt8](repeating: 1, count: 64)
        let hash = Hex.text(MessageTests.intent.hash(on: "d-1"))
        #expect(
            MessageTests.text(request.bytes) == #"{"protocol":1,"#
                + #""logId":"00000000-0000-0001-0000-000000000002","epoch":3,"position":4,"#
                + #""prefixHash":"\#(String(repeating: "ab", count: 32))","deviceId":"d-1","#
                + #""fromN":1,"intents":[{"n":1,"stream":"task/rural-water","#
                + #""command":"add-note","body":{"text":"到场"},"occurredOn":"2025-06-10","#
                + #""deviceTime":"2025-06-10T08:00:00.000000+08:00","baseVersion":7,"#
                + #""previousHash":"\#(String(repeating: "0", count: 64))"}],"#
                + #""chainHead":"\#(hash)","#
                + #""signature":"\#(String(repeating: "01", count: 64))"}"#)
        #expect(try PushRequest(parsing: request.bytes) == request)
    }

    @Test func `a push whose chain has a gap or another head is seen`() throws {
        let second = Intent(
            n: 2, stream: MessageTests.intent.stream, command: "add-note",
            body: MessageTests.intent.body, occurredOn: .test,
            deviceTime: Instant(microseconds: 0), baseVersion: 7,
            previousHash: MessageTests.intent.hash(on: "d-1"))
        let mark = MessageTests.mark
        var request = try PushRequest(
            [MessageTests.intent, second], mark: mark, by: try MessageTests.signer())
        #expect(request.isChained)
        request.chainHead = MessageTests.intent.hash(on: "d-1")
        #expect(!request.isChained)
        request = try PushRequest(
            [second, second], mark: mark, by: try MessageTests.signer())
        #expect(!request.isChained)
    }

    @Test func `the answers have this form`() throws {
        let push = PushAnswer(
            ackN: 3,
            receipts: [
                Receipt(n: 1, .verdict(.merged), positions: 5...6),
                Receipt(n: 2, .verdict(.conflict), positions: 7...8, conflict: "c-1"),
                Receipt(
                    n: 3, .held,
                    reason: .init(code: "waits", chinese: "等", english: "It waits.")),
            ], epoch: 1, serverTime: Instant(microseconds: 0))
        #expect(
            MessageTests.text(push.bytes)
                == #"{"ackN":3,"receipts":[{"n":1,"verdict":"merged","positions":[5,6]},"#
                + #"{"n":2,"verdict":"conflict","conflictId":"c-1","positions":[7,8]},"#
                + #"{"n":3,"verdict":"held","#
                + #""reason":{"code":"waits","zh":"等","en":"It waits."}}],"epoch":1,"#
                + #""serverTime":"1970-01-01T08:00:00.000000+08:00"}"#)
        #expect(try PushAnswer(parsing: push.bytes) == push)

        var envelope = Envelope(
            position: 9, stream: StreamID(.task, "a"), version: 2,
            id: EventID(high: 3, low: 4), type: "NoteAdded", schema: 1,
            occurredOn: .test, recordedAt: Instant(microseconds: 0), actor: "li")
        envelope.device = "d-1"
        envelope.intent = 1
        let pull = PullAnswer(
            epoch: 1, events: [StoredEvent(envelope, payload: Array(#"{"text":"x"}"#.utf8))],
            nextCursor: 12, head: 12, prefixHash: Intent.noHash, more: false, receipts: [])
        #expect(
            MessageTests.text(pull.bytes)
                == #"{"epoch":1,"events":[{"position":9,"stream":"task/a","version":2,"#
                + #""id":"00000000-0000-0003-0000-000000000004","type":"NoteAdded","schema":1,"#
                + #""occurredOn":"2025-06-10","recordedAt":"1970-01-01T08:00:00.000000+08:00","#
                + #""actor":"li","device":"d-1","intent":1,"payload":{"text":"x"}}],"#
                + #""nextCursor":12,"head":12,"#
                + #""prefixHash":"\#(String(repeating: "0", count: 64))","more":false}"#)
        #expect(try PullAnswer(parsing: pull.bytes) == pull)
    }

    @Test func `unknown fields, gaps in positions and spare intents are refused`() throws {
        #expect(throws: FieldErrors.self) {
            try PullRequest(parsing: Array(#"{"protocol":1}"#.utf8))
        }
        let gap =
            #"{"ackN":1,"receipts":[{"n":1,"verdict":"merged","positions":[5,7]}],"epoch":1,"#
            + #""serverTime":"1970-01-01T08:00:00Z"}"#
        #expect(throws: FieldErrors([FieldError("/receipts/0/positions", .invalidValue)])) {
            try PushAnswer(parsing: Array(gap.utf8))
        }
    }

    @Test func `a request's signature is good for that request alone`() throws {
        let signer = try MessageTests.signer()
        let body = Array("{}".utf8)
        let signature = try RequestSignature(
            by: signer, method: "POST", path: "/v1/sync/pull", body: body,
            time: Instant(microseconds: 5), nonce: [UInt8](repeating: 7, count: 16))
        let read = try #require(RequestSignature(header: signature.headerValue))
        #expect(read == signature)
        let key = signer.publicKey
        #expect(
            read.isValid(method: "POST", path: "/v1/sync/pull", body: body, publicKey: key))
        #expect(
            !read.isValid(method: "POST", path: "/v1/sync/push", body: body, publicKey: key))
        #expect(!read.isValid(method: "POST", path: "/v1/sync/pull", body: [], publicKey: key))
        #expect(RequestSignature(header: "d-1, now, 00, 11") == nil)
    }

    @Test func `base64 has one spelling of each value`() {
        for count in 0...4 {
            let bytes = [UInt8](repeating: 0xfb, count: count)
            #expect(Base64.bytes(Base64.text(bytes)) == bytes)
        }
        #expect(Base64.text(Array("headwater".utf8)) == "aGVhZHdhdGVy")
        #expect(Base64.bytes("aGVhZHdhdGV=") == nil)
    }
}
