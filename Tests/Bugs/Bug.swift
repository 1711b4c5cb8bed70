import Glibc

/// Whether the bug of that name is switched on. `Tests/Bugs/run.sh` puts this file among the sources that it spoils, and
/// the name in a file `bug` above them, where tests and the programs that they start find it, whatever their environment.
package func hasBug(_ name: String) -> Bool { name == switchedOn }

private let switchedOn: String = {
  let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  let file = open("/\(root)/bug", O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return "" }
  defer { close(file) }
  var name = [UInt8](repeating: 0, count: 64)
  let count = read(file, &name, name.count)
  return String(decoding: name.prefix(max(0, count)).prefix { $0 > 0x20 }, as: UTF8.self)
}()
