#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace scim2ldap::test {

/// What must not become of a write.
enum class Fault {
  Lost,      ///< acknowledged, or taken for certain, and not there
  Doubled,   ///< there twice, or told twice by the log, or there without anybody having asked
  HalfDone,  ///< neither as before nor as asked for
  Answer     ///< an answer that no client should get
};

/// What several clients have met. Thread-safe.
class Findings {
 public:
  using Duration = std::chrono::microseconds;

  void note(Fault fault, const std::string& text);
  /// A request was answered, whatever it says.
  void answered(Duration duration);
  /// A write of which nobody knows what became of it: no answer, or 503.
  void leftOpen();
  /// The write that was left open was found to be done.
  void foundDone();
  void acknowledged();

  [[nodiscard]] std::int64_t count(Fault fault) const;
  /// The first hundred.
  [[nodiscard]] std::vector<std::string> texts() const;
  [[nodiscard]] std::int64_t answers() const;
  [[nodiscard]] Duration quantile(double part) const;
  /// "5120 requests, 1890 writes acknowledged, ...; lost 0, doubled 0, ..."
  [[nodiscard]] std::string summary() const;

 private:
  mutable std::mutex mutex_;
  std::array<std::int64_t, 4> counts_{};
  std::vector<std::string> texts_;
  std::vector<Duration> durations_;
  std::int64_t acknowledged_ = 0;
  std::int64_t open_ = 0;
  std::int64_t foundDone_ = 0;
};

}  // namespace scim2ldap::test
