#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace scim2ldap::connector {

/// Callers who ask the same at the same time share an answer. Each gets one that was asked for after he came,
/// so that nobody is told what was so before. Thread-safe.
template <typename Answer>
class SharedAnswers {
 public:
  /// \param ask  called by one of those who wait together; what it throws they all get
  [[nodiscard]] Answer get(const std::string& question, const std::function<Answer()>& ask) {
    std::unique_lock lock(mutex_);
    Question& own = questions_[question];
    const std::shared_ptr<Round> before = own.underWay;
    const bool isOurs = !own.next;
    if (isOurs) own.next = std::make_shared<Round>();
    const std::shared_ptr<Round> round = own.next;
    ++round->callers;
    if (!isOurs) {
      round->over.wait(lock, [&] { return round->isOver; });
      return round->result();
    }
    if (before) before->over.wait(lock, [&] { return before->isOver; });
    own.underWay = std::exchange(own.next, nullptr);
    lock.unlock();
    try {
      round->answer = ask();
    } catch (...) {
      round->failure = std::current_exception();
    }
    lock.lock();
    round->isOver = true;
    round->over.notify_all();
    own.underWay = nullptr;
    if (!own.next) questions_.erase(question);
    return round->result();
  }

  /// So many wait for an answer that is not asked for yet.
  [[nodiscard]] std::size_t waiting(const std::string& question) {
    const std::lock_guard lock(mutex_);
    const auto found = questions_.find(question);
    return found == questions_.end() || !found->second.next ? 0 : found->second.next->callers;
  }

 private:
  /// One time that a question is asked.
  struct Round {
    std::size_t callers = 0;
    bool isOver = false;
    std::optional<Answer> answer{};
    std::exception_ptr failure{};
    std::condition_variable over{};

    [[nodiscard]] Answer result() const {
      if (failure) std::rethrow_exception(failure);
      return answer.value();
    }
  };
  struct Question {
    std::shared_ptr<Round> underWay{};
    std::shared_ptr<Round> next{};  ///< not begun yet
  };

  std::mutex mutex_;
  std::map<std::string, Question> questions_;
};

}  // namespace scim2ldap::connector
