import WorkflowModel
import YAMLReading

extension Reading {
  private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

  /// A request: its URL alone, or a mapping.
  func httpRequest(_ item: YAMLItem) -> HTTPRequest? {
    guard item.isMapping else { return url(item).map { HTTPRequest(url: $0) } }
    let before = mark
    guard let fields = Fields(item, keys: ["url", "method", "headers", "body"], in: self) else { return nil }
    let url = fields.required("url").flatMap { self.url($0) }
    let method = fields["method"].map(method) ?? "GET"
    let headers = fields["headers"].map(requestHeaders) ?? [:]
    let body = fields["body"].flatMap(text)
    guard isClean(since: before), let url, let method else { return nil }
    if body != nil, method == "GET" || method == "HEAD" {
      fields.refuse(key: "body", "a \(method) request has no body; name another 'method'")
      return nil
    }
    return HTTPRequest(method: method, url: url, headers: headers, body: body)
  }

  func url(_ item: YAMLItem, in file: String = "a phase file") -> String? {
    guard let text = line(item) else { return nil }
    let rest = ["http://", "https://"].first(where: text.hasPrefix).map { text.dropFirst($0.count) }
    guard let rest, !rest.isEmpty, !rest.hasPrefix("/"), !text.contains(where: \.isWhitespace) else {
      refuse(item, "a URL that begins with http:// or https:// is needed here, without blanks")
      return nil
    }
    guard !rest.prefix(while: { $0 != "/" && $0 != "?" && $0 != "#" }).contains("@") else {
      refuse(item, "\(file) is no place for a password; take it out of the URL")
      return nil
    }
    return text
  }

  private func method(_ item: YAMLItem) -> String? {
    guard let text = text(item) else { return nil }
    guard Self.methods.contains(text) else {
      refuse(item, "'\(KeyPath.shown(text))' is not one of \(Self.methods.joined(separator: ", "))")
      return nil
    }
    return text
  }

  private func requestHeaders(_ item: YAMLItem) -> [String: String] {
    var headers: [String: String] = [:]
    for entry in entries(item) ?? [] where isFieldName(entry) {
      headers[entry.key] = line(entry.value)
    }
    return headers
  }

  /// Conditions on header fields: a text that one has to equal, or text conditions.
  func headerConditions(_ item: YAMLItem) -> [HeaderCondition] {
    guard let entries = entries(item) else { return [] }
    if entries.isEmpty { refuse(item, "nothing is asked of the header, so nothing could fail") }
    return entries.compactMap { entry in
      guard isFieldName(entry) else { return nil }
      let value =
        entry.value.isMapping ? textCondition(entry.value) : text(entry.value).map { TextCondition(equals: $0) }
      return value.map { HeaderCondition(name: entry.key.lowercased(), value: $0) }
    }
  }

  /// A token (RFC 9110 §5.6.2).
  private func isFieldName(_ entry: YAMLItem.Entry) -> Bool {
    let isToken =
      !entry.key.isEmpty
      && entry.key.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "!#$%&'*+-.^_`|~".unicodeScalars.contains(scalar))
      }
    if !isToken {
      refuse(entry.place, entry.value.path, "'\(KeyPath.shown(entry.key))' is no name of a header field")
    }
    return isToken
  }

  /// A status, or `min` and `max`. Every response has one from 100 to 599.
  func statusBounds(_ item: YAMLItem) -> Bounds? {
    guard let bounds = bounds(item) else { return nil }
    let (least, most) = (bounds.min ?? 100, bounds.max ?? 599)
    guard least <= 599, most >= 100, least > 100 || most < 599 else {
      refuse(item, least > 100 || most < 599 ? "no response has such a status" : "every response has such a status")
      return nil
    }
    return bounds
  }
}
