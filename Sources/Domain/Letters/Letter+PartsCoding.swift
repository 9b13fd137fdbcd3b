// The nested shapes that commands and events of letters share.

extension Letter.Draft {
    init(from fields: inout FieldReader) {
        kind = fields.choice("kind", Letter.Kind.self, standIn: .notice)
        title = fields.text("title", limit: 300)
        content = fields.text("content")
        mainAddressee = fields.text("mainAddressee", limit: 200)
        copies = fields.texts("copies", limit: Letter.partsLimit)
        issues = fields.texts("issues", limit: Letter.partsLimit)
        source = fields.optionalText("source", limit: 300)
    }

    func write(to fields: inout FieldWriter) {
        fields.string("kind", kind.rawValue)
        fields.text("title", title)
        fields.text("content", content)
        fields.text("mainAddressee", mainAddressee)
        fields.texts("copies", copies)
        fields.texts("issues", issues)
        fields.text("source", source)
    }
}

extension Letter.Opinion {
    init(from fields: inout FieldReader) {
        text = fields.optionalText("opinion")
        onBehalfOf = fields.optionalText("onBehalfOf", limit: 200)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("opinion", text)
        fields.text("onBehalfOf", onBehalfOf)
    }
}

extension Letter.Issuance {
    init(from fields: inout FieldReader) {
        number = Letter.Number(
            series: fields.series("series"),
            year: Int(fields.integer("year", in: Letter.Number.years)),
            number: Int(fields.integer("number", in: Letter.Number.numbers)))
        due = fields.day("due")
        dueIn = fields.optionalChoice("dueIn", Letter.DayCount.self, standIn: .calendar)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("series", number.series)
        fields.integer("year", Int64(number.year))
        fields.integer("number", Int64(number.number))
        fields.day("due", due)
        if let dueIn { fields.string("dueIn", dueIn.rawValue) }
    }
}

extension FieldReader {
    /// A series stands in the name of a claim, whose parts a slash divides.
    fileprivate mutating func series(_ key: String) -> Text {
        let series = text(key, limit: 64)
        return series.utf8.contains(0x2f) ? wrong(key, .invalidValue, "") : series
    }
}

extension Letter.Response {
    init(from fields: inout FieldReader) {
        text = fields.text("text")
        evidence = fields.texts("evidence", limit: Letter.partsLimit)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("text", text)
        fields.texts("evidence", evidence)
    }
}

extension Letter.InterimReply {
    init(from fields: inout FieldReader) {
        text = fields.text("text")
        evidence = fields.texts("evidence", limit: Letter.partsLimit)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("text", text)
        fields.texts("evidence", evidence)
    }
}

extension Letter.Extension {
    init(from fields: inout FieldReader) {
        until = fields.day("until")
        reason = fields.text("reason")
    }

    func write(to fields: inout FieldWriter) {
        fields.day("until", until)
        fields.text("reason", reason)
    }
}

extension Letter.Verification {
    init(from fields: inout FieldReader) {
        findings = fields.text("findings")
        evidence = fields.texts("evidence", limit: Letter.partsLimit)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("findings", findings)
        fields.texts("evidence", evidence)
    }
}

extension Letter.Closing {
    init(from fields: inout FieldReader) {
        summary = fields.text("summary")
        carriedOver = fields.texts("carriedOver", limit: Letter.partsLimit)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("summary", summary)
        fields.texts("carriedOver", carriedOver)
    }
}

extension Letter.Escalation {
    init(from fields: inout FieldReader) {
        form = fields.choice("form", Form.self, standIn: .higherLevel)
        reason = fields.text("reason")
    }

    func write(to fields: inout FieldWriter) {
        fields.string("form", form.rawValue)
        fields.text("reason", reason)
    }
}
