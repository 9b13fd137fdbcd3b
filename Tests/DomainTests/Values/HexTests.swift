import Domain
import Testing

@Suite struct HexTests {
    @Test func `every byte is written as two lower-case digits and read back`() {
        let bytes = (UInt8.min...UInt8.max).map { $0 }
        #expect(Hex.text([0x00, 0x0a, 0xff]) == "000aff")
        #expect(Hex.bytes(Hex.text(bytes)) == bytes)
    }

    @Test(arguments: ["0", "00F0", "0g", " 00", "00 ", "０0"])
    func `another spelling is refused, so that one value has one`(text: String) {
        #expect(Hex.bytes(text) == nil)
    }
}
