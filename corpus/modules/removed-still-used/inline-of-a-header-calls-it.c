// A function is removed that only an inline function of a header calls.
// lpcheck: expect undecided
// lpcheck: because removed-still-used
// lpcheck: origin synthetic
// Half of a change: every file that includes the header still calls the old function.
// lpcheck: file include/linux/hash.h
int old_hash(int a);
static inline int hash_of(int a) { return old_hash(a); }
// lpcheck: file kernel/a.c
#include <linux/hash.h>
int old_hash(int a) { return a * 3; }
// lpcheck: file fix.patch
--- a/kernel/a.c
+++ b/kernel/a.c
@@ -1,2 +1,2 @@
 #include <linux/hash.h>
-int old_hash(int a) { return a * 3; }
+int new_hash(int a) { return a * 3; }
