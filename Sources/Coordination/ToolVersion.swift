/// The tool's version, as evidence and `assay --version` give it.
package enum ToolVersion {
  package static let current = "0.1.0"
}
