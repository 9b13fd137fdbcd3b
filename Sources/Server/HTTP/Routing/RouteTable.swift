package import Domain
package import Hummingbird

/// All routes, found by path and method; literal segments are preferred to names in braces.
package struct RouteTable: Sendable {
    package let routes: [Route]
    private var root = Node()

    private struct Node: Sendable {
        var literals: [Text: Node] = [:]
        var named: [Node] = []
        /// Indices of routes that end here.
        var routes: [Int] = []
    }

    package enum Match: Sendable {
        case found(Route, parameters: [String: Text])
        /// The path is there, the method is not; the methods it takes, `HEAD` with `GET`.
        case wrongMethod(allowed: [String])
        case unknown
    }

    package init(_ routes: [Route]) {
        self.routes = routes
        for (index, route) in routes.enumerated() {
            RouteTable.insert(index, route.template.split(separator: "/")[...], into: &root)
        }
    }

    private static func insert(
        _ index: Int, _ segments: ArraySlice<Substring>, into node: inout Node
    ) {
        guard let first = segments.first else {
            node.routes.append(index)
            return
        }
        let rest = segments.dropFirst()
        if Route.name(inBraces: first) != nil {
            if node.named.isEmpty { node.named.append(Node()) }
            insert(index, rest, into: &node.named[0])
        } else {
            insert(index, rest, into: &node.literals[Text(first), default: Node()])
        }
    }

    /// Finds the route for a path as sent, percent-encoded. A path that ends in `/` is another
    /// path, and unknown.
    package func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        guard path.utf8.count <= HTTPLimits.pathBytes, path.utf8.first == UInt8(ascii: "/") else {
            return .unknown
        }
        let parts = path.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var segments: [Text] = []
        for part in parts {
            guard let segment = percentDecoded(part, plusIsSpace: false) else { return .unknown }
            segments.append(segment)
        }
        if segments == [""] { segments = [] }
        let found = find(segments[...], root)
        if found.isEmpty { return .unknown }
        let wanted = method == .head ? .get : method
        guard let index = found.first(where: { routes[$0].method == wanted }) else {
            let methods = Set(found.map { routes[$0].method.rawValue })
            return .wrongMethod(
                allowed: methods.union(methods.contains("GET") ? ["HEAD"] : []).sorted())
        }
        return .found(routes[index], parameters: parameters(of: routes[index], segments))
    }

    private func find(_ segments: ArraySlice<Text>, _ node: Node) -> [Int] {
        guard let first = segments.first else { return node.routes }
        let rest = segments.dropFirst()
        if let next = node.literals[first] {
            let found = find(rest, next)
            if !found.isEmpty { return found }
        }
        return first.isEmpty ? [] : node.named.first.map { find(rest, $0) } ?? []
    }

    private func parameters(of route: Route, _ segments: [Text]) -> [String: Text] {
        var parameters: [String: Text] = [:]
        for (template, segment) in zip(route.template.split(separator: "/"), segments) {
            if let name = Route.name(inBraces: template) { parameters[name] = segment }
        }
        return parameters
    }
}
