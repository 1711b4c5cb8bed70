/// One connection: it reads a request, writes an answer, and then waits for the other side to hang up, since hanging up
/// on bytes that were not read would take the answer away. It decides; the loop acts.
struct HTTPConnection {
  enum State: Hashable {
    case reading([UInt8])
    case writing(ArraySlice<UInt8>)
    case parting
  }

  /// What the loop does next with the connection.
  enum Next: Hashable { case goOn, hangUpHalf, close }

  private(set) var state = State.reading([])
  let began: ContinuousClock.Instant
  private(set) var deadline: ContinuousClock.Instant
  private let limit: Duration

  init(now: ContinuousClock.Instant, limit: Duration) {
    began = now
    deadline = now + limit
    self.limit = limit
  }

  /// What is to be sent; nil while there is nothing.
  var outgoing: ArraySlice<UInt8>? {
    if case .writing(let rest) = state { rest } else { nil }
  }

  mutating func receive(
    _ bytes: ArraySlice<UInt8>, at now: ContinuousClock.Instant, _ answer: (IncomingRequest) -> HTTPAnswer
  ) {
    // After the request nothing is read but to be thrown away.
    guard case .reading(var request) = state else { return }
    request += bytes
    switch IncomingRequest.read(request) {
    case .incomplete: state = .reading(request)
    case .whole(let request): begin(answer(request), at: now)
    case .refused(let status): begin(HTTPAnswer(status: status), at: now)
    }
  }

  /// The other side will send no more.
  mutating func receiveEnd() -> Next {
    switch state {
    case .reading, .parting: .close
    // It may still listen.
    case .writing: .goOn
    }
  }

  mutating func sent(_ count: Int, at now: ContinuousClock.Instant) -> Next {
    guard case .writing(let rest) = state else { return .goOn }
    guard count < rest.count else {
      state = .parting
      deadline = now + min(limit, .seconds(1))
      return .hangUpHalf
    }
    state = .writing(rest.dropFirst(count))
    return .goOn
  }

  mutating func timeOut(at now: ContinuousClock.Instant) -> Next {
    guard case .reading(let bytes) = state, !bytes.isEmpty else { return .close }
    begin(HTTPAnswer(status: .requestTimeout), at: now)
    return .goOn
  }

  private mutating func begin(_ answer: HTTPAnswer, at now: ContinuousClock.Instant) {
    state = .writing(answer.bytes[...])
    deadline = now + limit
  }
}
