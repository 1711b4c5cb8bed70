/// A moment in UTC, to the second: what a commit carries. Moments before the year 0 and after 9999 become the first and
/// the last one between: a commit's time comes from outside and may be any number.
package struct Timestamp: Hashable, Comparable, Codable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int64

  private static let calendar: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

  package init(seconds: Int64) {
    self.seconds = min(max(seconds, Self.calendar.lowerBound), Self.calendar.upperBound)
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  package static func + (moment: Timestamp, length: Duration) -> Timestamp {
    let (sum, isTooLong) = moment.seconds.addingReportingOverflow(length.components.seconds)
    return Timestamp(seconds: isTooLong ? (length < .zero ? .min : .max) : sum)
  }

  package func since(_ earlier: Timestamp) -> Duration { .seconds(seconds - earlier.seconds) }

  private enum CodingKeys: CodingKey { case seconds }

  package init(from decoder: any Decoder) throws {
    self.init(seconds: try decoder.container(keyedBy: CodingKeys.self).decode(Int64.self, forKey: .seconds))
  }
}

extension Timestamp: LosslessStringConvertible {
  /// `2026-06-11T17:36:05Z`.
  package var description: String { text(seconds: true) }

  /// `2026-06-11T17:36Z`: the form that ledger headings use.
  package var minutes: String { text(seconds: false) }

  /// Reads `2026-06-11T17:36:05Z` and `2026-06-11T17:36Z`; nil for anything else.
  package init?(_ description: String) {
    let bytes = Array(description.utf8)
    guard bytes.count == 20 || bytes.count == 17, bytes.last == 0x5A else { return nil }
    let shape = Array("0000-00-00T00:00:00".utf8)
    var fields: [Int64] = [0]
    for (byte, form) in zip(bytes.dropLast(), shape) {
      if form == 0x30 {
        guard (0x30...0x39).contains(byte) else { return nil }
        fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int64(byte - 0x30)
      } else {
        guard byte == form else { return nil }
        fields.append(0)
      }
    }
    if fields.count == 5 { fields.append(0) }
    guard (1...12).contains(fields[1]), (1...31).contains(fields[2]), fields[3] < 24, fields[4] < 60, fields[5] < 60
    else { return nil }
    let days = CivilDate(year: fields[0], month: fields[1], day: fields[2]).days
    self.init(seconds: days * 86400 + fields[3] * 3600 + fields[4] * 60 + fields[5])
    guard self.description.hasPrefix(description.dropLast()) else { return nil }
  }

  private func text(seconds withSeconds: Bool) -> String {
    let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    let date = CivilDate(days: days)
    let rest = seconds - days * 86400
    func padded(_ number: Int64, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    var text = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    text += "T\(padded(rest / 3600, 2)):\(padded(rest % 3600 / 60, 2))"
    if withSeconds { text += ":\(padded(rest % 60, 2))" }
    return text + "Z"
  }
}

/// A date of the proleptic Gregorian calendar and its count of days from 1970-01-01, by the well-known arithmetic on
/// years that begin in March.
private struct CivilDate {
  let year: Int64
  let month: Int64
  let day: Int64

  init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  init(days: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var days: Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension Duration {
  /// Reads a count and a unit, `s`, `m`, `h` or `d`: `24h`, `90s`. Nil for anything else, and for zero.
  package init?(shorthand: String) {
    guard let unit = shorthand.last, let count = Int64(shorthand.dropLast()), count > 0, count < 1_000_000 else {
      return nil
    }
    switch unit {
    case "s": self = .seconds(count)
    case "m": self = .seconds(count * 60)
    case "h": self = .seconds(count * 3600)
    case "d": self = .seconds(count * 86400)
    default: return nil
    }
  }

  /// The shortest exact shorthand: `24h`, `90s`.
  package var shorthand: String {
    let count = components.seconds
    if count.isMultiple(of: 86400), count > 86400 { return "\(count / 86400)d" }
    if count.isMultiple(of: 3600), count > 0 { return "\(count / 3600)h" }
    if count.isMultiple(of: 60), count > 0 { return "\(count / 60)m" }
    return "\(count)s"
  }
}
