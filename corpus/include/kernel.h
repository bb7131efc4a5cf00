/*
 * A mini kernel for self-contained cases: the names, shapes (macro, inline or extern) and types of Linux 6.x
 * as far as the corpus uses them, so that a case reads like kernel code and the table of kernel interfaces
 * recognises what it calls. It declares; it does not implement: nothing here is ever linked or run.
 * The parts: this file has types, compiler words, errors, memory, lists and modules; kernel_sync.h has locks,
 * atomics, references, RCU, waiting and deferred work.
 */
#ifndef LPCHECK_CORPUS_KERNEL_H
#define LPCHECK_CORPUS_KERNEL_H

/* compiler words */
#define __user
#define __iomem
#define __rcu
#define __percpu
#define __force
#define __must_check __attribute__((__warn_unused_result__))
#define __always_inline inline __attribute__((__always_inline__))
#define noinline __attribute__((__noinline__))
#define notrace __attribute__((__no_instrument_function__))
#define __section(name) __attribute__((__section__(name)))
#define noinstr noinline notrace __section(".noinstr.text")
#define __noreturn __attribute__((__noreturn__))
#define __maybe_unused __attribute__((__unused__))
#define __used __attribute__((__used__))
#define __packed __attribute__((__packed__))
#define __aligned(n) __attribute__((__aligned__(n)))
#define __init __section(".init.text")
#define __exit __section(".exit.text") __used
#define __initdata __section(".init.data")
#define __ro_after_init __section(".data..ro_after_init")
#define __read_mostly __section(".data..read_mostly")
#define asmlinkage
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define barrier() __asm__ __volatile__("" : : : "memory")
#define fallthrough __attribute__((__fallthrough__))
#define offsetof(type, member) __builtin_offsetof(type, member)
#define sizeof_field(type, member) sizeof(((type *)0)->member)

/* types */
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)
typedef unsigned char u8, __u8;
typedef unsigned short u16, __u16, __be16, __le16;
typedef unsigned int u32, __u32, __be32, __le32;
typedef unsigned long long u64, __u64, __be64, __le64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;
typedef unsigned long size_t;
typedef long ssize_t;
typedef long long loff_t;
typedef unsigned int gfp_t;
typedef unsigned short umode_t;
typedef u64 ktime_t;
typedef u32 dev_t;
struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
struct hlist_head { struct hlist_node *first; };
struct rb_node { unsigned long __rb_parent_color; struct rb_node *rb_right, *rb_left; };
struct rb_root { struct rb_node *rb_node; };
struct callback_head { struct callback_head *next; void (*func)(struct callback_head *head); };
#define rcu_head callback_head
struct task_struct;
struct device { struct device *parent; void *driver_data; };
struct inode;
struct file { void *private_data; unsigned int f_flags; loff_t f_pos; struct inode *f_inode; };
struct file_operations {
	ssize_t (*read)(struct file *file, char __user *buf, size_t len, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t len, loff_t *pos);
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
};
struct seq_file { char *buf; size_t size, from, count; loff_t index; void *private; };

/* constants */
#define EPERM 1
#define ENOENT 2
#define EIO 5
#define E2BIG 7
#define EAGAIN 11
#define ENOMEM 12
#define EFAULT 14
#define EBUSY 16
#define EEXIST 17
#define ENODEV 19
#define EINVAL 22
#define ENOSPC 28
#define ERANGE 34
#define EOVERFLOW 75
#define ERESTARTSYS 512
#define GFP_KERNEL 0xcc0u
#define GFP_ATOMIC 0xa20u
#define __GFP_ZERO 0x100u
#define __GFP_NOFAIL 0x8000u
#define HZ 250
#define PAGE_SIZE 4096UL
#define INT_MAX 0x7fffffff
#define UINT_MAX 0xffffffffu
#define ULONG_MAX (~0UL)
#define U16_MAX 0xffffu
#define U32_MAX 0xffffffffu
#define S64_MAX 0x7fffffffffffffffLL
#define BIT(n) (1UL << (n))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BUILD_BUG_ON(cond) _Static_assert(!(cond), "BUILD_BUG_ON")
#define min(x, y) ({ __typeof__(x) _x = (x); __typeof__(y) _y = (y); _x < _y ? _x : _y; })
#define max(x, y) ({ __typeof__(x) _x = (x); __typeof__(y) _y = (y); _x > _y ? _x : _y; })
#define min_t(type, x, y) ({ type _x = (x); type _y = (y); _x < _y ? _x : _y; })
#define max_t(type, x, y) ({ type _x = (x); type _y = (y); _x > _y ? _x : _y; })
#define clamp_t(type, v, lo, hi) min_t(type, max_t(type, v, lo), hi)
#define swap(a, b) do { __typeof__(a) __tmp = (a); (a) = (b); (b) = __tmp; } while (0)
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define ALIGN(x, a) (((x) + (a) - 1) & ~((__typeof__(x))(a) - 1))
#define container_of(ptr, type, member) \
	({ void *__mptr = (void *)(ptr); ((type *)(__mptr - offsetof(type, member))); })
