import Testing
import Watch
import WorkflowModel

@Suite struct ConsumerTests {
  @Test func `a consumer with a role is told what that role is to act on, and nothing else`() throws {
    let consumer = Consumer(name: try #require(ConsumerName("one")), role: .builder, means: .lines(path: "out"))
    let time = Timestamp(seconds: 0)
    #expect(consumer.wants(WatchEvent(id: "1", kind: .verdict, wakes: [.builder], title: "", time: time)))
    #expect(!consumer.wants(WatchEvent(id: "2", kind: .probes, title: "", time: time)))
    #expect(!consumer.wants(WatchEvent(id: "3", kind: .claim, wakes: [.adversary], title: "", time: time)))
  }
}
