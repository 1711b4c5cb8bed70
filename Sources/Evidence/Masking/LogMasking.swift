/// Masks what programs wrote before it is stored, for those who run programs themselves.
package struct LogMasking: Sendable {
  private let masking: Masking

  /// The values of secrets, whatever they are called. Values of less than six bytes are words of any text and are not
  /// sought.
  package init(secrets: [String]) { masking = Masking(secrets: secrets) }

  /// The bytes without those values, and without what has the shape of a secret.
  package func masked(_ bytes: [UInt8]) -> [UInt8] { masking.masked(bytes) }

  /// Whether one of the values stands in the bytes.
  package func leaks(_ bytes: [UInt8]) -> Bool { masking.leaks(bytes) }
}
