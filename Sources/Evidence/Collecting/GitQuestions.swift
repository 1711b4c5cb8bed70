import HostEffects
import WorkflowModel

/// Asks git about the workspace's repository, with what a check could have left there to mislead it switched off.
struct GitQuestions {
  let workspace: Workspace
  let sandbox: Sandbox
  let environment: [String: String]
  let program: String
  let subject: ObjectID

  /// Why git did not answer.
  struct Failure: Error { let reason: String }

  init(_ setting: CheckEnvironment, _ sandbox: Sandbox) throws(Failure) {
    guard case .found(let program) = ProgramSearch.find("git", path: setting.path, directory: "/") else {
      throw Failure(reason: "git is not installed")
    }
    self.program = program
    self.sandbox = sandbox
    workspace = setting.workspace
    subject = setting.request.subject
    environment = setting.common.merging(["GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/dev/null"]) { $1 }
  }

  /// Asks one fact. Throws `CancellationError` only.
  func answer(_ fact: GitFact) async throws -> Answer {
    do {
      return try await ask(fact)
    } catch let failure as Failure {
      return .error(failure.reason)
    } catch let error as SupervisedRunError {
      return .error("\(error)")
    }
  }

  private func ask(_ fact: GitFact) async throws -> Answer {
    switch fact {
    case .blob(let commit, let path, let condition):
      let place = "'\(shown(path))' in \(shown(commit))"
      guard let blob = try await blob(path, in: try await self.commit(commit)) else {
        return .fails("there is no \(place)")
      }
      return condition.answer(place, blob)
    case .unchanged(let path, let from, let to):
      return try await unchanged(path, from, to)
    case .unchangedLines(let path, let first, let last, let from, let to):
      return try await unchangedLines(path, first...max(first, last), from, to)
    case .tag(let name, let target, let annotated):
      return try await tag(name, target, annotated: annotated)
    case .ancestor(let older, let newer, let distance):
      return try await ancestor(older, newer, distance)
    }
  }

  private func unchanged(_ path: String, _ from: String, _ to: String) async throws -> Answer {
    let old = try await object(path, in: try await commit(from))
    let new = try await object(path, in: try await commit(to))
    guard old != nil || new != nil else {
      return .fails("'\(shown(path))' is in neither \(shown(from)) nor \(shown(to))")
    }
    return old == new ? .holds : .fails("'\(shown(path))' differs between \(shown(from)) and \(shown(to))")
  }

