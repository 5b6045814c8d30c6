import CustomerIO
import Table
import Testing

@Suite("Semantic events")
struct SemanticEventTests {
  @Test("names are unique, whatever is done to their case and blanks")
  func unique() {
    let names = SemanticEvent.all.map { $0.name.lowercased().filter(\.isLetter) }
    #expect(Set(names).count == names.count)
    #expect(SemanticEvent.all.count == 73)
  }

  @Test(
    "a near miss is led to the right spelling",
    arguments: [
      ("order_completed", "Order Completed"), ("Order completed", "Order Completed"),
      ("ORDER-COMPLETED", "Order Completed"), ("Cart_Viewed", "Cart Viewed"),
      ("Delete Person", "User Deleted"), ("userDeleted", "User Deleted"),
    ])
  func near(name: String, meant: String) {
    #expect(SemanticEvent.near(name)?.name == meant)
    #expect(SemanticEvent.named(name) == nil)
  }

  @Test("both spellings that vendor documents have are taken")
  func otherNames() {
    for name in ["Payment Info Updated", "Wishlist Product Added to Cart", "Order Completed"] {
      #expect(SemanticEvent.named(name) != nil)
      #expect(SemanticEvent.near(name) == nil)
    }
    #expect(SemanticEvent.near("Order Complete") == nil)
  }

  @Test("deleting, suppressing, devices and reports are acted upon; buying something is not")
  func actedUpon() {
    #expect(SemanticEvent.named("Object Deleted")?.isActedUpon == true)
    #expect(SemanticEvent.named("Report Delivery Event")?.isActedUpon == true)
    #expect(SemanticEvent.named("Order Completed")?.isActedUpon == false)
    for kind in MessageKind.allCases {
      guard let name = kind.semanticEvent else { continue }
      #expect(SemanticEvent.named(name)?.isActedUpon == true)
    }
  }

  @Test("a required property that no column has is found")
  func requiredProperty() throws {
    let rows = Rows(["userId": .text("u"), "event": .text("Email Opened")])
    let outcome = try rows.encoded(.track, as: .pipelines)
    #expect(outcome.lines.count == 1)
    #expect(outcome.findings[.semanticProperty] == 1)
    #expect(
      outcome.findings.example(.semanticProperty)?.message
        == "\"Email Opened\" needs the property `email_id`")
  }
}
