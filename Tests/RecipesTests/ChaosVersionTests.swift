import Recipes
import Testing
import WorkflowModel

@Suite struct ChaosVersionTests {
  static let head = ObjectID("7ae7b0f76efb0123456789abcdef0123456789ab") ?? .none

  @Test func `a stamp is eight digits, and says when the checkout was dirty`() {
    #expect(ChaosVersion(of: Self.head, isDirty: false).description == "7ae7b0f7")
    #expect(ChaosVersion(of: Self.head, isDirty: true).description == "7ae7b0f7+U")
    #expect(ChaosVersion(label: "7ae7b0f7+U") == ChaosVersion(of: Self.head, isDirty: true))
  }

  @Test(arguments: ["7ae7b0f", "7ae7b0f7", "7ae7b0f7+U", "7ae7b0f76efb0123456789abcdef0123456789ab", "\(head)+U"])
  func `a label that names the head is taken`(label: String) throws {
    try HeadIdentity.check(label: label, is: Self.head)
  }

  @Test(arguments: [
    nil, "", "+U", "7", "7ae7b0", "7ae7b0+U", "eb96de94+U", "ae7b0f76", "7AE7B0F7", "7ae7b0f7 ", "7ae7b0f8",
  ])
  func `no other is`(label: String?) {
    #expect(throws: HeadIdentity.WrongCheckout(found: label, head: Self.head)) {
      try HeadIdentity.check(label: label, is: Self.head)
    }
  }

  @Test func `the sentence names both`() {
    let wrong = HeadIdentity.WrongCheckout(found: "eb96de94+U", head: Self.head)
    #expect(
      wrong.description
        == "the label chaos-version is 'eb96de94+U', which is not the head 7ae7b0f76efb0123456789abcdef0123456789ab")
  }
}
