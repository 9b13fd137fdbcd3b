package import Domain

extension Language {
    /// The language that `Accept-Language` likes best of the two we speak; Chinese where it names
    /// neither.
    package init(accepting header: String?) {
        var best: (language: Language, quality: Int)?
        for entry in (header ?? "").split(separator: ",").prefix(20) {
            let parts = entry.split(separator: ";")
            guard let tag = parts.first.map({ Language.word($0) }) else { continue }
            let language: Language
            switch tag.split(separator: "-").first {
            case "zh": language = .chinese
            case "en": language = .english
            default: continue
            }
            let quality = parts.dropFirst().lazy.compactMap { Language.quality($0) }.first ?? 1_000
            if quality > 0, quality > best?.quality ?? 0 { best = (language, quality) }
        }
        self = best?.language ?? .chinese
    }

    package var tag: String {
        switch self {
        case .chinese: "zh-CN"
        case .english: "en"
        }
    }

    /// `q=0.8` in thousandths; nil for another parameter.
    private static func quality(_ parameter: Substring) -> Int? {
        let text = word(parameter)
        guard text.hasPrefix("q=") else { return nil }
        return scaledDecimal(text.dropFirst(2), decimals: 3).map { Int($0) }
    }

    private static func word(_ text: Substring) -> String {
        text.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
}
