/// A person of the demonstration (演示数据): nobody real can have these numbers.
package struct SeedPerson: Hashable, Sendable {
    package let id: Text
    package let name: Text
    package let identityNumber: Text
    package let account: Text
    package let reservoir: Text
    package let movedOn: Day
    package let village: SeedRoster.Village
}

/// Makes the synthetic persons of `seeds/roster.json`: always the same ones, in the same order.
///
/// An identity number begins with 99, an administrative division that GB/T 2260 does not have, and
/// its last digit is not the checksum of GB 11643. An account begins with 0000, which no bank's
/// cards do. So neither can be anybody's.
package struct PersonGenerator: Sendable {
    private let roster: SeedRoster

    package init(_ roster: SeedRoster) { self.roster = roster }

    /// Everybody, village by village, numbered p-00001, p-00002 … through all villages.
    package func persons() -> [SeedPerson] {
        var random = SplitMix64(seed: roster.seed)
        var persons: [SeedPerson] = []
        persons.reserveCapacity(roster.villages.reduce(0) { $0 + $1.persons })
        for village in roster.villages {
            for _ in 0..<village.persons {
                persons.append(person(persons.count + 1, village, &random))
            }
        }
        return persons
    }

    private func person(
        _ number: Int, _ village: SeedRoster.Village, _ random: inout SplitMix64
    ) -> SeedPerson {
        let reservoir = random.pick(roster.reservoirs)
        let movedOn = random.pick(reservoir.movedOn)
        let name = PersonGenerator.name(&random)
        // Entitled were those who had been born when they moved.
        let born = Day(number: movedOn.number - Int32(200 + random.below(19_000)))
        return SeedPerson(
            id: Text("p-\(padded(number, 5))"), name: name,
            identityNumber: PersonGenerator.identityNumber(number, born: born),
            account: Text("0000\(padded(number, 6))\(padded(random.below(1_000_000_000), 9))"),
            reservoir: reservoir.name, movedOn: movedOn, village: village)
    }

    /// One name in about 250 holds a character outside the basic plane, as real rosters do.
    private static func name(_ random: inout SplitMix64) -> Text {
        let family = random.pick(families)
        if random.below(250) == 0 { return Text(family + random.pick(rare)) }
        let given = random.pick(givens)
        return Text(random.below(4) == 0 ? family + given : family + given + random.pick(givens))
    }

    /// Unique by `number`: its first part stands in the division, its last three digits in the
    /// place of the sequence.
    private static func identityNumber(_ number: Int, born: Day) -> Text {
        let (year, month, day) = born.civil
        let first17 =
            "99" + padded(number / 1000, 4) + padded(year, 4) + padded(month, 2) + padded(day, 2)
            + padded(number % 1000, 3)
        return Text(first17 + String(wrongCheck(first17)))
    }

    /// The character after the right one of GB 11643, whose weights are 2^(17 − i) mod 11.
    private static func wrongCheck(_ first17: String) -> Character {
        let right = identityCheck(first17)
        return right == 10 ? "0" : right == 9 ? "X" : Character(String(right + 1))
    }

    /// GB 11643's check value, 10 standing for X.
    package static func identityCheck(_ first17: some StringProtocol) -> Int {
        var weight = 1
        var sum = 0
        for byte in first17.utf8.reversed() {
            weight = weight * 2 % 11
            sum += Int(byte & 0x0f) * weight
        }
        return (12 - sum % 11) % 11
    }

    private static let families = [
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
        "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓",
        "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎",
    ]
    private static let givens = [
        "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超",
        "秀", "霞", "平", "刚", "桂", "英", "华", "玉", "兰", "红", "梅", "建", "国", "志", "文", "云", "海",
        "春", "福", "生", "旺", "根", "喜", "永", "贵", "和", "庆", "长", "水", "林", "山", "清", "河",
    ]
    /// From extension A and the supplementary planes: what a careless program loses.
    private static let rare = ["𠮷", "𬭎", "𬍛", "𣲗", "𬘓", "䶮", "㛃", "𠅤", "𫖯", "𬱖"]
}
