import Testing
import WorkflowModel

@Suite struct `Checks` {
  private func check(_ matrix: [MatrixAxis], expects: WorkflowModel.Expectation = .success(Conditions(exit: 0))) throws
    -> Check
  {
    Check(
      id: try #require(CheckID("c")), title: "c", asks: .run(.shell("true")), expects: expects, matrix: matrix)
  }

  @Test func `without a matrix there is one instance`() throws { #expect(try check([]).instances == [[]]) }

  @Test func `every combination is an instance, the last axis fastest`() throws {
    let check = try check([MatrixAxis(name: "a", values: ["1", "2"]), MatrixAxis(name: "b", values: ["x", "y", "z"])])
    #expect(
      check.instances.map { $0.map(\.description).joined(separator: " ") } == [
        "a=1 b=x", "a=1 b=y", "a=1 b=z", "a=2 b=x", "a=2 b=y", "a=2 b=z",
      ])
  }

  @Test func `an empty axis leaves no instance`() throws {
    #expect(try check([MatrixAxis(name: "a", values: [])]).instances.isEmpty)
  }

  @Test func `a control expects failure`() throws {
    #expect(try check([], expects: .failure(because: Conditions(exit: 1))).isControl)
    #expect(try !check([]).isControl)
  }

  @Test(
    arguments: [
      ([.pass, .pass], .pass), ([.fail, .fail], .fail), ([.pass, .fail], .flaky), ([.pass, .error], .error),
      ([], .error),
      ([.fail, .error], .error), ([.pass], .pass), ([.pass, .waived], .flaky),
    ] as [([CheckStatus], CheckStatus)])
  func `runs add up`(_ runs: [CheckStatus], _ status: CheckStatus) { #expect(CheckStatus.overall(runs) == status) }

  @Test func `bounds are closed, and open where nothing is said`() {
    #expect(Bounds(min: 1, max: 3).contains(1) && Bounds(min: 1, max: 3).contains(3))
    #expect(!Bounds(min: 1).contains(0) && !Bounds(max: 3).contains(4) && Bounds().contains(-7))
    #expect(Bounds.exactly(2).contains(2) && !Bounds.exactly(2).contains(3))
  }

  @Test func `an address is compared without regard to case`() throws {
    let name = try #require(PrincipalName("a"))
    let policy = Policy(name: "x", principals: [Principal(name: name, address: "Ada@Example.org", roles: [.builder])])
    #expect(policy.principal(address: "ada@example.ORG")?.name == name)
    #expect(policy.principal(address: "ada@example.org ") == nil)
  }
}
