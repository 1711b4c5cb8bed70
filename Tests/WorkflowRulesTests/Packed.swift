import WorkflowModel

/// The value as it is read from what was kept of it.
func packedAndBack<Value: Packable>(_ value: Value) throws -> Value {
  var packer = Packer()
  packer.put(value)
  var unpacker = Unpacker(packer.bytes)
  let read = try unpacker.next(Value.self)
  if !unpacker.isAtEnd { throw Unpackable() }
  return read
}
