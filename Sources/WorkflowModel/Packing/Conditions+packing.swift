extension Expectation: Packable {
  package func pack(into packer: inout Packer) {
    if case .failure = self { packer.put(true) } else { packer.put(false) }
    packer.put(conditions)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self = try unpacker.next(Bool.self) ? .failure(because: try unpacker.next()) : .success(try unpacker.next())
  }
}

extension Conditions: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(exit, stdout, stderr, json, collected, failed, passed, files, status, headers)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      exit: try unpacker.next(), stdout: try unpacker.next(), stderr: try unpacker.next(), json: try unpacker.next(),
      collected: try unpacker.next(), failed: try unpacker.next(), passed: try unpacker.next(),
      files: try unpacker.next(), status: try unpacker.next(), headers: try unpacker.next())
  }
}

extension HeaderCondition: Packable {
  package func pack(into packer: inout Packer) { packer.put(name, value) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(name: try unpacker.next(), value: try unpacker.next())
  }
}

extension TextCondition: Packable {
  package func pack(into packer: inout Packer) { packer.put(contains, lacks, matches, equals, lines) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      contains: try unpacker.next(), lacks: try unpacker.next(), matches: try unpacker.next(),
      equals: try unpacker.next(), lines: try unpacker.next())
  }
}

extension Bounds: Packable {
  package func pack(into packer: inout Packer) { packer.put(min, max) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(min: try unpacker.next(), max: try unpacker.next())
  }
}

extension JSONCondition: Packable {
  package func pack(into packer: inout Packer) { packer.put(pointer, test) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(pointer: try unpacker.next(), test: try unpacker.next())
  }
}

extension JSONTest: Packable {
  package func pack(into packer: inout Packer) {
    switch self {
    case .equals(let value):
      packer.byte(0)
      packer.put(value)
    case .oneOf(let values):
      packer.byte(1)
      packer.put(values)
    case .between(let min, let max):
      packer.byte(2)
      packer.put(min, max)
    case .exists: packer.byte(3)
    }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = .equals(try unpacker.next())
    case 1: self = .oneOf(try unpacker.next())
    case 2: self = .between(min: try unpacker.next(), max: try unpacker.next())
    case 3: self = .exists
    default: throw Unpackable()
    }
  }
}

extension Scalar: Packable {
  package func pack(into packer: inout Packer) {
    switch self {
    case .text(let text):
      packer.byte(0)
      packer.put(text)
    case .number(let number):
      packer.byte(1)
      packer.put(number)
    case .boolean(let truth):
      packer.byte(2)
      packer.put(truth)
    case .null: packer.byte(3)
    }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = .text(try unpacker.next())
    case 1: self = .number(try unpacker.next())
    case 2: self = .boolean(try unpacker.next())
    case 3: self = .null
    default: throw Unpackable()
    }
  }
}
