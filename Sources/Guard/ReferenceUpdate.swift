import WorkflowModel

/// A change of one reference that a pusher asks for: a line of what git gives a pre-receive hook.
package struct ReferenceUpdate: Hashable, Sendable {
  package let name: String
  /// Nil for a reference that is made.
  package let old: ObjectID?
  /// Nil for one that is deleted.
  package let new: ObjectID?

  package init(name: String, old: ObjectID?, new: ObjectID?) {
    self.name = name
    self.old = old
    self.new = new
  }

  /// Whether the name is that very one, as git sees it: `==` also takes the Kelvin sign for a K.
  package func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }

  /// Reads the hook's standard input: lines of `old new name`, where forty zeros stand for nothing.
  package static func read(_ input: [UInt8]) throws(HookInputError) -> [ReferenceUpdate] {
    guard input.count <= limit else { throw HookInputError(line: 0, why: "it has \(input.count) bytes") }
    var updates: [ReferenceUpdate] = []
    var names: Set<[UInt8]> = []
    for (index, line) in input.split(separator: 0x0A).enumerated() {
      let fields = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, let name = String(validating: fields[2], as: UTF8.self), name.hasPrefix("refs/"),
        !name.utf8.contains(0), let old = ObjectID(String(decoding: fields[0], as: UTF8.self)),
        let new = ObjectID(String(decoding: fields[1], as: UTF8.self))
      else { throw HookInputError(line: index + 1, why: "it is not 'old new reference'") }
      guard names.insert(Array(fields[2])).inserted else {
        throw HookInputError(line: index + 1, why: "it names a reference twice")
      }
      updates.append(ReferenceUpdate(name: name, old: old == .none ? nil : old, new: new == .none ? nil : new))
    }
    return updates
  }

  private static let limit = 16 << 20
}

/// What was given on standard input is not what git gives a pre-receive hook.
package struct HookInputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1; 0 for the whole.
  package let line: Int
  package let why: String

  package var description: String {
    line == 0 ? "standard input cannot be read: \(why)" : "line \(line) of standard input cannot be read: \(why)"
  }
}
