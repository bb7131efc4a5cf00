/*
 * The second half of the mini kernel: locks, atomics, references, RCU, barriers, waiting, timers, work and
 * contexts. Included by kernel.h only. What is a macro in Linux is a macro here (spin_lock_irqsave assigns its
 * flags argument, wait_event evaluates its condition again and again), what is a function is a function.
 */
#ifndef LPCHECK_CORPUS_KERNEL_SYNC_H
#define LPCHECK_CORPUS_KERNEL_SYNC_H

/* plain accesses and barriers */
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val) do { *(volatile __typeof__(x) *)&(x) = (val); } while (0)
#define smp_mb() __asm__ __volatile__("mfence" : : : "memory")
#define smp_rmb() barrier()
#define smp_wmb() barrier()
#define smp_mb__before_atomic() barrier()
#define smp_mb__after_atomic() barrier()
#define smp_store_release(p, v) do { barrier(); WRITE_ONCE(*p, v); } while (0)
#define smp_load_acquire(p) ({ __typeof__(*p) ___p1 = READ_ONCE(*p); barrier(); ___p1; })
#define cmpxchg(ptr, old, new) __sync_val_compare_and_swap(ptr, old, new)
#define xchg(ptr, v) __sync_lock_test_and_set(ptr, v)

/* bits */
void set_bit(long nr, volatile unsigned long *addr);
void clear_bit(long nr, volatile unsigned long *addr);
void clear_bit_unlock(long nr, volatile unsigned long *addr);
bool test_bit(long nr, const volatile unsigned long *addr);
bool test_and_set_bit(long nr, volatile unsigned long *addr);
bool test_and_clear_bit(long nr, volatile unsigned long *addr);

/* atomics and references */
typedef struct { int counter; } atomic_t;
typedef struct { s64 counter; } atomic64_t;
typedef atomic64_t atomic_long_t;
#define ATOMIC_INIT(i) { (i) }
int atomic_read(const atomic_t *v);
void atomic_set(atomic_t *v, int i);
void atomic_inc(atomic_t *v);
void atomic_dec(atomic_t *v);
void atomic_add(int i, atomic_t *v);
void atomic_sub(int i, atomic_t *v);
int atomic_inc_return(atomic_t *v);
int atomic_dec_return(atomic_t *v);
int atomic_add_return(int i, atomic_t *v);
bool atomic_dec_and_test(atomic_t *v);
bool atomic_inc_not_zero(atomic_t *v);
int atomic_cmpxchg(atomic_t *v, int old, int new);
s64 atomic64_read(const atomic64_t *v);
void atomic64_add(s64 i, atomic64_t *v);
void atomic64_sub(s64 i, atomic64_t *v);
typedef struct { atomic_t refs; } refcount_t;
void refcount_set(refcount_t *r, int n);
unsigned int refcount_read(const refcount_t *r);
void refcount_inc(refcount_t *r);
bool refcount_inc_not_zero(refcount_t *r);
void refcount_dec(refcount_t *r);
bool refcount_dec_and_test(refcount_t *r);
struct kref { refcount_t refcount; };
void kref_init(struct kref *kref);
void kref_get(struct kref *kref);
int kref_put(struct kref *kref, void (*release)(struct kref *kref));
int kref_get_unless_zero(struct kref *kref);
struct device *get_device(struct device *dev);
void put_device(struct device *dev);

