#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scim2ldap::connector {

/// A hash table of pointers to items that others own, for those who look up many items at once: each look-up
/// waits for memory several times, and `fetchSlot` and `fetchItem` ask for it beforehand.
///
/// Open addressing with linear probing, at most half full.
template <typename Item>
class PointerTable {
 public:
  /// \returns the item of that hash for which `matches` holds, or nullptr
  template <typename Matches>
  [[nodiscard]] const Item* find(std::uint64_t hash, const Matches& matches) const {
    if (slots_.empty()) return nullptr;
    for (std::size_t at = home(hash); slots_[at].item != nullptr; at = next(at)) {
      if (slots_[at].hash == hash && matches(*slots_[at].item)) return slots_[at].item;
    }
    return nullptr;
  }

  /// The caller sees to it that no equal item is there.
  void insert(std::uint64_t hash, const Item* item) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    put({hash, item});
    ++count_;
  }

  /// Does nothing when the item is not there.
  void erase(std::uint64_t hash, const Item* item) {
    if (slots_.empty()) return;
    std::size_t hole = home(hash);
    while (slots_[hole].item != item) {
      if (slots_[hole].item == nullptr) return;
      hole = next(hole);
    }
    // Those behind it move up, but for those that would come before their home.
    for (std::size_t at = next(hole); slots_[at].item != nullptr; at = next(at)) {
      if (distance(home(slots_[at].hash), at) < distance(hole, at)) continue;
      slots_[hole] = slots_[at];
      hole = at;
    }
    slots_[hole] = {};
    --count_;
  }

  void clear() {
    slots_.clear();
    count_ = 0;
  }

  /// Asks for what `find` looks at first, so that it is there a little later.
  void fetchSlot(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[home(hash)]);
  }
  /// Asks for the item that stands first for the hash. \returns it, or nullptr
  const Item* fetchItem(std::uint64_t hash) const {
    constexpr std::size_t kLine = 64;  // bytes
    const Item* item = slots_.empty() ? nullptr : slots_[home(hash)].item;
    if (item == nullptr) return nullptr;
    __builtin_prefetch(item);
    if (sizeof(Item) > kLine) __builtin_prefetch(reinterpret_cast<const char*>(item) + kLine);
    return item;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    const Item* item = nullptr;
  };
  static constexpr std::size_t kFirstSize = 64;

  [[nodiscard]] std::size_t home(std::uint64_t hash) const { return hash & (slots_.size() - 1); }
  [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
  [[nodiscard]] std::size_t distance(std::size_t from, std::size_t to) const {
    return (to - from) & (slots_.size() - 1);
  }

  void put(const Slot& slot) {
    std::size_t at = home(slot.hash);
    while (slots_[at].item != nullptr) at = next(at);
    slots_[at] = slot;
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? kFirstSize : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.item != nullptr) put(slot);
    }
  }

  std::vector<Slot> slots_;  ///< a power of two
  std::size_t count_ = 0;
};

}  // namespace scim2ldap::connector
