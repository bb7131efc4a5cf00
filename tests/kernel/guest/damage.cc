// lpt_damage MODULE COUNT: loads COUNT damaged copies of a stamped module and counts what the kernel answers.
// Runs in the guest; the damage is the same in every run. An accepted module is removed by the scenario, or
// fails it.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>

namespace {

constexpr char kNoteName[] = "lpcheck";  // with its NUL, behind the 12 bytes of the note's header

struct Note {
  size_t record = 0;
  size_t size = 0;
};

Note FindNote(const std::string& module) {
  const size_t name = module.find(std::string(kNoteName, sizeof(kNoteName)) + "1LST");
  if (name == std::string::npos) return {};
  unsigned size = 0;
  std::memcpy(&size, module.data() + name - 8, sizeof(size));
  return {name + sizeof(kNoteName), size};
}

/// Never leaves the note as it was.
std::string Damage(std::string module, const Note& note, int round, std::mt19937& random) {
  const std::string before = module;
  char* record = module.data() + note.record;
  switch (round % 7) {
    case 0:  // one bit
      record[random() % note.size] ^= static_cast<char>(1 << random() % 8);
      break;
    case 1:  // random bytes
      for (int i = 0; i < 16; ++i) record[random() % note.size] = static_cast<char>(random());
      break;
    case 2: {  // cut, or longer than it is
      const unsigned size =
          round % 2 ? static_cast<unsigned>(random() % note.size) : 0x10000u + random() % 1000;
      std::memcpy(record - 16, &size, sizeof(size));
      break;
    }
    case 3:  // another version
      record[4] = static_cast<char>(2 + random() % 200);
      break;
    case 4:  // the other byte order
      std::swap(record[0], record[3]);
      std::swap(record[1], record[2]);
      break;
    case 5:  // no note of ours any more
      record[-8 + static_cast<int>(random() % 7)] ^= 0x20;
      break;
    case 6:  // all random
      for (size_t i = 0; i < note.size; ++i) record[i] = static_cast<char>(random());
      break;
  }
  if (module == before) record[0] ^= 1;
  return module;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string module((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const Note note = FindNote(module);
  if (note.size == 0) {
    std::fprintf(stderr, "lpt_damage: %s carries no stamp\n", argv[1]);
    return 65;
  }
  std::mt19937 random(7);
  std::map<int, int> answers;
  const int count = std::atoi(argv[2]);
  for (int round = 0; round < count; ++round) {
    const std::string damaged = Damage(module, note, round, random);
    const long result = syscall(SYS_init_module, damaged.data(), damaged.size(), "");
    ++answers[result == 0 ? 0 : errno];
  }
  std::printf("tried %d accepted %d EPERM %d other %d\n", count, answers[0], answers[EPERM],
              count - answers[0] - answers[EPERM]);
  return 0;
}
