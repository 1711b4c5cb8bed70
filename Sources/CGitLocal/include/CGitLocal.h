#ifndef ASSAY_CGITLOCAL_H
#define ASSAY_CGITLOCAL_H

/* What stands in for the parts of libgit2 that speak to a network. Fetching and pushing are the affair of the user's own
 * git, and the library is linked from its archive: the linker finds these names here first and leaves out the archive's
 * own, and with them TLS, ssh, Kerberos and their twelve shared libraries, which took every command three milliseconds to
 * load. Each function fails, as the library's own does where it was built without that part. The names are of libgit2
 * 1.5; one of another version that asks for more is told by the linker. */

extern char git_http__expect_continue;
int git_smart_subtransport_http(void **made, void *owner, void *parameter);
int git_smart_subtransport_ssh(void **made, void *owner, void *parameter);
int git_transport_ssh_global_init(void);
int git_mbedtls_stream_global_init(void);
int git_mbedtls__set_cert_location(const char *file, const char *path);
int git_mbedtls_stream_new(void **made, const char *host, const char *port);
int git_mbedtls_stream_wrap(void **made, void *inner, const char *host);

#endif
