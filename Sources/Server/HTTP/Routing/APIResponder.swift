import Domain
package import Hummingbird
import Logging
import NIOCore

/// Takes every request through the same gates, in the order that the contract states: path, method,
/// sign-in, role, form of the body; then the route's own handler. Whatever is thrown becomes a
/// problem here.
package struct APIResponder: HTTPResponder {
    package typealias Context = APIContext

    let table: RouteTable
    /// Who holds a token; nil for one that is unknown, revoked or expired.
    let session: @Sendable (String) async throws -> Caller?
    let metrics: RequestMetrics

    package init(
        _ table: RouteTable, metrics: RequestMetrics,
        session: @escaping @Sendable (String) async throws -> Caller?
    ) {
        self.table = table
        self.session = session
        self.metrics = metrics
    }

    package func respond(to request: Request, context: APIContext) async throws -> Response {
        let started = ContinuousClock.now
        let language = Language(accepting: request.headers[.acceptLanguage])
        let match = table.match(request.method, request.uri.path)
        var isBodyRead = false
        var mustClose = false
        var answer: Answer
        do {
            answer = try await self.answer(
                request, context, match, language, &isBodyRead, &mustClose)
        } catch {
            answer = problem(for: error, context.logger)
                .answer(in: language, instance: request.uri.path)
        }
        if !isBodyRead { mustClose = try await !BodyReader.drain(request) }
        metrics.record(match, request.method, answer.status, ContinuousClock.now - started)
        return response(answer, request, mustClose ? context.close : nil)
    }

    private func answer(
        _ request: Request, _ context: APIContext, _ match: RouteTable.Match,
        _ language: Language, _ isBodyRead: inout Bool, _ mustClose: inout Bool
    ) async throws -> Answer {
        let route: Route
        let parameters: [String: Text]
        switch match {
        case .found(let found, let names): (route, parameters) = (found, names)
        case .wrongMethod(let allowed): throw Problem.wrongMethod(allowed: allowed)
        case .unknown: throw Problem.unknownPath
        }
        let caller = try await caller(route, request)
        var call = Call(
            method: request.method, path: request.uri.path, parameters: parameters,
            query: try QueryItems(request.uri.query ?? ""), headers: request.headers, body: [],
            caller: caller, language: language, address: context.address)
        switch route.body {
        case .none: break
        case .json:
            guard APIResponder.isJSON(request.headers[.contentType]) else {
                throw Problem.wrongContentType
            }
            isBodyRead = true
            switch try await BodyReader.read(request) {
            case .body(let bytes): call.body = bytes
            case .tooLarge(let drained):
                mustClose = !drained
                throw Problem.bodyTooLarge
            }
        }
        return try await route.handler(call)
    }

    /// Sign-in, then role.
    private func caller(_ route: Route, _ request: Request) async throws -> Caller? {
        switch route.access {
        case .open, .device: return nil
        case .signedIn: return try await signedIn(request)
        case .roles(let roles):
            let caller = try await signedIn(request)
            guard !roles.isDisjoint(with: caller.actor.roles) else { throw Problem.forbidden }
            return caller
        }
    }

    private func signedIn(_ request: Request) async throws -> Caller {
        guard let token = APIResponder.bearer(request.headers[.authorization]),
            let caller = try await session(token)
        else { throw Problem.signInNeeded }
        return caller
    }

    static func bearer(_ header: String?) -> String? {
        guard let header, header.utf8.count <= 512, header.prefix(7).lowercased() == "bearer "
        else {
            return nil
        }
        return String(header.dropFirst(7))
    }

    /// `application/json`, in UTF-8 if it says anything of it.
    private static func isJSON(_ header: String?) -> Bool {
        let parts = (header ?? "").lowercased().split(separator: ";").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || $0 == "charset=utf-8" }
    }

    private func problem(for error: any Error, _ logger: Logger) -> Problem {
        if let problem = Problem(error) {
            // What a handler says itself (starting, behind) is an answer; what came from below it
            // is for whoever looks after the server.
            if problem.status.code >= 500, !(error is Problem) {
                logger.warning("refused", metadata: ["error": "\(error)"])
            }
            return problem
        }
        logger.error("unforeseen", metadata: ["error": "\(error)"])
        return .internalError
    }

    private func response(
        _ answer: Answer, _ request: Request, _ close: (@Sendable () -> Void)?
    ) -> Response {
        var headers = answer.headers
        headers[.cacheControl] = headers[.cacheControl] ?? "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.frameOptions] = "DENY"
        headers[.referrerPolicy] = "no-referrer"
        headers[.contentSecurityPolicy] =
            headers[.contentSecurityPolicy] ?? "default-src 'none'; frame-ancestors 'none'"
        headers[.vary] = "Accept, Accept-Language, Authorization"
        var response: Response
        switch answer.body {
        case .bytes(let bytes):
            response = Response(
                status: answer.status, headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let write):
            response = Response(
                status: answer.status, headers: headers,
                body: ResponseBody { writer in
                    try await write(&writer)
                    try await writer.finish(nil)
                })
        }
        if request.method == .head { return response.createHeadResponse() }
        guard let close else { return response }
        response.headers[.connection] = "close"
        let body = response.body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            close()
        }
        return response
    }
}
