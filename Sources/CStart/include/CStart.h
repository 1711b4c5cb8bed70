#ifndef ASSAY_CSTART_H
#define ASSAY_CSTART_H

/* What the start-up code of a static program would do, and what is not done in its place: it registers the program's
 * unwind tables one by one, and the first thread that ends sorts them all, which takes longer than most commands. The
 * linker has sorted them already; the unwinder finds that table by itself, as it does in a program that loads libraries.
 * The linker is told to wrap the two functions (Package.swift). */
void __wrap___register_frame_info(const void *begin, void *object);
void *__wrap___deregister_frame_info(const void *begin);

/* A static program has no names to look functions up by. swift-subprocess looks for two that let it start a process
 * without a copy of this one's memory tables, which takes longer than most of what is started; it is given them. Whatever
 * else is asked for is looked up as before. */
void *__wrap_dlsym(void *handle, const char *name);

#endif
