import Recipes

/// What of a recipe's metadata stands in the results, as it was set; secrets are masked by the names of their keys.
package indirect enum ManifestValue: Hashable, Sendable {
  case text(String)
  case list([ManifestValue])
  case members([String: ManifestValue])

  /// With `[masked]` for each value whose key names a secret; the keys stay.
  package var masked: ManifestValue {
    switch self {
    case .text: self
    case .list(let items): .list(items.map(\.masked))
    case .members(let members):
      .members(
        members.reduce(into: [:]) { masked, member in
          masked[member.key] = SecretName.isOne(member.key) ? .text("[masked]") : member.value.masked
        })
    }
  }
}

/// Names of keys whose values are secrets.
package enum SecretName {
  /// `DB_PASSWORD`, `API_TOKEN`, `SECRET_KEY`; not `KEYCLOAK_URL`: `KEY` counts as a word of its own alone.
  package static func isOne(_ name: String) -> Bool {
    let name = name.uppercased()
    return ["SECRET", "PASSWORD", "TOKEN", "CREDENTIAL"].contains { name.contains($0) }
      || name.split { !$0.isLetter && !$0.isNumber }.contains("KEY")
  }
}

extension ManifestValue: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do { self = .text(try container.decode(String.self)) } catch DecodingError.typeMismatch {
      do { self = .list(try container.decode([ManifestValue].self)) } catch DecodingError.typeMismatch {
        self = .members(try container.decode([String: ManifestValue].self))
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .list(let items): try container.encode(items)
    case .members(let members): try container.encode(members)
    }
  }
}
