#define _GNU_SOURCE
#include "CStart.h"

#include <dlfcn.h>
#include <spawn.h>
#include <string.h>

void __wrap___register_frame_info(const void *begin, void *object) { (void)begin, (void)object; }

void *__wrap___deregister_frame_info(const void *begin) {
  (void)begin;
  return 0;
}

// There where the linker wraps the function.
extern void *__real_dlsym(void *handle, const char *name) __attribute__((weak));

void *__wrap_dlsym(void *handle, const char *name) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
  if (handle == RTLD_DEFAULT && !strcmp(name, "posix_spawn_file_actions_addclosefrom_np"))
    return (void *)posix_spawn_file_actions_addclosefrom_np;
  if (handle == RTLD_DEFAULT && !strcmp(name, "posix_spawn_file_actions_addfchdir_np"))
    return (void *)posix_spawn_file_actions_addfchdir_np;
#endif
  return __real_dlsym ? __real_dlsym(handle, name) : 0;
}
