// What a livepatch module declares, as the module rules read it.
#ifndef LPCHECK_ANALYZER_CHECK_MODULE_H_
#define LPCHECK_ANALYZER_CHECK_MODULE_H_

#include "analyzer/check/check.h"
#include "model/rules/module.h"

namespace lpcheck::check {

rules::Module ModuleOf(const KlpModule& module, const CheckOptions& options);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_MODULE_H_
