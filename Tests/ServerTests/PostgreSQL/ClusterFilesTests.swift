import Foundation
import Server
import Testing

@Suite struct ClusterFilesTests {
    @Test func `a socket's path fits into 107 bytes however long the home is`() {
        let home = Home(path: "/var/lib/" + String(repeating: "水利局/", count: 60))
        #expect((home.socketFolder + "/.s.PGSQL.5432").utf8.count <= 107)
        #expect(home.socketFolder != Home(path: "/var/lib/other").socketFolder)
        #expect(home.socketFolder == Home(path: home.path + "/./").socketFolder)
    }

    @Test func `a postmaster file is read only when it is whole`() {
        let whole = PostmasterFile("4711\n/var/lib/hw/postgres\n1750000000\n5432\n")
        #expect(whole?.pid == 4711)
        #expect(whole?.dataFolder == "/var/lib/hw/postgres")
        #expect(PostmasterFile("") == nil)
        #expect(PostmasterFile("4711") == nil)
        #expect(PostmasterFile("4711\n") == nil)
        #expect(PostmasterFile("-4711\n/var/lib/hw/postgres\n") == nil)
    }

    @Test func `a number that another process has now is no survivor`() throws {
        let temporary = try TemporaryHome()
        let folder = temporary.home.postgresFolder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("\(getpid())\n\(folder)\n".utf8)
            .write(to: URL(fileURLWithPath: folder + "/postmaster.pid"))
        #expect(PostmasterFile.survivor(in: folder) == nil)
    }

    @Test func `a folder that the cluster's user cannot enter is named, with the way out`() throws {
        let temporary = try TemporaryHome()
        let closed = temporary.home.path + "/closed"
        let inner = closed + "/home"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        guard chmod(closed, 0o700) == 0 else { throw POSIXError(.EPERM) }
        let stranger = ClusterOwner(user: 4_000_000, group: 4_000_000, groups: [4_000_000])
        let error = #expect(throws: OperatorError.self) { try stranger.checkCanEnter(inner) }
        #expect(error?.english.contains("run chmod o+x \(closed),") == true)
        guard chmod(closed, 0o711) == 0, chmod(inner, 0o711) == 0 else { throw POSIXError(.EPERM) }
        try stranger.checkCanEnter(inner)
        try ClusterOwner.current().checkCanEnter(inner)
    }

    @Test func `without binaries the sentence says what to install`() throws {
        let temporary = try TemporaryHome()
        let empty = temporary.home.path
        let error = #expect(throws: OperatorError.self) { try PostgresBinaries.find(in: empty) }
        #expect(error?.english.contains("apt-get install postgresql") == true)
        let exact = #expect(throws: OperatorError.self) {
            try PostgresBinaries.find(in: empty, major: 99)
        }
        #expect(exact?.english.contains("apt-get install postgresql-99") == true)
    }

    @Test func `the newest binaries are taken, those of an existing cluster before all`() throws {
        let temporary = try TemporaryHome()
        for major in [9, 14, 15, 17] {
            let bin = temporary.home.path + "/\(major)/bin"
            try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
            for name in ["postgres", "initdb"] where major != 17 {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(bin)/\(name)", withDestinationPath: "/bin/true")
            }
        }
        let root = temporary.home.path
        #expect(try PostgresBinaries.find(in: root).major == 15)
        #expect(try PostgresBinaries.find(in: root, major: 14).folder == root + "/14/bin")
    }

    @Test func `a home is served by one process at a time`() throws {
        let temporary = try TemporaryHome()
        let lock = try HomeLock.acquire(temporary.home)
        #expect(try HomeLock.tryAcquire(temporary.home) == nil)
        let error = #expect(throws: OperatorError.self) { try HomeLock.acquire(temporary.home) }
        #expect(error?.english.contains("process \(getpid())") == true)
        lock.release()
        try HomeLock.acquire(temporary.home).release()
    }
}
