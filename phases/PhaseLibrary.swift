/// The phase files that come with the tool, by their file names.
package enum PhaseLibrary {
  package static var files: [(name: String, bytes: [UInt8])] {
    [("dstamp.yml", PackageResources.dstamp_yml)]
  }
}
