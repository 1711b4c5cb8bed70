extension Check: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(id, title, asks, expects, repeats, matrix, timeout, environment, needs, network, company)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      id: try unpacker.next(), title: try unpacker.next(), asks: try unpacker.next(), expects: try unpacker.next(),
      repeats: try unpacker.next(), matrix: try unpacker.next(), timeout: try unpacker.next(),
      environment: try unpacker.next(), needs: try unpacker.next(), network: try unpacker.next(),
      company: try unpacker.next())
  }
}

extension MatrixAxis: Packable {
  package func pack(into packer: inout Packer) { packer.put(name, values) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(name: try unpacker.next(), values: try unpacker.next())
  }
}

extension CheckKind: Packable {
  package func pack(into packer: inout Packer) {
    switch self {
    case .run(let command):
      packer.byte(0)
      packer.put(command)
    case .junit(let command, let reports):
      packer.byte(1)
      packer.put(command, reports)
    case .git(let facts):
      packer.byte(2)
      packer.put(facts)
    case .file(let facts):
      packer.byte(3)
      packer.put(facts)
    case .http(let request):
      packer.byte(4)
      packer.put(request)
    case .inspect(let inspection):
      packer.byte(5)
      packer.put(inspection)
    case .harness(let trial):
      packer.byte(6)
      packer.put(trial)
    }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = .run(try unpacker.next())
    case 1: self = .junit(try unpacker.next(), reports: try unpacker.next())
    case 2: self = .git(try unpacker.next())
    case 3: self = .file(try unpacker.next())
    case 4: self = .http(try unpacker.next())
    case 5: self = .inspect(try unpacker.next())
    case 6: self = .harness(try unpacker.next())
    default: throw Unpackable()
    }
  }
}

extension Command: Packable {
  package func pack(into packer: inout Packer) {
    switch self {
    case .shell(let source):
      packer.byte(0)
      packer.put(source)
    case .arguments(let words):
      packer.byte(1)
      packer.put(words)
    }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = .shell(try unpacker.next())
    case 1: self = .arguments(try unpacker.next())
    default: throw Unpackable()
    }
  }
}

extension GitFact: Packable {
  package func pack(into packer: inout Packer) {
    switch self {
    case .blob(let commit, let path, let condition):
      packer.byte(0)
      packer.put(commit, path, condition)
    case .unchanged(let path, let from, let to):
      packer.byte(1)
      packer.put(path, from, to)
    case .unchangedLines(let path, let first, let last, let from, let to):
      packer.byte(2)
      packer.put(path, first, last, from, to)
    case .tag(let name, let pointsAt, let annotated):
      packer.byte(3)
      packer.put(name, pointsAt, annotated)
    case .ancestor(let ancestor, let of, let distance):
      packer.byte(4)
      packer.put(ancestor, of, distance)
    }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = .blob(commit: try unpacker.next(), path: try unpacker.next(), try unpacker.next())
    case 1: self = .unchanged(path: try unpacker.next(), from: try unpacker.next(), to: try unpacker.next())
    case 2:
      self = .unchangedLines(
        path: try unpacker.next(), first: try unpacker.next(), last: try unpacker.next(), from: try unpacker.next(),
        to: try unpacker.next())
    case 3: self = .tag(try unpacker.next(), pointsAt: try unpacker.next(), annotated: try unpacker.next())
    case 4: self = .ancestor(try unpacker.next(), of: try unpacker.next(), distance: try unpacker.next())
    default: throw Unpackable()
    }
  }
}

extension FileFact: Packable {
  package func pack(into packer: inout Packer) {
    switch self {
    case .present(let path):
      packer.byte(0)
      packer.put(path)
    case .absent(let path):
      packer.byte(1)
      packer.put(path)
    case .text(let path, let condition):
      packer.byte(2)
      packer.put(path, condition)
    case .json(let path, let conditions):
      packer.byte(3)
      packer.put(path, conditions)
    case .digest(let path, let digest):
      packer.byte(4)
      packer.put(path, digest)
    }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = .present(path: try unpacker.next())
    case 1: self = .absent(path: try unpacker.next())
    case 2: self = .text(path: try unpacker.next(), try unpacker.next())
    case 3: self = .json(path: try unpacker.next(), try unpacker.next())
    case 4: self = .digest(path: try unpacker.next(), try unpacker.next())
    default: throw Unpackable()
    }
  }
}

extension HTTPRequest: Packable {
  package func pack(into packer: inout Packer) { packer.put(method, url, headers, body) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      method: try unpacker.next(), url: try unpacker.next(), headers: try unpacker.next(), body: try unpacker.next())
  }
}

extension Inspection: Packable {
  package func pack(into packer: inout Packer) { packer.put(path, lines, question) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(path: try unpacker.next(), lines: try unpacker.next(), question: try unpacker.next())
  }
}

extension Inspection.Lines: Packable {
  package func pack(into packer: inout Packer) { packer.put(first, last) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(first: try unpacker.next(), last: try unpacker.next())
  }
}

extension RecipeTrial: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(recipe, source, head, base, stages, metadata, injection)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      recipe: try unpacker.next(), source: try unpacker.next(), head: try unpacker.next(), base: try unpacker.next(),
      stages: try unpacker.next(), metadata: try unpacker.next(), injection: try unpacker.next())
  }
}
