// The nested shapes that commands and events of rosters share.

extension Roster.Place {
    init(from fields: inout FieldReader) {
        village = fields.text("village", limit: Roster.nameLimit)
        town = fields.text("town", limit: Roster.nameLimit)
        year = Int(fields.integer("year", in: 1949...2999))
    }

    func write(to fields: inout FieldWriter) {
        fields.text("village", village)
        fields.text("town", town)
        fields.integer("year", Int64(year))
    }
}

extension Roster.Enrolment {
    init(from fields: inout FieldReader) {
        person = fields.id("person")
        sealed = fields.text("sealed", limit: Roster.sealedLimit)
        identityClaim = fields.text("identityClaim", limit: Roster.claimLimit)
        accountClaim = fields.optionalText("accountClaim", limit: Roster.claimLimit)
        otherHolder = fields.optionalBoolean("otherHolder") ?? false
        reservoir = fields.text("reservoir", limit: Roster.nameLimit)
        movedOn = fields.day("movedOn")
        mode = fields.choice("mode", Roster.Mode.self, standIn: .direct)
        entitledFrom = fields.optionalMonth("entitledFrom")
        entitledTo = fields.optionalMonth("entitledTo")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("person", person)
        fields.text("sealed", sealed)
        fields.text("identityClaim", identityClaim)
        fields.text("accountClaim", accountClaim)
        fields.boolean("otherHolder", otherHolder ? true : nil)
        fields.text("reservoir", reservoir)
        fields.day("movedOn", movedOn)
        fields.string("mode", mode.rawValue)
        fields.month("entitledFrom", entitledFrom)
        fields.month("entitledTo", entitledTo)
    }
}

extension Roster.Removal {
    init(from fields: inout FieldReader) {
        person = fields.id("person")
        lastMonth = fields.month("lastMonth")
        reason = fields.text("reason")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("person", person)
        fields.month("lastMonth", lastMonth)
        fields.text("reason", reason)
    }
}

extension Roster.Restoration {
    init(from fields: inout FieldReader) {
        person = fields.id("person")
        from = fields.month("from")
        reason = fields.text("reason")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("person", person)
        fields.month("from", from)
        fields.text("reason", reason)
    }
}

extension Roster.Move {
    init(from fields: inout FieldReader) {
        person = fields.id("person")
        village = fields.text("village", limit: Roster.nameLimit)
        town = fields.text("town", limit: Roster.nameLimit)
        document = fields.optionalText("document", limit: 300)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("person", person)
        fields.text("village", village)
        fields.text("town", town)
        fields.text("document", document)
    }
}

extension Roster.Account {
    init(from fields: inout FieldReader) {
        person = fields.id("person")
        sealed = fields.text("sealed", limit: Roster.sealedLimit)
        accountClaim = fields.optionalText("accountClaim", limit: Roster.claimLimit)
        otherHolder = fields.optionalBoolean("otherHolder") ?? false
        returnedFrom = fields.optionalID("returnedFrom")
        reason = fields.text("reason")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("person", person)
        fields.text("sealed", sealed)
        fields.text("accountClaim", accountClaim)
        fields.boolean("otherHolder", otherHolder ? true : nil)
        fields.text("returnedFrom", returnedFrom)
        fields.text("reason", reason)
    }
}

extension Roster.Notice {
    init(from fields: inout FieldReader) {
        from = fields.day("from")
        to = fields.day("to")
        place = fields.text("place", limit: Roster.nameLimit)
        photo = fields.optionalText("photo", limit: 300)
    }

    func write(to fields: inout FieldWriter) {
        fields.day("from", from)
        fields.day("to", to)
        fields.text("place", place)
        fields.text("photo", photo)
    }
}

extension Roster.Objection {
    init(from fields: inout FieldReader) {
        id = fields.id("objection")
        person = fields.id("person")
        text = fields.text("text")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("objection", id)
        fields.text("person", person)
        fields.text("text", text)
    }
}

extension Roster.Settlement {
    init(from fields: inout FieldReader) {
        objection = fields.id("objection")
        upheld = fields.boolean("upheld")
        text = fields.text("text")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("objection", objection)
        fields.boolean("upheld", upheld)
        fields.text("text", text)
    }
}
