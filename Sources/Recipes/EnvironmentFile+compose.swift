import YAMLReading

extension EnvironmentFile {
  /// The files of the stack, in the order in which they lie over each other: what `COMPOSE_FILE` lists between colons, or
  /// `compose.yml` alone. `file` is the name used in messages.
  package func composeFiles(file: String) throws(FileProblems) -> [String] {
    guard let entry = entries.first(where: { $0.name == "COMPOSE_FILE" }), !entry.value.isEmpty else {
      return ["compose.yml"]
    }
    let names = entry.value.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let problems = names.compactMap { name in
      // Nothing is expanded; '$COMPOSE_FILE:more.yml' would be read as a file of that name.
      let objection = name.contains("$") ? "'\(KeyPath.shown(name))' is no file" : PathRules.objection(toPath: name)
      return objection.map {
        Problem(file: file, line: max(1, entry.line), column: 1, key: entry.name, message: $0)
      }
    }
    guard problems.isEmpty else { throw FileProblems(problems: problems) }
    return names
  }
}
