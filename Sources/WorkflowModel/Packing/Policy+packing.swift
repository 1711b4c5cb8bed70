extension Principal: Packable {
  package func pack(into packer: inout Packer) { packer.put(name, address, roles, key) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      name: try unpacker.next(), address: try unpacker.next(), roles: try unpacker.next(), key: try unpacker.next())
  }
}

extension Policy: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(
      name, branch, remote, ledgers, phases, signatures, sharing, principals, secrets, consumers, order,
      approvals)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      name: try unpacker.next(), branch: try unpacker.next(), remote: try unpacker.next(),
      ledgers: try unpacker.next(), phases: try unpacker.next(), signatures: try unpacker.next(),
      sharing: try unpacker.next(), principals: try unpacker.next(), secrets: try unpacker.next(),
      consumers: try unpacker.next(), order: try unpacker.next(), approvals: try unpacker.next())
  }
}

extension ProgramApproval: Packable {
  package func pack(into packer: inout Packer) { packer.put(metadata, digests) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(metadata: try unpacker.next(), digests: try unpacker.next())
  }
}

extension Consumer: Packable {
  package func pack(into packer: inout Packer) { packer.put(name, kinds, phase, role, means) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      name: try unpacker.next(), kinds: try unpacker.next(), phase: try unpacker.next(), role: try unpacker.next(),
      means: try unpacker.next())
  }
}

extension DeliveryMeans: Packable {
  package func pack(into packer: inout Packer) {
    switch self {
    case .program(let words):
      packer.byte(0)
      packer.put(words)
    case .webhook(let url, let secretVariable):
      packer.byte(1)
      packer.put(url, secretVariable)
    case .pane(let name):
      packer.byte(2)
      packer.put(name)
    case .lines(let path):
      packer.byte(3)
      packer.put(path)
    }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = .program(try unpacker.next())
    case 1: self = .webhook(url: try unpacker.next(), secretVariable: try unpacker.next())
    case 2: self = .pane(try unpacker.next())
    case 3: self = .lines(path: try unpacker.next())
    default: throw Unpackable()
    }
  }
}

extension PhaseOrder: Packable {
  package func pack(into packer: inout Packer) { packer.put(phases, opening) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(phases: try unpacker.next(), opening: try unpacker.next())
  }
}
