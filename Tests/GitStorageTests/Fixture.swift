import FoundationEssentials
import GitObjects
import GitStorage
import TestSupport
import WorkflowModel

/// A repository made by the real git, and the same one opened by us.
struct Fixture {
  let scratch: ScratchDirectory
  let git = HermeticGit()
  let path: String

  init() async throws {
    scratch = try ScratchDirectory()
    path = try scratch.directory("work")
    try await git.run("init", "--quiet", in: path)
  }

  func open() throws -> Repository { try Repository.open(containing: path) }

  @discardableResult
  func run(_ arguments: String..., input: String = "") async throws -> String {
    try await git.run(arguments, in: path, input: input)
  }

  /// Commits all files of the work tree, after writing one if it is given.
  @discardableResult
  func commit(_ message: String, file: String? = nil, text: String = "", at seconds: Int = 1_781_199_360) async throws
    -> ObjectID
  {
    if let file { try scratch.write(text, to: "work/" + file) }
    try await run("add", "--all")
    try await git.at(seconds: seconds).run(
      "commit", "--quiet", "--allow-empty", "-m", message, in: path)
    return try await id("HEAD")
  }

  func id(_ revision: String) async throws -> ObjectID { try identifier(await run("rev-parse", revision)) }
}

struct NoIdentifier: Error { let text: String }

func identifier(_ text: String) throws -> ObjectID {
  guard let id = ObjectID(text) else { throw NoIdentifier(text: text) }
  return id
}

let ada = Author(name: "Ada", address: "ada@example.org")
let noon = Timestamp(seconds: 1_781_199_360)

extension Fixture {
  private func place(of id: ObjectID) -> String {
    path + "/.git/objects/\(id.description.prefix(2))/\(id.description.dropFirst(2))"
  }

  func removeObject(_ id: ObjectID) throws { try FileManager.default.removeItem(atPath: place(of: id)) }

  func overwriteObject(_ id: ObjectID, with text: String) throws {
    try removeObject(id)
    try Data(text.utf8).write(to: URL(filePath: place(of: id)))
  }

  func copyObject(_ source: ObjectID, over id: ObjectID) throws {
    try removeObject(id)
    try FileManager.default.copyItem(atPath: place(of: source), toPath: place(of: id))
  }
}
