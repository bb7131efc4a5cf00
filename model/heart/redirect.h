// What a way that leads elsewhere means: whether the old version would have faulted on it, what it reports, whether it leaves.
#ifndef LPCHECK_MODEL_HEART_REDIRECT_H_
#define LPCHECK_MODEL_HEART_REDIRECT_H_

#include <set>

#include "model/heart/path.h"

namespace lpcheck::heart {

/// Some step of `reach` leaves the function.
bool HasExit(const steps::Function& body, const std::set<int>& reach);

/// Does the new way `q` leave because a pointer is NULL or an error that the old way `p`, or the steps behind it, go on to
/// dereference without a test?
bool WouldFault(const Path& p, const Path& q, const steps::Function& before, const std::set<int>& old_reach, const api::Table& table);

/// The value that a way to a join gives to the variable which every return behind the join returns; nullptr if there is none.
steps::ExprRef ReportOf(const steps::Function& body, const Path& path);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_REDIRECT_H_
