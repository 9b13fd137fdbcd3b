/// An indicator (统计数据) as the report tells it.
struct IndicatorEntry: Hashable, Sendable {
    var name: Text
    var theme: Text
    /// The report's code, or the indicator's own id where it has none.
    var code: Text
    var unit: Unit
    var meaningUnclear: Bool
}

extension ReportBook {
    mutating func take(_ event: Indicator.Event, _ source: Source) {
        switch event {
        case .defined(let definition):
            indicators[source.stream] = IndicatorEntry(
                name: definition.name, theme: definition.theme,
                code: definition.reportCode ?? source.stream, unit: definition.unit,
                meaningUnclear: definition.meaningUnclear)
        case .targetSet: break
        case .readingRecorded(let reading, let by):
            guard let code = indicators[source.stream]?.code else { return }
            readings[code, default: []].append(
                ReadingEntry(
                    value: reading.value, qualifier: reading.qualifier, asOf: reading.asOf,
                    stream: source.stream, by: by, positions: [source.position]))
        case .readingCorrected(let correction, let by):
            correct(correction, by, source)
        }
    }

    /// The author's last reading of that day takes the corrected value; others' stay.
    private mutating func correct(
        _ correction: Indicator.Correction, _ author: Text, _ source: Source
    ) {
        guard let code = indicators[source.stream]?.code,
            let index = readings[code]?.lastIndex(where: {
                $0.by == author && $0.asOf == correction.asOf && $0.stream == source.stream
            })
        else { return }
        readings[code]?[index].value = correction.value
        readings[code]?[index].qualifier = correction.qualifier
        readings[code]?[index].positions.append(source.position)
    }
}
