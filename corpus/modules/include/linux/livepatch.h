/* What a livepatch module declares, in the shapes of include/linux/livepatch.h. */
#ifndef CORPUS_LIVEPATCH_H
#define CORPUS_LIVEPATCH_H

struct klp_func { const char *old_name; void *new_func; unsigned long old_sympos; };
struct klp_object { const char *name; struct klp_func *funcs; };
struct klp_patch { struct klp_object *objs; };

#endif
