#include "tests/unit/model/klp/promela.h"

#include "absl/strings/str_cat.h"

namespace lpcheck::klp {
namespace {

// Everything below the tables. Arrays are flat: stack of f is s[f*NP ...], newest first; frames of t are
// ff[t*NR ...].
constexpr char kRules[] = R"(
#define NONE 200
#define UNDEF 2
byte depth[NT]; byte ff[NT_NR]; byte fv[NT_NR]; byte st[NT]; bool pend[NT];
byte n[NF]; byte s[NF_NP]; bool on[NP]; bool listed[NP]; byte nl; byte lst[NP];
byte tp = NONE; byte target = UNDEF;
byte i, j, k, sel, forb, cp, cto; bool ok, found;

inline choose(f, state) {
  sel = 0;
  if :: n[f] > 0 ->
        if :: s[f*NP] == tp && state == 0 ->
              if :: n[f] > 1 -> sel = s[f*NP + 1] + 1 :: else -> sel = 0 fi
           :: else -> sel = s[f*NP] + 1 fi
     :: else -> skip fi
}
inline push(f, p) {
  i = n[f];
  do :: i > 0 -> s[f*NP + i] = s[f*NP + i - 1]; i-- :: else -> break od;
  s[f*NP] = p; n[f]++
}
inline take(f, p) {
  i = 0; found = false;
  do :: i < n[f] ->
        if :: s[f*NP + i] == p -> found = true :: else -> skip fi;
        if :: found && i + 1 < n[f] -> s[f*NP + i] = s[f*NP + i + 1] :: else -> skip fi;
        i++
     :: else -> break od;
  if :: found -> n[f]--; s[f*NP + n[f]] = 0 :: else -> skip fi
}
inline push_all(p) { j = 0; do :: j < NF -> if :: hasf[p*NF + j] -> push(j, p) :: else -> skip fi; j++ :: else -> break od }
inline take_all(p) { j = 0; do :: j < NF -> if :: hasf[p*NF + j] -> take(j, p) :: else -> skip fi; j++ :: else -> break od }
inline start(p, to) {
  tp = p; target = to; i = 0;
  do :: i < NT -> st[i] = 1 - to; pend[i] = true; i++ :: else -> break od
}
inline may_on(p) {
  ok = (tp == NONE) && !on[p]; i = 0; k = nl;
  do :: i < nl -> if :: lst[i] == p -> k = i :: else -> skip fi; i++ :: else -> break od;
  if :: k > 0 -> ok = ok && on[lst[k - 1]] :: else -> skip fi
}
inline turn_on(p) {
  if :: !listed[p] -> lst[nl] = p; nl++; listed[p] = true :: else -> skip fi;
  on[p] = true; push_all(p);
  if :: imm[p] -> skip :: else -> start(p, 1) fi
}
inline may_off(p) {
  ok = (tp == NONE) && on[p]; i = 0;
  do :: i < nl -> if :: lst[i] == p && i + 1 < nl -> ok = ok && !on[lst[i + 1]] :: else -> skip fi; i++ :: else -> break od
}
inline turn_off(p) {
  on[p] = false;
  if :: imm[p] -> take_all(p) :: else -> start(p, 0) fi
}
inline forbidden(f) {
  if :: target == 0 -> forb = tp + 1
     :: else -> forb = 0; i = 0;
        if :: n[f] > 1 ->
              do :: i < n[f] -> if :: s[f*NP + i] == tp && i + 1 < n[f] -> forb = s[f*NP + i + 1] + 1 :: else -> skip fi; i++
                 :: else -> break od
           :: else -> skip fi
  fi
}
inline clean(t) {
  ok = true; j = 0;
  do :: j < NF ->
        if :: hasf[tp*NF + j] && !fimm[tp*NF + j] ->
              forbidden(j); k = 0;
              do :: k < depth[t] -> if :: ff[t*NR + k] == j && fv[t*NR + k] == forb -> ok = false :: else -> skip fi; k++ :: else -> break od
           :: else -> skip fi;
        j++
     :: else -> break od
}
inline check_s1(t) {
  j = 0;
  do :: j < NF ->
        if :: hasf[tp*NF + j] && !fimm[tp*NF + j] ->
              choose(j, target); k = 0;
              do :: k < depth[t] -> if :: ff[t*NR + k] == j -> assert(!S1 || fv[t*NR + k] == sel) :: else -> skip fi; k++ :: else -> break od
           :: else -> skip fi;
        j++
     :: else -> break od
}
inline check_s2(p, to) {
  j = 0;
  do :: j < NF ->
        if :: hasf[p*NF + j] && !fimm[p*NF + j] ->
              choose(j, UNDEF); k = 0;
              do :: k < NT ->
                    i = 0;
                    do :: i < depth[k] ->
                          if :: ff[k*NR + i] == j -> assert(!S2 || (to == 1 && fv[k*NR + i] == sel) || (to == 0 && fv[k*NR + i] != p + 1))
                             :: else -> skip fi;
                          i++
                       :: else -> break od;
                    k++
                 :: else -> break od
           :: else -> skip fi;
        j++
     :: else -> break od
}
inline all_there() {
  ok = (tp != NONE); i = 0;
  do :: i < NT -> ok = ok && st[i] == target; i++ :: else -> break od
}
inline complete() {
  cp = tp; cto = target;
  if :: cto == 0 -> take_all(cp) :: else -> skip fi;
  tp = NONE; target = UNDEF; i = 0;
  do :: i < NT -> st[i] = UNDEF; pend[i] = false; i++ :: else -> break od;
  check_s2(cp, cto); cp = 0; cto = 0
}
inline reverse() {
  on[tp] = !on[tp]; target = 1 - target; i = 0;
  do :: i < NT -> pend[i] = (st[i] != target); i++ :: else -> break od
}
inline tidy() { i = 0; j = 0; k = 0; sel = 0; forb = 0; ok = false; found = false }
)";

std::string Flag(bool value) { return value ? "true" : "false"; }

std::string Tables(const World& world) {
  const std::size_t funcs = world.funcs.size();
  std::string text = absl::StrCat("#define NT ", world.tasks.size(), "\n#define NF ", funcs, "\n#define NP ",
                                  world.patches.size(), "\n#define NR ", world.max_frames, "\n#define NT_NR ",
                                  world.tasks.size() * static_cast<std::size_t>(world.max_frames),
                                  "\n#define NF_NP ", funcs * world.patches.size(), "\n");
  absl::StrAppend(&text, "bool hasf[", funcs * world.patches.size(), "]; bool fimm[",
                  funcs * world.patches.size(), "]; bool imm[", world.patches.size(), "];\n");
  return text;
}

std::string Setup(const World& world) {
  std::string text;
  for (std::size_t p = 0; p < world.patches.size(); ++p) {
    absl::StrAppend(&text, "  imm[", p, "] = ", Flag(world.patches[p].immediate), ";\n");
    for (const PatchFunc& func : world.patches[p].funcs) {
      const std::size_t place = p * world.funcs.size() + static_cast<std::size_t>(func.func);
      absl::StrAppend(&text, "  hasf[", place, "] = true; fimm[", place, "] = ", Flag(func.immediate), ";\n");
    }
  }
  for (std::size_t t = 0; t < world.tasks.size(); ++t) {
    absl::StrAppend(&text, "  st[", t, "] = UNDEF;\n");
    if (world.tasks[t].starts_in < 0) continue;
    absl::StrAppend(&text, "  depth[", t, "] = 1; ff[", t, "*NR] = ", world.tasks[t].starts_in, ";\n");
  }
  return text;
}

std::string Choices(const World& world) {
  std::string text;
  for (std::size_t t = 0; t < world.tasks.size(); ++t) {
    for (std::size_t f = 0; f < world.funcs.size(); ++f) {
      absl::StrAppend(&text, "  :: atomic { depth[", t, "] < NR -> choose(", f, ", st[", t, "]); ff[", t,
                      "*NR + depth[", t, "]] = ", f, "; fv[", t, "*NR + depth[", t, "]] = sel; depth[", t,
                      "]++; tidy() }\n");
    }
    absl::StrAppend(&text, "  :: atomic { depth[", t, "] > 0 -> depth[", t, "]--; ff[", t, "*NR + depth[", t,
                    "]] = 0; fv[", t, "*NR + depth[", t, "]] = 0 }\n");
    absl::StrAppend(&text, "  :: atomic { depth[", t, "] == 0 && pend[", t, "] -> st[", t,
                    "] = target; pend[", t, "] = false }\n");
    absl::StrAppend(&text, "  :: atomic { tp != NONE && st[", t, "] != target -> clean(", t,
                    "); if :: ok -> st[", t, "] = target; pend[", t, "] = false; check_s1(", t,
                    ") :: else -> skip fi; tidy() }\n");
  }
  const bool may_disable = !world.without.contains(EventKind::kDisable);
  for (std::size_t p = 0; p < world.patches.size(); ++p) {
    absl::StrAppend(&text, "  :: atomic { may_on(", p, "); if :: ok -> turn_on(", p,
                    ") :: else -> skip fi; tidy() }\n");
    if (!may_disable) continue;
    absl::StrAppend(&text, "  :: atomic { may_off(", p, "); if :: ok -> turn_off(", p,
                    ") :: else -> skip fi; tidy() }\n");
  }
  absl::StrAppend(&text, "  :: atomic { all_there(); if :: ok -> complete() :: else -> skip fi; tidy() }\n");
  if (!world.without.contains(EventKind::kReverse))
    absl::StrAppend(&text, "  :: atomic { tp != NONE -> reverse(); tidy() }\n");
  return text;
}

}  // namespace

std::string Promela(const World& world, Property property) {
  return absl::StrCat(Tables(world), "#define S1 ", property == Property::kS1 ? 1 : 0, "\n#define S2 ",
                      property == Property::kS2 ? 1 : 0, "\n", kRules,
                      "active proctype machine() {\n  atomic {\n", Setup(world), "  }\n  do\n",
                      Choices(world), "  od\n}\n");
}

}  // namespace lpcheck::klp
