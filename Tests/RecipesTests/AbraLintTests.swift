import Recipes
import Testing
import WorkflowModel

@Suite struct AbraLintTests {
  static let recipe = RecipeName("custom-html")

  static func table(_ rows: [String], vertical: String = "┃") -> String {
    let head = "REF|RULE|SEVERITY|SATISFIED|SKIPPED|HOW TO FIX"
    let lines = [head] + rows
    return "┏━━━━━━┳━━━━━━┓\r\n"
      + lines.map { "|\($0)|".replacing("|", with: " \(vertical) ").drop { $0 == " " } + "\r\n" }.joined()
      + "┗━━━━━━┻━━━━━━┛\r\n"
  }

  static let good = ["R001|compose config has expected version|warn|✅|-|-", "R014|only annotated tags|error|✅|-|-"]
  static let warned = good + ["R015|long secret names|warn|❌|-|shorten them"]
  static let bad = good + ["R011|all services have images|error|❌|-|name one"]
  static let critical = "WARN critical errors present in custom-html config\n"

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let output: String
    var exit = 0
    let expected: LintReport
  }

  static let cases = [
    Case(
      testDescription: "heavy lines", output: table(good),
      expected: LintReport(status: .pass, detail: "2 rules, none of error severity broken")),
    Case(
      testDescription: "light lines", output: table(good, vertical: "│"),
      expected: LintReport(status: .pass, detail: "2 rules, none of error severity broken")),
    Case(
      testDescription: "colours", output: "\u{1B}[1m" + table(good).replacing("✅", with: "\u{1B}[32m✅\u{1B}[0m"),
      expected: LintReport(status: .pass, detail: "2 rules, none of error severity broken")),
    Case(
      testDescription: "a warning fails nothing", output: table(warned),
      expected: LintReport(status: .pass, detail: "3 rules, none of error severity broken")),
    Case(
      testDescription: "an error fails", output: table(bad) + critical,
      expected: LintReport(status: .fail, detail: "broken: R011", rulesFailed: ["R011"])),
    Case(
      testDescription: "an error that the log does not know fails", output: table(bad),
      expected: LintReport(status: .fail, detail: "abra's log and its table do not agree", rulesFailed: ["R011"])),
    Case(
      testDescription: "a log that the table does not bear out is not understood", output: table(good) + critical,
      expected: LintReport(status: .unver, detail: "abra's log and its table do not agree")),
    Case(
      testDescription: "a recipe that cannot be validated", output: "FATA unable to validate recipe: no .env.sample\n",
      exit: 1,
      expected: LintReport(status: .fail, detail: "FATA unable to validate recipe: no .env.sample")),
    Case(
      testDescription: "another fatal word", output: "FATA no such recipe\n", exit: 1,
      expected: LintReport(status: .unver, detail: "FATA no such recipe")),
    Case(
      testDescription: "an exit without a word", output: table(good), exit: 2,
      expected: LintReport(status: .unver, detail: "abra exited with 2 and says no reason")),
    Case(
      testDescription: "nothing", output: "",
      expected: LintReport(status: .unver, detail: "abra printed no table of rules")),
    Case(
      testDescription: "a table of something else", output: "│ app │ server │ status │ x │ ✅ │ y │\n",
      expected: LintReport(status: .unver, detail: "abra printed no table of rules")),
  ]

  @Test(arguments: cases) func `abra's words are read`(row: Case) throws {
    let recipe = try #require(Self.recipe)
    #expect(AbraLint.report(output: Array(row.output.utf8), exit: row.exit, recipe: recipe) == row.expected)
  }
}
