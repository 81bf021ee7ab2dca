#include "scim/BulkOrder.h"

#include <algorithm>
#include <functional>
#include <map>
#include <queue>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "scim/BulkReferences.h"

namespace scim2ldap::scim {
namespace {

/// What the steps are built from. Step i is operation i; step size + i completes it.
class OrderBuilder {
 public:
  OrderBuilder(const std::vector<BulkOperation>& operations,
               const std::vector<std::vector<std::string>>& names)
      : operations_(operations),
        names_(names),
        size_(operations.size()),
        refersTo_(size_),
        deferred_(size_),
        followers_(2 * size_),
        waitsFor_(2 * size_) {}

  BulkOrder build() {
    findReferences();
    cutCircles();
    addReferences();
    addSequences();
    return {sorted(), std::move(deferred_)};
  }

 private:
  void findReferences() {
    std::unordered_map<std::string, std::size_t> makes;
    for (std::size_t i = 0; i < size_; ++i) {
      if (operations_[i].method == BulkMethod::Post) makes.emplace(operations_[i].bulkId, i);
    }
    for (std::size_t i = 0; i < size_; ++i) {
      for (const std::string& bulkId : referredBulkIds(operations_[i])) {
        // A bulkId that nobody has is that operation's fault alone.
        if (const auto made = makes.find(bulkId); made != makes.end()) refersTo_[i].push_back(made->second);
      }
      std::sort(refersTo_[i].begin(), refersTo_[i].end());
    }
  }

  /// Walks along the references; one that leads back to an operation on the way closes a circle.
  void cutCircles() {
    enum class State { New, OnTheWay, Done };
    std::vector<State> states(size_, State::New);
    struct Visit {
      std::size_t operation;
      std::size_t next = 0;  ///< reference to follow
    };
    for (std::size_t start = 0; start < size_; ++start) {
      if (states[start] != State::New) continue;
      std::vector<Visit> way{{start}};
      states[start] = State::OnTheWay;
      while (!way.empty()) {
        Visit& visit = way.back();
        const std::size_t from = visit.operation;
        if (visit.next == refersTo_[from].size()) {
          states[from] = State::Done;
          way.pop_back();
          continue;
        }
        const std::size_t to = refersTo_[from][visit.next++];
        if (states[to] == State::OnTheWay) deferred_[from].insert(operations_[to].bulkId);
        if (states[to] != State::New) continue;
        states[to] = State::OnTheWay;
        way.push_back({to});
      }
    }
  }

  void addReferences() {
    for (std::size_t i = 0; i < size_; ++i) {
      if (!deferred_[i].empty()) addEdge(i, size_ + i);
      for (const std::size_t made : refersTo_[i]) {
        addEdge(made, deferred_[i].contains(operations_[made].bulkId) ? size_ + i : i);
        mayCircle_ = mayCircle_ || made > i || !deferred_[i].empty();
      }
    }
  }

  /// The operations that have a word in a key, in the order of the list: writers keep their order among
  /// each other and with all readers, readers among each other need not.
  struct Claims {
    std::vector<std::size_t> writers;
    std::vector<std::size_t> readers;
  };

  void addSequences() {
    std::unordered_set<std::string> deletes;
    for (const BulkOperation& operation : operations_) {
      if (operation.method == BulkMethod::Delete) deletes.insert(operation.id);
    }
    for (std::size_t i = 0; i < size_; ++i) {
      const BulkOperation& operation = operations_[i];
      const std::string target =
          operation.method == BulkMethod::Post ? "bulkId:" + operation.bulkId : operation.id;
      write("resource " + target, i);
      for (const std::string& name : names_[i]) write("name " + name, i);
      if (operation.method == BulkMethod::Delete) write("existence " + target, i);
      if (deletes.empty()) continue;
      std::set<std::string> mentioned;
      for (std::string& text : textsInPlaceOfIds(operation.data)) {
        if (deletes.contains(text)) mentioned.insert(std::move(text));
      }
      for (const std::string& id : mentioned) read("existence " + id, i);
    }
  }

