import Recipes
import Testing
import WorkflowModel
import YAMLReading

@Suite struct IdentityTests {
  static let head = ObjectID("7ae7b0f76efb0123456789abcdef0123456789ab") ?? .none

  @Test func `a run's domain is short, and the same for the same head`() throws {
    let recipe = try #require(RecipeName("custom-html"))
    func domain(_ reference: String) -> AppDomain {
      AppDomain(recipe: recipe, pullRequest: "4", reference: reference, zone: "ci.example.org")
    }
    // printf 'custom-html|4|7ae7b0f7' | sha256sum
    #expect(domain("7ae7b0f7").text == "cust-1f731f.ci.example.org")
    #expect(domain("7ae7b0f7").stack == "cust-1f731f_ci_example_org")
    #expect(domain("7ae7b0f8") != domain("7ae7b0f7"))
  }

  @Test func `a prefix that is no host name becomes one`() throws {
    let recipe = try #require(RecipeName("A_.b"))
    let text = AppDomain(recipe: recipe, pullRequest: "", reference: "r", zone: "z").text
    #expect(text.hasPrefix("a--b-"))
  }

  @Test func `names that the engine would refuse are found`() throws {
    let text = """
      services: { app: { image: a:1 } }
      secrets: { a: { name: "${STACK_NAME}_a_v1" }, far: { name: "${STACK_NAME}_far_away_v1", external: true } }
      configs: { quite_a_long_name_of_a_config_file_for_one_service: }
      """
    let stack = "cust-123456_ci_example_org"
    let resolved = try compose(text).resolved(with: ["STACK_NAME": stack])
    #expect(resolved.tooLongNames(in: stack) == ["\(stack)_quite_a_long_name_of_a_config_file_for_one_service"])
  }

  @Test func `the overlay stamps what is read back from it`() throws {
    let stack = try compose(goodCompose)
    let stamp = IdentityStamp(
      stack: "s_example_org", version: "1.0.0+2", chaos: ChaosVersion(of: Self.head, isDirty: true))
    let overlay = try LabelOverlay(stamp, over: stack).text()
    let stamped = try compose(goodCompose, overlay).resolved(with: ["STACK_NAME": "s_example_org"])
    #expect(stamped.app.labels["coop-cloud.s_example_org.chaos-version"] == "7ae7b0f7+U")
    #expect(stamped.app.labels["coop-cloud.s_example_org.version"] == "1.0.0+2")
    #expect(stamped.services.map(\.name) == ["app", "db"])
    #expect(
      overlay == """
        version: "3.8"
        services:
          "app":
            deploy:
              labels:
                "coop-cloud.s_example_org.chaos-version": "7ae7b0f7+U"
                "coop-cloud.s_example_org.version": "1.0.0+2"

        """)
  }

  @Test(arguments: ["a: b", "x\nservices: {}", "\"", "$HOME ${X}", "- a", "#", "é\u{2028}\u{7}", "!tag", "&a *b", ""])
  func `no label can leave its place`(value: String) throws {
    let overlay = try LabelOverlay(service: "app", labels: ["key": value], version: nil).text()
    let stack = try ComposeFile.read([
      (name: "compose.yml", bytes: Array("services: { app: { image: a:1 } }".utf8)),
      (name: "overlay.yml", bytes: Array(overlay.utf8)),
    ]).resolved(with: ["HOME": "other", "X": "other"])
    #expect(stack.app.labels == ["key": value])
    #expect(stack.services.count == 1)
  }

  @Test func `a stamp without a version leaves the recipe's own`() {
    let stamp = IdentityStamp(stack: "s", version: nil, chaos: ChaosVersion(of: Self.head, isDirty: false))
    #expect(stamp.labels == ["coop-cloud.s.chaos-version": "7ae7b0f7"])
  }
}
