// A vector of at most N elements that lives inside its owner. States of the transition system are made of it,
// so that millions of them can be stored, compared and hashed without an allocation each. Nothing else is
// clever here.
#ifndef LPCHECK_MODEL_KLP_SMALL_H_
#define LPCHECK_MODEL_KLP_SMALL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace lpcheck::klp {

template <typename T, std::size_t N>
class Small {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool full() const { return size_ == N; }
  T& operator[](std::size_t i) { return items_[i]; }
  const T& operator[](std::size_t i) const { return items_[i]; }
  T* begin() { return items_.data(); }
  T* end() { return items_.data() + size_; }
  const T* begin() const { return items_.data(); }
  const T* end() const { return items_.data() + size_; }
  T& front() { return items_[0]; }
  const T& front() const { return items_[0]; }
  T& back() { return items_[size_ - 1]; }
  const T& back() const { return items_[size_ - 1]; }

  void push_back(const T& item) {
    if (full()) std::abort();  // bounds are checked when a world is read; overflow is a bug of ours
    items_[size_++] = item;
  }
  void push_front(const T& item) {
    push_back(item);
    for (std::size_t i = size_ - 1; i > 0; --i) std::swap(items_[i], items_[i - 1]);
  }
  void pop_back() { items_[--size_] = T{}; }
  void erase(std::size_t index) {
    for (std::size_t i = index; i + 1 < size_; ++i) items_[i] = items_[i + 1];
    pop_back();
  }
  void resize(std::size_t size) {
    while (size_ > size) pop_back();
    while (size_ < size) push_back(T{});
  }

  bool operator==(const Small&) const = default;  // unused slots are always T{}

  template <typename H>
  friend H AbslHashValue(H h, const Small& small) {
    for (const T& item : small) h = H::combine(std::move(h), item);
    return H::combine(std::move(h), small.size_);
  }

 private:
  std::array<T, N> items_{};
  std::uint8_t size_ = 0;
};

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SMALL_H_
