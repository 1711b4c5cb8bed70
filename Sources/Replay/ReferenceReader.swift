import WorkflowModel

/// What the guard needs to know of the server's references. It reads; it cannot move one.
package protocol ReferenceReader: AnyObject {
  /// The object that a full name stands for.
  func target(of name: String) throws -> ObjectID?
  /// The name of the reference that git moves when it is told to move this one: where this one is symbolic, the one that
  /// it stands for in the end.
  func name(behind name: String) throws -> String
  /// All references, by full name.
  func allReferences() throws -> [(name: String, id: ObjectID)]
  /// The commit that an object stands for; nil for a tag of something else.
  func commit(behind id: ObjectID) throws -> ObjectID?
}
