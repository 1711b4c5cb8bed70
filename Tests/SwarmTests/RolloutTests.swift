import Swarm
import Testing

private typealias S = Sample

/// What each order of looks means.
struct RolloutTests {
  struct Row: CustomTestStringConvertible {
    let name: String
    var before: ServiceState? = Sample.base
    let looks: [Look]
    let end: RolloutEnd?

    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(
      name: "updating, then completed with the new task running",
      looks: [
        Look(time: 1, service: S.service(S.status(.updating)), tasks: [S.starting, S.old]),
        Look(time: 20, service: S.service(S.status(.updating)), tasks: [S.new, S.oldEnded]),
        Look(time: 70, service: S.service(S.status(.completed)), tasks: [S.new, S.oldEnded]),
      ], end: .converged(rolled: true)),
    Row(
      name: "updating goes on",
      looks: [
        Look(time: 1, service: S.service(S.status(.updating)), tasks: [S.new]),
        Look(time: 599, service: S.service(S.status(.updating)), tasks: [S.new]),
      ], end: nil),
    Row(
      name: "updating until the deadline",
      looks: [Look(time: 600, service: S.service(S.status(.updating)), tasks: [S.starting, S.old])],
      end: .failed(.late, message: "0 of 1 up-to-date tasks run, and 1 of another specification")),
    Row(
      name: "a word of the engine that is not known is waited at",
      looks: [Look(time: 100, service: S.service(S.status(.unknown("musing"))), tasks: [S.new])], end: nil),
    Row(
      name: "completed, and the task is seen for the first time",
      looks: [Look(time: 70, service: S.service(S.status(.completed)), tasks: [S.new])], end: nil),
    Row(
      name: "completed, and the task was seen for half of what the engine watched",
      looks: [
        Look(time: 70, service: S.service(S.status(.completed)), tasks: [S.new]),
        Look(time: 95, service: S.service(S.status(.completed)), tasks: [S.new]),
      ], end: .converged(rolled: true)),
    Row(
      name: "completed, and another task runs than before",
      looks: [
        Look(time: 20, service: S.service(S.status(.updating)), tasks: [S.new]),
        Look(time: 70, service: S.service(S.status(.completed)), tasks: [S.task("newer"), S.crashed]),
      ], end: nil),
    Row(
      name: "completed with nothing running",
      looks: [
        Look(time: 50, service: S.service(S.status(.completed)), tasks: [S.crashed]),
        Look(time: 150, service: S.service(S.status(.completed)), tasks: [S.crashed]),
      ], end: .failed(.notRunning, message: "0 of 1 up-to-date tasks run after 'completed' (exit 1)")),
    Row(
      name: "completed with one of two running",
      looks: [
        Look(time: 50, service: S.service(replicas: 2, S.status(.completed)), tasks: [S.new]),
        Look(time: 150, service: S.service(replicas: 2, S.status(.completed)), tasks: [S.new]),
      ], end: .failed(.notRunning, message: "1 of 2 up-to-date tasks run after 'completed'")),
    Row(
      name: "completed while the old task alone runs",
      looks: [
        Look(time: 50, service: S.service(S.status(.completed)), tasks: [S.old]),
        Look(time: 150, service: S.service(S.status(.completed)), tasks: [S.old]),
      ],
      end: .failed(
        .notRunning, message: "0 of 1 up-to-date tasks run, and 1 of another specification after 'completed'")),
    Row(
      name: "completed by an engine that goes on after failures: watched for as long as it said",
      looks: [
        Look(time: 50, service: S.service(action: "continue", S.status(.completed)), tasks: [S.new]),
        Look(time: 99, service: S.service(action: "continue", S.status(.completed)), tasks: [S.new]),
      ], end: nil),
    Row(
      name: "completed by an engine that allows failures: watched for as long as it said",
      looks: [
        Look(time: 50, service: S.service(ratio: 0.5, S.status(.completed)), tasks: [S.new]),
        Look(time: 100, service: S.service(ratio: 0.5, S.status(.completed)), tasks: [S.new]),
      ], end: .converged(rolled: true)),
    Row(
      name: "rolled back",
      looks: [
        Look(time: 1, service: S.service(S.status(.updating)), tasks: [S.starting]),
        Look(
          time: 50, service: S.service(revision: "r1", previous: nil, S.status(.rollbackStarted, "due to task new")),
          tasks: [S.task("old")]),
        Look(
          time: 60,
          service: S.service(revision: "r1", previous: nil, S.status(.rollbackCompleted, "rollback completed")),
          tasks: [S.task("old"), S.task("new", upToDate: false, desired: "shutdown", "failed", error: "exit 1")]),
      ], end: .failed(.rolledBack, message: "due to task new (exit 1)")),
    Row(
      name: "rolled back before the first look",
      looks: [
        Look(
          time: 60,
          service: S.service(revision: "r1", previous: nil, S.status(.rollbackCompleted, "rollback completed")),
          tasks: [S.task("old")])
      ], end: .failed(.rolledBack, message: "rollback completed")),
    Row(
      name: "a rollback that goes on is waited for",
      looks: [Look(time: 50, service: S.service(revision: "r1", previous: nil, S.status(.rollbackStarted, "why")))],
      end: nil),
    Row(
      name: "a rollback that does not end is a rollback",
      looks: [
        Look(time: 50, service: S.service(revision: "r1", previous: nil, S.status(.rollbackStarted, "why"))),
        Look(time: 600, service: S.service(revision: "r1", previous: nil, S.status(.rollbackStarted, "why"))),
      ], end: .failed(.rolledBack, message: "why; the rollback has not ended in time")),
    Row(
      name: "the rollback fails too",
      looks: [
        Look(time: 50, service: S.service(revision: "r1", previous: nil, S.status(.rollbackStarted, "why"))),
        Look(time: 60, service: S.service(revision: "r1", previous: nil, S.status(.rollbackPaused, "and so"))),
      ], end: .failed(.rollbackPaused, message: "and so")),
    Row(
      name: "paused, while the old task runs",
      looks: [Look(time: 50, service: S.service(S.status(.paused, "due to")), tasks: [S.crashed, S.old])],
      end: .failed(.paused, message: "due to (exit 1)")),
    Row(
      name: "a rollback was seen, and an update of the same has wiped it",
      looks: [
        Look(time: 50, service: S.service(revision: "r1", previous: nil, S.status(.rollbackStarted, "why"))),
        Look(time: 60, service: S.service(version: 30, revision: "r1", previous: "r1"), tasks: [S.task("old")]),
      ], end: .failed(.rolledBack, message: "why")),
    Row(
      name: "the head was seen, and then the base without a word",
      looks: [
        Look(time: 1, service: S.service(S.status(.updating)), tasks: [S.starting]),
        Look(time: 60, service: S.service(version: 30, revision: "r1", previous: "r1"), tasks: [S.task("old")]),
      ], end: .failed(.rolledBack, message: "the service is back at what it was before the update")),
    Row(
      name: "the specification before is gone, as only a rollback leaves it",
      before: S.service(version: 10, revision: "r1", previous: "r0"),
      looks: [Look(time: 60, service: S.service(version: 30, revision: "r1", previous: nil), tasks: [S.task("old")])],
      end: .failed(.rolledBack, message: "the service is back at what it was before the update")),
    Row(
      name: "the head was put aside by hand",
      looks: [Look(time: 60, service: S.service(version: 30, revision: "r1", previous: "r2"), tasks: [S.task("old")])],
      end: .failed(.rolledBack, message: "the service is back at what it was before the update")),
    Row(
      name: "the same once more rolls nothing",
      before: S.service(version: 10, revision: "r1", previous: "r0"),
      looks: [
        Look(time: 0, service: S.service(revision: "r1", previous: "r1"), tasks: [S.task("old")]),
        Look(time: 50, service: S.service(revision: "r1", previous: "r1"), tasks: [S.task("old")]),
      ], end: .converged(rolled: false)),
    Row(
      name: "labels alone: held for as long as the engine would watch",
      looks: [
        Look(time: 0, service: S.service(image: "v1"), tasks: [S.new]),
        Look(time: 50, service: S.service(image: "v1"), tasks: [S.new]),
      ], end: .converged(rolled: false)),
    Row(
      name: "labels alone: not held for long enough",
      looks: [
        Look(time: 0, service: S.service(image: "v1"), tasks: [S.new]),
        Look(time: 49, service: S.service(image: "v1"), tasks: [S.new]),
      ], end: nil),
    Row(
      name: "no status yet, and the old task runs",
      looks: [
        Look(time: 0, service: S.service(), tasks: [S.old]), Look(time: 200, service: S.service(), tasks: [S.old]),
      ], end: nil),
    Row(
      name: "the version has not advanced",
      looks: [Look(time: 149, service: S.service(version: 10, revision: "r1", previous: nil), tasks: [S.new])], end: nil
    ),
    Row(
      name: "the version does not advance",
      looks: [Look(time: 150, service: S.service(version: 10, revision: "r1", previous: nil), tasks: [S.new])],
      end: .failed(.notUpdated, message: "the engine took no update; the service is at version 10 still")),
    Row(
      name: "a status of the update before is no word on this one",
      before: S.service(version: 10, revision: "r1", S.status(.completed, started: "t1")),
      looks: [
        Look(time: 0, service: S.service(version: 11, revision: "r1", S.status(.rollbackCompleted, started: "t1"))),
        Look(time: 100, service: S.service(version: 11, revision: "r1", S.status(.completed, started: "t1"))),
      ], end: nil),
    Row(
      name: "a first deployment, slow", before: nil,
      looks: [
        Look(time: 0, service: S.service(previous: nil), tasks: [S.starting]),
        Look(time: 300, service: S.service(previous: nil), tasks: [S.new]),
        Look(time: 350, service: S.service(previous: nil), tasks: [S.new]),
      ], end: .converged(rolled: true)),
    Row(
      name: "a first deployment that never gets well", before: nil,
      looks: [Look(time: 600, service: S.service(previous: nil), tasks: [S.starting])],
      end: .failed(.late, message: "0 of 1 up-to-date tasks run")),
    Row(
      name: "a first deployment that crashes", before: nil,
      looks: (1...3).map {
        Look(
          time: $0 * 10, service: S.service(previous: nil),
          tasks: [S.starting, S.task("t\($0)", desired: "shutdown", "failed", error: "exit \($0)")])
      }, end: .failed(.crashing, message: "its tasks end again and again (exit 3)")),
    Row(
      name: "a service whose tasks end well, again and again", before: nil,
      looks: (1...3).map {
        Look(
          time: $0 * 10, service: S.service(previous: nil),
          tasks: [S.starting, S.task("t\($0)", desired: "shutdown", "complete")])
      }, end: .failed(.crashing, message: "its tasks end again and again")),
    Row(
      name: "what crashed before the redeployment is not held against it",
      looks: [
        Look(
          time: 0, service: S.service(image: "v1"),
          tasks: [S.starting] + (1...5).map { S.task("t\($0)", desired: "shutdown", "failed") })
      ], end: nil),
    Row(
      name: "three slots that crashed once each", before: nil,
      looks: [
        Look(
          time: 10, service: S.service(previous: nil, replicas: 3),
          tasks: (1...3).map { S.task("t", slot: $0, desired: "shutdown", "failed") })
      ], end: nil),
    Row(
      name: "a global service, on every node", before: nil,
      looks: [0, 50].map {
        Look(
          time: $0, service: S.service(previous: nil, replicas: nil),
          tasks: [S.task("a", slot: nil), S.task("b", slot: nil)])
      }, end: .converged(rolled: true)),
    Row(
      name: "a global service, on one of two nodes", before: nil,
      looks: [0, 50, 100].map {
        Look(
          time: $0, service: S.service(previous: nil, replicas: nil),
          tasks: [S.task("a", slot: nil), S.task("b", slot: nil, "pending")])
      }, end: nil),
    Row(
      name: "a global service on no node", before: nil,
      looks: [0, 50, 100].map { Look(time: $0, service: S.service(previous: nil, replicas: nil)) }, end: nil),
    Row(
      name: "a service of no replicas", before: nil,
      looks: [0, 50].map { Look(time: $0, service: S.service(previous: nil, replicas: 0)) },
      end: .converged(rolled: true)),
    Row(
      name: "a task too many",
      looks: [0, 50].map { Look(time: $0, service: S.service(image: "v1"), tasks: [S.new, S.task("other", slot: 2)]) },
      end: nil),
    Row(
      name: "gone", looks: [Look(time: 0, service: nil)], end: .failed(.gone, message: "the service is gone")),
    Row(
      name: "gone after it was made", before: nil,
      looks: [Look(time: 0, service: S.service(), tasks: []), Look(time: 1, service: nil)],
      end: .failed(.gone, message: "the service is gone")),
    Row(
      name: "removed and made anew", looks: [Look(time: 0, service: S.service(id: "other"), tasks: [S.new])],
      end: .failed(.gone, message: "the service was removed and made anew")),
    Row(name: "not made yet", before: nil, looks: [Look(time: 149, service: nil)], end: nil),
    Row(
      name: "never made", before: nil, looks: [Look(time: 150, service: nil)],
      end: .failed(.notUpdated, message: "the engine has not made the service")),
  ]

  @Test(arguments: rows)
  func `each order of looks has its end`(row: Row) {
    #expect(play(row.looks, before: row.before) == row.end)
  }
}