/* locks */
typedef struct { unsigned int lock; } spinlock_t;
typedef struct { unsigned int lock; } raw_spinlock_t;
typedef struct { unsigned int lock; } rwlock_t;
#define DEFINE_SPINLOCK(x) spinlock_t x = { 0 }
#define DEFINE_RWLOCK(x) rwlock_t x = { 0 }
#define spin_lock_init(lock) do { *(lock) = (spinlock_t){ 0 }; } while (0)
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
void spin_lock_bh(spinlock_t *lock);
void spin_unlock_bh(spinlock_t *lock);
void spin_lock_irq(spinlock_t *lock);
void spin_unlock_irq(spinlock_t *lock);
int spin_trylock(spinlock_t *lock);
unsigned long _raw_spin_lock_irqsave(spinlock_t *lock);
void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags);
#define spin_lock_irqsave(lock, flags) do { flags = _raw_spin_lock_irqsave(lock); } while (0)
void raw_spin_lock(raw_spinlock_t *lock);
void raw_spin_unlock(raw_spinlock_t *lock);
void read_lock(rwlock_t *lock);
void read_unlock(rwlock_t *lock);
void write_lock(rwlock_t *lock);
void write_unlock(rwlock_t *lock);
struct mutex { atomic_long_t owner; spinlock_t wait_lock; struct list_head wait_list; };
#define DEFINE_MUTEX(name) struct mutex name = { .wait_list = LIST_HEAD_INIT(name.wait_list) }
void __mutex_init(struct mutex *lock);
#define mutex_init(lock) __mutex_init(lock)
void mutex_lock(struct mutex *lock);
int __must_check mutex_lock_interruptible(struct mutex *lock);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
struct rw_semaphore { atomic_long_t count; struct list_head wait_list; };
#define DECLARE_RWSEM(name) struct rw_semaphore name = { .wait_list = LIST_HEAD_INIT(name.wait_list) }
void down_read(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
void rtnl_lock(void);
void rtnl_unlock(void);
typedef struct { unsigned int sequence; } seqcount_t;
unsigned int read_seqcount_begin(const seqcount_t *s);
int read_seqcount_retry(const seqcount_t *s, unsigned int start);
void write_seqcount_begin(seqcount_t *s);
void write_seqcount_end(seqcount_t *s);
#define local_irq_save(flags) do { flags = __local_irq_save(); } while (0)
unsigned long __local_irq_save(void);
void local_irq_restore(unsigned long flags);
void local_irq_disable(void);
void local_irq_enable(void);
void preempt_disable(void);
void preempt_enable(void);

/* RCU */
void rcu_read_lock(void);
void rcu_read_unlock(void);
void synchronize_rcu(void);
void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
void kvfree_call_rcu(struct rcu_head *head, void *ptr);
#define kfree_rcu(ptr, field) kvfree_call_rcu(&(ptr)->field, (void *)(ptr))
#define rcu_dereference(p) READ_ONCE(p)
#define rcu_dereference_protected(p, c) (p)
#define rcu_access_pointer(p) READ_ONCE(p)
#define rcu_assign_pointer(p, v) do { smp_store_release(&(p), (v)); } while (0)
#define RCU_INIT_POINTER(p, v) do { WRITE_ONCE(p, v); } while (0)

/* per-cpu data */
#define DEFINE_PER_CPU(type, name) __section(".data..percpu") __typeof__(type) name
#define per_cpu_ptr(ptr, cpu) ((void)(cpu), (ptr))
#define this_cpu_ptr(ptr) (ptr)
#define per_cpu(var, cpu) (*per_cpu_ptr(&(var), cpu))
#define this_cpu_inc(var) do { (var)++; } while (0)
#define this_cpu_dec(var) do { (var)--; } while (0)
#define this_cpu_add(var, n) do { (var) += (n); } while (0)
#define this_cpu_sub(var, n) do { (var) -= (n); } while (0)
#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < 2; (cpu)++)

/* tasks, waiting and waking */
#define TASK_RUNNING 0
#define TASK_INTERRUPTIBLE 1
#define TASK_UNINTERRUPTIBLE 2
struct task_struct { unsigned int __state; int pid; };
struct task_struct *get_current(void);
#define current get_current()
struct wait_queue_head { spinlock_t lock; struct list_head head; };
typedef struct wait_queue_head wait_queue_head_t;
struct completion { unsigned int done; wait_queue_head_t wait; };
#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name = { .head = LIST_HEAD_INIT(name.head) }
void init_waitqueue_head(wait_queue_head_t *wq);
void __wake_up(wait_queue_head_t *wq, unsigned int mode, int nr, void *key);
#define wake_up(x) __wake_up(x, 3, 1, NULL)
#define wake_up_all(x) __wake_up(x, 3, 0, NULL)
#define wake_up_interruptible(x) __wake_up(x, TASK_INTERRUPTIBLE, 1, NULL)
void schedule(void);
long schedule_timeout(long timeout);
void msleep(unsigned int msecs);
void prepare_to_wait(wait_queue_head_t *wq, void *entry, int state);
void finish_wait(wait_queue_head_t *wq, void *entry);
int signal_pending(struct task_struct *p);
void set_current_state(unsigned int state);
#define wait_event(wq, condition) do { \
	for (;;) { prepare_to_wait(&(wq), NULL, TASK_UNINTERRUPTIBLE); if (condition) break; schedule(); } \
	finish_wait(&(wq), NULL); } while (0)
