extension Role: Packable {}
extension SignaturePolicy: Packable {}
extension PrincipalSharing: Packable {}
extension EventKind: Packable {}
extension PhaseOpening: Packable {}
extension WaiverAuthority: Packable {}
extension JournalMode: Packable {}
extension NetworkAccess: Packable {}
extension Company: Packable {}
extension Ruling: Packable {}
extension Severity: Packable {}
extension MessageWeight: Packable {}

extension Name: Packable {
  package func pack(into packer: inout Packer) { packer.put(text) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    // It was a name when it was put, and nobody else makes these bytes.
    self.init(text: try String(from: &unpacker))
  }
}

extension Serial: Packable {
  package func pack(into packer: inout Packer) { packer.put(phase, number) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(phase: try unpacker.next(), number: try unpacker.next())
  }
}

extension ObjectID: Packable {
  package func pack(into packer: inout Packer) { packer.append(bytes) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    guard let id = try unpacker.take(20).withUnsafeBytes({ ObjectID(bytes: $0) }) else { throw Unpackable() }
    self = id
  }
}

extension Timestamp: Packable {
  package func pack(into packer: inout Packer) { packer.put(seconds) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) { self.init(seconds: try unpacker.next()) }
}

extension Digest: Packable {
  package func pack(into packer: inout Packer) { packer.append(Hexadecimal.bytes(of: hex) ?? []) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    guard let digest = Digest(Hexadecimal.text(of: try unpacker.take(32))) else { throw Unpackable() }
    self = digest
  }
}

extension SealKey: Packable {
  package func pack(into packer: inout Packer) { packer.append(bytes) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    guard let key = SealKey(bytes: try unpacker.take(SealKey.count)) else { throw Unpackable() }
    self = key
  }
}
