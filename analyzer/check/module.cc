#include "analyzer/check/module.h"

#include <utility>

namespace lpcheck::check {
namespace {

rules::ShadowAction ActionOf(ShadowCall call) {
  switch (call) {
    case ShadowCall::kGet:
      return rules::ShadowAction::kGet;
    case ShadowCall::kAlloc:
    case ShadowCall::kGetOrAlloc:
      return rules::ShadowAction::kAllocate;
    case ShadowCall::kFree:
    case ShadowCall::kFreeAll:
      return rules::ShadowAction::kFree;
  }
  return rules::ShadowAction::kGet;
}

}  // namespace

rules::Module ModuleOf(const KlpModule& module, const CheckOptions& options) {
  rules::Module declared;
  declared.states = module.states.size();
  for (const KlpObject& object : module.objects) {
    for (const KlpFunc& func : object.funcs) {
      rules::DeclaredFunction function{func.old_name, object.name, func.file, "", func.where,
                                       func.sympos, func.candidates, func.sure, func.may_be_more};
      if (options.database != nullptr && !func.file.empty())
        function.built_into = options.database->ObjectOf(func.file);
      declared.functions.push_back(std::move(function));
    }
    const KlpCallbacks& callbacks = object.callbacks;
    declared.callbacks.push_back({object.name, !callbacks.pre_patch.empty(), !callbacks.post_patch.empty(),
                                  !callbacks.pre_unpatch.empty(), !callbacks.post_unpatch.empty()});
  }
  for (const KlpShadowUse& use : module.shadow_uses)
    declared.shadows.push_back({ActionOf(use.call), use.id, use.function, use.where});
  return declared;
}

}  // namespace lpcheck::check