#define wait_event_interruptible(wq, condition) ({ int __ret = 0; \
	for (;;) { prepare_to_wait(&(wq), NULL, TASK_INTERRUPTIBLE); if (condition) break; \
		if (signal_pending(current)) { __ret = -ERESTARTSYS; break; } schedule(); } \
	finish_wait(&(wq), NULL); __ret; })
void init_completion(struct completion *x);
void complete(struct completion *x);
void complete_all(struct completion *x);
void wait_for_completion(struct completion *x);
int wait_on_bit(unsigned long *word, int bit, unsigned int mode);
void wake_up_bit(unsigned long *word, int bit);
void clear_and_wake_up_bit(int bit, unsigned long *word);
bool kthread_should_stop(void);
struct task_struct *kthread_run(int (*threadfn)(void *data), void *data, const char *name);
int kthread_stop(struct task_struct *k);

/* time, timers, deferred work, interrupts */
extern unsigned long volatile jiffies;
unsigned long msecs_to_jiffies(unsigned int m);
unsigned int jiffies_to_msecs(unsigned long j);
#define time_after(a, b) ((long)((b) - (a)) < 0)
#define time_before(a, b) time_after(b, a)
u64 ktime_get_ns(void);
struct timer_list { struct hlist_node entry; unsigned long expires; void (*function)(struct timer_list *t); };
void timer_init(struct timer_list *timer, void (*fn)(struct timer_list *t), unsigned int flags);
#define timer_setup(timer, callback, flags) timer_init(timer, callback, flags)
#define from_timer(var, callback_timer, field) container_of(callback_timer, __typeof__(*var), field)
int mod_timer(struct timer_list *timer, unsigned long expires);
int del_timer(struct timer_list *timer);
int del_timer_sync(struct timer_list *timer);
struct work_struct { atomic_long_t data; struct list_head entry; void (*func)(struct work_struct *work); };
struct delayed_work { struct work_struct work; struct timer_list timer; };
struct workqueue_struct;
#define INIT_WORK(_work, _func) do { INIT_LIST_HEAD(&(_work)->entry); (_work)->func = (_func); } while (0)
#define DECLARE_WORK(n, f) struct work_struct n = { .entry = LIST_HEAD_INIT(n.entry), .func = (f) }
bool schedule_work(struct work_struct *work);
bool queue_work(struct workqueue_struct *wq, struct work_struct *work);
bool flush_work(struct work_struct *work);
bool cancel_work_sync(struct work_struct *work);
typedef enum { IRQ_NONE, IRQ_HANDLED } irqreturn_t;
typedef irqreturn_t (*irq_handler_t)(int irq, void *dev);
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name, void *dev);
const void *free_irq(unsigned int irq, void *dev);
void disable_irq(unsigned int irq);
void enable_irq(unsigned int irq);
void smp_call_function_single(int cpu, void (*func)(void *info), void *info, int wait);
void on_each_cpu(void (*func)(void *info), void *info, int wait);
u32 readl(const volatile void __iomem *addr);
void writel(u32 value, volatile void __iomem *addr);

#endif /* LPCHECK_CORPUS_KERNEL_SYNC_H */
