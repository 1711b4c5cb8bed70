import Recipes
import WorkflowModel

extension Course {
  /// The form of the head as checked out, with the recipe's own variables. It never changes the verdict on the stages.
  func lintHead() async throws -> LintReport {
    let sample = try app.clone.file(".env.sample").map { try EnvironmentFile.read($0, file: ".env.sample") }
    let compose = try app.written(try app.variables([:]))
    let subject = LintSubject(compose: compose, sample: sample, tags: try await app.tags(head), stack: app.stack)
    return LintReport(subject.breaches)
  }
}

extension App {
  func tags(_ head: ObjectID) async throws -> [RecipeTag] {
    var tags: [RecipeTag] = []
    for tag in try await clone.tags() {
      tags.append(
        RecipeTag(
          name: tag.name, commit: tag.commit, isAnnotated: tag.isAnnotated,
          isAncestorOfHead: try await clone.isAncestor(tag.commit, of: head)))
    }
    return tags
  }
}
