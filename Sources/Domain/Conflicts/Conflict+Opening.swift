package import JSON

extension Conflict {
    /// What one side says: the values that differ, who said them, and of which day.
    package struct Side: Hashable, Sendable {
        /// One JSON object, its fields named as in the command's body; values carry their units.
        package let values: JSONValue
        package let author: Text?
        package let day: Day?

        package init(_ values: JSONValue, author: Text? = nil, day: Day? = nil) {
            self.values = values
            self.author = author
            self.day = day
        }
    }

    /// Everything that the person who settles it needs, and the whole intent, so that choosing it
    /// later still can carry it out.
    package struct Opening: Hashable, Sendable {
        /// The stream in dispute, in its stored form (`task/rural-maintenance-2025`).
        package let about: Text
        /// The command that the laptop recorded, by its path word.
        package let command: Text
        /// That command's whole body: one JSON object.
        package let body: JSONValue
        /// The one field that differs, if it is one.
        package let field: Text?
        package let device: Text
        /// The intent's number on the device.
        package let intent: Int64
        package let author: Text
        package let authorUnit: Text?
        /// The day that the intent's author gave.
        package let occurredOn: Day
        /// 原内容: what both started from.
        package let base: Side
        /// 库中现有: what stands in the log.
        package let ours: Side
        /// 本次填报: what the intent brings.
        package let theirs: Side
        /// Where `ours` stands in the log.
        package let oursPosition: Int64?

        package init(
            about: StreamID, command: Text, body: JSONValue, field: Text? = nil, device: Text,
            intent: Int64, author: Text, authorUnit: Text? = nil, occurredOn: Day, base: Side,
            ours: Side, theirs: Side, oursPosition: Int64? = nil
        ) {
            self.init(
                rawAbout: Text(about.raw), command: command, body: body, field: field,
                device: device, intent: intent, author: author, authorUnit: authorUnit,
                occurredOn: occurredOn, base: base, ours: ours, theirs: theirs,
                oursPosition: oursPosition)
        }

        /// `rawAbout` may name a kind of stream that only a newer version knows.
        init(
            rawAbout: Text, command: Text, body: JSONValue, field: Text?, device: Text,
            intent: Int64, author: Text, authorUnit: Text?, occurredOn: Day, base: Side,
            ours: Side, theirs: Side, oursPosition: Int64?
        ) {
            about = rawAbout
            self.command = command
            self.body = body
            self.field = field
            self.device = device
            self.intent = intent
            self.author = author
            self.authorUnit = authorUnit
            self.occurredOn = occurredOn
            self.base = base
            self.ours = ours
            self.theirs = theirs
            self.oursPosition = oursPosition
        }

        /// Nil for a kind that this version does not know.
        package var target: StreamID? { StreamID(raw: about.string) }
    }

    package enum Choice: String, Hashable, Sendable, CaseIterable {
        /// 库中现有 stands.
        case ours
        /// 本次填报: the intent is carried out after all.
        case theirs
        /// Neither: the same command with the resolver's own body (原内容, for one).
        case other
    }

    /// 裁定.
    package struct Resolution: Hashable, Sendable {
        package let choice: Choice
        package let reason: Text
        /// With `other` alone: the body of the command that is carried out instead.
        package let body: JSONValue?

        package init(_ choice: Choice, reason: Text, body: JSONValue? = nil) {
            self.choice = choice
            self.reason = reason
            self.body = body
        }
    }
}