  void write(const std::string& key, std::size_t operation) {
    Claims& claims = claims_[key];
    std::vector<std::size_t> writers;  // with those that could not be waited for
    for (const std::size_t earlier : claims.writers) {
      if (!follow(earlier, operation)) writers.push_back(earlier);
    }
    for (const std::size_t earlier : claims.readers) follow(earlier, operation);
    writers.push_back(operation);
    claims = {std::move(writers), {}};
  }

  void read(const std::string& key, std::size_t operation) {
    Claims& claims = claims_[key];
    for (const std::size_t earlier : claims.writers) follow(earlier, operation);
    claims.readers.push_back(operation);
  }

  /// Lets an operation wait for an earlier one, unless that one waits for it in turn.
  /// \returns whether it does now
  bool follow(std::size_t earlier, std::size_t later) {
    if (earlier == later) return true;
    const std::size_t end = deferred_[earlier].empty() ? earlier : size_ + earlier;
    for (const std::size_t step : {end, earlier}) {
      if (mayCircle_ && leadsTo(later, step)) continue;
      addEdge(step, later);
      return true;
    }
    return false;
  }

  void addEdge(std::size_t before, std::size_t after) {
    followers_[before].push_back(after);
    waitsFor_[after].push_back(before);
  }

  [[nodiscard]] bool leadsTo(std::size_t from, std::size_t to) const {
    std::vector<bool> seen(2 * size_, false);
    std::vector<std::size_t> open{from};
    while (!open.empty()) {
      const std::size_t step = open.back();
      open.pop_back();
      if (step == to) return true;
      for (const std::size_t next : followers_[step]) {
        if (!seen[next]) open.push_back(next);
        seen[next] = true;
      }
    }
    return false;
  }

  /// The steps, the first of the list first wherever there is a choice.
  [[nodiscard]] std::vector<BulkTask> sorted() const {
    const auto isStep = [&](std::size_t step) { return step < size_ || !deferred_[step - size_].empty(); };
    const auto rank = [&](std::size_t step) { return std::pair(step % size_, step / size_); };
    const auto later = [&](std::size_t left, std::size_t right) { return rank(left) > rank(right); };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> ready(later);
    std::vector<std::size_t> open(2 * size_);
    for (std::size_t step = 0; step < 2 * size_; ++step) {
      open[step] = waitsFor_[step].size();
      if (open[step] == 0 && isStep(step)) ready.push(step);
    }
    std::vector<BulkTask> tasks;
    std::vector<std::size_t> placeOf(2 * size_);
    while (!ready.empty()) {
      const std::size_t step = ready.top();
      ready.pop();
      placeOf[step] = tasks.size();
      BulkTask task{step % size_, step >= size_};
      for (const std::size_t before : waitsFor_[step]) task.after.push_back(placeOf[before]);
      std::sort(task.after.begin(), task.after.end());
      task.after.erase(std::unique(task.after.begin(), task.after.end()), task.after.end());
      tasks.push_back(std::move(task));
      for (const std::size_t next : followers_[step]) {
        if (--open[next] == 0) ready.push(next);
      }
    }
    return tasks;
  }

  const std::vector<BulkOperation>& operations_;
  const std::vector<std::vector<std::string>>& names_;
  const std::size_t size_;
  std::vector<std::vector<std::size_t>> refersTo_;  ///< operations that make what this one refers to
  std::vector<std::set<std::string>> deferred_;
  std::vector<std::vector<std::size_t>> followers_;  ///< by step
  std::vector<std::vector<std::size_t>> waitsFor_;   ///< by step
  std::unordered_map<std::string, Claims> claims_;
  bool mayCircle_ = false;  ///< some reference leads from the list's order
};

}  // namespace

BulkOrder orderBulk(const std::vector<BulkOperation>& operations,
                    const std::vector<std::vector<std::string>>& names) {
  return OrderBuilder(operations, names).build();
}

}  // namespace scim2ldap::scim
