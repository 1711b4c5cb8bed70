/// What a numbered item of a phase is, by the letter its id begins with.
package protocol SerialKind { static var letter: String { get } }

package enum FindingKind: SerialKind { package static var letter: String { "F" } }
package enum DeferralKind: SerialKind { package static var letter: String { "D" } }
package enum BacklogKind: SerialKind { package static var letter: String { "B" } }

/// An item the tool numbers within its phase: `F-dstamp-1`. Numbers begin at 1 and have no leading zero.
package struct Serial<Kind: SerialKind>: Hashable, Sendable {
  package let phase: PhaseID
  package let number: Int

  package init(phase: PhaseID, number: Int) {
    self.phase = phase
    self.number = number
  }
}

package typealias FindingID = Serial<FindingKind>
package typealias DeferralID = Serial<DeferralKind>
package typealias BacklogID = Serial<BacklogKind>

extension Serial: LosslessStringConvertible {
  package init?(_ description: String) {
    let prefix = Kind.letter + "-"
    guard description.hasPrefix(prefix), let dash = description.lastIndex(of: "-") else { return nil }
    let start = description.index(description.startIndex, offsetBy: prefix.count)
    guard start < dash, let phase = PhaseID(String(description[start..<dash])) else { return nil }
    let digits = description[description.index(after: dash)...]
    guard let number = Int(digits), number > 0, String(number) == digits else { return nil }
    self.init(phase: phase, number: number)
  }

  package var description: String { "\(Kind.letter)-\(phase)-\(number)" }
}

extension Serial: Comparable {
  package static func < (left: Serial, right: Serial) -> Bool {
    (left.phase, left.number) < (right.phase, right.number)
  }
}

extension Serial: Codable {
  package init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "an id of the form \(Kind.letter)-<phase>-<n>")
  }
  package func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}
