import EventStore
import HTTPTypes
import Server
import Testing

@Suite struct DiskFullProblemTests {
    @Test(arguments: [AppendError.diskFull, EventStoreError.diskFull] as [any Error])
    func `a full disk is 507, whichever statement met it`(error: any Error) throws {
        let problem = try #require(Problem(error))
        #expect(problem.status.code == 507)
        #expect(problem.code == "disk-full")
    }
}
