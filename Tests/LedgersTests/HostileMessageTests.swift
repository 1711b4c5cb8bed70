import Ledgers
import TestSupport
import Testing
import WorkflowModel

@Suite struct `Hostile messages` {
  let samples: Samples

  init() throws { samples = try Samples() }

  @Test func `a mutated message is refused, is none, or is canonical`() throws {
    var random = SeededRandom(seed: 21)
    let good = try samples.all().map { Array(RecordMessage.text(of: $0).utf8) }
    let apt = Array("\n\r\t :—-AaPp#\0>\u{301}".utf8)
    var refused = 0
    for _ in 0..<8000 {
      var bytes = try #require(good.randomElement(using: &random))
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        guard !bytes.isEmpty else { break }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(try #require(apt.randomElement(using: &random)), at: place)
        case 3: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
        default: bytes.removeSubrange(place..<min(bytes.count, place + 12))
        }
      }
      let message = String(decoding: bytes, as: UTF8.self)
      do throws(MalformedRecord) {
        guard let read = try RecordMessage.read(message) else { continue }
        #expect(Array(RecordMessage.text(of: read).utf8) == Array(message.utf8))
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 1000)
  }

  @Test(.timeLimit(.minutes(5))) func `a megabyte is read quickly`() throws {
    let size = 1 << 20
    let trailers = "\n\nAssay-Record: claim\n"
    #expect(isMarked("assassay-"))
    #expect(isMarked("x ASSAY-"))
    #expect(!isMarked("assay assa-y ssay-"))
    let messages = [
      String(repeating: "-", count: size), String(repeating: "\n", count: size),
      String(repeating: "assay-", count: size / 6),
      "x" + trailers + String(repeating: "y", count: size),
      "x\n\nAssay-" + String(repeating: "z", count: size) + ": 1\n",
      "x\n\n" + String(repeating: "Assay-Probe: P1 held\n", count: size / 21),
      "x" + trailers + String(repeating: "\n", count: size),
      "x" + trailers + "Assay-Again: " + String(repeating: "e\u{301}", count: size / 3),
      String(repeating: "x\n\n", count: size / 3) + trailers,
      "x" + trailers + String(repeating: "# c\n", count: size / 4),
      String(repeating: " \n", count: size / 2) + trailers,
      "x\n\n" + String(repeating: "Assay-Record: claim", count: size / 19),
    ]
    for message in messages {
      do throws(MalformedRecord) { #expect(try RecordMessage.read(message) == nil) } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test func `a body has a limit`() throws {
    let long = samples.record(.builder, .decide, body: String(repeating: "x", count: RecordText.bodyLimit))
    #expect(try RecordMessage.read(RecordMessage.text(of: long)) == long)
    let longer = samples.record(.builder, .decide, body: long.body + "x")
    #expect(throws: MalformedRecord.self) { try RecordMessage.read(RecordMessage.text(of: longer)) }
  }

  @Test func `a title has a limit`() throws {
    let long = samples.record(.builder, .decide, title: String(repeating: "ä", count: RecordText.lineLimit))
    #expect(try RecordMessage.read(RecordMessage.text(of: long)) == long)
    let longer = samples.record(.builder, .decide, title: long.title + "x")
    #expect(throws: MalformedRecord.self) { try RecordMessage.read(RecordMessage.text(of: longer)) }
  }
}
