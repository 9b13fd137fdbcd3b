import Domain
import JSON

extension BureauCommand {
    var json: JSONValue {
        get throws { try JSONValue(parsing: body) }
    }
}
