#include "tests/fault/Findings.h"

#include <algorithm>
#include <ctime>

namespace scim2ldap::test {
namespace {

constexpr std::size_t kMostTexts = 100;
constexpr std::array kNames{"lost", "doubled", "half-done", "wrong answer"};

/// By which the connector's log is searched.
std::string timeOfDay() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%H:%M:%S", &parts);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  const std::string fraction = std::to_string(1000 + milliseconds);
  return std::string(text.data()) + "." + fraction.substr(1);
}

}  // namespace

void Findings::note(Fault fault, const std::string& text) {
  const std::lock_guard lock(mutex_);
  const auto kind = static_cast<std::size_t>(fault);
  ++counts_.at(kind);
  if (texts_.size() < kMostTexts) texts_.push_back(timeOfDay() + " " + kNames.at(kind) + ": " + text);
}

void Findings::answered(Duration duration) {
  const std::lock_guard lock(mutex_);
  durations_.push_back(duration);
}

void Findings::leftOpen() {
  const std::lock_guard lock(mutex_);
  ++open_;
}

void Findings::foundDone() {
  const std::lock_guard lock(mutex_);
  ++foundDone_;
}

void Findings::acknowledged() {
  const std::lock_guard lock(mutex_);
  ++acknowledged_;
}

std::int64_t Findings::count(Fault fault) const {
  const std::lock_guard lock(mutex_);
  return counts_.at(static_cast<std::size_t>(fault));
}

std::vector<std::string> Findings::texts() const {
  const std::lock_guard lock(mutex_);
  return texts_;
}

std::int64_t Findings::answers() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::int64_t>(durations_.size());
}

Findings::Duration Findings::quantile(double part) const {
  std::vector<Duration> sorted;
  {
    const std::lock_guard lock(mutex_);
    sorted = durations_;
  }
  if (sorted.empty()) return Duration(0);
  const auto at = static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1));
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(at), sorted.end());
  return sorted[at];
}

std::string Findings::summary() const {
  const std::lock_guard lock(mutex_);
  std::string text = std::to_string(durations_.size()) + " requests answered, " +
                     std::to_string(acknowledged_) + " writes acknowledged, " + std::to_string(open_) +
                     " left open, of these " + std::to_string(foundDone_) + " found done";
  for (std::size_t kind = 0; kind < kNames.size(); ++kind)
    text += (kind == 0 ? "; " : ", ") + std::string(kNames.at(kind)) + " " + std::to_string(counts_.at(kind));
  return text;
}

}  // namespace scim2ldap::test
