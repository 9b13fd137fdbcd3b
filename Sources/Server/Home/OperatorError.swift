import Foundation

/// Something that the person who runs Headwater must put right: one sentence in each language that
/// says what is wrong and what to do.
///
/// The program ends with it and a non-zero status; there is never a stack behind it.
package struct OperatorError: LocalizedError, Hashable, CustomStringConvertible {
    package let chinese: String
    package let english: String

    package init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    package var description: String { "\(chinese) / \(english)" }
    package var errorDescription: String? { description }
}

/// What the operating system calls error number `code`.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
