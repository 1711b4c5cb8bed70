#include <git2.h>
#include <git2/sys/commit.h>
#include <git2/sys/repository.h>

/* The library's options are set by a function of variable arguments, which Swift cannot call. */
static inline int cgit2_read_objects_plainly(void) {
  int code = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  if (code >= 0) code = git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
  /* How much of a pack is mapped at once: by itself it maps all of one, however large. */
  if (code >= 0) code = git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)8 << 20);
  return code < 0 ? code : git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)32 << 20);
}
