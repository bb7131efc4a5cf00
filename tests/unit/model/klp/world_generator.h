// Random small worlds for the tests of agreement. A world gets a core (tasks, functions, patches, an era) and
// one to three themes: things that only some worlds have, such as a replace, a module, a lock or a fork. A
// theme also says which property is worth asking. The same seed gives the same worlds.
#ifndef LPCHECK_TESTS_UNIT_MODEL_KLP_WORLD_GENERATOR_H_
#define LPCHECK_TESTS_UNIT_MODEL_KLP_WORLD_GENERATOR_H_

#include <random>
#include <string>
#include <vector>

#include "model/klp/world.h"

namespace lpcheck::klp {

struct Generated {
  World world;
  Property property = Property::kS1;
  std::vector<std::string> themes;
};

class WorldGenerator {
 public:
  explicit WorldGenerator(unsigned seed) : random_(seed) {}

  Generated Next();

 private:
  struct Theme;
  static const std::vector<Theme>& Themes();

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  bool OneIn(int n) { return Below(n) == 0; }

  World Core();
  PatchSpec Patch(int index, int funcs);
  TaskSpec Task(int index, int funcs);
  std::set<int> Values();

  void Replace(World& world);
  void ReplaceSets(World& world);
  void States(World& world);
  void Immediate(World& world);
  void Modules(World& world);
  void Interrupts(World& world);
  void Data(World& world);
  void Locks(World& world);
  void References(World& world);
  void Callbacks(World& world);
  void Direct(World& world);
  void Pointers(World& world);
  void Cold(World& world);
  void Fork(World& world);
  void Dying(World& world);
  void Sleepers(World& world);
  void Busy(World& world);
  void Unload(World& world);
  void Ftrace(World& world);
  void Fine(World& world);
  void StopMachine(World& world);
  void Bases(World& world);
  void Sympos(World& world);
  Effect EffectOfSomeone(const World& world);

  std::mt19937 random_;
};

}  // namespace lpcheck::klp

#endif  // LPCHECK_TESTS_UNIT_MODEL_KLP_WORLD_GENERATOR_H_