  private func unchangedLines(
    _ path: String, _ lines: ClosedRange<Int>, _ from: String, _ to: String
  ) async throws -> Answer {
    var found: [[ArraySlice<UInt8>]] = []
    for revision in [from, to] {
      guard let blob = try await blob(path, in: try await commit(revision)) else {
        return .fails("there is no '\(shown(path))' in \(shown(revision))")
      }
      let all = blob.split(separator: 0x0A, omittingEmptySubsequences: false)
      guard lines.lowerBound >= 1, lines.upperBound <= lineCount(blob) else {
        return .fails("'\(shown(path))' has only \(counted(lineCount(blob), "line")) in \(shown(revision))")
      }
      found.append(Array(all[(lines.lowerBound - 1)..<lines.upperBound]))
    }
    guard let different = zip(found[0], found[1]).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
      return .holds
    }
    let line = lines.lowerBound + different
    return .fails("line \(line) of '\(shown(path))' differs between \(shown(from)) and \(shown(to))")
  }

  private func tag(_ name: String, _ target: String, annotated: Bool) async throws -> Answer {
    let wanted = try await commit(target)
    guard let tag = try await parse("refs/tags/\(name)") else { return .fails("there is no tag '\(shown(name))'") }
    let kind = String(decoding: try await text(["cat-file", "-t", tag]), as: UTF8.self)
    if annotated, kind != "tag" { return .fails("tag '\(shown(name))' is not annotated") }
    guard let found = try await parse("\(tag)^{commit}") else { return .fails("tag '\(shown(name))' is no commit's") }
    return found == wanted ? .holds : .fails("tag '\(shown(name))' points at \(found), expected \(wanted)")
  }

  private func ancestor(_ older: String, _ newer: String, _ distance: Int?) async throws -> Answer {
    let (old, new) = (try await commit(older), try await commit(newer))
    switch try await git(["merge-base", "--is-ancestor", old, new]) {
    case (0, _): break
    case (1, _): return .fails("\(shown(older)) is no ancestor of \(shown(newer))")
    default: throw Failure(reason: "git could not compare \(shown(older)) and \(shown(newer))")
    }
    guard let distance else { return .holds }
    let count = Int(String(decoding: try await text(["rev-list", "--count", "\(old)..\(new)"]), as: UTF8.self))
    guard let count else { throw Failure(reason: "git could not count from \(shown(older)) to \(shown(newer))") }
    return count == distance
      ? .holds : .fails("\(shown(older)) is \(count) before \(shown(newer)), expected \(distance)")
  }

  /// The full id of the commit a revision names. `subject` and `$ASSAY_SUBJECT` stand for the subject.
  private func commit(_ revision: String) async throws -> String {
    var named = revision.replacing("${ASSAY_SUBJECT}", with: "\(subject)")
      .replacing("$ASSAY_SUBJECT", with: "\(subject)")
    if named == "subject" || named.hasPrefix("subject~") || named.hasPrefix("subject^") {
      named = "\(subject)" + named.dropFirst("subject".count)
    }
    guard !named.isEmpty, let id = try await parse("\(named)^{commit}") else {
      throw Failure(reason: "'\(shown(revision))' names no commit of the repository")
    }
    return id
  }

  private func parse(_ revision: String) async throws -> String? {
    let (exit, output) = try await git(["rev-parse", "--verify", "--quiet", "--end-of-options", revision])
    let text = String(decoding: output, as: UTF8.self).split(separator: "\n").first.map { String($0) }
    guard exit == 0, let text, ObjectID(text) != nil else { return nil }
    return text
  }

  private func object(_ path: String, in commit: String) async throws -> String? {
    // A leading `./` would make git look from its working directory.
    let clean = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    return try await parse("\(commit):\(clean)")
  }

  private func blob(_ path: String, in commit: String) async throws -> [UInt8]? {
    guard let id = try await object(path, in: commit) else { return nil }
    let kind = String(decoding: try await text(["cat-file", "-t", id]), as: UTF8.self)
    guard kind == "blob" else { return nil }
    let (exit, output) = try await git(["cat-file", "blob", id])
    guard exit == 0 else { throw Failure(reason: "git could not read '\(shown(path))'") }
    return output
  }

  /// The blob that the subject has at a path, and its bytes.
  func subjectBlob(_ path: String) async throws -> (id: ObjectID, bytes: [UInt8])? {
    let commit = "\(subject)"
    guard let id = try await object(path, in: commit).flatMap({ ObjectID($0) }),
      let bytes = try await blob(path, in: commit)
    else { return nil }
    return (id, bytes)
  }

  /// One line of output, without its end.
  private func text(_ arguments: [String]) async throws -> [UInt8] {
    let (exit, output) = try await git(arguments)
    guard exit == 0 else { throw Failure(reason: "git \(arguments.first ?? "") failed") }
    return output.last == 0x0A ? output.dropLast() : output
  }

  private func git(_ arguments: [String]) async throws -> (exit: Int, output: [UInt8]) {
    let fixed = ["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.commitGraph=false"]
    let recorder = StreamRecorder()
    let outcome = try await runSupervised(
      sandbox.command(
        [program] + fixed + arguments, workspace: workspace, environment: environment, deadline: .seconds(120))
    ) { stream, bytes in
      if stream == .stdout { recorder.take(bytes) }
    }
    guard case .whole(let output) = recorder.record.observed else { throw Failure(reason: "git's answer is too large") }
    guard case .exited(let code) = outcome.ending, !outcome.timedOut else {
      throw Failure(reason: "git \(arguments.first ?? "") did not end as it should")
    }
    return (code, output)
  }
}

extension GitFact {
  /// For a check's report.
  var words: String {
    switch self {
    case .blob(let commit, let path, _): "\(commit):\(path) has the text"
    case .unchanged(let path, let from, let to): "\(path) is unchanged from \(from) to \(to)"
    case .unchangedLines(let path, let first, let last, let from, let to):
      "lines \(first) to \(last) of \(path) are unchanged from \(from) to \(to)"
    case .tag(let name, let target, let annotated):
      "tag \(name) points at \(target)\(annotated ? " and is annotated" : "")"
    case .ancestor(let older, let newer, let distance):
      "\(older) is an ancestor of \(newer)\(distance.map { ", \($0) before it" } ?? "")"
    }
  }
}
