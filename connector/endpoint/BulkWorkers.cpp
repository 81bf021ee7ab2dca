#include "connector/endpoint/BulkWorkers.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <queue>
#include <system_error>
#include <thread>
#include <utility>

namespace scim2ldap::connector {
namespace {

/// The tasks of one bulk, handed to whoever asks for work. Thread-safe.
class TaskQueue {
 public:
  TaskQueue(const std::vector<scim::BulkTask>& tasks, std::optional<std::size_t> failOnErrors,
            const std::function<bool(std::size_t)>& carryOut)
      : tasks_(tasks),
        failOnErrors_(failOnErrors),
        carryOut_(carryOut),
        followers_(tasks.size()),
        open_(tasks.size()) {
    for (std::size_t task = 0; task < tasks.size(); ++task) {
      open_[task] = tasks[task].after.size();
      for (const std::size_t before : tasks[task].after) followers_[before].push_back(task);
      if (open_[task] == 0) ready_.push(task);
    }
  }

  /// Takes part until all tasks are finished.
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      const std::optional<std::size_t> task = take();
      if (isOver()) break;
      if (!task) {
        changed_.wait(lock);
        continue;
      }
      ++atWork_;
      lock.unlock();
      bool succeeded = false;
      std::exception_ptr failure;
      try {
        succeeded = carryOut_(*task);
      } catch (...) {
        failure = std::current_exception();
      }
      lock.lock();
      --atWork_;
      if (failure && !failure_) failure_ = failure;
      if (!succeeded) ++errors_;
      finish(*task);
      changed_.notify_all();
    }
    changed_.notify_all();
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  [[nodiscard]] bool isOver() const { return finished_ == tasks_.size() || failure_; }

  /// The next task that can be begun now; nullopt when that is for others to make possible.
  std::optional<std::size_t> take() {
    if (failOnErrors_) return takeInOrder(*failOnErrors_);
    if (ready_.empty()) return std::nullopt;
    const std::size_t task = ready_.top();
    ready_.pop();
    return task;
  }

  std::optional<std::size_t> takeInOrder(std::size_t failOnErrors) {
    for (; next_ < tasks_.size(); ++next_) {
      const bool completes = tasks_[next_].completes;
      if (errors_ < failOnErrors || completes) {
        const bool mayBegin = completes || errors_ + atWork_ < failOnErrors;
        if (open_[next_] > 0 || !mayBegin) return std::nullopt;
        return next_++;
      }
      finish(next_);  // without having begun
    }
    return std::nullopt;
  }

  void finish(std::size_t task) {
    ++finished_;
    for (const std::size_t next : followers_[task]) {
      if (--open_[next] == 0) ready_.push(next);
    }
  }

  const std::vector<scim::BulkTask>& tasks_;
  const std::optional<std::size_t> failOnErrors_;
  const std::function<bool(std::size_t)>& carryOut_;
  std::vector<std::vector<std::size_t>> followers_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::size_t> open_;  ///< tasks that each still waits for
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready_;
  std::size_t next_ = 0;  ///< in the order of the list, where that counts
  std::size_t atWork_ = 0;
  std::size_t finished_ = 0;
  std::size_t errors_ = 0;
  std::exception_ptr failure_;
};

/// Room for one thread, given back at the end.
class Room {
 public:
  explicit Room(std::counting_semaphore<>& threads) : threads_(&threads) {}
  Room(Room&& other) noexcept : threads_(std::exchange(other.threads_, nullptr)) {}
  Room& operator=(Room&&) = delete;
  ~Room() {
    if (threads_ != nullptr) threads_->release();
  }

 private:
  std::counting_semaphore<>* threads_;
};

}  // namespace

void carryOutTasks(const std::vector<scim::BulkTask>& tasks, std::optional<std::size_t> failOnErrors,
                   std::counting_semaphore<>& threads, const std::function<bool(std::size_t)>& carryOut) {
  TaskQueue queue(tasks, failOnErrors, carryOut);
  const std::size_t useful = std::min(tasks.size(), failOnErrors.value_or(tasks.size()));
  {
    std::vector<std::jthread> others;
    while (others.size() + 1 < useful && threads.try_acquire()) {
      Room room(threads);
      try {
        others.emplace_back([&queue, room = std::move(room)] { queue.work(); });
      } catch (const std::system_error&) {  // no thread to be had: those that there are do the work
        break;
      }
    }
    queue.work();
  }
  queue.rethrow();
}

}  // namespace scim2ldap::connector
