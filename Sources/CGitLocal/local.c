/* libgit2 without its network: see include/CGitLocal.h. */
#include "CGitLocal.h"

char git_http__expect_continue = 0;

int git_smart_subtransport_http(void **made, void *owner, void *parameter) {
  (void)made, (void)owner, (void)parameter;
  return -1;
}

int git_smart_subtransport_ssh(void **made, void *owner, void *parameter) {
  (void)made, (void)owner, (void)parameter;
  return -1;
}

int git_transport_ssh_global_init(void) { return 0; }

int git_mbedtls_stream_global_init(void) { return 0; }

int git_mbedtls__set_cert_location(const char *file, const char *path) {
  (void)file, (void)path;
  return -1;
}

int git_mbedtls_stream_new(void **made, const char *host, const char *port) {
  (void)made, (void)host, (void)port;
  return -1;
}

int git_mbedtls_stream_wrap(void **made, void *inner, const char *host) {
  (void)made, (void)inner, (void)host;
  return -1;
}