#define struct_size(p, member, n) (sizeof(*(p)) + sizeof(*(p)->member) * (n))
#define check_add_overflow(a, b, d) __builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d) __builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d) __builtin_mul_overflow(a, b, d)

/* messages and assertions */
__attribute__((__format__(__printf__, 1, 2))) int _printk(const char *fmt, ...);
#define printk(fmt, ...) _printk(fmt, ##__VA_ARGS__)
#define pr_info(fmt, ...) printk(fmt, ##__VA_ARGS__)
#define pr_warn(fmt, ...) printk(fmt, ##__VA_ARGS__)
#define pr_err(fmt, ...) printk(fmt, ##__VA_ARGS__)
#define pr_debug(fmt, ...) do { if (0) printk(fmt, ##__VA_ARGS__); } while (0)
#define WARN_ON(cond) ({ int __ret_warn_on = !!(cond); if (unlikely(__ret_warn_on)) _printk("WARN\n"); \
	unlikely(__ret_warn_on); })
#define WARN_ON_ONCE(cond) WARN_ON(cond)
#define BUG_ON(cond) do { if (unlikely(cond)) __builtin_trap(); } while (0)
#define lockdep_assert_held(l) do { (void)(l); } while (0)
#define might_sleep() do { } while (0)
void panic(const char *fmt, ...) __noreturn;
void do_exit(long code) __noreturn;
__attribute__((__format__(__printf__, 3, 4))) int snprintf(char *buf, size_t size, const char *fmt, ...);
__attribute__((__format__(__printf__, 3, 4))) int scnprintf(char *buf, size_t size, const char *fmt, ...);
__attribute__((__format__(__printf__, 2, 3))) void seq_printf(struct seq_file *m, const char *fmt, ...);
int sysfs_emit(char *buf, const char *fmt, ...);

/* errors in pointers */
#define MAX_ERRNO 4095
#define IS_ERR_VALUE(x) unlikely((unsigned long)(void *)(x) >= (unsigned long)-MAX_ERRNO)
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline long PTR_ERR(const void *ptr) { return (long)ptr; }
static inline bool IS_ERR(const void *ptr) { return IS_ERR_VALUE((unsigned long)ptr); }
static inline bool IS_ERR_OR_NULL(const void *ptr) { return !ptr || IS_ERR_VALUE((unsigned long)ptr); }
static inline void *ERR_CAST(const void *ptr) { return (void *)ptr; }
static inline int PTR_ERR_OR_ZERO(const void *ptr) { return IS_ERR(ptr) ? (int)PTR_ERR(ptr) : 0; }

