#include "connector/provisioning/MembershipQueue.h"

#include <algorithm>
#include <exception>
#include <unordered_map>
#include <utility>

namespace scim2ldap::connector {
namespace {

/// So many values one question about a group may name.
constexpr std::size_t kAskedAtOnce = 100;

constexpr std::chrono::milliseconds kMostPatience{100};

std::size_t sizeOf(const MemberValues& values) {
  return values.add.size() + values.remove.size();
}

}  // namespace

MemberValues joined(const std::vector<const MemberValues*>& changes) {
  std::unordered_map<std::string, bool> isAdded;
  std::vector<std::string> order;
  const auto note = [&](const std::string& value, bool added) {
    if (isAdded.insert_or_assign(value, added).second) order.push_back(value);
  };
  for (const MemberValues* change : changes) {
    for (const std::string& value : change->remove) note(value, false);
    for (const std::string& value : change->add) note(value, true);
  }
  MemberValues result;
  for (std::string& value : order)
    (isAdded.at(value) ? result.add : result.remove).push_back(std::move(value));
  return result;
}

MembershipQueue::MembershipQueue()
    : MembershipQueue([](Duration latest) { return std::min<Duration>(latest / 2, kMostPatience); }) {}

std::vector<MembershipQueue::Waiting*>::iterator MembershipQueue::Group::endOfBatch() {
  std::size_t values = 0;
  return std::find_if(waiting.begin(), waiting.end(), [&](const Waiting* next) {
    values += sizeOf(next->change.values);
    return next != waiting.front() && values > kMembersAtOnce;
  });
}

std::vector<MembershipQueue::Waiting*> MembershipQueue::Group::takeBatch() {
  const auto end = endOfBatch();
  std::vector<Waiting*> batch(waiting.begin(), end);
  waiting.erase(waiting.begin(), end);
  return batch;
}

bool MembershipQueue::Group::isGathered() {
  return waiting.size() >= expected || endOfBatch() != waiting.end();
}

Execution MembershipQueue::submit(const std::string& group, Change change, const CarryOut& carryOut) {
  Waiting own{std::move(change), &carryOut};
  wait(group, own);
  return std::move(own.execution);
}

std::optional<Execution> MembershipQueue::submitUnlessSo(const std::string& group, Change change,
                                                         const CarryOut& carryOut, const Holds& holds) {
  Waiting own{std::move(change), &carryOut, &holds};
  wait(group, own);
  if (own.isSo) return std::nullopt;
  return std::move(own.execution);
}

std::size_t MembershipQueue::waiting(const std::string& group) {
  const std::lock_guard lock(mutex_);
  const auto found = groups_.find(group);
  return found == groups_.end() ? 0 : found->second->waiting.size();
}

MembershipQueue::Group& MembershipQueue::place(const std::string& group) {
  if (const auto found = groups_.find(group); found != groups_.end()) return *found->second;
  // Those who were expected and did not come back have left places behind.
  std::erase_if(groups_, [now = Clock::now()](const auto& other) {
    return other.second->users == 0 && other.second->expectedUntil < now;
  });
  return *groups_.emplace(group, std::make_unique<Group>()).first->second;
}

void MembershipQueue::noteTurn(Group& queue, std::size_t answered, Clock::time_point begun) const {
  queue.expected = answered + queue.waiting.size();
  if (queue.expected == 1) return;  // who is alone waits for nobody
  const Clock::time_point now = Clock::now();
  queue.expectedUntil = now + patience_(now - begun);
}

void MembershipQueue::wait(const std::string& group, Waiting& own) {
  std::unique_lock lock(mutex_);
  Group& queue = place(group);
  ++queue.users;
  queue.waiting.push_back(&own);
  if (queue.isGathered()) queue.gathered.notify_one();
  while (true) {
    queue.changed.wait(lock, [&] { return own.finished || !queue.busy; });
    if (own.finished) break;
    // Nobody is at work: this thread carries out what waits, until its own change was among it.
    queue.busy = true;
    queue.gathered.wait_until(lock, queue.expectedUntil, [&] { return queue.isGathered(); });
    const std::vector<Waiting*> batch = queue.takeBatch();
    lock.unlock();
    const Clock::time_point begun = Clock::now();
    carryOutAll(batch);
    lock.lock();
    for (Waiting* waiting : batch) waiting->finished = true;
    noteTurn(queue, batch.size(), begun);
    queue.busy = false;
    queue.changed.notify_all();
  }
  if (--queue.users == 0 && queue.expected == 1) groups_.erase(group);
  lock.unlock();
  if (own.failure) std::rethrow_exception(own.failure);
}

void MembershipQueue::leaveOutWhatIsSo(std::vector<Waiting*>& batch) {
  // Who names nobody makes no difference, whatever the others do.
  for (Waiting* waiting : batch)
    waiting->isSo = waiting->holds != nullptr && sizeOf(waiting->change.values) == 0;
  const auto takeOutWhatIsSo = [&] {
    std::erase_if(batch, [](const Waiting* waiting) { return waiting->isSo; });
  };
  takeOutWhatIsSo();
  const Holds* holds = nullptr;
  std::vector<const MemberValues*> unknown;
  std::size_t size = 0;
  for (const Waiting* waiting : batch) {
    if (waiting->holds == nullptr) continue;
    holds = waiting->holds;
    unknown.push_back(&waiting->change.values);
    size += sizeOf(waiting->change.values);
  }
  if (size / kAskedAtOnce + 1 < unknown.size()) {
    const MemberValues all = joined(unknown);
    // Where none is named twice, and each makes a difference, nobody has to be asked about by himself.
    if (sizeOf(all) == size && (*holds)(all.remove, all.add)) return;
  }
  for (Waiting* waiting : batch) {
    const MemberValues& values = waiting->change.values;
    waiting->isSo = waiting->holds != nullptr && (*waiting->holds)(values.add, values.remove);
  }
  takeOutWhatIsSo();
}

void MembershipQueue::carryOutAll(std::vector<Waiting*> batch) {
  try {
    leaveOutWhatIsSo(batch);
  } catch (...) {
    for (Waiting* waiting : batch) waiting->failure = std::current_exception();
    return;
  }
  if (batch.empty()) return;
  const auto one = [](Waiting& waiting) {
    try {
      const Change& change = waiting.change;
      waiting.execution = (*waiting.carryOut)(change.values, change.rows, change.epoch);
    } catch (...) {
      waiting.failure = std::current_exception();
    }
  };
  if (batch.size() == 1) return one(*batch.front());

  try {
    std::vector<const MemberValues*> changes;
    StoreChanges rows;
    Epoch oldest = batch.front()->change.epoch;
    for (const Waiting* waiting : batch) {
      oldest = std::min(oldest, waiting->change.epoch);
      changes.push_back(&waiting->change.values);
      const StoreChanges& own = waiting->change.rows;
      rows.log.insert(rows.log.end(), own.log.begin(), own.log.end());
      rows.upserts.insert(rows.upserts.end(), own.upserts.begin(), own.upserts.end());
      rows.fallback.insert(rows.fallback.end(), own.fallback.begin(), own.fallback.end());
    }
    const Execution execution = (*batch.front()->carryOut)(joined(changes), rows, oldest);
    using Outcome = Execution::Outcome;
    if (execution.outcome == Outcome::Refused || execution.outcome == Outcome::Overtaken) {
      for (Waiting* waiting : batch) one(*waiting);
      return;
    }
    for (Waiting* waiting : batch) waiting->execution = execution;
  } catch (...) {
    for (Waiting* waiting : batch) waiting->failure = std::current_exception();
  }
}

}  // namespace scim2ldap::connector
