import WorkflowModel

extension Delivery {
  /// The event as one JSON document, without a line end in or after it. What the event does not have is left out. A
  /// promise to whoever reads it: fields are added, never renamed, within a schema version.
  package var json: [UInt8] {
    var fields: [String: JSONField] = [
      "schema": .number(1), "kind": .text("event"), "event": .text(event.kind.rawValue), "id": .text(id),
      "consumer": .text(consumer.text), "workspace": .text(workspaceLine), "repository": .text(repository),
      "wakes": .texts(event.wakes.map(\.rawValue)), "title": .text(title), "time": .text(event.time.description),
      "attempt": .number(attempt),
    ]
    for (name, value) in present { fields[name] = .text(value) }
    let members = fields.sorted { $0.key < $1.key }.map { "\(JSONField.quoted($0.key)):\($0.value.rendering)" }
    return Array("{\(members.joined(separator: ","))}".utf8)
  }

  /// The event for a program's environment: every variable that a delivery sets. What the event does not have is not
  /// set.
  package var environment: [String: String] {
    var variables = [
      "ASSAY_EVENT": event.kind.rawValue, "ASSAY_EVENT_ID": id, "ASSAY_EVENT_TITLE": title,
      "ASSAY_EVENT_TIME": event.time.description,
      "ASSAY_EVENT_WAKES": event.wakes.map(\.rawValue).joined(separator: " "),
      "ASSAY_EVENT_JSON": String(decoding: json, as: UTF8.self), "ASSAY_CONSUMER": consumer.text,
      "ASSAY_WORKSPACE": workspaceLine, "ASSAY_REPOSITORY": repository, "ASSAY_ATTEMPT": String(attempt),
    ]
    for (name, value) in present { variables["ASSAY_EVENT_\(name.uppercased())"] = value }
    return variables
  }

  /// Whether a variable is one that deliveries set. Those of another delivery, in which this watch may have been
  /// started, say nothing about this one.
  static func isVariable(_ name: String) -> Bool {
    name == "ASSAY_EVENT" || name.hasPrefix("ASSAY_EVENT_")
      || ["ASSAY_CONSUMER", "ASSAY_WORKSPACE", "ASSAY_REPOSITORY", "ASSAY_ATTEMPT"].contains(name)
  }

  /// The event's id, as one inert line.
  var id: String { InertText.line(event.id) }

  private var workspaceLine: String { InertText.line(workspace) }

  /// Bounded: a record's subject may be of any length, and an environment may not.
  private var title: String {
    let scalars = InertText.line(event.title).unicodeScalars
    return scalars.count <= 1000 ? String(scalars) : String(String.UnicodeScalarView(scalars.prefix(999))) + "…"
  }

  private var present: [String: String] {
    let fields = [
      "phase": event.phase?.text, "gate": event.gate?.text, "record": event.record?.description,
      "principal": event.principal?.text, "next": event.next.map { InertText.line($0) },
    ]
    return fields.compactMapValues(\.self)
  }
}

/// The value of a field in a document of one level.
private enum JSONField {
  case text(String)
  case texts([String])
  case number(Int)

  var rendering: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .texts(let texts): "[\(texts.map { Self.quoted($0) }.joined(separator: ","))]"
    case .number(let number): String(number)
    }
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20: result += "\\u00\(Hexadecimal.text(of: [UInt8(scalar.value)]))"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
