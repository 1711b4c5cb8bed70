import WorkflowModel

/// What a long history has most of is coded as lists of values, without the names of the fields: a kept fold is read at
/// every start.
extension FindingState {
  package init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    id = try values.decode(FindingID.self)
    gate = try values.decodeIfPresent(GateID.self)
    severity = try values.decode(Severity.self)
    title = try values.decode(String.self)
    by = try values.decode(PrincipalName.self)
    time = try values.decode(Timestamp.self)
    corrections = try values.decode(Int.self)
    closedBy = try values.decodeIfPresent(ObjectID.self)
    closedAt = try values.decodeIfPresent(Timestamp.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode(id)
    try values.encode(gate)
    try values.encode(severity)
    try values.encode(title)
    try values.encode(by)
    try values.encode(time)
    try values.encode(corrections)
    try values.encode(closedBy)
    try values.encode(closedAt)
  }
}

extension BacklogState {
  package init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    id = try values.decode(BacklogID.self)
    title = try values.decode(String.self)
    done = try values.decode(Bool.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode(id)
    try values.encode(title)
    try values.encode(done)
  }
}

extension FailedRound {
  package init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    verdict = try values.decode(ObjectID.self)
    subject = try values.decode(ObjectID.self)
    time = try values.decode(Timestamp.self)
    raised = try values.decode(Int.self)
    closed = try values.decode(Int.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode(verdict)
    try values.encode(subject)
    try values.encode(time)
    try values.encode(raised)
    try values.encode(closed)
  }
}
