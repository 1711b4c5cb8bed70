/// Stands in for the function by which libgit2 reads every certificate authority of the machine each time it is
/// started, four milliseconds long: more than most commands need for all that they do. The dynamic linker finds this
/// one first. Nothing here speaks TLS, the network is the affair of the user's own git; with no authority known,
/// libgit2 would trust no server.
@_cdecl("mbedtls_x509_crt_parse_file")
package func readNoCertificates(_ chain: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?) -> CInt { 0 }
