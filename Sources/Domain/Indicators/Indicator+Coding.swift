// Names and keys of indicators, in commands and in stored events. Stored names never change.

extension Indicator.Definition {
    init(from fields: inout FieldReader) {
        name = fields.text("name", limit: 300)
        unit = fields.choice("unit", Unit.self, standIn: .count)
        theme = fields.text("theme", limit: 64)
        reportCode = fields.optionalText("reportCode", limit: 64)
        meaningUnclear = fields.optionalBoolean("meaningUnclear") ?? false
        base = fields.optionalText("base", limit: 300)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("name", name)
        fields.string("unit", unit.rawValue)
        fields.text("theme", theme)
        fields.text("reportCode", reportCode)
        fields.boolean("meaningUnclear", meaningUnclear ? true : nil)
        fields.text("base", base)
    }
}

extension Indicator.Target {
    init(from fields: inout FieldReader) {
        value = fields.quantity("value")
        qualifier = fields.has("qualifier") ? fields.qualifier("qualifier") : Qualifier(.planned)
        period = fields.text("period", limit: 32)
    }

    func write(to fields: inout FieldWriter) {
        fields.quantity("value", value)
        fields.string("qualifier", qualifier.name)
        fields.text("period", period)
    }
}

extension Indicator.Reading {
    init(from fields: inout FieldReader) {
        value = fields.quantity("value")
        qualifier = fields.qualifier("qualifier")
        asOf = fields.day("asOf")
        period = fields.text("period", limit: 32)
    }

    func write(to fields: inout FieldWriter) {
        fields.quantity("value", value)
        fields.qualifier("qualifier", qualifier)
        fields.day("asOf", asOf)
        fields.text("period", period)
    }
}

extension Indicator.Correction {
    init(from fields: inout FieldReader) {
        asOf = fields.day("asOf")
        value = fields.quantity("value")
        qualifier = fields.qualifier("qualifier")
        reason = fields.text("reason")
    }

    func write(to fields: inout FieldWriter) {
        fields.day("asOf", asOf)
        fields.quantity("value", value)
        fields.qualifier("qualifier", qualifier)
        fields.text("reason", reason)
    }
}

extension Indicator.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .define(let definition): definition.write(to: &fields)
        case .setTarget(let target): target.write(to: &fields)
        case .recordReading(let reading): reading.write(to: &fields)
        case .correctReading(let correction): correction.write(to: &fields)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "define": .define(Indicator.Definition(from: &fields))
        case "set-target": .setTarget(Indicator.Target(from: &fields))
        case "record-reading": .recordReading(Indicator.Reading(from: &fields))
        case "correct-reading": .correctReading(Indicator.Correction(from: &fields))
        default: nil
        }
    }
}

extension Indicator.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .defined(let definition): definition.write(to: &fields)
        case .targetSet(let target): target.write(to: &fields)
        case .readingRecorded(let reading, let by):
            reading.write(to: &fields)
            fields.text("by", by)
        case .readingCorrected(let correction, let by):
            correction.write(to: &fields)
            fields.text("by", by)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "IndicatorDefined": .defined(Indicator.Definition(from: &fields))
        case "TargetSet": .targetSet(Indicator.Target(from: &fields))
        case "ReadingRecorded":
            .readingRecorded(Indicator.Reading(from: &fields), by: fields.text("by"))
        case "ReadingCorrected":
            .readingCorrected(Indicator.Correction(from: &fields), by: fields.text("by"))
        default: nil
        }
    }
}
