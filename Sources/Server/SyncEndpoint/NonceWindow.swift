import Domain
import Sync
import Synchronization

/// The nonces of recent requests: a copy of one is refused.
///
/// A copy that comes later than the window reaches, or to another server, does no harm either: a
/// push sent again is answered from the log, and a pull changes nothing.
final class NonceWindow: Sendable {
    private struct Memory {
        var seen: Set<[UInt8]> = []
        var order: [[UInt8]] = []
        var next = 0
    }

    /// Requests remembered, of all devices together.
    static let capacity = 16_384

    private let memory = Mutex(Memory())

    /// True the first time that this signature's nonce comes from its device.
    func isFirst(_ signature: RequestSignature) -> Bool {
        let entry = Array(signature.device.utf8) + [0] + signature.nonce
        return memory.withLock { memory in
            guard memory.seen.insert(entry).inserted else { return false }
            if memory.order.count < NonceWindow.capacity {
                memory.order.append(entry)
            } else {
                memory.seen.remove(memory.order[memory.next])
                memory.order[memory.next] = entry
                memory.next = (memory.next + 1) % NonceWindow.capacity
            }
            return true
        }
    }
}
