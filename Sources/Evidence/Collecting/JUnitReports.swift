import HostEffects
import WorkflowModel

/// The report files of a junit check, by pattern.
struct JUnitReports {
  let pattern: String
  let files: WorkspaceFiles
  /// Nil where nobody says whose results they have to be.
  let request: RequestIdentity?

  struct Refusal: Error { let reason: String }

  /// Removes what stands there from before, and returns the moment after which a report counts, by the file system's
  /// own clock.
  func clear(marker: String) -> Result<Int64, Refusal> {
    guard let paths = matching else { return refuse("the workspace has too many files to look for reports") }
    for path in paths where !files.remove(path) { return refuse("the old report '\(shown(path))' cannot be removed") }
    guard WorkspaceFiles.touch(marker), let moment = files.changed(marker) else {
      return refuse("the workspace's temporary directory cannot be written")
    }
    return .success(moment)
  }

  /// Reads the reports that the run has written.
  func read(since started: Int64) -> Result<TestCounts, Refusal> {
    guard let paths = matching else { return refuse("the workspace has too many files to look for reports") }
    guard !paths.isEmpty else { return refuse("no report: no file matches '\(shown(pattern))'") }
    var counts = TestCounts()
    for path in paths {
      guard case .file(let resolved) = files.look(path) else {
        return refuse("report '\(shown(path))' is no file of the workspace")
      }
      guard let changed = files.changed(resolved), changed >= started else {
        return refuse("stale: report '\(shown(path))' is older than the run")
      }
      guard let bytes = files.bytes(resolved: resolved, limit: EvidenceLimits.judged) else {
        return refuse("report '\(shown(path))' cannot be read or is too large to judge")
      }
      do {
        let report = try JUnitReport.read(bytes)
        let what = "report '\(shown(path))'"
        if let request, let staleness = report.identity.staleness(of: what, for: request) {
          return refuse(staleness)
        }
        counts.add(report.cases)
      } catch {
        return refuse("report '\(shown(path))' is malformed: \(error)")
      }
    }
    return .success(counts)
  }

  private func refuse<Value>(_ reason: String) -> Result<Value, Refusal> { .failure(Refusal(reason: reason)) }

  private var matching: [String]? {
    // Only below the part of the pattern that names a directory outright.
    let segments = pattern.split(separator: "/").map { String($0) }
    let fixed = segments.dropLast().prefix { !$0.contains("*") && !$0.contains("?") }
    let matcher = PathPattern(pattern)
    return files.paths(below: fixed.joined(separator: "/"))?.filter(matcher.matches)
  }
}
