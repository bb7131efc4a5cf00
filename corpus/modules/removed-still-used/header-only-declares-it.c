// A function is removed that a header only declares.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Nobody calls it; a declaration that stays asks for nothing.
// lpcheck: file include/linux/hash.h
int old_hash(int a);
static inline int hash_of(int a) { return a * 3; }
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
