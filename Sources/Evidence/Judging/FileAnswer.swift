import Crypto
import HostEffects
import WorkflowModel

extension FileFact {
  /// Asks the fact of the workspace's files as they are now.
  func answer(in files: WorkspaceFiles, for request: RequestIdentity) -> Answer {
    switch self {
    case .present(let path):
      return ask(path, files) { finding in
        finding == .absent ? .fails("'\(shown(path))' is not there") : .holds
      }
    case .absent(let path):
      return ask(path, files) { finding in
        finding == .absent ? .holds : .fails("'\(shown(path))' is there, which it must not")
      }
    case .text(let path, let condition):
      return bytes(path, files) { condition.answer("'\(shown(path))'", $0) }
    case .json(let path, let conditions):
      return bytes(path, files) { conditions.answer("'\(shown(path))'", $0, for: request) }
    case .digest(let path, let digest):
      return file(path, files) { resolved in
        var hash = SHA256()
        guard files.read(resolved: resolved, { hash.update(data: $0) }) else {
          return .error("'\(shown(path))' cannot be read")
        }
        let found = Hexadecimal.text(of: hash.finalize())
        return found == digest.hex ? .holds : .fails("'\(shown(path))' has digest \(found), expected \(digest)")
      }
    }
  }

  private func ask(
    _ path: String, _ files: WorkspaceFiles, _ answer: (WorkspaceFiles.Finding) -> Answer
  ) -> Answer {
    let finding = files.look(path)
    return finding == .outside ? .error("'\(shown(path))' leads out of the workspace") : answer(finding)
  }

  private func file(_ path: String, _ files: WorkspaceFiles, _ answer: (String) -> Answer) -> Answer {
    ask(path, files) { finding in
      switch finding {
      case .file(let resolved): answer(resolved)
      case .absent: .fails("'\(shown(path))' is not there")
      default: .fails("'\(shown(path))' is no file")
      }
    }
  }

  private func bytes(_ path: String, _ files: WorkspaceFiles, _ answer: ([UInt8]) -> Answer) -> Answer {
    file(path, files) { resolved in
      guard let bytes = files.bytes(resolved: resolved, limit: EvidenceLimits.judged) else {
        return .error("'\(shown(path))' cannot be read or is too large to judge")
      }
      return answer(bytes)
    }
  }
}

extension FileFact {
  /// For a check's report: `src/a.txt is present`.
  var words: String {
    switch self {
    case .present(let path): "\(path) is present"
    case .absent(let path): "\(path) is absent"
    case .text(let path, _): "\(path) has the text"
    case .json(let path, _): "\(path) has the values"
    case .digest(let path, let digest): "\(path) has digest \(digest)"
    }
  }
}
