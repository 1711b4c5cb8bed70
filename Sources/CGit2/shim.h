#include <git2.h>
#include <git2/sys/commit.h>
#include <git2/sys/repository.h>

/* The library's options are set by a function of variable arguments, which Swift cannot call. */
static inline int cgit2_read_objects_plainly(void) {
  int code = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  return code < 0 ? code : git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
}
