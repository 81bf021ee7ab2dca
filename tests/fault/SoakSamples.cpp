#include "tests/fault/SoakSamples.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iomanip>
#include <sstream>

namespace scim2ldap::test {
namespace {

using std::chrono::seconds;

constexpr auto kWarmUp = seconds(120);  ///< caches and pools fill
constexpr std::size_t kFewest = 6;      ///< samples that a judgement needs

/// What may come and go without being growth.
struct Judged {
  const char* name;
  std::int64_t (*value)(const SoakSample&);
  double factor;
  std::int64_t slack;
  bool isOfFile;
};
const std::array<Judged, 5> kJudged{{
    {"resident KiB", [](const SoakSample& s) { return s.connector.residentKiB; }, 1.05, 1024, false},
    {"threads", [](const SoakSample& s) { return s.connector.threads; }, 1.0, 8, false},
    {"descriptors", [](const SoakSample& s) { return s.descriptors; }, 1.0, 16, false},
    {"scim2ldap.db KiB", [](const SoakSample& s) { return s.databaseKiB; }, 1.10, 256, true},
    {"scim2ldap.db-wal KiB", [](const SoakSample& s) { return s.walKiB; }, 1.10, 1024, true},
}};

std::int64_t median(std::vector<std::int64_t> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Of the samples from one moment on, what is usual in their first and in their last third.
std::pair<std::int64_t, std::int64_t> beginAndEnd(const std::vector<const SoakSample*>& samples,
                                                  const Judged& judged) {
  const std::size_t third = samples.size() / 3;
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> last;
  for (std::size_t i = 0; i < third; ++i) {
    first.push_back(judged.value(*samples[i]));
    last.push_back(judged.value(*samples[samples.size() - 1 - i]));
  }
  return {median(first), median(last)};
}

}  // namespace

std::string SoakSamples::heading() {
  return "  time    age  rss KiB threads   fds   db KiB  wal KiB | slapd rss KiB | requests";
}

std::string SoakSamples::lastRow() const {
  if (samples_.empty()) return "";
  const SoakSample& sample = samples_.back();
  const auto minutes = [](seconds time) {
    std::ostringstream text;
    text << time.count() / 60 << ':' << std::setw(2) << std::setfill('0') << time.count() % 60;
    return text.str();
  };
  std::ostringstream row;
  row << std::setw(6) << minutes(sample.at) << std::setw(7) << minutes(sample.age) << std::setw(9)
      << sample.connector.residentKiB << std::setw(8) << sample.connector.threads << std::setw(6)
      << sample.descriptors << std::setw(9) << sample.databaseKiB << std::setw(9) << sample.walKiB << " |"
      << std::setw(14) << sample.slapd.residentKiB << " |" << std::setw(9) << sample.requests;
  return row.str();
}

SoakSamples::Growth SoakSamples::growth(seconds filled, seconds calm) const {
  Growth growth;
  for (const Judged& judged : kJudged) {
    std::vector<const SoakSample*> samples;
    for (const SoakSample& sample : samples_)
      if (sample.at >= (judged.isOfFile ? filled : calm + kWarmUp)) samples.push_back(&sample);
    if (samples.size() < kFewest) {
      growth.notJudged.emplace_back(judged.name);
      continue;
    }
    const auto [first, last] = beginAndEnd(samples, judged);
    const double most = static_cast<double>(first) * judged.factor + static_cast<double>(judged.slack);
    if (static_cast<double>(last) > most)
      growth.grown.push_back(std::string(judged.name) + ": " + std::to_string(first) + " has become " +
                             std::to_string(last));
  }
  return growth;
}

}  // namespace scim2ldap::test
