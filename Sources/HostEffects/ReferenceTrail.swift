/// Where git keeps a reference: the paths, from the git directory on, whose last name changes when the reference moves,
/// whatever it is stored as.
struct ReferenceTrail: Hashable {
  let gitDirectory: String
  let paths: [[String]]

  /// The git directory is absolute. Names that lead elsewhere (`..`, empty ones) are left out.
  init(gitDirectory: String, reference: String) {
    var directory = gitDirectory
    while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
    self.gitDirectory = directory
    let names = reference.split(separator: "/").map { String($0) }.filter { $0 != "." && $0 != ".." }
    // A file of its own; all packed ones; the list of tables, which every change of a reftable ends with.
    paths = [names, ["packed-refs"], ["reftable", "tables.list"]].filter { !$0.isEmpty }
  }

  /// A directory, and the names in it that matter.
  struct Directory: Hashable {
    let path: String
    let names: Set<String>
  }

  /// The directories that may be there, outer ones first.
  var directories: [Directory] {
    var order: [String] = []
    var names: [String: Set<String>] = [:]
    for path in paths {
      var directory = gitDirectory
      for name in path {
        if names[directory] == nil { order.append(directory) }
        names[directory, default: []].insert(name)
        directory += "/" + name
      }
    }
    return order.map { Directory(path: $0, names: names[$0] ?? []) }
  }

  /// The directories that lead to the git directory, the nearest first, each with the next name on the way.
  var ancestors: [Directory] {
    var found: [Directory] = []
    var path = gitDirectory[...]
    while let slash = path.lastIndex(of: "/"), path != "/" {
      let name = String(path[path.index(after: slash)...])
      path = path[..<slash]
      found.append(Directory(path: path.isEmpty ? "/" : String(path), names: [name]))
    }
    return found
  }
}
