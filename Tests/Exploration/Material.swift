import WorkflowModel

/// The phase files, subjects and ids that the model is made of. Rules compare ids for equality only, so a record takes
/// the number of its place: what replaces it in the state may take it again, and states stay comparable.
enum Material {
  static let phase: PhaseID = PhaseID("p") ?? needed("a name")
  static let otherPhase: PhaseID = PhaseID("q") ?? needed("a name")
  static let gates: [GateID] = ["M1", "M2"].map { GateID($0) ?? needed("a name") }
  static let unknownGate: GateID = GateID("M3") ?? needed("a name")
  static let unit = CheckID("unit") ?? needed("a name")
  static let probe = Probe(id: ProbeID("P1") ?? needed("a name"), text: "try it twice")
  static let payload = (0...1).map { gate in
    Payload(what: "it works", how: "assay collect \(gates[gate])", expected: "all pass", place: "src")
  }

  static func id(_ number: Int) -> ObjectID {
    let bytes = [UInt8](repeating: 0, count: 16) + (0..<4).reversed().map { UInt8(number >> ($0 * 8) & 255) }
    return ObjectID(bytes: bytes) ?? needed("20 bytes")
  }

  static let founding = id(1)
  static let policyFile = id(2)
  static let claims = [id(201), id(202)]
  static let oldClaim = id(299)
  static let evidence = id(900)
  static let someRecord = id(800)

  /// Ids of what an adversary may have at most one of at a time.
  static func verdict(_ gate: Int, _ by: Person) -> ObjectID { verdicts[gate * 8 + by.rawValue] }
  static func veto(_ by: Person) -> ObjectID { vetoes[by.rawValue] }
  static let message = id(500)
  private static let verdicts = (0..<16).map { id(300 + $0) }
  private static let vetoes = (0..<8).map { id(400 + $0) }

  /// Commits of the branch: what it begins with, what it moves on to, and one that nobody has pushed, which has the
  /// guarded paths of the first.
  enum Subject: UInt8 { case first, second, unpushed }
  static func id(_ subject: Subject) -> ObjectID { subjects[Int(subject.rawValue)] }
  static func subject(_ id: ObjectID) -> Subject? {
    subjects.firstIndex(of: id).flatMap { Subject(rawValue: UInt8($0)) }
  }
  private static let subjects = [id(1000), id(1001), id(1002)]

  /// The phase file that is agreed on, and one that asks less.
  enum File: Int, CaseIterable { case agreed, weak }
  static func plan(_ file: File) -> ObjectID { plans[file.rawValue] }
  static func file(_ plan: ObjectID) -> File? { plans.firstIndex(of: plan).flatMap(File.init) }
  private static let plans = [id(100), id(101)]

  static func digest(_ file: File, _ gate: Int) -> Digest { digests[file.rawValue * 2 + gate] }
  private static let digests = ["1", "2", "3", "2"].map { Digest(String(repeating: $0, count: 64)) ?? needed("digits") }

  /// What a gate asks under a file: its checks, the values of their one axis, how often each runs.
  struct Asked {
    let check: CheckID
    let values: [String]
    let runs: Int
  }
  static func asked(_ file: File, _ gate: Int) -> [Asked] { lists[file.rawValue * 2 + gate] }
  private static let lists: [[Asked]] = {
    func asked(_ check: String, _ values: [String] = [], _ runs: Int = 1) -> Asked {
      Asked(check: CheckID(check) ?? needed("a name"), values: values, runs: runs)
    }
    let blast = [asked("blast", ["n8n", "keycloak"])]
    return [[asked("unit", [], 2), asked("teeth")], blast, [asked("lint")], blast]
  }()

  static func phase(_ file: File, _ setting: Setting) -> Phase {
    let items = ["D1", "D2"].map { DoDItemID($0) ?? needed("a name") }
    let declared = (0...1).map { gate in
      let checks = asked(file, gate).map { asked in
        Check(
          id: asked.check, title: asked.check.text, asks: .run(.shell("make \(asked.check)")),
          expects: asked.check.text == "teeth"
            ? .failure(because: Conditions(exit: 1)) : .success(Conditions(exit: 0)),
          repeats: asked.runs, matrix: asked.values.isEmpty ? [] : [MatrixAxis(name: "r", values: asked.values)])
      }
      return Gate(
        id: gates[gate], title: "gate", covers: [items[gate]], needs: gate == 0 ? [] : [gates[0]], paths: ["src/**"],
        checks: checks, checklist: digest(file, gate))
    }
    return Phase(
      id: phase, title: "a phase", adversaries: setting.adversaries, rounds: setting.rounds, waivers: setting.waivers,
      items: items.map { DoDItem(id: $0, title: "item") }, gates: declared)
  }

  /// The agreed policy; with the stranger in it, it is the one that they would like.
  static func policy(_ setting: Setting, strangerHolds roles: [Role] = [], without revoked: Person? = nil) -> Policy {
    let people = Person.allCases.filter { $0 != revoked && ($0 != .stranger || !roles.isEmpty) }
    return Policy(
      name: "x", signatures: setting.isSigned ? .required : .off,
      sharing: setting.isShared || !roles.isEmpty ? .shared : .separate,
      principals: people.map {
        Principal(
          name: $0.name, address: $0.address, roles: $0 == .stranger ? roles : setting.rolesOf[$0.rawValue],
          key: setting.isSigned ? $0.key : nil)
      })
  }

  static func time(day: Int) -> Timestamp { Timestamp(seconds: 1_780_000_000 + Int64(day) * 90_000) }
}
