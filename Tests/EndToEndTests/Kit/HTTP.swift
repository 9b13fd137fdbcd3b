import Foundation
import JSON

/// Just enough HTTP for the tests: one request a connection, to 127.0.0.1.
enum HTTP {
    struct Answer {
        let status: Int
        let body: [UInt8]

        func json() throws -> JSONValue { try JSONValue(parsing: body) }
    }

    static let timeoutSeconds = 30

    static func get(_ path: String, token: String? = nil, port: Int) -> Answer? {
        send("GET", path, [], token, nil, port)
    }

    static func post(
        _ path: String, _ body: JSONValue, token: String?, ifMatch: Int? = nil, port: Int
    ) -> Answer? {
        send("POST", path, body.bytes, token, ifMatch, port)
    }

    /// Nil where no answer came: the server is not there, or died on the way.
    private static func send(
        _ method: String, _ path: String, _ body: [UInt8], _ token: String?, _ ifMatch: Int?,
        _ port: Int
    ) -> Answer? {
        guard let file = Port.connect(port, timeoutSeconds: timeoutSeconds) else { return nil }
        defer { close(file) }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let ifMatch { head += "If-Match: \"\(ifMatch)\"\r\n" }
        if !body.isEmpty {
            head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        }
        var rest = (Array((head + "\r\n").utf8) + body)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return nil }
            rest = rest.dropFirst(count)
        }
        return parse(readAll(file))
    }

    private static func readAll(_ file: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(file, &buffer, buffer.count, 0)
            guard count > 0 else { return all }
            all += buffer[..<count]
        }
    }

    private static func parse(_ bytes: [UInt8]) -> Answer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let words = head.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        let isChunked = head.lowercased().contains("transfer-encoding: chunked")
        let body = bytes[end.upperBound...]
        return Answer(status: status, body: isChunked ? unchunked(body) : Array(body))
    }

    private static func unchunked(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var rest = bytes
        var body: [UInt8] = []
        while let line = rest.firstRange(of: Array("\r\n".utf8)),
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16),
            size > 0
        {
            body += rest[line.upperBound...].prefix(size)
            rest = rest[line.upperBound...].dropFirst(size + 2)
        }
        return body
    }
}

/// Ports of 127.0.0.1.
enum Port {
    /// One that nobody listens on just now.
    static func free() throws -> Int {
        let file = try listen(on: 0)
        defer { close(file) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(file, $0, &length)
            }
        }
        guard code == 0 else { throw Program.Failure(description: "no free port") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    /// A socket that listens on `port`; the caller closes it.
    static func listen(on port: Int) throws -> Int32 {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let code = withAddress(port) { bind(file, $0, $1) }
        guard code == 0, Foundation.listen(file, 1) == 0 else {
            close(file)
            throw Program.Failure(description: "cannot listen on \(port)")
        }
        return file
    }

    static func connect(_ port: Int, timeoutSeconds: Int) -> Int32? {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        if withAddress(port, { Foundation.connect(file, $0, $1) }) == 0 { return file }
        close(file)
        return nil
    }

    private static func withAddress(
        _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
