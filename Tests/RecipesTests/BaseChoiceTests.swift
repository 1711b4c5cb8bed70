import Recipes
import Testing
import WorkflowModel

@Suite struct BaseChoiceTests {
  static func commit(_ number: UInt8) -> ObjectID {
    ObjectID(bytes: [UInt8](repeating: number, count: 20)) ?? .none
  }

  static let head = commit(0xEE)

  struct Tag {
    let name: String
    var commit: UInt8 = 1
    var isAnnotated = true
    var isAncestor = true
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let tags: [Tag]
    var headVersion: String?
    let expected: Expected
  }

  enum Expected: Equatable {
    case base(String)
    case skip(String)
  }

  static let cases = [
    Case(
      testDescription: "the newest published version that is older than the head's",
      tags: [.init(name: "0.9.0+1", commit: 1), .init(name: "0.10.0+1", commit: 2), .init(name: "1.0.0+1", commit: 3)],
      headVersion: "1.0.0+1", expected: .base("0.10.0+1")),
    Case(
      testDescription: "a head that is not yet published",
      tags: [.init(name: "1.0.0+1"), .init(name: "1.1.0+1", commit: 2)], headVersion: "1.2.0+2",
      expected: .base("1.1.0+1")),
    Case(
      testDescription: "a version that differs in its upstream alone is not older",
      tags: [.init(name: "1.0.0+1"), .init(name: "1.1.0+1", commit: 2)], headVersion: "1.1.0+2",
      expected: .base("1.0.0+1")),
    Case(
      testDescription: "an ancestor goes before a newer version elsewhere",
      tags: [.init(name: "1.0.0+1"), .init(name: "1.1.0+1", commit: 2, isAncestor: false)], headVersion: "1.2.0+1",
      expected: .base("1.0.0+1")),
    Case(
      testDescription: "a rewritten history does not take the upgrade away",
      tags: [.init(name: "1.0.0+1", isAncestor: false)], headVersion: "1.2.0+1", expected: .base("1.0.0+1")),
    Case(
      testDescription: "a head without a version: its newest ancestor",
      tags: [.init(name: "1.0.0+1"), .init(name: "1.1.0+1", commit: 2, isAncestor: false)], expected: .base("1.0.0+1")),
    Case(
      testDescription: "a lightweight tag publishes nothing",
      tags: [.init(name: "1.0.0+1"), .init(name: "1.1.0+1", commit: 2, isAnnotated: false)], headVersion: "1.2.0+1",
      expected: .base("1.0.0+1")),
    Case(
      testDescription: "other tags are no versions", tags: [.init(name: "v1.0.0")], headVersion: "1.2.0+1",
      expected: .skip("the recipe has no published version")),
    Case(testDescription: "no tags", tags: [], expected: .skip("the recipe has no published version")),
    Case(
      testDescription: "lightweight tags alone", tags: [.init(name: "1.0.0+1", isAnnotated: false)],
      headVersion: "1.2.0+1",
      expected: .skip(
        "the recipe has no published version: '1.0.0+1' is a lightweight tag, and only annotated tags publish")),
    Case(
      testDescription: "the head is the only version", tags: [.init(name: "1.0.0+1", commit: 0xEE)],
      headVersion: "1.0.0+1", expected: .skip("the only published version is the head itself")),
    Case(
      testDescription: "the head bears the version of the only published one", tags: [.init(name: "1.0.0+1")],
      headVersion: "1.0.0+1",
      expected: .skip("the head calls itself 1.0.0+1, and no published version is older")),
    Case(
      testDescription: "nothing is known of the order",
      tags: [.init(name: "1.0.0+1", isAncestor: false)],
      expected: .skip("no published version is among the head's ancestors, and the head does not say its own")),
  ]

  @Test(arguments: cases) func `the base follows from tags and head`(row: Case) {
    let tags = row.tags.map {
      RecipeTag(
        name: $0.name, commit: Self.commit($0.commit), isAnnotated: $0.isAnnotated, isAncestorOfHead: $0.isAncestor)
    }
    let choice = BaseChoice.choose(
      among: tags.reversed(), head: Self.head, headVersion: row.headVersion.flatMap { RecipeVersion($0) })
    let found: Expected? =
      switch choice {
      case .upgrade(let base): .base(base.reference)
      case .skip(let why): .skip(why.description)
      case .refused: nil
      }
    #expect(found == row.expected)
  }

  @Test func `an explicit base goes before the tags, unless it is the head`() {
    let tag = RecipeTag(name: "1.0.0+1", commit: Self.commit(1), isAnnotated: true, isAncestorOfHead: true)
    func choice(_ commit: ObjectID) -> BaseChoice {
      let explicit = RecipeBase(commit: commit, reference: "main~3", version: nil)
      return .choose(among: [tag], head: Self.head, headVersion: RecipeVersion("1.1.0+1"), explicit: explicit)
    }
    #expect(
      choice(Self.commit(7)) == .upgrade(from: RecipeBase(commit: Self.commit(7), reference: "main~3", version: nil)))
    #expect(choice(Self.head) == .refused(reference: "main~3"))
  }
}
