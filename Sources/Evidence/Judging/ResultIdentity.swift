import WorkflowModel

/// What a collection can be known by, in results that say which one they belong to.
struct RequestIdentity: Hashable, Sendable {
  let nonce: String
  let subject: ObjectID
  let started: Timestamp
}

/// What results say of themselves: in a JUnit report as properties, in a JSON document as members of its outermost
/// object. Results that say nothing are taken as they are; their freshness rests on the file's own time, or on their
/// having come from the check's own output.
struct ResultIdentity: Hashable, Sendable {
  static let nonceName = "assay-nonce"
  static let subjectName = "assay-subject"
  static let timeName = "assay-time"

  private(set) var claims: Set<Claim> = []

  struct Claim: Hashable, Sendable {
    let name: String
    let value: String
  }

  /// Notes what is said under one of the names; others are passed over.
  mutating func note(_ name: String, _ value: String) {
    guard [Self.nonceName, Self.subjectName, Self.timeName].contains(name) else { return }
    claims.insert(Claim(name: name, value: value))
  }

  mutating func note(_ other: ResultIdentity) { claims.formUnion(other.claims) }

  /// Why these are not the request's results; nil when nothing speaks against it. `what` names them.
  func staleness(of what: String, for request: RequestIdentity) -> String? {
    for claim in claims.sorted(by: { ($0.name, $0.value) < ($1.name, $1.value) }) {
      let isRight: Bool
      switch claim.name {
      case Self.nonceName: isRight = claim.value == request.nonce
      case Self.subjectName: isRight = claim.value == request.subject.description
      default: isRight = Self.moment(claim.value).map { $0 >= request.started } ?? false
      }
      guard !isRight else { continue }
      return "stale: \(what) says \(claim.name) \(shown(claim.value, limit: 64)), which is not of this collection"
    }
    return nil
  }

  /// `2026-06-11T17:36:05Z`, also with a fraction of a second and another zone; nil for what names no zone.
  static func moment(_ text: String) -> Timestamp? {
    let bytes = Array(text.utf8)
    guard bytes.count > 19, let local = Timestamp(String(decoding: bytes[..<19], as: UTF8.self) + "Z") else {
      return nil
    }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }
    if rest.elementsEqual([UInt8(ascii: "Z")]) { return local }
    let zone = String(decoding: rest, as: UTF8.self).split(separator: ":")
    guard zone.count == 2, zone[0].utf8.count == 3, zone[1].utf8.count == 2, let hours = Int64(zone[0]),
      let minutes = Int64(zone[1]), (-23...23).contains(hours), (0...59).contains(minutes)
    else { return nil }
    let offset = abs(hours) * 3600 + minutes * 60
    return Timestamp(seconds: local.seconds - (zone[0].hasPrefix("-") ? -offset : offset))
  }
}

extension JSONValue {
  /// What the document says of itself.
  var identity: ResultIdentity {
    var identity = ResultIdentity()
    guard case .object(let members) = self else { return identity }
    for (name, value) in members {
      if case .text(let text) = value { identity.note(name, text) }
    }
    return identity
  }
}
