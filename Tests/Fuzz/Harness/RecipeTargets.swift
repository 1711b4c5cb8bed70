import RecipeHarness
import Recipes
import WorkflowModel
import YAMLReading

/// A recipe's compose file: aliases cannot multiply, faults have places, and what is accepted can be resolved or says
/// which variable is missing.
enum ComposeFileTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let stack: ComposeFile
    do { stack = try ComposeFile.read([(name: "compose.yml", bytes: bytes)]) } catch {
      promise(!error.problems.isEmpty, "a refusal says what is wrong")
      promise(error.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 }, "a problem has a place")
      return
    }
    promise(stack.services.contains { $0.name == stack.appName }, "the app is a service")
    promise(Set(stack.services.map(\.name)).count == stack.services.count, "services are unique")
    do {
      let resolved = try stack.resolved(with: ["STACK_NAME": "s"])
      promise(resolved.services.map(\.name) == stack.services.map(\.name), "variables change no name")
      _ = resolved.backups
      let overlay = try LabelOverlay(service: stack.appName, labels: ["k": "$v"], version: stack.version).text()
      let laid = try ComposeFile.read([
        (name: "compose.yml", bytes: bytes), (name: "overlay.yml", bytes: Array(overlay.utf8)),
      ])
      promise(try laid.resolved(with: ["STACK_NAME": "s"]).app.labels["k"] == "$v", "an overlay lies over the app")
    } catch {
      promise(error is Interpolation.Fault, "only a variable that is demanded can be missing: \(error)")
    }
    _ = LintReport(LintSubject(compose: stack, sample: nil, tags: [], stack: "s").breaches)
  }
}

/// A file of variables: what is read, written and read again is the same.
enum EnvironmentFileTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let file: EnvironmentFile
    do { file = try EnvironmentFile.read(bytes, file: ".env") } catch {
      promise(!error.problems.isEmpty, "a refusal says what is wrong")
      return
    }
    do {
      let again = try EnvironmentFile.read(Array(file.text.utf8), file: ".env")
      promise(again.variables == file.variables, "writing and reading are inverse")
    } catch { fatalError("broken promise: \(error)") }
  }
}

/// A recipe's own file.
enum RecipeFileTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    do {
      let metadata = try RecipeMetadata.read(bytes)
      promise(metadata.deployTimeout > .zero && metadata.healthTimeout > .zero, "there is time")
      promise(metadata.expectedNA[.lint] == nil, "lint is never excused")
      promise(metadata.hooks.values.allSatisfy { PathRules.objection(toPath: $0) == nil }, "paths stay inside")
    } catch {
      promise(!error.problems.isEmpty, "a refusal says what is wrong")
    }
  }
}

/// Results of a run: there is one form, and it concludes what follows.
enum ResultsTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    do {
      let result = try HarnessResult.read(bytes)
      promise(try result.encoded() == bytes, "there is one form")
      promise(!result.summary.isEmpty && (0...5).contains(result.level), "it can be shown")
    } catch {
      promise(error is ResultsFault, "\(error)")
    }
  }
}
