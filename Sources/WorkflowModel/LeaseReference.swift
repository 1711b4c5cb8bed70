/// Where leases stand on the remote: beside the branches, one for each principal, a blob each.
package enum LeaseReference {
  package static let prefix = "refs/assay/leases/"
  /// A lease is a few lines; nothing larger is taken or read. Bytes.
  package static let limit = 4096
}
