package import Domain
import JSON
package import Sync

/// Performs a sync: asks the machine for each step, sends it, stores what came back.
///
/// Everything that is learnt is stored before the next request, so stopping it anywhere, by a crash
/// or by a cut cable, leaves a laptop that goes on from there.
package struct FieldSync: Sendable {
    package struct Report: Hashable, Sendable {
        package var pushed = 0
        package var pulled = 0
    }

    private let store: FieldStore
    private let transport: any FieldTransport
    private let signer: DeviceSigner
    private let server: String
    private let now: @Sendable () -> Instant
    /// Waits so many milliseconds before a request is tried again.
    private let pause: @Sendable (Int) async throws -> Void

    package static let pushPath = "/v1/sync/push"
    package static let pullPath = "/v1/sync/pull"
    /// Waits before each new try of a request, in milliseconds; then the sync gives up.
    static let backoffMs = [300, 1_000, 3_000]

    package init(
        store: FieldStore, transport: any FieldTransport, signer: DeviceSigner, server: String,
        now: @escaping @Sendable () -> Instant,
        pause: @escaping @Sendable (Int) async throws -> Void
    ) {
        self.store = store
        self.transport = transport
        self.signer = signer
        self.server = server
        self.now = now
        self.pause = pause
    }

    /// Pushes and pulls until both ends have told each other everything.
    ///
    /// - Parameter progress: called after each exchange.
    package func run(progress: @Sendable (Report) -> Void = { _ in }) async throws -> Report {
        var run = LaptopRun()
        do {
            while true {
                let standing = try store.standing()
                switch try run.step(standing, by: signer) {
                case .push(let request):
                    let answer = try PushAnswer(
                        parsing: try await send(FieldSync.pushPath, request.bytes))
                    try store.store(try run.take(answer, to: request, standing))
                case .pull(let request):
                    let answer = try PullAnswer(
                        parsing: try await send(FieldSync.pullPath, request.bytes))
                    let page = try run.take(answer, to: request)
                    try store.apply(page, after: request.mark.position)
                case .finished:
                    try store.synced(at: now())
                    return Report(pushed: run.pushed, pulled: run.pulled)
                }
                progress(Report(pushed: run.pushed, pulled: run.pulled))
            }
        } catch let trouble as LaptopTrouble {
            throw LaptopError.trouble(trouble)
        } catch let error as FieldErrors {
            throw LaptopError.badAnswer(error.errors.first?.text(in: .english) ?? "")
        } catch let error as JSONError {
            throw LaptopError.badAnswer("\(error)")
        }
    }

    /// One signed request, tried again while the server cannot be reached or is too busy.
    private func send(_ path: String, _ body: [UInt8]) async throws -> [UInt8] {
        for wait in FieldSync.backoffMs {
            do {
                return try await sendOnce(path, body)
            } catch LaptopError.serverUnreachable, LaptopError.serverBusy {
                try await pause(wait)
            }
        }
        return try await sendOnce(path, body)
    }

    private func sendOnce(_ path: String, _ body: [UInt8]) async throws -> [UInt8] {
        let nonce = (0..<RequestSignature.nonceBytes).map { _ in UInt8.random(in: 0...255) }
        let signature = try RequestSignature(
            by: signer, method: "POST", path: path, body: body, time: now(), nonce: nonce)
        let answer = try await transport.post(
            path, body, headers: [(RequestSignature.header, signature.headerValue)])
        return try answer.bodyIfDone(from: server)
    }
}

extension TransportAnswer {
    /// The body of an answer that says yes; throws what another one says.
    package func bodyIfDone(from server: String) throws(LaptopError) -> [UInt8] {
        switch status {
        case 200...299: return body
        case 408, 429, 500...599: throw .serverBusy(server: server, status: status)
        default:
            let problem = Problem(body)
            throw .refused(status: status, code: problem.code, text: problem.text)
        }
    }
}

/// What a laptop reads of an RFC 9457 problem.
private struct Problem {
    let code: String
    let text: String

    init(_ body: [UInt8]) {
        do throws(JSONError) {
            let value = try JSONValue(parsing: body)
            code = value["code"]?.stringValue ?? "unknown"
            text = value["detail"]?.stringValue ?? value["title"]?.stringValue ?? ""
        } catch {
            // Some other program answers at this address.
            code = "unknown"
            text = ""
        }
    }
}