/* memory and strings */
void *kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void *kcalloc(size_t n, size_t size, gfp_t flags);
void *kmalloc_array(size_t n, size_t size, gfp_t flags);
void *krealloc(const void *p, size_t size, gfp_t flags);
void *kmemdup(const void *src, size_t len, gfp_t flags);
char *kstrdup(const char *s, gfp_t flags);
void kfree(const void *p);
void kfree_sensitive(const void *p);
void *vmalloc(unsigned long size);
void vfree(const void *p);
void *kvmalloc(size_t size, gfp_t flags);
void kvfree(const void *p);
struct kmem_cache;
void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags);
void *kmem_cache_zalloc(struct kmem_cache *s, gfp_t flags);
void kmem_cache_free(struct kmem_cache *s, void *p);
void *memset(void *s, int c, size_t n);
void *memcpy(void *d, const void *s, size_t n);
void *memmove(void *d, const void *s, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
ssize_t strscpy(char *d, const char *s, size_t n);
void memzero_explicit(void *s, size_t n);
int kstrtoint(const char *s, unsigned int base, int *res);
unsigned long copy_to_user(void __user *to, const void *from, unsigned long n);
unsigned long copy_from_user(void *to, const void __user *from, unsigned long n);
void *memdup_user(const void __user *src, size_t len);
#define put_user(x, ptr) ({ *(ptr) = (x); 0; })
#define get_user(x, ptr) ({ (x) = *(ptr); 0; })
u32 jhash(const void *key, u32 length, u32 initval);
static inline u32 hash_32(u32 val, unsigned int bits) { return (val * 0x61C88647u) >> (32 - bits); }
bool capable(int cap);
#define CAP_NET_ADMIN 12
#define CAP_SYS_ADMIN 21
__be32 htonl(u32 x);
__be16 htons(u16 x);
u32 ntohl(__be32 x);
u16 ntohs(__be16 x);
__le32 cpu_to_le32(u32 x);
u32 le32_to_cpu(__le32 x);
__le16 cpu_to_le16(u16 x);
u16 le16_to_cpu(__le16 x);
u64 div_u64(u64 dividend, u32 divisor);

/* lists */
#define LIST_HEAD_INIT(name) { &(name), &(name) }
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)
#define HLIST_HEAD(name) struct hlist_head name = { .first = NULL }
void __list_add(struct list_head *n, struct list_head *prev, struct list_head *next);
static inline void INIT_LIST_HEAD(struct list_head *list) { list->next = list; list->prev = list; }
static inline void list_add(struct list_head *n, struct list_head *head) { __list_add(n, head, head->next); }
static inline void list_add_tail(struct list_head *n, struct list_head *head) { __list_add(n, head->prev, head); }
static inline void list_del(struct list_head *e) { e->next->prev = e->prev; e->prev->next = e->next; }
static inline void list_del_init(struct list_head *e) { list_del(e); INIT_LIST_HEAD(e); }
static inline void list_move(struct list_head *e, struct list_head *head) { list_del(e); list_add(e, head); }
static inline void list_move_tail(struct list_head *e, struct list_head *head) { list_del(e); list_add_tail(e, head); }
static inline int list_empty(const struct list_head *head) { return head->next == head; }
void list_splice_init(struct list_head *list, struct list_head *head);
void list_add_rcu(struct list_head *n, struct list_head *head);
void list_add_tail_rcu(struct list_head *n, struct list_head *head);
void list_del_rcu(struct list_head *e);
void list_sort(void *priv, struct list_head *head,
	       int (*cmp)(void *priv, const struct list_head *a, const struct list_head *b));
void hlist_add_head(struct hlist_node *n, struct hlist_head *h);
void hlist_del(struct hlist_node *n);
void hlist_del_init(struct hlist_node *n);
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_first_entry(ptr, type, member) list_entry((ptr)->next, type, member)
#define list_next_entry(pos, member) list_entry((pos)->member.next, __typeof__(*(pos)), member)
#define list_first_entry_or_null(ptr, type, member) \
	(!list_empty(ptr) ? list_first_entry(ptr, type, member) : NULL)
#define list_for_each_entry(pos, head, member)                                        \
	for (pos = list_first_entry(head, __typeof__(*pos), member); &pos->member != (head); \
	     pos = list_next_entry(pos, member))
#define list_for_each_entry_safe(pos, n, head, member)                                                  \
	for (pos = list_first_entry(head, __typeof__(*pos), member), n = list_next_entry(pos, member);  \
	     &pos->member != (head); pos = n, n = list_next_entry(n, member))
#define list_for_each_entry_rcu(pos, head, member) list_for_each_entry(pos, head, member)
#define hlist_entry_safe(ptr, type, member) \
	({ __typeof__(ptr) ____ptr = (ptr); ____ptr ? container_of(____ptr, type, member) : NULL; })
#define hlist_for_each_entry(pos, head, member)                                                 \
	for (pos = hlist_entry_safe((head)->first, __typeof__(*(pos)), member); pos;            \
	     pos = hlist_entry_safe((pos)->member.next, __typeof__(*(pos)), member))
#define rb_entry(ptr, type, member) container_of(ptr, type, member)
struct rb_node *rb_first(const struct rb_root *root);
void rb_link_node(struct rb_node *node, struct rb_node *parent, struct rb_node **link);
void rb_insert_color(struct rb_node *node, struct rb_root *root);
void rb_erase(struct rb_node *node, struct rb_root *root);

/* modules */
struct module;
extern struct module __this_module;
#define THIS_MODULE (&__this_module)
bool try_module_get(struct module *module);
void module_put(struct module *module);
#define EXPORT_SYMBOL(sym) extern __typeof__(sym) sym; extern const char __kstrtab_##sym[]; \
	static void *__used __section(".discard.addressable") __addressable_##sym = (void *)&sym
#define EXPORT_SYMBOL_GPL(sym) EXPORT_SYMBOL(sym)
#define module_init(fn) int init_module(void) __attribute__((__alias__(#fn)))
#define module_exit(fn) void cleanup_module(void) __attribute__((__alias__(#fn)))
#define __initcall(fn) static int (*__initcall_##fn)(void) __used __section(".initcall6.init") = fn
#define MODULE_LICENSE(s) static const char __mod_license[] __used = s

#include "kernel_sync.h"

#endif /* LPCHECK_CORPUS_KERNEL_H */
