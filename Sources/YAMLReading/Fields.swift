/// The keys of one mapping. Unknown keys are reported when it is made.
package struct Fields {
  package let item: YAMLItem
  private let entries: [String: YAMLItem.Entry]
  private let reading: Reading

  /// Nil when the item is no mapping. Keys in `refused` are known but not taken, with the reason.
  package init?(_ item: YAMLItem, keys: [String], refused: [String: String] = [:], in reading: Reading) {
    guard let entries = reading.entries(item) else { return nil }
    self.item = item
    self.reading = reading
    self.entries = Dictionary(entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries where !keys.contains(entry.key) {
      let message =
        refused[entry.key]
        ?? "unknown key '\(KeyPath.shown(entry.key))'\(Suggestion.hint(for: entry.key, among: keys))"
      reading.refuse(entry.place, entry.value.path, message)
    }
  }

  package subscript(key: String) -> YAMLItem? { entries[key]?.value }

  /// The place of the key itself.
  package func place(of key: String) -> Place? { entries[key]?.place }

  /// Says at the key that it is not wanted.
  package func refuse(key: String, _ message: String) {
    guard let entry = entries[key] else { return }
    reading.refuse(entry.place, entry.value.path, message)
  }

  /// Those of the keys that are there, in the given order.
  package func present(_ keys: [String]) -> [String] { keys.filter { entries[$0] != nil } }

  package func required(_ key: String) -> YAMLItem? {
    if let value = self[key] { return value }
    reading.refuse(item.place, KeyPath.child(key, of: item.path), "the key '\(key)' is missing")
    return nil
  }
}
