/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The functions and the data that the twelve fixes change: six small subsystems. What each must keep
 * is said beside it; e2e_target.c checks it at run time.
 */
#ifndef E2E_H
#define E2E_H

#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/mutex.h>

#define E2E_SIZE 64
#define E2E_TIMEOUT_MAX 3600

struct e2e_object {
	struct mutex lock;
	unsigned int timeout; /* seconds */
	int open;
	int dead;
	int visits;
};

extern struct e2e_object e2e_object;
extern atomic_t e2e_users;
extern struct mutex e2e_outer;
extern struct mutex e2e_inner;
extern int e2e_shared;

void e2e_gate(void);

/* contract: bytes left of E2E_SIZE; used + room is E2E_SIZE */
int e2e_room(unsigned int used);
int e2e_fill(unsigned int used);

/* lock: e2e_object.lock is held from enter to leave */
void e2e_enter(struct e2e_object *object);
void e2e_leave(struct e2e_object *object);
int e2e_visit(struct e2e_object *object);

/* counter: e2e_users is the number of objects that are open */
int e2e_open(struct e2e_object *object);
int e2e_close(struct e2e_object *object);

/* format: what was set is what is got */
int e2e_set_timeout(struct e2e_object *object, unsigned int seconds);
unsigned int e2e_get_timeout(struct e2e_object *object);

/* order: e2e_outer before e2e_inner */
int e2e_first(int amount);
int e2e_second(int amount);

/* token: what start answers tells finish whether a user was counted */
int e2e_start(int wanted);
void e2e_finish(int token);

#endif
